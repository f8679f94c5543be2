package testing_test

import (
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
	"github.com/chargekit/chargekit-go/internal/pages"
)

func TestThePageShowsTheCodeThatRuns(t *testing.T) {
	require.Equal(t, 11, pages.ShowsTestedCode(t, "README.md", "testing_test.go"))
}

// faults are the rows of the page's table, each with d beyond the client's patience.
var faults = map[string]chargedesktest.Fault{
	"`DropUnread`":          chargedesktest.DropUnread,
	"`DropBefore`":          chargedesktest.DropBefore,
	"`DropResponse`":        chargedesktest.DropResponse,
	"`TruncateResponse(n)`": chargedesktest.TruncateResponse(9),
	"`SlowBody(d)`":         chargedesktest.SlowBody(time.Minute),
	"`Delay(d)`":            chargedesktest.Delay(time.Minute),
	"`DelayResponse(d)`":    chargedesktest.DelayResponse(time.Minute),
	"`ExecuteLate(d)`":      chargedesktest.ExecuteLate(time.Minute),
	"`Respond(status, body)`, `RespondHTML(status)`": chargedesktest.Respond(502, "{}"),
	"`TooManyRequests(retryAfter)`, `BlockFor(d)`":   chargedesktest.TooManyRequests("3600"),
}

func TestTheTableOfFaultsIsTrue(t *testing.T) {
	rows := regexp.MustCompile("(?m)^\\| (`[A-Z].*?) \\| (yes|no)(.*?) \\|").FindAllStringSubmatch(pages.Read(t, "README.md"), -1)
	require.Len(t, rows, 10)
	for _, row := range rows {
		t.Run(row[1], func(t *testing.T) {
			require.Contains(t, faults, row[1])
			synctest.Test(t, func(t *testing.T) {
				desk := chargedesktest.NewTestServer(t, chargedesktest.InMemory())
				charge := desk.SeedCharge("34.00", "USD")
				desk.FailNext(faults[row[1]])
				client := desk.Client(chargedesk.WithAttemptTimeout(time.Second), chargedesk.WithRetry(chargedesk.RetryPolicy{}))

				_, err := client.Gateway.RefundInFull(t.Context(), charge.ChargeID, nil)
				require.Error(t, err)
				time.Sleep(time.Hour)
				synctest.Wait()

				done := row[2] == "yes" && !strings.Contains(row[3], "unless the client leaves")
				require.Equal(t, done, desk.Refunds(charge.ChargeID) == 1)
			})
		})
	}
}

func TestTheTableOfSeedsIsTrue(t *testing.T) {
	desk, back, hound := chargedesktest.NewTestServer(t), chargebacktest.NewTestServer(t), chargehoundtest.NewTestServer(t)

	charge, _ := desk.Charge(desk.SeedChargeWith(chargedesktest.Charge{Status: "failed"}).ChargeID)
	require.Equal(t, "failed", charge.Status)
	require.Len(t, desk.SeedCharges(3), 3)
	require.Equal(t, 4, desk.Counts()["charges"])

	order, _ := back.Order(back.SeedOrderWith(chargebacktest.Order{OrderAmount: "5.00"}))
	require.Equal(t, "5.00", order.OrderAmount)
	require.Len(t, back.SeedOrders(3), 3)
	require.Equal(t, 4, back.Counts()["orders"])

	dispute, _ := hound.Dispute(hound.SeedDisputeWith(chargehoundtest.Dispute{State: "won"}))
	require.Equal(t, 1, dispute.Submissions)
	require.Len(t, hound.SeedDisputes(3), 3)
	require.Equal(t, map[string]int{"won": 1, "needs_response": 3}, hound.Counts())
}
