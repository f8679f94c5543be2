package contract

import (
	"go/doc"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/packages"

	"github.com/chargekit/chargekit-go/internal/golden"
)

// notDescribed are methods that are no operation of an API, with the reason.
var notDescribed = map[string]string{
	"chargehound Disputes.DownloadResponse": "gets a file from the address in a response, not from the API",
}

// otherGoldens are the beginnings of exchanges that are for no method of a
// service.
var otherGoldens = map[string]string{
	"chargedesk do":         "Client.Do, for what nobody documents",
	"chargeback do":         "Client.Do, for what nobody documents",
	"chargehound client_do": "Client.Do, for what nobody documents",
}

// What a new method needs besides its code. Each missing part is named.
func TestEveryMethodIsComplete(t *testing.T) {
	t.Parallel()
	everyMethod(t, func(t *testing.T, vendor, method string) {
		service, name, _ := strings.Cut(method, ".")
		if notDescribed[vendor+" "+method] == "" && !isComposed(method) && operationOf(t, vendor, method) == nil {
			assert.Fail(t, "no description", "%s: testdata/openapi/%s.yaml has no operation %s", method, vendor, uncapital(method))
		}
		if !isComposed(method) && len(goldensOf(t, vendor)[method]) == 0 {
			assert.Fail(t, "no golden exchange", "%s: no testdata/%s/%s.txtar", method, vendor, snake(method))
		}
		if example := service + "Service_" + name; !examplesOf(t, vendor)[example] {
			assert.Fail(t, "no example", "%s: %s has no Example%s with an output", method, vendor, example)
		}
		if err := tryOnFake(t, vendor, method); err != nil {
			assert.Fail(t, "no handler in the fake", "%s: %s does not do it: %v", method, fakePath(vendor), err)
		}
	})
}

func TestEveryOperationHasItsMethods(t *testing.T) {
	t.Parallel()
	for _, vendor := range vendors {
		handled := handledBy(t, describe(t, vendor))
		for _, o := range describe(t, vendor).operations {
			for _, operation := range o.methods {
				t.Run(vendor+"/"+operation, func(t *testing.T) {
					assert.NotNil(t, methodNamed(t, vendor, operation), "the description has it, %s does not", vendor)
					assert.True(t, handled(o), "%s: no route %s %s", fakePath(vendor), o.verb, o.route)
				})
			}
		}
	}
}

// A golden exchange is for the method with the longest name that its own begins
// with, and sends that method's request.
func TestGoldenExchangesAreOfTheirMethods(t *testing.T) {
	t.Parallel()
	for _, vendor := range vendors {
		d := describe(t, vendor)
		for method, files := range goldensOf(t, vendor) {
			for _, file := range files {
				t.Run(vendor+"/"+file, func(t *testing.T) {
					require.NotEmpty(t, method, "it is for no method of a service")
					if o := operationOf(t, vendor, method); o != nil {
						line := goldenRequest(t, vendor, file)
						assert.True(t, o.matches(d.base, line), "%q is no %s %s", line, o.verb, o.route)
					}
				})
			}
		}
	}
}

func TestDoHasAnExample(t *testing.T) {
	t.Parallel()
	for _, vendor := range vendors {
		assert.True(t, examplesOf(t, vendor)["Client_Do"], "%s has no ExampleClient_Do with an output", vendor)
	}
}

func TestExceptionsExist(t *testing.T) {
	t.Parallel()
	for _, exceptions := range []map[string]string{notDescribed, notThroughTransport, otherRequests, namesNothing, onlyQuery, onceInstead} {
		for name, reason := range exceptions {
			vendor, method, _ := strings.Cut(name, " ")
			assert.Contains(t, serviceMethods(vendor), method)
			assert.NotEmpty(t, reason, name)
		}
	}
}

// operationOf is the described operation of a method, that of List for an All;
// nil if there is none.
func operationOf(t *testing.T, vendor, method string) *described {
	t.Helper()
	service, name, _ := strings.Cut(method, ".")
	wanted := uncapital(service + "." + strings.Replace(name, "All", "List", 1))
	for _, o := range describe(t, vendor).operations {
		if slices.Contains(o.methods, wanted) {
			return &o
		}
	}
	return nil
}

// tryOnFake makes the call with all parameters set, and returns its error.
func tryOnFake(t *testing.T, vendor, method string) (err error) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(vendor, method, slog.New(slog.DiscardHandler))
		defer w.fake.Close()
		_, err = w.call(t.Context(), valid)
	})
	return err
}

// goldensOf are the exchanges in a vendor's folder by the method they are for, ""
// for none.
func goldensOf(t *testing.T, vendor string) map[string][]string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(root(), "testdata", vendor, "*.txtar"))
	require.NoError(t, err)
	found := map[string][]string{}
	for _, file := range files {
		if base := strings.TrimSuffix(filepath.Base(file), ".txtar"); !isOther(vendor, base) {
			found[methodOf(vendor, base)] = append(found[methodOf(vendor, base)], base)
		}
	}
	return found
}

func isOther(vendor, base string) bool {
	for name := range otherGoldens {
		if base == strings.TrimPrefix(name, vendor+" ") || strings.HasPrefix(vendor+" "+base, name+"_") {
			return true
		}
	}
	return false
}

func methodOf(vendor, base string) string {
	longest := ""
	for _, method := range serviceMethods(vendor) {
		if name := snake(method); (base == name || strings.HasPrefix(base, name+"_")) && len(method) > len(longest) {
			longest = method
		}
	}
	return longest
}

func goldenRequest(t *testing.T, vendor, file string) string {
	t.Helper()
	archive, err := golden.ReadFile(filepath.Join(root(), "testdata", vendor, file+".txtar"))
	require.NoError(t, err)
	require.Equal(t, "request", archive.Parts[0].Name, "the first part; the test of the package writes it with -update")
	line, _, _ := strings.Cut(string(archive.Parts[0].Data), "\n")
	return line
}

// snake is Charges.SendEmail as charges_send_email.
func snake(method string) string {
	var b strings.Builder
	for i, r := range method {
		switch {
		case r == '.':
			b.WriteByte('_')
			continue
		case unicode.IsUpper(r) && i > 0 && method[i-1] != '.':
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
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

var loadedExamples = sync.OnceValues(func() (map[string]map[string]bool, error) {
	cfg := &packages.Config{Mode: packages.NeedName | packages.NeedSyntax | packages.NeedFiles, Dir: root(), Tests: true}
	found := map[string]map[string]bool{}
	for _, vendor := range vendors {
		loaded, err := packages.Load(cfg, "./"+vendor)
		if err != nil {
			return nil, err
		}
		found[vendor] = map[string]bool{}
		for _, p := range loaded {
			for _, example := range doc.Examples(p.Syntax...) {
				service, rest, _ := strings.Cut(example.Name, "_")
				method, _, _ := strings.Cut(rest, "_")
				if example.Output != "" || example.EmptyOutput {
					found[vendor][service+"_"+method] = true
				}
			}
		}
	}
	return found, nil
})

// examplesOf are a package's examples whose output is checked, by what they are
// for: ChargesService_Create. Variants count for their method.
func examplesOf(t *testing.T, vendor string) map[string]bool {
	t.Helper()
	all, err := loadedExamples()
	require.NoError(t, err)
	return all[vendor]
}
