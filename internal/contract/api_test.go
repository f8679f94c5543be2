package contract

import (
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/packages"
)

func everyPackage(t *testing.T, check func(t *testing.T, p *packages.Package)) {
	for _, vendor := range vendors {
		for _, path := range []string{vendor, fakePath(vendor)} {
			t.Run(path, func(t *testing.T) { check(t, pkg(t, path)) })
		}
	}
}

// Foreign types in exported declarations: go doc prints internal ones as
// nothing, and those of a JSON engine would tie users to it.
func TestExportedDeclarationsNameOnlyTheirOwnTypes(t *testing.T) {
	t.Parallel()
	allowed := func(path, own string) bool {
		standard := !strings.Contains(strings.Split(path, "/")[0], ".")
		return standard || path == own || path == strings.TrimSuffix(own, "/"+filepath.Base(own)) || path == "github.com/shopspring/decimal"
	}
	everyPackage(t, func(t *testing.T, p *packages.Package) {
		seen := 0
		for _, name := range exported(p) {
			for where, typ := range publicTypes(p.Types.Scope().Lookup(name)) {
				for _, used := range allNamed(typ) {
					seen++
					if used.Obj().Pkg() != nil {
						assert.True(t, allowed(used.Obj().Pkg().Path(), p.PkgPath), "%s names %s", where, used)
					}
				}
			}
		}
		require.Greater(t, seen, 20, "the walk finds nothing")
	})
}

// What go doc prints of a package: its exported declarations, with the values of
// its variables and without what unexported fields are.
func TestGoDocShowsNothingInternal(t *testing.T) {
	t.Parallel()
	everyPackage(t, func(t *testing.T, p *packages.Package) {
		internal := map[string]bool{}
		var files []*ast.File
		for _, name := range p.GoFiles { // parsed anew, since package doc changes what it is given
			file, err := parser.ParseFile(p.Fset, name, nil, parser.ParseComments)
			require.NoError(t, err)
			files = append(files, file)
			for _, imported := range file.Imports {
				if path := strings.Trim(imported.Path.Value, `"`); strings.Contains(path, "/internal/") {
					internal[filepath.Base(path)] = true
				}
			}
		}
		require.NotEmpty(t, internal)
		api, err := doc.NewFromFiles(p.Fset, files, p.PkgPath)
		require.NoError(t, err)
		decls := declarations(api)
		require.Greater(t, len(decls), 30, "the walk finds nothing")
		for _, decl := range decls {
			for node := range ast.Preorder(decl) {
				selector, ok := node.(*ast.SelectorExpr)
				if !ok {
					continue
				}
				if from, ok := selector.X.(*ast.Ident); ok {
					assert.False(t, internal[from.Name], "%s: go doc shows %s.%s", p.Fset.Position(selector.Pos()), from.Name, selector.Sel.Name)
				}
			}
		}
	})
}

func declarations(api *doc.Package) []ast.Node {
	var all []ast.Node
	values := func(list []*doc.Value) {
		for _, value := range list {
			all = append(all, value.Decl)
		}
	}
	functions := func(list []*doc.Func) {
		for _, function := range list {
			all = append(all, function.Decl)
		}
	}
	values(slices.Concat(api.Consts, api.Vars))
	functions(api.Funcs)
	for _, typ := range api.Types {
		all = append(all, typ.Decl)
		values(slices.Concat(typ.Consts, typ.Vars))
		functions(slices.Concat(typ.Funcs, typ.Methods))
	}
	return all
}

// publicTypes are the types that go doc shows for a declaration: of a value, the
// signature; of a type, its exported fields and methods.
func publicTypes(object types.Object) map[string]types.Type {
	found := map[string]types.Type{}
	name, isType := object.(*types.TypeName)
	if !isType {
		found[object.Name()] = object.Type()
		return found
	}
	if name.IsAlias() {
		found[name.Name()] = types.Unalias(name.Type())
		return found
	}
	if structure, ok := name.Type().Underlying().(*types.Struct); ok {
		for field := range structure.Fields() {
			if field.Exported() || field.Embedded() {
				found[name.Name()+"."+field.Name()] = field.Type()
			}
		}
	} else if signature, ok := name.Type().Underlying().(*types.Signature); !ok || !onlyUnexported(signature) {
		found[name.Name()] = name.Type().Underlying()
	}
	for method := range types.NewMethodSet(types.NewPointer(name.Type())).Methods() {
		if method.Obj().Exported() {
			found[name.Name()+"."+method.Obj().Name()] = method.Type()
		}
	}
	return found
}

// onlyUnexported says of a function type like func(*config) that a user can
// neither write nor read its parameters.
func onlyUnexported(signature *types.Signature) bool {
	for _, used := range namedIn(signature) {
		if used.Obj().Exported() {
			return false
		}
	}
	return true
}

func namedIn(typ types.Type) []*types.Named {
	switch typ := types.Unalias(typ).(type) {
	case *types.Named:
		return []*types.Named{typ}
	case *types.Pointer:
		return namedIn(typ.Elem())
	case *types.Slice:
		return namedIn(typ.Elem())
	case *types.Array:
		return namedIn(typ.Elem())
	case *types.Chan:
		return namedIn(typ.Elem())
	case *types.Map:
		return append(namedIn(typ.Key()), namedIn(typ.Elem())...)
	case *types.Tuple:
		var all []*types.Named
		for v := range typ.Variables() {
			all = append(all, namedIn(v.Type())...)
		}
		return all
	case *types.Signature:
		return append(namedIn(typ.Params()), namedIn(typ.Results())...)
	}
	return nil
}

func TestEveryExportedNameIsDocumented(t *testing.T) {
	t.Parallel()
	everyPackage(t, func(t *testing.T, p *packages.Package) {
		checked := 0
		var silent []string
		for _, file := range p.Syntax {
			for _, decl := range file.Decls {
				for name, documented := range documentedNames(p.Fset, decl) {
					if checked++; !documented {
						silent = append(silent, name)
					}
				}
			}
		}
		slices.Sort(silent)
		assert.Empty(t, silent, "without a comment")
		require.Greater(t, checked, 10, "the walk finds nothing")
	})
}

// documentedNames says of each exported name of a declaration if it has a
// comment; constants and fields may have theirs behind them.
func documentedNames(files *token.FileSet, decl ast.Decl) map[string]bool {
	found := map[string]bool{}
	switch decl := decl.(type) {
	case *ast.FuncDecl:
		if decl.Name.IsExported() && (decl.Recv == nil || ast.IsExported(receiver(decl))) && !boilerplate[decl.Name.Name] {
			found[receiver(decl)+"."+decl.Name.Name] = decl.Doc != nil
		}
	case *ast.GenDecl:
		for _, spec := range decl.Specs {
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				if spec.Name.IsExported() {
					found[spec.Name.Name] = decl.Doc != nil || spec.Doc != nil
					fieldComments(files, spec, found)
				}
			case *ast.ValueSpec:
				for _, name := range spec.Names {
					if name.IsExported() {
						found[name.Name] = spec.Doc != nil || spec.Comment != nil || decl.Doc != nil
					}
				}
			}
		}
	}
	return found
}

// boilerplate are methods whose contract is their interface's.
var boilerplate = map[string]bool{"Error": true}

func receiver(decl *ast.FuncDecl) string {
	if decl.Recv == nil {
		return ""
	}
	typ := decl.Recv.List[0].Type
	if star, ok := typ.(*ast.StarExpr); ok {
		typ = star.X
	}
	if name, ok := typ.(*ast.Ident); ok {
		return name.Name
	}
	return ""
}

// fieldComments checks the fields of a struct. A comment above a field speaks for
// the fields below it, up to an empty line. Services of a client explain
// themselves in their type.
func fieldComments(files *token.FileSet, spec *ast.TypeSpec, found map[string]bool) {
	structure, ok := spec.Type.(*ast.StructType)
	if !ok || spec.Name.Name == "Client" {
		return
	}
	above, last := false, 0
	for _, field := range structure.Fields.List {
		if line := files.Position(field.Pos()).Line; field.Doc != nil || line != last+1 {
			above = field.Doc != nil
		}
		last = files.Position(field.End()).Line
		for _, name := range field.Names {
			if name.IsExported() {
				found[spec.Name.Name+"."+name.Name] = above || field.Comment != nil
			}
		}
	}
}
