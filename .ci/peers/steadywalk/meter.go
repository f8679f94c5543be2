package main

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// excuse is what is known to be wrong and not of our making: a part of what
// steady says of a request, or of what our client says of a response.
type excuse struct {
	methods string // a part of their names, or ""
	how     variant
	part    string
	reason  string
}

const madeUp = "steady makes up responses without looking at what belongs together"

var excused = []excuse{
	{"Gateway.CreateCharge", "", "it has no charge", madeUp},
	{"Gateway.CreateSubscription", "", "it has no subscription", madeUp},
	{"Gateway.RequestPayment", "", "it has no charge, subscription or pay_link", madeUp},
	{"Orders.All", "", "the list has more rows than it says", madeUp},
}

// row is what came of the calls of one method.
type row struct {
	name                           string
	requests, good, clean, excused int
	calledRich                     bool
	wrong                          []string
}

type meter struct {
	rows    []*row
	bad     int
	matched map[string]bool     // methods with the paths of the description
	reasons map[string][]string // methods of the client, by what excuses something of theirs

	// of the call under way
	how      variant
	rejected int // requests with an error, excused or not
}

func newMeter() *meter {
	return &meter{matched: map[string]bool{}, reasons: map[string][]string{}}
}

func (m *meter) row() *row { return m.rows[len(m.rows)-1] }

// measure makes a call and counts what comes of it.
func (m *meter) measure(name string, how variant, do func() error) {
	if len(m.rows) == 0 || m.row().name != name {
		m.rows = append(m.rows, &row{name: name})
	}
	r := m.row()
	m.how, m.rejected = how, 0
	before := r.requests
	err := do()
	switch {
	case r.requests == before && rejectedByUs(err):
		return
	case r.requests == before:
		m.wrong("nothing was sent: %v", err)
	case err != nil && m.rejected == 0:
		m.found(err.Error())
	}
	r.calledRich = r.calledRich || how == rich
}

func (m *meter) wrong(format string, values ...any) {
	m.bad++
	m.row().wrong = append(m.row().wrong, string(m.how)+": "+fmt.Sprintf(format, values...))
}

// found excuses what was found, or does not.
func (m *meter) found(text string) {
	for _, e := range excused {
		if strings.Contains(m.row().name, e.methods) && (e.how == "" || e.how == m.how) && strings.Contains(text, e.part) {
			if methods := m.reasons[e.reason]; !slices.Contains(methods, m.row().name) {
				m.reasons[e.reason] = append(methods, m.row().name)
			}
			return
		}
	}
	m.wrong("%s", text)
}

// wrap watches what steady responds with.
func (m *meter) wrap(next http.RoundTripper) http.RoundTripper {
	return roundTripper(func(req *http.Request) (*http.Response, error) {
		m.row().requests++
		resp, err := next.RoundTrip(req)
		if err == nil {
			m.judge(req, resp)
		}
		return resp, err
	})
}

func (m *meter) judge(req *http.Request, resp *http.Response) {
	r, before := m.row(), m.bad
	if matched := resp.Header.Get("X-Steady-Matched-Path"); matched != "" {
		m.matched[req.Method+" "+matched] = true
	}
	count, err := strconv.Atoi(resp.Header.Get("X-Steady-Error-Count"))
	if err != nil {
		m.wrong("%s %s: %s without a count of errors", req.Method, req.URL.Path, resp.Status)
		return
	}
	for i := range count {
		said := func(what string) string { return resp.Header.Get(fmt.Sprintf("X-Steady-Error-%d-%s", i+1, what)) }
		m.found(strings.Join([]string{said("Code"), said("Path"), said("Message")}, " "))
	}
	good := resp.StatusCode/100 == 2
	switch {
	case good:
		r.good++
	case count == 0:
		m.wrong("%s %s: %s", req.Method, req.URL.Path, resp.Status)
	}
	switch {
	case count == 0 && good:
		r.clean++
	case m.bad == before:
		r.excused++
	}
	if count > 0 || !good {
		m.rejected++
	}
}

func (m *meter) print() {
	var sum row
	fmt.Printf("  %-34s %8s %8s %8s %8s\n", "", "requests", "2xx", "errors 0", "excused")
	for _, r := range m.rows {
		if !r.calledRich {
			m.bad++
			r.wrong = append(r.wrong, "our client rejected everything")
		}
		fmt.Printf("  %-34s %8d %8d %8d %8d\n", r.name, r.requests, r.good, r.clean, r.excused)
		for _, found := range r.wrong {
			fmt.Println("      WRONG", found)
		}
		sum.requests, sum.good, sum.clean, sum.excused = sum.requests+r.requests, sum.good+r.good, sum.clean+r.clean, sum.excused+r.excused
	}
	fmt.Printf("  %-34s %8d %8d %8d %8d   %d wrong\n", "all", sum.requests, sum.good, sum.clean, sum.excused, m.bad)
	for _, reason := range slices.Sorted(maps.Keys(m.reasons)) {
		fmt.Printf("  excused: %s: %s\n", reason, strings.Join(m.reasons[reason], ", "))
	}
	fmt.Println()
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }
