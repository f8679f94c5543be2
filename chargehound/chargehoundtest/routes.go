package chargehoundtest

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// basePath is the prefix of the API's paths.
const basePath = "/v1"

// router calls the handler of a request's route, with the state locked.
type router struct{ state *state }

// call is one request to the API. Its handler runs with the state locked.
type call struct {
	*state
	r       *http.Request
	version version
	id      string // of the dispute in the path
	query   url.Values
}

// reply is the response to a request that was not rejected.
type reply struct {
	status int
	body   any
}

// route is the handler of one method and path, and the query variables it accepts.
type route struct {
	handle func(*call) (reply, *problem)
	query  []string
}

// routes holds the routes by method and path, with {id} for the id of a dispute.
var routes = map[string]route{
	"POST /disputes":               {(*call).create, []string{"submit"}},
	"GET /disputes":                {(*call).list, []string{"limit", "starting_after", "ending_before", "state", "account"}},
	"GET /disputes/{id}":           {(*call).retrieve, nil},
	"PUT /disputes/{id}":           {(*call).update, nil},
	"POST /disputes/{id}":          {(*call).update, nil}, // Chargehound's Python client
	"POST /disputes/{id}/submit":   {(*call).submit, nil},
	"POST /disputes/{id}/accept":   {(*call).accept, nil},
	"GET /disputes/{id}/response":  {(*call).response, nil},
	"POST /personal-data/retrieve": {(*call).retrievePersonalData, nil},
	"POST /personal-data/remove":   {(*call).removePersonalData, nil},
}

func (rt *router) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if isDownload(r) {
		rt.state.download(w, r)
		return
	}
	result, rejection := rt.serve(r)
	if rejection != nil {
		rt.reject(w, r, rejection)
		return
	}
	writeJSON(w, result.status, result.body)
}

func (rt *router) reject(w http.ResponseWriter, r *http.Request, rejection *problem) {
	rejection.settle(rt.state.cfg.statuses)
	writeJSON(w, rejection.Status, envelope{URL: r.URL.EscapedPath(), Livemode: rt.state.live, Error: rejection})
}

func (rt *router) serve(r *http.Request) (reply, *problem) {
	c := &call{state: rt.state, r: r, version: rt.state.cfg.version, query: r.URL.Query()}
	name, id := split(r)
	found, ok := routes[name]
	if !ok {
		return reply{}, unrouted(name)
	}
	c.id = id
	if rejection := c.prepare(found); rejection != nil {
		return reply{}, rejection
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.learnBase()
	c.catchUp()
	result, rejection := found.handle(c)
	return result.encoded(), rejection
}

// encoded returns the reply with its body in JSON, which must not be made of the
// state once that is unlocked.
func (r reply) encoded() reply {
	if body, err := json.Marshal(r.body); err == nil {
		r.body = json.RawMessage(body)
	}
	return r
}

// split returns the name of a request's route, and the id in its path. An id may
// contain an escaped slash.
func split(r *http.Request) (name, id string) {
	path, inside := strings.CutPrefix(r.URL.EscapedPath(), basePath)
	parts := strings.Split(path, "/")
	if inside && len(parts) > 2 && parts[1] == "disputes" && parts[2] != "" {
		id, _ = url.PathUnescape(parts[2])
		parts[2] = "{id}"
	}
	if !inside {
		return r.Method + " " + path + " outside " + basePath, ""
	}
	return r.Method + " " + strings.Join(parts, "/"), id
}

func unrouted(name string) *problem {
	_, path, _ := strings.Cut(name, " ")
	for known := range routes {
		if strings.HasSuffix(known, " "+path) {
			return reject(invalidRequest, "this path has no such method").withStatus(http.StatusMethodNotAllowed)
		}
	}
	return reject(invalidRequest, "there is no such path").withStatus(http.StatusNotFound)
}

// prepare checks the version and the query variables.
func (c *call) prepare(found route) *problem {
	if wanted := c.r.Header.Get("Chargehound-Version"); wanted != "" {
		if c.version = version(wanted); !c.version.known() {
			return reject(invalidRequest, "there is no such version")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(c.query)) {
		if !slices.Contains(found.query, name) && !c.cfg.lenient {
			return reject(invalidRequest, "the query has an unknown variable "+name)
		}
	}
	return nil
}

// learnBase stores the base URL of a server without a listener, which only a
// request reveals.
func (c *call) learnBase() {
	if !c.cfg.NoListener {
		return
	}
	scheme := "http://"
	if c.r.TLS != nil {
		scheme = "https://"
	}
	c.base = scheme + c.r.Host
}
