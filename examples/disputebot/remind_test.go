package main

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

func TestReminders(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		state string
		due   time.Duration
		again time.Duration
		log   string
	}{
		"it is early":         {"needs_response", 100 * time.Hour, 28 * time.Hour, ""},
		"three days are left": {"needs_response", 72 * time.Hour, 12 * time.Hour, `msg="not submitted yet" dispute=dp_7 "due in"=`},
		"it is held":          {"requires_review", 24 * time.Hour, 12 * time.Hour, `msg="not submitted yet" dispute=dp_7 "due in"=`},
		"an hour is left":     {"needs_response", time.Hour, time.Hour, `msg="not submitted yet" dispute=dp_7 "due in"=`},
		"it is late":          {"needs_response", -time.Hour, 0, `msg="not submitted, and the due date has passed" dispute=dp_7`},
		"it is submitted":     {"submitted", time.Hour, 0, ""},
		"it is queued":        {"queued", time.Hour, 0, ""},
		"it is accepted":      {"accepted", time.Hour, 0, ""},
		"it is lost":          {"lost", -time.Hour, 0, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newTestBot(t, "none")
			b.hound.SeedDisputeWith(chargehoundtest.Dispute{ID: "dp_7", State: test.state, DueBy: time.Now().Add(test.due)})
			_, err := b.store.setStatus(t.Context(), b.get(t, "dp_7"), "waits for approval")
			require.NoError(t, err)
			again, err := b.remind(t, "dp_7")
			require.NoError(t, err)
			require.InDelta(t, test.again, again, float64(5*time.Second))
			if test.log == "" {
				require.Empty(t, b.logs.String())
			}
			require.Contains(t, b.logs.String(), test.log)
			if test.again > 0 && test.log != "" {
				require.Contains(t, b.logs.String(), `status="waits for approval"`)
			}
		})
	}
}
