package contract

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargehound"
)

// badIDs are ids that would make another request of a call, or none.
var badIDs = map[string]string{
	"empty": "", "a dot": ".", "two dots": "..", "a control character": "a\nb", "no UTF-8": "\xff", "too long": strings.Repeat("x", 256),
}

func TestEveryMethodRejectsBadIDs(t *testing.T) {
	t.Parallel()
	everyMethod(t, func(t *testing.T, vendor, method string) {
		inWorld(t, vendor, method, func(t *testing.T, w *world) {
			for _, i := range w.argumentsWhere(isID) {
				for name, id := range badIDs {
					w.rejectsArgument(t, i, id, name)
				}
				for _, word := range fixedWords(t, vendor, method) {
					w.rejectsArgument(t, i, word, "the fixed word "+word)
				}
			}
		})
	})
}

func (w *world) rejectsArgument(t *testing.T, i int, id, what string) {
	t.Helper()
	arguments := w.arguments(t.Context(), valid)
	arguments[i] = reflect.ValueOf(id).Convert(arguments[i].Type())
	_, err := w.callWith(arguments)
	w.sentNothing(t, err, what)
}

// fixedWords are the words that an id at the end of a method's route can't be told
// from: preview for charges.get, because of /charges/preview. The description may
// name more, of operations that it leaves out.
func fixedWords(t *testing.T, vendor, method string) []string {
	if !isOperation(vendor, method) {
		return nil
	}
	d, o := describe(t, vendor), describedAs(t, vendor, method)
	end := strings.LastIndex(o.route, "/") + 1
	if !strings.HasPrefix(o.route[end:], "{") {
		return nil
	}
	var words []string
	own, _ := o.node["parameters"].([]any)
	for _, parameter := range slices.Concat(o.shared, own) {
		if of := d.resolve(parameter); "{"+of["name"].(string)+"}" == o.route[end:] {
			words = texts(of["x-reserved-words"])
		}
	}
	for _, other := range d.operations {
		word, same := strings.CutPrefix(other.route, o.route[:end])
		if same && !strings.ContainsAny(word, "/{") && !slices.Contains(words, word) {
			words = append(words, word)
		}
	}
	return words
}

func TestTheFixedWordsOfPathsAreFound(t *testing.T) {
	t.Parallel()
	require.Equal(t, []string{"preview"}, fixedWords(t, "chargedesk", "Charges.Get"))
	require.Equal(t, []string{"grouped", "history"}, fixedWords(t, "chargedesk", "Customers.Update"))
	require.Equal(t, []string{"notifications"}, fixedWords(t, "chargedesk", "Webhooks.Delete"))
	require.Empty(t, fixedWords(t, "chargedesk", "Charges.SendEmail"))
}

// A method whose params have required fields rejects nil and names the fields
// that are missing. To any other, nil is the same as params without a field set.
func TestEveryMethodTakesOrRejectsNilParams(t *testing.T) {
	t.Parallel()
	rejecting, taking := 0, 0
	t.Cleanup(func() { assert.True(t, rejecting > 10 && taking > 10, "%d reject nil, %d take it", rejecting, taking) })
	everyMethod(t, func(t *testing.T, vendor, method string) {
		inWorld(t, vendor, method, func(t *testing.T, w *world) {
			for _, i := range w.argumentsWhere(isParams) {
				arguments := w.arguments(t.Context(), valid)
				of := arguments[i].Type()
				arguments[i] = reflect.New(of.Elem())
				_, err := w.callWith(arguments)
				param, rejected := rejectedParam(err)

				arguments[i] = reflect.Zero(of)
				if rejected {
					rejecting++
					require.Contains(t, wireNames(of.Elem(), ""), param, "the first missing field")
					_, err = w.callWith(arguments)
					require.Equal(t, "params", w.sentNothing(t, err, "nil params"))
					return
				}
				taking++
				empty := w.sent()
				w.fake.ClearRequests()
				_, _ = w.callWith(arguments)
				require.NotEmpty(t, empty)
				withoutBody := func(request string) string { return strings.TrimSuffix(request, "{}") }
				require.Equal(t, withoutBody(empty[0]), withoutBody(w.sent()[0]), "nil params and those without a field set")
			}
		})
	})
}

// sent are method, path, query and body of the requests that the fake got.
func (w *world) sent() []string {
	var all []string
	for _, r := range w.requests() {
		all = append(all, r.method+" "+r.text)
	}
	return all
}

// wireNames are the names of a type's fields as they are sent, those of structs
// in brackets: customer[id]. Of a list it has those of the first element.
func wireNames(of reflect.Type, outer string) []string {
	var names []string
	for field := range of.Fields() {
		tag, _, _ := strings.Cut(field.Tag.Get("url")+field.Tag.Get("json"), ",")
		if !field.IsExported() || tag == "" || tag == "-" {
			continue
		}
		names = append(names, insideTag(outer, tag))
		inner := field.Type
		if inner.Kind() == reflect.Pointer {
			inner = inner.Elem()
		}
		if inner.Kind() == reflect.Struct {
			names = append(names, wireNames(inner, insideTag(outer, tag))...)
		}
	}
	return names
}

// insideTag puts a tag inside of another: customer and id, or lines and product[id].
func insideTag(outer, tag string) string {
	if outer == "" {
		return tag
	}
	first, rest, nested := strings.Cut(tag, "[")
	if nested {
		rest = "[" + rest
	}
	return outer + "[" + first + "]" + rest
}

func TestWithRepeatableIsForDoAlone(t *testing.T) {
	t.Parallel()
	options := map[string]any{
		"chargedesk": chargedesk.WithRepeatable(), "chargehound": chargehound.WithRepeatable(), "chargeback": chargeback.WithRepeatable(),
	}
	everyMethod(t, func(t *testing.T, vendor, method string) {
		inWorld(t, vendor, method, func(t *testing.T, w *world) {
			_, err := w.callWith(w.arguments(t.Context(), valid), options[vendor])
			want := "WithRepeatable"
			if notThroughTransport[vendor+" "+method] != "" {
				want = "call option"
			}
			require.Equal(t, want, w.sentNothing(t, err, "WithRepeatable"))
		})
	})
}
