package main

import (
	"errors"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
	"github.com/chargekit/chargekit-go/chargehound"
	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

// keys are the environment variables that -live reads.
var keys = []string{"CHARGEDESK_SECRET_KEY", "CHARGEBACK_PUBLIC_KEY", "CHARGEBACK_SECRET_KEY", "CHARGEHOUND_API_KEY"}

// missingForLive says what -live still needs. The sample is invented, so the
// vendors must not see it.
func missingForLive(path string, env func(string) string) []string {
	var missing []string
	if path == "" {
		missing = append(missing, "-orders FILE")
	}
	for _, key := range keys {
		if env(key) == "" {
			missing = append(missing, key)
		}
	}
	return missing
}

func liveVendors(env func(string) string) (*vendors, error) {
	desk, err1 := chargedesk.New(env("CHARGEDESK_SECRET_KEY"))
	back, err2 := chargeback.New(env("CHARGEBACK_PUBLIC_KEY"), env("CHARGEBACK_SECRET_KEY"))
	hound, err3 := chargehound.New(env("CHARGEHOUND_API_KEY"))
	return &vendors{desk, back, hound, func() {}}, errors.Join(err1, err2, err3)
}

// fakeVendors starts the three fakes, set up as the vendors would be for this
// shop: Chargeback knows it, and the payment processor has passed the disputes
// of the export on to Chargehound, where a rule holds back the large ones. Nobody
// has to wait for a fake, so ChargeDesk's takes more than 60 calls a minute.
func fakeVendors(shop shopNames, orders []*order) *vendors {
	desk, back, hound := chargedesktest.NewServer(chargedesktest.WithoutRateLimit()), chargebacktest.NewServer(), chargehoundtest.NewServer()
	back.AddCRM(7, shop.crm)
	back.AddMerchant(0, shop.merchant)
	hound.AddTemplate(shop.template, "order_id", "customer_email", "ordered_at")
	hound.ReviewWhen(func(d chargehoundtest.Dispute) bool { return d.Amount >= 50_000 && d.Template != "" })
	for _, o := range orders {
		if o.dispute != "" {
			hound.SeedDispute(o.TransactionID, o.minor, o.Currency, o.dispute)
		}
	}
	stop := func() { desk.Close(); back.Close(); hound.Close() }
	return &vendors{desk.Client(), back.Client(), hound.Client(), stop}
}
