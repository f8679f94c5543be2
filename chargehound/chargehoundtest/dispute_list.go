package chargehoundtest

import (
	"net/http"
	"slices"
	"strconv"
)

const (
	defaultLimit = 20
	maxLimit     = 100
)

type page struct {
	Object   string   `json:"object"`
	Data     []record `json:"data"`
	HasMore  bool     `json:"has_more"`
	Livemode bool     `json:"livemode"`
	URL      string   `json:"url"`
}

// list returns a page of disputes, newest first.
func (c *call) list() (reply, *problem) {
	limit, rejection := c.limit()
	if rejection != nil {
		return reply{}, rejection
	}
	matches, rejection := c.filter()
	if rejection != nil {
		return reply{}, rejection
	}
	from, rejection := c.cursor()
	if rejection != nil {
		return reply{}, rejection
	}
	result := page{Object: "list", Data: []record{}, Livemode: c.live, URL: basePath + "/disputes"}
	for place := from.place; place >= 0 && place < len(c.order); place += from.step {
		d := c.order[place]
		if !matches(d) {
			continue
		}
		if len(result.Data) == limit {
			result.HasMore = true
			break
		}
		result.Data = append(result.Data, c.listed(d))
	}
	if from.step > 0 {
		slices.Reverse(result.Data)
	}
	return reply{http.StatusOK, result}, nil
}

func (c *call) limit() (int, *problem) {
	if !c.query.Has("limit") {
		return defaultLimit, nil
	}
	limit, err := strconv.Atoi(c.query.Get("limit"))
	switch {
	case err != nil:
		return 0, reject(invalidRequest, "limit is not an integer")
	case c.cfg.lenient:
		return min(max(limit, 1), maxLimit), nil
	case limit < 1 || limit > maxLimit:
		return 0, reject(invalidRequest, "limit is not in 1 to 100")
	}
	return limit, nil
}

// filter returns a function that matches the requested states and account.
func (c *call) filter() (func(*dispute) bool, *problem) {
	states, account := c.query["state"], c.query.Get("account")
	for _, state := range states {
		if !slices.Contains(allStates, state) && !c.cfg.lenient {
			return nil, reject(invalidRequest, "there is no state "+state)
		}
	}
	return func(d *dispute) bool {
		return (len(states) == 0 || slices.Contains(states, d.State)) &&
			(account == "" || string(d.Account) == account)
	}, nil
}

// cursor is where a page begins in the order of creation, and its direction.
type cursor struct{ place, step int }

func (c *call) cursor() (cursor, *problem) {
	after, before := c.query.Get("starting_after"), c.query.Get("ending_before")
	if after != "" && before != "" {
		if !c.cfg.lenient {
			return cursor{}, reject(invalidRequest, "starting_after and ending_before exclude each other")
		}
		before = ""
	}
	if after == "" && before == "" {
		return cursor{len(c.order) - 1, -1}, nil
	}
	d := c.disputes[after+before]
	switch {
	case d == nil && c.cfg.lenient:
		return cursor{-1, -1}, nil
	case d == nil:
		return cursor{}, reject(invalidRequest, "the cursor is no dispute's id")
	case after != "":
		return cursor{d.place - 1, -1}, nil
	}
	return cursor{d.place + 1, 1}, nil
}
