package chargedesk_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

func newFake(t *testing.T, opts ...chargedesktest.Option) *chargedesktest.Server {
	t.Helper()
	return chargedesktest.NewTestServer(t, append(opts, chargedesktest.InMemory(), chargedesktest.WithoutRateLimit())...)
}

func collect[T any](all func(func(*T, error) bool), id func(*T) string) (ids []string, err error) {
	for row, failure := range all {
		if failure != nil {
			return ids, failure
		}
		ids = append(ids, id(row))
	}
	return ids, nil
}

func TestAllReachesEveryChargeBeyondTheOffsetCap(t *testing.T) {
	t.Parallel()
	const total = 51_000
	fake := newFake(t)
	want := fake.SeedCharges(total)
	got, err := collect(fake.Client().Charges.All(t.Context(), nil), func(c *chargedesk.Charge) string { return c.ChargeID })
	require.NoError(t, err)
	require.True(t, strings.Join(want, ",") == strings.Join(got, ","), "every charge once, the newest first; %d came", len(got))
	require.LessOrEqual(t, len(fake.Requests()), total/500*102/100+1)
}

func TestAllReachesEveryRowBeyondTheSmallerCap(t *testing.T) {
	t.Parallel()
	const total = 11_000
	fake := newFake(t, chargedesktest.WithJSONTypes(chargedesktest.DocsTypes), chargedesktest.WithExclusiveMax())
	subscriptions, activity, cancellations := fake.SeedSubscriptions(total), fake.SeedActivity(total), fake.SeedCancellations(total)
	desk := fake.Client()

	got, err := collect(desk.Subscriptions.All(t.Context(), nil), func(s *chargedesk.Subscription) string { return s.SubscriptionID })
	require.NoError(t, err)
	require.Equal(t, subscriptions, got)
	require.Contains(t, fake.LastRequest().Query, "created[max]", "the filter is not called like the member")

	got, err = collect(desk.Logs.AllActivity(t.Context(), nil), func(a *chargedesk.Activity) string { return a.ObjectID })
	require.NoError(t, err)
	require.Equal(t, activity, got)

	got, err = collect(desk.Logs.AllCancellations(t.Context(), nil), func(c *chargedesk.Cancellation) string { return c.SubscriptionID })
	require.NoError(t, err)
	require.Equal(t, cancellations, got)
}

func TestAllSaysWhereRowsAreOutOfReach(t *testing.T) {
	t.Parallel()
	fake := newFake(t)
	fake.SeedSubscriptions(11_000, 0)
	fake.SeedProducts(11_000)
	desk := fake.Client()

	got, err := collect(desk.Subscriptions.All(t.Context(), nil), func(s *chargedesk.Subscription) string { return s.SubscriptionID })
	require.ErrorIs(t, err, chargedesk.ErrOffsetLimit, "they share one second")
	require.Len(t, got, 10_500)

	got, err = collect(desk.Products.All(t.Context(), nil), func(p *chargedesk.Product) string { return p.ProductID })
	require.ErrorIs(t, err, chargedesk.ErrOffsetLimit, "products have no bound on time")
	require.Len(t, got, 10_500)
}

func TestAllKeepsTheFiltersAndLeavesParamsAlone(t *testing.T) {
	t.Parallel()
	fake := newFake(t)
	ids := fake.SeedCharges(30)
	newest, err := fake.Client().Charges.Get(t.Context(), ids[0])
	require.NoError(t, err)
	fake.ClearRequests()

	bound := chargedesk.NewTime(newest.Occurred.Add(-10 * time.Minute))
	params := &chargedesk.ChargeListParams{Count: new(7), Offset: new(2), Status: new(chargedesk.ChargeStatusPaid), Occurred: &chargedesk.TimeRange{Max: &bound}}
	all := fake.Client().Charges.All(t.Context(), params)
	require.Empty(t, fake.Requests(), "nothing is sent before the loop")
	for range 2 {
		got, err := collect(all, func(c *chargedesk.Charge) string { return c.ChargeID })
		require.NoError(t, err)
		require.Equal(t, ids[12:], got)
	}
	require.Equal(t, &chargedesk.ChargeListParams{Count: new(7), Offset: new(2), Status: new(chargedesk.ChargeStatusPaid),
		Occurred: &chargedesk.TimeRange{Max: &bound}}, params)
	for i, request := range fake.Requests() {
		require.Equal(t, "paid", request.Query.Get("status"))
		require.Equal(t, []string{"7", "7", "7", "7", "2"}[i%5], request.Query.Get("count"), "the last one looks behind the last row")
		require.Equal(t, []string{"2", "7", "12", "17", "19"}[i%5], request.Query.Get("offset"))
		require.Equal(t, fmt.Sprint(bound.Unix()), request.Query.Get("occurred[max]"))
	}
}

func TestAllPinsItsBoundSoThatNewChargesComeInNoPageTwice(t *testing.T) {
	t.Parallel()
	fake := newFake(t)
	ids := fake.SeedCharges(120)
	var got []string
	for charge, err := range fake.Client().Charges.All(t.Context(), &chargedesk.ChargeListParams{Count: new(50)}) {
		require.NoError(t, err)
		if got = append(got, charge.ChargeID); len(got)%5 == 0 {
			fake.SeedCharge("1.00", "USD")
		}
	}
	require.Subset(t, got, ids)
	require.Equal(t, got[:50], ids[:50])
	seen := map[string]bool{}
	for _, id := range got {
		require.False(t, seen[id], "%s came twice", id)
		seen[id] = true
	}
}

func TestAllYieldsOneErrorAndEnds(t *testing.T) {
	t.Parallel()
	fake := newFake(t)
	fake.SeedCharges(9)
	fake.FailMatching(func(r chargedesktest.Request) bool { return r.Query.Get("offset") == "3" }, chargedesktest.Respond(403, `{"error":{"message":"No."}}`))
	rows, failures := 0, 0
	for _, err := range fake.Client().Charges.All(t.Context(), &chargedesk.ChargeListParams{Count: new(3)}) {
		if rows++; err != nil {
			require.ErrorIs(t, err, chargedesk.ErrForbidden)
			rows--
			failures++
		}
	}
	require.Equal(t, 5, rows)
	require.Equal(t, 1, failures)

	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	for _, err := range fake.Client().Charges.All(ctx, &chargedesk.ChargeListParams{Count: new(3)}) {
		if err != nil {
			require.ErrorIs(t, err, context.Canceled)
			failures++
		}
		cancel()
	}
	require.Equal(t, 2, failures)
}

func TestAServerThatIgnoresTheOffsetDoesNotMakeALoop(t *testing.T) {
	t.Parallel()
	sent := 0
	page := `{"data":[{"charge_id":"ch_1","occurred":"1767261600"},{"charge_id":"ch_2","occurred":"1767261500"}]}`
	desk := answering(t, func(r *http.Request) (*http.Response, error) {
		sent++
		return replyTo(r, page), nil
	})
	got, err := collect(desk.Charges.All(t.Context(), &chargedesk.ChargeListParams{Count: new(2)}), func(c *chargedesk.Charge) string { return c.ChargeID })
	require.ErrorIs(t, err, chargedesk.ErrListIncomplete)
	require.Equal(t, []string{"ch_1", "ch_2"}, got)
	require.Equal(t, 3, sent)
}

func TestLogRowsWithoutIDsAreNotLostWhenTheyAreAlike(t *testing.T) {
	t.Parallel()
	desk := answering(t, func(r *http.Request) (*http.Response, error) {
		row := `{"action":"cancel","action_type":"refund","occurred":1767261600}`
		if r.URL.Query().Get("offset") != "0" {
			return replyTo(r, `{"data":[`+row+`]}`), nil
		}
		return replyTo(r, `{"data":[`+row+`,`+row+`]}`), nil
	})
	got, err := collect(desk.Logs.AllCancellations(t.Context(), &chargedesk.CancellationListParams{Count: new(2)}),
		func(c *chargedesk.Cancellation) string { return string(c.Action) })
	require.NoError(t, err)
	require.Equal(t, []string{"cancel", "cancel"}, got)
	got, err = collect(desk.Logs.AllActivity(t.Context(), &chargedesk.ActivityListParams{Count: new(2)}), func(a *chargedesk.Activity) string { return a.ActionType })
	require.NoError(t, err)
	require.Equal(t, []string{"refund", "refund"}, got)
}

func TestAllGoesNoLaterThanTheCallersBound(t *testing.T) {
	t.Parallel()
	var asked []url.Values
	desk := answering(t, func(r *http.Request) (*http.Response, error) {
		asked = append(asked, r.URL.Query())
		row := `{"charge_id":%[1]q,"customer_id":%[1]q,"subscription_id":%[1]q,"object_id":%[1]q,"occurred":1767261500,"first_seen":1767261500}`
		if len(asked) >= 2 {
			return replyTo(r, fmt.Sprintf(`{"data":[`+row+`]}`, "y")), nil
		}
		return replyTo(r, fmt.Sprintf(`{"data":[`+row+`,`, "x")+fmt.Sprintf(row+`]}`, "y")), nil
	})
	ctx, two, bound := t.Context(), new(2), &chargedesk.TimeRange{Min: new(chargedesk.NewTime(newYear.AddDate(-1, 0, 0))), Max: new(chargedesk.NewTime(newYear))}
	for name, all := range map[string]func(func(any, error) bool){
		"occurred":   anyRows(desk.Charges.All(ctx, &chargedesk.ChargeListParams{Count: two, Occurred: bound})),
		"first_seen": anyRows(desk.Customers.All(ctx, &chargedesk.CustomerListParams{Count: two, FirstSeen: bound})),
		"created":    anyRows(desk.Subscriptions.All(ctx, &chargedesk.SubscriptionListParams{Count: two, Created: bound})),
		"occurred ":  anyRows(desk.Logs.AllActivity(ctx, &chargedesk.ActivityListParams{Count: two, Occurred: bound})),
		"occurred  ": anyRows(desk.Logs.AllCancellations(ctx, &chargedesk.CancellationListParams{Count: two, Occurred: bound})),
	} {
		asked = nil
		for _, err := range all {
			require.NoError(t, err)
		}
		require.NotEmpty(t, asked, name)
		for _, query := range asked {
			require.Equal(t, fmt.Sprint(newYear.Unix()), query.Get(strings.TrimSpace(name)+"[max]"), name)
			require.NotEmpty(t, query.Get(strings.TrimSpace(name)+"[min]"), name)
		}
	}
}

func TestOneUnreadableRowFailsThePage(t *testing.T) {
	t.Parallel()
	_, err := collect(replying(t, 200, `{"data":[{"charge_id":"ch_1","amount":"1,234.56"}]}`).Charges.All(t.Context(), nil),
		func(c *chargedesk.Charge) string { return c.ChargeID })
	_, ok := errors.AsType[*chargedesk.DecodeError](err)
	require.True(t, ok, "%v", err)
}
