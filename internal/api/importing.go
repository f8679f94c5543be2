package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"math"
	"strings"

	"github.com/chargekit/chargekit-go/internal/checkpoint"
	"github.com/chargekit/chargekit-go/internal/transport"
)

// Importing is what the Import methods share: the checkpoint, and the records of a
// long run.
type Importing struct {
	ctx        context.Context
	job        string
	checkpoint *checkpoint.Checkpoint // nil for none
	progress   *Progress
	Place      ImportPlace
}

// ImportPlace is how far an import is.
type ImportPlace struct {
	BaseURL string `json:"base_url"`         // its hash
	Account string `json:"account,omitzero"` // a hash of the base URL and the key; "" if a function returns the key
	Results int    `json:"results"`          // rows that have a result
	Rows    []byte `json:"rows,omitzero"`    // a hash of the ids of these rows
	Reached int    `json:"reached,omitzero"` // rows, from the first on, that may have been sent
}

// EveryRow as Reached means that any row may have been sent. A 32-bit process can read
// it too.
const EveryRow = math.MaxInt32

// NewImporting opens the checkpoint of an import's options. name names the method. An
// error is a [*transport.InvalidError].
func NewImporting(ctx context.Context, client *ClientConfig, name string, cfg *CallConfig) (*Importing, error) {
	i := &Importing{ctx: ctx, checkpoint: cfg.Checkpoint, progress: newProgress(client, "import", name), Place: startOf(client)}
	if i.checkpoint == nil {
		return i, nil
	}
	var err error
	if i.job, err = checkpoint.Job(client.Vendor+" "+name, nil); err != nil {
		return nil, err
	}
	var at ImportPlace
	if err := i.checkpoint.Open(i.job, &at); err != nil || i.checkpoint.IsZero() {
		return i, err
	}
	return i, i.resume(at)
}

// startOf returns the beginning of an import. A key that a function returns may change,
// so it is no part of it.
func startOf(client *ClientConfig) ImportPlace {
	baseURL := strings.TrimRight(client.BaseURL, "/")
	start := ImportPlace{BaseURL: hashOf(baseURL)}
	if client.Credentials == nil {
		start.Account = hashOf(baseURL, client.User)
	}
	return start
}

func hashOf(texts ...string) string {
	text, _ := json.Marshal(texts) // texts can be written
	sum := sha256.Sum256(text)
	return base64.RawURLEncoding.EncodeToString(sum[:9])
}

// resume makes the import go on at a place.
func (i *Importing) resume(at ImportPlace) error {
	start := i.Place
	switch {
	case at.BaseURL != start.BaseURL:
		return badCheckpoint("is of another base URL")
	case at.Account != start.Account && at.Account != "" && start.Account != "":
		return badCheckpoint("is of another key; if the key was replaced, resume with WithKeyFunc, with which keys are not compared")
	case at.Results < 0 || at.Reached < 0:
		return badCheckpoint("is damaged")
	}
	i.Place, i.Place.Account = at, start.Account
	return nil
}

// Skip passes over the rows that have a result. next returns the id of the next row.
// Rows with other ids are a [*transport.InvalidError].
func (i *Importing) Skip(next func() (id string, ok bool)) error {
	var passed ImportPlace
	for passed.Results < i.Place.Results {
		id, ok := next()
		if !ok {
			return badCheckpoint("is of more rows than these")
		}
		passed.pass(id)
	}
	if !bytes.Equal(passed.Rows, i.Place.Rows) {
		return badCheckpoint("is of other rows")
	}
	return nil
}

// Keep is for each result, in order: it moves the checkpoint behind it.
func (i *Importing) Keep(id string) {
	if i.checkpoint == nil {
		i.Place.Results++ // nobody sees the hash
	} else {
		i.Place.pass(id)
		i.set()
	}
	i.progress.At(i.ctx, i.Place.Results)
}

// Reach changes how many rows may have been sent.
func (i *Importing) Reach(rows int) {
	i.Place.Reached = rows
	i.set()
}

func (i *Importing) set() {
	if i.checkpoint != nil {
		i.checkpoint.Set(i.job, i.Place)
	}
}

// Call changes the options of one call of the import, which has no checkpoint.
func (i *Importing) Call(cfg *CallConfig) {
	cfg.Checkpoint = nil
	cfg.Report = func(r transport.Response) { i.progress.Sent(r.Attempts, r.Waited) }
}

// pass counts a row. Its hash follows from those of all rows before it.
func (p *ImportPlace) pass(id string) {
	sum := sha256.Sum256(append(bytes.Clone(p.Rows), id...))
	p.Results++
	p.Rows = sum[:9]
}

func badCheckpoint(reason string) error {
	return &transport.InvalidError{Param: "checkpoint", Reason: reason}
}
