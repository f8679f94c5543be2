package chargeback_test

import (
	"bytes"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
)

func TestAllGoesOnFromACheckpoint(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	server.SeedOrders(250)
	client, seen, text := server.Client(), map[string]bool{}, []byte(nil)
	for _, most := range []int{1, 99, 100, 37, 1000} {
		var at chargeback.Checkpoint
		if text != nil {
			require.NoError(t, at.UnmarshalText(text))
		}
		rows := 0
		for d, err := range client.Orders.All(t.Context(), nil, chargeback.WithCheckpoint(&at)) {
			require.NoError(t, err)
			require.False(t, seen[string(d.ID)], "came twice")
			seen[string(d.ID)] = true
			if rows++; rows == most {
				break
			}
		}
		var err error
		text, err = at.MarshalText()
		require.NoError(t, err)
		require.Less(t, len(text), 1000)
	}
	require.Len(t, seen, 250)

	server.ClearRequests()
	var at chargeback.Checkpoint
	require.NoError(t, at.UnmarshalText(text))
	for _, err := range client.Orders.All(t.Context(), &chargeback.OrderListParams{Page: new(2)}, chargeback.WithCheckpoint(&at)) {
		require.ErrorAs(t, err, new(*chargeback.ValidationError))
	}
	require.ErrorAs(t, at.UnmarshalText([]byte("{")), new(*chargeback.ValidationError))
	require.Empty(t, server.Requests())
}

func TestReadAhead(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	server.SeedOrders(250)
	client, rows := server.Client(), 0
	for _, err := range client.Orders.All(t.Context(), nil, chargeback.WithReadAhead()) {
		require.NoError(t, err)
		rows++
	}
	require.Equal(t, 250, rows)
	server.ClearRequests()
	for _, err := range client.Orders.All(t.Context(), nil, chargeback.WithReadAhead(), chargeback.WithResponse(new(chargeback.Response))) {
		require.ErrorAs(t, err, new(*chargeback.ValidationError))
	}
	_, err := client.Orders.List(t.Context(), nil, chargeback.WithReadAhead())
	require.ErrorAs(t, err, new(*chargeback.ValidationError))
	require.Empty(t, server.Requests())
}

func TestALongWalkLogsWhereItIsOnceAMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := chargebacktest.NewServer(chargebacktest.InMemory())
		defer server.Close()
		server.SeedOrders(250)
		var log bytes.Buffer
		client := server.Client(chargeback.WithLogger(slog.New(slog.NewTextHandler(&log, nil))))
		for _, err := range client.Orders.All(t.Context(), nil) {
			require.NoError(t, err)
			time.Sleep(time.Second)
		}
		require.Equal(t, 4, bytes.Count(log.Bytes(), []byte("msg=list")))
		require.Contains(t, log.String(), "level=INFO msg=list vendor=chargeback list=Orders.All rows=61 requests=1 waited=0s")
	})
}

func TestACheckpointOfAnotherVendorIsRejected(t *testing.T) {
	t.Parallel()
	var at chargeback.Checkpoint
	require.NoError(t, at.UnmarshalText([]byte(`{"v":1,"job":"chargedesk Charges.All DtMj2o5UmkEL","at":{"rows":1}}`)))
	for _, err := range chargebacktest.NewTestServer(t).Client().Orders.All(t.Context(), nil, chargeback.WithCheckpoint(&at)) {
		require.ErrorAs(t, err, new(*chargeback.ValidationError))
	}
}
