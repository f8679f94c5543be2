package chargeback_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/chargekit/chargekit-go/chargeback"
)

// batchOfResponses is Chargeback's response to a batch of 100 complete orders.
func batchOfResponses() string {
	elements := make([]string, 100)
	for i := range elements {
		elements[i] = fmt.Sprintf(`{"status":"success","order":{"id":"9%05d","order_id":%q,"order_ts":"2026-02-03T04:05:06Z","order_amount":"81.40","transaction_id":"txn_55b","transaction_amount":"81.40","card_prefix":"412300","card_suffix":"0907","card_type":"Visa","card_exp":"11/29","currency_code":"EUR","ip_address":"192.0.2.44","shipping_subtotal":"6.90","tax_subtotal":"0.00","tracking_numbers":"PKT1,PKT2","line_items":[{"product_name":"Desk lamp","product_amount":"37.25","quantity":2,"subtotal":"74.50","source_product_id":"lamp-2"}],"customer_email":"jo@example.com","billing_first_name":"Jo","billing_country":"SWE","created_at":"2026-02-03T05:00:00Z","updated_at":"2026-02-03T05:00:00Z","creator_type":"ApiUser","manually_generated":false,"crm":{"id":"812","name":"warehouse-eu"},"merchant":{"name":"Lumen Shop"},"shipments":[{"tracking_number":"PKT1","shipper_name":"Northpost","shipped_ts":null,"tracking_summary":null}]}}`, i, orderKey(i))
	}
	return "[" + strings.Join(elements, ",") + "]"
}

// BenchmarkCreateBatch is a batch of 100 orders without a network, beside the
// least that a program without this package would do for it.
func BenchmarkCreateBatch(b *testing.B) {
	network := &http.Client{Transport: answering{201, batchOfResponses()}}
	orders := make([]*chargeback.OrderCreateParams, 100)
	for i := range orders {
		orders[i] = completeOrder()
		orders[i].OrderID = orderKey(i)
	}
	b.Run("client", func(b *testing.B) {
		client, err := chargeback.New("pk", "sk", chargeback.WithHTTPClient(network))
		if err != nil {
			b.Fatal(err)
		}
		b.ReportAllocs()
		for b.Loop() {
			results, err := client.Orders.CreateBatch(b.Context(), orders)
			if err != nil || results[99].Err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("floor", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if err := postPlain(network, orders); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func postPlain(network *http.Client, orders []*chargeback.OrderCreateParams) error {
	body, err := json.Marshal(orders)
	if err != nil {
		return err
	}
	resp, err := network.Post(chargeback.DefaultBaseURL+"/orders", "application/json", bytes.NewReader(body))
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	var answered []struct {
		Status string
		Order  chargeback.Order
	}
	return json.Unmarshal(text, &answered)
}
