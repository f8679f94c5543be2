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
	"chargehound.WithAPIVersion":     "the other two have no version header",
	"chargehound.WithCallAPIVersion": "the other two have no version header",
	"chargedesk.ErrOffsetLimit":      "the other two have no offset limit",
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

// ownFields are what an error carries because its vendor says more.
var ownFields = map[string][]string{
	"chargedesk":  {"Param"},
	"chargehound": {"Type", "Status", "URL", "Livemode"},
	"chargeback":  {"Status"},
}

func TestTheErrorsHaveTheSameFieldsAndMethods(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"Error", "DecodeError", "ValidationError", "Response", "RetryPolicy"} {
		t.Run(name, func(t *testing.T) {
			want := structOf(t, pkg(t, "chargedesk"), name)
			for _, vendor := range vendors {
				p := pkg(t, vendor)
				have := structOf(t, p, name)
				assert.Equal(t, fieldsBut(want, ownFields["chargedesk"]), fieldsBut(have, ownFields[vendor]), vendor)
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

// The headings of a package comment are the table of contents that go doc prints.
func TestThePackageCommentsHaveTheSameHeadings(t *testing.T) {
	t.Parallel()
	headings := func(vendor string) []string {
		var found []string
		for _, file := range pkg(t, vendor).Syntax {
			if file.Doc == nil {
				continue
			}
			for line := range strings.Lines(file.Doc.Text()) {
				if heading, ok := strings.CutPrefix(line, "# "); ok && !slices.Contains(ownHeadings, strings.TrimSpace(heading)) {
					found = append(found, strings.TrimSpace(heading))
				}
			}
		}
		require.NotEmpty(t, found, "%s has no headings", vendor)
		return found
	}
	want := headings("chargedesk")
	for _, vendor := range vendors {
		assert.Equal(t, want, headings(vendor), vendor)
	}
}

// ownHeadings are about something that only some of the vendors have.
var ownHeadings = []string{"Webhooks", "Undocumented resources", "Versions"}
