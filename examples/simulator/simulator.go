package main

import (
	"context"
	"net/http"
	"os"
	"strings"
	"sync"

	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

// simulator is the three fakes and the status page.
type simulator struct {
	set    *settings
	desk   *chargedesktest.Server
	back   *chargebacktest.Server
	hound  *chargehoundtest.Server
	sites  []*site // the status page first
	record *os.File
}

// site is one of the ports.
type site struct {
	name    string
	port    int
	url     string // set once it listens
	handler http.Handler

	calls func() tally          // the requests
	state func() map[string]int // number of objects by kind
}

func newSimulator(set *settings) (*simulator, error) {
	sim := &simulator{set: set}
	if err := sim.openRecord(set.record); err != nil {
		return nil, err
	}
	sim.newDesk()
	sim.newBack()
	sim.newHound()
	if err := sim.load(set.state); err != nil {
		sim.close()
		return nil, err
	}
	sim.seed()
	sim.sites = []*site{
		{name: "status page", port: set.statusPort, handler: sim.statusPage()},
		{name: "ChargeDesk", port: set.deskPort, handler: sim.desk, calls: sim.deskCalls, state: sim.desk.Counts},
		{name: "Chargeback", port: set.backPort, handler: sim.back, calls: sim.backCalls, state: sim.back.Counts},
		{name: "Chargehound", port: set.houndPort, handler: sim.hound, calls: sim.houndCalls, state: sim.houndState},
	}
	return sim, nil
}

func (sim *simulator) newDesk() {
	opts := []chargedesktest.Option{chargedesktest.WithKey(sim.set.deskKey)}
	if !sim.set.keepAlive {
		opts = append(opts, chargedesktest.WithConnectionClose())
	}
	if sim.set.types == "docs" {
		opts = append(opts, chargedesktest.WithJSONTypes(chargedesktest.DocsTypes))
	}
	if sim.set.noRateLimit {
		opts = append(opts, chargedesktest.WithoutRateLimit())
	}
	sim.desk = chargedesktest.NewHandler(opts...)
	sim.desk.FailRandomly(sim.set.faultSeed, sim.set.faults.share, weighted(deskFaults, sim.set.faults.weights)...)
	sim.desk.FailMatching(nil, chargedesktest.Delay(sim.set.latency).Times(-1))
	if sim.record != nil {
		sim.desk.Record(sim.writer("chargedesk"))
	}
}

func (sim *simulator) newBack() {
	opts := []chargebacktest.Option{chargebacktest.WithKeys(sim.set.backPublicKey, sim.set.backSecretKey)}
	if !sim.set.keepAlive {
		opts = append(opts, chargebacktest.WithConnectionClose())
	}
	sim.back = chargebacktest.NewHandler(opts...)
	sim.back.FailRandomly(sim.set.faultSeed, sim.set.faults.share, weighted(backFaults, sim.set.faults.weights)...)
	sim.back.FailMatching(nil, chargebacktest.Delay(sim.set.latency).Times(-1))
	if sim.record != nil {
		sim.back.Record(sim.writer("chargeback"))
	}
}

func (sim *simulator) newHound() {
	opts := []chargehoundtest.Option{chargehoundtest.WithKey(sim.set.houndKey)}
	if !sim.set.keepAlive {
		opts = append(opts, chargehoundtest.WithConnectionClose())
	}
	sim.hound = chargehoundtest.NewHandler(opts...)
	sim.hound.FailRandomly(sim.set.faultSeed, sim.set.faults.share, weighted(houndFaults, sim.set.faults.weights)...)
	sim.hound.FailMatching(nil, chargehoundtest.Delay(sim.set.latency).Times(-1))
	if sim.record != nil {
		sim.hound.Record(sim.writer("chargehound"))
	}
}

// seed adds the objects of the flags to the state.
func (sim *simulator) seed() {
	if sim.set.crm != chargebacktest.CRMName {
		sim.back.AddCRM(chargebacktest.CRMID+1, sim.set.crm)
	}
	if sim.set.merchant != chargebacktest.MerchantName {
		sim.back.AddMerchant(0, sim.set.merchant)
	}
	_, fields, _ := strings.Cut(sim.set.template, ":")
	sim.hound.AddTemplate(sim.template(), strings.FieldsFunc(fields, func(r rune) bool { return r == ',' })...)
	if sim.set.webhooks != "" {
		sim.hound.DeliverWebhooksTo(sim.set.webhooks)
	}
	sim.seedDesk()
	sim.back.SeedOrders(sim.set.seed)
	sim.hound.SeedDisputes(sim.set.seed)
}

// seedDesk adds ChargeDesk's objects. The customer of each subscription goes through
// the cancellation page once.
func (sim *simulator) seedDesk() {
	sim.desk.SeedCharges(sim.set.seed)
	sim.desk.SeedProducts(sim.set.seed)
	actions := []string{"support", "cancel", "pause", "reactivate"}
	for i, id := range sim.desk.SeedSubscriptions(sim.set.seed) {
		_ = sim.desk.CancelAsCustomer(id, actions[i%len(actions)], "seeded") // both exist
	}
}

// template returns the id of Chargehound's template.
func (sim *simulator) template() string {
	id, _, _ := strings.Cut(sim.set.template, ":")
	return id
}

// deliverWebhooks sends webhooks until ctx ends.
func (sim *simulator) deliverWebhooks(ctx context.Context) {
	var both sync.WaitGroup
	both.Go(func() { sim.desk.RunWebhooks(ctx) })
	both.Go(func() { sim.hound.RunWebhooks(ctx) })
	both.Wait()
}

func (sim *simulator) close() {
	sim.desk.Close()
	sim.back.Close()
	sim.hound.Close()
	if sim.record != nil {
		sim.record.Close()
	}
}
