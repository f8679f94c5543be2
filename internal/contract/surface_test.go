package contract

import (
	"go/types"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/packages"
)

// surface is what a package exports, by name, with the full type of each: functions,
// variables, plain constants, and of the types that are picked the fields and
// methods. The vendor's name does not show in it.
func surface(p *packages.Package, picks func(typeName string) bool) map[string]string {
	found := map[string]string{}
	written := writer(p)
	for _, name := range exported(p) {
		switch object := p.Types.Scope().Lookup(name).(type) {
		case *types.Func, *types.Var:
			found[name] = written(object.Type())
		case *types.Const:
			if _, plain := object.Type().(*types.Basic); plain {
				found[name] = "const " + written(object.Type())
			}
		case *types.TypeName:
			if picks(name) {
				members(object, written, found)
			}
		}
	}
	return found
}

// fields adds a type, its fields and its methods. The services of a client are
// the vendor's chapters.
func members(object *types.TypeName, written func(types.Type) string, found map[string]string) {
	name := object.Name()
	found[name] = "type"
	structure, isStruct := object.Type().Underlying().(*types.Struct)
	if !isStruct {
		found[name] = "type " + written(object.Type().Underlying())
	} else if name != "Client" {
		for field := range structure.Fields() {
			if field.Exported() {
				found[name+"."+field.Name()] = written(field.Type())
			}
		}
	}
	if types.IsInterface(object.Type()) {
		return
	}
	for method := range types.NewMethodSet(types.NewPointer(object.Type())).Methods() {
		if method.Obj().Exported() && len(method.Index()) == 1 {
			_, onPointer := method.Obj().(*types.Func).Signature().Recv().Type().(*types.Pointer)
			found[name+"."+method.Obj().Name()] = written(method.Type()) + map[bool]string{true: " of a pointer"}[onPointer]
		}
	}
}

// writer writes types without the names of parameters and of the vendor.
func writer(p *packages.Package) func(types.Type) string {
	vendor := strings.TrimSuffix(p.Types.Name(), "test")
	qualifier := func(used *types.Package) string {
		switch used.Name() {
		case p.Types.Name():
			return ""
		case vendor:
			return "vendor"
		}
		return used.Path()
	}
	var written func(typ types.Type) string
	tuple := func(values *types.Tuple) string {
		var list []string
		for value := range values.Variables() {
			list = append(list, written(value.Type()))
		}
		return "(" + strings.Join(list, ", ") + ")"
	}
	written = func(typ types.Type) string {
		signature, ok := typ.(*types.Signature)
		if !ok {
			return types.TypeString(typ, qualifier)
		}
		text := "func" + tuple(signature.Params()) + tuple(signature.Results())
		if signature.Variadic() {
			text += " variadic"
		}
		return text
	}
	return written
}

// own is what only these vendors have, and why. A type stands for its fields and
// methods.
type own struct{ vendors, why, names string }

// sameSurfaces holds the surfaces of the three against each other and against the
// exceptions, of which each must still be one: what not all have, and what has
// another type in each, by name with the reason.
func sameSurfaces(t *testing.T, surfaces map[string]map[string]string, exceptions []own, different map[string]string) {
	t.Helper()
	of := map[string][]string{}
	for _, exception := range exceptions {
		require.NotEmpty(t, exception.why)
		for name := range strings.FieldsSeq(exception.names) {
			assert.NotContains(t, of, name, "an exception twice")
			of[name] = strings.Fields(exception.vendors)
		}
	}
	all := byName(surfaces)
	for name, types := range all {
		have := slices.Sorted(maps.Keys(types))
		want := of[name]
		if typeName, _, isMember := strings.Cut(name, "."); isMember && want == nil {
			want = of[typeName]
		}
		if want == nil {
			want = vendors
		}
		assert.ElementsMatch(t, want, have, "who has %s", name)
		same := len(slices.Compact(slices.Sorted(maps.Values(types)))) == 1
		assert.Equal(t, different[name] == "", same, "%s: %v", name, types)
	}
	for _, name := range slices.Concat(slices.Collect(maps.Keys(of)), slices.Collect(maps.Keys(different))) {
		assert.Contains(t, all, name, "an exception that is none")
	}
}

// byName turns the surfaces round: by name, then by vendor.
func byName(surfaces map[string]map[string]string) map[string]map[string]string {
	turned := map[string]map[string]string{}
	for vendor, surface := range surfaces {
		for name, typ := range surface {
			if turned[name] == nil {
				turned[name] = map[string]string{}
			}
			turned[name][vendor] = typ
		}
	}
	return turned
}
