package chargedesktest

import (
	"io"
	"mime"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/chargekit/chargekit-go/internal/fake"
)

// call is one request to the API. Its handler runs with the desk locked.
type call struct {
	*desk
	*params
	id string // the id in the path, unescaped
	ip string
}

// route is an endpoint. Fixed paths come before those with an id.
type route struct {
	method, path string
	handle       func(*call) ([]byte, error)
}

// routes are all endpoints. Each object's are in its …_api.go.
var routes = slices.Concat(gatewayRoutes, chargeRoutes, customerRoutes, subscriptionRoutes, productRoutes, webhookRoutes, agentRoutes, logRoutes)

// serve serves the API, after authentication, rate limit and faults.
func (d *desk) serve(w http.ResponseWriter, r *http.Request) {
	method, path := r.Method, r.URL.EscapedPath()
	if current := replacement(method, path); current != "" {
		writeError(w, noRoute(method, path, current))
		return
	}
	handle, id := match(method, path)
	if handle == nil {
		writeError(w, noRoute(method, path, ""))
		return
	}
	form := variables(r)
	d.mu.Lock()
	defer d.mu.Unlock()
	body, err := handle(&call{desk: d, params: newParams(&form.Value), id: id, ip: remoteIP(r)})
	if err != nil {
		writeError(w, err)
		return
	}
	writeJSON(w, http.StatusOK, body)
}

// match returns the handler of a path, and the id in it. It ignores an empty last
// segment, so an update with an empty id is a create, as it would be at ChargeDesk.
func match(method, path string) (handle func(*call) ([]byte, error), id string) {
	path, ok := strings.CutPrefix(path, basePath+"/")
	if !ok {
		return nil, ""
	}
	segments := strings.Split(strings.TrimSuffix(path, "/"), "/")
	for _, route := range routes {
		if route.method != method {
			continue
		}
		if id, ok := route.match(segments); ok {
			return route.handle, id
		}
	}
	return nil, ""
}

// older are endpoints of 2017, and of clients of that time, with their replacements.
var older = []struct{ method, path, replacement string }{
	{http.MethodPost, "/gateway/charges", "POST /gateway/products/charge with using=card"},
	{http.MethodPost, "/charges/{id}/refund", "POST /gateway/charges/{id}/refund"},
	{http.MethodPost, "/subscriptions/{id}/cancel", "POST /gateway/subscriptions/{id}/cancel"},
	{http.MethodGet, "/customers/history", "GET /customers/grouped"},
}

// replacement returns the endpoint that replaced an older one, or "".
func replacement(method, path string) string {
	segments := strings.Split(strings.TrimPrefix(path, basePath+"/"), "/")
	for _, o := range older {
		if _, ok := (route{path: o.path}).match(segments); ok && o.method == method {
			return o.replacement
		}
	}
	return ""
}

func (r route) match(segments []string) (id string, ok bool) {
	pattern := strings.Split(r.path[1:], "/")
	if len(pattern) != len(segments) {
		return "", false
	}
	for i, part := range pattern {
		if part != "{id}" {
			if part != segments[i] {
				return "", false
			}
			continue
		}
		var err error
		if id, err = url.PathUnescape(segments[i]); err != nil || id == "" {
			return "", false
		}
	}
	return id, true
}

// variables returns PHP's $_POST for a POST, which is empty unless the body is a
// form, and $_GET for other methods, whose bodies are ignored.
func variables(r *http.Request) *fake.Form {
	encoded := r.URL.RawQuery
	if r.Method == http.MethodPost {
		encoded = formBody(r)
	}
	form, _ := fake.ParseForm(encoded) // PHP accepts a malformed escape too
	return form
}

func formBody(r *http.Request) string {
	mediaType, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || mediaType != "application/x-www-form-urlencoded" {
		return ""
	}
	body, _ := io.ReadAll(r.Body) // in memory already
	return string(body)
}

func remoteIP(r *http.Request) string {
	if host, _, err := net.SplitHostPort(r.RemoteAddr); err == nil {
		return host
	}
	return "127.0.0.1" // a pipe has no address
}
