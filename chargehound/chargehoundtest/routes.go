package chargehoundtest

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// basePath is where the API begins.
const basePath = "/v1"

// router takes a request to the handler of its route. Everything it does with the
// state is done under one lock.
type router struct{ state *state }

// call is one request to the API. Its handlers hold the lock of the state.
type call struct {
	*state
	r       *http.Request
	version version
	id      string // of the dispute in the path
	query   url.Values
}

// reply is the answer to a request that is not refused.
type reply struct {
	status int
	body   any
}

// route is what one method and path does, and the query variables it takes.
type route struct {
	handle func(*call) (reply, *problem)
	query  []string
}

// routes are named by verb and path, with {id} for the id of a dispute.
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
	answer, refusal := rt.serve(r)
	if refusal != nil {
		rt.refuse(w, r, refusal)
		return
	}
	writeJSON(w, answer.status, answer.body)
}

func (rt *router) refuse(w http.ResponseWriter, r *http.Request, refusal *problem) {
	refusal.settle(rt.state.cfg.statuses)
	writeJSON(w, refusal.Status, envelope{URL: r.URL.EscapedPath(), Livemode: rt.state.live, Error: refusal})
}

func (rt *router) serve(r *http.Request) (reply, *problem) {
	c := &call{state: rt.state, r: r, version: rt.state.cfg.version, query: r.URL.Query()}
	name, id := split(r)
	found, ok := routes[name]
	if !ok {
		return reply{}, unrouted(name)
	}
	c.id = id
	if refusal := c.prepare(found); refusal != nil {
		return reply{}, refusal
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.learnBase()
	c.catchUp()
	return found.handle(c)
}

// split names the route of a request and takes the id out of its path. An id may
// hold an escaped slash.
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
			return refuse(invalidRequest, "this path has no such method").withStatus(http.StatusMethodNotAllowed)
		}
	}
	return refuse(invalidRequest, "there is no such path").withStatus(http.StatusNotFound)
}

// prepare checks what all routes have in common.
func (c *call) prepare(found route) *problem {
	if wanted := c.r.Header.Get("Chargehound-Version"); wanted != "" {
		if c.version = version(wanted); !c.version.known() {
			return refuse(invalidRequest, "there is no such version")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(c.query)) {
		if !slices.Contains(found.query, name) && !c.cfg.lenient {
			return refuse(invalidRequest, "the query has an unknown variable "+name)
		}
	}
	return nil
}

// learnBase remembers where a server without a listener of its own is reached.
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

func (c *call) retrieve() (reply, *problem) {
	d, refusal := c.find(c.id)
	if refusal != nil {
		return reply{}, refusal
	}
	return reply{http.StatusOK, c.shown(d)}, nil
}
