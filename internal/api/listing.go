package api

import (
	"context"
	"net/url"

	"github.com/chargekit/chargekit-go/internal/checkpoint"
	"github.com/chargekit/chargekit-go/internal/paging"
	"github.com/chargekit/chargekit-go/internal/transport"
)

// Listing is what the All methods of the three packages share: the checkpoint, and
// the records of a long walk.
type Listing struct {
	job        string
	checkpoint *checkpoint.Checkpoint // nil for none
	progress   *Progress
	ctx        context.Context
	Place      paging.Place // where to go on
	ReadAhead  bool
}

// NewListing opens the checkpoint of a call's options. list names the list with
// its vendor; params are what selects its rows.
func NewListing(ctx context.Context, client *ClientConfig, list string, params any, cfg *CallConfig) (*Listing, error) {
	if cfg.ReadAhead && cfg.Report != nil {
		return nil, &transport.InvalidError{Param: "WithReadAhead", Reason: "is not for a call with WithResponse, which would show another page's response"}
	}
	l := &Listing{ctx: ctx, checkpoint: cfg.Checkpoint, ReadAhead: cfg.ReadAhead, progress: newProgress(client, "list", list)}
	if l.checkpoint == nil {
		return l, nil
	}
	var err error
	if l.job, err = checkpoint.Job(client.Vendor+" "+list, []any{params, NotNil(cfg.Query)}); err != nil {
		return nil, &transport.InvalidError{Param: "params", Reason: "can't be written as JSON"}
	}
	return l, l.checkpoint.Open(l.job, &l.Place)
}

// NotNil returns values, or empty ones for nil, which the job of a checkpoint would
// tell apart.
func NotNil(values url.Values) url.Values {
	if values == nil {
		return url.Values{}
	}
	return values
}

// Keep is for each row: it sets the checkpoint behind it.
func (l *Listing) Keep(place paging.Place) {
	if l.checkpoint != nil {
		l.checkpoint.Set(l.job, place)
	}
	l.progress.At(l.ctx, place.Rows)
}

// Page changes the options of one page's call, which has none of the All methods'.
func (l *Listing) Page(cfg *CallConfig) {
	cfg.Checkpoint, cfg.ReadAhead = nil, false
	own := cfg.Report
	cfg.Report = func(r transport.Response) {
		if l.progress.Sent(r.Attempts, r.Waited); own != nil {
			own(r)
		}
	}
}
