package main

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

// post sends a refund of 10.00, so little that a second one would fit, to the service.
func post(ctx context.Context, s *service, chargeID string) *httptest.ResponseRecorder {
	body := strings.NewReader(fmt.Sprintf(`{"charge_id": %q, "total": "10.00", "reason": "return 1042"}`, chargeID))
	response := httptest.NewRecorder()
	s.ServeHTTP(response, httptest.NewRequestWithContext(ctx, http.MethodPost, "/refunds", body))
	return response
}

func TestARefundHappensOnceWhateverGoesWrong(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		faults []chargedesktest.Fault // of the read, and of the refund
		first  int
		leaves bool // the caller does, after two seconds
	}{
		"nothing":                       {nil, 200, false},
		"the response is lost":          {[]chargedesktest.Fault{chargedesktest.NoFault, chargedesktest.DropResponse}, 200, false},
		"the request is lost":           {[]chargedesktest.Fault{chargedesktest.NoFault, chargedesktest.DropBefore}, 202, false},
		"half a response":               {[]chargedesktest.Fault{chargedesktest.NoFault, chargedesktest.TruncateResponse(10)}, 200, false},
		"a proxy gives up":              {[]chargedesktest.Fault{chargedesktest.NoFault, chargedesktest.RespondHTML(502)}, 202, false},
		"a proxy gives up too early":    {[]chargedesktest.Fault{chargedesktest.NoFault, chargedesktest.RespondHTML(504).Executed()}, 200, false},
		"the rate limit":                {[]chargedesktest.Fault{chargedesktest.NoFault, chargedesktest.TooManyRequests("20")}, 200, false},
		"it is executed late":           {[]chargedesktest.Fault{chargedesktest.NoFault, chargedesktest.ExecuteLate(110 * time.Second)}, 200, false},
		"the caller leaves":             {[]chargedesktest.Fault{chargedesktest.NoFault, chargedesktest.ExecuteLate(40 * time.Second)}, 202, true},
		"the charge can't be read":      {[]chargedesktest.Fault{chargedesktest.Respond(500, "").Times(3)}, 503, false},
		"the caller leaves before it":   {[]chargedesktest.Fault{chargedesktest.Delay(10 * time.Second)}, 503, true},
		"the vendor is closed for long": {[]chargedesktest.Fault{chargedesktest.TooManyRequests("3600")}, 503, false},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				desk := chargedesktest.NewTestServer(t, chargedesktest.InMemory())
				charge := desk.SeedCharge("34.00", "USD")
				desk.FailNext(test.faults...)
				s := &service{gateway: desk.Client().Gateway}
				ctx, cancel := context.WithCancel(t.Context())
				if test.leaves {
					time.AfterFunc(2*time.Second, cancel)
				}
				require.Equal(t, test.first, post(ctx, s, charge.ChargeID).Code)
				cancel()
				require.Equal(t, test.first == 202, s.undecided.Load())
				for range 2 {
					if test.first == 503 {
						time.Sleep(time.Hour)
					}
					require.Equal(t, 200, post(t.Context(), s, charge.ChargeID).Code)
				}
				time.Sleep(time.Hour)
				require.Equal(t, 1, desk.Refunds(charge.ChargeID))
			})
		})
	}
}

func TestADoubleClickRefundsOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		desk := chargedesktest.NewTestServer(t, chargedesktest.InMemory())
		charge := desk.SeedCharge("34.00", "USD")
		s := &service{gateway: desk.Client().Gateway}
		var clicks sync.WaitGroup
		for range 5 {
			clicks.Go(func() { require.Equal(t, 200, post(t.Context(), s, charge.ChargeID).Code) })
		}
		clicks.Wait()
		require.Equal(t, 1, desk.Refunds(charge.ChargeID))
	})
}

// The refund of the process that died is executed when the next one has begun.
func TestARestartRefundsNothingTwice(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		desk := chargedesktest.NewTestServer(t, chargedesktest.InMemory())
		charge := desk.SeedCharge("34.00", "USD")
		desk.FailNext(chargedesktest.NoFault, chargedesktest.ExecuteLate(90*time.Second))
		died, die := context.WithTimeout(t.Context(), 5*time.Second)
		defer die()
		require.Equal(t, 202, post(died, &service{gateway: desk.Client().Gateway}, charge.ChargeID).Code)

		s := &service{gateway: desk.Client().Gateway, crashed: time.Now()}
		impatient, leave := context.WithTimeout(t.Context(), 10*time.Second)
		defer leave()
		response := post(impatient, s, charge.ChargeID)
		require.Equal(t, 202, response.Code)
		require.Equal(t, "114", response.Header().Get("Retry-After"), "two minutes less the reads 1, 3 and 7 s later, rounded up")
		require.Equal(t, 200, post(t.Context(), s, charge.ChargeID).Code)
		require.Equal(t, 1, desk.Refunds(charge.ChargeID))
	})
}

func TestStatusesOfErrors(t *testing.T) {
	t.Parallel()
	desk := chargedesktest.NewTestServer(t)
	charge := desk.SeedCharge("34.00", "USD")
	s := &service{gateway: desk.Client(chargedesk.WithRetry(chargedesk.RetryPolicy{})).Gateway}
	for body, want := range map[string]int{
		`{`:                                   400,
		`{"charge_id": "ch_7"}`:               400,
		`{"charge_id": "ch_7", "total": "0"}`: 400,
		`{"charge_id": "` + charge.ChargeID + `", "total": "21.00", "currency": "EUR"}`: 400,
		`{"charge_id": "ch_7", "total": "21.00"}`:                                       404,
		`{"charge_id": "` + charge.ChargeID + `", "total": "34.01"}`:                    422,
		`{"reason": "` + strings.Repeat("x", 64<<10) + `"}`:                             400,
	} {
		response := httptest.NewRecorder()
		s.ServeHTTP(response, httptest.NewRequest(http.MethodPost, "/refunds", strings.NewReader(body)))
		require.Equal(t, want, response.Code, body[:min(80, len(body))])
	}
	require.Zero(t, desk.Refunds(charge.ChargeID))
}
