// Package contract has tests only: that the three vendor packages look alike,
// name nothing internal, document every name, and cover what is documented.
package contract

import (
	"go/ast"
	"go/types"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/packages"
)

const module = "github.com/chargekit/chargekit-go"

var vendors = []string{"chargedesk", "chargehound", "chargeback"}

func root() string { return filepath.Join("..", "..") }

// load type-checks the vendor packages and their fakes, once for all tests.
var load = sync.OnceValues(func() (map[string]*packages.Package, error) {
	cfg := &packages.Config{
		Mode: packages.NeedName | packages.NeedFiles | packages.NeedSyntax | packages.NeedTypes | packages.NeedTypesInfo | packages.NeedImports,
		Dir:  root(),
	}
	var patterns []string
	for _, vendor := range vendors {
		patterns = append(patterns, "./"+vendor, "./"+vendor+"/"+vendor+"test")
	}
	loaded, err := packages.Load(cfg, patterns...)
	byPath := map[string]*packages.Package{}
	for _, p := range loaded {
		byPath[strings.TrimPrefix(p.PkgPath, module+"/")] = p
	}
	return byPath, err
})

func pkg(t *testing.T, path string) *packages.Package {
	t.Helper()
	all, err := load()
	require.NoError(t, err)
	require.Contains(t, all, path)
	if errors := all[path].Errors; len(errors) > 0 {
		require.Fail(t, path+" does not compile", "%v", errors[0])
	}
	return all[path]
}

func fakePath(vendor string) string { return vendor + "/" + vendor + "test" }

// exported are the exported names of a package, sorted.
func exported(p *packages.Package) []string {
	return slices.DeleteFunc(p.Types.Scope().Names(), func(name string) bool { return !ast.IsExported(name) })
}

// structOf is the struct type of an exported name.
func structOf(t *testing.T, p *packages.Package, name string) *types.Struct {
	t.Helper()
	object := p.Types.Scope().Lookup(name)
	require.NotNil(t, object, "%s has no %s", p.Name, name)
	structure, ok := object.Type().Underlying().(*types.Struct)
	require.True(t, ok, "%s.%s is no struct", p.Name, name)
	return structure
}

// methods are the exported methods of a named type and its pointer, sorted.
func methods(object types.Object) []string {
	var names []string
	set := types.NewMethodSet(types.NewPointer(object.Type()))
	for method := range set.Methods() {
		if method.Obj().Exported() && len(method.Index()) == 1 {
			names = append(names, method.Obj().Name())
		}
	}
	slices.Sort(names)
	return names
}
