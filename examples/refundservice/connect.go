package main

import (
	"log"
	"os"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

// connect returns a client with the key in CHARGEDESK_SECRET_KEY. Without one it is
// the client of a fake, to try the service at address with.
func connect(address string) *chargedesk.Client {
	key := os.Getenv("CHARGEDESK_SECRET_KEY")
	if key == "" {
		fake := chargedesktest.NewServer()
		charge := fake.SeedCharge("34.00", "USD")
		log.Printf(`no key, so it refunds at a fake: curl -d '{"charge_id": %q, "total": "21.00"}' http://%s/refunds`, charge.ChargeID, address)
		return fake.Client()
	}
	desk, err := chargedesk.New(key)
	exitOn(err)
	return desk
}

func exitOn(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
