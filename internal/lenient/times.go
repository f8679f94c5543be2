package lenient

import (
	"fmt"
	"strings"
	"time"

	"github.com/go-json-experiment/json/jsontext"
)

// minUnix and maxUnix are the first second of the year 1 and the last of the
// year 9999. RFC 3339 can write no others.
const (
	minUnix = -62135596800
	maxUnix = 253402300799
)

// Time reads a time in either form: a number, or a string of digits, is Unix
// seconds as in [UnixTime], and any other string is ISO 8601 as in [ISOTime].
// null, "" and 0 give the zero time.
func Time(data []byte) (time.Time, error) {
	if jsontext.Value(data).Kind() != jsontext.KindString || isNumeric(data) {
		return UnixTime(data)
	}
	return ISOTime(data)
}

// isNumeric reports whether a JSON string holds nothing but digits and a sign.
func isNumeric(text []byte) bool {
	_, places, ok := quickNumber(text)
	return ok && places == 0
}

// UnixTime reads Unix seconds, as a number or as a string. null, "" and 0 mean
// "none" and give the zero time. A time before the year 1 or after the year 9999
// is an error.
func UnixTime(data []byte) (time.Time, error) {
	seconds, ok, err := Int64(data)
	if err != nil || !ok || seconds == 0 {
		return time.Time{}, err
	}
	if seconds < minUnix || seconds > maxUnix {
		return time.Time{}, &LimitError{Name: "as Unix seconds", Limit: maxUnix}
	}
	return time.Unix(seconds, 0).UTC(), nil
}

// ISOTime reads an ISO 8601 time: with a zone, without one (then UTC), or a
// date alone (then midnight UTC). null and "" give the zero time.
func ISOTime(data []byte) (time.Time, error) {
	if last := len(data) - 1; last == len(`"2026-01-09T07:14:02Z`) && data[0] == '"' && data[last] == '"' {
		// The usual form is read without allocating.
		if t, err := time.Parse(time.RFC3339Nano, string(data[1:last])); err == nil {
			return t.UTC(), nil
		}
	}
	text, ok, err := Text(data)
	if err != nil || !ok || text == "" {
		return time.Time{}, err
	}
	return ParseISOTime(text)
}

const (
	dateBytes  = len("2026-01-09")
	shortClock = len("07:14")
)

// ParseISOTime is ISOTime for text that is not JSON. It reads every form that
// differs from RFC 3339 in how the date, the clock and the zone are put together:
// a space or t for T, a clock without seconds, z, UTC, +00 and +0000 for Z.
func ParseISOTime(text string) (time.Time, error) {
	if len(text) < dateBytes {
		return time.Time{}, notISO(text)
	}
	date, rest := text[:dateBytes], text[dateBytes:]
	clock, zone := "00:00:00", "Z"
	if rest != "" {
		if !strings.Contains("Tt ", rest[:1]) {
			return time.Time{}, notISO(text)
		}
		clock, zone = cutZone(rest[1:])
	}
	if len(clock) == shortClock {
		clock += ":00"
	}
	t, err := time.Parse(time.RFC3339Nano, date+"T"+clock+zone)
	if err != nil {
		return time.Time{}, notISO(text)
	}
	if t = t.UTC(); t.Year() < 0 || t.Year() > 9999 {
		return time.Time{}, notISO(text)
	}
	return t, nil
}

// cutZone splits a clock from its zone, and writes the zone as RFC 3339 does.
func cutZone(text string) (clock, zone string) {
	i := strings.IndexAny(text, "Zz+-U")
	if i < 0 {
		return text, "Z"
	}
	clock, zone = strings.TrimSuffix(text[:i], " "), text[i:]
	switch {
	case zone == "z" || zone == "UTC":
		zone = "Z"
	case len(zone) == len("+00"):
		zone += ":00"
	case len(zone) == len("+0000"):
		zone = zone[:3] + ":" + zone[3:]
	}
	return clock, zone
}

func notISO(text string) error { return fmt.Errorf("%.64q is not an ISO 8601 time", text) }
