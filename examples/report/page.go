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
	Series       []series
	Wide, Narrow template.HTML
	Table        table
}

// table has a name and a figure or more in each row.
type table struct {
	Name string
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
		{"Disputes", number(sum(all.count))},
		{"Win rate by number", rate(all.count)},
		{"Win rate by money", rate(all.money)},
		{"Recovered", c.amount(all.money[won])},
		{"Lost", c.amount(all.money[lost])},
		{"At risk", c.amount(all.money[open])},
	}
	for _, plan := range []struct {
		title, alt string
		series     []series
		draw       func([]series, size) (template.HTML, error)
		table      table
	}{
		{"Outcomes", "Bars: how many disputes were created in each month, by outcome.", c.outcomeSeries(), c.bars, c.outcomesTable()},
		{"Win rate", "Lines: the win rate of the disputes created in each month, by number and by money.", c.rateSeries(), c.percentLines, c.rateTable()},
		{"Money", "Bars: the money of the disputes created in each month, by outcome.", c.moneySeries(), c.bars, c.moneyTable()},
	} {
		onWide, err := plan.draw(plan.series, wide)
		if err != nil {
			return s, fmt.Errorf("chart %q: %w", plan.title, err)
		}
		onNarrow, err := plan.draw(plan.series, narrow)
		if err != nil {
			return s, fmt.Errorf("chart %q: %w", plan.title, err)
		}
		s.Charts = append(s.Charts, chart{plan.title, plan.alt + " The table under it has the figures.", plan.series, onWide, onNarrow, plan.table})
	}
	return s, nil
}

func (c *currency) outcomesTable() table {
	t := table{Name: "Outcomes, " + c.name()}
	for _, part := range parts {
		t.Head = append(t.Head, part.name)
	}
	t.Head = append(t.Head, "All")
	return c.monthly(t, func(of totals) (cells []string) {
		for _, part := range parts {
			cells = append(cells, number(of.count[part.of]))
		}
		return append(cells, number(sum(of.count)))
	})
}

func (c *currency) rateTable() table {
	t := table{Name: "Win rate, " + c.name(), Head: []string{"Won of decided", "By number", "By money"}}
	return c.monthly(t, func(of totals) []string {
		return []string{decided(of.count), rate(of.count), rate(of.money)}
	})
}

func (c *currency) moneyTable() table {
	t := table{Name: "Money, " + c.name()}
	for _, part := range parts {
		t.Head = append(t.Head, part.ofMoney)
	}
	t.Head = append(t.Head, "All")
	return c.monthly(t, func(of totals) (cells []string) {
		for _, part := range parts {
			cells = append(cells, c.amount(of.money[part.of]))
		}
		return append(cells, c.amount(sum(of.money)))
	})
}

// monthly adds a row for each month and one for the period.
func (c *currency) monthly(t table, cells func(totals) []string) table {
	t.Head = append([]string{"Created in"}, t.Head...)
	for _, m := range c.months {
		t.Rows = append(t.Rows, append([]string{m.first.Format("Jan 2006")}, cells(m.totals)...))
	}
	t.Foot = append([]string{"Period"}, cells(c.total)...)
	return t
}

// stateTable shows which state counts as what.
func (c *currency) stateTable() table {
	t := table{Name: "States, " + c.name(), Head: []string{"State at Chargehound", "Counts as", "Disputes"}}
	for _, state := range slices.Sorted(maps.Keys(c.states)) {
		name := strings.ReplaceAll(string(state), "_", " ")
		if name == "" {
			name = "none"
		}
		t.Rows = append(t.Rows, []string{name, nameOf(outcomeOf(state)), number(c.states[state])})
	}
	return t
}
