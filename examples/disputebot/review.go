package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/chargekit/chargekit-go/chargehound"
)

// reviewRule says which disputes wait for a person. The zero rule is "none".
type reviewRule struct {
	all   bool
	above map[string]int64 // by currency, in minor units; nil for no limits
}

var errReview = errors.New(`-review is needed: "none", "all", or the largest amounts that are submitted without a person, such as USD=500,EUR=450`)

// parseReview reads "none", "all" or amounts such as "USD=500,EUR=450.50".
func parseReview(text string) (reviewRule, error) {
	switch text {
	case "":
		return reviewRule{}, errReview
	case "none":
		return reviewRule{}, nil
	case "all":
		return reviewRule{all: true}, nil
	}
	rule := reviewRule{above: map[string]int64{}}
	for pair := range strings.SplitSeq(text, ",") {
		code, amount, found := strings.Cut(strings.TrimSpace(pair), "=")
		if !found {
			return reviewRule{}, fmt.Errorf("-review %q is neither all nor none nor like USD=500", pair)
		}
		limit, err := chargehound.DecimalToMinor(amount, code)
		if err != nil {
			return reviewRule{}, fmt.Errorf("-review %q is not like USD=500: %w", pair, err)
		}
		rule.above[strings.ToUpper(code)] = limit
	}
	return rule, nil
}

// holds reports whether the dispute waits for a person. One in a currency without a
// limit does.
func (r reviewRule) holds(dispute *chargehound.Dispute) bool {
	if r.all || r.above == nil {
		return r.all
	}
	limit, known := r.above[strings.ToUpper(dispute.Currency)]
	return !known || dispute.Amount > limit
}
