package main

import (
	"context"
	"net/http"
	"net/url"

	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"
	"go.opentelemetry.io/otel/propagation"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"
	"go.opentelemetry.io/otel/trace"
)

// instrumentation makes otelhttp's spans and metrics of attempts.
type instrumentation struct {
	traces  trace.TracerProvider
	metrics metric.MeterProvider
}

func newOtelhttp(traces trace.TracerProvider, metrics metric.MeterProvider) *instrumentation {
	return &instrumentation{traces, metrics}
}

// middleware is for the option WithMiddleware. It shows otelhttp a request whose URL
// has the route in place of the path, and an error that has a type but no text. The
// client sends the real request and gets the real error.
func (i *instrumentation) middleware(v vendor) func(http.RoundTripper) http.RoundTripper {
	return func(next http.RoundTripper) http.RoundTripper {
		traced := otelhttp.NewTransport(roundTripper(func(req *http.Request) (*http.Response, error) {
			return unmask(next, v, req)
		}),
			otelhttp.WithTracerProvider(i.traces),
			otelhttp.WithMeterProvider(i.metrics),
			otelhttp.WithPropagators(propagation.NewCompositeTextMapPropagator()), // no trace headers to the vendor
			otelhttp.WithSpanNameFormatter(func(_ string, req *http.Request) string { return req.Method + " " + v.route(req.Context()) }),
			otelhttp.WithMetricAttributesFn(func(req *http.Request) []attribute.KeyValue {
				return []attribute.KeyValue{vendorKey.String(v.name), semconv.URLTemplate(v.route(req.Context()))}
			}))
		return roundTripper(func(req *http.Request) (*http.Response, error) {
			masked := req.WithContext(context.WithValue(req.Context(), urlKey{}, req.URL))
			masked.URL = &url.URL{Scheme: req.URL.Scheme, Host: req.URL.Host, Opaque: "//" + req.URL.Host + v.route(req.Context())}
			resp, err := traced.RoundTrip(masked)
			if hidden, ok := err.(*noResponse); ok {
				err = hidden.err
			}
			return resp, err
		})
	}
}

type urlKey struct{}

// unmask sends the request with its real URL.
func unmask(next http.RoundTripper, v vendor, req *http.Request) (*http.Response, error) {
	ctx, route := req.Context(), v.route(req.Context())
	sent := req.WithContext(ctx)
	sent.URL = ctx.Value(urlKey{}).(*url.URL)
	span := trace.SpanFromContext(ctx)
	span.SetAttributes(vendorKey.String(v.name), semconv.URLTemplate(route))
	p := progressFrom(ctx)
	span.SetAttributes(p.begin(req.Method, route)...)
	resp, err := next.RoundTrip(sent)
	_, failed := resultOf(resp, err)
	p.end(!failed)
	if err != nil {
		err = &noResponse{err}
	}
	return resp, err
}

// noResponse has the type of an error, but not its text.
type noResponse struct{ err error }

func (e *noResponse) Error() string { return "no response" }

func (e *noResponse) Unwrap() error { return e.err }

func (e *noResponse) ErrorType() string { return semconv.ErrorType(e.err).Value.AsString() }
