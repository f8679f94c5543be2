package main

import (
	"strconv"

	"github.com/go-analyze/charts"

	"github.com/chargekit/chargekit-go/chargehound"
)

// These colours can be told apart on a light and on a dark page.
const (
	green = "#2f9e6e"
	red   = "#d65a4a"
	blue  = "#4a8fd8"
	amber = "#c08a2b"
	grey  = "#8d909c"
)

// series is a row of values of a chart, one for each month.
type series struct {
	Name, Colour string
	values       []float64
}

// parts are the outcomes in the order of bars and columns.
var parts = []struct {
	of                    outcome
	name, ofMoney, colour string
}{
	{won, "Won", "Recovered", green},
	{lost, "Lost", "Lost", red},
	{open, "Open", "At risk", blue},
	{otherwise, "Ended otherwise", "Ended otherwise", grey},
}

func nameOf(o outcome) string {
	for _, part := range parts {
		if part.of == o {
			return part.name
		}
	}
	return ""
}

// outcomeSeries counts the disputes of each month by outcome.
func (c *currency) outcomeSeries() (all []series) {
	for _, part := range parts {
		row := series{Name: part.name, Colour: part.colour}
		for _, m := range c.months {
			row.values = append(row.values, float64(m.count[part.of]))
		}
		all = append(all, row)
	}
	return all
}

// moneySeries has the money of each month by outcome.
func (c *currency) moneySeries() (all []series) {
	for _, part := range parts {
		row := series{Name: part.ofMoney, Colour: part.colour}
		for _, m := range c.months {
			row.values = append(row.values, c.height(m.money[part.of]))
		}
		all = append(all, row)
	}
	return all
}

// rateSeries are the win rates of each month.
func (c *currency) rateSeries() []series {
	byNumber, byMoney := series{Name: "By number", Colour: blue}, series{Name: "By money", Colour: amber}
	for _, m := range c.months {
		byNumber.values = append(byNumber.values, rateHeight(m.count))
		byMoney.values = append(byMoney.values, rateHeight(m.money))
	}
	return []series{byNumber, byMoney}
}

// height is an amount as the height of a bar, for which a float is exact enough.
func (c *currency) height(minorUnits int64) float64 {
	text, err := chargehound.MinorToDecimal(minorUnits, c.code)
	if err != nil {
		return float64(minorUnits)
	}
	value, _ := strconv.ParseFloat(text, 64) // text is a number
	return value
}

// rateHeight is a win rate, or a gap in the line where there is none.
func rateHeight(parts [outcomes]int64) float64 {
	share, ok := percent(parts[won], parts[won]+parts[lost])
	if !ok {
		return charts.GetNullValue()
	}
	return share.InexactFloat64()
}
