package chargeback_test

import (
	"fmt"
	"iter"
	"testing"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
	"github.com/chargekit/chargekit-go/internal/leak"
)

func TestMain(m *testing.M) {
	if serveSoak() {
		return
	}
	leak.Main(m)
}

// lampOrder has what Chargeback requires and nothing else.
func lampOrder(orderID string) *chargeback.OrderCreateParams {
	return &chargeback.OrderCreateParams{
		OrderID:           orderID,
		OrderTS:           mustTime("2026-02-03T04:05:06Z"),
		OrderAmount:       chargeback.MustAmount("81.40"),
		TransactionID:     "txn_" + orderID,
		TransactionAmount: chargeback.MustAmount("81.40"),
		CRMID:             new(int64(chargebacktest.CRMID)),
		MerchantName:      chargebacktest.MerchantName,
	}
}

func mustTime(text string) chargeback.Time {
	t, err := chargeback.ParseTime(text)
	if err != nil {
		panic(err)
	}
	return t
}

func orderKey(i int) string { return fmt.Sprintf("ord_%07d", i) }

// lampOrders are n orders, ord_0000000 and so on.
func lampOrders(n int) iter.Seq[*chargeback.OrderCreateParams] {
	return func(yield func(*chargeback.OrderCreateParams) bool) {
		for i := range n {
			if !yield(lampOrder(orderKey(i))) {
				return
			}
		}
	}
}

// isNotApplied reports whether a failed call certainly had no effect.
func isNotApplied(err *chargeback.Error) bool {
	return err.Outcome == chargeback.OutcomeNotSent || err.Outcome == chargeback.OutcomeRejected
}
