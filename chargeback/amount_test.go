package chargeback_test

import (
	"database/sql/driver"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback"
)

func TestAmountsAreAddedAndSubtracted(t *testing.T) {
	t.Parallel()
	none := chargeback.Amount{}
	for name, tt := range map[string]struct{ got, want chargeback.Amount }{
		"sum":                     {chargeback.MustAmount("0.10").Add(chargeback.MustAmount("0.20")), chargeback.MustAmount("0.30")},
		"difference":              {chargeback.MustAmount("1").Sub(chargeback.MustAmount("0.9")), chargeback.MustAmount("0.1")},
		"negative":                {chargeback.MustAmount("1.50").Neg(), chargeback.MustAmount("-1.50")},
		"sum with none":           {none.Add(chargeback.MustAmount("2")), chargeback.MustAmount("2")},
		"difference with none":    {none.Sub(chargeback.MustAmount("2")), chargeback.MustAmount("-2")},
		"sum of none":             {none.Add(none), none},
		"difference of none":      {none.Sub(none), none},
		"negative of none":        {none.Neg(), none},
		"a difference to nothing": {chargeback.MustAmount("2").Sub(chargeback.MustAmount("2.00")), chargeback.MustAmount("0")},
	} {
		t.Run(name, func(t *testing.T) { require.True(t, tt.want.Equal(tt.got), "%q", tt.got) })
	}
}

func TestAmountsAreCompared(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		a, b chargeback.Amount
		want int
	}{
		"less":          {chargeback.MustAmount("1"), chargeback.MustAmount("1.01"), -1},
		"equal":         {chargeback.MustAmount("1.5"), chargeback.MustAmount("1.50"), 0},
		"more":          {chargeback.MustAmount("2"), chargeback.MustAmount("-3"), 1},
		"none and zero": {chargeback.Amount{}, chargeback.MustAmount("0"), -1},
		"zero and none": {chargeback.MustAmount("0"), chargeback.Amount{}, 1},
		"none and none": {chargeback.Amount{}, chargeback.Amount{}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, tt.want, tt.a.Cmp(tt.b))
			require.Equal(t, tt.want == 0, tt.a.Equal(tt.b))
		})
	}
	require.Equal(t, []int{-1, 0, 0, 1}, []int{
		chargeback.MustAmount("-1").Sign(), chargeback.MustAmount("0.00").Sign(), chargeback.Amount{}.Sign(), chargeback.MustAmount("1").Sign(),
	})
}

func TestAnAmountIsLeftOutOnlyIfThereIsNone(t *testing.T) {
	t.Parallel()
	type payment struct {
		Sum chargeback.Amount `json:"sum,omitzero"`
	}
	for want, amount := range map[string]chargeback.Amount{`{}`: {}, `{"sum":"0"}`: chargeback.MustAmount("0"), `{"sum":"1.50"}`: chargeback.MustAmount("1.50")} {
		t.Run(want, func(t *testing.T) {
			text, err := json.Marshal(payment{amount})
			require.NoError(t, err)
			require.Equal(t, want, string(text))
			require.Equal(t, want == `{}`, amount.IsZero())
			require.Equal(t, want != `{}`, amount.IsSet())
		})
	}
}

func TestAnAmountAsText(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "0.00", "34.10", "-7"} {
		t.Run(text, func(t *testing.T) {
			var amount chargeback.Amount
			require.NoError(t, amount.UnmarshalText([]byte(text)))
			require.Equal(t, text != "", amount.IsSet())
			written, err := amount.MarshalText()
			require.NoError(t, err)
			require.Equal(t, text, string(written))
		})
	}
	validationError(t, new(chargeback.Amount).UnmarshalText([]byte("1e3")))
	_, err := huge.MarshalText()
	require.EqualError(t, err, "an amount has too many digits")
	_, err = json.Marshal(huge)
	require.ErrorContains(t, err, "an amount has too many digits")
}

func TestAnAmountInADatabase(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		stored  any
		want    string
		written driver.Value
	}{
		"NULL":         {nil, "", nil},
		"text":         {"34.10", "34.10", "34.10"},
		"bytes":        {[]byte("-0.5"), "-0.5", "-0.5"},
		"whole number": {int64(7), "7", "7"},
	} {
		t.Run(name, func(t *testing.T) {
			amount := chargeback.MustAmount("1")
			require.NoError(t, amount.Scan(tt.stored))
			require.Equal(t, tt.want, amount.String())
			value, err := amount.Value()
			require.NoError(t, err)
			require.Equal(t, tt.written, value)
		})
	}
	for name, stored := range map[string]any{"a float": 1.5, "a word": "much", "a bool": true} {
		t.Run(name, func(t *testing.T) { validationError(t, new(chargeback.Amount).Scan(stored)) })
	}
}
