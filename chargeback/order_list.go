package chargeback

import (
	"net/url"
	"strconv"

	"github.com/chargekit/chargekit-go/internal/lenient"
)

// maxPerPage is Chargeback's documented limit.
const maxPerPage = 100

// OrderListParams are the parameters of [OrdersService.List] and [OrdersService.All].
type OrderListParams struct {
	// Page is the number of the page, from 1; All rejects a page below 1. nil = not
	// sent, and All begins at 1.
	Page *int `url:"page,omitempty"`

	// PerPage is the number of orders on a page, 1 to 100. nil = not sent; how
	// many List returns then is not documented.
	PerPage *int `url:"per_page,omitempty"`

	// Search selects orders. It is sent as JSON: [SearchEqual], or any value that
	// encoding/json can write. nil = not sent. Chargeback documents that the
	// parameter exists and is JSON, but not what it means: check the results.
	Search any `url:"search,omitempty"`
}

// SearchEqual searches for orders whose fields equal these strings. Keys are the
// names of the fields in JSON:
//
//	&OrderListParams{Search: SearchEqual{"order_id": "ord_1042"}}
//
// Chargeback does not document the form of a search, and nobody has seen this one
// work: the server may ignore it and return all orders. Compare each result.
type SearchEqual map[string]string

func (p *OrderListParams) query() (url.Values, error) {
	query := url.Values{}
	if p == nil {
		return query, nil
	}
	var c checks
	c.perPage(p.PerPage)
	if err := c.err(); err != nil {
		return nil, err
	}
	setNumber(query, "page", p.Page)
	setNumber(query, "per_page", p.PerPage)
	if p.Search != nil {
		search, err := lenient.Encode(p.Search)
		if err != nil {
			return nil, &ValidationError{Param: "search", Reason: "can't be written as JSON: " + err.Error()}
		}
		query.Set("search", string(search))
	}
	return query, nil
}

func setNumber(query url.Values, name string, number *int) {
	if number != nil {
		query.Set(name, strconv.Itoa(*number))
	}
}

func valueOr(number *int, otherwise int) int {
	if number == nil {
		return otherwise
	}
	return *number
}
