package contract

import (
	"go/types"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/packages"
)

// What only one vendor has, with the reason. Everything else is in all three.
var only = map[string]string{
	"chargehound.WithAPIVersion":       "the other two have no version header",
	"chargehound.WithCallAPIVersion":   "the other two have no version header",
	"chargehound.WithMaxDownloadBytes": "the other two have no documents to download",
	"chargeback.WithIncompleteOrders":  "the other two leave no required member to the caller",
	"chargedesk.ErrOffsetLimit":        "the other two have no offset limit",
}

// shared are the parts of the three packages that must not drift apart, by what
// picks them from the exported names.
var shared = map[string]func(p *packages.Package, name string) bool{
	"options":      func(p *packages.Package, name string) bool { return returns(p, name, "Option") },
	"call options": func(p *packages.Package, name string) bool { return returns(p, name, "CallOption") },
	"client": func(_ *packages.Package, name string) bool {
		return slices.Contains([]string{"New", "Client", "DefaultBaseURL", "RouteFromContext", "RetryPolicy", "DefaultRetryPolicy", "Limiter", "Response"}, name)
	},
	"errors": func(_ *packages.Package, name string) bool {
		return slices.Contains([]string{"Error", "DecodeError", "ValidationError", "ErrBadRequest", "ErrUnauthorized", "ErrForbidden", "ErrNotFound", "ErrConflict", "ErrRateLimited", "ErrServer", "ErrOutcomeUnknown", "ErrOffsetLimit"}, name)
	},
}

func returns(p *packages.Package, name, typ string) bool {
	function, ok := p.Types.Scope().Lookup(name).(*types.Func)
	if !ok {
		return false
	}
	results := function.Signature().Results()
	if results.Len() != 1 {
		return false
	}
	named, ok := results.At(0).Type().(*types.Named)
	return ok && named.Obj().Name() == typ
}

func TestTheThreePackagesHaveTheSameFrame(t *testing.T) {
	t.Parallel()
	for part, picks := range shared {
		t.Run(part, func(t *testing.T) {
			names := map[string][]string{}
			for _, vendor := range vendors {
				p := pkg(t, vendor)
				for _, name := range exported(p) {
					if picks(p, name) && only[vendor+"."+name] == "" {
						names[vendor] = append(names[vendor], name)
					}
				}
				require.NotEmpty(t, names[vendor])
			}
			assert.Equal(t, names["chargedesk"], names["chargehound"])
			assert.Equal(t, names["chargedesk"], names["chargeback"])
		})
	}
}

// ownFields are what an Error carries because its vendor says more.
var ownFields = map[string][]string{
	"chargedesk Error":  {"Param"},
	"chargehound Error": {"Type", "Status", "URL", "Livemode"},
	"chargeback Error":  {"Status", "Param"},
}

func TestTheErrorsHaveTheSameFieldsAndMethods(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"Error", "DecodeError", "ValidationError", "Response", "RetryPolicy"} {
		t.Run(name, func(t *testing.T) {
			want := structOf(t, pkg(t, "chargedesk"), name)
			for _, vendor := range vendors {
				p := pkg(t, vendor)
				have := structOf(t, p, name)
				assert.Equal(t, fieldsBut(want, ownFields["chargedesk "+name]), fieldsBut(have, ownFields[vendor+" "+name]), vendor)
				assert.Equal(t, methods(pkg(t, "chargedesk").Types.Scope().Lookup(name)), methods(p.Types.Scope().Lookup(name)), vendor)
			}
		})
	}
}

// fieldsBut are the exported fields with their types, apart from some.
func fieldsBut(structure *types.Struct, own []string) []string {
	var fields []string
	for field := range structure.Fields() {
		if field.Exported() && !slices.Contains(own, field.Name()) {
			fields = append(fields, field.Name()+" "+types.TypeString(field.Type(), func(*types.Package) string { return "" }))
		}
	}
	slices.Sort(fields)
	return fields
}

func TestEveryListHasAnAll(t *testing.T) {
	t.Parallel()
	pairs := 0
	for _, vendor := range vendors {
		for _, service := range services(t, vendor) {
			names := methods(service)
			for _, name := range names {
				all, isAll := strings.CutPrefix(name, "All")
				switch {
				case name == "List":
					assert.Contains(t, names, "All", "%s.%s", vendor, service.Name())
					pairs++
				case name == "All":
					assert.Contains(t, names, "List", "%s.%s", vendor, service.Name())
				case isAll:
					assert.Contains(t, names, all, "%s.%s", vendor, service.Name())
					pairs++
				}
			}
		}
	}
	require.GreaterOrEqual(t, pairs, 8)
}

// services are the types of the service fields of a client.
func services(t *testing.T, vendor string) []types.Object {
	p := pkg(t, vendor)
	var found []types.Object
	for field := range structOf(t, p, "Client").Fields() {
		if field.Exported() {
			found = append(found, field.Type().(*types.Pointer).Elem().(*types.Named).Obj())
		}
	}
	require.NotEmpty(t, found)
	return found
}

func TestTheFakesHaveTheSameShape(t *testing.T) {
	t.Parallel()
	common := []string{
		"Answer", "AnswerHTML", "Delay", "DropAnswer", "DropBefore", "Fault", "InMemory", "NewHandler", "NewServer", "NewTestServer",
		"Option", "Request", "Server", "SlowBody", "TooManyRequests", "TruncateAnswer", "WithClock", "WithConnectionClose",
	}
	methodsOfAll := []string{
		"BlockFor", "ClearFaults", "Client", "Close", "FailMatching", "FailNext", "FailRandomly", "HTTPClient", "Last", "Now",
		"Requests", "Reset", "Restore", "ServeHTTP", "Snapshot",
	}
	for _, vendor := range vendors {
		p := pkg(t, fakePath(vendor))
		assert.Subset(t, exported(p), common, vendor)
		assert.Subset(t, methods(p.Types.Scope().Lookup("Server")), methodsOfAll, vendor)
	}
	assert.Equal(t, fieldsBut(structOf(t, pkg(t, fakePath("chargedesk")), "Request"), nil), fieldsBut(structOf(t, pkg(t, fakePath("chargehound")), "Request"), nil))
	assert.Equal(t, fieldsBut(structOf(t, pkg(t, fakePath("chargedesk")), "Request"), nil), fieldsBut(structOf(t, pkg(t, fakePath("chargeback")), "Request"), nil))
}

// sharedHeadings are what each package comment explains under these names and in
// this order, so that who knows one package finds their way in the others.
// Between them a vendor has its own.
var sharedHeadings = []string{"Keys", "Money and time", "Errors", "Retries", "Tests"}

func TestThePackageCommentsHaveTheSameHeadings(t *testing.T) {
	t.Parallel()
	for _, vendor := range vendors {
		var found []string
		for _, file := range pkg(t, vendor).Syntax {
			for line := range strings.Lines(file.Doc.Text()) {
				heading, ok := strings.CutPrefix(strings.TrimSpace(line), "# ")
				if ok && slices.Contains(sharedHeadings, heading) {
					found = append(found, heading)
				}
			}
		}
		assert.Equal(t, sharedHeadings, found, vendor)
	}
}
