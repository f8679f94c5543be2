package chargedesk_test

import (
	"context"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/internal/golden"
)

var newYear = time.Date(2026, 1, 1, 10, 0, 0, 0, time.UTC)

func TestGoldenExchanges(t *testing.T) {
	golden.RequireAll(t, "chargedesk", exchanges)
	for name, do := range exchanges {
		t.Run(name, func(t *testing.T) {
			golden.Replay(t, "chargedesk/"+name, func(client *http.Client) (any, error) {
				desk, err := chargedesk.New("sk_test_fake", chargedesk.WithHTTPClient(client), chargedesk.WithRetry(chargedesk.RetryPolicy{}))
				require.NoError(t, err)
				return do(t.Context(), desk)
			})
		})
	}
}

// rows collects what an All yields.
func rows[T any](all func(func(*T, error) bool)) (any, error) {
	list := []*T{}
	for row, err := range all {
		if err != nil {
			return nil, err
		}
		list = append(list, row)
	}
	return list, nil
}

// importedRows collects what an Import yields.
func importedRows[T any](all func(func(*chargedesk.ImportResult[T], error) bool)) (any, error) {
	list := []*T{}
	for result, err := range all {
		if err == nil {
			err = result.Err
		}
		if err != nil {
			return nil, err
		}
		list = append(list, result.Row)
	}
	return list, nil
}

// exchanges are the golden exchanges: what is called, by the file in
// testdata/chargedesk that has the request, the response and the result.
var exchanges = map[string]func(ctx context.Context, desk *chargedesk.Client) (any, error){
	"gateway_create_charge": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return desk.Gateway.CreateCharge(ctx, &chargedesk.GatewayChargeParams{
			CustomerID: "cus_ada", Amount: chargedesk.MustAmount("34.00"), Currency: chargedesk.CurrencyUSD,
			Description: new("Punched cards & more"), Metadata: chargedesk.Metadata{"order": "ord_1042", "ship to": "York"},
		})
	},
	"gateway_create_charge_refused": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return desk.Gateway.CreateCharge(ctx, &chargedesk.GatewayChargeParams{CustomerID: "cus_ada", Amount: chargedesk.MustAmount("1234.5"), Currency: chargedesk.CurrencyUSD})
	},
	"gateway_create_subscription": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return desk.Gateway.CreateSubscription(ctx, &chargedesk.GatewaySubscriptionParams{
			CustomerID: "cus_ada", Amount: chargedesk.MustAmount("7.50"), Currency: chargedesk.CurrencyEUR, Quantity: new(chargedesk.NewNumber(2)),
			Description: new("Cards by mail"),
			Product: chargedesk.SubscriptionProductParams{
				ProductID: new("prod_loom"), Interval: chargedesk.IntervalMonth, IntervalCount: new(6), Coupon: new("SPRING"),
				BillingCyclesTotal: new(12), SetupAmount: new(chargedesk.MustAmount("10.00")),
			},
		})
	},
	"gateway_create_subscription_trial": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return desk.Gateway.CreateSubscription(ctx, &chargedesk.GatewaySubscriptionParams{
			CustomerID: "cus_ada", Amount: chargedesk.MustAmount("7.50"), Currency: chargedesk.CurrencyEUR, Quantity: new(chargedesk.NewNumber(1)),
			Product: chargedesk.SubscriptionProductParams{Interval: chargedesk.IntervalYear, TrialPeriodDays: new(14), BillingCyclesTotal: new(0)},
		})
	},
	"gateway_request_payment": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return desk.Gateway.RequestPayment(ctx, &chargedesk.PaymentRequestParams{
			Contact: new("+44 20 7946 0001"), Amount: chargedesk.MustAmount("34.00"), Currency: chargedesk.CurrencyUSD, Description: new("Punched cards"),
			CustomerID: new("cus_ada"),
		})
	},
	"gateway_request_payment_link_only": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return desk.Gateway.RequestPayment(ctx, &chargedesk.PaymentRequestParams{
			Contact: new("ada@example.com"), LinkOnly: new(true), Amount: chargedesk.MustAmount("34"), Currency: chargedesk.CurrencyUSD, Quantity: new(chargedesk.NewNumber(3)),
		})
	},
	"gateway_request_payment_lines": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return desk.Gateway.RequestPayment(ctx, &chargedesk.PaymentRequestParams{
			LinkOnly: new(false), Amount: chargedesk.MustAmount("34.00"), Currency: chargedesk.CurrencyUSD,
			Lines: []chargedesk.PaymentLineParams{
				{Amount: new(chargedesk.MustAmount("12.00")), Currency: new(chargedesk.CurrencyUSD), Quantity: new(chargedesk.NewNumber(3)), ProductID: new("prod_loom"),
					Description: new("Shuttles"), Taxable: new(true)},
				{Amount: new(chargedesk.MustAmount("-9.50")), Description: new("Old customer"), Taxable: new(false)},
				{
					Amount: new(chargedesk.MustAmount("7.50")), Interval: new(chargedesk.IntervalWeek), IntervalCount: new(2), TrialPeriodDays: new(0),
					Coupon: new("SPRING"), BillingCyclesTotal: new(4), SetupAmount: new(chargedesk.MustAmount("1.00")),
				},
			},
		})
	},
	"gateway_refund": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return desk.Gateway.Refund(ctx, "ch_7Q", &chargedesk.RefundParams{Amount: chargedesk.MustAmount("21.00"), Reason: new("arrived broken")})
	},
	"gateway_refund_over": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return desk.Gateway.Refund(ctx, "ch_7Q", &chargedesk.RefundParams{Amount: chargedesk.MustAmount("99")})
	},
	"gateway_refund_in_full": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return desk.Gateway.RefundInFull(ctx, "ch_7Q", &chargedesk.RefundInFullParams{Reason: new("never arrived")})
	},
	"gateway_capture": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return desk.Gateway.Capture(ctx, "ch_7Q", &chargedesk.CaptureParams{Amount: chargedesk.MustAmount("21.00")})
	},
	"gateway_capture_in_full": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return desk.Gateway.CaptureInFull(ctx, "ch_7Q")
	},
	"gateway_void_authorization": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return desk.Gateway.VoidAuthorization(ctx, "ch_7Q")
	},
	"gateway_cancel_payment_request": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return desk.Gateway.CancelPaymentRequest(ctx, "ch_7Q")
	},
	"gateway_cancel_subscription": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return desk.Gateway.CancelSubscription(ctx, "sub_9K", &chargedesk.CancelSubscriptionParams{Reason: new("moved away")})
	},
	"gateway_update_plans": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return desk.Gateway.UpdatePlans(ctx, "sub_9K", &chargedesk.UpdatePlansParams{
			Plans:    []chargedesk.PlanParams{{ID: new("plan_small"), Quantity: new(chargedesk.NewNumber(1))}, {ID: new("plan_big"), Quantity: new(chargedesk.NewNumber(2))}},
			TrialEnd: new(chargedesk.NewTime(newYear)), Prorate: new(true), Invoice: new(false),
		})
	},
	"gateway_update_plans_period": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return desk.Gateway.UpdatePlans(ctx, "sub_9K", &chargedesk.UpdatePlansParams{PeriodEnd: new(chargedesk.NewTime(newYear)), Invoice: new(true)})
	},
	"charges_create": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return desk.Charges.Create(ctx, &chargedesk.ChargeCreateParams{
			Amount: chargedesk.MustAmount("34.00"), Currency: chargedesk.CurrencyUSD, Customer: chargedesk.ChargeCustomerParams{ID: "ada@example.com"},
		})
	},
	"charges_create_duplicate": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return desk.Charges.Create(ctx, &chargedesk.ChargeCreateParams{
			Amount: chargedesk.MustAmount("34.00"), Currency: chargedesk.CurrencyUSD,
			Customer: chargedesk.ChargeCustomerParams{
				ID: "cus_ada", Email: new("ada@example.com"), Username: new("ada"), Name: new("Ada Loom"),
				Description: new("Weaves"), Delinquent: new(false), Country: new("GB"),
			},
			GatewayID: new("stripe"), Occurred: new(chargedesk.NewTime(newYear)), Status: new(chargedesk.ChargeStatusPaid), Last4Digits: new("0042"),
			TransactionID: new("tx_1042"), UpdateIfExists: true, Description: new("Punched cards"),
			ProductID: new("prod_loom"), SubscriptionID: new("sub_9K"), Metadata: chargedesk.Metadata{"order": "ord_1042"},
		})
	},
	"charges_create_lines": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return desk.Charges.Create(ctx, &chargedesk.ChargeCreateParams{
			Amount: chargedesk.MustAmount("34.00"), Currency: chargedesk.CurrencyUSD, Customer: chargedesk.ChargeCustomerParams{ID: "cus_ada"},
			Status: new(chargedesk.ChargeStatusPartiallyRefunded), AmountRefunded: new(chargedesk.MustAmount("24.50")),
			Lines: []chargedesk.ChargeLineParams{
				{Amount: new(chargedesk.MustAmount("17.00")), Currency: new(chargedesk.CurrencyUSD), Quantity: new(chargedesk.NewNumber(2)), ProductID: new("prod_loom"),
					Description: new("Shuttles"), Taxable: new(true), TaxPaid: new(chargedesk.MustAmount("0"))},
				{Description: new("A gift")},
			},
		})
	},
	"charges_import": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return importedRows(desk.Charges.Import(ctx, slices.Values([]*chargedesk.ChargeCreateParams{{
			Amount: chargedesk.MustAmount("34.00"), Currency: chargedesk.CurrencyUSD, Customer: chargedesk.ChargeCustomerParams{ID: "ada@example.com"}, TransactionID: new("tx_1042"),
		}}), nil))
	},
	"customers_import": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return importedRows(desk.Customers.Import(ctx, slices.Values([]*chargedesk.CustomerCreateParams{{CustomerID: "cus_ada", Name: new("Ada Loom")}}), nil))
	},
	"products_import": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return importedRows(desk.Products.Import(ctx, slices.Values([]*chargedesk.ProductCreateParams{{ProductID: "prod_loom", Quantity: new(chargedesk.NewNumber(1))}}), nil))
	},
	"charges_get": func(ctx context.Context, desk *chargedesk.Client) (any, error) { return desk.Charges.Get(ctx, "ch_7Q") },
	"charges_get_missing": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return desk.Charges.Get(ctx, "ch/../7Q?x=1")
	},
	"charges_list": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return desk.Charges.List(ctx, &chargedesk.ChargeListParams{
			Count: new(20), Offset: new(0), Status: new(chargedesk.ChargeStatusPastDue), Query: new("loom"), CustomerID: new("cus_ada"), CustomerEmail: new("ada@example.com"),
			CustomerName: new("Ada Loom"), CustomerUsername: new("ada"), Last4Digits: new("0042"), Description: new("cards"), TransactionID: new("tx_1042"),
			Occurred: &chargedesk.TimeRange{Min: new(chargedesk.NewTime(newYear.AddDate(0, -1, 0))), Max: new(chargedesk.NewTime(newYear))},
		})
	},
	"charges_list_metadata": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return desk.Charges.List(ctx, &chargedesk.ChargeListParams{MetadataKey: new("order"), MetadataValue: new("ord_1042")})
	},
	"charges_all": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return rows(desk.Charges.All(ctx, &chargedesk.ChargeListParams{Status: new(chargedesk.ChargeStatusPaid)}))
	},
	"charges_update": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return desk.Charges.Update(ctx, "ch_7Q", &chargedesk.ChargeUpdateParams{Status: new(chargedesk.ChargeStatusDisputed)})
	},
	"charges_update_all": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return desk.Charges.Update(ctx, "ch_7Q", &chargedesk.ChargeUpdateParams{
			Amount: new(chargedesk.MustAmount("35.00")), Currency: new(chargedesk.CurrencyUSD),
			Customer: &chargedesk.ChargeCustomerUpdateParams{
				ID: new("cus_ada"), Email: new("ada@example.com"), Username: new("ada"), Name: new("Ada Loom"),
				Description: new(""), Delinquent: new(true), Country: new("GB"),
			},
			Occurred: new(chargedesk.NewTime(newYear)), Status: new(chargedesk.ChargeStatusPaid), AmountRefunded: new(chargedesk.MustAmount("0")), Last4Digits: new("0042"),
			TransactionID: new("tx_1042"), Description: new("Punched cards"), ProductID: new("prod_loom"), SubscriptionID: new("sub_9K"),
			Lines: []chargedesk.ChargeLineParams{{Amount: new(chargedesk.MustAmount("35.00"))}}, Metadata: chargedesk.Metadata{"order": ""},
		})
	},
	"charges_delete": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return nil, desk.Charges.Delete(ctx, "ch_7Q")
	},
	"charges_send_email": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return nil, desk.Charges.SendEmail(ctx, "ch_7Q", nil)
	},
	"charges_send_email_elsewhere": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return nil, desk.Charges.SendEmail(ctx, "ch_7Q", &chargedesk.ChargeEmailParams{Email: new("books@example.com")})
	},
	"charges_preview": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return desk.Charges.Preview(ctx, &chargedesk.ChargePreviewParams{
			Amount: new(chargedesk.MustAmount("10.00")), Currency: new(chargedesk.CurrencyUSD), Country: new("GB"), TaxNumber: new("123 456"), AddTax: new(false),
		})
	},
	"charges_preview_product": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return desk.Charges.Preview(ctx, &chargedesk.ChargePreviewParams{ProductID: new("prod_loom"), AddTax: new(true)})
	},
	"charges_items": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return desk.Charges.Items(ctx, "ch_7Q")
	},
	"charges_items_wrapped": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return desk.Charges.Items(ctx, "ch_7Q")
	},
	"charges_items_list": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return desk.Charges.Items(ctx, "ch_7Q")
	},
	"customers_create": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return desk.Customers.Create(ctx, &chargedesk.CustomerCreateParams{CustomerID: "cus_ada"})
	},
	"customers_create_duplicate": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return desk.Customers.Create(ctx, &chargedesk.CustomerCreateParams{
			CustomerID: "cus_ada", UpdateIfExists: true, GatewayID: new("stripe"), Email: new("ada@example.com"), Country: new("GB"),
			Name: new("Ada Loom"), Phone: new("+44 20 7946 0001"), Username: new("ada"), CustomerCompany: new("Ada Ltd"), Website: new("https://ada.example"),
			Description: new("Weaves"), Delinquent: new(false), CardOnFile: new(true), TaxNumberAbr: new("VAT"), TaxNumber: new("123 456"),
			BillingAddress: new("1 Mill Road\nYork"), ShippingAddress: new("2 Mill Road\nYork"), InvoiceDetails: new("Ada Ltd\n1 Mill Road"),
			Metadata: chargedesk.Metadata{"branch": "north"},
		})
	},
	"customers_get": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return desk.Customers.Get(ctx, "ada+looms@example.com")
	},
	"customers_list": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return desk.Customers.List(ctx, &chargedesk.CustomerListParams{
			Count: new(2), Offset: new(50_000), CustomerID: new("cus_ada"), Email: new("ada@example.com"), Name: new("Ada"), Username: new("ada"),
			Country: new("GB"), FirstSeen: &chargedesk.TimeRange{Max: new(chargedesk.NewTime(newYear))},
		})
	},
	"customers_all": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return rows(desk.Customers.All(ctx, &chargedesk.CustomerListParams{FirstSeen: &chargedesk.TimeRange{Min: new(chargedesk.NewTime(newYear))}}))
	},
	"customers_update": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return desk.Customers.Update(ctx, "cus_ada", &chargedesk.CustomerUpdateParams{
			GatewayID: new("stripe"), Email: new("ada@example.com"), Country: new("GB"),
			Name: new("Ada Weaver"), Phone: new(""), Username: new("ada"), CustomerCompany: new("Ada Ltd"), Website: new("https://ada.example"),
			Description: new("Weaves"), Delinquent: new(true), CardOnFile: new(false), TaxNumberAbr: new("VAT"), TaxNumber: new("123 456"),
			BillingAddress: new("1 Mill Road\nYork"), ShippingAddress: new("2 Mill Road\nYork"), InvoiceDetails: new("Ada Ltd\n1 Mill Road"),
			Metadata: chargedesk.Metadata{"branch": "south"}, OverrideAgents: new(true), SendEmailTo: new("ada@example.com,books@example.com"),
		})
	},
	"customers_update_rename": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return desk.Customers.Update(ctx, "cus_ada", &chargedesk.CustomerUpdateParams{CustomerID: new("cus_ada_2")})
	},
	"customers_delete_customer_only": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return nil, desk.Customers.Delete(ctx, "cus_ada", chargedesk.DeleteModeCustomerOnly)
	},
	"customers_delete_everything": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return nil, desk.Customers.Delete(ctx, "cus_ada", chargedesk.DeleteModeEverything)
	},
	"customers_delete_anonymize": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return nil, desk.Customers.Delete(ctx, "cus_ada", chargedesk.DeleteModeAnonymize)
	},
	"customers_search": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return desk.Customers.Search(ctx, &chargedesk.CustomerSearchParams{
			CustomerID: new("cus_ada"), CustomerEmail: new("ada@example.com"), CustomerUsername: new("ada"), CustomerName: new("Ada Loom"), CustomerPhone: new("+44 20 7946 0001"),
		})
	},
	"customers_search_nobody": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return desk.Customers.Search(ctx, &chargedesk.CustomerSearchParams{Query: new("0042")})
	},
	"subscriptions_create": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return desk.Subscriptions.Create(ctx, &chargedesk.SubscriptionCreateParams{SubscriptionID: "sub_9K", Quantity: new(chargedesk.NewNumber(1))})
	},
	"subscriptions_create_items": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return desk.Subscriptions.Create(ctx, &chargedesk.SubscriptionCreateParams{
			SubscriptionID: "sub_9K", UpdateIfExists: true, CustomerID: new("cus_ada"), Status: new(chargedesk.SubscriptionStatusTrialing), GatewayID: new("stripe"),
			Amount: new(chargedesk.MustAmount("7.50")), Currency: new(chargedesk.CurrencyEUR), SetupAmount: new(chargedesk.MustAmount("0")), ProductID: new("prod_loom"),
			Interval: new(chargedesk.IntervalMonth), IntervalCount: new(6), Quantity: new(chargedesk.NewNumber(2)),
			CurrentPeriodStart: new(chargedesk.NewTime(newYear)), CurrentPeriodEnd: new(chargedesk.NewTime(newYear.AddDate(0, 1, 0))),
			TrialStart: new(chargedesk.NewTime(newYear)), TrialEnd: new(chargedesk.NewTime(newYear.AddDate(0, 0, 14))), EndedAt: new(chargedesk.Time{}),
			CanceledAt:         new(chargedesk.Time{}),
			BillingCyclesTotal: new(10), BillingCyclesCurrent: new(2),
			Items: []chargedesk.SubscriptionItemParams{
				{ID: new("it_1"), Amount: new(chargedesk.MustAmount("2.50")), Currency: new(chargedesk.CurrencyEUR), Quantity: new(chargedesk.NewNumber(3)),
					Description: new("Shuttle")},
				{ID: new("it_2"), Percent: new(chargedesk.Number{Decimal: decimal.RequireFromString("12.5")})},
			},
			Metadata: chargedesk.Metadata{"plan": "spring"},
		})
	},
	"subscriptions_get": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return desk.Subscriptions.Get(ctx, "sub_9K")
	},
	"subscriptions_list": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return desk.Subscriptions.List(ctx, &chargedesk.SubscriptionListParams{
			Count: new(500), Offset: new(10_000), CustomerID: new("cus_ada"),
			Created: &chargedesk.TimeRange{Min: new(chargedesk.NewTime(newYear.AddDate(-1, 0, 0))), Max: new(chargedesk.NewTime(newYear))},
		})
	},
	"subscriptions_all": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return rows(desk.Subscriptions.All(ctx, nil))
	},
	"subscriptions_update": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return desk.Subscriptions.Update(ctx, "sub_9K", &chargedesk.SubscriptionUpdateParams{
			SubscriptionID: new("sub_9K"), CustomerID: new("cus_ada"), Status: new(chargedesk.SubscriptionStatusPastDue), GatewayID: new("stripe"),
			Amount: new(chargedesk.MustAmount("7.50")), Currency: new(chargedesk.CurrencyEUR), SetupAmount: new(chargedesk.MustAmount("0")), ProductID: new("prod_loom"),
			Interval: new(chargedesk.IntervalMonth), IntervalCount: new(6), Quantity: new(chargedesk.NewNumber(1)),
			CurrentPeriodStart: new(chargedesk.NewTime(newYear)), CurrentPeriodEnd: new(chargedesk.NewTime(newYear.AddDate(0, 1, 0))),
			TrialStart: new(chargedesk.Time{}), TrialEnd: new(chargedesk.Time{}), EndedAt: new(chargedesk.Time{}), CanceledAt: new(chargedesk.NewTime(newYear)),
			BillingCyclesTotal: new(0), BillingCyclesCurrent: new(2), Items: []chargedesk.SubscriptionItemParams{}, Metadata: chargedesk.Metadata{},
		})
	},
	"products_create": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return desk.Products.Create(ctx, &chargedesk.ProductCreateParams{ProductID: "prod_loom", Interval: new(chargedesk.IntervalNone),
			Quantity: new(chargedesk.NewNumber(1))})
	},
	"products_create_recurring": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return desk.Products.Create(ctx, &chargedesk.ProductCreateParams{
			ProductID: "prod_loom", UpdateIfExists: true, Name: new("Loom"), Description: new("A loom"), URL: new("https://ada.example/loom"),
			Amount: new(chargedesk.MustAmount("34.00")), Currency: new(chargedesk.CurrencyUSD), Quantity: new(chargedesk.NewNumber(2)), GatewayID: new("stripe"),
			Chargeable: new(false),
			Interval:   new(chargedesk.IntervalMonth), IntervalCount: new(1), TrialPeriodDays: new(14), BillingCyclesTotal: new(0), SetupAmount: new(chargedesk.MustAmount("10")),
		})
	},
	"products_get": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return desk.Products.Get(ctx, "prod_loom")
	},
	"products_list": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return desk.Products.List(ctx, &chargedesk.ProductListParams{Count: new(20), Offset: new(40)})
	},
	"products_all": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return rows(desk.Products.All(ctx, nil))
	},
	"products_update": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return desk.Products.Update(ctx, "prod_loom", &chargedesk.ProductUpdateParams{
			ProductID: new("prod_loom_2"), Name: new("Loom"), Description: new("A loom"), URL: new("https://ada.example/loom"),
			Amount: new(chargedesk.MustAmount("34.00")), Currency: new(chargedesk.CurrencyUSD), Quantity: new(chargedesk.NewNumber(1)), GatewayID: new("stripe"),
			Chargeable: new(true),
			Interval:   new(chargedesk.IntervalNone), IntervalCount: new(1), TrialPeriodDays: new(0), BillingCyclesTotal: new(0), SetupAmount: new(chargedesk.MustAmount("10.00")),
		})
	},
	"webhooks_create": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return desk.Webhooks.Create(ctx, &chargedesk.WebhookCreateParams{URL: "https://shop.example/chargedesk/T0p-s3cret", All: new(true)})
	},
	"webhooks_create_some": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return desk.Webhooks.Create(ctx, &chargedesk.WebhookCreateParams{
			URL: "https://shop.example/chargedesk/T0p-s3cret", Notifications: []chargedesk.EventType{chargedesk.EventTypeChargePaid, chargedesk.EventTypeSubscriptionCanceled,
				"brand_new"},
		})
	},
	"webhooks_list_event_types": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return desk.Webhooks.ListEventTypes(ctx)
	},
	"webhooks_delete": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return nil, desk.Webhooks.Delete(ctx, "1042")
	},
	"agents_create": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return nil, desk.Agents.Create(ctx, &chargedesk.AgentCreateParams{Name: "Grace Desk", Email: "grace@example.com", Role: chargedesk.AgentRoleReadOnly})
	},
	"agents_delete": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return nil, desk.Agents.Delete(ctx, "grace+desk@example.com")
	},
	"logs_list_activity": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return desk.Logs.ListActivity(ctx, &chargedesk.ActivityListParams{
			Count: new(20), Offset: new(0), ObjectType: new(chargedesk.ObjectTypeCharge), ObjectID: new("ch_7Q"), ActionType: new("refund"),
			Occurred: &chargedesk.TimeRange{Min: new(chargedesk.NewTime(newYear.AddDate(0, -1, 0))), Max: new(chargedesk.NewTime(newYear))},
		})
	},
	"logs_all_activity": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return rows(desk.Logs.AllActivity(ctx, &chargedesk.ActivityListParams{ObjectType: new(chargedesk.ObjectTypeCharge)}))
	},
	"logs_list_cancellations": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return desk.Logs.ListCancellations(ctx, &chargedesk.CancellationListParams{
			Count: new(1), Offset: new(10_000), Action: new(chargedesk.CancellationActionCancel), Occurred: &chargedesk.TimeRange{Max: new(chargedesk.NewTime(newYear))},
		})
	},
	"logs_all_cancellations": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return rows(desk.Logs.AllCancellations(ctx, nil))
	},
}
