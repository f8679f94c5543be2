package lenient_test

import (
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/lenient"
)

func TestFieldsHidesNone(t *testing.T) {
	t.Parallel()
	for data, want := range map[string]map[string]jsontext.Value{
		`{}`:                                  {},
		` {"error": {"message":"no"} } `:      {"error": jsontext.Value(`{"message":"no"}`)},
		"\ufeff{\"error\":\"no\"}":            {"error": jsontext.Value(`"no"`)},
		"{\"error\":\"\xff\",\"a\":\"\xff\"}": {"error": jsontext.Value("\"\xff\""), "a": jsontext.Value("\"\xff\"")},
		"{\"\xff\":1,\"error\":\"no\"}":       {"\ufffd": jsontext.Value(`1`), "error": jsontext.Value(`"no"`)},
		`{"error":"\ud800"}`:                  {"error": jsontext.Value(`"\ud800"`)},
		`{"err\u006fr":"no"}`:                 {"error": jsontext.Value(`"no"`)},
		`{"error":"a","error":"b"}`:           {"error": jsontext.Value(`"b"`)},
		`{"error":null,"error":"b"}`:          {"error": jsontext.Value(`"b"`)},
		`{"error":"a","error":null}`:          {"error": jsontext.Value(`"a"`)},
		`{"error":"a","error":[ ]}`:           {"error": jsontext.Value(`"a"`)},
		`{"error":"a","error":0}`:             {"error": jsontext.Value(`"a"`)},
	} {
		fields := lenient.Fields([]byte(data))
		require.NotNil(t, fields, data)
		require.Equal(t, want, fields.Map(), data)
		for name, value := range want {
			if name == "\ufffd" {
				continue // no name that is asked for has one
			}
			require.Equal(t, value, fields.Get(name), data)
		}
		require.Nil(t, fields.Get("other"), data)
		require.Equal(t, lenient.Fields(want["error"]), fields.Object("error"), data)
		require.Nil(t, fields.Object("other"), data)
	}
	for _, data := range []string{``, `null`, `[]`, `"error"`, `<p>error</p>`, `{"error":"no"`, `{"error":"no"} x`, `{"error":` + strings.Repeat(`[`, 20_000), `{"a":[` + strings.Repeat(`{},`, lenient.MaxObjects) + `{}]}`} {
		require.Nil(t, lenient.Fields([]byte(data)), "%.20s", data)
	}
}
