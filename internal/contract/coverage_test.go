package contract

import (
	"fmt"
	"go/doc"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/packages"
	"golang.org/x/tools/txtar"
)

// helpers are methods that are no operation, with the reason. An All walks the
// pages of a List and needs none.
var helpers = map[string]string{
	"chargehound DisputesService.DownloadResponse": "gets a file from the address in a response, not from the API",
}

// otherGoldens are the beginnings of exchanges that are for no operation.
var otherGoldens = map[string]string{
	"chargedesk do":                          "Client.Do, for what nobody documents",
	"chargedesk client_do":                   "Client.Do, for what nobody documents",
	"chargeback do":                          "Client.Do, for what nobody documents",
	"chargehound client_do":                  "Client.Do, for what nobody documents",
	"chargehound disputes_download_response": "the helper of that name",
}

func TestOperationsAreCovered(t *testing.T) {
	t.Parallel()
	for _, vendor := range vendors {
		t.Run(vendor, func(t *testing.T) {
			d := describe(t, vendor)
			goldens, examples, handled := goldenExchanges(t, d), runnableExamples(t, vendor), handledBy(t, d)
			columns := []string{"method", "golden exchange", "runnable example", "handler in the fake"}
			missing := make([][]string, len(columns))
			var text strings.Builder
			table := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
			for _, o := range d.operations {
				for _, name := range o.methods {
					row := []string{"", goldens[name], "", ""}
					if m := methodNamed(t, vendor, name); m != nil {
						row[0] = m.service.Obj().Name() + "." + m.Name()
						row[2] = examples[m.service.Obj().Name()+"_"+m.Name()]
					}
					if handled(o) {
						row[3] = o.verb + " " + o.route
					}
					for i, cell := range row {
						if cell == "" {
							row[i], missing[i] = "-", append(missing[i], name)
						}
					}
					fmt.Fprintln(table, name+"\t"+strings.Join(row, "\t"))
				}
			}
			require.NoError(t, table.Flush())
			t.Logf("operation, %s:\n%s", strings.Join(columns, ", "), text.String())
			for i, column := range columns {
				assert.Empty(t, missing[i], "%s: without a %s", vendor, column)
			}
		})
	}
}

func TestMethodsAreDescribed(t *testing.T) {
	t.Parallel()
	used := map[string]bool{}
	for _, vendor := range vendors {
		t.Run(vendor, func(t *testing.T) {
			var described []string
			for _, o := range describe(t, vendor).operations {
				for _, name := range o.methods {
					service, method, _ := strings.Cut(name, ".")
					described = append(described, capital(service)+"Service."+capital(method))
				}
			}
			for _, service := range services(t, vendor) {
				for _, method := range methods(service) {
					name := service.Name() + "." + method
					if helpers[vendor+" "+name] != "" {
						used[vendor+" "+name] = true
						continue
					}
					assert.Contains(t, described, strings.Replace(name, ".All", ".List", 1), name)
				}
			}
		})
	}
	for name := range helpers {
		assert.True(t, t.Failed() || used[name], "%s does not exist", name)
	}
}

// goldenExchanges are the files of testdata by the operation they are for,
// which is the one with the longest name that the file's begins with. Its
// request has to be the operation's.
func goldenExchanges(t *testing.T, d *description) map[string]string {
	byName := map[string]described{}
	for _, o := range d.operations {
		for _, name := range o.methods {
			byName[name] = o
			service, method, _ := strings.Cut(name, ".")
			byName[service+".all"+strings.TrimPrefix(method, "list")] = o
		}
	}
	files, err := filepath.Glob(filepath.Join(root(), "testdata", d.vendor, "*.txtar"))
	require.NoError(t, err)
	found := map[string]string{}
	var wrong []string
	for _, file := range files {
		base := strings.TrimSuffix(filepath.Base(file), ".txtar")
		if isOther(d.vendor, base) {
			continue
		}
		name := operationNamed(byName, base)
		if !assert.NotEmpty(t, name, "%s is for no operation", file) {
			continue
		}
		o := byName[name]
		archive, err := txtar.ParseFile(file)
		require.NoError(t, err)
		if line := requestLine(archive); !o.matches(d.base, line) {
			wrong = append(wrong, fmt.Sprintf("%s: %q", base, line))
		}
		if found[name] == "" {
			found[name] = base
		}
	}
	assert.Empty(t, wrong, "%s: golden exchanges that send another operation's request, or none", d.vendor)
	return found
}

func isOther(vendor, base string) bool {
	for name := range otherGoldens {
		if strings.HasPrefix(vendor+" "+base, name) {
			return true
		}
	}
	return false
}

func operationNamed(byName map[string]described, base string) string {
	longest := ""
	for name := range byName {
		wanted := strings.ToLower(strings.ReplaceAll(name, ".", ""))
		words := strings.Split(base, "_")
		for i := range words {
			if strings.Join(words[:i+1], "") == wanted && len(name) > len(longest) {
				longest = name
			}
		}
	}
	return longest
}

func requestLine(archive *txtar.Archive) string {
	for _, file := range archive.Files {
		if file.Name == "request" {
			line, _, _ := strings.Cut(string(file.Data), "\n")
			return line
		}
	}
	return ""
}

// matches tells whether a request line is one of the operation's.
func (o described) matches(base, line string) bool {
	verb, target, _ := strings.Cut(line, " ")
	path, _, _ := strings.Cut(target, "?")
	want, have := strings.Split(base+o.route, "/"), strings.Split(path, "/")
	return verb == o.verb && slices.EqualFunc(want, have, func(want, have string) bool {
		return want == have || strings.HasPrefix(want, "{") && have != ""
	})
}

// runnableExamples are the examples of a package whose output is checked, by
// what they are for: ChargesService_Create. Variants count for their method.
func runnableExamples(t *testing.T, vendor string) map[string]string {
	cfg := &packages.Config{Mode: packages.NeedName | packages.NeedSyntax | packages.NeedFiles, Dir: root(), Tests: true}
	loaded, err := packages.Load(cfg, "./"+vendor)
	require.NoError(t, err)
	found := map[string]string{}
	for _, p := range loaded {
		for _, example := range doc.Examples(p.Syntax...) {
			service, method, _ := strings.Cut(example.Name, "_")
			method, _, _ = strings.Cut(method, "_")
			if example.Output != "" || example.EmptyOutput {
				found[service+"_"+method] = "Example" + example.Name
			}
		}
	}
	return found
}
