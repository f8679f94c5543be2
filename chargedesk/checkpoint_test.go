package chargedesk_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

func ExampleWithCheckpoint() {
	fake := chargedesktest.NewServer(chargedesktest.InMemory())
	defer fake.Close()
	fake.SeedCharges(1200)
	client := fake.Client()

	var saved []byte // in a file, or beside the rows in their database
	export := func(most int) (rows int) {
		var at chargedesk.Checkpoint
		if saved != nil {
			if err := at.UnmarshalText(saved); err != nil {
				panic(err)
			}
		}
		for _, err := range client.Charges.All(context.Background(), nil, chargedesk.WithCheckpoint(&at)) {
			if err != nil {
				panic(err)
			}
			rows++
			saved, _ = at.MarshalText() // the row is done
			if rows == most {
				break // the process ends here
			}
		}
		return rows
	}
	fmt.Println(export(700), "rows, then", export(-1))
	// Output: 700 rows, then 500
}

func TestACheckpointIsForOneList(t *testing.T) {
	t.Parallel()
	fake := newFake(t)
	fake.SeedCharges(9)
	fake.SeedCustomers(9)
	desk, ctx := fake.Client(), t.Context()
	var at chargedesk.Checkpoint
	for _, err := range desk.Charges.All(ctx, nil, chargedesk.WithCheckpoint(&at)) {
		require.NoError(t, err)
		break
	}
	text, err := at.MarshalText()
	require.NoError(t, err)
	require.Less(t, len(text), 1000)
	fake.ClearRequests()
	for name, all := range map[string]func(func(any, error) bool){
		"another list":   anyRows(desk.Customers.All(ctx, nil, chargedesk.WithCheckpoint(&at))),
		"another filter": anyRows(desk.Charges.All(ctx, &chargedesk.ChargeListParams{Status: new(chargedesk.ChargeStatusPaid)}, chargedesk.WithCheckpoint(&at))),
		"another query":  anyRows(desk.Charges.All(ctx, nil, chargedesk.WithCheckpoint(&at), chargedesk.WithQuery("expand", "x"))),
		"none":           anyRows(desk.Charges.All(ctx, nil, chargedesk.WithCheckpoint(nil))),
	} {
		t.Run(name, func(t *testing.T) {
			for _, err := range all {
				require.ErrorAs(t, err, new(*chargedesk.ValidationError))
			}
		})
	}
	_, err = desk.Charges.List(ctx, nil, chargedesk.WithCheckpoint(&at))
	require.ErrorAs(t, err, new(*chargedesk.ValidationError))
	for _, damaged := range []string{"", "{", `{"v":2}`, `{"v":1,"job":"x"}`, `{"v":1,"at":{}}`} {
		require.ErrorAs(t, new(chargedesk.Checkpoint).UnmarshalText([]byte(damaged)), new(*chargedesk.ValidationError), damaged)
	}
	require.Empty(t, fake.Requests())
}

func TestALongWalkLogsWhereItIsOnceAMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fake := chargedesktest.NewServer(chargedesktest.InMemory())
		defer fake.Close()
		fake.SeedCharges(1000)
		var log bytes.Buffer
		desk := fake.Client(chargedesk.WithLogger(slog.New(slog.NewTextHandler(&log, nil))))
		for _, err := range desk.Charges.All(t.Context(), &chargedesk.ChargeListParams{Count: new(100)}) {
			require.NoError(t, err)
			time.Sleep(time.Second)
		}
		require.Equal(t, 16, bytes.Count(log.Bytes(), []byte("msg=list")))
		require.Contains(t, log.String(), "level=INFO msg=list vendor=chargedesk list=Charges.All rows=61 requests=1 waited=0s")
	})
}

func TestReadAhead(t *testing.T) {
	t.Parallel()
	fake := newFake(t)
	want := fake.SeedCharges(1200)
	desk, ctx := fake.Client(), t.Context()
	got, err := collect(desk.Charges.All(ctx, nil, chargedesk.WithReadAhead()), func(c *chargedesk.Charge) string { return c.ChargeID })
	require.NoError(t, err)
	require.Equal(t, want, got)
	require.Len(t, fake.Requests(), 4, "none is wasted")

	fake.ClearRequests()
	for _, err := range desk.Charges.All(ctx, nil, chargedesk.WithReadAhead(), chargedesk.WithResponse(new(chargedesk.Response))) {
		require.ErrorAs(t, err, new(*chargedesk.ValidationError))
	}
	_, err = desk.Charges.List(ctx, nil, chargedesk.WithReadAhead())
	require.ErrorAs(t, err, new(*chargedesk.ValidationError))
	require.Empty(t, fake.Requests())
}
