package ensure

import (
	"errors"

	"github.com/chargekit/chargekit-go/internal/api"
)

// maskedError is the cause of an unknown outcome, often the error of a read. It
// matches what that error matches, except that nothing was sent or done: this is
// not known of the request in doubt.
type maskedError struct {
	err   error
	kinds *api.Sentinels
}

func maskOutcome(err error, kinds *api.Sentinels) error {
	if errors.Is(err, kinds.NotSent) || errors.Is(err, kinds.Rejected) {
		return &maskedError{err, kinds}
	}
	return err
}

func (e *maskedError) Error() string { return e.err.Error() }

func (e *maskedError) Is(target error) bool {
	return target != e.kinds.NotSent && target != e.kinds.Rejected && errors.Is(e.err, target)
}

func (e *maskedError) As(target any) bool { return errors.As(e.err, target) }
