package chargeback_test

import (
	"context"
	"net/http"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/internal/golden"
)

// exchanges are the golden exchanges: what is called, by the file in
// testdata/chargeback that has the request, the response and the result.
var exchanges = map[string]func(context.Context, *chargeback.Client) (any, error){
	"orders_create": func(ctx context.Context, c *chargeback.Client) (any, error) {
		return c.Orders.Create(ctx, completeOrder())
	},
	"orders_create_minimal": func(ctx context.Context, c *chargeback.Client) (any, error) {
		return c.Orders.Create(ctx, smallOrder("ord_1043"))
	},
	"orders_create_unwrapped": func(ctx context.Context, c *chargeback.Client) (any, error) {
		return c.Orders.Create(ctx, smallOrder("1043"))
	},
	"orders_create_rejected": func(ctx context.Context, c *chargeback.Client) (any, error) {
		return c.Orders.Create(ctx, smallOrder("ord_1043"))
	},
	"orders_create_status": func(ctx context.Context, c *chargeback.Client) (any, error) {
		return c.Orders.Create(ctx, smallOrder("ord_1043"))
	},
	"orders_create_empty": func(ctx context.Context, c *chargeback.Client) (any, error) {
		return c.Orders.Create(ctx, smallOrder("ord_1043"))
	},
	"orders_get": func(ctx context.Context, c *chargeback.Client) (any, error) {
		return c.Orders.Get(ctx, "900412")
	},
	"orders_get_missing": func(ctx context.Context, c *chargeback.Client) (any, error) {
		return c.Orders.Get(ctx, "../9004/12?")
	},
	"orders_get_html": func(ctx context.Context, c *chargeback.Client) (any, error) {
		return c.Orders.Get(ctx, "900412", chargeback.WithCallRetry(chargeback.RetryPolicy{}))
	},
	"orders_list": func(ctx context.Context, c *chargeback.Client) (any, error) {
		return c.Orders.List(ctx, &chargeback.OrderListParams{Page: new(2), PerPage: new(50)})
	},
	"orders_list_numbers": func(ctx context.Context, c *chargeback.Client) (any, error) {
		return c.Orders.List(ctx, nil)
	},
	"orders_list_search": func(ctx context.Context, c *chargeback.Client) (any, error) {
		return c.Orders.List(ctx, &chargeback.OrderListParams{Search: chargeback.SearchEqual{"order_id": "a&b=ä \"c\""}})
	},
	"orders_all": func(ctx context.Context, c *chargeback.Client) (any, error) {
		orders := []*chargeback.Order{}
		for order, err := range c.Orders.All(ctx, nil) {
			if err != nil {
				return nil, err
			}
			orders = append(orders, order)
		}
		return orders, nil
	},
	"orders_update": func(ctx context.Context, c *chargeback.Client) (any, error) {
		return c.Orders.Update(ctx, "900412", &chargeback.OrderUpdateParams{
			CustomerPhone: new(""), ShippingSubtotal: new(chargeback.MustAmount("0")),
			TrackingNumbers: []string{"PKT1", "PKT2", "PKT3"}, LineItems: []chargeback.LineItemParams{},
		})
	},
	"orders_delete":          deleteOrder,
	"orders_delete_not_json": deleteOrder,
	"orders_delete_empty":    deleteOrder,
	"orders_delete_rejected": deleteOrder,
	"orders_create_batch": func(ctx context.Context, c *chargeback.Client) (any, error) {
		return batchLines(c.Orders.CreateBatch(ctx, []*chargeback.OrderCreateParams{smallOrder("ord_1043"), smallOrder("ord_1044")}))
	},
	"orders_create_batch_one": func(ctx context.Context, c *chargeback.Client) (any, error) {
		return batchLines(c.Orders.CreateBatch(ctx, []*chargeback.OrderCreateParams{smallOrder("ord_1043")}))
	},
	"orders_import": func(ctx context.Context, c *chargeback.Client) (any, error) {
		lines := []resultLine{}
		for result, err := range c.Orders.Import(ctx, slices.Values([]*chargeback.OrderCreateParams{smallOrder("ord_1043")}), nil) {
			if err != nil {
				return nil, err
			}
			lines = append(lines, newResultLine(result.OrderID, result.Order, result.Err))
		}
		return lines, nil
	},
	"do": func(ctx context.Context, c *chargeback.Client) (any, error) {
		return nil, c.Do(ctx, http.MethodGet, "/disputes", nil, nil, chargeback.WithQuery("page", "1"))
	},
}

func TestGoldenExchanges(t *testing.T) {
	golden.RequireAll(t, "chargeback", exchanges)
	for name, do := range exchanges {
		t.Run(name, func(t *testing.T) {
			golden.Replay(t, "chargeback/"+name, func(httpClient *http.Client) (any, error) {
				client, err := chargeback.New("pk_test_fake", "sk_test_fake", chargeback.WithHTTPClient(httpClient))
				require.NoError(t, err)
				return do(t.Context(), client)
			})
		})
	}
}

func deleteOrder(ctx context.Context, c *chargeback.Client) (any, error) {
	return nil, c.Orders.Delete(ctx, "900412")
}

// resultLine is the result of one order of a batch, with its error as text.
type resultLine struct {
	OrderID string        `json:"order_id"`
	ID      chargeback.ID `json:"id"`
	Error   string        `json:"error,omitempty"`
}

func newResultLine(orderID string, order *chargeback.Order, err error) resultLine {
	line := resultLine{OrderID: orderID}
	if order != nil {
		line.ID = order.ID
	}
	if err != nil {
		line.Error = err.Error()
	}
	return line
}

func batchLines(results []chargeback.BatchResult, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	lines := make([]resultLine, len(results))
	for i, result := range results {
		lines[i] = newResultLine(result.OrderID, result.Order, result.Err)
	}
	return lines, nil
}

func smallOrder(orderID string) *chargeback.OrderCreateParams {
	return &chargeback.OrderCreateParams{
		OrderID: orderID, OrderTS: mustTime("2026-02-03T04:05:06Z"), OrderAmount: chargeback.MustAmount("12.00"),
		TransactionID: "txn_55c", TransactionAmount: chargeback.MustAmount("12.00"),
		CRMName: new("warehouse-eu"), MerchantName: "Lumen Shop",
	}
}

// completeOrder has every field that can be sent.
func completeOrder() *chargeback.OrderCreateParams {
	return &chargeback.OrderCreateParams{
		OrderID: "ord_1042", OrderTS: mustTime("2026-02-03T04:05:06Z"), OrderAmount: chargeback.MustAmount("81.40"),
		TransactionID: "txn_55b", TransactionAmount: chargeback.MustAmount("81.40"),
		CRMID: new(int64(812)), CRMName: new("warehouse-eu"), MerchantName: "Lumen Shop",
		CardPrefix: new("012300"), CardSuffix: new("0907"), CardType: new("Visa"), CardExp: new("11/29"),
		ReportedAVSStatus: new("Y"), ReportedCVVStatus: new("M"), CurrencyCode: new("EUR"), IPAddress: new("192.0.2.44"),
		AuthorizationCode: new("A77Q1"), ARN: new("74123456789012345678901"),
		ShippingSubtotal: new(chargeback.MustAmount("6.90")), TaxSubtotal: new(chargeback.MustAmount("0.00")),
		SourceURL: new("https://shop.example.com/orders/1042"), TrackingNumbers: []string{"PKT1", "PKT2"},
		LineItems: []chargeback.LineItemParams{{
			ProductName: new("Desk lamp"), ProductDescription: new("brass"), ProductAmount: new(chargeback.MustAmount("37.25")),
			Quantity: new(int64(2)), Subtotal: new(chargeback.MustAmount("74.50")), SourceProductID: new("lamp-2"),
		}},
		Shipments: []chargeback.ShipmentParams{{
			TrackingNumber: new("PKT1"), ShipperName: new("Northpost"), ShippedTS: new(mustTime("2026-02-04T10:00:00Z")),
			OriginName: new("Lumen"), OriginAddress1: new("1 Quay"), OriginAddress2: new("Dock B"), OriginCity: new("Malmo"),
			OriginState: new("M"), OriginCountry: new("SWE"), OriginZip: new("21120"),
			DestinationFirstName: new("Jo"), DestinationLastName: new("Lindqvist"), DestinationAddress1: new("Lake Street 7"),
			DestinationAddress2: new("Floor 2"), DestinationCity: new("Stockholm"), DestinationState: new("AB"),
			DestinationCountry: new("SWE"), DestinationZip: new("11122"),
		}},
		CustomerEmail: new("jo@example.com"), CustomerFirstName: new("Jo"), CustomerLastName: new("Lindqvist"), CustomerPhone: new("+46 8 555 0100"),
		BillingFirstName: new("Jo"), BillingLastName: new("Lindqvist"), BillingAddress1: new("Lake Street 7"), BillingAddress2: new("Floor 2"),
		BillingCity: new("Stockholm"), BillingState: new("AB"), BillingCountry: new("SWE"), BillingPostal: new("11122"),
	}
}
