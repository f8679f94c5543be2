package main

import (
	"context"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/metric"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"
	"go.opentelemetry.io/otel/trace"
)

// Attributes of our own. The others are those of OpenTelemetry's conventions for HTTP
// clients; url.template is the route.
const (
	vendorKey   = attribute.Key("chargekit.vendor")
	callKey     = attribute.Key("chargekit.call")
	outcomeKey  = attribute.Key("chargekit.outcome")
	attemptKey  = attribute.Key("chargekit.attempt")  // 1 for the first
	attemptsKey = attribute.Key("chargekit.attempts") // how many requests there were
	waitedKey   = attribute.Key("chargekit.waited")   // seconds, for the limiter, a pause, Retry-After and backoff
)

// telemetry makes the spans and metrics of calls.
type telemetry struct {
	tracer       trace.Tracer
	calls        metric.Int64Counter     // by vendor, call, route and outcome
	callTimes    metric.Float64Histogram // by the same, with the waits
	attemptTimes metric.Float64Histogram // by vendor, method, route, and status or type of error
}

const scope = "github.com/chargekit/chargekit-go/examples/tracing"

func newTelemetry(traces trace.TracerProvider, metrics metric.MeterProvider) (t *telemetry, err error) {
	t = &telemetry{tracer: traces.Tracer(scope)}
	meter := metrics.Meter(scope)
	seconds := metric.WithExplicitBucketBoundaries(0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300)
	if t.calls, err = meter.Int64Counter("chargekit.calls", metric.WithUnit("{call}")); err != nil {
		return nil, err
	}
	if t.callTimes, err = meter.Float64Histogram("chargekit.call.duration", metric.WithUnit("s"), seconds); err != nil {
		return nil, err
	}
	t.attemptTimes, err = meter.Float64Histogram("http.client.request.duration", metric.WithUnit("s"), seconds)
	return t, err
}

// traced makes a call under a span, and counts it. name is a constant, such as
// "Gateway.Refund". call gets a context that it must use.
//
// call may make several calls of one vendor, as an Ensure method and a loop over a list
// do. The route is that of the last of them then.
func traced[T any](ctx context.Context, t *telemetry, v vendor, name string, call func(context.Context) (T, error)) (T, error) {
	ctx, span := t.tracer.Start(ctx, v.name+" "+name, trace.WithAttributes(vendorKey.String(v.name), callKey.String(name)))
	defer span.End()
	p := &progress{changed: time.Now()}
	started := p.changed
	result, err := call(context.WithValue(ctx, progressKey{}, p))
	took := time.Since(started)

	outcome := v.outcome(err)
	route, attempts, waited := p.summary()
	span.SetAttributes(outcomeKey.String(outcome), attemptsKey.Int(attempts), waitedKey.Float64(waited.Seconds()))
	if err != nil {
		span.SetStatus(codes.Error, outcome) // without the error's text: what it may hold is not ours to decide
	}
	labels := metric.WithAttributes(vendorKey.String(v.name), callKey.String(name), semconv.URLTemplate(route), outcomeKey.String(outcome))
	t.calls.Add(ctx, 1, labels)
	t.callTimes.Record(ctx, took.Seconds(), labels)
	return result, err
}
