package chargehound_test

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound"
)

func TestTimeReadsTheFormsOfISO8601(t *testing.T) {
	t.Parallel()
	want := time.Date(2026, 1, 9, 7, 14, 2, 0, time.UTC)
	for text, want := range map[string]time.Time{
		`"2026-01-09T07:14:02"`:       want,
		`"2026-01-09T07:14:02Z"`:      want,
		`"2026-01-09T09:14:02+02:00"`: want,
		`"2026-01-09T09:14:02+0200"`:  want,
		`"2026-01-09T07:14:02.25"`:    want.Add(250 * time.Millisecond),
		`"2026-01-09 07:14:02"`:       want,
		`"2026-01-09T07:14"`:          want.Add(-2 * time.Second),
		`"2026-01-09T09:14+02:00"`:    want.Add(-2 * time.Second),
		`"2026-01-09"`:                time.Date(2026, 1, 9, 0, 0, 0, 0, time.UTC),
		`null`:                        {},
		`""`:                          {},
	} {
		var have chargehound.Time
		require.NoError(t, json.Unmarshal([]byte(text), &have), text)
		require.Equal(t, want, have.Time, text)
	}
	for _, text := range []string{`"yesterday"`, `true`, `{}`, `"2026-13-01T00:00:00"`} {
		require.Error(t, json.Unmarshal([]byte(text), new(chargehound.Time)), text)
	}
}

func TestTimeIsWrittenInUTCWithoutAZone(t *testing.T) {
	t.Parallel()
	berlin := time.FixedZone("", 3600)
	for want, at := range map[string]chargehound.Time{
		`"2026-01-09T07:14:02"`:   chargehound.NewTime(time.Date(2026, 1, 9, 8, 14, 2, 999, berlin)),
		`"2026-01-09T07:14:02.5"`: {Time: time.Date(2026, 1, 9, 8, 14, 2, 500_000_000, berlin)},
		`null`:                    chargehound.NewTime(time.Time{}),
	} {
		have, err := json.Marshal(at)
		require.NoError(t, err)
		require.Equal(t, want, string(have))
	}
	_, err := json.Marshal(chargehound.NewTime(time.Date(12026, 1, 1, 0, 0, 0, 0, time.UTC)))
	require.Error(t, err)
}

func TestQuantityIsANumberOrText(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]chargehound.Quantity{
		`3`:      chargehound.NewQuantity(3),
		`0`:      chargehound.NewQuantity(0),
		`"64oz"`: chargehound.NewQuantityText("64oz"),
		`null`:   {},
	} {
		var have chargehound.Quantity
		require.NoError(t, json.Unmarshal([]byte(text), &have))
		require.Equal(t, want, have, text)
		written, err := json.Marshal(have)
		require.NoError(t, err)
		require.Equal(t, text, string(written))
	}
	n, ok := chargehound.NewQuantityText("10").Int64()
	require.True(t, ok)
	require.Equal(t, int64(10), n)
	_, ok = chargehound.NewQuantityText("64oz").Int64()
	require.False(t, ok)
	require.False(t, chargehound.NewQuantity(0).IsZero(), "an explicit zero is a quantity")
	require.True(t, chargehound.NewQuantityText("").IsZero())
}

func TestChargedAtIsSecondsOrText(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]chargehound.ChargedAt{
		`1760000000`:                  chargehound.NewChargedAt(time.Unix(1760000000, 999)),
		`"last spring"`:               chargehound.NewChargedAtText("last spring"),
		`"2019-09-10 11:10:22PM UTC"`: chargehound.NewChargedAtText("2019-09-10 11:10:22PM UTC"),
		`null`:                        {},
	} {
		var have chargehound.ChargedAt
		require.NoError(t, json.Unmarshal([]byte(text), &have))
		require.Equal(t, want, have, text)
		written, err := json.Marshal(have)
		require.NoError(t, err)
		require.Equal(t, text, string(written))
	}
	for _, vague := range []string{"last spring", "2019-09-10 11:10:22PM CEST", ""} {
		_, ok := chargehound.NewChargedAtText(vague).Time()
		require.False(t, ok, vague)
	}
	exact, ok := chargehound.NewChargedAtText("2026-01-09T07:14:02").Time()
	require.True(t, ok)
	require.Equal(t, time.Date(2026, 1, 9, 7, 14, 2, 0, time.UTC), exact)
	require.True(t, chargehound.NewChargedAt(time.Time{}).IsZero())
}

func TestSignedURLIsNeverPrinted(t *testing.T) {
	t.Parallel()
	const secret = "https://files.example.com/dp_7Q.pdf?Signature=s1gn"
	response := &chargehound.DisputeResponse{Dispute: "dp_7Q", ResponseURL: secret}
	event := &chargehound.Event{ID: "wh_9f", ResponseURL: secret}
	var log strings.Builder
	for _, logger := range []*slog.Logger{slog.New(slog.NewTextHandler(&log, nil)), slog.New(slog.NewJSONHandler(&log, nil))} {
		logger.Info("generated", "response", response, "event", event)
	}
	printed := log.String()
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		printed += fmt.Sprintf(verb, response) + fmt.Sprintf(verb, *event) + fmt.Sprintf(verb, response.ResponseURL)
	}
	require.NotContains(t, printed, "s1gn")
	require.NotContains(t, printed, "files.example.com")
	require.NotContains(t, printed, fmt.Sprintf("%x", "s1gn"))
	require.Contains(t, log.String(), "dp_7Q")
	require.Equal(t, secret, string(response.ResponseURL), "it can be had")
}

// logged is what both of slog's handlers write of a value.
func logged(value any) string {
	var log strings.Builder
	slog.New(slog.NewTextHandler(&log, nil)).Info("m", "v", value)
	slog.New(slog.NewJSONHandler(&log, nil)).Info("m", "v", value)
	return log.String()
}

func TestWhatHoldsASignedURLIsLoggedWithoutIt(t *testing.T) {
	t.Parallel()
	const secret = chargehound.SecretURL("https://files.example.com/dp_7Q.pdf?Signature=s1gn")
	evidence := chargehound.Fields{"mail": chargehound.TextField("ada@example.com")}
	response := &chargehound.DisputeResponse{Dispute: "dp_7Q", Charge: "ch_7Q", Evidence: evidence, ResponseURL: secret}
	event := &chargehound.Event{ID: "wh_9f", Type: chargehound.EventTypeDisputeCreated, Dispute: "dp_7Q", Evidence: evidence, ResponseURL: secret}
	dispute := &chargehound.Dispute{ID: "dp_7Q", State: chargehound.DisputeStateWon, CustomerEmail: new("ada@example.com"), Fields: evidence, FileURL: secret}
	for _, value := range []any{
		response, *response, event, *event, secret, &chargehound.Delivery{Event: event, Dispute: dispute},
		chargehound.Delivery{Event: event, Dispute: dispute}, chargehound.Delivery{Event: event}, chargehound.Delivery{},
	} {
		text := logged(value)
		require.NotContains(t, text, "s1gn", "%T", value)
		require.NotContains(t, text, "ada@example.com", "%T", value)
		require.NotContains(t, text, "panic", "%T", value)
	}
	require.Contains(t, logged(secret), "[secret URL]")
	require.NotContains(t, logged(chargehound.SecretURL("")), "secret")
	require.Contains(t, logged(*response), "dp_7Q")
	for _, part := range []string{"wh_9f", "dispute.created", "dp_7Q", "won"} {
		require.Contains(t, logged(chargehound.Delivery{Event: event, Dispute: dispute}), part)
	}
	require.Contains(t, fmt.Sprint(secret), "[secret URL]")
}

func TestDecodeReadsWhatChargehoundSends(t *testing.T) {
	t.Parallel()
	for body, c := range map[string]struct{ out, want any }{
		`{"external_identifier": "dp_7Q", "amount": "7340"}`:               {&chargehound.Dispute{}, &chargehound.Dispute{ID: "dp_7Q", Amount: 7340}},
		`{"livemode": 1, "data": [{"external_identifier": 7}]}`:            {&chargehound.DisputeList{}, &chargehound.DisputeList{Livemode: true, Data: []*chargehound.Dispute{{ID: "7", Livemode: true}}}},
		`{"dispute_id": "dp_7Q", "external_charge": "ch_7Q"}`:              {&chargehound.DisputeResponse{}, &chargehound.DisputeResponse{Dispute: "dp_7Q", Charge: "ch_7Q"}},
		"\ufeff" + `{"id": "wh_1", "dispute_id": "dp_7Q", "type": "test"}`: {&chargehound.Event{}, &chargehound.Event{ID: "wh_1", Dispute: "dp_7Q", Type: "test"}},
	} {
		t.Run(body, func(t *testing.T) {
			t.Parallel()
			require.NoError(t, chargehound.Decode([]byte(body), c.out))
			require.Equal(t, c.want, c.out)
		})
	}
	require.Error(t, chargehound.Decode([]byte(`{"amount": "x"}`), new(chargehound.Dispute)))
	require.Error(t, chargehound.Decode(nil, new(chargehound.Dispute)))
}
