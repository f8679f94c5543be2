package main

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
	"github.com/chargekit/chargekit-go/internal/orderfile"
)

func TestTheTableSumsUpWhatWentThrough(t *testing.T) {
	t.Parallel()
	refused := wider("b", "1000.00", "41") // no card begins so
	got := quickstart(t, strings.Replace(header, "\n", ",card_prefix\n", 1)+wider("a", "10.00", "")+refused+wider("c", "2.50", ""), nil, "-orders", "-")
	require.Equal(t, exitFailed, got.code)
	require.Contains(t, got.errors, "line 3: report of b: ")
	require.Regexp(t, `USD +2 +12\.50`, got.out)
	require.Regexp(t, `all +2 `, got.out)
	require.Contains(t, got.out, "3 charges at ChargeDesk, 2 orders at Chargeback.")
}

func TestAQuotedLineBreakIsPartOfItsField(t *testing.T) {
	t.Parallel()
	two := strings.Replace(line("a", "10.00"), "1 x Cup @ 9.50", "\"1 x Cup,\nblue @ 9.50\"", 1)
	got := quickstart(t, header+two+line("b", "")+line("c", "2.50"), nil, "-orders", "-")
	require.Equal(t, "line 4: column \"amount\" is empty\nquickstart: 1 failed\n", got.errors)
	require.Regexp(t, `USD +2 +12\.50`, got.out)
}

// 130 orders would take two minutes at ChargeDesk's pace.
func TestABigFileDoesNotWaitForTheFakesAndShowsHowFarItIs(t *testing.T) {
	t.Parallel()
	file := header
	for i := range 130 {
		file += line(fmt.Sprint("o", i), "1.00")
	}
	began := time.Now()
	got := quickstart(t, file, nil, "-orders", "-")
	require.Equal(t, exitDone, got.code)
	require.Less(t, time.Since(began), 50*time.Second)
	require.Equal(t, "quickstart: 100 of 130 orders\n", got.errors)
	require.Contains(t, got.out, "130 charges at ChargeDesk, 130 orders at Chargeback.")
}

// fakes are vendors of a test, which may make them fail.
type fakes struct {
	desk  *chargedesktest.Server
	back  *chargebacktest.Server
	hound *chargehoundtest.Server
}

func newFakes(t *testing.T) fakes {
	f := fakes{chargedesktest.NewTestServer(t), chargebacktest.NewTestServer(t), chargehoundtest.NewTestServer(t)}
	f.back.AddCRM(7, "shop")
	f.back.AddMerchant(0, "Shop")
	return f
}

func (f fakes) job(out, errs *bytes.Buffer) *job {
	return newJob(&vendors{f.desk.Client(), f.back.Client(), f.hound.Client(), nil}, shopNames{"shop", "Shop", ""}, out, errs)
}

func ordersOf(t *testing.T, file string) []*order {
	t.Helper()
	read, err := readOrders(strings.NewReader(header+file), orderfile.Options{})
	require.NoError(t, err)
	require.Empty(t, read.bad)
	return read.orders
}

func TestWhoStopsTheProgramReadsOnceWhatWasNotBegun(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	fakes := newFakes(t)
	fakes.back.FailMatching(func(r chargebacktest.Request) bool {
		if !bytes.Contains(r.Body, []byte("txn_b")) {
			return false
		}
		stop()
		return true
	}, chargebacktest.Delay(time.Hour))
	var out, errs bytes.Buffer
	job := fakes.job(&out, &errs)

	job.run(ctx, ordersOf(t, line("a", "1.00")+line("b", "2.00")+line("c", "4.00")+line("d", "8.00")))
	job.printTable()

	require.Regexp(t, "^line 3: report of b: .*\nstopped: 2 of 4 orders were not begun, nor were the disputes\n$", errs.String())
	require.Regexp(t, `USD +1 +1\.00`, out.String())
	require.Contains(t, out.String(), "2 charges at ChargeDesk, 1 orders at Chargeback.")
}

func TestAChargeThatTheDeskTakesForAnotherIsNotCounted(t *testing.T) {
	t.Parallel()
	var out, errs bytes.Buffer
	job := newFakes(t).job(&out, &errs)
	orders := ordersOf(t, line("a", "1.00")+line("b", "2.00"))
	orders[1].TransactionID = orders[0].TransactionID

	job.run(t.Context(), orders)
	job.printTable()

	require.Equal(t, "line 3: charge of b: ChargeDesk took it for the charge of a\n", errs.String())
	require.Contains(t, out.String(), "1 charges at ChargeDesk, 2 orders at Chargeback.")
}
