package main

import (
	"cmp"
	_ "embed"
	"fmt"
	"html/template"
	"maps"
	"net/http"
	"slices"
)

//go:embed status.html
var statusHTML string

//go:embed resolve.html
var resolveHTML []byte

var statusTemplate = template.Must(template.New("status").Parse(statusHTML))

// statusPage serves the requests and the state. It rejects changes from pages of
// other sites.
func (sim *simulator) statusPage() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		var page []section
		for _, site := range sim.sites[1:] {
			page = append(page, newSection(site))
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_ = statusTemplate.Execute(w, page) // fails only if the browser has left
	})
	mux.HandleFunc("GET /resolve", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write(resolveHTML)
	})
	mux.HandleFunc("POST /resolve", sim.resolve)
	mux.HandleFunc("GET /state", sim.saveState)
	return http.NewCrossOriginProtection().Handler(mux)
}

// resolve closes a dispute, as the bank does.
func (sim *simulator) resolve(w http.ResponseWriter, r *http.Request) {
	id, outcome := r.FormValue("dispute"), r.FormValue("outcome")
	if err := sim.hound.Resolve(id, outcome); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Location", "/")
	w.WriteHeader(http.StatusSeeOther)
	fmt.Fprintf(w, "%s is %s.\n", id, outcome)
}

// section is the part of the page about one vendor.
type section struct {
	Name, URL string
	Calls     int
	Counts    []count // of calls, by method and status
	Latest    []call  // newest first
	State     []count // of objects, by kind
}

type count struct {
	What string
	N    int
}

func newSection(s *site) section {
	calls := s.calls()
	slices.Reverse(calls.latest)
	return section{s.name, s.url, calls.calls, sorted(calls.counts), calls.latest, sorted(s.state())}
}

func sorted(counts map[string]int) []count {
	var list []count
	for what, n := range maps.All(counts) {
		list = append(list, count{what, n})
	}
	slices.SortFunc(list, func(a, b count) int { return cmp.Compare(a.What, b.What) })
	return list
}
