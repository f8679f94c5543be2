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
	Account string `json:"account"`          // a hash of the base URL and the key
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
	account := accountOf(client)
	i := &Importing{ctx: ctx, checkpoint: cfg.Checkpoint, progress: newProgress(client, "import", name), Place: ImportPlace{Account: account}}
	if i.checkpoint == nil {
		return i, nil
	}
	var err error
	if i.job, err = checkpoint.Job(client.Vendor+" "+name, nil); err != nil {
		return nil, err
	}
	if err := i.checkpoint.Open(i.job, &i.Place); err != nil {
		return nil, err
	}
	switch {
	case i.Place.Account != account:
		return nil, badCheckpoint("is of another key or base URL")
	case i.Place.Results < 0 || i.Place.Reached < 0:
		return nil, badCheckpoint("is damaged")
	}
	return i, nil
}

// accountOf returns a hash of what says whose rows these are. A key that a function
// returns may change, so it is no part of it.
func accountOf(client *ClientConfig) string {
	user := client.User
	if client.Credentials != nil {
		user = ""
	}
	text, _ := json.Marshal([]string{strings.TrimRight(client.BaseURL, "/"), user}) // texts can be written
	sum := sha256.Sum256(text)
	return base64.RawURLEncoding.EncodeToString(sum[:9])
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
	i.Place.pass(id)
	i.set()
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
