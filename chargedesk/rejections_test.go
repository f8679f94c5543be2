package chargedesk_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"net/http"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"text/tabwriter"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
)

// The grounds on which a call may be rejected before it is sent. There are no
// others: ChargeDesk decides about everything else.
const (
	documented     = "the documentation forbids it"
	otherOperation = "it would be another operation"
	otherSum       = "it would move another sum"
	noForm         = "a form can't carry it"
)

// Ways out of a rejection.
const (
	byDo    = "Client.Do"
	leaveIt = "leave it nil"
	noneYet = "none: there is nothing to send"
)

// Short names for the params of the table.
type (
	payment      = chargedesk.GatewayChargeParams
	subscription = chargedesk.GatewaySubscriptionParams
	request      = chargedesk.PaymentRequestParams
	customer     = chargedesk.CustomerCreateParams
)

// rejection is one value that a check rejects.
type rejection struct {
	check  string // the params, the parameter and the check that rejects it
	ground string
	why    string
	wayOut string
	params any
}

func quantityOf(text string) *chargedesk.Number {
	return new(chargedesk.Number{Decimal: chargedesk.MustAmount(text).Decimal()})
}

// rejections are all values that are rejected, apart from those that any params
// reject: see rejectionsOfAll.
var rejections = slices.Concat(
	gatewayRejections, recordRejections, listRejections,
	metadataRejections("GatewayChargeParams", func(m chargedesk.Metadata) any {
		return with(onCard, func(p *payment) { p.Metadata = m })
	}),
	metadataRejections("ChargeCreateParams", func(m chargedesk.Metadata) any {
		return with(recorded, func(p *chargedesk.ChargeCreateParams) { p.Metadata = m })
	}),
	metadataRejections("ChargeUpdateParams", func(m chargedesk.Metadata) any { return &chargedesk.ChargeUpdateParams{Metadata: m} }),
	metadataRejections("CustomerCreateParams", func(m chargedesk.Metadata) any {
		return with(newCustomer, func(p *customer) { p.Metadata = m })
	}),
	metadataRejections("CustomerUpdateParams", func(m chargedesk.Metadata) any { return &chargedesk.CustomerUpdateParams{Metadata: m} }),
	metadataRejections("SubscriptionCreateParams", func(m chargedesk.Metadata) any {
		return with(subscribed, func(p *chargedesk.SubscriptionCreateParams) { p.Metadata = m })
	}),
	metadataRejections("SubscriptionUpdateParams", func(m chargedesk.Metadata) any { return &chargedesk.SubscriptionUpdateParams{Metadata: m} }),
	pageRejections("ChargeListParams", 50_000, func(count, offset *int) any { return &chargedesk.ChargeListParams{Count: count, Offset: offset} }),
	pageRejections("CustomerListParams", 50_000, func(count, offset *int) any { return &chargedesk.CustomerListParams{Count: count, Offset: offset} }),
	pageRejections("SubscriptionListParams", 10_000, func(count, offset *int) any {
		return &chargedesk.SubscriptionListParams{Count: count, Offset: offset}
	}),
	pageRejections("ProductListParams", 10_000, func(count, offset *int) any { return &chargedesk.ProductListParams{Count: count, Offset: offset} }),
	pageRejections("ActivityListParams", 10_000, func(count, offset *int) any { return &chargedesk.ActivityListParams{Count: count, Offset: offset} }),
	pageRejections("CancellationListParams", 10_000, func(count, offset *int) any {
		return &chargedesk.CancellationListParams{Count: count, Offset: offset}
	}),
)

var gatewayRejections = []rejection{
	{"GatewayChargeParams customer[id] Required", documented, "required", byDo, with(onCard, func(p *payment) { p.CustomerID = "" })},
	{"GatewayChargeParams currency Required", documented, "required", byDo, with(onCard, func(p *payment) { p.Currency = "" })},
	{"GatewayChargeParams amount positive", documented, "required", byDo, with(onCard, func(p *payment) { p.Amount = noAmount })},
	{"GatewayChargeParams amount positive", otherSum, "zero may be taken for none", byDo, with(onCard, func(p *payment) { p.Amount = zero })},
	{"GatewayChargeParams amount positive", otherOperation, "a charge below zero pays out", byDo, with(onCard, func(p *payment) { p.Amount = negative })},
	{"GatewayChargeParams amount decimals", otherSum, "the gateway rounds", byDo, with(onCard, func(p *payment) { p.Amount = chargedesk.MustAmount("34.001") })},
	{"GatewayChargeParams amount decimals", otherSum, "the gateway rounds", byDo, with(onCard, func(p *payment) {
		p.Currency, p.Amount = "jpy", chargedesk.MustAmount("100.5")
	})},

	{"GatewaySubscriptionParams customer[id] Required", documented, "required", byDo, with(recurring, func(p *subscription) { p.CustomerID = "" })},
	{"GatewaySubscriptionParams currency Required", documented, "required", byDo, with(recurring, func(p *subscription) { p.Currency = "" })},
	{"GatewaySubscriptionParams amount atLeastZero", documented, "required", byDo, with(recurring, func(p *subscription) { p.Amount = noAmount })},
	{"GatewaySubscriptionParams amount atLeastZero", otherOperation, "a charge below zero pays out", byDo, with(recurring, func(p *subscription) { p.Amount = negative })},
	{"GatewaySubscriptionParams amount decimals", otherSum, "the gateway rounds", byDo, with(recurring, func(p *subscription) {
		p.Amount, p.Quantity = chargedesk.MustAmount("0.0025"), quantityOf("3")
	})},
	{"GatewaySubscriptionParams quantity quantity", documented, "a whole number above 1", byDo, with(recurring, func(p *subscription) { p.Quantity = quantityOf("1.5") })},
	{"GatewaySubscriptionParams quantity quantity", otherSum, "zero may be taken for none, which is 1", byDo, with(recurring,
		func(p *subscription) { p.Quantity = quantityOf("0") })},
	{"GatewaySubscriptionParams product[interval] interval", otherOperation, "without it a single charge is made", "CreateCharge", with(recurring, func(p *subscription) {
		p.Product.Interval = chargedesk.IntervalNone
	})},
	{"GatewaySubscriptionParams product[interval] interval", documented, "day, week, month or year", byDo, with(recurring, func(p *subscription) {
		p.Product.Interval = "quarter"
	})},
	{"GatewaySubscriptionParams product[trial_period_days] notNegative", documented, "positive, or 0 for none", byDo, with(recurring, func(p *subscription) {
		p.Product.TrialPeriodDays = new(-1)
	})},
	{"GatewaySubscriptionParams product[billing_cycles_total] notNegative", documented, "positive, or 0 for no end", byDo, with(recurring, func(p *subscription) {
		p.Product.BillingCyclesTotal = new(-1)
	})},
	{"GatewaySubscriptionParams product[setup_amount] decimals", otherSum, "the gateway rounds", byDo, with(recurring, func(p *subscription) {
		p.Product.SetupAmount = new(chargedesk.MustAmount("10.005"))
	})},

	{"PaymentRequestParams contact NotEmpty", otherOperation, "without a contact nothing is sent", leaveIt, with(askedFor, func(p *request) { p.Contact = new("") })},
	{"PaymentRequestParams currency Required", documented, "required", byDo, with(askedFor, func(p *request) { p.Currency = "" })},
	{"PaymentRequestParams amount atLeastZero", documented, "required", byDo, with(askedFor, func(p *request) { p.Amount = noAmount })},
	{"PaymentRequestParams amount atLeastZero", otherOperation, "a payment below zero pays out", byDo, with(askedFor, func(p *request) { p.Amount = negative })},
	{"PaymentRequestParams amount decimals", otherSum, "the gateway rounds", byDo, with(askedFor, func(p *request) { p.Amount = chargedesk.MustAmount("1.005") })},
	{"PaymentRequestParams quantity quantity", documented, "a whole number above 1", byDo, with(askedFor, func(p *request) { p.Quantity = quantityOf("-2") })},

	{"RefundParams amount requiredAmount", otherSum, "none refunds all", "RefundInFull", &chargedesk.RefundParams{}},
	{"RefundParams amount Reject", otherSum, "zero may be taken for none, which refunds all", "RefundInFull", &chargedesk.RefundParams{Amount: zero}},
	{"RefundParams amount Reject", otherOperation, "a refund below zero charges", byDo, &chargedesk.RefundParams{Amount: negative}},
	{"CaptureParams amount requiredAmount", otherSum, "none captures all", "CaptureInFull", &chargedesk.CaptureParams{}},
	{"CaptureParams amount Reject", otherOperation, "zero voids the authorization", "VoidAuthorization", &chargedesk.CaptureParams{Amount: zero}},
	{"CaptureParams amount Reject", otherOperation, "a capture below zero pays out", byDo, &chargedesk.CaptureParams{Amount: negative}},
	{"UpdatePlansParams trial_end time", otherSum, "a trial that ended in 1970 is charged now", byDo, &chargedesk.UpdatePlansParams{TrialEnd: new(chargedesk.Time{})}},
	{"UpdatePlansParams period_end time", otherSum, "a period that ended in 1970 is charged now", byDo, &chargedesk.UpdatePlansParams{PeriodEnd: new(chargedesk.Time{})}},
}

var recordRejections = []rejection{
	{"ChargeCreateParams amount requiredAmount", documented, "required", byDo, with(recorded, func(p *chargedesk.ChargeCreateParams) { p.Amount = noAmount })},
	{"ChargeCreateParams currency Required", documented, "required", byDo, with(recorded, func(p *chargedesk.ChargeCreateParams) { p.Currency = "" })},
	{"ChargeCreateParams customer[id] Required", documented, "required", byDo, with(recorded, func(p *chargedesk.ChargeCreateParams) { p.Customer.ID = "" })},
	{"ChargeEmailParams email NotEmpty", otherOperation, "without an address the mail goes to the customer", leaveIt, &chargedesk.ChargeEmailParams{Email: new("")}},
	{"ChargePreviewParams amount requiredAmount", documented, "required without an id", byDo, &chargedesk.ChargePreviewParams{Currency: new(chargedesk.CurrencyUSD)}},
	{"ChargePreviewParams currency Required", documented, "required without an id", byDo, &chargedesk.ChargePreviewParams{Amount: &dollars, ChargeID: new("")}},

	{"CustomerCreateParams customer_id Required", documented, "required", byDo, &chargedesk.CustomerCreateParams{}},
	{"CustomerCreateParams description MaxLength", documented, "255 characters", byDo, with(newCustomer, func(p *customer) { p.Description = &long })},
	{"CustomerCreateParams billing_address MaxLength", documented, "255 characters", byDo, with(newCustomer, func(p *customer) { p.BillingAddress = &long })},
	{"CustomerCreateParams shipping_address MaxLength", documented, "255 characters", byDo, with(newCustomer, func(p *customer) { p.ShippingAddress = &long })},
	{"CustomerCreateParams invoice_details MaxLength", documented, "255 characters", byDo, with(newCustomer, func(p *customer) { p.InvoiceDetails = &long })},
	{"CustomerUpdateParams customer_id NotEmpty", otherOperation, "it would take the customer's id away", leaveIt, &chargedesk.CustomerUpdateParams{CustomerID: new("")}},
	{"CustomerUpdateParams description MaxLength", documented, "255 characters", byDo, &chargedesk.CustomerUpdateParams{Description: &long}},
	{"CustomerUpdateParams billing_address MaxLength", documented, "255 characters", byDo, &chargedesk.CustomerUpdateParams{BillingAddress: &long}},
	{"CustomerUpdateParams shipping_address MaxLength", documented, "255 characters", byDo, &chargedesk.CustomerUpdateParams{ShippingAddress: &long}},
	{"CustomerUpdateParams invoice_details MaxLength", documented, "255 characters", byDo, &chargedesk.CustomerUpdateParams{InvoiceDetails: &long}},

	{"SubscriptionCreateParams subscription_id Required", documented, "required", byDo, &chargedesk.SubscriptionCreateParams{}},
	{"SubscriptionUpdateParams subscription_id NotEmpty", otherOperation, "it would take the subscription's id away", leaveIt,
		&chargedesk.SubscriptionUpdateParams{SubscriptionID: new("")}},
	{"ProductCreateParams product_id Required", documented, "required", byDo, &chargedesk.ProductCreateParams{}},
	{"ProductCreateParams description MaxLength", documented, "255 characters", byDo, with(offered, func(p *chargedesk.ProductCreateParams) { p.Description = &long })},
	{"ProductCreateParams trial_period_days notNegative", documented, "0 or more", byDo, with(offered,
		func(p *chargedesk.ProductCreateParams) { p.TrialPeriodDays = new(-1) })},
	{"ProductUpdateParams product_id NotEmpty", otherOperation, "it would take the product's id away", leaveIt, &chargedesk.ProductUpdateParams{ProductID: new("")}},
	{"ProductUpdateParams description MaxLength", documented, "255 characters", byDo, &chargedesk.ProductUpdateParams{Description: &long}},
	{"ProductUpdateParams trial_period_days notNegative", documented, "0 or more", byDo, &chargedesk.ProductUpdateParams{TrialPeriodDays: new(-1)}},

	{"WebhookCreateParams url Required", documented, "required", byDo, &chargedesk.WebhookCreateParams{}},
	{"AgentCreateParams name Required", documented, "required", byDo, with(invited, func(p *chargedesk.AgentCreateParams) { p.Name = "" })},
	{"AgentCreateParams email Required", documented, "required", byDo, with(invited, func(p *chargedesk.AgentCreateParams) { p.Email = "" })},
	{"AgentCreateParams role Required", documented, "required", byDo, with(invited, func(p *chargedesk.AgentCreateParams) { p.Role = "" })},
}

// A filter that is empty may match every row: a loop over one customer's charges
// would go over everybody's.
var listRejections = []rejection{
	{"ChargeListParams status NotEmpty", otherOperation, "it may list every row", leaveIt, &chargedesk.ChargeListParams{Status: new(chargedesk.ChargeStatus(""))}},
	{"ChargeListParams customer[id] NotEmpty", otherOperation, "it may list every row", leaveIt, &chargedesk.ChargeListParams{CustomerID: new("")}},
	{"ChargeListParams customer[email] NotEmpty", otherOperation, "it may list every row", leaveIt, &chargedesk.ChargeListParams{CustomerEmail: new("")}},
	{"ChargeListParams transaction_id NotEmpty", otherOperation, "it may list every row", leaveIt, &chargedesk.ChargeListParams{TransactionID: new("")}},
	{"CustomerListParams customer_id NotEmpty", otherOperation, "it may list every row", leaveIt, &chargedesk.CustomerListParams{CustomerID: new("")}},
	{"CustomerListParams email NotEmpty", otherOperation, "it may list every row", leaveIt, &chargedesk.CustomerListParams{Email: new("")}},
	{"CustomerSearchParams customer[id] NotEmpty", otherOperation, "it may find everybody", leaveIt, &chargedesk.CustomerSearchParams{CustomerID: new("")}},
	{"CustomerSearchParams customer[email] NotEmpty", otherOperation, "it may find everybody", leaveIt, &chargedesk.CustomerSearchParams{CustomerEmail: new("")}},
	{"SubscriptionListParams customer_id NotEmpty", otherOperation, "it may list every row", leaveIt, &chargedesk.SubscriptionListParams{CustomerID: new("")}},
	{"ActivityListParams object_id NotEmpty", otherOperation, "it may list every row", leaveIt, &chargedesk.ActivityListParams{
		ObjectType: new(chargedesk.ObjectTypeCharge), ObjectID: new(""),
	}},
	{"ActivityListParams object_type Reject", documented, "required with object_id", byDo, &chargedesk.ActivityListParams{ObjectID: new("ch_7Q")}},
	{"ActivityListParams object_type Reject", documented, "required with action_type", byDo, &chargedesk.ActivityListParams{
		ActionType: new("refund"), ObjectType: new(chargedesk.ObjectType("")),
	}},
}

func metadataRejections(params string, with func(chargedesk.Metadata) any) []rejection {
	check := params + " metadata metadata"
	return []rejection{
		{check, documented, "keys have 32 characters", byDo, with(chargedesk.Metadata{strings.Repeat("é", 33): "x"})},
		{check, documented, "values have 255 characters", byDo, with(chargedesk.Metadata{"x": long})},
		{check, noForm, "PHP ends a name at a bracket", noneYet, with(chargedesk.Metadata{"a[b": "x"})},
		{check, noForm, "PHP ends a name at a zero byte", noneYet, with(chargedesk.Metadata{"a\x00": "x"})},
		{check, noForm, "PHP takes a space for no key", noneYet, with(chargedesk.Metadata{" ": "x"})},
	}
}

func pageRejections(params string, maxOffset int, with func(count, offset *int) any) []rejection {
	return []rejection{
		{params + " count page", documented, "between 1 and 500", byDo, with(new(0), nil)},
		{params + " count page", documented, "between 1 and 500", byDo, with(new(501), nil)},
		{params + " offset page", documented, fmt.Sprintf("between 0 and %d", maxOffset), byDo, with(nil, new(maxOffset+1))},
		{params + " offset page", documented, fmt.Sprintf("between 0 and %d", maxOffset), byDo, with(nil, new(-1))},
	}
}

func TestRejections(t *testing.T) {
	t.Parallel()
	for _, r := range rejections {
		fields := strings.Fields(r.check)
		t.Run(r.check+"/"+r.why, func(t *testing.T) {
			t.Parallel()
			require.Len(t, fields, 3)
			require.Equal(t, fields[0], reflect.TypeOf(r.params).Elem().Name())
			require.Contains(t, []string{documented, otherOperation, otherSum, noForm}, r.ground)
			require.NotEmpty(t, r.wayOut)
			requireFault(t, fields[1], give(t.Context(), silent(t), r.params))
		})
	}
}

// TestEveryCheckIsARejection fails for a check of parameters that has no row above, and
// for a row whose check is gone.
func TestEveryCheckIsARejection(t *testing.T) {
	t.Parallel()
	rows := map[string]bool{}
	for _, r := range rejections {
		rows[r.check] = true
	}
	checks := map[string]bool{}
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		require.NoError(t, err)
		for _, declaration := range file.Decls {
			function, ok := declaration.(*ast.FuncDecl)
			if !ok || function.Name.Name != "check" || function.Recv == nil {
				continue
			}
			receiver, ok := function.Recv.List[0].Type.(*ast.StarExpr)
			if !ok {
				continue // not of params
			}
			params := receiver.X.(*ast.Ident).Name
			for _, check := range checksIn(t, function.Body) {
				checks[params+" "+check] = true
			}
		}
	}
	require.ElementsMatch(t, slices.Collect(maps.Keys(checks)), slices.Collect(maps.Keys(rows)))

	var text strings.Builder
	table, grounds := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0), map[string]int{}
	for _, r := range rejections {
		grounds[r.ground]++
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", r.check, r.ground, r.why, r.wayOut)
	}
	require.NoError(t, table.Flush())
	t.Logf("%d checks, %d rows: %v\n%s", len(checks), len(rejections), grounds, text.String())
}

// checksIn returns the parameters that a method named check checks, each with the
// name of the check.
func checksIn(t *testing.T, body *ast.BlockStmt) (found []string) {
	t.Helper()
	ast.Inspect(body, func(node ast.Node) bool {
		call, ok := node.(*ast.CallExpr)
		if !ok {
			return true
		}
		method, ok := call.Fun.(*ast.SelectorExpr)
		if !ok || method.Sel.Name == "err" {
			return true
		}
		if on, ok := method.X.(*ast.Ident); !ok || on.Name != "c" {
			return true
		}
		switch method.Sel.Name {
		case "page":
			found = append(found, "count page", "offset page")
		case "metadata":
			found = append(found, "metadata metadata")
		default:
			literal, ok := call.Args[0].(*ast.BasicLit)
			require.True(t, ok, "%s is not called with the parameter's name", method.Sel.Name)
			param, err := strconv.Unquote(literal.Value)
			require.NoError(t, err)
			found = append(found, param+" "+method.Sel.Name)
		}
		return true
	})
	return found
}

// TestRejectionsOfAllParams are what any call rejects.
func TestRejectionsOfAllParams(t *testing.T) {
	t.Parallel()
	desk, ctx := silent(t), t.Context()
	lines := make([]chargedesk.ChargeLineParams, 998)
	for i := range lines {
		lines[i].Description = new("x")
	}
	tooMany := with(recorded, func(p *chargedesk.ChargeCreateParams) { p.Lines = lines })
	for name, c := range map[string]struct {
		ground, wayOut, param string
		err                   error
	}{
		"no params": {documented, byDo, "params", drop(desk.Charges.Create(ctx, nil))},
		"an element of nothing": {noForm, "leave the element out", "lines[1]", drop(desk.Charges.Create(ctx, with(recorded, func(p *chargedesk.ChargeCreateParams) {
			p.Lines = []chargedesk.ChargeLineParams{{Description: new("x")}, {}}
		})))},
		"an amount of a million digits": {noForm, noneYet, "amount", drop(desk.Gateway.Refund(ctx, "ch_7Q",
			&chargedesk.RefundParams{Amount: chargedesk.NewAmount(unsendable)}))},
		"a quantity of a million digits": {noForm, noneYet, "quantity", drop(desk.Gateway.RequestPayment(ctx, with(askedFor, func(p *request) {
			p.Quantity = &chargedesk.Number{Decimal: unsendable}
		})))},
		"text that is not UTF-8": {noForm, noneYet, "description", drop(desk.Charges.Update(ctx, "ch_7Q",
			&chargedesk.ChargeUpdateParams{Description: new("Gr\xfc\xdfe")}))},
		"an option that is not UTF-8": {noForm, noneYet, "new", drop(desk.Charges.Update(ctx, "ch_7Q", nil, chargedesk.WithParam("new", "\xff")))},
		"a query that is not UTF-8":   {noForm, noneYet, "new", drop(desk.Charges.Get(ctx, "ch_7Q", chargedesk.WithQuery("new", "\xff")))},
		"a metadata key that is not UTF-8": {noForm, noneYet, "params", drop(desk.Charges.Update(ctx, "ch_7Q",
			&chargedesk.ChargeUpdateParams{Metadata: chargedesk.Metadata{"\xff": ""}}))},
		"an id that is not UTF-8":           {noForm, noneYet, "charge_id", drop(desk.Charges.Get(ctx, "\xff"))},
		"an empty id":                       {otherOperation, noneYet, "charge_id", drop(desk.Charges.Update(ctx, "", nil))},
		"an id that is a word of the paths": {otherOperation, byDo, "customer_id", drop(desk.Customers.Get(ctx, "grouped"))},
		"a mode of deleting that is none":   {otherOperation, byDo, "delete_all", desk.Customers.Delete(ctx, "cus_ada", "")},
		"an option that decides the sum":    {otherSum, "params", "amount", drop(desk.Gateway.RefundInFull(ctx, "ch_7Q", nil, chargedesk.WithParam("amount", "1")))},
		"a name that PHP changes":           {otherOperation, noneYet, "call option", drop(desk.Charges.Update(ctx, "ch_7Q", nil, chargedesk.WithParam("amount ", "1")))},
		"more than 1,000 variables":         {noForm, "WithoutVariableLimit", "params", drop(desk.Charges.Create(ctx, tooMany))},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			requireFault(t, c.param, c.err)
		})
	}
	sent := 0
	_, err := replyingWith(t, func() { sent++ }).Charges.Create(ctx, tooMany, chargedesk.WithoutVariableLimit())
	require.NoError(t, err)
	require.Equal(t, 1, sent, "with the way out")
}

func replyingWith(t *testing.T, seen func()) *chargedesk.Client {
	return answering(t, func(r *http.Request) (*http.Response, error) {
		seen()
		return replyTo(r, `{"charge_id":"ch_7Q"}`), nil
	})
}
