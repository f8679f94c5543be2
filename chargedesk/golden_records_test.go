package chargedesk_test

import (
	"context"

	"github.com/shopspring/decimal"

	"github.com/chargekit/chargekit-go/chargedesk"
)

var customersExchanges = map[string]func(context.Context, *chargedesk.Client) (any, error){
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
}

var subscriptionsExchanges = map[string]func(context.Context, *chargedesk.Client) (any, error){
	"subscriptions_create": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return desk.Subscriptions.Create(ctx, &chargedesk.SubscriptionCreateParams{SubscriptionID: "sub_9K", Quantity: new(chargedesk.NewNumber(1))})
	},
	"subscriptions_create_items": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return desk.Subscriptions.Create(ctx, &chargedesk.SubscriptionCreateParams{
			SubscriptionID: "sub_9K", UpdateIfExists: true, CustomerID: new("cus_ada"), Status: new(chargedesk.SubscriptionStatusTrialing), GatewayID: new("stripe"),
			Amount: new(chargedesk.MustAmount("7.50")), Currency: new(chargedesk.CurrencyEUR), SetupAmount: new(chargedesk.MustAmount("0")), ProductID: new("prod_loom"),
			Interval: new(chargedesk.IntervalMonth), IntervalCount: new(6), Quantity: new(chargedesk.NewNumber(2)),
			CurrentPeriodStart: new(chargedesk.NewTime(newYear)), CurrentPeriodEnd: new(chargedesk.NewTime(newYear.AddDate(0, 1, 0))),
			TrialStart: new(chargedesk.NewTime(newYear)), TrialEnd: new(chargedesk.NewTime(newYear.AddDate(0, 0, 14))), EndedAt: new(chargedesk.Time{}), CanceledAt: new(chargedesk.Time{}),
			BillingCyclesTotal: new(10), BillingCyclesCurrent: new(2),
			Items: []chargedesk.SubscriptionItemParams{
				{ID: new("it_1"), Amount: new(chargedesk.MustAmount("2.50")), Currency: new(chargedesk.CurrencyEUR), Quantity: new(chargedesk.NewNumber(3)), Description: new("Shuttle")},
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
}

var productsExchanges = map[string]func(context.Context, *chargedesk.Client) (any, error){
	"products_create": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return desk.Products.Create(ctx, &chargedesk.ProductCreateParams{ProductID: "prod_loom", Interval: new(chargedesk.IntervalNone), Quantity: new(chargedesk.NewNumber(1))})
	},
	"products_create_recurring": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return desk.Products.Create(ctx, &chargedesk.ProductCreateParams{
			ProductID: "prod_loom", UpdateIfExists: true, Name: new("Loom"), Description: new("A loom"), URL: new("https://ada.example/loom"),
			Amount: new(chargedesk.MustAmount("34.00")), Currency: new(chargedesk.CurrencyUSD), Quantity: new(chargedesk.NewNumber(2)), GatewayID: new("stripe"), Chargeable: new(false),
			Interval: new(chargedesk.IntervalMonth), IntervalCount: new(1), TrialPeriodDays: new(14), BillingCyclesTotal: new(0), SetupAmount: new(chargedesk.MustAmount("10")),
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
			Amount: new(chargedesk.MustAmount("34.00")), Currency: new(chargedesk.CurrencyUSD), Quantity: new(chargedesk.NewNumber(1)), GatewayID: new("stripe"), Chargeable: new(true),
			Interval: new(chargedesk.IntervalNone), IntervalCount: new(1), TrialPeriodDays: new(0), BillingCyclesTotal: new(0), SetupAmount: new(chargedesk.MustAmount("10.00")),
		})
	},
}

var otherExchanges = map[string]func(context.Context, *chargedesk.Client) (any, error){
	"webhooks_create": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return desk.Webhooks.Create(ctx, &chargedesk.WebhookCreateParams{URL: "https://shop.example/chargedesk/T0p-s3cret", All: new(true)})
	},
	"webhooks_create_some": func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return desk.Webhooks.Create(ctx, &chargedesk.WebhookCreateParams{
			URL: "https://shop.example/chargedesk/T0p-s3cret", Notifications: []chargedesk.EventType{chargedesk.EventTypeChargePaid, chargedesk.EventTypeSubscriptionCanceled, "brand_new"},
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
