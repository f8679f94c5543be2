package orderfile_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/orderfile"
)

var dated = orderfile.Columns{
	orderfile.OrderID: "id", orderfile.OrderedAt: "at", orderfile.OrderedTime: "time", orderfile.TimeZone: "zone", orderfile.Amount: "sum",
}

// dates makes a file with these dates, times and zones.
func dates(rows ...[3]string) string {
	text := "id|at|time|zone|sum\n"
	for i, row := range rows {
		text += strings.Join([]string{string(rune('a' + i)), row[0], row[1], row[2], "1.00"}, "|") + "\n"
	}
	return text
}

func dateOptions(zone *time.Location) orderfile.Options {
	return orderfile.Options{Columns: dated, Currency: "EUR", Zone: zone}
}

func TestDates(t *testing.T) {
	const noClock = "the file has no time of day: it is the start of that day"
	tests := map[string]struct {
		date, time, zone string
		want             string
		known            bool
		notes            []string
	}{
		"RFC 3339":             {"2026-09-01T08:00:00+02:00", "", "", "2026-09-01T06:00:00Z", true, nil},
		"fractions":            {"2026-09-01T08:00:00.25Z", "", "", "2026-09-01T08:00:00.25Z", true, nil},
		"offset with a space":  {"2026-08-14 23:40:05 -0400", "", "", "2026-08-15T03:40:05Z", true, nil},
		"no zone":              {"2026-08-14 23:40:05", "", "", "2026-08-14T23:40:05Z", false, nil},
		"hour of one digit":    {"2026-08-14 9:02:11", "", "", "2026-08-14T09:02:11Z", false, nil},
		"no seconds":           {"2026-08-14 09:02", "", "", "2026-08-14T09:02:00Z", false, nil},
		"no time":              {"2026-08-14", "", "", "2026-08-14T00:00:00Z", false, []string{noClock}},
		"points, day first":    {"03.04.2026", "14:00:00", "", "2026-04-03T14:00:00Z", false, nil},
		"day over 12":          {"30/04/2026", "14:00", "", "2026-04-30T14:00:00Z", false, nil},
		"second over 12":       {"04/30/2026", "14:00", "", "2026-04-30T14:00:00Z", false, nil},
		"the same twice":       {"04/04/2026", "14:00", "", "2026-04-04T14:00:00Z", false, nil},
		"month by name":        {"Jul 4, 2026 4:20:00 PM", "", "", "2026-07-04T16:20:00Z", false, nil},
		"PM behind 24 hours":   {"Jul 4, 2026 16:20:00 PM", "", "", "2026-07-04T16:20:00Z", false, nil},
		"midnight of 12 hours": {"Oct 24, 2026", "12:00:00 AM", "", "2026-10-24T00:00:00Z", false, nil},
		"noon of 12 hours":     {"Oct 24, 2026", "12:15:00\u202fPM", "", "2026-10-24T12:15:00Z", false, nil},
		"day and month's name": {"24 October 2026 10:00", "", "", "2026-10-24T10:00:00Z", false, nil},
		"short zone":           {"2026-01-02", "16:00:00", "PST", "2026-01-03T00:00:00Z", true, nil},
		"offset as a zone":     {"2026-01-02", "16:00:00", "GMT+02:00", "2026-01-02T14:00:00Z", true, nil},
		"place":                {"2026-07-02", "16:00:00", "Europe/Berlin", "2026-07-02T14:00:00Z", true, nil},
		"Square's name":        {"2026-07-02", "16:00:00", "Pacific Time (US & Canada)", "2026-07-02T23:00:00Z", true, nil},
		"an hour that was twice": {"2026-10-25", "02:30:00", "Europe/Berlin", "2026-10-25T00:30:00Z", true,
			[]string{"the clock showed this hour twice: it is the first of them"}},
		"an hour that was not": {"2026-03-29", "02:30:00", "Europe/Berlin", "2026-03-29T01:30:00Z", true,
			[]string{"the clock never showed this hour: it was put forward then"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			r := read(t, dates([3]string{test.date, test.time, test.zone}), dateOptions(nil))
			require.Empty(t, r.bad)
			require.Len(t, r.orders, 1)
			o := r.orders[0]
			assert.Equal(t, test.want, o.PlacedAt.Format(time.RFC3339Nano))
			assert.Equal(t, test.known, o.ZoneKnown)
			assert.Equal(t, test.notes, o.Notes)
		})
	}
}

func TestDatesThatAreNone(t *testing.T) {
	const (
		none   = "is no date (a spreadsheet program may have made something else of it); open the original file, not one saved again"
		noTime = "is no time of day"
		noZone = "is no time zone that is known here, or stands for several; say -zone"
	)
	tests := map[string]struct {
		row            [3]string
		column, reason string
	}{
		"a spreadsheet's number": {[3]string{"45384.34789", "", ""}, "at", none},
		"February 30":            {[3]string{"2026-02-30", "", ""}, "at", none},
		"two digits of a year":   {[3]string{"30/04/26", "", ""}, "at", none},
		"a month by its number":  {[3]string{"2026-13-01", "", ""}, "at", none},
		"nothing":                {[3]string{"", "", ""}, "at", "is empty"},
		"an hour of 25":          {[3]string{"2026-01-01", "25:00", ""}, "time", noTime},
		"13 in the morning":      {[3]string{"2026-01-01", "13:00 AM", ""}, "time", noTime},
		"a zone of several":      {[3]string{"2026-01-01", "10:00", "IST"}, "zone", noZone},
		"a place that is none":   {[3]string{"2026-01-01", "10:00", "Europe/Nowhere"}, "zone", noZone},
		"the machine's zone":     {[3]string{"2026-01-01", "10:00", "Local"}, "zone", noZone},
		"an offset of a day":     {[3]string{"2026-01-01", "10:00", "+24:00"}, "zone", noZone},
		"day 0":                  {[3]string{"2026-01-00", "", ""}, "at", none},
		"day 32":                 {[3]string{"2026-01-32", "", ""}, "at", none},
		"the year 1900":          {[3]string{"1900-01-01", "", ""}, "at", none},
		"a path":                 {[3]string{"2026-01-01", "10:00", "../../etc/passwd"}, "zone", noZone},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			r := read(t, dates(test.row, [3]string{"2026-01-01", "10:00", "UTC"}), dateOptions(nil))
			require.Len(t, r.bad, 1)
			assert.Equal(t, test.column, r.bad[0].Column)
			assert.Equal(t, test.reason, r.bad[0].Reason)
			assert.Len(t, r.orders, 1, "the reading goes on")
		})
	}
}

func TestTheZoneOfTheOptions(t *testing.T) {
	rows := dates([3]string{"2026-07-01", "10:00", ""}, [3]string{"2026-07-01", "10:00", "CST"}, [3]string{"2026-07-01", "10:00", "UTC"})
	r := read(t, rows, dateOptions(zone(t, "America/Chicago")))
	require.Len(t, r.orders, 3)
	for i, want := range []int{15, 15, 10} {
		assert.Equal(t, want, r.orders[i].PlacedAt.Hour())
		assert.True(t, r.orders[i].ZoneKnown)
	}
}

func TestTheOrderOfDayAndMonth(t *testing.T) {
	open := func(order string, days ...string) (*orderfile.File, error) {
		rows := [][3]string{}
		for _, day := range days {
			rows = append(rows, [3]string{day, "", ""})
		}
		opts := dateOptions(nil)
		opts.Dates = order
		return orderfile.Open(strings.NewReader(dates(rows...)), opts)
	}
	tests := map[string]struct {
		order string
		days  []string
		want  time.Month
	}{
		"by a later row, day first":   {"", []string{"03/04/2026", "30/04/2026"}, time.April},
		"by a later row, month first": {"", []string{"03/04/2026", "04/30/2026"}, time.March},
		"said, day first":             {"dmy", []string{"03/04/2026"}, time.April},
		"said, month first":           {"mdy", []string{"03/04/2026"}, time.March},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			file, err := open(test.order, test.days...)
			require.NoError(t, err)
			assert.Equal(t, test.want, collect(t, file).orders[0].PlacedAt.Month())
		})
	}
	t.Run("nothing tells it", func(t *testing.T) {
		_, err := open("", "2026-01-01", "03/04/2026")
		assert.EqualError(t, err, `line 3: column "at" has a date whose day and month can be either way round; say -dates dmy or -dates mdy`)
	})
	t.Run("two orders in one file", func(t *testing.T) {
		_, err := open("", "30/04/2026", "04/30/2026")
		assert.EqualError(t, err, `line 3: column "at" has a date with the day and month the other way round than on line 2`)
	})
	t.Run("against what is said", func(t *testing.T) {
		file, err := open("mdy", "30/04/2026")
		require.NoError(t, err)
		assert.Len(t, collect(t, file).bad, 1)
	})
}
