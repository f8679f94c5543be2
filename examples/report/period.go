package main

import (
	"errors"
	"fmt"
	"time"
)

// period is a span of whole days in UTC.
type period struct {
	begin, end time.Time // end is not part of it
}

// newPeriod reads the first and the last day. Without a last day the period ends with
// today, and without a first day it has twelve months, the last of which may be short.
func newPeriod(since, until string, now time.Time) (period, error) {
	last := now.UTC().Truncate(24 * time.Hour)
	if until != "" {
		day, err := parseDay("-until", until)
		if err != nil {
			return period{}, err
		}
		last = day
	}
	begin := monthOf(last).AddDate(0, -11, 0)
	if since != "" {
		day, err := parseDay("-since", since)
		if err != nil {
			return period{}, err
		}
		begin = day
	}
	if begin.After(last) {
		return period{}, errors.New("-since is after -until")
	}
	return period{begin, last.AddDate(0, 0, 1)}, nil
}

func parseDay(name, text string) (time.Time, error) {
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return day, fmt.Errorf("%s is not a day such as 2026-01-31: %q", name, text)
	}
	return day, nil
}

func (p period) has(at time.Time) bool { return !at.Before(p.begin) && at.Before(p.end) }

func (p period) first() string { return p.begin.Format(time.DateOnly) }

func (p period) last() string { return p.end.AddDate(0, 0, -1).Format(time.DateOnly) }

// months returns the first days of the months that the period has a part of.
func (p period) months() (months []time.Time) {
	for month := monthOf(p.begin); month.Before(p.end); month = month.AddDate(0, 1, 0) {
		months = append(months, month)
	}
	return months
}

func monthOf(at time.Time) time.Time {
	return time.Date(at.UTC().Year(), at.UTC().Month(), 1, 0, 0, 0, 0, time.UTC)
}
