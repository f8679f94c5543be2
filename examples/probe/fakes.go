package main

import (
	"time"

	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

// fakes are the three fakes, with enough rows to answer every question.
type fakes struct {
	desk  *chargedesktest.Server
	hound *chargehoundtest.Server
	back  *chargebacktest.Server
}

// startFakes starts the fakes, ChargeDesk's with so many charges. clock says when now is.
func startFakes(clock func() time.Time, charges int) *fakes {
	var ago time.Duration // at which the rows of Chargehound and Chargeback are made
	past := func() time.Time { return clock().Add(-ago) }
	f := &fakes{
		desk:  chargedesktest.NewServer(chargedesktest.WithoutRateLimit(), chargedesktest.WithClock(clock)),
		hound: chargehoundtest.NewServer(chargehoundtest.WithClock(past)),
		back:  chargebacktest.NewServer(chargebacktest.WithClock(past)),
	}
	f.desk.SeedCharges(charges)
	f.desk.SeedCharges(5, 0) // of one second
	f.desk.SeedSubscriptions(30)
	f.desk.SeedProducts(30)
	f.desk.SeedActivity(30)
	f.desk.SeedCancellations(30)
	for i := range 55 {
		ago = time.Duration(55-i) * time.Minute
		f.hound.SeedDisputes(2) // of one second
		f.back.SeedOrders(2)
	}
	ago = 0
	return f
}

func (f *fakes) close() {
	f.desk.Close()
	f.hound.Close()
	f.back.Close()
}

// vendors returns the wanted vendors, asked without a pause.
func (f *fakes) vendors(set settings) ([]*vendor, error) {
	return set.wanted(map[string]func() (*vendor, error){
		"chargedesk":  func() (*vendor, error) { return newDesk(where{baseURL: f.desk.URL}, chargedesktest.Key) },
		"chargehound": func() (*vendor, error) { return newHound(where{baseURL: f.hound.URL}, chargehoundtest.Key) },
		"chargeback": func() (*vendor, error) {
			return newBack(where{baseURL: f.back.URL}, chargebacktest.PublicKey, chargebacktest.SecretKey)
		},
	})
}
