package chargedesk_test

import (
	"fmt"
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"io"
	"maps"
	"net/http"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"
	"unicode"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

// Every method of every service has a golden exchange, a runnable example, and
// a handler in the fake that answers the request of that exchange.
func TestEveryMethodIsCovered(t *testing.T) {
	t.Parallel()
	examples := runnableExamples(t)
	var text strings.Builder
	table := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "operation\tmethod\tgolden\texample\tfake handler")
	methods := 0
	for service := range fieldsOf(reflect.TypeFor[chargedesk.Client]()) {
		if !service.IsExported() {
			continue
		}
		kind := service.Type
		for i := range kind.NumMethod() {
			methods++
			method := kind.Method(i).Name
			name := service.Name + "Service." + method
			file := goldenOf(snake(service.Name) + "_" + snake(method))
			require.NotEmpty(t, file, "%s has no golden exchange", name)
			example := "Example" + service.Name + "Service_" + method
			require.Contains(t, examples, example)
			request := goldenRequest(t, file)
			status := answered(t, name, request)
			line, _, _ := strings.Cut(string(request), "?")
			line, _, _ = strings.Cut(line, "\n")
			fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%d\n", line, name, file, example, status)
		}
	}
	require.NoError(t, table.Flush())
	t.Log("\n" + text.String())
	require.Equal(t, 46, methods)
}

// snake is SendEmail as send_email.
func snake(name string) string {
	var b strings.Builder
	for i, r := range name {
		if unicode.IsUpper(r) && i > 0 {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// goldenOf is the first exchange of a method: that of its name, or of its name
// and a variant that is no other method's.
func goldenOf(name string) string {
	for _, file := range slices.Sorted(maps.Keys(exchanges)) {
		if file == name || strings.HasPrefix(file, name+"_") {
			return file
		}
	}
	return ""
}

func goldenRequest(t *testing.T, file string) []byte {
	t.Helper()
	archive, err := txtar.ParseFile(filepath.Join("../testdata/chargedesk", file+".txtar"))
	require.NoError(t, err)
	require.Equal(t, "request", archive.Files[0].Name, file)
	return archive.Files[0].Data
}

// answered sends the request of a method's exchange to a fake that has what the
// request is about, and wants it done.
func answered(t *testing.T, method string, request []byte) int {
	t.Helper()
	desk := newFake(t)
	head, body, _ := strings.Cut(string(request), "\n\n")
	first, _, _ := strings.Cut(head, "\n")
	first = furnish(t, desk, method).Replace(first)
	verb, target, _ := strings.Cut(first, " ")
	status, answer := ask(t, desk, verb, target, strings.TrimSpace(body))
	require.Equal(t, 2, status/100, "%s: %d %s", first, status, answer)
	return status
}

// furnish gives a fake the objects of the exchanges, but for the one that the
// method creates, and says what their ids are where the fake gives its own.
func furnish(t *testing.T, desk *chargedesktest.Server, method string) *strings.Replacer {
	t.Helper()
	client, ctx := desk.Client(), t.Context()
	if method != "CustomersService.Create" {
		require.NoError(t, drop(client.Customers.Create(ctx, &chargedesk.CustomerCreateParams{CustomerID: "cus_ada", CardOnFile: new(true)})))
	}
	require.NoError(t, drop(client.Customers.Create(ctx, &chargedesk.CustomerCreateParams{CustomerID: "ada+looms@example.com", Email: new("ada@example.com")})))
	if method != "ProductsService.Create" {
		require.NoError(t, drop(client.Products.Create(ctx, &chargedesk.ProductCreateParams{ProductID: "prod_loom"})))
	}
	if method != "SubscriptionsService.Create" {
		require.NoError(t, drop(client.Subscriptions.Create(ctx, &chargedesk.SubscriptionCreateParams{SubscriptionID: "sub_9K"})))
	}
	require.NoError(t, client.Agents.Create(ctx, &chargedesk.AgentCreateParams{Name: "Grace", Email: "grace+desk@example.com", Role: chargedesk.AgentRoleAgent}))
	charge := chargedesktest.Charge{CustomerID: "ada+looms@example.com", Amount: "34.00", Status: "paid"}
	switch method {
	case "GatewayService.Capture", "GatewayService.CaptureInFull", "GatewayService.VoidAuthorization":
		charge.Status = "authorized"
	case "GatewayService.CancelPaymentRequest":
		charge.Status = "invoiced"
	}
	return strings.NewReplacer("ch_7Q", desk.SeedChargeWith(charge).ChargeID, "webhooks/1042", "webhooks/"+desk.SeedWebhook("https://shop.example/x"))
}

func ask(t *testing.T, desk *chargedesktest.Server, verb, target, body string) (int, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), verb, strings.TrimSuffix(desk.URL, "/v1")+target, strings.NewReader(body))
	require.NoError(t, err)
	request.SetBasicAuth(chargedesktest.Key, "")
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := desk.HTTPClient().Do(request)
	require.NoError(t, err)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	return response.StatusCode, string(text)
}

func parsed(t *testing.T, folder string) []*ast.File {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(folder, "*_test.go"))
	require.NoError(t, err)
	files := make([]*ast.File, len(names))
	for i, name := range names {
		files[i], err = parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		require.NoError(t, err)
	}
	return files
}

func runnableExamples(t *testing.T) map[string]bool {
	t.Helper()
	found := map[string]bool{}
	for _, example := range doc.Examples(parsed(t, ".")...) {
		found["Example"+example.Name] = example.Output != "" || example.EmptyOutput
	}
	maps.DeleteFunc(found, func(_ string, runs bool) bool { return !runs })
	return found
}
