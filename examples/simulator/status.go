package main

import (
	"cmp"
	_ "embed"
	"encoding/json"
	"fmt"
	"html/template"
	"maps"
	"net/http"
	"slices"
	"strings"
)

//go:embed status.html
var statusHTML string

var statusTemplate = template.Must(template.New("status").Parse(statusHTML))

// newest is how many of the latest calls the page lists.
const newest = 50

// statusPage serves what was called and what state there is.
func (sim *simulator) statusPage() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		var page []section
		for _, site := range sim.sites[1:] {
			section, err := newSection(site)
			if err != nil {
				http.Error(w, err.Error(), http.StatusInternalServerError)
				return
			}
			page = append(page, section)
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_ = statusTemplate.Execute(w, page) // the browser has gone
	})
	return mux
}

// section is what the page says of one vendor.
type section struct {
	Name, URL string
	Calls     int
	Counts    []count // of calls, by what was called and answered
	Latest    []call  // newest first
	State     []count // of objects, by kind
}

type count struct {
	What string
	N    int
}

func newSection(s *site) (section, error) {
	calls := s.calls()
	state, err := s.state()
	if err != nil {
		return section{}, err
	}
	objects, err := countObjects(state)
	latest := slices.Clone(calls[max(0, len(calls)-newest):])
	slices.Reverse(latest)
	return section{s.name, s.url, len(calls), countCalls(calls), latest, objects}, err
}

func countCalls(calls []call) []count {
	counts := map[string]int{}
	for _, c := range calls {
		answer := fmt.Sprint(c.Status)
		if c.Status == 0 {
			answer = "dropped"
		}
		counts[c.Method+" "+answer]++
	}
	return sorted(counts)
}

// countObjects counts the elements of the lists and maps of a snapshot.
func countObjects(snapshot json.RawMessage) ([]count, error) {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(snapshot, &members); err != nil {
		return nil, err
	}
	counts := map[string]int{}
	delete(members, "Serial") // ChargeDesk's last ids, which are no objects
	for name, member := range members {
		var list []json.RawMessage
		var object map[string]json.RawMessage
		if json.Unmarshal(member, &list) == nil || json.Unmarshal(member, &object) == nil {
			counts[strings.ReplaceAll(strings.ToLower(name), "_", " ")] = len(list) + len(object)
		}
	}
	return sorted(counts), nil
}

func sorted(counts map[string]int) []count {
	var list []count
	for what, n := range maps.All(counts) {
		list = append(list, count{what, n})
	}
	slices.SortFunc(list, func(a, b count) int { return cmp.Compare(a.What, b.What) })
	return list
}
