package chargehound_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound"
	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

func requireInvalid(t *testing.T, err error, param string) *chargehound.ValidationError {
	t.Helper()
	var invalid *chargehound.ValidationError
	require.ErrorAs(t, err, &invalid)
	require.Equal(t, param, invalid.Param)
	require.NotEmpty(t, invalid.Reason)
	return invalid
}

func TestWhatTheAPITakesIsNotRejected(t *testing.T) {
	t.Parallel()
	hound := chargehoundtest.NewTestServer(t)
	disputes := hound.Client().Disputes
	params := createParams()
	params.ID = strings.Repeat("ü", 127) + "/" // 255 bytes
	params.Correspondence = []chargehound.Correspondence{{To: "ada@example.com", From: "desk@example.com"}}
	params.Fields = chargehound.Fields{"ship_email": chargehound.EmailField("taro..yamada@docomo.ne.jp"), "bill_email": chargehound.EmailField("josé.@localhost")}
	created, err := disputes.Create(t.Context(), params)
	require.NoError(t, err)
	require.Equal(t, params.Correspondence, created.Correspondence)
	read, err := disputes.Get(t.Context(), params.ID)
	require.NoError(t, err, "an id that was taken can be asked for")
	require.Equal(t, params.Fields, read.Fields)
	_, err = hound.Client().PersonalData.Remove(t.Context(), &chargehound.PersonalDataRemoveParams{Email: "taro..yamada@docomo.ne.jp", Name: "Taro"})
	require.NoError(t, err)
}

func nilContext() context.Context { return nil }

func TestWhatNoCallCanNameIsRejected(t *testing.T) {
	t.Parallel()
	var requests atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { requests.Add(1) }))
	t.Cleanup(server.Close)
	c, ctx := newClient(t, server.URL), t.Context()
	create := func(id string) error { return creating(func(p *chargehound.DisputeCreateParams) { p.ID = id })(t, c) }
	for name, bad := range map[string]struct {
		param string
		err   error
	}{
		"create without id":      {"id", create("")},
		"create with line end":   {"id", create("dp\n7Q")},
		"create with a long id":  {"id", create(strings.Repeat("x", 256))},
		"update without id":      {"id", second(c.Disputes.Update(ctx, "", nil))},
		"submit with dots":       {"id", second(c.Disputes.Submit(ctx, "..", nil))},
		"accept with a line end": {"id", second(c.Disputes.Accept(ctx, "a\nb"))},
		"response without id":    {"id", second(c.Disputes.Response(ctx, ""))},
		"get without id":         {"id", second(c.Disputes.Get(ctx, ""))},
		"get with a dot":         {"id", second(c.Disputes.Get(ctx, "."))},
		"no context":             {"ctx", second(c.Disputes.Get(nilContext(), "dp_7Q"))},
		"reserved header":        {"header Idempotency-Key", second(c.Disputes.Get(ctx, "dp_7Q", chargehound.WithHeader("Idempotency-Key", "x")))},
		"braces in a path":       {"path", c.Do(ctx, http.MethodGet, "/disputes/{id}", nil, nil)},
		"no path":                {"path", c.Do(ctx, http.MethodGet, "disputes", nil, nil)},
		"a function":             {"in", c.Do(ctx, http.MethodPost, "/disputes", func() {}, nil)},
		"a year of five digits": {"due_by", creating(func(p *chargehound.DisputeCreateParams) {
			p.DueBy = chargehound.NewTime(time.Date(12026, 1, 1, 0, 0, 0, 0, time.UTC))
		})(t, c)},
	} {
		t.Run(name, func(t *testing.T) { requireInvalid(t, bad.err, bad.param) })
	}
	require.Zero(t, requests.Load(), "requests that reached the server")
}

func TestAStringThatIsNotUTF8IsRejectedByName(t *testing.T) {
	t.Parallel()
	var requests atomic.Int32
	client := answering(t, func(http.ResponseWriter, *http.Request) { requests.Add(1) })
	const bad = "caf\xe9"
	c, ctx := client.Disputes, t.Context()
	for param, err := range map[string]error{
		"template":               submitting(&chargehound.DisputeSubmitParams{Template: new(bad)})(t, client),
		"products[0].name":       submitting(product(chargehound.Product{Name: bad, Quantity: chargehound.NewQuantity(1)}))(t, client),
		"products[0].quantity":   submitting(product(chargehound.Product{Name: "Tea", Quantity: chargehound.NewQuantityText(bad)}))(t, client),
		"correspondence[0].body": submitting(&chargehound.DisputeSubmitParams{Correspondence: []chargehound.Correspondence{{To: "a", From: "b", Body: bad}}})(t, client),
		"past_payments[0].id":    submitting(payment(func(p *chargehound.PastPayment) { p.ID = bad }))(t, client),
		"charge":                 creating(func(p *chargehound.DisputeCreateParams) { p.Charge = bad })(t, client),
		"id":                     second(c.Get(ctx, bad)),
		"starting_after":         listing(&chargehound.DisputeListParams{StartingAfter: new(bad)})(t, client),
		"expand":                 second(c.Get(ctx, "dp_7Q", chargehound.WithQuery("expand", bad))),
		"note":                   second(c.Update(ctx, "dp_7Q", nil, chargehound.WithParam("note", bad))),
		"a.b[0]":                 second(c.Update(ctx, "dp_7Q", nil, chargehound.WithParam("a", map[string][]string{"b": {bad}}))),
		"fields.x":               submitting(&chargehound.DisputeSubmitParams{Fields: chargehound.Fields{"x": chargehound.TextField(bad)}})(t, client),
		"name":                   client.Do(ctx, http.MethodPost, "/x", map[string]string{"name": bad}, nil),
	} {
		t.Run(param, func(t *testing.T) { require.Equal(t, "is not UTF-8", requireInvalid(t, err, param).Reason) })
	}
	require.Zero(t, requests.Load(), "requests that reached the server")
}

func TestWhatTheDocumentationDoesNotForbidIsSent(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		send func(*chargehound.Client) error
		body string
	}{
		"a currency of a coin": {func(c *chargehound.Client) error {
			return creating(func(p *chargehound.DisputeCreateParams) { p.Currency = "USDT" })(t, c)
		}, `"currency":"USDT"`},
		"a negative amount": {func(c *chargehound.Client) error {
			return creating(func(p *chargehound.DisputeCreateParams) { p.Amount = -1 })(t, c)
		}, `"amount":-1`},
		"a reversal currency": {func(c *chargehound.Client) error {
			return creating(func(p *chargehound.DisputeCreateParams) { p.ReversalCurrency = new("") })(t, c)
		}, `"reversal_currency":""`},
		"a relative picture": {func(c *chargehound.Client) error {
			return submitting(product(chargehound.Product{Name: "Tea", Quantity: chargehound.NewQuantity(1), Image: new("tea.png")}))(t, c)
		}, `"image":"tea.png"`},
		"a payment in euros": {func(c *chargehound.Client) error {
			return submitting(payment(func(p *chargehound.PastPayment) { p.Currency = "€" }))(t, c)
		}, `"currency":"€"`},
		"an address of a record": {func(c *chargehound.Client) error {
			return second(c.PersonalData.Remove(t.Context(), &chargehound.PersonalDataRemoveParams{Email: "ada at example.com", Name: "Ada"}))
		}, `"email":"ada at example.com"`},
		"a replacement character": {func(c *chargehound.Client) error {
			return submitting(&chargehound.DisputeSubmitParams{Template: new("a\ufffdb")})(t, c)
		}, "a\ufffdb"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var body []byte
			client := answering(t, func(w http.ResponseWriter, r *http.Request) {
				body, _ = io.ReadAll(r.Body)
				saying(200, `{"id": "dp_7Q", "success": true}`)(w, r)
			})
			require.NoError(t, c.send(client))
			require.Contains(t, string(body), c.body)
		})
	}
}
