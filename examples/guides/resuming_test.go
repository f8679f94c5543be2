package guides_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

// export gives every charge to row, and keeps its place in a file. Started again, it
// goes on after the last charge for which row returned nil.
func export(ctx context.Context, desk *chargedesk.Client, place string, row func(*chargedesk.Charge) error) error {
	var at chargedesk.Checkpoint
	switch text, err := os.ReadFile(place); {
	case err == nil:
		if err := at.UnmarshalText(text); err != nil {
			return err
		}
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	for charge, err := range desk.Charges.All(ctx, nil, chargedesk.WithCheckpoint(&at)) {
		if err != nil {
			return err // start again: the place is saved
		}
		if err := row(charge); err != nil {
			return err
		}
		if err := save(place, &at); err != nil {
			return err
		}
	}
	return os.Remove(place)
}

// save replaces a file in one step, so that a crash leaves the old one or the new one.
func save(place string, at *chargedesk.Checkpoint) error {
	text, err := at.MarshalText()
	if err != nil {
		return err
	}
	if err := os.WriteFile(place+".new", text, 0o600); err != nil {
		return err
	}
	return os.Rename(place+".new", place)
}

// pair returns two clients with one key, which share its limit.
func pair(secretKey string, opts ...chargedesk.Option) (first, second *chargedesk.Client, err error) {
	limiter := chargedesk.NewLimiter()
	opts = append(opts, chargedesk.WithLimiter(limiter))
	if first, err = chargedesk.New(secretKey, opts...); err != nil {
		return nil, nil, err
	}
	second, err = chargedesk.New(secretKey, opts...)
	return first, second, err
}

func TestAnExportGoesOnWhereItWas(t *testing.T) {
	desk := chargedesktest.NewTestServer(t, chargedesktest.InMemory())
	want := desk.SeedCharges(600)
	place := filepath.Join(t.TempDir(), "place")
	broken := errors.New("the database is down")
	var got []string
	for _, most := range []int{1, 249, 500, 601} {
		err := export(t.Context(), desk.Client(), place, func(charge *chargedesk.Charge) error {
			if len(got) == most {
				return broken
			}
			got = append(got, charge.ChargeID)
			return nil
		})
		require.Equal(t, most < len(want), errors.Is(err, broken), "%v", err)
	}
	require.ElementsMatch(t, want, got)
	require.NoFileExists(t, place)
}

func TestAPairSharesTheLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		desk := chargedesktest.NewTestServer(t, chargedesktest.InMemory())
		first, second, err := pair(chargedesktest.Key, chargedesk.WithBaseURL(desk.URL), chargedesk.WithHTTPClient(desk.HTTPClient()))
		require.NoError(t, err)
		began := time.Now()
		for range 60 {
			require.NoError(t, first.Ping(t.Context()))
			require.NoError(t, second.Ping(t.Context()))
		}
		require.GreaterOrEqual(t, time.Since(began), time.Minute)
		require.Len(t, desk.Requests(), 120, "none was rejected with 429")
	})
}
