package main

import (
	"html/template"
	"strconv"

	"github.com/go-analyze/charts"

	"github.com/chargekit/chargekit-go/chargehound"
)

// These colours are readable on a light and on a dark page. Text gets its colour from
// the page's style sheet.
var (
	green  = charts.ColorFromHex("#2f9e6e")
	red    = charts.ColorFromHex("#d65a4a")
	blue   = charts.ColorFromHex("#4a8fd8")
	grey   = charts.ColorFromHex("#8d909c")
	faint  = charts.ColorFromHex("#8d909c55")
	colour = [outcomes]charts.Color{open: blue, won: green, lost: red, otherwise: grey}
)

// size is that of a drawing, in the pixels of the page. Each chart is drawn for a wide
// and for a narrow page, since text that is scaled down can't be read.
type size struct{ width, height int }

var (
	wide   = size{860, 300}
	narrow = size{350, 260}
)

// series is a row of values of a chart, one for each month.
type series struct {
	name   string
	colour charts.Color
	values []float64
}

// outcomesChart draws how many disputes were created in each month, by outcome.
func (c *currency) outcomesChart(s size) (template.HTML, error) {
	var all []series
	for _, o := range []outcome{won, lost, otherwise, open} {
		row := series{name: o.String(), colour: colour[o]}
		for _, m := range c.months {
			row.values = append(row.values, float64(m.count[o]))
		}
		all = append(all, row)
	}
	return c.bars(s, all, true, wholeNumber)
}

// moneyChart draws the money of the disputes created in each month.
func (c *currency) moneyChart(s size) (template.HTML, error) {
	var all []series
	for _, part := range moneyParts {
		row := series{name: part.name, colour: colour[part.of]}
		for _, m := range c.months {
			row.values = append(row.values, c.height(m.money[part.of]))
		}
		all = append(all, row)
	}
	return c.bars(s, all, false, shortNumber)
}

// moneyParts are the parts of the money that the page shows.
var moneyParts = []struct {
	of   outcome
	name string
}{{won, "Recovered"}, {lost, "Lost"}, {open, "At risk"}}

// rateChart draws the win rate of each month, with a gap where there is none.
func (c *currency) rateChart(s size) (template.HTML, error) {
	byNumber, byMoney := series{name: "By number", colour: green}, series{name: "By money", colour: blue}
	for _, m := range c.months {
		byNumber.values = append(byNumber.values, rateHeight(m.count))
		byMoney.values = append(byMoney.values, rateHeight(m.money))
	}
	all := []series{byNumber, byMoney}
	opt := charts.NewLineChartOptionWithData(valuesOf(all))
	opt.Theme, opt.Legend, opt.Padding = themeOf(all), legendOf(all), padding
	opt.XAxis = c.monthsAxis(s)
	opt.YAxis = []charts.YAxisOption{valueAxis(percentSign)}
	opt.YAxis[0].Min, opt.YAxis[0].Max = charts.Ptr(0.0), charts.Ptr(100.0)
	opt.YAxis[0].LabelCount = 5
	opt.Symbol = charts.Symbol{Shape: charts.SymbolDot, Size: 3.5}
	p := painter(s)
	if err := p.LineChart(opt); err != nil {
		return "", err
	}
	return svg(p)
}

func (c *currency) bars(s size, all []series, stacked bool, format charts.ValueFormatter) (template.HTML, error) {
	opt := charts.NewBarChartOptionWithData(valuesOf(all))
	opt.Theme, opt.Legend, opt.Padding = themeOf(all), legendOf(all), padding
	opt.StackSeries = &stacked
	opt.CategoryAxis = c.monthsAxis(s)
	opt.ValueAxis = []charts.ValueAxisOption{valueAxis(format)}
	p := painter(s)
	if err := p.BarChart(opt); err != nil {
		return "", err
	}
	return svg(p)
}

var padding = charts.NewBox(4, 4, 8, 4)

func painter(s size) *charts.Painter {
	return charts.NewPainter(charts.PainterOptions{OutputFormat: charts.ChartOutputSVG, Width: s.width, Height: s.height})
}

func svg(p *charts.Painter) (template.HTML, error) {
	drawing, err := p.Bytes()
	return template.HTML(drawing), err // the library escapes the texts in it
}

func valuesOf(all []series) (values [][]float64) {
	for _, s := range all {
		values = append(values, s.values)
	}
	return values
}

func themeOf(all []series) charts.ColorPalette {
	opt := charts.ThemeOption{AxisStrokeColor: grey, AxisSplitLineColor: faint, BackgroundColor: charts.ColorTransparent, TextColor: grey}
	for _, s := range all {
		opt.SeriesColors = append(opt.SeriesColors, s.colour)
	}
	return charts.MakeTheme(opt)
}

func legendOf(all []series) charts.LegendOption {
	opt := charts.LegendOption{FontStyle: charts.NewFontStyleWithSize(9.5), Symbol: charts.SymbolSquare}
	for _, s := range all {
		opt.SeriesNames = append(opt.SeriesNames, s.name)
	}
	return opt
}

// monthsAxis names the months, or every second, third and so on if there is no room
// for the names of all.
func (c *currency) monthsAxis(s size) charts.CategoryAxisOption {
	axis := charts.CategoryAxisOption{
		LabelFontStyle: charts.NewFontStyleWithSize(9), BoundaryGap: charts.Ptr(true), LabelCount: len(c.months),
	}
	fit := s.width / 56
	step := (len(c.months) + fit - 1) / fit
	for n, m := range c.months {
		name := ""
		if n%step == 0 {
			name = m.first.Format("Jan 06")
		}
		axis.Labels = append(axis.Labels, name)
	}
	return axis
}

func valueAxis(format charts.ValueFormatter) charts.ValueAxisOption {
	return charts.ValueAxisOption{LabelFontStyle: charts.NewFontStyleWithSize(9), ValueFormatter: format, Min: charts.Ptr(0.0)}
}

func wholeNumber(value float64) string { return strconv.FormatFloat(value, 'f', 0, 64) }

func shortNumber(value float64) string { return charts.FormatValueHumanizeShort(value, 1, false) }

func percentSign(value float64) string { return wholeNumber(value) + "%" }

// height is an amount as the height of a bar, for which a float is exact enough.
func (c *currency) height(minorUnits int64) float64 {
	text, err := chargehound.MinorToDecimal(minorUnits, c.code)
	if err != nil {
		return float64(minorUnits)
	}
	value, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return charts.GetNullValue()
	}
	return value
}

func rateHeight(parts [outcomes]int64) float64 {
	share, ok := percent(parts[won], parts[won]+parts[lost])
	if !ok {
		return charts.GetNullValue()
	}
	return share.InexactFloat64()
}
