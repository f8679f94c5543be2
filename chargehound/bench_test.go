package chargehound_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/chargekit/chargekit-go/chargehound"
)

// plainDispute is what a program without this package would write down.
type plainDispute struct {
	ID                 string           `json:"id"`
	State              string           `json:"state"`
	Reason             string           `json:"reason"`
	Kind               string           `json:"kind"`
	Source             string           `json:"source"`
	Processor          string           `json:"processor"`
	Charge             string           `json:"charge"`
	Customer           string           `json:"customer"`
	CustomerName       string           `json:"customer_name"`
	CustomerEmail      string           `json:"customer_email"`
	CustomerPurchaseIP string           `json:"customer_purchase_ip"`
	AddressZip         string           `json:"address_zip"`
	AddressLine1Check  string           `json:"address_line1_check"`
	AddressZipCheck    string           `json:"address_zip_check"`
	CVCCheck           string           `json:"cvc_check"`
	Descriptor         string           `json:"statement_descriptor"`
	Amount             int64            `json:"amount"`
	Currency           string           `json:"currency"`
	Fee                int64            `json:"fee"`
	ReversalAmount     int64            `json:"reversal_amount"`
	ReversalTotal      int64            `json:"reversal_total"`
	ReversalCurrency   string           `json:"reversal_currency"`
	IsChargeRefundable bool             `json:"is_charge_refundable"`
	ChargedAt          string           `json:"charged_at"`
	DisputedAt         string           `json:"disputed_at"`
	DueBy              string           `json:"due_by"`
	SubmittedAt        string           `json:"submitted_at"`
	ClosedAt           string           `json:"closed_at"`
	Created            string           `json:"created"`
	Updated            string           `json:"updated"`
	SubmittedCount     int64            `json:"submitted_count"`
	Template           string           `json:"template"`
	Fields             map[string]any   `json:"fields"`
	MissingFields      map[string]any   `json:"missing_fields"`
	Products           []map[string]any `json:"products"`
	Correspondence     []map[string]any `json:"correspondence"`
	PastPayments       []map[string]any `json:"past_payments"`
	ReferenceURL       string           `json:"reference_url"`
	AccountID          string           `json:"account_id"`
	Account            string           `json:"account"`
}

// A page of 100 disputes over a transport in memory: this package against
// net/http and encoding/json by hand.
func BenchmarkList(b *testing.B) {
	page := []byte(`{"object": "list", "has_more": false, "data": [` + strings.Repeat(disputeJSON+",", 99) + disputeJSON + `]}`)
	memory := &http.Client{Transport: roundTripper(func(*http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: 200, Header: http.Header{}, ContentLength: int64(len(page)), Body: io.NopCloser(bytes.NewReader(page))}, nil
	})}
	b.Run("by hand", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			resp, err := memory.Get("http://127.0.0.1/v1/disputes")
			if err != nil {
				b.Fatal(err)
			}
			body, err := io.ReadAll(resp.Body)
			if err != nil {
				b.Fatal(err)
			}
			var list struct {
				Data []plainDispute `json:"data"`
			}
			if err := json.Unmarshal(body, &list); err != nil || len(list.Data) != 100 {
				b.Fatal(err)
			}
		}
	})
	b.Run("chargehound", func(b *testing.B) {
		client, err := chargehound.New("test_fake", chargehound.WithHTTPClient(memory))
		if err != nil {
			b.Fatal(err)
		}
		b.ReportAllocs()
		for b.Loop() {
			if list, err := client.Disputes.List(b.Context(), nil); err != nil || len(list.Data) != 100 {
				b.Fatal(err)
			}
		}
	})
}
