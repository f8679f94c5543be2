package transport

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

var noon = time.Date(2025, time.November, 22, 12, 0, 0, 0, time.UTC)

// retryAfterTable is every form of the header, as far as it is about
// reading; the rest of it is decide's.
var retryAfterTable = []struct {
	value string
	want  retryAfter
}{
	{"", retryAfter{}}, {" ", retryAfter{}}, {"abc", retryAfter{}}, {"1.5", retryAfter{}}, {"-5", retryAfter{}}, {"+5", retryAfter{}}, {"1, 2", retryAfter{}},
	{"1 2", retryAfter{}}, {"1s", retryAfter{}}, {"0x10", retryAfter{}}, {"1e3", retryAfter{}}, {"NaN", retryAfter{}}, {"Inf", retryAfter{}}, {"٣", retryAfter{}}, {"5\x00", retryAfter{}},
	{"0", after(0)}, {"-0", retryAfter{}}, {"00", after(0)}, {"1", after(time.Second)}, {"007", after(7 * time.Second)},
	{" 60 ", after(time.Minute)}, {"\t60", after(time.Minute)}, {"120", after(2 * time.Minute)}, {"86400", after(24 * time.Hour)},
	{"9223372036", after(9223372036 * time.Second)}, {"9223372037", after(forever)}, {"9223372036854775807", after(forever)},
	{"18446744073709551616", after(forever)}, {strings.Repeat("9", 4096), after(forever)}, {strings.Repeat("0", 4096) + "1", after(time.Second)},
	{"Sat, 22 Nov 2025 12:00:30 GMT", after(30 * time.Second)},    // RFC 1123
	{"Saturday, 22-Nov-25 12:00:30 GMT", after(30 * time.Second)}, // RFC 850
	{"Sat Nov 22 12:00:30 2025", after(30 * time.Second)},         // asctime
	{"  Sat, 22 Nov 2025 12:00:30 GMT", after(30 * time.Second)},  // spaces
	{"Sat, 22 Nov 2025 12:00:00 GMT", after(0)},                   // now
	{"Sat, 22 Nov 2025 11:59:59 GMT", after(0)},                   // past
	{"Thu, 01 Jan 1970 00:00:00 GMT", after(0)},                   // long past
	{"Fri, 31 Dec 9999 23:59:59 GMT", after(forever)},             // beyond what a duration holds
	{"Sat, 22 Nov 2025 12:00:30", retryAfter{}},                   // no zone
	{"Sat, 22 Nov 2025 12:00:30 +0100", retryAfter{}},             // not HTTP's form
	{"2025-11-22T12:00:30Z", retryAfter{}},                        // not HTTP's form
	{"Sat, 32 Nov 2025 12:00:30 GMT", retryAfter{}},               // no such day
	{"Sat, 22 Nov 2025 12:00:30 GMT, 5", retryAfter{}},            // a list
}

func TestRetryAfterInEveryForm(t *testing.T) {
	for _, c := range retryAfterTable {
		require.Equal(t, c.want, parseRetryAfter(c.value, noon), "%.40q", c.value)
	}
}

// A header that only a 429 or a 503 can carry, and what stands for none.
func TestWhoMayAskForAWait(t *testing.T) {
	client := &Client{throttlePause: time.Minute}
	for name, c := range map[string]struct {
		resp *http.Response
		want retryAfter
	}{
		"429":                     {stubAnswer(429, "Retry-After", "5"), after(5 * time.Second)},
		"429 without":             {stubAnswer(429), after(time.Minute)},
		"429 with garbage":        {stubAnswer(429, "Retry-After", "soon"), after(time.Minute)},
		"429 at once":             {stubAnswer(429, "Retry-After", "0"), after(0)},
		"503":                     {stubAnswer(503, "Retry-After", "5"), after(5 * time.Second)},
		"503 without":             {stubAnswer(503), retryAfter{}},
		"500 has no say":          {stubAnswer(500, "Retry-After", "5"), retryAfter{}},
		"a redirect has no say":   {stubAnswer(301, "Retry-After", "5"), retryAfter{}},
		"an accepted has no say":  {stubAnswer(202, "Retry-After", "5"), retryAfter{}},
		"429 with the first of 2": {&http.Response{StatusCode: 429, Header: http.Header{"Retry-After": {"7", "9"}}}, after(7 * time.Second)},
	} {
		require.Equal(t, c.want, client.retryAfter(c.resp), name)
	}
	require.Equal(t, retryAfter{}, (&Client{}).retryAfter(stubAnswer(429)), "a vendor without a documented pause")
}

func FuzzRetryAfter(f *testing.F) {
	for _, c := range retryAfterTable {
		f.Add(c.value)
	}
	f.Fuzz(func(t *testing.T, value string) {
		got := parseRetryAfter(value, noon)
		if got.wait < 0 || !got.given && got.wait != 0 {
			t.Fatalf("%q gave %+v", value, got)
		}
		trimmed := strings.TrimSpace(value)
		_, err := http.ParseTime(trimmed)
		if legal := strings.Trim(trimmed, "0123456789") == "" && trimmed != "" || err == nil; got.given != legal {
			t.Fatalf("%q gave %+v, but legal is %v", value, got, legal)
		}
		v := decide(Read, attempt{status: 429, retryAfter: got}, plenty())
		if v.wait < max(got.wait, 0) || v.wait <= 0 || v.retry && got.wait > plenty().maxRetryAfter {
			t.Fatalf("%q gave the verdict %+v", value, v)
		}
	})
}

// Two clocks differ: a date counts from the response's own.
func TestADateCountsFromTheResponsesDate(t *testing.T) {
	server := time.Now().Add(-10 * time.Minute)
	at := func(d time.Duration) string { return server.Add(d).UTC().Format(http.TimeFormat) }
	client := &Client{}
	for name, c := range map[string]struct {
		retryAfter, date string
		want             time.Duration
	}{
		"a date":             {at(5 * time.Second), at(0), 5 * time.Second},
		"a date in the past": {at(-time.Second), at(0), 0},
		"seconds":            {"5", at(0), 5 * time.Second},
		"no Date":            {at(0), "", 0},
		"a bad Date":         {time.Now().Add(time.Hour).UTC().Format(http.TimeFormat), "yesterday", time.Hour},
	} {
		got := client.retryAfter(stubAnswer(429, "Retry-After", c.retryAfter, "Date", c.date))
		require.InDelta(t, c.want, got.wait, float64(2*time.Second), name)
	}
}
