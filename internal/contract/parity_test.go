package contract

import (
	"go/types"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// frame are the types that are no vendor's chapter.
var frame = []string{
	"CallOption", "Client", "DecodeError", "Error", "Limiter", "Option", "Response", "RetryPolicy", "ValidationError", "WebhookConfig",
}

func TestTheThreePackagesHaveTheSameFrame(t *testing.T) {
	t.Parallel()
	surfaces := map[string]map[string]string{}
	for _, vendor := range vendors {
		surfaces[vendor] = surface(pkg(t, vendor), func(name string) bool { return slices.Contains(frame, name) })
		require.Greater(t, len(surfaces[vendor]), 40)
	}
	sameSurfaces(t, surfaces, ownOfPackages, differentInPackages)
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
				case isAll:
					assert.Contains(t, names, "List"+all, "%s.%s", vendor, service.Name())
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
	surfaces := map[string]map[string]string{}
	for _, vendor := range vendors {
		surfaces[vendor] = surface(pkg(t, fakePath(vendor)), func(string) bool { return true })
		require.Greater(t, len(surfaces[vendor]), 50)
	}
	sameSurfaces(t, surfaces, ownOfFakes, nil)
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
