package main

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

//go:embed page.html
var pageText string

var pageTemplate = template.Must(template.New("page").Parse(pageText))

// page is what the template shows.
type page struct {
	First, Last, Made string
	Data              string // whose disputes: live ones or those of a test key; "" if there are none
	Undated           string // how many are left out; "" if none
	Sections          []section
}

// section is the part of the page about one currency.
type section struct {
	ID, Name string
	Minor    bool // amounts are in minor units
	Facts    []fact
	Charts   []chart
	States   table
}

// fact is a figure of the whole period.
type fact struct{ Name, Value string }

// chart is two drawings of the same figures, and the figures.
type chart struct {
	Title, Alt   string
	Wide, Narrow template.HTML
	Table        table
}

// table has a name and a figure or more in each row.
type table struct {
	Head []string
	Rows [][]string
	Foot []string // nil for none
}

func writePage(w io.Writer, f *figures, made time.Time) error {
	p := page{First: f.period.first(), Last: f.period.last(), Made: made.Format("2006-01-02 15:04") + " UTC"}
	switch {
	case f.disputes == 0:
	case f.live == f.disputes:
		p.Data = "Live data."
	default:
		p.Data = "Test data: the key is for testing."
	}
	if f.undated > 0 {
		p.Undated = plural(f.undated, "dispute")
	}
	for n, c := range f.currencies {
		s, err := c.section(n)
		if err != nil {
			return err
		}
		p.Sections = append(p.Sections, s)
	}
	return pageTemplate.Execute(w, p)
}

func (c *currency) section(n int) (section, error) {
	all := c.total
	s := section{ID: "currency-" + strconv.Itoa(n+1), Name: c.name(), Minor: !c.hasDecimals(), States: c.stateTable()}
	s.Facts = []fact{
		{"Disputes", grouped(strconv.FormatInt(sum(all.count), 10))},
		{"Win rate by number", rate(all.count)},
		{"Win rate by money", rate(all.money)},
		{"Recovered", c.amount(all.money[won])},
		{"Lost", c.amount(all.money[lost])},
		{"At risk", c.amount(all.money[open])},
	}
	for _, parts := range []struct {
		title, alt string
		draw       func(size) (template.HTML, error)
		table      table
	}{
		{"Outcomes", "Bars: how many disputes were created in each month, by outcome.", c.outcomesChart, c.outcomesTable()},
		{"Win rate", "Lines: the win rate of the disputes created in each month, by number and by money.", c.rateChart, c.rateTable()},
		{"Money", "Bars: the money of the disputes created in each month that was recovered, lost, or is at risk.", c.moneyChart, c.moneyTable()},
	} {
		drawn := chart{Title: parts.title, Alt: parts.alt + " The table under it has the figures.", Table: parts.table}
		var err error
		if drawn.Wide, err = parts.draw(wide); err != nil {
			return s, fmt.Errorf("chart %q: %w", parts.title, err)
		}
		if drawn.Narrow, err = parts.draw(narrow); err != nil {
			return s, fmt.Errorf("chart %q: %w", parts.title, err)
		}
		s.Charts = append(s.Charts, drawn)
	}
	return s, nil
}

func (c *currency) outcomesTable() table {
	return c.monthly([]string{"Won", "Lost", "Ended otherwise", "Open", "All"}, func(t totals) []string {
		var row []string
		for _, n := range []int64{t.count[won], t.count[lost], t.count[otherwise], t.count[open], sum(t.count)} {
			row = append(row, grouped(strconv.FormatInt(n, 10)))
		}
		return row
	})
}

func (c *currency) rateTable() table {
	return c.monthly([]string{"Won of decided", "By number", "By money"}, func(t totals) []string {
		return []string{decided(t.count), rate(t.count), rate(t.money)}
	})
}

func (c *currency) moneyTable() table {
	return c.monthly([]string{"Recovered", "Lost", "At risk", "Ended otherwise", "All"}, func(t totals) []string {
		var row []string
		for _, n := range []int64{t.money[won], t.money[lost], t.money[open], t.money[otherwise], sum(t.money)} {
			row = append(row, c.amount(n))
		}
		return row
	})
}

func (c *currency) monthly(head []string, cells func(totals) []string) table {
	t := table{Head: append([]string{"Created in"}, head...), Foot: append([]string{"Period"}, cells(c.total)...)}
	for _, m := range c.months {
		t.Rows = append(t.Rows, append([]string{m.first.Format("Jan 2006")}, cells(m.totals)...))
	}
	return t
}

// stateTable shows which state counts as what.
func (c *currency) stateTable() table {
	t := table{Head: []string{"State at Chargehound", "Counts as", "Disputes"}}
	for _, state := range slices.Sorted(maps.Keys(c.states)) {
		name := strings.ReplaceAll(string(state), "_", " ")
		if name == "" {
			name = "none"
		}
		t.Rows = append(t.Rows, []string{name, outcomeOf(state).String(), strconv.Itoa(c.states[state])})
	}
	return t
}
