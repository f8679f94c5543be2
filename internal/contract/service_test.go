package contract

import (
	"go/types"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"
)

// method is a method of a service: charges.sendEmail is Client.Charges.SendEmail.
type method struct {
	operation string
	service   *types.Named
	*types.Func
}

// eachMethod runs check for each method that the descriptions name and the
// clients have. TestOperationsAreCovered finds the missing ones.
func eachMethod(t *testing.T, check func(t *testing.T, d *description, o described, m *method)) {
	for _, vendor := range vendors {
		t.Run(vendor, func(t *testing.T) {
			d, checked := describe(t, vendor), 0
			for _, o := range d.operations {
				for _, name := range o.methods {
					if m := methodNamed(t, vendor, name); m != nil {
						checked++
						check(t, d, o, m)
					}
				}
			}
			require.Positive(t, checked)
		})
	}
}

// methodNamed finds the method of an operation; nil if there is none.
func methodNamed(t *testing.T, vendor, operation string) *method {
	t.Helper()
	service, name, _ := strings.Cut(operation, ".")
	for field := range structOf(t, pkg(t, vendor), "Client").Fields() {
		if field.Name() != capital(service) {
			continue
		}
		typ := field.Type().(*types.Pointer).Elem().(*types.Named)
		for m := range types.NewMethodSet(types.NewPointer(typ)).Methods() {
			if m.Obj().Name() == capital(name) {
				return &method{operation, typ, m.Obj().(*types.Func)}
			}
		}
	}
	return nil
}

func capital(name string) string {
	return string(unicode.ToUpper(rune(name[0]))) + name[1:]
}

// params is the type of a method's parameters; nil if it has none. A batch has
// them inside of a list or a sequence.
func (m *method) params() *types.Named {
	for v := range m.Signature().Params().Variables() {
		for _, named := range allNamed(v.Type()) {
			if strings.HasSuffix(named.Obj().Name(), "Params") {
				return named
			}
		}
	}
	return nil
}

// result is the type of what a method returns; nil if that is only an error.
func (m *method) result() types.Type {
	results := m.Signature().Results()
	if results.Len() == 2 {
		return results.At(0).Type()
	}
	return nil
}

// allNamed is namedIn with the arguments of generic types.
func allNamed(typ types.Type) []*types.Named {
	var all []*types.Named
	for _, named := range namedIn(typ) {
		all = append(all, named)
		for argument := range named.TypeArgs().Types() {
			all = append(all, allNamed(argument)...)
		}
	}
	return all
}
