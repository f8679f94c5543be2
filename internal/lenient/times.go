package lenient

import (
	"fmt"
	"time"
)

// maxUnix is the last second of the year 9999, the last that RFC 3339 can write.
const maxUnix = 253402300799

// UnixTime reads Unix seconds, as a number or as a string. null, "" and 0 mean
// "none" and give the zero time.
func UnixTime(data []byte) (time.Time, error) {
	seconds, ok, err := Int64(data)
	if err != nil || !ok || seconds == 0 {
		return time.Time{}, err
	}
	if seconds < -maxUnix || seconds > maxUnix {
		return time.Time{}, &BoundError{Bound: "as Unix seconds", Limit: maxUnix}
	}
	return time.Unix(seconds, 0).UTC(), nil
}

// zoneless are the layouts without a zone; they are taken as UTC.
var zoneless = []string{"2006-01-02T15:04:05.999999999", "2006-01-02 15:04:05.999999999", "2006-01-02"}

// ISOTime reads an ISO 8601 time: with a zone, without one (then UTC), or a
// date alone (then midnight UTC). null and "" give the zero time.
func ISOTime(data []byte) (time.Time, error) {
	text, ok, err := Text(data)
	if err != nil || !ok || text == "" {
		return time.Time{}, err
	}
	return ParseISOTime(text)
}

// ParseISOTime is ISOTime for text that is not JSON.
func ParseISOTime(text string) (time.Time, error) {
	if t, err := time.Parse(time.RFC3339Nano, text); err == nil {
		return t.UTC(), nil
	}
	for _, layout := range zoneless {
		if t, err := time.Parse(layout, text); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("%.64q is not an ISO 8601 time", text)
}
