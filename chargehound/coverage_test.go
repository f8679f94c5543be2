package chargehound_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"text/tabwriter"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound"
	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

// covered is a documented operation and what this package has for it. golden is
// the beginning of the names of its exchanges.
type covered struct{ operation, service, method, golden string }

var coverage = []covered{
	{"POST /disputes", "Disputes", "Create", "disputes_create"},
	{"GET /disputes/{id}", "Disputes", "Get", "disputes_get"},
	{"GET /disputes", "Disputes", "List", "disputes_list"},
	{"GET /disputes", "Disputes", "All", "disputes_all"},
	{"PUT /disputes/{id}", "Disputes", "Update", "disputes_update"},
	{"POST /disputes/{id}/submit", "Disputes", "Submit", "disputes_submit"},
	{"POST /disputes/{id}/accept", "Disputes", "Accept", "disputes_accept"},
	{"GET /disputes/{id}/response", "Disputes", "Response", "disputes_response"},
	{"POST /personal-data/retrieve", "PersonalData", "Retrieve", "personal_data_retrieve"},
	{"POST /personal-data/remove", "PersonalData", "Remove", "personal_data_remove"},
}

func TestEveryOperationHasMethodGoldenExampleAndFake(t *testing.T) {
	t.Parallel()
	source := parsePackage(t)
	require.Len(t, source.operations, 9, "endpoints of the documentation")
	rows := map[string]bool{}
	for _, row := range coverage {
		rows[row.operation] = true
	}
	require.Equal(t, source.operations, rows, "operations and rows of the table")

	var table strings.Builder
	w := tabwriter.NewWriter(&table, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "operation\tmethod\tgoldens\texample\tfake")
	client := reflect.TypeFor[chargehound.Client]()
	for _, row := range coverage {
		service, ok := client.FieldByName(row.service)
		require.True(t, ok)
		_, ok = service.Type.MethodByName(row.method)
		require.True(t, ok, "%s.%s", row.service, row.method)

		goldens, err := filepath.Glob("../testdata/chargehound/" + row.golden + "*.txtar")
		require.NoError(t, err)
		require.NotEmpty(t, goldens, row.golden)
		for _, file := range goldens {
			requireRequest(t, file, row.operation)
		}

		example := "Example" + service.Type.Elem().Name() + "_" + row.method
		require.Contains(t, source.examples, example)
		fmt.Fprintf(w, "%s\t%s.%s\t%d\t%s\t%d\n", row.operation, row.service, row.method, len(goldens), example, askFake(t, row.operation))
	}
	require.NoError(t, w.Flush())
	t.Log("\n" + table.String())
}

// requireRequest checks that an exchange is of the operation, and replayed.
func requireRequest(t *testing.T, file, operation string) {
	t.Helper()
	require.Contains(t, exchanges, strings.TrimSuffix(filepath.Base(file), ".txtar"))
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	line := strings.Split(string(text), "\n")[1]
	method, target, _ := strings.Cut(line, " ")
	path, _, _ := strings.Cut(strings.TrimPrefix(target, "/v1"), "?")
	have, want := strings.Split(method+path, "/"), strings.Split(strings.ReplaceAll(operation, " ", ""), "/")
	require.Len(t, have, len(want), file)
	for i := range want {
		require.True(t, want[i] == "{id}" || want[i] == have[i], "%s: %s", file, line)
	}
}

// askFake sends the bare operation to the fake: it has the route if it answers
// anything but 404.
func askFake(t *testing.T, operation string) int {
	t.Helper()
	hound := chargehoundtest.NewTestServer(t)
	hound.SeedDisputeWith(chargehoundtest.Dispute{ID: "dp_7Q", State: "submitted"})
	method, route, _ := strings.Cut(operation, " ")
	req, err := http.NewRequestWithContext(t.Context(), method, hound.URL+strings.ReplaceAll(route, "{id}", "dp_7Q"), nil)
	require.NoError(t, err)
	req.SetBasicAuth(chargehoundtest.Key, "")
	resp, err := hound.HTTPClient().Do(req)
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	require.NotContains(t, []int{http.StatusNotFound, http.StatusMethodNotAllowed}, resp.StatusCode, operation)
	return resp.StatusCode
}

type sources struct {
	operations map[string]bool // "POST /disputes"
	examples   map[string]bool // with an Output comment
}

func parsePackage(t *testing.T) sources {
	t.Helper()
	found := sources{map[string]bool{}, map[string]bool{}}
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		require.NoError(t, err)
		ast.Inspect(file, func(node ast.Node) bool {
			literal, ok := node.(*ast.CompositeLit)
			if ok && len(literal.Elts) == 3 {
				if typ, ok := literal.Type.(*ast.Ident); ok && typ.Name == "operation" {
					found.add(t, literal)
				}
			}
			if function, ok := node.(*ast.FuncDecl); ok && strings.HasSuffix(name, "_test.go") && strings.HasPrefix(function.Name.Name, "Example") {
				for _, comment := range file.Comments {
					if function.Pos() < comment.Pos() && comment.End() < function.End() && strings.HasPrefix(comment.Text(), "Output:") {
						found.examples[function.Name.Name] = true
					}
				}
			}
			return true
		})
	}
	return found
}

func (s sources) add(t *testing.T, literal *ast.CompositeLit) {
	t.Helper()
	verb, ok := literal.Elts[0].(*ast.KeyValueExpr).Value.(*ast.SelectorExpr)
	route, isText := literal.Elts[1].(*ast.KeyValueExpr).Value.(*ast.BasicLit)
	if !ok || !isText {
		return // Client.Do's, which is no documented operation
	}
	path, err := strconv.Unquote(route.Value)
	require.NoError(t, err)
	s.operations[strings.ToUpper(strings.TrimPrefix(verb.Sel.Name, "Method"))+" "+path] = true
}
