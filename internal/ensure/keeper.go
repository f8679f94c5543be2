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

// object is what is remembered of one object. Only the call that has the turn uses
// it.
type object struct {
	turn      chan struct{} // holds one element while a call has the turn
	users     int           // calls that have the turn or wait for it; guarded by Keeper.mu
	doubt     time.Time     // when the last request of unknown outcome ended; zero for none
	wanted    any           // the target of that request
	confirmed any           // what the latest 2xx proved; nil for nothing
	at        time.Time     // when that was
}

// take waits for the turn of an object until ctx ends. It calls waits first if the
// turn is not free.
func (k *Keeper) take(ctx context.Context, key string, waits func()) (*object, error) {
	o := k.enter(key)
	select {
	case o.turn <- struct{}{}:
		return o, nil
	default:
		waits()
	}
	select {
	case o.turn <- struct{}{}:
		return o, nil
	case <-ctx.Done():
		k.leave(o)
		return nil, ctx.Err()
	}
}

func (k *Keeper) enter(key string) *object {
	k.mu.Lock()
	defer k.mu.Unlock()
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
	return o
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

// forget drops objects that no call uses and of which there is nothing to remember.
func (k *Keeper) forget() {
	for key, o := range k.objects {
		if o.users == 0 && time.Since(o.doubt) > memoryOf && time.Since(o.at) > memoryOf {
			delete(k.objects, key)
		}
	}
}

// doubtAbout records that a request for a target has ended with unknown outcome.
func (o *object) doubtAbout(target any) { o.doubt, o.wanted = time.Now(), target }

// reached records that a target shows.
func (o *object) reached(target any) {
	if o.wanted == target {
		o.doubt = time.Time{}
	}
}

// proved returns what the latest 2xx proved, unless that is too old.
func (o *object) proved() any {
	if time.Since(o.at) > memoryOf {
		return nil
	}
	return o.confirmed
}
