package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

// call is one request on the status page.
type call struct {
	Time   time.Time
	Method string
	Path   string
	Status int // 0 if the connection was dropped
}

// Failed reports whether there was no response, or an error.
func (c call) Failed() bool { return c.Status == 0 || c.Status >= 400 }

// newest is how many of the latest calls the page lists.
const newest = 50

// tally counts the requests of one vendor.
type tally struct {
	calls  int
	counts map[string]int // by method and status
	latest []call         // oldest first
}

func (t *tally) add(c call) {
	status := fmt.Sprint(c.Status)
	if c.Status == 0 {
		status = "dropped"
	}
	if t.counts == nil {
		t.counts = map[string]int{}
	}
	t.calls++
	t.counts[c.Method+" "+status]++
	if len(t.latest) == newest {
		t.latest = t.latest[1:]
	}
	t.latest = append(t.latest, c)
}

// The journals can be long, so these functions visit the requests without a copy.

func (sim *simulator) deskCalls() (t tally) {
	sim.desk.CountRequests(func(r chargedesktest.Request) bool {
		t.add(call{r.Time, r.Method, r.Path, r.Status})
		return true
	})
	return t
}

func (sim *simulator) backCalls() (t tally) {
	sim.back.CountRequests(func(r chargebacktest.Request) bool {
		t.add(call{r.Time, r.Method, r.Path, r.Status})
		return true
	})
	return t
}

func (sim *simulator) houndCalls() (t tally) {
	sim.hound.CountRequests(func(r chargehoundtest.Request) bool {
		t.add(call{r.Time, r.Method, r.Path, r.Status})
		return true
	})
	return t
}

// houndState returns the number of disputes, and of those in each state.
func (sim *simulator) houndState() map[string]int {
	counts := map[string]int{"disputes": 0}
	for state, n := range sim.hound.Counts() {
		counts["disputes"] += n
		counts["disputes: "+strings.ReplaceAll(state, "_", " ")] = n
	}
	return counts
}
