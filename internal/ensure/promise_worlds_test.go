package ensure_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
	"github.com/chargekit/chargekit-go/chargehound"
	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

const (
	attemptTimeout = 5 * time.Second
	slow           = 10 * time.Second // the client leaves before
	latest         = 115 * time.Second
)

// refundWorld is a charge of which a fifth, or in one case of five all, is to be
// refunded.
func refundWorld(t *testing.T, random *rand.Rand) world {
	t.Helper()
	desk := chargedesktest.NewTestServer(t, chargedesktest.InMemory(), chargedesktest.WithoutRateLimit())
	charge := desk.SeedCharge("100.00", "USD")
	total := chargedesk.MustAmount("20.00")
	if random.IntN(5) == 0 {
		total = chargedesk.MustAmount("100.00")
	}
	failHard(random.Uint64(), desk.FailMatching, faultsOf[chargedesktest.Fault]{
		unread: chargedesktest.DropUnread, late: chargedesktest.ExecuteLate,
		others: []chargedesktest.Fault{
			chargedesktest.DropBefore, chargedesktest.DropResponse, chargedesktest.TruncateResponse(0), chargedesktest.TruncateResponse(20),
			chargedesktest.SlowBody(slow), chargedesktest.Delay(slow), chargedesktest.DelayResponse(slow), chargedesktest.RespondHTML(502),
			chargedesktest.RespondHTML(504).Executed(), chargedesktest.TooManyRequests("3"), chargedesktest.Respond(500, ""),
		},
	}, func(r chargedesktest.Request) bool { return r.Method == http.MethodGet })
	return world{
		connect: func(dead context.Context) verb {
			client := desk.Client(chargedesk.WithAttemptTimeout(attemptTimeout), chargedesk.WithMiddleware(mortal(dead)))
			return func(ctx context.Context, maybeSentAt time.Time) error {
				_, err := client.Gateway.EnsureRefunded(ctx, charge.ChargeID, total, nil, chargedesk.WithMaybeSentAt(maybeSentAt))
				return err
			}
		},
		reached: func() bool {
			now, _ := desk.Charge(charge.ChargeID)
			return now.AmountRefunded == total.String()
		},
		moved: func() int { return desk.Refunds(charge.ChargeID) },
		requests: func() (reads, writes int) {
			reads = desk.CountRequests(func(r chargedesktest.Request) bool { return r.Method == http.MethodGet })
			return reads, len(desk.Requests()) - reads
		},
	}
}

// submitWorld is a dispute, which in one case of ten is held for review.
func submitWorld(t *testing.T, random *rand.Rand) world {
	t.Helper()
	hound := chargehoundtest.NewTestServer(t, chargehoundtest.InMemory())
	hound.AddTemplate("goods", "order_id")
	id := hound.SeedDisputeWith(chargehoundtest.Dispute{Template: "goods"})
	held := random.IntN(10) == 0
	if held {
		hound.RequireReview(id)
	}
	failHard(random.Uint64(), hound.FailMatching, faultsOf[chargehoundtest.Fault]{
		unread: chargehoundtest.DropUnread, late: chargehoundtest.ExecuteLate,
		others: []chargehoundtest.Fault{
			chargehoundtest.DropBefore, chargehoundtest.DropResponse, chargehoundtest.TruncateResponse(0), chargehoundtest.TruncateResponse(20),
			chargehoundtest.SlowBody(slow), chargehoundtest.Delay(slow), chargehoundtest.DelayResponse(slow), chargehoundtest.RespondHTML(502),
			chargehoundtest.RespondHTML(504).Executed(), chargehoundtest.TooManyRequests("3"), chargehoundtest.Respond(500, ""),
		},
	}, func(r chargehoundtest.Request) bool { return r.Method == http.MethodGet })
	submissions := func() int {
		now, ok := hound.Dispute(id)
		require.True(t, ok)
		return now.Submissions
	}
	return world{
		connect: func(dead context.Context) verb {
			client := hound.Client(chargehound.WithAttemptTimeout(attemptTimeout), chargehound.WithMiddleware(mortal(dead)))
			params := &chargehound.DisputeSubmitParams{Fields: chargehound.Fields{"order_id": chargehound.TextField("ord_1042")}}
			return func(ctx context.Context, maybeSentAt time.Time) error {
				_, err := client.Disputes.EnsureSubmitted(ctx, id, params, chargehound.WithMaybeSentAt(maybeSentAt))
				return err
			}
		},
		reached: func() bool { return submissions() == 1 },
		moved:   submissions,
		requests: func() (reads, writes int) {
			reads = hound.CountRequests(func(r chargehoundtest.Request) bool { return r.Method == http.MethodGet })
			return reads, len(hound.Requests()) - reads
		},
		settled: chargehound.ErrHeld,
	}
}

func isUnknown(err error) bool {
	return errors.Is(err, chargedesk.ErrOutcomeUnknown) || errors.Is(err, chargehound.ErrOutcomeUnknown)
}

// mortal is the middleware of a process: its connections end when it is dead.
func mortal(dead context.Context) func(http.RoundTripper) http.RoundTripper {
	return func(next http.RoundTripper) http.RoundTripper { return mortalRoundTripper{dead, next} }
}

type mortalRoundTripper struct {
	dead context.Context
	next http.RoundTripper
}

func (m mortalRoundTripper) RoundTrip(r *http.Request) (*http.Response, error) {
	if m.dead.Err() != nil {
		return nil, errors.New("the process is dead")
	}
	ctx, cancel := context.WithCancel(r.Context())
	context.AfterFunc(m.dead, cancel)
	return m.next.RoundTrip(r.WithContext(ctx))
}

// faultsOf are the faults of a fake, which are 12 with unread.
type faultsOf[F any] struct {
	unread F
	late   func(time.Duration) F
	others []F
}

// failHard lets half of the writes and a sixth of the reads fail, in all ways alike,
// and one write in eight execute late. It relies on the fake to ask for a match in
// the order of the rules, and for the unread one before the others.
func failHard[F interface{ Times(int) F }, R any](seed uint64, failMatching func(func(R) bool, F), faults faultsOf[F], isRead func(R) bool) {
	random := rand.New(rand.NewPCG(seed, 0))
	often := func(r R) float64 {
		if isRead(r) {
			return 1. / 6
		}
		return 1. / 2
	}
	failMatching(func(r R) bool { return random.Float64() < often(r)/float64(len(faults.others)+1) }, faults.unread.Times(-1))
	rules := faults.others
	for range 8 {
		rules = append(rules, faults.late(time.Duration(random.Int64N(int64(latest)))))
	}
	drawn := -1
	for i, fault := range rules {
		failMatching(func(r R) bool {
			if i == 0 {
				drawn = drawRule(random, often(r), len(faults.others), isRead(r))
			}
			return drawn == i
		}, fault.Times(-1))
	}
}

// drawRule draws one of the faults, or one of eight late ones behind them, or none.
func drawRule(random *rand.Rand, rate float64, faults int, isRead bool) int {
	switch {
	case random.Float64() < rate:
		return random.IntN(faults)
	case !isRead && random.IntN(4) == 0:
		return faults + random.IntN(8)
	}
	return -1
}
