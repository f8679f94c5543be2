package form_test

import (
	"testing"

	"github.com/chargekit/chargekit-go/internal/form"
)

// BenchmarkParams encodes a form of 14 variables.
func BenchmarkParams(b *testing.B) {
	note := "Punched cards"
	from := &params{
		Name: "cus_ada", Product: &note, Paid: new(true), Words: new(false), Update: true, Price: price{7},
		Buyer: &buyer{ID: "1", Email: &note}, Lines: []element{{Note: &note}}, Kinds: []kind{"a"},
		Pairs: map[string]string{"order": "ord_1042", "channel": "web"},
	}
	b.ReportAllocs()
	for b.Loop() {
		sent, err := form.Params(from)
		if err != nil || sent.Encode() == "" {
			b.Fatal(err)
		}
	}
}
