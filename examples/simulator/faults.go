package main

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

// faultKinds are the names of faults in -faults: a connection dropped before or after
// the request is executed, a gateway's error page, and a rate limit. The vendors'
// faults are in the same order.
var (
	faultKinds  = []string{"drop-before", "drop-response", "502", "429"}
	deskFaults  = []chargedesktest.Fault{chargedesktest.DropBefore, chargedesktest.DropResponse, chargedesktest.RespondHTML(502), chargedesktest.TooManyRequests("1")}
	backFaults  = []chargebacktest.Fault{chargebacktest.DropBefore, chargebacktest.DropResponse, chargebacktest.RespondHTML(502), chargebacktest.TooManyRequests("1")}
	houndFaults = []chargehoundtest.Fault{chargehoundtest.DropBefore, chargehoundtest.DropResponse, chargehoundtest.RespondHTML(502), chargehoundtest.TooManyRequests("1")}
)

// faultRates is the share of requests that fail, and the weight of each kind.
type faultRates struct {
	share   float64
	weights []int // by faultKinds
}

func (f *faultRates) String() string { return "" }

// Set parses 0.05, for all kinds with equal weights, or drop-response=0.02,429=0.1.
// Shares are rounded to 0.0001.
func (f *faultRates) Set(text string) (err error) {
	if !strings.Contains(text, "=") {
		f.share, err = parseShare(text)
		f.weights = slices.Repeat([]int{1}, len(faultKinds))
		return err
	}
	f.share, f.weights = 0, make([]int, len(faultKinds))
	for part := range strings.SplitSeq(text, ",") {
		kind, number, _ := strings.Cut(part, "=")
		share, err := parseShare(number)
		if err != nil {
			return err
		}
		i := slices.Index(faultKinds, kind)
		if i < 0 {
			return fmt.Errorf("%q is none of %s", kind, strings.Join(faultKinds, ", "))
		}
		f.weights[i] += int(math.Round(share * 10_000))
		f.share += share
	}
	if f.share > 1 {
		return errors.New("the shares are more than 1 together")
	}
	return nil
}

func parseShare(text string) (float64, error) {
	share, err := strconv.ParseFloat(text, 64)
	if err != nil || !(share >= 0 && share <= 1) {
		return 0, errors.New("a share is not from 0 to 1")
	}
	return share, nil
}

// weighted returns each of a vendor's faults as often as its weight.
func weighted[F any](kinds []F, weights []int) (draw []F) {
	for i, weight := range weights {
		draw = append(draw, slices.Repeat(kinds[i:i+1], weight)...)
	}
	return draw
}
