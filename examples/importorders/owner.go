package main

import (
	"errors"
	"fmt"
)

// owner says which import a resume file belongs to: with another account, an import
// would skip orders that were sent to this one.
type owner struct {
	To      string `json:"to"`       // the vendor
	Orders  string `json:"orders"`   // SHA-256 of the file
	BaseURL string `json:"base_url"` // of the API
	Account string `json:"account"`  // hash of the key
	Reader  string `json:"reader"`   // hash of what decides how the file is read
}

func (own owner) check(kept *owner, path string) error {
	advice := "name another one with -resume"
	if own.To == chargeBack {
		advice += ", and -look-up-all if orders of this file may have been sent"
	}
	switch {
	case kept == nil:
		return fmt.Errorf("%s is no resume file, or its first line is torn: %s", path, advice)
	case kept.To != own.To || kept.BaseURL != own.BaseURL || kept.Account != own.Account:
		return fmt.Errorf("%s belongs to another vendor, key or base URL: %s", path, advice)
	case kept.Orders != own.Orders:
		return fmt.Errorf("%s belongs to other orders: the file has changed since; %w", path, own.stale())
	case kept.Reader != own.Reader:
		return fmt.Errorf("%s belongs to an import that reads the file in another way: give the same flags again; %w", path, own.stale())
	}
	return nil
}

// staleError says what to do with a resume file that is of this program, and that no
// run can resume from.
type staleError string

func (e staleError) Error() string { return string(e) }

func (own owner) stale() error {
	if own.To == chargeDesk {
		return staleError("without it the import starts again at the first order, and updates the charges that are there")
	}
	return staleError("with -look-up-all every order is looked up first, and only those are sent that are not there")
}

func isStale(err error) bool {
	_, ok := errors.AsType[staleError](err)
	return ok
}
