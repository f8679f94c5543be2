package form_test

import (
	"errors"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/form"
)

// price is sent by its MarshalText, kind as the string it is.
type (
	price struct{ cents int }
	kind  string
)

var errPrice = errors.New("has no price")

func (p price) MarshalText() ([]byte, error) {
	if p.cents < 0 {
		return nil, errPrice
	}
	return []byte("0." + string(rune('0'+p.cents))), nil
}

type buyer struct {
	ID    string  `url:"id"`
	Email *string `url:"email,omitempty"`
	Home  struct {
		Town string `url:"town"`
	} `url:"home"`
}

type element struct {
	Note  *string `url:"note,omitempty"`
	Price *price  `url:"price,omitempty"`
	Deep  *string `url:"a[b]"`
}

type params struct {
	Name    string            `url:"name"`
	Product *string           `url:"product[id],omitempty"`
	Count   int               `url:"count"`
	Paid    *bool             `url:"paid,int,omitempty"`
	Words   *bool             `url:"words,omitempty"`
	Update  bool              `url:"mode,true=update"`
	At      *time.Time        `url:"at,unix,omitempty"`
	Price   price             `url:"price"`
	Buyer   *buyer            `url:"buyer,omitempty"`
	Lines   []element         `url:"lines"`
	Kinds   []kind            `url:"kinds"`
	Pairs   map[string]string `url:"pairs"`
}

func decoded(t *testing.T, from any) map[string]string {
	t.Helper()
	sent, err := form.Params(from)
	require.NoError(t, err)
	all := map[string]string{}
	for _, v := range sent {
		require.NotContains(t, all, v.Name)
		all[v.Name] = v.Value
	}
	return all
}

func TestParams(t *testing.T) {
	t.Parallel()
	always := map[string]string{"name": "", "count": "0", "price": "0.0"}
	for name, c := range map[string]struct {
		params params
		want   map[string]string
	}{
		"zero values and nil pointers": {params{}, nil},
		"strings":                      {params{Name: "a b", Product: new("")}, map[string]string{"name": "a b", "product[id]": ""}},
		"numbers":                      {params{Count: -3}, map[string]string{"count": "-3"}},
		"true":                         {params{Paid: new(true), Words: new(true), Update: true}, map[string]string{"paid": "1", "words": "true", "mode": "update"}},
		"false":                        {params{Paid: new(false), Words: new(false)}, map[string]string{"paid": "0", "words": "false"}},
		"a time":                       {params{At: new(time.Unix(1767261600, 5))}, map[string]string{"at": "1767261600"}},
		"no time":                      {params{At: new(time.Time)}, map[string]string{"at": "0"}},
		"text":                         {params{Price: price{7}}, map[string]string{"price": "0.7"}},
		"a struct":                     {params{Buyer: &buyer{ID: "1"}}, map[string]string{"buyer[id]": "1", "buyer[home][town]": ""}},
		"a list of structs": {
			params{Lines: []element{{Note: new("")}, {Price: &price{1}, Deep: new("x")}}},
			map[string]string{"lines[0][note]": "", "lines[1][price]": "0.1", "lines[1][a][b]": "x"},
		},
		"a list of strings":   {params{Kinds: []kind{"b", "a"}}, map[string]string{"kinds[0]": "b", "kinds[1]": "a"}},
		"a map":               {params{Pairs: map[string]string{"k x": "v"}}, map[string]string{"pairs[k x]": "v"}},
		"empty lists and map": {params{Lines: []element{}, Kinds: []kind{}, Pairs: map[string]string{}}, map[string]string{"lines": "", "kinds": "", "pairs": ""}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want := map[string]string{}
			for _, set := range []map[string]string{always, c.want} {
				for name, value := range set {
					want[name] = value
				}
			}
			require.Equal(t, want, decoded(t, &c.params))
		})
	}
}

func TestParamsAreInNaturalOrder(t *testing.T) {
	t.Parallel()
	lines := make([]element, 11)
	for i := range lines {
		lines[i].Note = new("x")
	}
	sent, err := form.Params(&params{Lines: lines, Pairs: map[string]string{"b": "", "10": "", "9": "", "a": ""}})
	require.NoError(t, err)
	values := url.Values{}
	for _, v := range sent {
		values.Add(v.Name, v.Value)
	}
	require.Equal(t, form.FromValues(values), sent)
	require.Equal(t, "pairs[10]", sent[len(sent)-4].Name)
}

func TestNoParamsAreNoVariables(t *testing.T) {
	t.Parallel()
	for _, none := range []any{nil, (*params)(nil)} {
		sent, err := form.Params(none)
		require.NoError(t, err)
		require.Empty(t, sent)
	}
}

func TestAnElementOfNothingLeavesNoGapInTheIndexes(t *testing.T) {
	t.Parallel()
	for name, lines := range map[string][]element{"lines[0]": {{}, {Note: new("a")}}, "lines[1]": {{Note: new("")}, {}}} {
		_, err := form.Params(&params{Lines: lines})
		require.Equal(t, &form.ValueError{Name: name, Reason: "is empty"}, err)
	}
}

func TestAValueThatHasNoTextIsAnError(t *testing.T) {
	t.Parallel()
	_, err := form.Params(&params{Lines: []element{{Price: &price{-1}}}})
	require.Equal(t, &form.ValueError{Name: "lines[0][price]", Reason: "has no price"}, err)
	require.EqualError(t, err, "lines[0][price] has no price")
}

func TestAFieldThatCantBeEncodedPanics(t *testing.T) {
	t.Parallel()
	require.PanicsWithValue(t, "form: can't encode rate of float64", func() {
		_, _ = form.Params(&struct {
			Rate *float64 `url:"rate"`
		}{})
	})
}
