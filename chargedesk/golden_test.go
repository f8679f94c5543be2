package chargedesk_test

import (
	"context"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/internal/golden"
)

// exchanges are the golden exchanges: what is called, by the file in
// testdata/chargedesk that has the request, the answer and the result.
var exchanges = map[string]func(ctx context.Context, desk *chargedesk.Client) (any, error){}

func init() {
	for _, chapter := range []map[string]func(context.Context, *chargedesk.Client) (any, error){
		gatewayExchanges, chargesExchanges, customersExchanges, subscriptionsExchanges, productsExchanges, otherExchanges,
	} {
		for name, do := range chapter {
			exchanges[name] = do
		}
	}
}

var newYear = time.Date(2026, 1, 1, 10, 0, 0, 0, time.UTC)

func TestGoldenExchanges(t *testing.T) {
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

func TestEveryGoldenExchangeIsReplayed(t *testing.T) {
	files, err := filepath.Glob("../testdata/chargedesk/*.txtar")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		require.Contains(t, exchanges, strings.TrimSuffix(filepath.Base(file), ".txtar"))
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

var gatewayExchanges = map[string]func(context.Context, *chargedesk.Client) (any, error){
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
			CustomerID: "cus_ada", Amount: chargedesk.MustAmount("7.50"), Currency: chargedesk.CurrencyEUR, Quantity: new(chargedesk.NewNumber(2)), Description: new("Cards by mail"),
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
			Contact: new("+44 20 7946 0001"), Amount: chargedesk.MustAmount("34.00"), Currency: chargedesk.CurrencyUSD, Description: new("Punched cards"), CustomerID: new("cus_ada"),
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
				{Amount: new(chargedesk.MustAmount("12.00")), Currency: new(chargedesk.CurrencyUSD), Quantity: new(chargedesk.NewNumber(3)), ProductID: new("prod_loom"), Description: new("Shuttles"), Taxable: new(true)},
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
}

var chargesExchanges = map[string]func(context.Context, *chargedesk.Client) (any, error){
	"charges_create": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return desk.Charges.Create(ctx, &chargedesk.ChargeCreateParams{Amount: chargedesk.MustAmount("34.00"), Currency: chargedesk.CurrencyUSD, Customer: chargedesk.ChargeCustomerParams{ID: "ada@example.com"}})
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
				{Amount: new(chargedesk.MustAmount("17.00")), Currency: new(chargedesk.CurrencyUSD), Quantity: new(chargedesk.NewNumber(2)), ProductID: new("prod_loom"), Description: new("Shuttles"), Taxable: new(true), TaxPaid: new(chargedesk.MustAmount("0"))},
				{Description: new("A gift")},
			},
		})
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
}
