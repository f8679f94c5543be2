package lenient_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/lenient"
)

func TestTimesInEveryForm(t *testing.T) {
	t.Parallel()
	morning := time.Date(2026, 1, 9, 7, 14, 2, 0, time.UTC)
	for data, want := range map[string]time.Time{
		`null`: {}, `""`: {}, `0`: {}, `"0"`: {},
		`1767942842`: morning, `"1767942842"`: morning, `1767942842.0`: morning, `-1`: time.Unix(-1, 0).UTC(), `"253402300799"`: time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC),
		`"2026-01-09T07:14:02Z"`: morning, `"2026-01-09t07:14:02z"`: morning, `"2026-01-09 07:14:02"`: morning, `"2026-01-09T07:14:02"`: morning,
		`"2026-01-09T07:14:02+00:00"`: morning, `"2026-01-09T07:14:02+0000"`: morning, `"2026-01-09T07:14:02+00"`: morning, `"2026-01-09 07:14:02 UTC"`: morning,
		`"2026-01-09 09:14:02 +0200"`: morning, `"2026-01-09T02:14:02-05:00"`: morning, `"2026-01-09T12:44:02+05:30"`: morning, `"2026-01-09T06:14:02-01"`: morning,
		`"2026-01-09T07:14:02.25Z"`: morning.Add(250 * time.Millisecond), `"2026-01-09 07:14:02.25"`: morning.Add(250 * time.Millisecond),
		`"2026-01-09T07:14"`: morning.Truncate(time.Minute), `"2026-01-09T07:14Z"`: morning.Truncate(time.Minute), `"2026-01-09T07:14+0000"`: morning.Truncate(time.Minute),
		`"2026-01-09"`: morning.Truncate(24 * time.Hour), `"2026-01-09T7:14:02.5Z"`: morning.Add(500 * time.Millisecond), `"0000-01-01T00:00:00Z"`: time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC),
	} {
		got, err := lenient.Time([]byte(data))
		require.NoError(t, err, data)
		require.Equal(t, want, got, data)
	}
	for _, data := range []string{
		`"soon"`, `"2026-01-09X07:14:02Z"`, `"2026-01-09T07:60:02Z"`, `"2026-01-09T07:14:02+"`, `"2026-01-09T"`, `"2026-01-09T07:14:02+1"`, `"2026-01-09T07:14:02+000"`, `"2026-01-09T07:14:02 CET"`, `"2026-13-09"`, `"2026-01-32"`, `"0000-00-00 00:00:00"`,
		`"9999-12-31T23:59:59-01:00"`, `"0000-01-01T00:00:00+01:00"`, `"Friday the 9th"`, `true`, `{}`, `[]`, `1.5`, `253402300800`, `"-62135596801"`, `1e18`, "\"\xff\"", `"2026-01-09T07:14:02Zx`,
	} {
		_, err := lenient.Time([]byte(data))
		require.Error(t, err, data)
	}
}
