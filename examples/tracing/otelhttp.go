package main

import (
	"context"
	"net/http"
	"net/url"

	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"
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
// has the route in place of the path and the query, and sends the real one.
//
// otelhttp also writes the text of an error into the span's status. In WithMiddleware
// that is harmless, since the client has replaced the errors of net/http that quote a
// response. In WithHTTPClient it would not be.
func (i *instrumentation) middleware(v vendor) func(http.RoundTripper) http.RoundTripper {
	return func(next http.RoundTripper) http.RoundTripper {
		traced := otelhttp.NewTransport(roundTripper(func(req *http.Request) (*http.Response, error) {
			return unmask(next, v, req)
		}),
			otelhttp.WithTracerProvider(i.traces),
			otelhttp.WithMeterProvider(i.metrics),
			otelhttp.WithPropagators(propagation.NewCompositeTextMapPropagator()), // no trace headers to the vendor
			otelhttp.WithSpanNameFormatter(func(_ string, req *http.Request) string { return req.Method + " " + v.route(req.Context()) }))
		return roundTripper(func(req *http.Request) (*http.Response, error) {
			ctx, route := req.Context(), v.route(req.Context())
			labels := &otelhttp.Labeler{} // of the metrics
			labels.Add(vendorKey.String(v.name), semconv.URLTemplate(route))
			ctx = otelhttp.ContextWithClientLabeler(context.WithValue(ctx, urlKey{}, req.URL), labels)
			masked := req.WithContext(ctx)
			masked.URL = &url.URL{Scheme: req.URL.Scheme, Host: req.URL.Host, Opaque: "//" + req.URL.Host + route}
			return traced.RoundTrip(masked)
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
	return resp, err
}
