package orderfile

import (
	"errors"
	"regexp"
	"strconv"
	"strings"
	"time"
)

var (
	errNoDate   = errors.New("is no date (a spreadsheet program may have made something else of it); open the original file, not one saved again")
	errNoTime   = errors.New("is no time of day")
	errDayMonth = errors.New("has a date whose day and month can be either way round; say -dates dmy or -dates mdy")
	errNoZone   = errors.New("is no time zone that is known here, or stands for several; say -zone")
)

const (
	noteNoClock = "the file has no time of day: it is the start of that day"
	noteTwice   = "the clock showed this hour twice: it is the first of them"
	noteSkipped = "the clock never showed this hour: it was put forward then"
)

var (
	yearFirst = regexp.MustCompile(`^(\d{4})([-/.])(\d{1,2})[-/.](\d{1,2})(?:[T ,]+(.+))?$`)
	yearLast  = regexp.MustCompile(`^(\d{1,2})([-/.])(\d{1,2})[-/.](\d{4})(?:[ ,]+(.+))?$`)
	monthName = regexp.MustCompile(`^([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4})(?:[ ,]+(.+))?$`)
	dayName   = regexp.MustCompile(`^(\d{1,2})[. -]+([A-Za-z]{3,9})[. -]+(\d{4})(?:[ ,]+(.+))?$`)
	clock     = regexp.MustCompile(`^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?: ?([AaPp])\.?[Mm]\.?)?(?: ?(Z|UTC|GMT|[+-]\d{2}:?\d{2}))?$`)
)

// dateOrder is the order of day and month in dates such as 03/04/2026.
type dateOrder string

const (
	dayFirst   dateOrder = "dmy"
	monthFirst dateOrder = "mdy"
)

type date struct{ year, month, day int }

// splitDate returns the date at the start of a cell, and the rest behind it. The
// order decides dates that can be read in two ways; it can be empty.
func splitDate(text string, order dateOrder) (d date, rest string, err error) {
	text = strings.Join(strings.Fields(strings.Map(plainRune, text)), " ")
	if m := yearFirst.FindStringSubmatch(text); m != nil {
		d, rest = date{number(m[1]), number(m[3]), number(m[4])}, m[5]
	} else if m := yearLast.FindStringSubmatch(text); m != nil {
		first, second := number(m[1]), number(m[3])
		if order = orderOf(first, second, m[2], order); order == "" {
			return date{}, "", errDayMonth
		}
		d, rest = date{number(m[4]), second, first}, m[5]
		if order == monthFirst {
			d.month, d.day = first, second
		}
	} else if m := monthName.FindStringSubmatch(text); m != nil {
		d, rest = date{number(m[3]), month(m[1]), number(m[2])}, m[4]
	} else if m := dayName.FindStringSubmatch(text); m != nil {
		d, rest = date{number(m[3]), month(m[2]), number(m[1])}, m[4]
	}
	if !d.exists() {
		return date{}, "", errNoDate
	}
	return d, rest, nil
}

// orderOf decides which number is the day. With points the day is always first.
func orderOf(first, second int, mark string, order dateOrder) dateOrder {
	switch {
	case mark == ".", first == second:
		return dayFirst
	case order == "" && first > 12:
		return dayFirst
	case order == "" && second > 12:
		return monthFirst
	}
	return order
}

// weighDate returns the order that a date proves. Doubt reports whether it needs one.
func weighDate(text string) (order dateOrder, doubt bool) {
	m := yearLast.FindStringSubmatch(strings.TrimSpace(text))
	if m == nil || m[2] == "." || m[1] == m[3] {
		return "", false
	}
	order = orderOf(number(m[1]), number(m[3]), m[2], "")
	return order, order == ""
}

func (d date) exists() bool {
	t := time.Date(d.year, time.Month(d.month), d.day, 0, 0, 0, 0, time.UTC)
	return d.year >= 1990 && d.year < 2200 && int(t.Month()) == d.month
}

// month returns the number of an English month, or 0.
func month(name string) int {
	for m := time.January; m <= time.December; m++ {
		full := strings.ToLower(m.String())
		if name := strings.ToLower(name); name == full || name == full[:3] || name == "sept" && m == time.September {
			return int(m)
		}
	}
	return 0
}

func number(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}

// timeOfDay is what a clock shows. Zone is "" if it names none.
type timeOfDay struct {
	hour, minute, second, nano int
	zone                       string
}

func parseClock(text string) (timeOfDay, error) {
	m := clock.FindStringSubmatch(strings.Join(strings.Fields(strings.Map(plainRune, text)), " "))
	if m == nil {
		return timeOfDay{}, errNoTime
	}
	t := timeOfDay{number(m[1]), number(m[2]), number(m[3]), number((m[4] + "000000000")[:9]), m[6]}
	// Magento writes PM behind hours of 24, too.
	switch half := strings.ToLower(m[5]); {
	case half == "p" && t.hour < 12:
		t.hour += 12
	case half == "a" && t.hour == 12:
		t.hour = 0
	case half == "a" && t.hour > 12:
		return timeOfDay{}, errNoTime
	}
	if t.hour > 23 || t.minute > 59 || t.second > 59 {
		return timeOfDay{}, errNoTime
	}
	return t, nil
}

// instant returns the moment when the clocks of a zone showed a time of day. Of two
// such moments it is the first.
func instant(d date, t timeOfDay, zone *time.Location) (moment time.Time, note string) {
	moment = time.Date(d.year, time.Month(d.month), d.day, t.hour, t.minute, t.second, t.nano, zone)
	if moment.Hour() != t.hour || moment.Minute() != t.minute {
		return moment.UTC(), noteSkipped
	}
	const wall = "2006-01-02 15:04:05"
	for _, shift := range []time.Duration{-time.Hour, -30 * time.Minute, 30 * time.Minute, time.Hour} {
		other := moment.Add(shift)
		if other.Format(wall) != moment.Format(wall) {
			continue
		}
		if shift < 0 {
			moment = other
		}
		return moment.UTC(), noteTwice
	}
	return moment.UTC(), ""
}
