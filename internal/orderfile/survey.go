package orderfile

import (
	"errors"
	"fmt"
	"io"
)

// survey reads the whole file once. It finds the decimal mark, the order of day and
// month, and the last row of each order.
func (f *File) survey() error {
	if f.table.several {
		f.last = map[string]int{}
	}
	marks, dates, words := &markSurvey{}, &dateSurvey{}, 0
	err := f.each(func(r row) bool {
		f.rows++
		if r.reason != "" || f.table.header.repeated(r.cells) {
			return true
		}
		c := &cells{f.table, r}
		if key, err := c.key(); err == nil && f.last != nil {
			f.last[key] = r.end
		}
		marks.add(c)
		dates.add(c)
		words += len(c.text(StatusWord))
		return true
	})
	if err != nil {
		return err
	}
	if words == 0 && f.table.layout == shopify {
		f.notes = append(f.notes, "no order has a Financial Status: this looks like the export of abandoned checkouts")
	}
	return f.decide(marks, dates)
}

// decide settles what the options leave open.
func (f *File) decide(marks *markSurvey, dates *dateSurvey) (err error) {
	if f.table.mark == 0 {
		if f.table.mark, err = marks.decide(); err != nil {
			return err
		}
	}
	if f.table.mark == ',' {
		f.notes = append(f.notes, "the decimal mark is a comma")
	}
	if f.table.dates == "" {
		if f.table.dates, err = dates.decide(); err != nil {
			return err
		}
	}
	switch f.table.dates {
	case dayFirst:
		f.notes = append(f.notes, "dates are day/month/year")
	case monthFirst:
		f.notes = append(f.notes, "dates are month/day/year")
	}
	return nil
}

// each calls use with every row below the header, until it returns false.
func (f *File) each(use func(row) bool) error {
	rows, err := openRows(f.source, f.opts.Encoding, f.table.comma)
	if err != nil {
		return err
	}
	if _, err := rows.next(); err != nil {
		return err
	}
	rows.width = len(f.table.header.names)
	for {
		r, err := rows.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil || !use(r) {
			return err
		}
	}
}

// sighting is where something was seen first.
type sighting struct {
	line   int
	column string
}

// markSurvey collects what the amounts of a file tell about its decimal mark.
type markSurvey struct{ point, comma, doubtful sighting }

func (s *markSurvey) add(c *cells) {
	for _, field := range moneyFields {
		text, column := c.textAt(field)
		var first *sighting
		switch weigh(text) {
		case point:
			first = &s.point
		case comma:
			first = &s.comma
		case doubtful:
			first = &s.doubtful
		default:
			continue
		}
		if first.line == 0 {
			*first = sighting{c.row.line, column}
		}
	}
}

// decide returns the mark, or 0 if no amount has one.
func (s *markSurvey) decide() (byte, error) {
	switch {
	case s.point.line > 0 && s.comma.line > 0:
		early, late := s.point, s.comma
		if late.line < early.line {
			early, late = late, early
		}
		return 0, &FileError{late.line, late.column, fmt.Sprintf("has an amount with another decimal mark than column %q on line %d; "+
			"say -decimal . or -decimal , to have the others named one by one", early.column, early.line)}
	case s.point.line > 0:
		return '.', nil
	case s.comma.line > 0:
		return ',', nil
	case s.doubtful.line > 0:
		return 0, &FileError{s.doubtful.line, s.doubtful.column, errDoubtful.Error()}
	}
	return 0, nil
}

// dateSurvey collects what the dates of a file tell about their order.
type dateSurvey struct{ dayFirst, monthFirst, doubtful sighting }

func (s *dateSurvey) add(c *cells) {
	text, column := c.textAt(OrderedAt)
	first := &s.doubtful
	switch order, doubt := weighDate(text); {
	case order == dayFirst:
		first = &s.dayFirst
	case order == monthFirst:
		first = &s.monthFirst
	case !doubt:
		return
	}
	if first.line == 0 {
		*first = sighting{c.row.line, column}
	}
}

func (s *dateSurvey) decide() (dateOrder, error) {
	switch {
	case s.dayFirst.line > 0 && s.monthFirst.line > 0:
		late := s.dayFirst
		if s.monthFirst.line > late.line {
			late = s.monthFirst
		}
		return "", &FileError{late.line, late.column, fmt.Sprintf("has a date with the day and month the other way round than on line %d",
			s.dayFirst.line+s.monthFirst.line-late.line)}
	case s.dayFirst.line > 0:
		return dayFirst, nil
	case s.monthFirst.line > 0:
		return monthFirst, nil
	case s.doubtful.line > 0:
		return "", &FileError{s.doubtful.line, s.doubtful.column, errDayMonth.Error()}
	}
	return "", nil
}
