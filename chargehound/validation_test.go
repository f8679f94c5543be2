package chargehound_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound"
)

func TestBadInputIsRefusedBeforeTraffic(t *testing.T) {
	t.Parallel()
	var requests atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { requests.Add(1) }))
	t.Cleanup(server.Close)
	c := newClient(t, server.URL)
	ctx := t.Context()

	create := func(change func(*chargehound.DisputeCreateParams)) error {
		params := createParams()
		change(params)
		_, err := c.Disputes.Create(ctx, params)
		return err
	}
	update := func(params *chargehound.DisputeUpdateParams) error {
		_, err := c.Disputes.Update(ctx, "dp_7Q", params)
		return err
	}
	list := func(params *chargehound.DisputeListParams) error {
		_, err := c.Disputes.List(ctx, params)
		return err
	}
	get := func(id string, opts ...chargehound.CallOption) error {
		_, err := c.Disputes.Get(ctx, id, opts...)
		return err
	}
	retrieve := func(email, name, notify string) error {
		_, err := c.PersonalData.Retrieve(ctx, &chargehound.PersonalDataRetrieveParams{Email: email, Name: name, NotificationEmail: notify})
		return err
	}
	remove := func(params *chargehound.PersonalDataRemoveParams) error {
		_, err := c.PersonalData.Remove(ctx, params)
		return err
	}
	nothing := func(_ any, err error) error { return err }
	eleven := make([]chargehound.PastPayment, 11)

	for _, bad := range []struct {
		param string
		err   error
	}{
		{"id", create(func(p *chargehound.DisputeCreateParams) { p.ID = "" })},
		{"id", create(func(p *chargehound.DisputeCreateParams) { p.ID = ".." })},
		{"id", create(func(p *chargehound.DisputeCreateParams) { p.ID = "dp\n7Q" })},
		{"id", create(func(p *chargehound.DisputeCreateParams) { p.ID = strings.Repeat("x", 256) })},
		{"charge", create(func(p *chargehound.DisputeCreateParams) { p.Charge = "" })},
		{"reason", create(func(p *chargehound.DisputeCreateParams) { p.Reason = "" })},
		{"charged_at", create(func(p *chargehound.DisputeCreateParams) { p.ChargedAt = chargehound.Time{} })},
		{"disputed_at", create(func(p *chargehound.DisputeCreateParams) { p.DisputedAt = chargehound.Time{} })},
		{"due_by", create(func(p *chargehound.DisputeCreateParams) { p.DueBy = chargehound.Time{} })},
		{"currency", create(func(p *chargehound.DisputeCreateParams) { p.Currency = "" })},
		{"currency", create(func(p *chargehound.DisputeCreateParams) { p.Currency = "euro" })},
		{"amount", create(func(p *chargehound.DisputeCreateParams) { p.Amount = 0 })},
		{"amount", create(func(p *chargehound.DisputeCreateParams) { p.Amount = -1 })},
		{"reversal_currency", create(func(p *chargehound.DisputeCreateParams) { p.ReversalCurrency = new("e1") })},
		{"params", create(func(p *chargehound.DisputeCreateParams) {
			p.DueBy = chargehound.NewTime(time.Date(12026, 1, 1, 0, 0, 0, 0, time.UTC))
		})},

		{"ctx", nothing(c.Disputes.Get(nilContext(), "dp_7Q"))},

		{"products[1].name", update(&chargehound.DisputeUpdateParams{Products: []chargehound.Product{products()[0], {Quantity: chargehound.NewQuantity(1)}}})},
		{"products[0].quantity", update(&chargehound.DisputeUpdateParams{Products: []chargehound.Product{{Name: "Tea"}}})},
		{"products[0].image", update(&chargehound.DisputeUpdateParams{Products: []chargehound.Product{{Name: "Tea", Quantity: chargehound.NewQuantity(1), Image: new("tea.png")}}})},
		{"products[0].url", update(&chargehound.DisputeUpdateParams{Products: []chargehound.Product{{Name: "Tea", Quantity: chargehound.NewQuantity(1), URL: new("ftp://x/y")}}})},
		{"correspondence[0].to", update(&chargehound.DisputeUpdateParams{Correspondence: make([]chargehound.Correspondence, 1)})},
		{"correspondence[0].from", update(&chargehound.DisputeUpdateParams{Correspondence: []chargehound.Correspondence{{To: "a", Subject: "c", Body: "d"}}})},
		{"past_payments", update(&chargehound.DisputeUpdateParams{PastPayments: eleven})},
		{"past_payments[0].id", update(&chargehound.DisputeUpdateParams{PastPayments: eleven[:10]})},
		{"past_payments[0].charged_at", update(&chargehound.DisputeUpdateParams{PastPayments: []chargehound.PastPayment{{ID: "ch_1", Currency: "eur"}}})},
		{"past_payments[0].currency", update(&chargehound.DisputeUpdateParams{PastPayments: []chargehound.PastPayment{{ID: "ch_1", Currency: "€", ChargedAt: chargehound.NewChargedAtText("x")}}})},

		{"limit", list(&chargehound.DisputeListParams{Limit: new(0)})},
		{"limit", list(&chargehound.DisputeListParams{Limit: new(101)})},
		{"limit", list(&chargehound.DisputeListParams{Limit: new(-1)})},
		{"ending_before", list(&chargehound.DisputeListParams{StartingAfter: new("dp_1"), EndingBefore: new("dp_2")})},
		{"starting_after", list(&chargehound.DisputeListParams{StartingAfter: new("")})},
		{"ending_before", list(&chargehound.DisputeListParams{EndingBefore: new("")})},
		{"account", list(&chargehound.DisputeListParams{Account: new("")})},
		{"state", list(&chargehound.DisputeListParams{State: []chargehound.DisputeState{"won", ""}})},

		{"email", retrieve("", "Ada", "p@example.com")},
		{"email", retrieve("ada", "Ada", "p@example.com")},
		{"name", retrieve("ada@example.com", "", "p@example.com")},
		{"notification_email", retrieve("ada@example.com", "Ada", "")},
		{"notification_email", retrieve("ada@example.com", "Ada", "p")},
		{"email", retrieve("@example.com", "Ada", "p@example.com")},
		{"email", retrieve("ada@", "Ada", "p@example.com")},
		{"email", retrieve("ada@desk@example.com", "Ada", "p@example.com")},
		{"email", retrieve("ada @example.com", "Ada", "p@example.com")},
		{"email", retrieve("ada@example.com\n", "Ada", "p@example.com")},
		{"email", retrieve("ada@example.com\u00a0", "Ada", "p@example.com")},
		{"email", retrieve("ada\x00@example.com", "Ada", "p@example.com")},
		{"email", retrieve("Ada<ada@example.com>", "Ada", "p@example.com")},
		{"name", remove(&chargehound.PersonalDataRemoveParams{Email: "ada@example.com"})},
		{"email", remove(&chargehound.PersonalDataRemoveParams{Email: "@", Name: "Ada"})},
		{"notification_email", remove(&chargehound.PersonalDataRemoveParams{Email: "ada@example.com", Name: "Ada", NotificationEmail: new("p")})},

		{"WithCallAPIVersion", get("dp_7Q", chargehound.WithCallAPIVersion("v2"))},
		{"WithCallAPIVersion", get("dp_7Q", chargehound.WithCallAPIVersion("2021-9-15"))},
		{"header Idempotency-Key", get("dp_7Q", chargehound.WithHeader("Idempotency-Key", "x"))},
		{"path", c.Do(ctx, http.MethodGet, "/disputes/{id}", nil, nil)},
		{"path", c.Do(ctx, http.MethodGet, "disputes", nil, nil)},
		{"in", c.Do(ctx, http.MethodPost, "/disputes", func() {}, nil)},
	} {
		t.Run(bad.param, func(t *testing.T) { requireInvalid(t, bad.err, bad.param) })
	}
	require.Zero(t, requests.Load(), "requests that reached the server")
}
