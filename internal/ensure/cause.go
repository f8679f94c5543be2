package ensure

import (
	"errors"

	"github.com/chargekit/chargekit-go/internal/api"
)

// inDoubtError is the cause of an unknown outcome, often the error of a read. It
// matches what that error matches, except for NotSent and Rejected: these would be
// about the read, and not about the request in doubt.
type inDoubtError struct {
	err   error
	kinds *api.Sentinels
}

// inDoubt returns err without a match of NotSent and Rejected.
func inDoubt(err error, kinds *api.Sentinels) error {
	if errors.Is(err, kinds.NotSent) || errors.Is(err, kinds.Rejected) {
		return &inDoubtError{err, kinds}
	}
	return err
}

func (e *inDoubtError) Error() string { return e.err.Error() }

func (e *inDoubtError) Is(target error) bool {
	return target != e.kinds.NotSent && target != e.kinds.Rejected && errors.Is(e.err, target)
}

func (e *inDoubtError) As(target any) bool { return errors.As(e.err, target) }
