// Package openapi checks what the clients send and what the fakes answer against
// the descriptions in testdata/openapi, with a validator that we did not write.
//
// It stands in the module of internal/contract, so that nobody who uses the clients inherits the
// validator. Run it with
//
//	cd internal/contract && go test ./openapi
//
// It proves that client, fake and description agree, not that they are right.
package openapi
