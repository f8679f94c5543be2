package lenient_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/lenient"
)

// plain has the fields of a sample that encoding/json reads as Read does. Their
// names have no letters that differ in case alone.
type plain struct {
	Text   string                     `json:"text"`
	Count  int64                      `json:"count"`
	Paid   bool                       `json:"paid"`
	Maybe  *string                    `json:"maybe"`
	Texts  []string                   `json:"texts"`
	Raw    json.RawMessage            `json:"raw"`
	Raws   []json.RawMessage          `json:"raws"`
	Inner  *plain                     `json:"inner"`
	Inners []plain                    `json:"inners"`
	Pairs  map[string]string          `json:"pairs"`
	Any    map[string]json.RawMessage `json:"any"`
	Extra  map[string]json.RawMessage `json:",embed,inline"`
}

var seeds = []string{
	`{"text":"a","count":-1,"paid":true,"maybe":"\u00e9","texts":["a",null],"raw":{"a": [1e3]},"raws":[1,"x"],"inner":{"inner":null,"new":0},"inners":[{"text":"b"}],"pairs":{"a":"b"},"any":{"c":[]}}`,
	`{"text":1,"maybe":false,"texts":{"1":7},"raws":{"a":{}},"inner":[],"inners":{"2":false},"pairs":"","x":0}`,
	`{"inner":{"texts":[[]],"inner":{"text":{}}},"inners":[7,{"text":"a\\"}]}`,
	` { "te\u0078t" : "\"\\\"" , "raws" : { "0" : 1 , "1" : [ 2 ] } } `,
	"{\"text\":\"\xff\",\"a\xff\":\"\\ud800\",\"text\":\"b\"}",
	`[{"a":1},"]}"]`, `"\\"`, `-0.5e+10`, `{"pairs":["a"],"any":[]}`, "\ufeff{}",
}

// FuzzRead compares Read with encoding/json on what that reads.
func FuzzRead(f *testing.F) {
	for _, text := range seeds {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var read plain
		_, err := lenient.Read(data, &read)
		read.withoutEmptyPairs()
		valid := jsontext.Value(strings.TrimPrefix(string(data), "\ufeff")).IsValid(jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
		if !valid {
			require.Error(t, err)
			return
		}
		compareWithStandard(t, data, read, err)
		if err != nil {
			return
		}
		written, err := lenient.Inline(read)
		require.NoError(t, err)
		_, err = lenient.Read(written, new(plain))
		require.NoError(t, err, "%s", written)
	})
}

// compareWithStandard compares the known fields, if nothing but their order and
// their values can differ.
func compareWithStandard(t *testing.T, data []byte, read plain, err error) {
	var standard plain
	strict := jsontext.Value(data).IsValid() // no name twice, valid UTF-8
	if !strict || json.Unmarshal(data, &standard) != nil || foldsNames(data) {
		return
	}
	require.NoError(t, err)
	standard.dropExtra()
	read.dropExtra()
	standard.withoutEmptyPairs()
	if !read.hasOddRow() {
		require.Equal(t, standard, read)
	}
}

// foldsNames reports whether encoding/json may take a name for another with
// other capitals, or for Extra.
func foldsNames(data []byte) bool {
	lower := strings.ToLower(string(data))
	return lower != string(data) || strings.ContainsAny(lower, `\`) || strings.Contains(lower, "extra") || strings.ContainsFunc(lower, func(r rune) bool { return r > 127 })
}

// withoutEmptyPairs makes pairs that are empty nil.
func (p *plain) withoutEmptyPairs() {
	if p == nil {
		return
	}
	if len(p.Pairs) == 0 {
		p.Pairs = nil
	}
	p.Inner.withoutEmptyPairs()
	for i := range p.Inners {
		p.Inners[i].withoutEmptyPairs()
	}
}

func (p *plain) dropExtra() {
	if p == nil {
		return
	}
	p.Extra = nil
	p.Inner.dropExtra()
	for i := range p.Inners {
		p.Inners[i].dropExtra()
	}
}

// hasOddRow reports whether a row is no object, which only Read tells apart.
func (p *plain) hasOddRow() bool {
	if p == nil {
		return false
	}
	for i := range p.Inners {
		if _, odd := p.Inners[i].Extra[""]; odd || p.Inners[i].hasOddRow() {
			return true
		}
	}
	return p.Inner.hasOddRow()
}

// FuzzReadSample looks for panics, for errors that nothing explains, and for a
// result that depends on what was read before.
func FuzzReadSample(f *testing.F) {
	for _, text := range append(seeds, `{"id":1,"id":"1","amount":"1.50","at":"2026-01-09","metadata":{"a":[]},"lines":[{"price":1,"line_id":2},3],"fee":null,"ended":0}`) {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var first, second sample
		odd, err := lenient.Read(data, &first)
		_, _ = lenient.Read([]byte(`{"text":"x","id":"x","lines":[{"note":"x"}],"texts":["x"],"metadata":{"x":"x"}}`), new(sample))
		again, errAgain := lenient.Read(data, &second)
		require.Equal(t, err == nil, errAgain == nil)
		require.Equal(t, odd, again)
		require.True(t, reflect.DeepEqual(first, second) || strings.Contains(string(data), "ratio"))
		if fields := lenient.Fields(data); err == nil && jsontext.Value(strings.TrimPrefix(string(data), "\ufeff")).Kind() == '{' {
			require.NotNil(t, fields)
		}
		if err == nil {
			_, err := lenient.Inline(first)
			require.NoError(t, err)
		}
	})
}
