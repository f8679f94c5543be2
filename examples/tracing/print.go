package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"go.opentelemetry.io/otel/trace"
)

// printSpans writes a line for each span, with all that it has, under that of its
// parent.
func printSpans(w io.Writer, spans tracetest.SpanStubs) {
	slices.SortStableFunc(spans, func(a, b tracetest.SpanStub) int { return a.StartTime.Compare(b.StartTime) })
	printChildren(w, spans, trace.SpanID{}, "")
}

func printChildren(w io.Writer, spans tracetest.SpanStubs, parent trace.SpanID, indent string) {
	for _, span := range spans {
		if span.Parent.SpanID() != parent {
			continue
		}
		fmt.Fprintf(w, "%s%s  %s  %s", indent, span.Name, short(span.EndTime.Sub(span.StartTime)), pairs(span.Attributes))
		if span.Status.Code == codes.Error {
			fmt.Fprint(w, strings.TrimRight("  ERROR "+span.Status.Description, " "))
		}
		fmt.Fprintln(w)
		printChildren(w, spans, span.SpanContext.SpanID(), indent+"    ")
	}
}

// printMetrics writes a line for each series of each metric.
func printMetrics(w io.Writer, metrics metricdata.ResourceMetrics) {
	var lines []string
	for _, scope := range metrics.ScopeMetrics {
		for _, m := range scope.Metrics {
			switch data := m.Data.(type) {
			case metricdata.Sum[int64]:
				for _, point := range data.DataPoints {
					lines = append(lines, fmt.Sprintf("%s  %s  %d", m.Name, pairs(point.Attributes.ToSlice()), point.Value))
				}
			case metricdata.Histogram[float64]:
				for _, point := range data.DataPoints {
					took := short(time.Duration(point.Sum * float64(time.Second)))
					lines = append(lines, fmt.Sprintf("%s  %s  %d in %s", m.Name, pairs(point.Attributes.ToSlice()), point.Count, took))
				}
			}
		}
	}
	slices.Sort(lines)
	fmt.Fprintln(w, strings.Join(lines, "\n"))
}

func pairs(attributes []attribute.KeyValue) string {
	var texts []string
	for _, a := range attributes {
		value := a.Value.String()
		if a.Value.Type() == attribute.FLOAT64 {
			value = short(time.Duration(a.Value.AsFloat64() * float64(time.Second)))
		}
		texts = append(texts, string(a.Key)+"="+value)
	}
	return strings.Join(texts, " ")
}

func short(d time.Duration) string { return d.Round(100 * time.Microsecond).String() }
