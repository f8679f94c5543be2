package ensure

import (
	"context"
	"sync"
	"time"
)

// memoryOf is how long a keeper remembers what happened to an object.
const memoryOf = time.Hour

// Keeper remembers what the calls of one client have done to its objects, so that
// the calls for one object run one after the other. It is safe for concurrent use.
type Keeper struct {
	mu      sync.Mutex
	objects map[string]*object
}

// object is what is remembered of one object. Whoever holds the turn may use it.
type object struct {
	turn      chan struct{} // holds one element while somebody has the turn
	users     int           // who has the turn or waits for it; guarded by Keeper.mu
	doubt     time.Time     // when the last request of unknown outcome ended; zero for none
	confirmed any           // what a 2xx has confirmed; nil for nothing
	at        time.Time     // when that was
}

// take waits for the turn of an object, until ctx ends.
func (k *Keeper) take(ctx context.Context, key string) (*object, error) {
	k.mu.Lock()
	k.forget()
	o := k.objects[key]
	if o == nil {
		o = &object{turn: make(chan struct{}, 1)}
		if k.objects == nil {
			k.objects = map[string]*object{}
		}
		k.objects[key] = o
	}
	o.users++
	k.mu.Unlock()
	select {
	case o.turn <- struct{}{}:
		if ctx.Err() == nil {
			return o, nil
		}
		<-o.turn
	case <-ctx.Done():
	}
	k.leave(o)
	return nil, ctx.Err()
}

func (k *Keeper) give(o *object) {
	<-o.turn
	k.leave(o)
}

func (k *Keeper) leave(o *object) {
	k.mu.Lock()
	defer k.mu.Unlock()
	o.users--
}

// forget drops objects that nobody uses and of which there is nothing to remember.
func (k *Keeper) forget() {
	for key, o := range k.objects {
		if o.users == 0 && time.Since(o.doubt) > memoryOf && time.Since(o.at) > memoryOf {
			delete(k.objects, key)
		}
	}
}
