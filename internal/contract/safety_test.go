package contract

import (
	"go/ast"
	"go/types"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/packages"
)

// declared is an operation as a vendor package declares it:
// operation{http.MethodPost, "/charges", transport.Once}.
type declared struct{ verb, route, safety string }

func TestOperationsAreDeclaredAsDescribed(t *testing.T) {
	t.Parallel()
	for _, vendor := range vendors {
		t.Run(vendor, func(t *testing.T) {
			described, known := describe(t, vendor).operations, map[declared]bool{}
			for _, o := range described {
				known[declared{o.verb, o.route, o.safety}] = false
			}
			for object, operation := range declaredOperations(t, pkg(t, vendor)) {
				if _, ok := known[operation]; assert.True(t, ok, "%s is not described: %v", object.Name(), operation) {
					known[operation] = true
				}
			}
			for operation, ok := range known {
				assert.True(t, ok, "no operation is declared as %v", operation)
			}
		})
	}
}

func TestMethodsUseTheOperationTheyAreDescribedWith(t *testing.T) {
	t.Parallel()
	eachMethod(t, func(t *testing.T, d *description, o described, m *method) {
		p := pkg(t, d.vendor)
		all, functions := declaredOperations(t, p), declaredFunctions(p)
		name := d.vendor + " " + m.operation
		own := usedBy(p, functions[m.Func])
		reached := reach(p, functions, m.Func)

		direct := false
		for object := range own {
			if operation, ok := all[object]; ok {
				direct = true
				assert.Equal(t, o.verb+" "+o.route, operation.verb+" "+operation.route, name)
			}
		}
		for object := range reached {
			if operation, ok := all[object]; ok && operation.verb == o.verb && operation.route == o.route {
				direct = true
			}
		}
		assert.True(t, direct, "%s leads to no operation", name)
		assert.Equal(t, o.varies, changesSafety(functions, reached), "%s: whether parameters change what may be retried", name)
	})
}

// declaredOperations reads the operation literals of a package, by the variable
// that holds them.
func declaredOperations(t *testing.T, p *packages.Package) map[types.Object]declared {
	found := map[types.Object]declared{}
	for _, file := range p.Syntax {
		for _, decl := range file.Decls {
			general, ok := decl.(*ast.GenDecl)
			if !ok {
				continue
			}
			for _, spec := range general.Specs {
				value, ok := spec.(*ast.ValueSpec)
				if !ok || len(value.Values) != len(value.Names) {
					continue
				}
				for i, name := range value.Names {
					literal, ok := value.Values[i].(*ast.CompositeLit)
					if ok && types.ExprString(literal.Type) == "operation" {
						found[p.TypesInfo.Defs[name]] = readOperation(t, p, literal)
					}
				}
			}
		}
	}
	require.NotEmpty(t, found, "%s declares no operation", p.Name)
	return found
}

func readOperation(t *testing.T, p *packages.Package, literal *ast.CompositeLit) declared {
	require.Len(t, literal.Elts, 3, p.Fset.Position(literal.Pos()))
	element := func(i int) ast.Expr {
		if pair, ok := literal.Elts[i].(*ast.KeyValueExpr); ok {
			return pair.Value
		}
		return literal.Elts[i]
	}
	text := func(i int) string {
		value, err := strconv.Unquote(p.TypesInfo.Types[element(i)].Value.ExactString())
		require.NoError(t, err)
		return value
	}
	return declared{text(0), text(1), strings.ToLower(element(2).(*ast.SelectorExpr).Sel.Name)}
}

func declaredFunctions(p *packages.Package) map[types.Object]*ast.FuncDecl {
	found := map[types.Object]*ast.FuncDecl{}
	for _, file := range p.Syntax {
		for _, decl := range file.Decls {
			if function, ok := decl.(*ast.FuncDecl); ok {
				found[p.TypesInfo.Defs[function.Name]] = function
			}
		}
	}
	return found
}

// usedBy are the objects that a function names.
func usedBy(p *packages.Package, function *ast.FuncDecl) map[types.Object]bool {
	found := map[types.Object]bool{}
	ast.Inspect(function, func(n ast.Node) bool {
		if name, ok := n.(*ast.Ident); ok {
			if object := p.TypesInfo.Uses[name]; object != nil {
				found[object] = true
			}
		}
		return true
	})
	return found
}

// reach are the objects that a function and the functions it uses name, within
// its package.
func reach(p *packages.Package, functions map[types.Object]*ast.FuncDecl, from types.Object) map[types.Object]bool {
	found, open := map[types.Object]bool{from: true}, []types.Object{from}
	for len(open) > 0 {
		next := open[0]
		open = open[1:]
		for object := range usedBy(p, functions[next]) {
			if !found[object] {
				found[object] = true
				if functions[object] != nil {
					open = append(open, object)
				}
			}
		}
	}
	return found
}

// changesSafety reports whether one of the functions assigns to a field Safety, or
// calls a method of internal/api that does.
func changesSafety(functions map[types.Object]*ast.FuncDecl, reached map[types.Object]bool) bool {
	found := false
	for object := range reached {
		found = found || slices.Contains([]string{"RepeatableIf", "OnceIf", "OnceIfRenamed"}, object.Name())
		if function := functions[object]; function != nil {
			ast.Inspect(function, func(n ast.Node) bool {
				assign, ok := n.(*ast.AssignStmt)
				if !ok {
					return true
				}
				for _, left := range assign.Lhs {
					if selector, ok := left.(*ast.SelectorExpr); ok && selector.Sel.Name == "safety" {
						found = true
					}
				}
				return true
			})
		}
	}
	return found
}
