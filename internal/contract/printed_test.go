package contract

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// secret are what the error's body, headers and cause hold, each in a word that
// nothing else has.
var secret = []string{"ada.canary", "Canarystreet", "hdr-canary", frameKey}

// holders returns values that hold an error in every way a program might: err is a
// pointer to one of a package's errors.
func holders(err error) map[string]any {
	value := reflect.ValueOf(err).Elem()
	list := reflect.MakeSlice(reflect.SliceOf(value.Type()), 1, 1)
	list.Index(0).Set(value)
	byName := reflect.MakeMap(reflect.MapOf(reflect.TypeFor[string](), value.Type()))
	byName.SetMapIndex(reflect.ValueOf("first"), value)
	array := reflect.New(reflect.ArrayOf(1, value.Type())).Elem()
	array.Index(0).Set(value)
	return map[string]any{
		"pointer": err, "value": value.Interface(),
		"slice of errors": []error{err}, "slice of any": []any{value.Interface(), err}, "slice of values": list.Interface(), "array of values": array.Interface(),
		"map of errors": map[string]error{"first": err}, "map of values": byName.Interface(), "map of any": map[string]any{"first": value.Interface()},
		"struct of error": struct{ Err error }{err}, "struct of any": struct{ Err any }{value.Interface()}, "pointer to struct": &struct{ Err any }{value.Interface()},
		"struct in struct": struct{ Inner struct{ Err any } }{struct{ Err any }{value.Interface()}},
		"wrapped":          fmt.Errorf("refund: %w", err), "joined": errors.Join(err, errors.New("other")),
		"unexported field": struct{ err error }{err},
	}
}

// P15, P16: no way of printing an error, whatever it is inside of, shows its body,
// its headers, personal data or a key.
func TestErrorsInsideOtherValuesShowNothing(t *testing.T) {
	each(t, func(t *testing.T, p *vendorPackage) {
		forms := append([]string{base64.StdEncoding.EncodeToString([]byte(frameKey))[:12]}, secret...)
		for _, word := range secret {
			forms = append(forms, hex.EncodeToString([]byte(word)), strings.ToUpper(hex.EncodeToString([]byte(word))), strings.Trim(fmt.Sprint([]byte(word)), "[]"), base64.StdEncoding.EncodeToString([]byte(word))[:8])
			goSyntax := fmt.Sprintf("%#v", []byte(word))
			forms = append(forms, strings.Trim(strings.TrimPrefix(goSyntax, "[]byte"), "{}"))
		}
		texts := 0
		look := func(where, text string) {
			t.Helper()
			texts++
			for _, form := range forms {
				assert.NotContains(t, text, form, where)
			}
		}
		// The server echoes the key, as it is and as it came.
		echo := func(status int, body string) roundTripper {
			return func(req *http.Request) (*http.Response, error) {
				body := strings.Replace(body, "KEY", frameKey+", "+req.Header.Get("Authorization"), 1)
				return respond(status, body, "Set-Cookie", "hdr-canary", "Request-Id", "req_"+frameKey)(req)
			}
		}
		const body = `{"error":{"message":"no such mail: ada.canary@example.com, key KEY"},"street":"Canarystreet"}`
		for name, transport := range map[string]roundTripper{
			"Error": echo(400, body), "Error of a 503": echo(503, body), "DecodeError": echo(200, `{"name":"Canarystreet ada.canary@example.com KEY`),
		} {
			for verb, err := range map[string]error{
				"once": p.once(t.Context(), p.client(t, transport, p.onlyOnce())), "read": p.read(t.Context(), p.client(t, transport, p.onlyOnce())),
			} {
				require.Error(t, err)
				for holder, value := range holders(err) {
					cell := name + "/" + verb + "/" + holder
					for _, format := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d"} {
						if holder == "unexported field" && (format == "%s" || format == "%q") {
							continue // fmt calls no methods there, and prints all of it: see the comment of Error
						}
						look(cell+" "+format, fmt.Sprintf(format, value))
					}
					if text, jsonErr := json.Marshal(value); jsonErr == nil {
						look(cell+" JSON", string(text))
					}
					log := &lockedBuffer{}
					logger := slog.New(bothHandlers(log))
					logger.Error("call", "error", value)
					logger.Error("call", slog.Group("group", slog.Any("error", value)))
					look(cell+" slog", log.take())
					look(cell+" panic", panicText(value))
				}
			}
		}
		require.Greater(t, texts, 1000)
	})
}

// An error says what the vendor said: sums, limits and currency codes stay
// readable, people and keys do not.
func TestErrorsSayWhatTheVendorSaid(t *testing.T) {
	each(t, func(t *testing.T, p *vendorPackage) {
		const said = "The amount 1034.50 EUR is above the limit of 500.00 for this card (code 51), says "
		client := p.client(t, respond(402, `{"status":"error","message":"`+said+`ada.canary@example.com","error":{"message":"`+said+`ada.canary@example.com"}}`), p.onlyOnce())
		err := p.once(t.Context(), client)
		require.ErrorContains(t, err, said+"…")
		require.ErrorContains(t, err, "402 Payment Required")
		require.NotContains(t, err.Error(), "ada.canary")
		require.Contains(t, p.told(err).Message, "ada.canary", "the field has it all")
	})
}

// A response that can't be read names the field, and not what it holds.
func TestADecodeErrorNamesTheField(t *testing.T) {
	each(t, func(t *testing.T, p *vendorPackage) {
		for body, field := range p.unreadable {
			err := p.read(t.Context(), p.client(t, respond(200, body), p.onlyOnce()))
			require.IsType(t, p.mockUnread(""), err, body)
			require.ErrorContains(t, err, field)
			require.NotContains(t, err.Error(), "canary")
		}
		for body, want := range map[string]string{"": "empty", `{"a":1`: "cut off", "<html>": "JSON"} {
			err := p.read(t.Context(), p.client(t, respond(200, body), p.onlyOnce()))
			require.ErrorContains(t, err, want, "%q", body)
		}
	})
}
