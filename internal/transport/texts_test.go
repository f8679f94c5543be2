package transport

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/chargekit/chargekit-go/internal/leak"
)

// Canaries: none of these may turn up where people read.
const (
	canaryUser     = "sk_canary_5f1c9b2e"
	canaryPassword = "pw_canary_d04a77"
	canaryMail     = "canary.person@mail.test"
	canaryAmount   = "8812377.31"
)

var (
	canaryBase64 = base64.StdEncoding.EncodeToString([]byte(canaryUser + ":" + canaryPassword))
	keys         = []string{canaryUser, canaryPassword, canaryBase64, fmt.Sprintf("%x", canaryUser), fmt.Sprintf("%X", canaryPassword)}
	private      = append([]string{"canary.person", canaryAmount}, keys...)
)

// texts collects what the transport says.
type texts struct {
	mu      sync.Mutex
	lines   bytes.Buffer // errors and logs: neither keys nor personal data
	dumps   bytes.Buffer // whole values, which hold the vendor's response: no keys
	clients []*Client
}

func (t *texts) logger() *slog.Logger {
	options := &slog.HandlerOptions{Level: slog.LevelDebug}
	return slog.New(slog.NewMultiHandler(slog.NewTextHandler(lockedWriter{t}, options), slog.NewJSONHandler(lockedWriter{t}, options)))
}

type lockedWriter struct{ *texts }

func (w lockedWriter) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.lines.Write(p)
}

func (t *texts) add(c *cell) {
	t.logger().Info("client", "client", c.client, "error", c.err(), "answer", c.answer.StatusCode)
	t.mu.Lock()
	defer t.mu.Unlock()
	t.clients = append(t.clients, c.client)
	dump(&t.dumps, c.answer)
	if c.failed == nil {
		return
	}
	dump(&t.lines, c.failed.Err)
	dump(&t.dumps, c.failed, *c.failed)
	f := c.failed
	fmt.Fprintln(&t.lines, FormatError("vendor", f.Method, f.Route, f.StatusCode, f.Attempts, f.Outcome, "", f.Err))
	fmt.Fprintln(&t.lines, panicText(f.Err), panicText(c.client))
}

func dump(b *bytes.Buffer, values ...any) {
	for _, value := range values {
		fmt.Fprintf(b, "%v\n%+v\n%#v\n%s\n%q\n%x\n", value, value, value, value, value, value)
		if text, err := json.Marshal(value); err == nil {
			b.Write(text)
		}
	}
}

func panicText(value any) (text string) {
	defer func() { text = fmt.Sprint(recover()) }()
	panic(value)
}

// check searches everything that was said.
func (t *texts) check(test *testing.T) {
	test.Helper()
	leak.Wait(5 * time.Second) // fmt prints the fields of connections, which net/http changes until they have ended
	for _, client := range t.clients {
		dump(&t.dumps, client, client.engine, client.engine.HTTPClient, client.chain, struct{ c *Client }{client})
	}
	hits := 0
	for _, canary := range private {
		hits += count(test, "errors and logs", t.lines.String(), canary)
	}
	for _, canary := range keys {
		hits += count(test, "dumps", t.dumps.String(), canary)
	}
	assert.NotZero(test, t.lines.Len())
	test.Logf("canaries in %d bytes of errors and logs and %d bytes of dumps: %d", t.lines.Len(), t.dumps.Len(), hits)
}

func count(t *testing.T, where, text, canary string) int {
	t.Helper()
	n := strings.Count(text, canary)
	if n > 0 {
		at := strings.Index(text, canary)
		t.Errorf("%s in %s: …%s…", canary, where, text[max(0, at-200):min(len(text), at+100)])
	}
	return n
}
