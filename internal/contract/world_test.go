package contract

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"reflect"
	"strings"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
	"github.com/chargekit/chargekit-go/chargehound"
	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
	"github.com/chargekit/chargekit-go/internal/contract/openapi"
)

// world is a fake of a vendor with what one method needs to succeed, and a
// client of it.
type world struct {
	vendor, method string
	client         any // *chargedesk.Client and so on
	plain          any // the same without middleware, which hides what is below
	fake           fakeServer
	id             string               // for the arguments that are ids
	words          map[string]string    // ids for the parameters
	private        []string             // what else no text of this call may show
	response       any                  // filled by WithResponse
	options        []reflect.Value      // CallOptions of the call
	hook           func(*http.Response) // changes what the client gets to see
	canned         string               // answered with 200 in place of asking the fake, unless it is ""
	document       *chargehound.DisputeResponse
	witness        *openapi.Witness // checks each exchange; nil for none
}

// fakeServer is what the three fakes have in common.
type fakeServer interface {
	Close()
	ClearRequests()
	HTTPClient() *http.Client
}

// request is what the journals say of a request.
type request struct {
	method, path string
	executed     bool
	status       int
	text         string // its path, query and body
	query, body  string
}

// newWorld starts a fake in memory. Close it before the bubble ends.
func newWorld(vendor, method string, logger *slog.Logger) *world {
	w := &world{vendor: vendor, method: method, words: map[string]string{}}
	switch vendor {
	case "chargedesk":
		w.newDesk(logger)
	case "chargehound":
		w.newHound(logger)
	case "chargeback":
		w.newBack(logger)
	}
	w.fake.HTTPClient().CloseIdleConnections() // or net/http would repeat a GET by itself
	w.fake.ClearRequests()
	return w
}

func (w *world) newDesk(logger *slog.Logger) {
	server := chargedesktest.NewServer(chargedesktest.InMemory(), chargedesktest.WithoutRateLimit(), chargedesktest.WithKey(canaryKey))
	w.fake = server
	w.client = server.Client(chargedesk.WithLogger(logger), chargedesk.WithMiddleware(w.watch))
	seed := server.Client()
	w.plain = seed
	paid := server.SeedCharge("9900000.00", "USD")
	service, method, _ := strings.Cut(w.method, ".")
	if w.words["product_id"] = server.SeedProduct(canaryName, canaryAmount, "USD"); service == "Gateway" {
		w.words["id"] = paid.CustomerID
	}
	w.id = paid.ChargeID
	switch {
	case strings.HasPrefix(method, "Capture"), method == "VoidAuthorization", method == "EnsureCaptured", method == "EnsureVoided":
		w.id = server.SeedAuthorizedCharge("9900000.00", "USD").ChargeID
	case method == "CancelPaymentRequest":
		w.id = server.SeedPaymentRequest("9900000.00", "USD").ChargeID
	case strings.HasSuffix(method, "Subscription"), method == "EnsureSubscriptionCanceled", method == "UpdatePlans", service == "Subscriptions":
		w.id = server.SeedSubscription(canaryMail, "12.00", "USD")
	case service == "Customers":
		server.SeedSubscription(canaryMail, "12.00", "USD") // and a customer with this id
		w.id = canaryMail
	case service == "Products":
		w.id = w.words["product_id"]
		delete(w.words, "product_id")
	case w.method == "Webhooks.Delete":
		made := must(seed.Webhooks.Create(context.Background(), &chargedesk.WebhookCreateParams{URL: "https://shop.example.com/", All: new(true)}))
		w.id = string(made.WebhookID)
	case w.method == "Agents.Delete":
		w.id = canaryMail
		must(0, seed.Agents.Create(context.Background(), &chargedesk.AgentCreateParams{Email: canaryMail, Name: canaryName, Role: chargedesk.AgentRoleAgent}))
	}
	response := &chargedesk.Response{}
	w.response = response
	w.addOptions(chargedesk.WithQuery("q", canaryQuery), chargedesk.WithHeader("X-Trace", canaryHeader))
	if !isImport(w.method) {
		w.addOptions(chargedesk.WithResponse(response))
	}
}

func (w *world) newHound(logger *slog.Logger) {
	server := chargehoundtest.NewServer(chargehoundtest.InMemory(), chargehoundtest.WithKey(canaryKey), chargehoundtest.WithLenience())
	w.fake = server
	w.client = server.Client(chargehound.WithLogger(logger), chargehound.WithMiddleware(w.watch))
	w.plain = server.Client()
	server.AddTemplate("lamps")
	w.words["template"] = "lamps"
	seed := chargehoundtest.Dispute{ID: "dp_CANARY", CustomerName: canaryName, CustomerEmail: canaryMail, Amount: canaryMinor, Template: "lamps"}
	if strings.HasSuffix(w.method, "Response") {
		seed.State = "submitted"
	}
	w.id = server.SeedDisputeWith(seed)
	response := &chargehound.Response{}
	w.response = response
	if w.method == "Disputes.DownloadResponse" {
		w.document = must(server.Client().Disputes.Response(context.Background(), w.id))
		_, signature, _ := strings.Cut(string(w.document.ResponseURL), "?")
		w.private = append(w.private, signature)
		w.addOptions(chargehound.WithResponse(response))
		return
	}
	w.addOptions(chargehound.WithQuery("q", canaryQuery), chargehound.WithHeader("X-Trace", canaryHeader), chargehound.WithResponse(response))
}

func (w *world) newBack(logger *slog.Logger) {
	server := chargebacktest.NewServer(chargebacktest.InMemory(), chargebacktest.WithKeys(canaryPublic, canaryKey))
	w.fake = server
	w.client = server.Client(chargeback.WithLogger(logger), chargeback.WithMiddleware(w.watch))
	w.plain = server.Client()
	w.id = string(server.SeedOrder("ord_CANARY"))
	response := &chargeback.Response{}
	w.response = response
	w.addOptions(chargeback.WithQuery("q", canaryQuery), chargeback.WithHeader("X-Trace", canaryHeader))
	if !isImport(w.method) {
		w.addOptions(chargeback.WithResponse(response))
	}
}

// isImport reports whether a method is many calls, which have no one response.
func isImport(method string) bool { return strings.HasSuffix(method, ".Import") }

func (w *world) addOptions(options ...any) {
	for _, option := range options {
		w.options = append(w.options, reflect.ValueOf(option))
	}
}

// watch lets a test change the answers.
func (w *world) watch(network http.RoundTripper) http.RoundTripper {
	return roundTripper(func(req *http.Request) (*http.Response, error) {
		if w.canned != "" {
			return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(w.canned)), Request: req}, nil
		}
		next := network
		if w.witness != nil {
			next = w.witness.Wrap(network)
		}
		resp, err := next.RoundTrip(req)
		if err == nil && w.hook != nil {
			w.hook(resp)
		}
		return resp, err
	})
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

// requests are what the fake has received since it was made.
func (w *world) requests() []request {
	var all []request
	switch server := w.fake.(type) {
	case *chargedesktest.Server:
		for _, r := range server.Requests() {
			all = append(all, request{r.Method, r.Path, r.Executed, r.Status, r.Path + r.RawQuery + string(r.Body), r.RawQuery, string(r.Body)})
		}
	case *chargehoundtest.Server:
		for _, r := range server.Requests() {
			all = append(all, request{r.Method, r.Path, r.Executed, r.Status, r.Path + r.RawQuery + string(r.Body), r.RawQuery, string(r.Body)})
		}
	case *chargebacktest.Server:
		for _, r := range server.Requests() {
			all = append(all, request{r.Method, r.Path, r.Executed, r.Status, r.Path + r.RawQuery + string(r.Body), r.RawQuery, string(r.Body)})
		}
	}
	return all
}

// fault is a fault of the three fakes.
type fault struct {
	desk  chargedesktest.Fault
	hound chargehoundtest.Fault
	back  chargebacktest.Fault
}

// fail makes the next n requests suffer a fault; all of them if n is negative.
func (w *world) fail(f fault, n int) {
	switch server := w.fake.(type) {
	case *chargedesktest.Server:
		server.FailNext(f.desk.Times(n))
	case *chargehoundtest.Server:
		server.FailNext(f.hound.Times(n))
	case *chargebacktest.Server:
		server.FailNext(f.back.Times(n))
	}
}

func must[T any](result T, err error) T {
	if err != nil {
		panic(err)
	}
	return result
}
