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

// faultKinds are what -faults calls the ways in which a request goes wrong: it is
// dropped and not executed, executed and not answered, answered by a gateway, or
// refused for a second.
var (
	faultKinds  = []string{"drop-before", "drop-answer", "502", "429"}
	deskFaults  = []chargedesktest.Fault{chargedesktest.DropBefore, chargedesktest.DropResponse, chargedesktest.RespondHTML(502), chargedesktest.TooManyRequests("1")}
	backFaults  = []chargebacktest.Fault{chargebacktest.DropBefore, chargebacktest.DropResponse, chargebacktest.RespondHTML(502), chargebacktest.TooManyRequests("1")}
	houndFaults = []chargehoundtest.Fault{chargehoundtest.DropBefore, chargehoundtest.DropResponse, chargehoundtest.RespondHTML(502), chargehoundtest.TooManyRequests("1")}
)

// faultRates are a share of the requests, and in what proportion they go wrong in
// which way.
type faultRates struct {
	share   float64
	weights []int // by faultKinds
}

func (f *faultRates) String() string { return "" }

// Set reads 0.05, which is for all kinds alike, or drop-answer=0.02,429=0.1, in
// steps of 0.0001.
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

// weighted repeats each of a vendor's faults by its weight, to be drawn from.
func weighted[F any](kinds []F, weights []int) (draw []F) {
	for i, weight := range weights {
		draw = append(draw, slices.Repeat(kinds[i:i+1], weight)...)
	}
	return draw
}
