package chargeback_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
)

// documented are Chargeback's operations and what serves them.
var documented = []struct{ verb, route, method, golden string }{
	{http.MethodGet, "/orders", "List", "orders_list"},
	{http.MethodGet, "/orders", "All", "orders_all"},
	{http.MethodGet, "/orders/{id}", "Get", "orders_get"},
	{http.MethodPost, "/orders", "Create", "orders_create"},
	{http.MethodPost, "/orders", "CreateBatch", "orders_create_batch"},
	{http.MethodPost, "/orders", "Import", "orders_import"},
	{http.MethodPut, "/orders/{id}", "Update", "orders_update"},
	{http.MethodDelete, "/orders/{id}", "Delete", "orders_delete"},
}

func TestEveryOperationHasMethodGoldenExampleAndFake(t *testing.T) {
	examples := exampleNames(t)
	service := reflect.TypeFor[*chargeback.OrdersService]()
	require.Equal(t, service.NumMethod(), len(documented), "a method without an operation")
	server := chargebacktest.NewTestServer(t)
	id := server.SeedOrder("ord_1042")
	for _, op := range documented {
		_, ok := service.MethodByName(op.method)
		require.True(t, ok, op.method)
		require.Contains(t, goldens, op.golden)
		require.FileExists(t, filepath.Join("..", "testdata", "chargeback", op.golden+".txtar"))
		example := "ExampleOrdersService_" + op.method
		require.Contains(t, examples, example)
		status := probe(t, server, op.verb, strings.ReplaceAll(op.route, "{id}", string(id)))
		require.NotContains(t, []int{http.StatusNotFound, http.StatusMethodNotAllowed}, status)
		t.Logf("%-6s %-13s -> Orders.%-11s -> %-20s -> %-34s -> fake %d", op.verb, op.route, op.method, op.golden, example, status)
	}
	require.Contains(t, examples, "ExampleClient_Do")
}

func TestEveryGoldenFileIsReplayed(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "testdata", "chargeback", "*.txtar"))
	require.NoError(t, err)
	require.Len(t, files, len(goldens))
	for _, file := range files {
		require.Contains(t, goldens, strings.TrimSuffix(filepath.Base(file), ".txtar"))
	}
}

func probe(t *testing.T, server *chargebacktest.Server, verb, path string) int {
	req, err := http.NewRequestWithContext(t.Context(), verb, server.URL+path, strings.NewReader("{}"))
	require.NoError(t, err)
	req.SetBasicAuth(chargebacktest.PublicKey, chargebacktest.SecretKey)
	resp, err := server.HTTPClient().Do(req)
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	return resp.StatusCode
}

// exampleNames are the examples of this package that have an output, and so run.
func exampleNames(t *testing.T) map[string]bool {
	names := map[string]bool{}
	entries, err := os.ReadDir(".")
	require.NoError(t, err)
	for _, entry := range entries {
		if !strings.HasSuffix(entry.Name(), "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), entry.Name(), nil, parser.ParseComments)
		require.NoError(t, err)
		for _, declared := range file.Decls {
			function, ok := declared.(*ast.FuncDecl)
			if ok && strings.HasPrefix(function.Name.Name, "Example") && hasOutput(file, function) {
				names[function.Name.Name] = true
			}
		}
	}
	require.NotEmpty(t, names, fmt.Sprint("no examples among ", len(entries), " files"))
	return names
}

func hasOutput(file *ast.File, function *ast.FuncDecl) bool {
	for _, comment := range file.Comments {
		if comment.Pos() > function.Pos() && comment.End() < function.End() && strings.HasPrefix(comment.Text(), "Output:") {
			return true
		}
	}
	return false
}
