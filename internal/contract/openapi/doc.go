// Package openapi checks the requests of the clients and the responses of the fakes
// against the descriptions in testdata/openapi, with the validator of kin-openapi.
//
// It is in the module of internal/contract, so that users of the clients don't inherit
// the validator. Run it with
//
//	cd internal/contract && go test ./openapi
//
// It proves that client, fake and description agree, not that they are right.
package openapi
