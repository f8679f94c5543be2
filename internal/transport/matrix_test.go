package transport

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// fault is one thing that goes wrong, and what must come of it.
type fault struct {
	name   string
	on     []string // kinds of connection; nil means all
	server targetOptions
	config func(*Config)
	client func(*http.Transport) // changes the transports in use
	caller bool                  // over the caller's http.Client, which keeps connections
	warm   bool                  // a read that succeeds goes before
	reused bool                  // a call of the same class that succeeds goes before
	base   func(*target) string  // a base URL other than the server's
	around func(*cell)           // changes the cell before its call
	want   [3]want               // of a Read, a Repeatable and a Once call
	wantOn map[string][3]want    // where a kind of connection differs
	is     error                 // matches every failure, or
	isSafe error                 // those of a Read or a Repeatable call
	as     func(error) bool
}

// want is what one cell of the matrix must come to.
type want struct {
	executed, attempts int
	outcome            Outcome
	status             int
}

func (w want) String() string {
	return fmt.Sprintf("%dx %d %s %d", w.executed, w.attempts, w.outcome, w.status)
}

func all(w want) [3]want { return [3]want{w, w, w} }

// cell is one call of the matrix.
type cell struct {
	fault  *fault
	kind   string
	own    bool // over our own client, where that is not the rule
	class  Safety
	server *target
	cfg    Config
	client *Client
	ctx    context.Context
	cancel context.CancelFunc
	texts  *texts
	answer Response
	failed *Failure
	got    want
}

var kinds = []string{plain, secure, second}

func (f *fault) cells(texts *texts) []*cell {
	var cells []*cell
	for _, kind := range kinds {
		if f.on != nil && !slices.Contains(f.on, kind) {
			continue
		}
		for _, own := range []bool{false, true} {
			if own && (kind != second || f.caller) {
				continue
			}
			for class := Read; class <= Once; class++ {
				cells = append(cells, &cell{fault: f, kind: kind, own: own, class: class, texts: texts})
			}
		}
	}
	return cells
}

func (f *fault) wanted(c *cell) want {
	ours := c.own && c.class == Once // HTTP/1.1, whatever the server speaks
	if special, ok := f.wantOn[c.kind]; ok && !ours {
		return special[c.class]
	}
	return f.want[c.class]
}

func (c *cell) run(t *testing.T) {
	c.server = newTarget(t, c.kind, c.fault.server)
	defer c.server.end()
	c.arrange(t)
	defer c.cancel()
	if c.fault.warm {
		mustDeliver(t, c.client, callOf(Read))
	}
	if c.fault.reused {
		mustDeliver(t, c.client, callOf(c.class))
	}
	if c.fault.around != nil {
		c.fault.around(c)
	}
	c.answer, c.failed = c.client.Do(c.ctx, callOf(c.class))
	c.close()
	c.got = want{executed: int(c.server.executed.Load()), attempts: c.answer.Attempts, outcome: Delivered, status: c.answer.StatusCode}
	if c.failed != nil {
		c.got.outcome = c.failed.Outcome
	}
	c.texts.add(c)
}

func (c *cell) arrange(t *testing.T) {
	c.ctx, c.cancel = context.WithCancel(c.server.trace(t.Context()))
	c.cfg = Config{BaseURL: c.server.URL, User: canaryUser, Password: canaryPassword, Retry: DefaultRetryPolicy, Logger: c.texts.logger()}
	if c.fault.base != nil {
		c.cfg.BaseURL = c.fault.base(c.server)
	}
	if c.fault.caller || c.kind == second && !c.own {
		c.cfg.HTTPClient = callersClient(c.kind)
	}
	if c.fault.config != nil {
		c.fault.config(&c.cfg)
	}
	var err error
	c.client, err = New(c.cfg)
	require.NoError(t, err)
	adjust(c.client, c.cfg, func(own *http.Transport) {
		trust(own)
		if c.fault.client != nil {
			c.fault.client(own)
		}
	})
}

func (c *cell) close() {
	c.client.CloseIdleConnections()
	if c.cfg.HTTPClient != nil {
		c.cfg.HTTPClient.CloseIdleConnections()
	}
}

// callOf has personal data where calls have it, to find it where it must not be.
func callOf(class Safety) *Call {
	method := [...]string{http.MethodGet, http.MethodPut, http.MethodPost}[class]
	call := &Call{Method: method, Route: "/charges/{charge_id}", Path: "/charges/ch_1", IDs: []string{"ch_1"}, Query: "email=" + canaryMail, Safety: class}
	if class != Read {
		call.Body, call.ContentType = []byte("email="+canaryMail+"&amount="+canaryAmount), "application/x-www-form-urlencoded"
	}
	return call
}

// TestFaultMatrix runs every class of call into every fault over every kind of
// connection where it can happen, and prints what came of it.
func TestFaultMatrix(t *testing.T) {
	texts := &texts{}
	var cells []*cell
	for _, f := range slices.Concat(connectFaults(), connectionFaults(), responseFaults(), callerFaults()) {
		cells = append(cells, f.cells(texts)...)
	}
	runAll(t, cells)
	t.Log("executed x, attempts, outcome, status\n" + matrixTable(cells))
	for _, c := range cells {
		name := fmt.Sprintf("%s/%s/%s", c.fault.name, c.over(), c.class)
		t.Run(strings.ReplaceAll(name, " ", "_"), func(t *testing.T) { c.check(t) })
	}
	texts.check(t)
}

// runAll runs many cells at once: most of their time is back-off.
func runAll(t *testing.T, cells []*cell) {
	var wg sync.WaitGroup
	slots := make(chan struct{}, 256)
	for _, c := range cells {
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			c.run(t)
		})
	}
	wg.Wait()
}

func (c *cell) check(t *testing.T) {
	wanted := c.fault.wanted(c)
	require.Equal(t, wanted.String(), c.got.String(), "error: %v", c.err())
	if wanted.outcome == Delivered {
		require.Nil(t, c.failed)
		return
	}
	require.NotNil(t, c.failed)
	if c.fault.is != nil {
		assert.ErrorIs(t, c.failed.Err, c.fault.is)
	}
	if c.fault.isSafe != nil && c.class != Once {
		assert.ErrorIs(t, c.failed.Err, c.fault.isSafe)
	}
	if c.fault.as != nil {
		assert.True(t, c.fault.as(c.failed.Err), "error: %#v", c.failed.Err)
	}
}

func (c *cell) over() string {
	if c.own {
		return "HTTP/2, ours"
	}
	return c.kind
}

func (c *cell) err() error {
	if c.failed == nil {
		return nil
	}
	return c.failed.Err
}

func matrixTable(cells []*cell) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%-44s %-13s| %-24s| %-24s| %s\n", "fault", "over", "read", "repeatable", "once")
	for row := range slices.Chunk(cells, 3) {
		fmt.Fprintf(&b, "%-44s %-13s| %-24v| %-24v| %v\n", row[0].fault.name, row[0].over(), row[0].got, row[1].got, row[2].got)
	}
	return b.String()
}

func anyOf(errs ...error) func(error) bool {
	return func(err error) bool {
		return slices.ContainsFunc(errs, func(one error) bool { return errors.Is(err, one) })
	}
}

func is[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}
