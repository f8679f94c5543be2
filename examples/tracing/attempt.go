package main

import (
	"net/http"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/metric"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"
	"go.opentelemetry.io/otel/trace"
)

// roundTripper is a function as an [http.RoundTripper].
type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

// middleware makes a span of each attempt, for the option WithMiddleware. The span's
// name is the method and the route, and nothing of the URL, the headers, the bodies or
// the text of an error is in it. It ends with the headers of the response.
func (t *telemetry) middleware(v vendor) func(http.RoundTripper) http.RoundTripper {
	return func(next http.RoundTripper) http.RoundTripper {
		return roundTripper(func(req *http.Request) (*http.Response, error) {
			route := v.route(req.Context())
			what := []attribute.KeyValue{vendorKey.String(v.name), semconv.HTTPRequestMethodKey.String(req.Method), semconv.URLTemplate(route)}
			ctx, span := t.tracer.Start(req.Context(), req.Method+" "+route, trace.WithSpanKind(trace.SpanKindClient), trace.WithAttributes(what...))
			defer span.End()
			p := progressFrom(ctx)
			span.SetAttributes(p.begin(req.Method, route)...)
			started := time.Now()
			resp, err := next.RoundTrip(req.WithContext(ctx))
			result, failed := resultOf(resp, err)
			p.end(!failed)
			span.SetAttributes(result)
			if failed {
				span.SetStatus(codes.Error, "")
			}
			labels := metric.WithAttributes(append(what, result)...)
			t.attemptTimes.Record(ctx, time.Since(started).Seconds(), labels)
			return resp, err
		})
	}
}

// resultOf names the status, or the type of the error without its text.
func resultOf(resp *http.Response, err error) (result attribute.KeyValue, failed bool) {
	if err != nil {
		return semconv.ErrorType(err), true
	}
	return semconv.HTTPResponseStatusCode(resp.StatusCode), resp.StatusCode >= 300
}
