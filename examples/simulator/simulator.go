package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"sync"
	"time"

	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

// simulator is the three fakes and the status page.
type simulator struct {
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
	url     string // once it listens
	handler http.Handler
	key     string // for curl: user, or user:password
	path    string // of the call that its line for curl makes

	calls func() []call                   // what was called, oldest first
	state func() (json.RawMessage, error) // what there is
}

// call is one request as the status page shows it.
type call struct {
	Time   time.Time
	Method string
	Path   string
	Status int // 0 when the connection was dropped
}

// Failed says whether there was no answer, or one that refuses.
func (c call) Failed() bool { return c.Status == 0 || c.Status >= 400 }

func newSimulator(s *settings) (*simulator, error) {
	sim := &simulator{}
	if err := sim.openRecord(s.record); err != nil {
		return nil, err
	}
	sim.newDesk(s)
	sim.newBack(s)
	sim.newHound(s)
	sim.sites = []*site{{name: "status page", port: s.statusPort, handler: sim.statusPage()}, sim.deskSite(s), sim.backSite(s), sim.houndSite(s)}
	return sim, nil
}

func (sim *simulator) newDesk(s *settings) {
	opts := []chargedesktest.Option{chargedesktest.WithKey(s.deskKey)}
	if !s.keepAlive {
		opts = append(opts, chargedesktest.WithConnectionClose())
	}
	if s.noRateLimit {
		opts = append(opts, chargedesktest.WithoutRateLimit())
	}
	sim.desk = chargedesktest.NewHandler(opts...)
	sim.desk.SeedCharges(s.seed)
	sim.desk.FailRandomly(s.faultSeed, s.faults, chargedesktest.DropBefore, chargedesktest.DropAnswer, chargedesktest.AnswerHTML(502), chargedesktest.TooManyRequests("1"))
	if sim.record != nil {
		sim.desk.Record(sim.writer("chargedesk"))
	}
}

func (sim *simulator) newBack(s *settings) {
	opts := []chargebacktest.Option{chargebacktest.WithKeys(s.backPublicKey, s.backSecretKey)}
	if !s.keepAlive {
		opts = append(opts, chargebacktest.WithConnectionClose())
	}
	sim.back = chargebacktest.NewHandler(opts...)
	sim.back.SeedOrders(s.seed)
	sim.back.FailRandomly(s.faultSeed, s.faults, chargebacktest.DropBefore, chargebacktest.DropAnswer, chargebacktest.AnswerHTML(502), chargebacktest.TooManyRequests("1"))
	if sim.record != nil {
		sim.back.Record(sim.writer("chargeback"))
	}
}

func (sim *simulator) newHound(s *settings) {
	opts := []chargehoundtest.Option{chargehoundtest.WithKey(s.hound)}
	if !s.keepAlive {
		opts = append(opts, chargehoundtest.WithConnectionClose())
	}
	sim.hound = chargehoundtest.NewHandler(opts...)
	sim.hound.AddTemplate("unrecognized")
	sim.hound.SeedDisputes(s.seed)
	sim.hound.FailRandomly(s.faultSeed, s.faults, chargehoundtest.DropBefore, chargehoundtest.DropAnswer, chargehoundtest.AnswerHTML(502), chargehoundtest.TooManyRequests("1"))
	if sim.record != nil {
		sim.hound.Record(sim.writer("chargehound"))
	}
}

func (sim *simulator) deskSite(s *settings) *site {
	return &site{
		name: "ChargeDesk", port: s.deskPort, handler: sim.desk, key: s.deskKey + ":", path: "/v1/charges", state: rawState(sim.desk.Snapshot),
		calls: func() (calls []call) {
			for _, r := range sim.desk.Requests() {
				calls = append(calls, call{r.Time, r.Method, r.Path, r.Status})
			}
			return calls
		},
	}
}

func (sim *simulator) backSite(s *settings) *site {
	return &site{
		name: "Chargeback", port: s.backPort, handler: sim.back, key: s.backPublicKey + ":" + s.backSecretKey, path: "/api/v1/orders", state: rawState(sim.back.Snapshot),
		calls: func() (calls []call) {
			for _, r := range sim.back.Requests() {
				calls = append(calls, call{r.Time, r.Method, r.Path, r.Status})
			}
			return calls
		},
	}
}

func (sim *simulator) houndSite(s *settings) *site {
	return &site{
		name: "Chargehound", port: s.houndPort, handler: sim.hound, key: s.hound + ":", path: "/v1/disputes", state: rawState(sim.hound.Snapshot),
		calls: func() (calls []call) {
			for _, r := range sim.hound.Requests() {
				calls = append(calls, call{r.Time, r.Method, r.Path, r.Status})
			}
			return calls
		},
	}
}

func rawState(snapshot func() ([]byte, error)) func() (json.RawMessage, error) {
	return func() (json.RawMessage, error) { return snapshot() }
}

func (sim *simulator) printWelcome(out io.Writer) {
	for _, site := range sim.sites {
		fmt.Fprintf(out, "%-12s %s\n", site.name, site.url)
	}
	fmt.Fprintln(out, "\nTry:")
	for _, site := range sim.sites[1:] {
		fmt.Fprintf(out, "  curl -u %s %s%s\n", site.key, site.url, site.path)
	}
}

// deliverWebhooks sends webhooks, where a program has asked for them.
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
