package fake

import "sync"

// gate counts the requests being served, so that Close can reject new ones and
// wait for the rest.
type gate struct {
	mu     sync.Mutex
	shut   bool
	inside sync.WaitGroup
	closed chan struct{} // closed with the gate; ends the waits of requests
}

func newGate() *gate { return &gate{closed: make(chan struct{})} }

func (g *gate) enter() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.shut {
		return false
	}
	g.inside.Add(1)
	return true
}

func (g *gate) leave() { g.inside.Done() }

// close rejects new requests. It must be called once.
func (g *gate) close() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.shut = true
	close(g.closed)
}
