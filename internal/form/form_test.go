package form_test

import (
	"fmt"
	"math/rand/v2"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/fake"
	"github.com/chargekit/chargekit-go/internal/form"
	"github.com/chargekit/chargekit-go/internal/seeds"
)

func TestFormsAreInNaturalOrder(t *testing.T) {
	t.Parallel()
	values := url.Values{}
	for i := range 12 {
		values.Set(fmt.Sprintf("lines[%d][amount]", i), fmt.Sprint(i))
		values.Set(fmt.Sprintf("lines[%d][b]", i), "x")
	}
	values.Set("amount", "1")
	values.Set("customer[id]", "a&b=c d+é")
	values.Set("linesman", "")
	encoded := form.FromValues(values).Encode()
	decoded, err := url.QueryUnescape(encoded)
	require.NoError(t, err)
	require.True(t, strings.HasPrefix(decoded, "amount=1&customer[id]=a&b=c d+é&lines[0][amount]=0&lines[0][b]=x&lines[1][amount]=1&"), decoded)
	require.Less(t, strings.Index(decoded, "lines[2][amount]"), strings.Index(decoded, "lines[10][amount]"))
	require.True(t, strings.HasSuffix(decoded, "&linesman="), decoded)

	again, err := url.ParseQuery(encoded)
	require.NoError(t, err)
	require.Equal(t, values, again)
}

func TestNamesAndValuesAreEscapedAsNetURLDoes(t *testing.T) {
	t.Parallel()
	var every strings.Builder
	for b := range 256 {
		every.WriteByte(byte(b))
	}
	text := every.String()
	require.Equal(t, url.QueryEscape(text)+"="+url.QueryEscape(text), form.Form{{Name: text, Value: text}}.Encode())
}

func TestFormsKeepTheOrderOfAListForPHP(t *testing.T) {
	t.Parallel()
	seeds.Check(t, 200, func(t *testing.T, random *rand.Rand) {
		texts := make([]string, seeds.Between(random, 1, 150))
		for i := range texts {
			texts[i] = seeds.String(random, 12)
		}
		sent, err := form.Params(&struct {
			List []string `url:"list"`
		}{texts})
		require.NoError(t, err)
		read, err := fake.ParseForm(sent.Encode())
		require.NoError(t, err)
		require.True(t, read.At("list").IsList())
		var arrived []string
		for _, element := range read.List("list") {
			text, _ := element.Text()
			arrived = append(arrived, text)
		}
		require.Equal(t, texts, arrived)
	})
}

// Maps are ranged over in random order, so an order that is none shows.
func TestTheNaturalOrderIsAnOrder(t *testing.T) {
	t.Parallel()
	seeds.Check(t, 200, func(t *testing.T, random *rand.Rand) {
		values := url.Values{}
		for range seeds.Between(random, 3, 8) {
			key := seeds.OneOf(random, "", "1", "01", "2", "10", "1a", "a", "a1", "-1", "99999999999999999999")
			values.Set("list["+key+"]", "")
		}
		once := form.FromValues(values)
		for range 20 {
			require.Equal(t, once, form.FromValues(values))
		}
		for name := range values {
			require.True(t, once.Has(name), name)
		}
	})
}

func TestAFormHasWhatWasSet(t *testing.T) {
	t.Parallel()
	f := form.FromValues(url.Values{"a[]": {"1", "2"}, "c": {"3"}})
	require.Equal(t, "1", f.Get("a[]"))
	require.Equal(t, "", f.Get("b"))
	require.True(t, f.Has("c"))
	require.False(t, f.Has("b"))
	f.Set("b", "x", "y")
	f.Set("a[]", "z")
	f.Set("c")
	require.Equal(t, form.Form{{Name: "a[]", Value: "z"}, {Name: "b", Value: "x"}, {Name: "b", Value: "y"}}, f)
}

func TestTextThatIsNotUTF8(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		form form.Form
		want error
	}{
		"valid": {form.Form{{Name: "a[é]", Value: "ü\x00\u2028"}}, nil},
		"value": {form.Form{{Name: "a", Value: "b"}, {Name: "c", Value: "\xff"}}, &form.ValueError{Name: "c", Reason: "is not valid UTF-8"}},
		"name":  {form.Form{{Name: "pairs[\xc3]", Value: "b"}}, &form.ValueError{Name: "params", Reason: "have a name that is not valid UTF-8"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, c.want, c.form.CheckText())
		})
	}
}
