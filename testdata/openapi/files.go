// Package openapi holds the descriptions of the three APIs, for programs that compare
// responses with them. README.md says what they are and how sure they are.
package openapi

import "embed"

// Files holds chargedesk.yaml, chargehound.yaml and chargeback.yaml.
//
//go:embed *.yaml
var Files embed.FS
