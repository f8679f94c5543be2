package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/chargekit/chargekit-go/chargehound"
)

// figures are what the page shows. Money of different currencies is never added up.
type figures struct {
	period     period
	disputes   int // of the period
	undated    int // without a time of creation, and so in no period
	live       int // of the period, with Livemode
	currencies []*currency
}

// currency holds the figures of the disputes in one currency.
type currency struct {
	code   string // in upper case; "" if Chargehound named none
	total  totals
	months []*month // all of the period, also those without disputes
	states map[chargehound.DisputeState]int64
}

// month holds the figures of the disputes that were created in a month.
type month struct {
	first time.Time
	totals
}

// totals count disputes and add up their amounts, in minor units, by outcome.
type totals struct {
	count [outcomes]int64
	money [outcomes]int64
}

func (t *totals) add(o outcome, amount int64) {
	t.count[o]++
	t.money[o] += amount
}

func sum(parts [outcomes]int64) (all int64) {
	for _, part := range parts {
		all += part
	}
	return all
}

// collect reads all disputes and returns the figures of the period.
func collect(ctx context.Context, client *chargehound.Client, in period) (*figures, error) {
	f := &figures{period: in}
	byCode := map[string]*currency{}
	for dispute, err := range client.Disputes.All(ctx, nil) {
		if err != nil {
			return nil, err
		}
		switch created := dispute.Created.Time; {
		case created.IsZero():
			f.undated++
		case in.has(created):
			code := strings.ToUpper(dispute.Currency)
			if byCode[code] == nil {
				byCode[code] = newCurrency(code, in)
			}
			byCode[code].add(dispute)
			f.disputes++
			if dispute.Livemode {
				f.live++
			}
		}
	}
	for _, code := range slices.Sorted(maps.Keys(byCode)) {
		f.currencies = append(f.currencies, byCode[code])
	}
	return f, nil
}

func newCurrency(code string, in period) *currency {
	c := &currency{code: code, states: map[chargehound.DisputeState]int64{}}
	for _, first := range in.months() {
		c.months = append(c.months, &month{first: first})
	}
	return c
}

// add counts a dispute of the period.
func (c *currency) add(dispute *chargehound.Dispute) {
	o := outcomeOf(dispute.State)
	c.states[dispute.State]++
	c.total.add(o, dispute.Amount)
	created := monthOf(dispute.Created.Time)
	for _, m := range c.months {
		if m.first.Equal(created) {
			m.add(o, dispute.Amount)
		}
	}
}

// byCurrency says how many disputes there are in each currency, for the end of a
// sentence.
func (f *figures) byCurrency() string {
	var parts []string
	for _, c := range f.currencies {
		parts = append(parts, fmt.Sprintf("%d in %s", sum(c.total.count), c.name()))
	}
	if parts == nil {
		return ""
	}
	return ": " + strings.Join(parts, ", ")
}

func (c *currency) name() string {
	if c.code == "" {
		return "no currency"
	}
	return c.code
}

func plural(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
