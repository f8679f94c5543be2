package chargehound_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound"
)

func FuzzParseEvent(f *testing.F) {
	for _, seed := range []string{created, `{}`, ``, `[`, `{"id": "wh_1", "type": "dispute.response.generated", "dispute_id": "dp_7Q", "user_id": null, "evidence": {"a": [1]}}`,
		"\ufeff{\"type\": 7, \"dispute\": {\"id\": 8}, \"id\": true, \"charge\": \"\xff\"}"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		event, err := chargehound.ParseEvent(body)
		if err != nil {
			require.ErrorIs(t, err, chargehound.ErrBadEvent)
			require.Nil(t, event)
			return
		}
		require.NotEmpty(t, string(event.Type)+event.Dispute)
		text, err := json.Marshal(event)
		require.NoError(t, err)
		var back chargehound.Event
		require.NoError(t, json.Unmarshal(text, &back))
		require.Equal(t, event.ID, back.ID)
		require.Equal(t, event.Dispute, back.Dispute)
	})
}

func FuzzFields(f *testing.F) {
	for _, seed := range []string{`{"a": "text", "b": 12345678901234567890, "c": 1.5e3, "d": null, "e": [true, {}]}`, `{}`, `null`, `{"\ud83d": "\udc00"}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		stable(t, text, new(chargehound.Fields), new(chargehound.Fields))
	})
}

func FuzzQuantity(f *testing.F) {
	for _, seed := range []string{`1`, `-0`, `"64oz"`, `1e999`, `null`, `{"a": 1}`, `"\u0000"`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		quantity := new(chargehound.Quantity)
		stable(t, text, quantity, new(chargehound.Quantity))
		quantity.Int64()
	})
}

func FuzzChargedAt(f *testing.F) {
	for _, seed := range []string{`1568831857`, `"2019-09-10 11:10:22PM UTC"`, `99999999999999999999`, `1.5`, `null`, `""`, `true`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		at := new(chargehound.ChargedAt)
		stable(t, text, at, new(chargehound.ChargedAt))
		if paid, ok := at.Time(); ok {
			_, err := paid.MarshalText()
			require.NoError(t, err, "a time that is no use")
		}
	})
}

func FuzzTime(f *testing.F) {
	for _, seed := range []string{`"2026-01-09T07:14:02"`, `"0000-01-01T00:00:00+23:59"`, `"9999-12-31T23:59:59.999999999-23:59"`, `null`, `""`, `7`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var at, back chargehound.Time
		if json.Unmarshal(text, &at) != nil {
			return
		}
		written, err := json.Marshal(at)
		if err != nil {
			return // a zone led out of the years 0 to 9999
		}
		require.NoError(t, json.Unmarshal(written, &back))
		require.True(t, at.Equal(back.Time), "%s and %s", at, back)
	})
}

// stable reads text, writes what was read, and reads that again: nothing
// changes any more, and nothing is lost.
func stable[T any](t *testing.T, text []byte, first, second *T) {
	t.Helper()
	if json.Unmarshal(text, first) != nil {
		return
	}
	written, err := json.Marshal(first)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(written, second))
	again, err := json.Marshal(second)
	require.NoError(t, err)
	require.Equal(t, string(written), string(again))
}
