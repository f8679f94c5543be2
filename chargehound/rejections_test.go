package chargehound_test

import (
	"context"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound"
)

// rejection is something that is rejected before it is sent. site is the function
// in the source that rejects it, with the param as written there.
type rejection struct {
	site, param string
	why         string // what the documentation says, or why it can't be sent
	wayOut      string // how it can be sent nevertheless; "" if it can't be meant
	try         func(t *testing.T, c *chargehound.Client) error
}

const (
	required     = `documented as required; 400 "if data is missing"`
	throughDo    = "Client.Do"
	otherList    = "which one counts is not documented, so rows would be skipped silently"
	everybody    = "a server may ignore an empty filter and return everybody's"
	notOnWire    = "can't be written"
	noTarget     = "a nil pointer"
	wrongFormat  = `"wrongly formatted values" are documented to give 400, for a whole submission`
	noSuchOption = "an option of this package that can't work"
)

func creating(change func(*chargehound.DisputeCreateParams)) func(*testing.T, *chargehound.Client) error {
	return func(t *testing.T, c *chargehound.Client) error {
		params := createParams()
		change(params)
		return second(c.Disputes.Create(t.Context(), params))
	}
}

func submitting(params *chargehound.DisputeSubmitParams) func(*testing.T, *chargehound.Client) error {
	return func(t *testing.T, c *chargehound.Client) error {
		return second(c.Disputes.Submit(t.Context(), "dp_7Q", params))
	}
}

func listing(params *chargehound.DisputeListParams) func(*testing.T, *chargehound.Client) error {
	return func(t *testing.T, c *chargehound.Client) error {
		return second(c.Disputes.List(t.Context(), params))
	}
}

func walking(params *chargehound.DisputeListParams, opts ...chargehound.CallOption) func(*testing.T, *chargehound.Client) error {
	return func(t *testing.T, c *chargehound.Client) (last error) {
		for _, err := range c.Disputes.All(t.Context(), params, opts...) {
			last = err
		}
		return last
	}
}

func getting(opts ...chargehound.CallOption) func(*testing.T, *chargehound.Client) error {
	return func(t *testing.T, c *chargehound.Client) error {
		return second(c.Disputes.Get(t.Context(), "dp_7Q", opts...))
	}
}

func making(opts ...chargehound.Option) func(*testing.T, *chargehound.Client) error {
	return func(*testing.T, *chargehound.Client) error { return second(chargehound.New("key", opts...)) }
}

func downloading(response *chargehound.DisputeResponse, to io.Writer, opts ...chargehound.CallOption) func(*testing.T, *chargehound.Client) error {
	return func(t *testing.T, c *chargehound.Client) error {
		return second(c.Disputes.DownloadResponse(t.Context(), response, to, opts...))
	}
}

func hooking(change func(*chargehound.WebhookConfig)) func(*testing.T, *chargehound.Client) error {
	return func(_ *testing.T, c *chargehound.Client) error {
		cfg := chargehound.WebhookConfig{Token: secretToken}
		change(&cfg)
		return second(chargehound.WebhookHandler(c, cfg, func(context.Context, *chargehound.Delivery) error { return nil }))
	}
}

func second[T any](_ T, err error) error { return err }

func field(f chargehound.Field) *chargehound.DisputeSubmitParams {
	return &chargehound.DisputeSubmitParams{Fields: chargehound.Fields{"a": f}}
}

func product(p chargehound.Product) *chargehound.DisputeSubmitParams {
	return &chargehound.DisputeSubmitParams{Products: []chargehound.Product{p}}
}

func payment(change func(*chargehound.PastPayment)) *chargehound.DisputeSubmitParams {
	one := pastPayments()[0]
	change(&one)
	return &chargehound.DisputeSubmitParams{PastPayments: []chargehound.PastPayment{one}}
}

var here = &chargehound.DisputeResponse{ResponseURL: "https://127.0.0.1:1/x"}

var rejections = []rejection{
	{`DisputeCreateParams.check params`, "params", noTarget, "", func(t *testing.T, c *chargehound.Client) error { return second(c.Disputes.Create(t.Context(), nil)) }},
	{`DisputeCreateParams.check "id"`, "id", "no path can name the dispute, so a lost create could not be looked up", throughDo, creating(func(p *chargehound.DisputeCreateParams) { p.ID = ".." })},
	{`DisputeCreateParams.check "charge"`, "charge", required, throughDo, creating(func(p *chargehound.DisputeCreateParams) { p.Charge = "" })},
	{`DisputeCreateParams.check "reason"`, "reason", required, throughDo, creating(func(p *chargehound.DisputeCreateParams) { p.Reason = "" })},
	{`DisputeCreateParams.check "charged_at"`, "charged_at", required, throughDo, creating(func(p *chargehound.DisputeCreateParams) { p.ChargedAt = chargehound.Time{} })},
	{`DisputeCreateParams.check "disputed_at"`, "disputed_at", required, throughDo, creating(func(p *chargehound.DisputeCreateParams) { p.DisputedAt = chargehound.Time{} })},
	{`DisputeCreateParams.check "due_by"`, "due_by", required, throughDo, creating(func(p *chargehound.DisputeCreateParams) { p.DueBy = chargehound.Time{} })},
	{`DisputeCreateParams.check "currency"`, "currency", required, throughDo, creating(func(p *chargehound.DisputeCreateParams) { p.Currency = "" })},
	{`DisputeCreateParams.check "amount"`, "amount", required, throughDo, creating(func(p *chargehound.DisputeCreateParams) { p.Amount = 0 })},
	{`checkProduct "name"`, "products[0].name", required, throughDo, submitting(product(chargehound.Product{Quantity: chargehound.NewQuantity(1)}))},
	{`checkProduct "quantity"`, "products[0].quantity", required, throughDo, submitting(product(chargehound.Product{Name: "Tea"}))},
	{`checkCorrespondence "to"`, "correspondence[0].to", required, throughDo, submitting(&chargehound.DisputeSubmitParams{Correspondence: []chargehound.Correspondence{{From: "a"}}})},
	{`checkCorrespondence "from"`, "correspondence[0].from", required, throughDo, submitting(&chargehound.DisputeSubmitParams{Correspondence: []chargehound.Correspondence{{To: "a"}}})},
	{`checkPastPayment "id"`, "past_payments[0].id", required, throughDo, submitting(payment(func(p *chargehound.PastPayment) { p.ID = "" }))},
	{`checkPastPayment "currency"`, "past_payments[0].currency", required, throughDo, submitting(payment(func(p *chargehound.PastPayment) { p.Currency = "" }))},
	{`checkPastPayment "charged_at"`, "past_payments[0].charged_at", required, throughDo, submitting(payment(func(p *chargehound.PastPayment) { p.ChargedAt = chargehound.ChargedAt{} }))},
	{`checks.evidence "past_payments"`, "past_payments", `"at most 10" are documented`, throughDo, submitting(&chargehound.DisputeSubmitParams{PastPayments: slices.Repeat(pastPayments()[:1], 11)})},
	{`checks.fields "fields." + name`, "fields.a", wrongFormat, "TextField", submitting(field(chargehound.EmailField("nobody")))},
	{`TextField fault`, "fields.a", notOnWire, "", submitting(field(chargehound.TextField("\xff")))},
	{`DateField fault`, "fields.a", "the zero time would be sent as the year 1", "DateTextField", submitting(field(chargehound.DateField(time.Time{})))},
	{`URLField fault`, "fields.a", wrongFormat, "TextField", submitting(field(chargehound.URLField("shop.example.com")))},
	{`EmailField fault`, "fields.a", wrongFormat, "TextField", submitting(field(chargehound.EmailField("Desk <desk@example.com>")))},
	{`Field.UnmarshalJSON fault`, "fields.a", "it would be sent back with other characters", "TextField", func(t *testing.T, c *chargehound.Client) error {
		var f chargehound.Field
		require.NoError(t, f.UnmarshalJSON([]byte("\"\xff\"")))
		return submitting(field(f))(t, c)
	}},
	{`Field.MarshalJSON ValidationError`, "field", wrongFormat, "TextField", func(*testing.T, *chargehound.Client) error {
		return second(chargehound.URLField("").MarshalJSON())
	}},
	{`DisputeListParams.check "limit"`, "limit", "the maximum of 100 is documented; no page has less than one row", "", listing(&chargehound.DisputeListParams{Limit: new(101)})},
	{`DisputeListParams.check "ending_before"`, "ending_before", otherList, "", listing(&chargehound.DisputeListParams{StartingAfter: new("a"), EndingBefore: new("b")})},
	{`DisputeListParams.check "starting_after"`, "starting_after", everybody, "nil", listing(&chargehound.DisputeListParams{StartingAfter: new("")})},
	{`DisputeListParams.check "account"`, "account", everybody, "nil", listing(&chargehound.DisputeListParams{Account: new("")})},
	{`DisputeListParams.check "state"`, "state", everybody, "nil", listing(&chargehound.DisputeListParams{State: []chargehound.DisputeState{""}})},
	{`DisputeListParams.checkWalk "ending_before"`, "ending_before", "the walk would lead back to where it began", "List", walking(&chargehound.DisputeListParams{EndingBefore: new("a")})},
	{`DisputeListParams.checkWalk name`, "limit", "every page would be the same one", "DisputeListParams", walking(nil, chargehound.WithQuery("limit", "1"))},
	{`checkSubmitOptions ValidationError`, "force", "it would make another submission of it, unseen", "DisputeSubmitParams", func(t *testing.T, c *chargehound.Client) error {
		return second(c.Disputes.EnsureSubmitted(t.Context(), "dp_7Q", nil, chargehound.WithParam("force", true)))
	}},
	{`PersonalDataRetrieveParams.check params`, "params", noTarget, "", func(t *testing.T, c *chargehound.Client) error {
		return second(c.PersonalData.Retrieve(t.Context(), nil))
	}},
	{`PersonalDataRetrieveParams.check "email"`, "email", required, throughDo, func(t *testing.T, c *chargehound.Client) error {
		return second(c.PersonalData.Retrieve(t.Context(), &chargehound.PersonalDataRetrieveParams{}))
	}},
	{`PersonalDataRetrieveParams.check "name"`, "name", required, throughDo, func(t *testing.T, c *chargehound.Client) error {
		return second(c.PersonalData.Retrieve(t.Context(), &chargehound.PersonalDataRetrieveParams{Email: "a"}))
	}},
	{`PersonalDataRetrieveParams.check "notification_email"`, "notification_email", required, throughDo, func(t *testing.T, c *chargehound.Client) error {
		return second(c.PersonalData.Retrieve(t.Context(), &chargehound.PersonalDataRetrieveParams{Email: "a", Name: "b"}))
	}},
	{`PersonalDataRemoveParams.check params`, "params", noTarget, "", func(t *testing.T, c *chargehound.Client) error {
		return second(c.PersonalData.Remove(t.Context(), nil))
	}},
	{`PersonalDataRemoveParams.check "email"`, "email", required, throughDo, func(t *testing.T, c *chargehound.Client) error {
		return second(c.PersonalData.Remove(t.Context(), &chargehound.PersonalDataRemoveParams{}))
	}},
	{`PersonalDataRemoveParams.check "name"`, "name", required, throughDo, func(t *testing.T, c *chargehound.Client) error {
		return second(c.PersonalData.Remove(t.Context(), &chargehound.PersonalDataRemoveParams{Email: "a"}))
	}},
	{`checkWritten param`, "in", notOnWire, "", func(t *testing.T, c *chargehound.Client) error {
		return c.Do(t.Context(), http.MethodPost, "/x", math.Inf(1), nil)
	}},

	{`DecimalToMinor "amount"`, "amount", "there is no such number of minor units", "", func(*testing.T, *chargehound.Client) error { return second(chargehound.DecimalToMinor("0.5", "JPY")) }},
	{`checks.decimals "currency"`, "currency", "ISO 4217 gives it no minor unit", "", func(*testing.T, *chargehound.Client) error { return second(chargehound.MinorToDecimal(1, "XAU")) }},

	{`WithCallAPIVersion "WithCallAPIVersion"`, "WithCallAPIVersion", "versions are documented as dates", `WithHeader("Chargehound-Version", …)`, getting(chargehound.WithCallAPIVersion("v2"))},
	{`WithResponse "WithResponse"`, "WithResponse", noTarget, "", getting(chargehound.WithResponse(nil))},
	{`WithMaxDownloadBytes "WithMaxDownloadBytes"`, "WithMaxDownloadBytes", noSuchOption, "", downloading(here, io.Discard, chargehound.WithMaxDownloadBytes(0))},
	{`WithKeyFunc "WithKeyFunc"`, "WithKeyFunc", noTarget, "", making(chargehound.WithKeyFunc(nil))},
	{`WithAPIVersion "WithAPIVersion"`, "WithAPIVersion", "versions are documented as dates", `WithHeader("Chargehound-Version", …)`, making(chargehound.WithAPIVersion("latest"))},
	{`download.check "ctx"`, "ctx", noTarget, "", func(_ *testing.T, c *chargehound.Client) error {
		return second(c.Disputes.DownloadResponse(nilContext(), here, io.Discard))
	}},
	{`download.check "response"`, "response", noTarget, "", downloading(nil, io.Discard)},
	{`download.check "writer"`, "writer", noTarget, "", downloading(here, nil)},
	{`download.check "call option"`, "call option", "the file store is not Chargehound's API", "net/http", downloading(here, io.Discard, chargehound.WithQuery("a", "b"))},
	{`download.check ValidationError`, "response_url", "the document would be readable on the network", "net/http", downloading(&chargehound.DisputeResponse{ResponseURL: "http://files.example.com/x"}, io.Discard)},
	{`WebhookHandler "client"`, "client", noTarget, "", func(*testing.T, *chargehound.Client) error {
		return second(chargehound.WebhookHandler(nil, chargehound.WebhookConfig{Token: secretToken}, func(context.Context, *chargehound.Delivery) error { return nil }))
	}},
	{`WebhookHandler "handle"`, "handle", noTarget, "", func(_ *testing.T, c *chargehound.Client) error {
		return second(chargehound.WebhookHandler(c, chargehound.WebhookConfig{Token: secretToken}, nil))
	}},
	{`WebhookHandler "Token"`, "Token", "it is the webhook's only secret", "", hooking(func(cfg *chargehound.WebhookConfig) { cfg.Token = "x" })},
	{`WebhookHandler "AllowedIPs"`, "AllowedIPs", "it would lock everybody out", "", hooking(func(cfg *chargehound.WebhookConfig) { cfg.AllowedIPs = []netip.Prefix{{}} })},
	{`WebhookHandler "TrustedProxies"`, "TrustedProxies", "it would lock everybody out", "", hooking(func(cfg *chargehound.WebhookConfig) { cfg.TrustedProxies = []netip.Prefix{{}} })},
}

func TestEveryRejectionHasAReason(t *testing.T) {
	t.Parallel()
	var requests atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { requests.Add(1) }))
	t.Cleanup(server.Close)
	client := newClient(t, server.URL)
	for _, r := range rejections {
		t.Run(r.site, func(t *testing.T) {
			require.NotEmpty(t, r.why)
			requireInvalid(t, r.try(t, client), r.param)
		})
	}
	require.Zero(t, requests.Load(), "requests that reached the server")
}

func TestEveryRejectionOfTheSourceIsInTheTable(t *testing.T) {
	t.Parallel()
	var rows []string
	for _, r := range rejections {
		rows = append(rows, r.site)
	}
	require.ElementsMatch(t, rejectionsOf(t), rows)
}

// rejectionsOf returns the places of the package that reject something.
func rejectionsOf(t *testing.T) (sites []string) {
	t.Helper()
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		require.NoError(t, err)
		for _, decl := range file.Decls {
			if function, ok := decl.(*ast.FuncDecl); ok {
				sites = append(sites, rejectionsIn(function)...)
			}
		}
	}
	slices.Sort(sites)
	return slices.Compact(sites)
}

// rejecting are the methods that reject their first argument.
var rejecting = []string{"Reject", "Required", "NotEmpty", "Between", "ID", "time", "prefixes"}

func rejectionsIn(function *ast.FuncDecl) (sites []string) {
	name := function.Name.Name
	if function.Recv != nil {
		name = strings.TrimPrefix(types.ExprString(function.Recv.List[0].Type), "*") + "." + name
	}
	add := func(param string) {
		if param != "param" || name == "checkWritten" { // which its callers name
			sites = append(sites, name+" "+param)
		}
	}
	ast.Inspect(function.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			if method, ok := n.Fun.(*ast.SelectorExpr); ok && len(n.Args) > 0 && slices.Contains(rejecting, method.Sel.Name) {
				add(types.ExprString(n.Args[0]))
			}
			if index, ok := n.Fun.(*ast.IndexExpr); ok && types.ExprString(index.X) == "noParams" {
				add("params")
			}
		case *ast.CompositeLit:
			switch typ := types.ExprString(n.Type); {
			case typ == "ValidationError" && name != "invalid":
				add("ValidationError")
			case typ == "transport.InvalidError":
				add(types.ExprString(n.Elts[0].(*ast.KeyValueExpr).Value))
			case typ == "Field" && slices.ContainsFunc(n.Elts, func(e ast.Expr) bool {
				pair, ok := e.(*ast.KeyValueExpr)
				return ok && types.ExprString(pair.Key) == "fault"
			}):
				add("fault")
			}
		}
		return true
	})
	return sites
}
