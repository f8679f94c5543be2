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
	encoded := form.Encode(values)
	decoded, err := url.QueryUnescape(encoded)
	require.NoError(t, err)
	require.True(t, strings.HasPrefix(decoded, "amount=1&customer[id]=a&b=c d+é&lines[0][amount]=0&lines[0][b]=x&lines[1][amount]=1&"), decoded)
	require.Less(t, strings.Index(decoded, "lines[2][amount]"), strings.Index(decoded, "lines[10][amount]"))
	require.True(t, strings.HasSuffix(decoded, "&linesman="), decoded)

	again, err := url.ParseQuery(encoded)
	require.NoError(t, err)
	require.Equal(t, values, again)
}

func TestFormsKeepTheOrderOfAListForPHP(t *testing.T) {
	t.Parallel()
	seeds.Check(t, 200, func(t *testing.T, random *rand.Rand) {
		texts := make([]string, seeds.Between(random, 1, 150))
		for i := range texts {
			texts[i] = seeds.String(random, 12)
		}
		values := url.Values{}
		form.AddStrings("list", texts, &values)
		form, err := fake.ParseForm(form.Encode(values))
		require.NoError(t, err)
		require.True(t, form.At("list").IsList())
		var arrived []string
		for _, element := range form.List("list") {
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
		once := form.Encode(values)
		for range 20 {
			require.Equal(t, once, form.Encode(values))
		}
	})
}

type element struct {
	Name string  `url:"name"`
	Note *string `url:"note,omitempty"`
	Sub  struct {
		ID int `url:"id"`
	} `url:"sub"`
}

func TestListsOfStructsHaveIndexes(t *testing.T) {
	t.Parallel()
	values := url.Values{}
	list := []element{{Name: "a", Note: new("")}, {Name: "b"}}
	list[1].Sub.ID = 7
	require.NoError(t, form.AddList("items", list, &values))
	require.Equal(t, url.Values{
		"items[0][name]": {"a"}, "items[0][note]": {""}, "items[0][sub][id]": {"0"}, "items[1][name]": {"b"}, "items[1][sub][id]": {"7"},
	}, values)
}

func TestAnElementOfNothingLeavesNoGapInTheIndexes(t *testing.T) {
	t.Parallel()
	type optional struct {
		Name *string `url:"name,omitempty"`
	}
	for name, list := range map[string][]optional{"items[0]": {{}, {Name: new("a")}}, "items[1]": {{Name: new("")}, {}}} {
		empty := new(form.EmptyError)
		require.ErrorAs(t, form.AddList("items", list, &url.Values{}), &empty)
		require.Equal(t, name, empty.Name)
	}
}

func TestVariablesAreCountedByTheirValues(t *testing.T) {
	t.Parallel()
	require.Equal(t, 5, form.CountVariables(url.Values{"a": {"", "x"}, "b[]": {"1", "2", "3"}, "c": nil}))
}

func TestEmptyIsSentAndNilIsNot(t *testing.T) {
	t.Parallel()
	values := url.Values{}
	require.NoError(t, form.AddList[element]("a", nil, &values))
	form.AddStrings[string]("b", nil, &values)
	form.AddMap("c", nil, &values)
	require.Empty(t, values)
	require.NoError(t, form.AddList("a", []element{}, &values))
	form.AddStrings("b", []string{}, &values)
	form.AddMap("c", map[string]string{}, &values)
	require.Equal(t, url.Values{"a": {""}, "b": {""}, "c": {""}}, values)
}

func TestNoParamsAreNoVariables(t *testing.T) {
	t.Parallel()
	for _, params := range []any{nil, (*element)(nil)} {
		values, err := form.Values(params)
		require.NoError(t, err)
		require.Empty(t, values)
	}
}
