package chargeback_test

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback"
)

func newLike(pointer any) any { return reflect.New(reflect.TypeOf(pointer).Elem()).Interface() }

func TestTheTypesReadEveryFormThatWasSeen(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		want  any
		forms []string
	}{
		{new(chargeback.MustAmount("12.50")), []string{`"12.50"`, `12.50`}},
		{new(chargeback.Amount{}), []string{`null`, `""`}},
		{&chargeback.TrackingNumbers{"a", "b"}, []string{`"a,b"`, `" a , b ,"`, `["a","b"]`, `["a"," b ",""]`}},
		{&chargeback.TrackingNumbers{"1"}, []string{`1`, `"1"`, `[1]`}},
		{&chargeback.TrackingNumbers{}, []string{`""`, `[]`}},
		{new(chargeback.TrackingNumbers), []string{`null`}},
		{&chargeback.Time{}, []string{`null`, `""`}},
		{
			new(chargeback.NewTime(time.Date(2026, 2, 3, 4, 5, 6, 0, time.UTC))),
			[]string{`"2026-02-03T04:05:06Z"`, `"2026-02-03T04:05:06+0000"`, `"2026-02-03T04:05:06+00:00"`, `1770091506`, `"2026-02-03T06:05:06+02:00"`, `"2026-02-03T04:05:06"`, `"2026-02-03 04:05:06"`},
		},
		{new(chargeback.NewTime(time.Date(2026, 2, 3, 0, 0, 0, 0, time.UTC))), []string{`"2026-02-03"`}},
	} {
		for _, form := range tt.forms {
			have := newLike(tt.want)
			require.NoError(t, json.Unmarshal([]byte(form), have), form)
			require.Equal(t, tt.want, have, form)
		}
		requireRoundTrip(t, tt.want)
	}
}

func TestDecodeReadsEveryFormOfAField(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		data string
		want chargeback.LineItem
	}{
		"as documented":       {`{"quantity":20,"source_product_id":"7"}`, chargeback.LineItem{Quantity: 20, SourceProductID: "7"}},
		"strings for numbers": {`{"quantity":"20"}`, chargeback.LineItem{Quantity: 20}},
		"a whole decimal":     {`{"quantity":"20.0"}`, chargeback.LineItem{Quantity: 20}},
		"numbers for strings": {`{"source_product_id":7}`, chargeback.LineItem{SourceProductID: "7"}},
		"null":                {`{"quantity":null,"source_product_id":null}`, chargeback.LineItem{}},
		"empty":               {`{"quantity":"","source_product_id":""}`, chargeback.LineItem{}},
		"a part of a piece":   {`{"quantity":1.5}`, chargeback.LineItem{Extra: chargeback.Extra{"quantity": json.RawMessage("1.5")}}},
		"an object":           {`{"source_product_id":{"a":1}}`, chargeback.LineItem{Extra: chargeback.Extra{"source_product_id": json.RawMessage(`{"a":1}`)}}},
		"a byte order mark":   {"\ufeff" + `{"quantity":2}`, chargeback.LineItem{Quantity: 2}},
		"a byte not of UTF-8": {"{\"product_name\":\"\xff\",\"quantity\":2}", chargeback.LineItem{Quantity: 2, Extra: chargeback.Extra{"product_name": json.RawMessage("\"\xff\"")}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var line chargeback.LineItem
			require.NoError(t, chargeback.Decode([]byte(tt.data), &line))
			require.Equal(t, tt.want, line)
		})
	}
	for _, data := range []string{"", "[]", `{"product_amount":"much"}`} {
		require.Error(t, chargeback.Decode([]byte(data), new(chargeback.LineItem)), data)
	}
}

func TestDecodeReadsEveryFormOfABool(t *testing.T) {
	t.Parallel()
	for form, want := range map[string]bool{`true`: true, `"true"`: true, `1`: true, `false`: false, `"false"`: false, `null`: false, `""`: false, `0`: false} {
		t.Run(form, func(t *testing.T) {
			var order chargeback.Order
			require.NoError(t, chargeback.Decode([]byte(`{"id":7,"manually_generated":`+form+`}`), &order))
			require.Equal(t, chargeback.Order{ID: "7", ManuallyGenerated: want}, order)
		})
	}
}

func TestTheTypesRejectWhatTheyCannotMean(t *testing.T) {
	t.Parallel()
	for _, target := range []any{
		new(chargeback.Amount), new(chargeback.TrackingNumbers), new(chargeback.Time),
	} {
		require.Error(t, json.Unmarshal([]byte(`{"a":1}`), target), "%T", target)
	}
	require.Error(t, json.Unmarshal([]byte(`[{}]`), new(chargeback.TrackingNumbers)))
	require.Error(t, json.Unmarshal([]byte(`true`), new(chargeback.Amount)))
	require.Error(t, json.Unmarshal([]byte(`"1e400000000"`), new(chargeback.Amount)))
	_, err := json.Marshal(chargeback.TrackingNumbers{"a,b"})
	require.Error(t, err)
	for _, text := range []string{"", "1,000.00", "$5", "1e3", ".5", "5."} {
		_, err := chargeback.ParseAmount(text)
		require.Equal(t, "amount", validationError(t, err).Param)
	}
	_, err = chargeback.ParseTime("yesterday")
	require.Equal(t, "time", validationError(t, err).Param)
	require.Panics(t, func() { chargeback.MustAmount("x") })
}

func TestAnAmountKnowsZeroFromNone(t *testing.T) {
	t.Parallel()
	zero, none := chargeback.NewAmount(decimal.Zero), chargeback.Amount{}
	require.True(t, zero.IsSet())
	require.False(t, none.IsSet())
	require.False(t, zero.Equal(none))
	require.True(t, chargeback.MustAmount("1.5").Equal(chargeback.MustAmount("1.50")))
	require.Equal(t, "0", zero.String())
	require.Empty(t, none.String())
	require.True(t, none.Decimal().IsZero())
	require.Equal(t, chargeback.Time{}, chargeback.NewTime(time.Time{}))
	exact := chargeback.NewTime(time.Date(2026, 2, 3, 5, 5, 6, 789_000_000, time.FixedZone("", 60*60)))
	require.Equal(t, chargeback.NewTime(time.Date(2026, 2, 3, 4, 5, 6, 0, time.UTC)), exact, "cut to the second")
}

func FuzzTypes(f *testing.F) {
	for _, seed := range []string{`"a,b"`, `[1]`, `12.5`, `"2026-02-03"`, `null`, `{}`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, target := range []any{
			new(chargeback.Amount), new(chargeback.TrackingNumbers), new(chargeback.Time),
		} {
			if json.Unmarshal([]byte(text), target) != nil {
				continue
			}
			written, err := json.Marshal(target)
			if err != nil {
				continue // a list may hold a number with a comma
			}
			again := newLike(target)
			require.NoError(t, json.Unmarshal(written, again))
			require.Equal(t, target, again)
		}
	})
}
