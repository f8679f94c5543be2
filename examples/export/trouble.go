package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargehound"
)

// explain adds to an error what to do about it.
func (j *job) explain(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		err = errors.New("interrupted")
	}
	rows := grouped(j.out.saved)
	if j.set.toStdout() {
		return fmt.Errorf("%w\n%s rows were written. What went to standard output can't be resumed: begin again, or name a file", err, rows)
	}
	advice := "To go on from there, give the same command again:"
	switch {
	case isUnauthorized(err) && j.out.saved > 0:
		err, advice = cannot{err}, "With the same key the same command goes on from there. With another one, -restart begins again:"
	case isHopeless(err):
		err, advice = cannot{err}, "When that is mended, the same command goes on from there:"
	case isIncomplete(err) && j.source.when != nil:
		advice = "Rows may be missing. Shorter spans of -since and -until may help; if the list has only changed meanwhile, the same command goes on:"
	case isIncomplete(err):
		advice = "Rows may be missing. If the list has only changed meanwhile, the same command goes on:"
	}
	return fmt.Errorf("%w\n%s has %s rows. %s\n  %s", err, j.out.part(), rows, advice, j.command)
}

// isHopeless reports whether another run would fail too.
func isHopeless(err error) bool {
	_, desk := errors.AsType[*chargedesk.ValidationError](err)
	_, hound := errors.AsType[*chargehound.ValidationError](err)
	_, back := errors.AsType[*chargeback.ValidationError](err)
	return desk || hound || back || isUnauthorized(err)
}

func isUnauthorized(err error) bool {
	return isAny(err, chargedesk.ErrUnauthorized, chargehound.ErrUnauthorized, chargeback.ErrUnauthorized)
}

// isIncomplete reports whether a list could not be proved to be complete.
func isIncomplete(err error) bool {
	return isAny(err, chargedesk.ErrListIncomplete, chargehound.ErrListIncomplete, chargeback.ErrListIncomplete)
}

func isAny(err error, targets ...error) bool {
	return slices.ContainsFunc(targets, func(target error) bool { return errors.Is(err, target) })
}
