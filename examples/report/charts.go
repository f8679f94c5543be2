package main

import (
	"html/template"
	"strconv"

	"github.com/go-analyze/charts"
)

// size is that of a drawing, in the pixels of the page. Each chart is drawn for a wide
// and for a narrow page, since text that is scaled down can't be read.
type size struct{ width, height int }

var (
	wide   = size{900, 280}
	narrow = size{350, 230}
)

// bars draws how many, one series on another.
func (c *currency) bars(all []series, s size) (template.HTML, error) {
	opt := charts.NewBarChartOptionWithData(valuesOf(all))
	opt.Theme, opt.Legend.Show, opt.Padding = themeOf(all), charts.Ptr(false), padding
	opt.StackSeries = charts.Ptr(true)
	opt.CategoryAxis = c.monthsAxis(s)
	opt.ValueAxis = []charts.ValueAxisOption{valueAxis(shortNumber)}
	p := painter(s)
	if err := p.BarChart(opt); err != nil {
		return "", err
	}
	return svg(p)
}

// percentLines draws shares from 0% to 100%.
func (c *currency) percentLines(all []series, s size) (template.HTML, error) {
	opt := charts.NewLineChartOptionWithData(valuesOf(all))
	opt.Theme, opt.Legend.Show, opt.Padding = themeOf(all), charts.Ptr(false), padding
	opt.XAxis = c.monthsAxis(s)
	axis := valueAxis(percentSign)
	axis.Max, axis.LabelCount, axis.RangeValuePaddingScale = charts.Ptr(100.0), 5, charts.Ptr(0.0)
	opt.YAxis = []charts.YAxisOption{axis}
	opt.Symbol = charts.Symbol{Shape: charts.SymbolDot, Size: 3.5}
	p := painter(s)
	if err := p.LineChart(opt); err != nil {
		return "", err
	}
	return svg(p)
}

var padding = charts.NewBox(2, 10, 8, 2)

func painter(s size) *charts.Painter {
	return charts.NewPainter(charts.PainterOptions{OutputFormat: charts.ChartOutputSVG, Width: s.width, Height: s.height})
}

func svg(p *charts.Painter) (template.HTML, error) {
	text, err := p.Bytes()
	return template.HTML(text), err // the library escapes the texts in it
}

func valuesOf(all []series) (values [][]float64) {
	for _, s := range all {
		values = append(values, s.values)
	}
	return values
}

// themeOf has the colours of the series. Text gets its colour from the page.
func themeOf(all []series) charts.ColorPalette {
	opt := charts.ThemeOption{
		AxisStrokeColor: charts.ColorFromHex(grey), AxisSplitLineColor: charts.ColorFromHex(grey + "55"),
		TextColor: charts.ColorFromHex(grey), BackgroundColor: charts.ColorTransparent,
	}
	for _, s := range all {
		opt.SeriesColors = append(opt.SeriesColors, charts.ColorFromHex(s.Colour))
	}
	return charts.MakeTheme(opt)
}

var axisFont = charts.NewFontStyleWithSize(9)

// monthsAxis names the months, or every second, third and so on if there is no room
// for the names of all.
func (c *currency) monthsAxis(s size) charts.CategoryAxisOption {
	axis := charts.CategoryAxisOption{LabelFontStyle: axisFont, BoundaryGap: charts.Ptr(true), LabelCount: len(c.months)}
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
	return charts.ValueAxisOption{LabelFontStyle: axisFont, ValueFormatter: format, Min: charts.Ptr(0.0)}
}

func shortNumber(value float64) string { return charts.FormatValueHumanizeShort(value, 1, false) }

func percentSign(value float64) string { return strconv.FormatFloat(value, 'f', 0, 64) + "%" }
