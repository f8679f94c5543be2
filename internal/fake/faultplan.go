package fake

import (
	"math/rand/v2"
	"sync"
)

// faultPlan chooses at most one fault for each request: the next of the queue,
// else a random one, else that of the first rule that the request matches.
type faultPlan struct {
	mu     sync.Mutex
	queue  []*plannedFault
	random *randomFaults
	rules  []*plannedFault
}

// plannedFault is a fault with the number of requests it still applies to.
type plannedFault struct {
	fault Fault
	match func(Request) bool
	left  int // negative: no limit
}

func plan(fault Fault, match func(Request) bool) *plannedFault {
	left := fault.Times
	if left == 0 {
		left = 1
	}
	return &plannedFault{fault: fault, match: match, left: left}
}

func (p *plannedFault) use() Fault {
	if p.left > 0 {
		p.left--
	}
	return p.fault
}

// randomFaults draws faults from a seeded source, so that a run is reproducible.
type randomFaults struct {
	source *rand.Rand
	rate   float64
	faults []Fault
}

func (r *randomFaults) draw() (Fault, bool) {
	if r == nil || len(r.faults) == 0 || r.source.Float64() >= r.rate {
		return Fault{}, false
	}
	return r.faults[r.source.IntN(len(r.faults))], true
}

// onArrival chooses before the body is read: queued and random faults in order of
// arrival, then rules that drop the request unread.
func (p *faultPlan) onArrival(head Request) (Fault, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if fault, ok := p.next(); ok {
		return fault, true
	}
	if fault, ok := p.random.draw(); ok {
		return fault, true
	}
	return p.matching(head, true)
}

// onBody chooses for a request without a fault from onArrival, now with its body.
func (p *faultPlan) onBody(request Request) Fault {
	p.mu.Lock()
	defer p.mu.Unlock()
	fault, _ := p.matching(request, false)
	return fault
}

func (p *faultPlan) next() (Fault, bool) {
	if len(p.queue) == 0 {
		return Fault{}, false
	}
	fault := p.queue[0].use()
	if p.queue[0].left == 0 {
		p.queue = p.queue[1:]
	}
	return fault, true
}

func (p *faultPlan) matching(request Request, unread bool) (Fault, bool) {
	for _, rule := range p.rules {
		if rule.left != 0 && rule.fault.DropUnread == unread && rule.match(request) {
			return rule.use(), true
		}
	}
	return Fault{}, false
}

// FailNext queues faults for the next requests, in order of arrival. They come
// before those of FailRandomly and FailMatching.
func (s *Server) FailNext(faults ...Fault) {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	for _, fault := range faults {
		s.faults.queue = append(s.faults.queue, plan(fault, nil))
	}
}

// FailMatching applies a fault to each request that matches, until its Times are
// used up. The first rule that matches applies. match gets the request with its
// body, or without it if the fault is a DropUnread; it must not change the request
// or call the server. A nil match matches every request.
func (s *Server) FailMatching(match func(Request) bool, fault Fault) {
	if match == nil {
		match = func(Request) bool { return true }
	}
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.rules = append(s.faults.rules, plan(fault, match))
}

// FailRandomly applies one of the faults to a share of the requests, rate 0 to 1,
// drawn in order of arrival from a source with this seed. It replaces an earlier
// FailRandomly.
func (s *Server) FailRandomly(seed uint64, rate float64, faults ...Fault) {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.random = &randomFaults{source: rand.New(rand.NewPCG(seed, seed)), rate: rate, faults: faults}
}

// ClearFaults removes all faults that were not applied yet.
func (s *Server) ClearFaults() {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.queue, s.faults.random, s.faults.rules = nil, nil, nil
}
