package chargeback_test

import (
	"context"
	"go/ast"
	"go/parser"
	"go/token"
	"math"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
)

// Reasons that more than one rejection has.
const (
	required    = "documented as required"
	noJSON      = "JSON can't express it"
	onePath     = "no path can hold it, or it would be another path"
	cardNumber  = "a card number in an order is a breach of the schemes' rules"
	oneCall     = "it means something for one call only"
	manyDoubles = "an order that is sent twice may be stored twice"
	noMeaning   = "it has no meaning"
)

// refusal is one thing that the package rejects before it sends anything.
type refusal struct {
	what, reason, wayOut string
	try                  func(t *testing.T, orders *chargeback.OrdersService, client *chargeback.Client) error
}

// create is a refusal of an order, changed by spoil.
func create(spoil func(*chargeback.OrderCreateParams), opts ...chargeback.CallOption) func(*testing.T, *chargeback.OrdersService, *chargeback.Client) error {
	return func(t *testing.T, orders *chargeback.OrdersService, _ *chargeback.Client) error {
		order := lampOrder("ord_1")
		spoil(order)
		_, err := orders.Create(t.Context(), order, opts...)
		return err
	}
}

func importing(options *chargeback.ImportOptions, opts ...chargeback.CallOption) func(*testing.T, *chargeback.OrdersService, *chargeback.Client) error {
	return func(t *testing.T, orders *chargeback.OrdersService, _ *chargeback.Client) error {
		return lastOf(orders.Import(t.Context(), lampOrders(2), options, opts...))
	}
}

func doing(method, path string, in, out any) func(*testing.T, *chargeback.OrdersService, *chargeback.Client) error {
	return func(t *testing.T, _ *chargeback.OrdersService, client *chargeback.Client) error {
		return client.Do(t.Context(), method, path, in, out)
	}
}

func unchanged(*chargeback.OrderCreateParams) {}

// refusals are all that this package rejects by itself. What the three packages
// reject alike (keys, addresses, ids, headers, limits) is in internal/contract.
var refusals = []refusal{
	{"order_id is missing", required, "WithoutRequiredCheck", create(func(p *chargeback.OrderCreateParams) { p.OrderID = "" })},
	{"order_ts is missing", required, "WithoutRequiredCheck", create(func(p *chargeback.OrderCreateParams) { p.OrderTS = chargeback.Time{} })},
	{"order_amount is missing", required, "WithoutRequiredCheck", create(func(p *chargeback.OrderCreateParams) { p.OrderAmount = chargeback.Amount{} })},
	{"transaction_id is missing", required, "WithoutRequiredCheck", create(func(p *chargeback.OrderCreateParams) { p.TransactionID = "" })},
	{"transaction_amount is missing", required, "WithoutRequiredCheck", create(func(p *chargeback.OrderCreateParams) { p.TransactionAmount = chargeback.Amount{} })},
	{"crm_id is missing, and so is crm_name", required, "WithoutRequiredCheck", create(func(p *chargeback.OrderCreateParams) { p.CRMID = nil })},
	{"merchant_name is missing", required, "WithoutRequiredCheck", create(func(p *chargeback.OrderCreateParams) { p.MerchantName = "" })},
	{"params is nil", "there is no order", "", func(t *testing.T, orders *chargeback.OrdersService, _ *chargeback.Client) error {
		_, err := orders.Create(t.Context(), nil)
		return err
	}},
	{"billing_city has a card number in it that is not masked", cardNumber, "WithoutCardCheck", create(func(p *chargeback.OrderCreateParams) { p.BillingCity = new("4242 4242 4242 4242") })},
	{"card_prefix is not 6 digits", "documented as six digits; more of them are more of the card number", "WithoutCardCheck",
		create(func(p *chargeback.OrderCreateParams) { p.CardPrefix = new("41111111") })},
	{"card_suffix is not 4 digits", "documented as four digits; more of them are more of the card number", "WithoutCardCheck",
		create(func(p *chargeback.OrderCreateParams) { p.CardSuffix = new("11111") })},
	{"tracking_numbers[0] has a comma in it", "it would arrive as two numbers, and make two shipments", "two elements",
		create(func(p *chargeback.OrderCreateParams) { p.TrackingNumbers = []string{"a,b"} })},
	{"tracking_numbers[0] is not UTF-8 text", noJSON, "", create(func(p *chargeback.OrderCreateParams) { p.TrackingNumbers = []string{"\xff"} })},
	{"billing_city is not UTF-8 text", noJSON, "", create(func(p *chargeback.OrderCreateParams) { p.BillingCity = new("\xff") })},
	{"order_ts can't be written as JSON", noJSON, "", create(func(p *chargeback.OrderCreateParams) { p.OrderTS = year20000 })},
	{"order_amount can't be written as JSON", noJSON, "", create(func(p *chargeback.OrderCreateParams) {
		p.OrderAmount = chargeback.NewAmount(decimal.New(1, 1_000_000))
	})},
	{"params can't be written as JSON", "a list has no fields", "a field of the orders", func(t *testing.T, orders *chargeback.OrdersService, _ *chargeback.Client) error {
		_, err := orders.CreateBatch(t.Context(), batchOf("a"), chargeback.WithParam("merchant_id", 1))
		return err
	}},
	{"orders are not 1 to 100", "documented as at most 100", "Import", func(t *testing.T, orders *chargeback.OrdersService, _ *chargeback.Client) error {
		_, err := orders.CreateBatch(t.Context(), nil)
		return err
	}},
	{"orders[1].order_id is also that of orders[0]", manyDoubles, "another batch", func(t *testing.T, orders *chargeback.OrdersService, _ *chargeback.Client) error {
		_, err := orders.CreateBatch(t.Context(), batchOf("a", "a"))
		return err
	}},
	{"per_page is more than 100", "documented as at most 100", "WithQuery", func(t *testing.T, orders *chargeback.OrdersService, _ *chargeback.Client) error {
		_, err := orders.List(t.Context(), &chargeback.OrderListParams{PerPage: new(101)})
		return err
	}},
	{"page is less than 1, and All counts from there; use List", "All could not tell how many orders are left", "List", func(t *testing.T, orders *chargeback.OrdersService, _ *chargeback.Client) error {
		return lastOf(orders.All(t.Context(), &chargeback.OrderListParams{Page: new(0)}))
	}},
	{"per_page is less than 1, and All counts with it; use List", "All could not tell how many orders are left", "List", func(t *testing.T, orders *chargeback.OrdersService, _ *chargeback.Client) error {
		return lastOf(orders.All(t.Context(), &chargeback.OrderListParams{PerPage: new(0)}))
	}},
	{"search can't be written as JSON", noJSON, "", func(t *testing.T, orders *chargeback.OrdersService, _ *chargeback.Client) error {
		_, err := orders.List(t.Context(), &chargeback.OrderListParams{Search: math.Inf(1)})
		return err
	}},
	{"WithQuery sets page, which OrderListParams does", "All would read one page again and again", "List", func(t *testing.T, orders *chargeback.OrdersService, _ *chargeback.Client) error {
		return lastOf(orders.All(t.Context(), nil, chargeback.WithQuery("page", "2")))
	}},
	{"checkpoint is of more rows than these", "the orders are not those of the import that ended", "", func(t *testing.T, orders *chargeback.OrdersService, _ *chargeback.Client) error {
		options, at := &chargeback.ImportOptions{Save: keepNothing}, new(chargeback.Checkpoint)
		_ = lastOf(orders.Import(t.Context(), slices.Values([]*chargeback.OrderCreateParams{nil, nil, nil}), options, chargeback.WithCheckpoint(at)))
		return lastOf(orders.Import(t.Context(), lampOrders(2), options, chargeback.WithCheckpoint(at)))
	}},
	{"ImportOptions.Save is nil, and WithCheckpoint needs it", "orders that were sent would be sent again after a crash", "", importing(nil, chargeback.WithCheckpoint(new(chargeback.Checkpoint)))},
	{"ImportOptions.Save is set, and needs WithCheckpoint", noMeaning, "", importing(&chargeback.ImportOptions{Save: keepNothing})},
	{"BatchSize is not 1 to 100", "documented as at most 100", "", importing(&chargeback.ImportOptions{BatchSize: 101})},
	{"ImportOptions has a negative value", noMeaning, "", importing(&chargeback.ImportOptions{LookUpAfter: -time.Second})},
	{"ctx is nil", noMeaning, "", func(_ *testing.T, orders *chargeback.OrdersService, _ *chargeback.Client) error {
		var none context.Context
		return lastOf(orders.Import(none, lampOrders(1), nil))
	}},
	{"orders are nil", noMeaning, "", func(t *testing.T, orders *chargeback.OrdersService, _ *chargeback.Client) error {
		return lastOf(orders.Import(t.Context(), nil, nil))
	}},
	{"WithResponse is for one call, not for an import", oneCall, "WithMiddleware", importing(nil, chargeback.WithResponse(new(chargeback.Response)))},
	{"WithParam is for one order, not for an import", oneCall, "Create", importing(nil, chargeback.WithParam("x", 1))},
	{"WithRepeatable is for Client.Do: the other methods know whether a retry does harm", manyDoubles, "Do", importing(nil, chargeback.WithRepeatable())},
	{"WithResponse is nil", noMeaning, "", create(unchanged, chargeback.WithResponse(nil))},
	{"id is empty", onePath, "", func(t *testing.T, orders *chargeback.OrdersService, _ *chargeback.Client) error {
		return orders.Delete(t.Context(), "")
	}},
	{"path ", onePath, "WithQuery", doing(http.MethodGet, "/disputes?page=1", nil, nil)},
	{"secret key is empty", "every call would be unauthorized", "WithKeyFunc", func(*testing.T, *chargeback.OrdersService, *chargeback.Client) error {
		_, err := chargeback.New("pk", "")
		return err
	}},
	{"amount is not a plain decimal", "it might be another sum", "NewAmount", func(*testing.T, *chargeback.OrdersService, *chargeback.Client) error {
		_, err := chargeback.ParseAmount("1,000.00")
		return err
	}},
	{"amount is a float64 in the database", "it may have lost digits", "a text or decimal column", func(*testing.T, *chargeback.OrdersService, *chargeback.Client) error {
		return new(chargeback.Amount).Scan(1.5)
	}},
	{"time is not an ISO 8601 time", "it might be another time", "NewTime", func(*testing.T, *chargeback.OrdersService, *chargeback.Client) error {
		_, err := chargeback.ParseTime("03/02/2026")
		return err
	}},
}

func TestEveryRejectionHasAReasonAndIsTriggered(t *testing.T) {
	t.Parallel()
	for _, r := range refusals {
		t.Run(r.what, func(t *testing.T) {
			t.Parallel()
			server := chargebacktest.NewTestServer(t)
			client := server.Client()
			err := r.try(t, client.Orders, client)
			require.ErrorContains(t, err, "chargeback: "+r.what)
			validationError(t, err)
			require.ErrorIs(t, err, chargeback.ErrNotSent)
			require.Empty(t, server.Requests())
			require.NotEmpty(t, r.reason)
			if strings.HasPrefix(r.wayOut, "Without") {
				require.ErrorContains(t, err, r.wayOut)
			}
		})
	}
	t.Logf("%d refusals", len(refusals))
}

// TestEveryRefusalIsInTheTable finds the rejections in the source by their texts.
func TestEveryRejectionIsInTheTable(t *testing.T) {
	t.Parallel()
	table := make([]string, len(refusals))
	for i, r := range refusals {
		table[i] = r.what
	}
	found := 0
	for _, text := range rejectionsInSource(t) {
		found++
		text, _, _ = strings.Cut(text, ";")
		text, _, _ = strings.Cut(text, "%") // a format's
		text = strings.TrimRight(text, ": ")
		known := slices.ContainsFunc(table, func(what string) bool { return strings.Contains(what, text) || strings.Contains(text, what) })
		require.True(t, known, "no row for the rejection %q", text)
	}
	require.Greater(t, found, 20)
}

// rejectionsInSource returns the reasons that the package gives to Reject and to
// ValidationError: the first string in the argument.
func rejectionsInSource(t *testing.T) (reasons []string) {
	t.Helper()
	entries, err := os.ReadDir(".")
	require.NoError(t, err)
	for _, entry := range entries {
		if !strings.HasSuffix(entry.Name(), ".go") || strings.HasSuffix(entry.Name(), "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), entry.Name(), nil, 0)
		require.NoError(t, err)
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				if of, ok := n.Fun.(*ast.SelectorExpr); ok && of.Sel.Name == "Reject" && len(n.Args) == 2 {
					reasons = append(reasons, firstString(n.Args[1])...)
				}
			case *ast.KeyValueExpr:
				if key, ok := n.Key.(*ast.Ident); ok && key.Name == "Reason" {
					reasons = append(reasons, firstString(n.Value)...)
				}
			}
			return true
		})
	}
	return reasons
}

func firstString(expr ast.Expr) (first []string) {
	ast.Inspect(expr, func(n ast.Node) bool {
		if literal, ok := n.(*ast.BasicLit); ok && literal.Kind == token.STRING && len(first) == 0 {
			text, _ := strconv.Unquote(literal.Value)
			first = []string{text}
		}
		return true
	})
	return first
}
