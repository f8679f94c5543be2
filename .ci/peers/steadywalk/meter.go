package main

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// excused is what steady is wrong about, by a part of what it says.
var excused = []struct{ vendor, part, reason string }{}

// row is what came of the calls of one method.
type row struct {
	name                                 string
	calls, requests, good, clean, unsent int
	notes                                []string
}

type meter struct {
	vendor  string
	rows    []*row
	calls   int
	bad     int
	excused int
	matched map[string]bool // methods with the paths of the description
}

func newMeter(vendor string) *meter { return &meter{vendor: vendor, matched: map[string]bool{}} }

// measure makes a call and counts what comes of it.
func (m *meter) measure(name string, how variant, do func() error) {
	if len(m.rows) == 0 || m.rows[len(m.rows)-1].name != name {
		m.rows = append(m.rows, &row{name: name})
	}
	r := m.rows[len(m.rows)-1]
	before := r.requests
	err := do()
	switch {
	case refusedByUs(err) && r.requests == before:
		r.unsent++
		r.note("%s: not sent: %v", how, err)
		if how == rich {
			m.bad++
		}
		return
	case r.requests == before:
		r.note("%s: nothing was sent: %v", how, err)
		m.bad++
	case err != nil:
		r.note("%s: %v", how, err)
		m.bad++
	}
	r.calls++
	m.calls++
}

func (r *row) note(format string, values ...any) {
	if text := fmt.Sprintf(format, values...); !slices.Contains(r.notes, text) {
		r.notes = append(r.notes, text)
	}
}

// wrap watches what steady answers.
func (m *meter) wrap(next http.RoundTripper) http.RoundTripper {
	return roundTripper(func(req *http.Request) (*http.Response, error) {
		r := m.rows[len(m.rows)-1]
		r.requests++
		resp, err := next.RoundTrip(req)
		if err != nil {
			return nil, err
		}
		m.judge(r, req, resp)
		return resp, nil
	})
}

func (m *meter) judge(r *row, req *http.Request, resp *http.Response) {
	if matched := resp.Header.Get("X-Steady-Matched-Path"); matched != "" {
		m.matched[req.Method+" "+matched] = true
	}
	if resp.StatusCode/100 == 2 {
		r.good++
	} else {
		r.note("%s %s: %s", req.Method, req.URL.RequestURI(), resp.Status)
	}
	count, err := strconv.Atoi(resp.Header.Get("X-Steady-Error-Count"))
	if err != nil {
		r.note("no count of errors: %v", err)
		m.bad++
	}
	if count == 0 {
		r.clean++
	}
	for i := range count {
		said := func(what string) string { return resp.Header.Get(fmt.Sprintf("X-Steady-Error-%d-%s", i+1, what)) }
		text := strings.Join([]string{said("Code"), said("Path"), said("Message")}, " ")
		reason := m.excuse(text)
		if reason == "" {
			m.bad++
		} else {
			m.excused++
		}
		r.note("%s%s", text, reason)
	}
}

func (m *meter) excuse(text string) string {
	for _, e := range excused {
		if e.vendor == m.vendor && strings.Contains(text, e.part) {
			return " (excused: " + e.reason + ")"
		}
	}
	return ""
}

func (m *meter) print() {
	var sum row
	fmt.Printf("  %-34s %8s %8s %8s\n", "", "requests", "2xx", "errors 0")
	for _, r := range m.rows {
		fmt.Printf("  %-34s %8d %8d %8d\n", r.name, r.requests, r.good, r.clean)
		for _, note := range r.notes {
			fmt.Println("      " + note)
		}
		sum.requests, sum.good, sum.clean = sum.requests+r.requests, sum.good+r.good, sum.clean+r.clean
	}
	fmt.Printf("  %-34s %8d %8d %8d   %d excused, %d wrong\n\n", "all", sum.requests, sum.good, sum.clean, m.excused, m.bad)
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }
