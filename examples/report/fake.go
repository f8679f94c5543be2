package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"time"

	"github.com/chargekit/chargekit-go/chargehound"
	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

// fakeNow is when the made-up report is made.
var fakeNow = time.Date(2026, time.June, 30, 12, 0, 0, 0, time.UTC)

// newFakeShop returns a fake of Chargehound with the disputes of a made-up shop, the
// same ones each time. They were created in the fourteen months before fakeNow.
func newFakeShop() *chargehoundtest.Server {
	clock := fakeNow.AddDate(0, -14, 0)
	shop := chargehoundtest.NewServer(chargehoundtest.WithClock(func() time.Time { return clock }))
	random := rand.New(rand.NewPCG(14, 2))
	for n := 1; ; n++ {
		clock = clock.Add(time.Duration(random.ExpFloat64() * float64(32*time.Hour)))
		if clock.After(fakeNow) {
			break
		}
		shop.SeedDisputeWith(madeUp(n, random, clock))
	}
	clock = fakeNow
	return shop
}

// madeUp returns the dispute number n. The older it is, the more likely it has ended.
func madeUp(n int, random *rand.Rand, created time.Time) chargehoundtest.Dispute {
	currency, typical := "usd", 7400.0
	switch draw := random.IntN(10); {
	case draw < 3:
		currency, typical = "eur", 6200
	case draw < 4:
		currency, typical = "jpy", 8800
	}
	reasons := []chargehound.DisputeReason{
		chargehound.DisputeReasonFraudulent, chargehound.DisputeReasonProductNotReceived,
		chargehound.DisputeReasonProductUnacceptable, chargehound.DisputeReasonUnrecognized,
	}
	return chargehoundtest.Dispute{
		ID:            fmt.Sprintf("dp_made_up_%d", n),
		Charge:        fmt.Sprintf("ch_made_up_%d", n),
		Customer:      fmt.Sprintf("cus_made_up_%d", n),
		CustomerName:  fmt.Sprintf("Customer %d", n),
		CustomerEmail: fmt.Sprintf("customer%d@example.com", n),
		Amount:        int64(typical * math.Exp(0.7*random.NormFloat64())),
		Currency:      currency,
		Reason:        string(reasons[random.IntN(len(reasons))]),
		State:         string(madeUpState(random, fakeNow.Sub(created))),
		ChargedAt:     created.AddDate(0, 0, -20),
		DisputedAt:    created,
		DueBy:         created.AddDate(0, 0, 14),
	}
}

const day = 24 * time.Hour

func madeUpState(random *rand.Rand, age time.Duration) chargehound.DisputeState {
	ends := 40*day + time.Duration(random.IntN(50))*day
	draw := random.Float64()
	switch {
	case draw < 0.06:
		return chargehound.DisputeStateAccepted
	case draw < 0.09:
		return chargehound.DisputeStateChargeRefunded
	case age > ends && draw < 0.56:
		return chargehound.DisputeStateWon
	case age > ends:
		return chargehound.DisputeStateLost
	case age > 12*day && draw < 0.25:
		return chargehound.DisputeStateSubmitted
	case age > 12*day:
		return chargehound.DisputeStateUnderReview
	case draw < 0.3:
		return chargehound.DisputeStateRequiresReview
	case draw < 0.5:
		return chargehound.DisputeStateQueued
	}
	return chargehound.DisputeStateNeedsResponse
}
