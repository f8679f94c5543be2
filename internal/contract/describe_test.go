package contract

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
)

// node is an object of a description.
type node = map[string]any

// description is one of the files in testdata/openapi.
type description struct {
	vendor     string
	root       node
	base       string // path of the server: /v1
	operations []described
}

// described is an operation of a description.
type described struct {
	id      string   // orders.create
	methods []string // of our client: orders.create, orders.createBatch, orders.import
	verb    string
	route   string
	safety  string
	varies  bool // another safety for some parameters
	node    node
	shared  []any // parameters of the path
}

var descriptions = sync.OnceValues(func() (map[string]*description, error) {
	all := map[string]*description{}
	for _, vendor := range vendors {
		text, err := os.ReadFile(filepath.Join(root(), "testdata", "openapi", vendor+".yaml"))
		if err != nil {
			return nil, err
		}
		d := &description{vendor: vendor}
		if err := yaml.Unmarshal(text, &d.root); err != nil {
			return nil, err
		}
		server := d.root["servers"].([]any)[0].(node)["url"].(string)
		_, path, _ := strings.Cut(strings.TrimPrefix(server, "https://"), "/")
		d.base, d.operations = "/"+path, operationsOf(d.root)
		all[vendor] = d
	}
	return all, nil
})

func describe(t *testing.T, vendor string) *description {
	t.Helper()
	all, err := descriptions()
	require.NoError(t, err)
	require.NotEmpty(t, all[vendor].operations)
	return all[vendor]
}

func operationsOf(root node) []described {
	var found []described
	paths := root["paths"].(node)
	for _, route := range slices.Sorted(maps.Keys(paths)) {
		path := paths[route].(node)
		for _, verb := range []string{"get", "post", "put", "patch", "delete"} {
			op, ok := path[verb].(node)
			if !ok {
				continue
			}
			o := described{id: op["operationId"].(string), verb: strings.ToUpper(verb), route: route, node: op}
			o.safety, _ = op["x-safety"].(string)
			o.varies = op["x-repeatable-when"] != nil || op["x-once-when"] != nil
			o.shared, _ = path["parameters"].([]any)
			if o.methods = texts(op["x-operations"]); o.methods == nil {
				o.methods = []string{o.id}
			}
			found = append(found, o)
		}
	}
	return found
}

func texts(list any) []string {
	var found []string
	elements, _ := list.([]any)
	for _, element := range elements {
		found = append(found, element.(string))
	}
	return found
}

// resolve follows a $ref. What stands beside it are remarks only.
func (d *description) resolve(value any) node {
	object, _ := value.(node)
	reference, ok := object["$ref"].(string)
	if !ok {
		return object
	}
	var target any = d.root
	for step := range strings.SplitSeq(strings.TrimPrefix(reference, "#/"), "/") {
		target = target.(node)[step]
	}
	return d.resolve(target)
}

// parameters are the wire names of what an operation takes apart from its path,
// for one method of the client: customer[id], lines[][amount].
func (d *description) parameters(o described, method string) names {
	found := names{}
	own, _ := o.node["parameters"].([]any)
	for _, one := range slices.Concat(o.shared, own) {
		parameter := d.resolve(one)
		if parameter["in"] == "query" {
			d.add(found, parameter["name"].(string), parameter["schema"], method, nil)
		}
	}
	body := d.resolve(o.node["requestBody"])
	for _, kind := range []string{"application/json", "application/x-www-form-urlencoded"} {
		if content, ok := d.resolve(body["content"])[kind].(node); ok {
			d.add(found, "", content["schema"], method, nil)
			break
		}
	}
	return found
}

// responses are the wire names of what an operation's 2xx responses hold.
func (d *description) responses(o described, method string) names {
	found := names{}
	for status, response := range d.resolve(o.node["responses"]) {
		if content, ok := d.resolve(d.resolve(response)["content"])["application/json"].(node); ok && strings.HasPrefix(status, "2") {
			d.add(found, "", content["schema"], method, nil)
		}
	}
	return found
}

// names are wire names of fields, with brackets for what is inside of another.
type names map[string]bool

func inside(outer, member string) string {
	if outer == "" {
		return member
	}
	return outer + "[" + member + "]"
}

// add adds the fields of a schema. Of a choice whose parts are marked with the
// method they are for, it takes the part of the method.
func (d *description) add(to names, name string, schema any, method string, above []string) {
	s := d.resolve(schema)
	if key := keyOf(schema); key != "" {
		if slices.Contains(above, key) {
			return // a schema that contains itself
		}
		above = append(slices.Clone(above), key)
	}
	if only, ok := s["x-operation"].(string); ok && only != method {
		return
	}
	nested := false
	for member, of := range d.resolve(s["properties"]) {
		nested = true
		d.add(to, inside(name, member), of, method, above)
	}
	for _, choice := range []string{"oneOf", "anyOf", "allOf"} {
		parts, _ := s[choice].([]any)
		for _, part := range parts {
			nested = true
			d.add(to, name, part, method, above)
		}
	}
	if items := d.resolve(s["items"]); d.hasMembers(items) {
		nested = true
		d.add(to, list(name), s["items"], method, above)
	}
	if !nested && name != "" {
		to[name] = true
	}
}

// list is the name of the elements of a list; those of a bare list have none.
func list(name string) string {
	if name == "" {
		return ""
	}
	return name + "[]"
}

func keyOf(schema any) string {
	object, _ := schema.(node)
	reference, _ := object["$ref"].(string)
	return reference
}

func (d *description) hasMembers(s node) bool {
	for _, choice := range []string{"oneOf", "anyOf", "allOf"} {
		parts, _ := s[choice].([]any)
		if slices.ContainsFunc(parts, func(part any) bool { return d.hasMembers(d.resolve(part)) }) {
			return true
		}
	}
	return len(d.resolve(s["properties"])) > 0
}
