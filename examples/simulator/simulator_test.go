package main

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargehound"
)

func houndOf(t *testing.T, urls map[string]string) *chargehound.Client {
	t.Helper()
	client, err := chargehound.New("test_fake", chargehound.WithBaseURL(urls["Chargehound"]+"/v1"))
	require.NoError(t, err)
	return client
}

func TestADisputeIsSubmittedEndedAndTold(t *testing.T) {
	t.Parallel()
	told := make(chan string, 10)
	shop := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		var event struct{ Type string }
		_ = json.NewDecoder(r.Body).Decode(&event)
		told <- event.Type
	}))
	defer shop.Close()
	urls, _, _ := simulate(t, "-seed", "1", "-chargehound-template", "facts:order_id", "-chargehound-webhooks", shop.URL)
	hound := houndOf(t, urls)

	evidence := &chargehound.DisputeSubmitParams{Template: new("facts")}
	_, err := hound.Disputes.Submit(t.Context(), "dp_fake_1", evidence)
	require.ErrorIs(t, err, chargehound.ErrMissingFields)
	evidence.Fields = chargehound.Fields{"order_id": chargehound.TextField("ord_1042")}
	_, err = hound.Disputes.Submit(t.Context(), "dp_fake_1", evidence)
	require.NoError(t, err)

	end := urls["status page"] + "/resolve"
	require.Equal(t, http.StatusSeeOther, curl(t, "curl -d dispute=dp_fake_1 -d outcome=won "+end))
	require.Equal(t, http.StatusBadRequest, curl(t, "curl -d dispute=dp_fake_1 -d outcome=lost "+end), "it is won")
	require.Equal(t, http.StatusBadRequest, curl(t, "curl -d dispute=dp_none -d outcome=won "+end))
	require.Equal(t, http.StatusForbidden, curl(t, "curl -H 'Sec-Fetch-Site: cross-site' -d dispute=dp_fake_1 -d outcome=won "+end))
	dispute, err := hound.Disputes.Get(t.Context(), "dp_fake_1")
	require.NoError(t, err)
	require.Equal(t, chargehound.DisputeStateWon, dispute.State)
	_, form := get(t, end)
	require.Contains(t, form, `<form method="post" action="/resolve">`)

	for event := ""; event != "dispute.closed"; {
		select {
		case event = <-told:
		case <-time.After(20 * time.Second):
			t.Fatal("no webhook came")
		}
	}
}

func TestLatency(t *testing.T) {
	t.Parallel()
	urls, _, _ := simulate(t, "-latency", "1m")
	for name, path := range map[string]string{"ChargeDesk": "/v1/charges", "Chargeback": "/api/v1/orders", "Chargehound": "/v1/disputes"} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
			defer cancel()
			req, err := http.NewRequestWithContext(ctx, http.MethodGet, urls[name]+path, nil)
			require.NoError(t, err)
			req.SetBasicAuth(map[string]string{"ChargeDesk": "sk_test_fake", "Chargeback": "pk_test_fake", "Chargehound": "test_fake"}[name], map[string]string{"Chargeback": "sk_test_fake"}[name])
			_, err = http.DefaultTransport.RoundTrip(req)
			require.ErrorIs(t, err, context.DeadlineExceeded)
		})
	}
}

func TestSeedMakesSomeOfEverything(t *testing.T) {
	t.Parallel()
	urls, _, _ := simulate(t, "-seed", "8")
	desk, err := chargedesk.New("sk_test_fake", chargedesk.WithBaseURL(urls["ChargeDesk"]+"/v1"))
	require.NoError(t, err)
	products, err := desk.Products.List(t.Context(), nil)
	require.NoError(t, err)
	require.Len(t, products.Data, 8)
	subscriptions, err := desk.Subscriptions.List(t.Context(), nil)
	require.NoError(t, err)
	statuses := map[string]int{}
	ids := map[string]bool{}
	for _, s := range subscriptions.Data {
		statuses[string(s.Status)]++
		ids[s.SubscriptionID] = true
	}
	require.Equal(t, map[string]int{"active": 4, "pending_cancel": 2, "suspended": 2}, statuses)
	log, err := desk.Logs.ListCancellations(t.Context(), nil)
	require.NoError(t, err)
	require.Len(t, log.Data, 8)
	for _, row := range log.Data {
		require.True(t, ids[row.SubscriptionID], "a cancellation is of a subscription that exists")
	}
	_, page := get(t, urls["status page"])
	for _, row := range []string{"charges", "products", "subscriptions", "cancellations", "orders", "disputes"} {
		t.Run(row, func(t *testing.T) {
			require.Contains(t, page, "<tr><td>"+row+"</td><td class=\"n\">8</td></tr>")
		})
	}
}

func TestTheJSONTypesCanBeChosen(t *testing.T) {
	t.Parallel()
	for types, want := range map[string]string{"": `"occurred":"`, "live": `"occurred":"`, "docs": `"occurred":1`} {
		t.Run(types, func(t *testing.T) {
			t.Parallel()
			args := []string{"-seed", "1"}
			if types != "" {
				args = append(args, "-types", types)
			}
			urls, _, _ := simulate(t, args...)
			req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, urls["ChargeDesk"]+"/v1/charges", nil)
			require.NoError(t, err)
			req.SetBasicAuth("sk_test_fake", "")
			resp, err := http.DefaultTransport.RoundTrip(req)
			require.NoError(t, err)
			defer resp.Body.Close()
			body, err := io.ReadAll(resp.Body)
			require.NoError(t, err)
			require.Contains(t, string(body), want)
		})
	}
}
