package chargedesk_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/internal/baseline"
	"github.com/chargekit/chargekit-go/internal/golden"
)

// BenchmarkCalls is what whole calls cost beside the same call written by hand.
func BenchmarkCalls(b *testing.B) {
	charge := responseIn(b, "../testdata/chargedesk/charges_get.txtar")
	page := []byte(`{"count":500,"offset":0,"data":[` + strings.Repeat(string(charge)+",", 499) + string(charge) + `]}`)
	missing := []byte(`{"error":{"message":"No such charge","incorrect_parameter":"charge_id"}}`)
	params := &chargedesk.ChargeCreateParams{
		Amount: chargedesk.MustAmount("34.00"), Currency: chargedesk.CurrencyUSD,
		Customer: chargedesk.ChargeCustomerParams{ID: "cus_ada", Email: new("ada@example.com"), Name: new("Ada Loom"), Country: new("GB")},
		Occurred: new(chargedesk.NewTime(time.Unix(1767261600, 0))), Status: new(chargedesk.ChargeStatusPaid), TransactionID: new("tx_1042"), Description: new("Punched cards"),
		Lines:    []chargedesk.ChargeLineParams{{Amount: new(chargedesk.MustAmount("34.00")), Description: new("Punched cards")}},
		Metadata: chargedesk.Metadata{"order": "ord_1042", "channel": "web"},
	}

	b.Run("get one", func(b *testing.B) {
		beside(b, baseline.Network(200, charge), "http://127.0.0.1", byGet[plainCharge], getOne)
	})
	b.Run("get one over loopback", func(b *testing.B) {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(charge) }))
		defer server.Close()
		own := &http.Client{Transport: http.DefaultTransport.(*http.Transport).Clone()}
		defer own.CloseIdleConnections()
		beside(b, own, server.URL, byGet[plainCharge], getOne)
	})
	b.Run("list 500", func(b *testing.B) {
		beside(b, baseline.Network(200, page), "http://127.0.0.1", byGet[plainPage], func(b *testing.B, desk *chargedesk.Client) error {
			_, err := desk.Charges.List(b.Context(), &chargedesk.ChargeListParams{Count: new(500)})
			return err
		})
	})
	b.Run("create by form", func(b *testing.B) {
		byForm := func(b *testing.B, client *http.Client, base string) error {
			form := url.Values{
				"amount": {"34.00"}, "currency": {"USD"}, "customer[id]": {"cus_ada"}, "customer[email]": {"ada@example.com"},
				"customer[name]": {"Ada Loom"}, "customer[country]": {"GB"}, "occurred": {"1767261600"}, "status": {"paid"},
				"transaction_id": {"tx_1042"}, "description": {"Punched cards"}, "lines[0][amount]": {"34.00"},
				"lines[0][description]": {"Punched cards"}, "metadata[order]": {"ord_1042"}, "metadata[channel]": {"web"},
			}
			return baseline.Call(b.Context(), client, base+"/v1/charges", "application/x-www-form-urlencoded", form.Encode(), &plainCharge{})
		}
		beside(b, baseline.Network(200, charge), "http://127.0.0.1", byForm, func(b *testing.B, desk *chargedesk.Client) error {
			_, err := desk.Charges.Create(b.Context(), params)
			return err
		})
	})
	b.Run("404", func(b *testing.B) {
		beside(b, baseline.Network(404, missing), "http://127.0.0.1", byGet[plainError], getOne)
	})
}

func beside(b *testing.B, network *http.Client, base string, byHand func(*testing.B, *http.Client, string) error, ours func(*testing.B, *chargedesk.Client) error) {
	desk, err := chargedesk.New("sk_test_fake", chargedesk.WithHTTPClient(network), chargedesk.WithBaseURL(base+"/v1"), chargedesk.WithLimiter(nil))
	require.NoError(b, err)
	baseline.Ratio(b, func() error { return byHand(b, network, base) }, func() error { return ours(b, desk) })
}

func getOne(b *testing.B, desk *chargedesk.Client) error {
	_, err := desk.Charges.Get(b.Context(), "ch_7Q")
	return err
}

func byGet[T any](b *testing.B, client *http.Client, base string) error {
	return baseline.Call(b.Context(), client, base+"/v1/charges/ch_7Q", "", "", new(T))
}

// responseIn is the response of a golden exchange, without the spaces that no server sends.
func responseIn(b *testing.B, file string) []byte {
	text, err := os.ReadFile(file)
	require.NoError(b, err)
	for _, part := range golden.Parse(text).Parts {
		if _, body, ok := strings.Cut(string(part.Data), "\n\n"); ok && strings.HasPrefix(part.Name, "response") {
			var response any
			require.NoError(b, json.Unmarshal([]byte(body), &response))
			packed, err := json.Marshal(response)
			require.NoError(b, err)
			return packed
		}
	}
	b.Fatal("no response in " + file)
	return nil
}

type plainError struct {
	Error struct {
		Message            string `json:"message"`
		IncorrectParameter string `json:"incorrect_parameter"`
	} `json:"error"`
}

type plainPage struct {
	Count  int           `json:"count"`
	Offset int           `json:"offset"`
	Data   []plainCharge `json:"data"`
}

// plainCharge is what a program without this package would write down.
type plainCharge struct {
	ChargeID                string            `json:"charge_id"`
	Object                  string            `json:"object"`
	Amount                  string            `json:"amount"`
	AmountRefunded          string            `json:"amount_refunded"`
	AddedTax                string            `json:"added_tax"`
	AmountFormatted         string            `json:"amount_formatted"`
	AmountRefundedFormatted string            `json:"amount_refunded_formatted"`
	AmountSymbol            string            `json:"amount_symbol"`
	AmountWithCommas        string            `json:"amount_with_commas"`
	Currency                string            `json:"currency"`
	Status                  string            `json:"status"`
	StatusText              string            `json:"status_text"`
	IsPaid                  bool              `json:"is_paid"`
	Occurred                string            `json:"occurred"`
	OccurredFormatted       string            `json:"occurred_formatted"`
	OccurredRelative        string            `json:"occurred_relative"`
	RefundedAt              string            `json:"refunded_at"`
	RefundedAtFormatted     string            `json:"refunded_at_formatted"`
	Company                 string            `json:"company"`
	CustomerID              string            `json:"customer_id"`
	CustomerEmail           string            `json:"customer_email"`
	CustomerEmailDomain     string            `json:"customer_email_domain"`
	CustomerName            string            `json:"customer_name"`
	CustomerUsername        string            `json:"customer_username"`
	CustomerCountry         string            `json:"customer_country"`
	CustomerPhone           string            `json:"customer_phone"`
	InvoiceCompany          string            `json:"invoice_company"`
	Description             string            `json:"description"`
	ProductDesc             string            `json:"product_desc"`
	ProductID               string            `json:"product_id"`
	SubscriptionID          string            `json:"subscription_id"`
	TransactionID           string            `json:"transaction_id"`
	GatewayID               string            `json:"gateway_id"`
	GatewayURL              string            `json:"gateway_url"`
	PaymentMethod           string            `json:"payment_method"`
	PaymentMethodBrand      string            `json:"payment_method_brand"`
	PaymentMethodBank       string            `json:"payment_method_bank"`
	PaymentMethodDescribe   string            `json:"payment_method_describe"`
	Last4Digits             string            `json:"last_4_digits"`
	StatementDescription    string            `json:"statement_description"`
	FailureReason           string            `json:"failure_reason"`
	Metadata                any               `json:"metadata"`
	Logs                    []json.RawMessage `json:"logs"`
	MethodsActive           []string          `json:"methods_active"`
	MethodsSupported        []string          `json:"methods_supported"`
	NameEmail               string            `json:"name_email"`
	NameSendEmail           string            `json:"name_send_email"`
	EmailLastSent           int64             `json:"email_last_sent"`
	SentInvoice             string            `json:"sent_invoice"`
	SentInvoiceReminder     string            `json:"sent_invoice_reminder"`
	SentReceipt             string            `json:"sent_receipt"`
	SentRefundReceipt       string            `json:"sent_refund_receipt"`
	SentAuthorize           string            `json:"sent_authorize"`
	SentVoid                string            `json:"sent_void"`
	SentDunning             string            `json:"sent_dunning"`
	AccurateAt              string            `json:"accurate_at"`
	AuditedJob              string            `json:"audited_job"`
	InvoiceURL              string            `json:"invoice_url"`
	InvoiceDownloadURL      string            `json:"invoice_download_url"`
	ManageURL               string            `json:"manage_url"`
	SupportURL              string            `json:"support_url"`
	SupportEmail            string            `json:"support_email"`
}
