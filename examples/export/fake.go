package main

import (
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

// fakeNow is when the rows of the fakes end. They are the same in every process, so
// that an export from a fake can be resumed.
var fakeNow = time.Date(2026, time.March, 31, 12, 0, 0, 0, time.UTC)

// connectFake starts a fake of the list's vendor with n rows in the list.
func connectFake(list *list, n int) (c clients, closeFake func()) {
	switch list.vendor {
	case chargeDesk:
		desk := chargedesktest.NewServer(chargedesktest.WithoutRateLimit(), chargedesktest.WithClock(func() time.Time { return fakeNow }))
		seedDesk(desk, list.name, n)
		return clients{desk: desk.Client()}, desk.Close
	case chargehoundCo:
		clock := newSeedClock(n)
		hound := chargehoundtest.NewServer(chargehoundtest.WithClock(clock.now))
		seedDisputes(hound, clock, n)
		return clients{hound: hound.Client()}, hound.Close
	}
	clock := newSeedClock(n)
	back := chargebacktest.NewServer(chargebacktest.WithClock(clock.now))
	seedOrders(back, clock, n)
	return clients{back: back.Client()}, back.Close
}

// seedClock is the time at which the next row is created. It ends at fakeNow.
type seedClock struct{ at time.Time }

const seedEvery = 20 * time.Minute

func newSeedClock(n int) *seedClock {
	return &seedClock{fakeNow.Add(-time.Duration(n) * seedEvery)}
}

func (c *seedClock) now() time.Time { return c.at }

func (c *seedClock) next() { c.at = c.at.Add(seedEvery) }

// seedDesk adds n rows to a list. The newest charges are of several kinds.
func seedDesk(desk *chargedesktest.Server, list string, n int) {
	switch list {
	case "charges":
		kinds := []chargedesktest.Charge{
			{Amount: "34.00", AmountRefunded: "12.50", Status: "partially refunded"},
			{Amount: "1200", Currency: "JPY"},
			{Amount: "89.90", Currency: "EUR", Status: "disputed"},
			{Amount: "15.00", Status: "failed"},
			{Amount: "240.00", Currency: "GBP", Status: "refunded"},
		}
		kinds = kinds[:min(n, len(kinds))]
		desk.SeedCharges(n-len(kinds), seedEvery)
		for i, kind := range kinds {
			kind.Occurred = fakeNow.Add(time.Duration(-i) * time.Minute)
			desk.SeedChargeWith(kind)
		}
	case "customers":
		desk.SeedCustomers(n, seedEvery)
	case "subscriptions":
		desk.SeedSubscriptions(n, seedEvery)
	case "products":
		desk.SeedProducts(n, seedEvery)
	case "activity":
		desk.SeedActivity(n, seedEvery)
	case "cancellations":
		desk.SeedCancellations(n, seedEvery)
	}
}

func seedDisputes(hound *chargehoundtest.Server, clock *seedClock, n int) {
	random := rand.New(rand.NewPCG(2026, 3))
	states := []string{"needs_response", "submitted", "under_review", "won", "lost", "accepted"}
	reasons := []string{"fraudulent", "product_not_received", "unrecognized", "duplicate"}
	currencies := []string{"usd", "eur", "jpy"}
	for i := range n {
		clock.next()
		hound.SeedDisputeWith(chargehoundtest.Dispute{
			State: pick(random, states), Reason: pick(random, reasons), Currency: pick(random, currencies),
			Amount: 500 + random.Int64N(20_000), CustomerEmail: fmt.Sprintf("buyer%d@example.com", i+1),
			DisputedAt: clock.at, ChargedAt: clock.at.AddDate(0, 0, -20), DueBy: clock.at.AddDate(0, 0, 14),
			Fields: map[string]any{"order_id": fmt.Sprintf("ord_%d", i+1)},
		})
	}
}

func seedOrders(back *chargebacktest.Server, clock *seedClock, n int) {
	random := rand.New(rand.NewPCG(2026, 4))
	for range n {
		clock.next()
		amount := fmt.Sprintf("%d.%02d", 5+random.IntN(400), random.IntN(100))
		back.SeedOrderWith(chargebacktest.Order{OrderTS: clock.at.Format(time.RFC3339), OrderAmount: amount, TransactionAmount: amount})
	}
}

func pick(random *rand.Rand, from []string) string { return from[random.IntN(len(from))] }
