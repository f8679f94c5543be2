package openapi

import (
	"net/http"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// orderForm has what the vendors' forms have: scalars with rules, an optional
// object, a list of objects, a list and a map that may be sent empty, and nothing
// else admitted.
const orderForm = `
type: object
additionalProperties: false
required: [amount]
properties:
  amount: {type: string, pattern: '^[0-9]+\.[0-9]{2}$'}
  count: {type: integer, minimum: 1}
  draft: {type: boolean}
  customer:
    oneOf:
      - type: object
        additionalProperties: false
        required: [id]
        properties: {id: {type: string}, age: {type: integer}}
  lines:
    type: array
    maxItems: 2
    items:
      allOf:
        - type: object
          required: [amount]
          additionalProperties: false
          properties: {amount: {type: string}, quantity: {type: integer}}
  tags: {type: [array, string], maxLength: 0, items: {type: string, minLength: 1}}
  metadata: {type: [object, string], maxLength: 0, additionalProperties: {type: string, maxLength: 3}}
`

func TestFormsAreReadAsPHPReadsThem(t *testing.T) {
	t.Parallel()
	schema := schemaOf(t, orderForm)
	for body, want := range map[string]any{
		"amount=34.00":                                                    map[string]any{"amount": "34.00"},
		"amount=34.00&count=2&draft=true":                                 map[string]any{"amount": "34.00", "count": 2.0, "draft": true},
		"amount=1.00&customer[id]=42&customer%5Bage%5D=7":                 map[string]any{"amount": "1.00", "customer": map[string]any{"id": "42", "age": 7.0}},
		"amount=1.00&lines[0][amount]=5&lines[0][quantity]=2":             map[string]any{"amount": "1.00", "lines": []any{map[string]any{"amount": "5", "quantity": 2.0}}},
		"amount=1.00&lines[][amount]=5&lines[][amount]=6":                 map[string]any{"amount": "1.00", "lines": []any{map[string]any{"amount": "5"}, map[string]any{"amount": "6"}}},
		"amount=1.00&tags=&metadata=":                                     map[string]any{"amount": "1.00", "tags": "", "metadata": ""},
		"amount=1.00&tags[]=1&tags[]=2&metadata[0]=a+b&metadata[x.y]=%26": map[string]any{"amount": "1.00", "tags": []any{"1", "2"}, "metadata": map[string]any{"0": "a b", "x.y": "&"}},
	} {
		t.Run(body, func(t *testing.T) {
			have, err := decodeForm(strings.NewReader(body), nil, schema, nil)
			require.NoError(t, err)
			assert.Equal(t, want, have)
			assert.NoError(t, schema.Value.VisitJSON(have, openapi3.EnableJSONSchema2020()))
		})
	}
}

func TestFormsThatAreNotDescribedAreRejected(t *testing.T) {
	t.Parallel()
	schema := schemaOf(t, orderForm)
	for name, body := range map[string]string{
		"a required field is missing":        "count=2",
		"a text breaks its pattern":          "amount=34",
		"a number is too small":              "amount=1.00&count=0",
		"a number is none":                   "amount=1.00&count=two",
		"a number is written as no JSON is":  "amount=1.00&count=0x10",
		"a boolean is none":                  "amount=1.00&draft=1",
		"a field is unknown":                 "amount=1.00&total=1.00",
		"a nested field is unknown":          "amount=1.00&customer[id]=a&customer[phone]=1",
		"a nested required field is missing": "amount=1.00&customer[age]=7",
		"an object is sent as a text":        "amount=1.00&customer=a",
		"an object is sent empty":            "amount=1.00&customer=",
		"a list is sent empty":               "amount=1.00&lines=",
		"a list is sent as a text":           "amount=1.00&tags=a",
		"a map is sent as a text":            "amount=1.00&metadata=a",
		"a list has too many elements":       "amount=1.00&lines[][amount]=1&lines[][amount]=2&lines[][amount]=3",
		"PHP splits an element":              "amount=1.00&lines[][amount]=5&lines[][quantity]=2",
		"a list starts at 1":                 "amount=1.00&lines[1][amount]=5",
		"a value of a map is too long":       "amount=1.00&metadata[a]=long",
	} {
		t.Run(name, func(t *testing.T) {
			have, err := decodeForm(strings.NewReader(body), nil, schema, nil)
			require.NoError(t, err)
			assert.Error(t, schema.Value.VisitJSON(have, openapi3.EnableJSONSchema2020()))
		})
	}
}

func TestFormsOfWhichPHPLosesAPartAreRejected(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"a variable twice":           "amount=1.00&amount=2.00",
		"a text and an object":       "customer=a&customer[id]=b",
		"more than 1000 variables":   strings.Repeat("tags[]=a&", 1001),
		"more than 64 brackets":      "a" + strings.Repeat("[b]", 65) + "=1",
		"a variable without a name":  "amount=1.00&=5",
		"an escape that is not one":  "amount=1.00%",
		"an array and its own index": "tags[0]=a&tags[0]=b",
	} {
		t.Run(name, func(t *testing.T) {
			_, err := decodeForm(strings.NewReader(body), nil, schemaOf(t, orderForm), nil)
			assert.Error(t, err)
		})
	}
}

// The wrong number of one side must not pass because the other side allows it:
// in a choice of forms a field that is text in one of them stays text.
func TestAFieldThatMayBeTextStaysText(t *testing.T) {
	t.Parallel()
	schema := schemaOf(t, `{oneOf: [{type: object, properties: {n: {type: integer}}}, {type: object, properties: {n: {type: string}, m: {type: [integer, 'null']}}}]}`)
	have, err := decodeForm(strings.NewReader("n=1&m=2&other=3"), http.Header{}, schema, nil)
	require.NoError(t, err)
	assert.Equal(t, map[string]any{"n": "1", "m": 2.0, "other": "3"}, have)
}

func schemaOf(t *testing.T, text string) *openapi3.SchemaRef {
	t.Helper()
	indented := strings.ReplaceAll(strings.TrimSpace(text), "\n", "\n      ")
	doc, err := openapi3.NewLoader().LoadFromData([]byte("openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n    it:\n      " + indented + "\n"))
	require.NoError(t, err)
	return doc.Components.Schemas["it"]
}
