package main

import (
	"encoding/json"
	"fmt"
	"math/big"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

// countedAgain returns the tables of the made-up shop's page, made in another way: from
// the JSON of the API, with exact fractions, and with months as text.
func countedAgain(t *testing.T) (tables []shown) {
	t.Helper()
	shop := newFakeShop()
	defer shop.Close()
	rows := rawDisputes(t, shop)
	for _, currency := range []struct {
		name     string
		decimals int
	}{{"EUR", 2}, {"JPY", 0}, {"USD", 2}} {
		outcomes := shown{Section: currency.name, Title: "Outcomes, " + currency.name}
		rates := shown{Section: currency.name, Title: "Win rate, " + currency.name}
		money := shown{Section: currency.name, Title: "Money, " + currency.name}
		for n := range 13 {
			month := time.Date(2025, time.Month(7+n), 1, 0, 0, 0, 0, time.UTC)
			name, prefix := month.Format("Jan 2006"), month.Format("2006-01")
			if n == 12 {
				name, prefix = "Period", ""
			}
			of := func(states ...string) tally {
				return count(rows, func(r rawDispute) bool {
					return r.Created >= "2025-07-01" && r.Created < "2026-07-01" && strings.HasPrefix(r.Created, prefix) &&
						r.Currency == strings.ToLower(currency.name) && (len(states) == 0 || strings.Contains(strings.Join(states, " "), r.State))
				})
			}
			won, lost, all := of("won"), of("lost"), of()
			other := of("accepted", "charge_refunded")
			open := of("needs_response", "requires_review", "queued", "submitted", "under_review")
			outcomes.Cells = append(outcomes.Cells, []string{name, won.number(), lost.number(), open.number(), other.number(), all.number()})
			d := currency.decimals
			money.Cells = append(money.Cells, []string{name, won.money(d), lost.money(d), open.money(d), other.money(d), all.money(d)})
			rates.Cells = append(rates.Cells, []string{
				name, fmt.Sprintf("%d of %d", won.n, won.n+lost.n),
				share(big.NewInt(won.n), big.NewInt(lost.n)), share(won.sum, lost.sum),
			})
		}
		tables = append(tables, outcomes, rates, money)
	}
	return tables
}

type rawDispute struct {
	ID       string `json:"id"`
	State    string `json:"state"`
	Currency string `json:"currency"`
	Created  string `json:"created"`
	Amount   int64  `json:"amount"`
}

func rawDisputes(t *testing.T, shop *chargehoundtest.Server) (all []rawDispute) {
	t.Helper()
	for after, more := "", true; more; {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, shop.URL+"/disputes?limit=100"+after, nil)
		require.NoError(t, err)
		req.SetBasicAuth(chargehoundtest.Key, "")
		resp, err := shop.HTTPClient().Do(req)
		require.NoError(t, err)
		var page struct {
			Data []rawDispute `json:"data"`
			More bool         `json:"has_more"`
		}
		require.NoError(t, json.NewDecoder(resp.Body).Decode(&page))
		resp.Body.Close()
		all, more = append(all, page.Data...), page.More
		after = "&starting_after=" + all[len(all)-1].ID
	}
	return all
}

type tally struct {
	n   int64
	sum *big.Int
}

func count(rows []rawDispute, match func(rawDispute) bool) tally {
	t := tally{sum: new(big.Int)}
	for _, row := range rows {
		if match(row) {
			t.n++
			t.sum.Add(t.sum, big.NewInt(row.Amount))
		}
	}
	return t
}

var lastThree = regexp.MustCompile(`(\d)(\d{3})($|[.,])`)

func commas(text string) string {
	for next := text; ; text = next {
		if next = lastThree.ReplaceAllString(text, "$1,$2$3"); next == text {
			return text
		}
	}
}

func (t tally) number() string { return commas(fmt.Sprint(t.n)) }

func (t tally) money(decimals int) string {
	power := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(decimals)), nil)
	return commas(new(big.Rat).SetFrac(t.sum, power).FloatString(decimals))
}

func share(won, lost *big.Int) string {
	all := new(big.Int).Add(won, lost)
	if all.Sign() == 0 {
		return "–"
	}
	return new(big.Rat).SetFrac(new(big.Int).Mul(won, big.NewInt(100)), all).FloatString(1) + "%"
}
