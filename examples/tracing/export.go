package main

import (
	"context"
	"errors"
	"os"

	"go.opentelemetry.io/otel/exporters/otlp/otlpmetric/otlpmetrichttp"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
)

// export keeps spans and metrics in memory, to print them, and sends them to a
// collector if the environment names one.
type export struct {
	spans   *tracetest.InMemoryExporter
	reader  *metric.ManualReader
	traces  *trace.TracerProvider
	metrics *metric.MeterProvider
}

// hasCollector reports whether one of the standard variables names a collector.
func hasCollector(getenv func(string) string) bool {
	return getenv("OTEL_EXPORTER_OTLP_ENDPOINT") != "" ||
		getenv("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT") != "" && getenv("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT") != ""
}

func newExport(ctx context.Context) (*export, error) {
	e := &export{spans: tracetest.NewInMemoryExporter(), reader: metric.NewManualReader()}
	traces := []trace.TracerProviderOption{trace.WithSyncer(e.spans)}
	metrics := []metric.Option{metric.WithReader(e.reader)}
	if hasCollector(os.Getenv) {
		toTraces, err := otlptracehttp.New(ctx)
		if err != nil {
			return nil, err
		}
		toMetrics, err := otlpmetrichttp.New(ctx)
		if err != nil {
			return nil, err
		}
		traces = append(traces, trace.WithBatcher(toTraces))
		metrics = append(metrics, metric.WithReader(metric.NewPeriodicReader(toMetrics)))
	}
	e.traces, e.metrics = trace.NewTracerProvider(traces...), metric.NewMeterProvider(metrics...)
	return e, nil
}

// collect returns what was kept.
func (e *export) collect(ctx context.Context) (tracetest.SpanStubs, metricdata.ResourceMetrics, error) {
	var metrics metricdata.ResourceMetrics
	err := e.reader.Collect(ctx, &metrics)
	return e.spans.GetSpans(), metrics, err
}

// close sends what was not sent yet.
func (e *export) close(ctx context.Context) error {
	return errors.Join(e.traces.Shutdown(ctx), e.metrics.Shutdown(ctx))
}
