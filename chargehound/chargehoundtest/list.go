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

// list answers a page of disputes, newest first.
func (c *call) list() (int, any, *problem) {
	limit, refusal := c.limit()
	if refusal != nil {
		return 0, nil, refusal
	}
	matches, refusal := c.filter()
	if refusal != nil {
		return 0, nil, refusal
	}
	place, step, refusal := c.cursor()
	if refusal != nil {
		return 0, nil, refusal
	}
	answer := page{Object: "list", Data: []record{}, Livemode: c.live, URL: basePath + "/disputes"}
	for ; place >= 0 && place < len(c.order); place += step {
		d := c.order[place]
		if !matches(d) {
			continue
		}
		if len(answer.Data) == limit {
			answer.HasMore = true
			break
		}
		answer.Data = append(answer.Data, c.listed(d))
	}
	if step > 0 {
		slices.Reverse(answer.Data)
	}
	return http.StatusOK, answer, nil
}

func (c *call) limit() (int, *problem) {
	if !c.query.Has("limit") {
		return defaultLimit, nil
	}
	limit, err := strconv.Atoi(c.query.Get("limit"))
	switch {
	case err != nil:
		return 0, refuse(invalidRequest, "limit is not an integer")
	case c.cfg.lenient:
		return min(max(limit, 1), maxLimit), nil
	case limit < 1 || limit > maxLimit:
		return 0, refuse(invalidRequest, "limit is not in 1 to 100")
	}
	return limit, nil
}

// filter reads the states and the account that are asked for.
func (c *call) filter() (func(*dispute) bool, *problem) {
	states, account := c.query["state"], c.query.Get("account")
	for _, state := range states {
		if !slices.Contains(allStates, state) && !c.cfg.lenient {
			return nil, refuse(invalidRequest, "there is no state "+state)
		}
	}
	return func(d *dispute) bool {
		return (len(states) == 0 || slices.Contains(states, d.State)) &&
			(account == "" || string(d.Account) == account)
	}, nil
}

// cursor returns where the page begins in the order of creation, and which way it
// goes on.
func (c *call) cursor() (place, step int, refusal *problem) {
	after, before := c.query.Get("starting_after"), c.query.Get("ending_before")
	if after != "" && before != "" {
		if !c.cfg.lenient {
			return 0, 0, refuse(invalidRequest, "starting_after and ending_before exclude each other")
		}
		before = ""
	}
	if after == "" && before == "" {
		return len(c.order) - 1, -1, nil
	}
	d := c.disputes[after+before]
	switch {
	case d == nil && c.cfg.lenient:
		return -1, -1, nil
	case d == nil:
		return 0, 0, refuse(invalidRequest, "the cursor is no dispute's id")
	case after != "":
		return d.place - 1, -1, nil
	}
	return d.place + 1, 1, nil
}
