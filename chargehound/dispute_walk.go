package chargehound

import (
	"context"
	"slices"

	"github.com/chargekit/chargekit-go/internal/api"
	"github.com/chargekit/chargekit-go/internal/paging"
)

// newWalk returns the walk of All, with the checkpoint of its options.
func (s *DisputesService) newWalk(ctx context.Context, params DisputeListParams, opts []CallOption) (*paging.Cursor[*Dispute], error) {
	cfg, err := newCallConfig(opts)
	if err != nil {
		return nil, err
	}
	limit, filter := MaxListLimit, params
	if params.Limit != nil {
		limit = *params.Limit
	}
	filter.Limit = nil
	client := s.client.config().ClientConfig
	l, err := api.NewListing(ctx, &client, "Disputes.All", filter, &cfg.CallConfig)
	if err != nil {
		return nil, invalid(err)
	}
	own := slices.Concat(opts, []CallOption{func(cfg *callConfig) { l.Page(&cfg.CallConfig) }})
	return &paging.Cursor[*Dispute]{
		Count: limit, Place: l.Place, Keep: l.Keep, ReadAhead: l.ReadAhead,
		ID: func(row *Dispute) string { return row.ID },
		Fetch: func(ctx context.Context, id string) (paging.CursorPage[*Dispute], error) {
			page := params
			page.Limit = &limit
			if id != "" {
				page.StartingAfter = &id
			}
			list, err := s.List(ctx, &page, own...)
			if err != nil {
				return paging.CursorPage[*Dispute]{}, err
			}
			return paging.CursorPage[*Dispute]{Rows: list.Data, More: list.mayGoOn(), Said: !list.silent}, nil
		},
	}, nil
}
