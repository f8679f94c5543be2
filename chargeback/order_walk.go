package chargeback

import (
	"context"
	"slices"

	"github.com/chargekit/chargekit-go/internal/api"
	"github.com/chargekit/chargekit-go/internal/paging"
)

// newWalk returns the walk of All, with the checkpoint of its options. Pages of
// several sizes are asked for: only so can a page begin with orders of the one
// before.
func (s *OrdersService) newWalk(ctx context.Context, params OrderListParams, opts []CallOption) (*paging.Window[*Order], error) {
	cfg, err := s.client.callConfig(opts)
	if err != nil {
		return nil, err
	}
	page, count := valueOr(params.Page, 1), valueOr(params.PerPage, maxPerPage)
	client := s.client.config().ClientConfig
	l, err := api.NewListing(ctx, &client, "Orders.All", []any{page, (page - 1) * count, params.Search}, &cfg.CallConfig)
	if err != nil {
		return nil, invalid(err)
	}
	own := slices.Concat(opts, []CallOption{func(cfg *callConfig) { l.Page(&cfg.CallConfig) }})
	largest := maxPerPage
	return &paging.Window[*Order]{
		Count: count, Offset: (page - 1) * count, MaxOffset: paging.Unlimited, Confirm: true,
		Place: l.Place, Keep: l.Keep, ReadAhead: l.ReadAhead,
		Key: rowKey,
		Odd: func(order *Order) bool { return order.ID == "" },
		Fetch: func(ctx context.Context, ask paging.Ask) (paging.Page[*Order], error) {
			number, perPage := paging.PageAt(ask.Offset, ask.Count, largest)
			if ask.Offset == (page-1)*count {
				number, perPage = page, count
			}
			list, err := s.List(ctx, &OrderListParams{Page: &number, PerPage: &perPage, Search: params.Search}, own...)
			if err != nil {
				return paging.Page[*Order]{}, err
			}
			served := perPage
			if n := int(list.PerPage); n > 1 && n < perPage {
				served, largest = n, n // a server with smaller pages has skipped fewer orders
			}
			return paging.Page[*Order]{
				Rows: list.Data, Offset: (number - 1) * served, Asked: perPage,
				Count: int(list.PerPage), Total: int(list.TotalRecords),
			}, nil
		},
	}, nil
}
