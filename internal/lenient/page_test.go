package lenient_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/chargekit/chargekit-go/internal/lenient"
)

// amount is money as the vendor packages have it.
type amount struct {
	value decimal.Decimal
	set   bool
}

func (a amount) Decimal() decimal.Decimal { return a.value }

func (a *amount) UnmarshalJSON(data []byte) (err error) {
	a.value, a.set, err = lenient.Decimal(data)
	return err
}

func (a amount) MarshalJSON() ([]byte, error) {
	if !a.set {
		return []byte("null"), nil
	}
	return []byte(`"` + lenient.FormatDecimal(a.value) + `"`), nil
}

// moment is a time as the vendor packages have it.
type moment struct{ time.Time }

func (m *moment) UnmarshalJSON(data []byte) (err error) {
	m.Time, err = lenient.Time(data)
	return err
}

// pairs are metadata as the vendor packages have it.
type pairs map[string]string

func (p *pairs) UnmarshalJSON(data []byte) (err error) {
	*p, err = lenient.StringMap(data)
	return err
}

type (
	currency string
	extra    map[string]json.RawMessage
)

// page is a page of charges.
type page struct {
	Count  int64         `json:"count"`
	Offset int64         `json:"offset"`
	Data   []*charge     `json:"data"`
	Extra  pagesOwnExtra `json:",embed,inline"`
}

type pagesOwnExtra = map[string]json.RawMessage

type charge struct {
	ChargeID        string            `json:"charge_id"`
	Object          string            `json:"object"`
	Amount          amount            `json:"amount"`
	AmountRefunded  amount            `json:"amount_refunded"`
	AddedTax        amount            `json:"added_tax"`
	AmountFormatted string            `json:"amount_formatted"`
	AmountSymbol    string            `json:"amount_symbol"`
	Currency        currency          `json:"currency"`
	Status          string            `json:"status"`
	StatusText      string            `json:"status_text"`
	IsPaid          bool              `json:"is_paid"`
	Occurred        moment            `json:"occurred"`
	OccurredText    string            `json:"occurred_formatted"`
	OccurredAgo     string            `json:"occurred_relative"`
	RefundedAt      moment            `json:"refunded_at"`
	Company         string            `json:"company"`
	CustomerID      string            `json:"customer_id"`
	CustomerEmail   string            `json:"customer_email"`
	CustomerName    string            `json:"customer_name"`
	CustomerCountry string            `json:"customer_country"`
	CustomerPhone   string            `json:"customer_phone"`
	InvoiceCompany  string            `json:"invoice_company"`
	Description     string            `json:"description"`
	ProductID       string            `json:"product_id"`
	SubscriptionID  string            `json:"subscription_id"`
	TransactionID   string            `json:"transaction_id"`
	GatewayID       string            `json:"gateway_id"`
	GatewayURL      string            `json:"gateway_url"`
	PaymentMethod   string            `json:"payment_method"`
	PaymentBrand    string            `json:"payment_method_brand"`
	PaymentBank     string            `json:"payment_method_bank"`
	Last4Digits     string            `json:"last_4_digits"`
	Statement       string            `json:"statement_description"`
	FailureReason   string            `json:"failure_reason"`
	Metadata        pairs             `json:"metadata"`
	Logs            []json.RawMessage `json:"logs"`
	MethodsActive   []string          `json:"methods_active"`
	MethodsAll      []string          `json:"methods_supported"`
	EmailLastSent   moment            `json:"email_last_sent"`
	SentInvoice     string            `json:"sent_invoice"`
	SentReceipt     string            `json:"sent_receipt"`
	SentRefund      string            `json:"sent_refund_receipt"`
	SentVoid        string            `json:"sent_void"`
	SentDunning     string            `json:"sent_dunning"`
	AccurateAt      string            `json:"accurate_at"`
	InvoiceURL      string            `json:"invoice_url"`
	DownloadURL     string            `json:"invoice_download_url"`
	ManageURL       string            `json:"manage_url"`
	SupportURL      string            `json:"support_url"`
	SupportEmail    string            `json:"support_email"`
	Extra           pagesOwnExtra     `json:",embed,inline"`
}

// pageOf writes a page of n charges in the documented types.
func pageOf(n int) []byte {
	rows := make([]string, n)
	for i := range rows {
		rows[i] = chargeOf(i)
	}
	return fmt.Appendf(nil, `{"count":%d,"offset":0,"data":[%s]}`, n, strings.Join(rows, ","))
}

func chargeOf(i int) string {
	return fmt.Sprintf(`{"charge_id":"ch_%06d","object":"charge","amount":"%d.50","amount_refunded":"0.00","added_tax":null,`+
		`"amount_formatted":"$%d.50","amount_symbol":"$","currency":"USD","status":"%s","status_text":"Paid in full","is_paid":true,`+
		`"occurred":%d,"occurred_formatted":"9th of May","occurred_relative":"a while ago","refunded_at":0,"company":"looms",`+
		`"customer_id":"cus_%d","customer_email":"person%d@example.com","customer_name":"Person \u00e9 No %d","customer_country":"GB",`+
		`"customer_phone":"+44 20 7946 0%03d","invoice_company":"","description":"Punched cards, box %d","product_id":"cards",`+
		`"subscription_id":"","transaction_id":"tx_%d","gateway_id":"gw_main","gateway_url":"https://gateway.example/payments/tx_%d",`+
		`"payment_method":"Credit","payment_method_brand":"Visa","payment_method_bank":"First Bank of Looms","last_4_digits":"%04d",`+
		`"statement_description":"LOOMS*CARDS","failure_reason":"","metadata":{"order":"ord_%d","channel":"web"},"logs":[],`+
		`"methods_active":["refund","email"],"methods_supported":["capture","void","refund","email","cancel"],"email_last_sent":%d,`+
		`"sent_invoice":"0","sent_receipt":"1","sent_refund_receipt":"0","sent_void":"0","sent_dunning":"0","accurate_at":"1767261600",`+
		`"invoice_url":"https://looms.example/i/ch_%06d","invoice_download_url":"https://looms.example/i/ch_%06d.pdf",`+
		`"manage_url":"https://looms.example/manage/charges/ch_%06d","support_url":"https://looms.example/support","support_email":"help@looms.example"}`,
		i, i, i, []string{"paid", "refunded", "paid"}[i%3], 1767261600+i, i, i, i, i%1000, i, i, i, i%10000, i, 1767261600+i, i, i, i)
}
