package chargehound_test

import (
	"bytes"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound"
	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

func TestAllGoesOnFromACheckpoint(t *testing.T) {
	t.Parallel()
	server := chargehoundtest.NewTestServer(t)
	server.SeedDisputes(250)
	client, seen, text := server.Client(), map[string]bool{}, []byte(nil)
	for _, most := range []int{1, 99, 100, 37, 1000} {
		var at chargehound.Checkpoint
		if text != nil {
			require.NoError(t, at.UnmarshalText(text))
		}
		rows := 0
		for d, err := range client.Disputes.All(t.Context(), nil, chargehound.WithCheckpoint(&at)) {
			require.NoError(t, err)
			require.False(t, seen[d.ID], "came twice")
			seen[d.ID] = true
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
	var at chargehound.Checkpoint
	require.NoError(t, at.UnmarshalText(text))
	for _, err := range client.Disputes.All(t.Context(), &chargehound.DisputeListParams{Account: new("acct_x")}, chargehound.WithCheckpoint(&at)) {
		require.ErrorAs(t, err, new(*chargehound.ValidationError))
	}
	require.ErrorAs(t, at.UnmarshalText([]byte("{")), new(*chargehound.ValidationError))
	require.Empty(t, server.Requests())
}

func TestReadAhead(t *testing.T) {
	t.Parallel()
	server := chargehoundtest.NewTestServer(t)
	server.SeedDisputes(250)
	client, rows := server.Client(), 0
	for _, err := range client.Disputes.All(t.Context(), nil, chargehound.WithReadAhead()) {
		require.NoError(t, err)
		rows++
	}
	require.Equal(t, 250, rows)
	server.ClearRequests()
	for _, err := range client.Disputes.All(t.Context(), nil, chargehound.WithReadAhead(), chargehound.WithResponse(new(chargehound.Response))) {
		require.ErrorAs(t, err, new(*chargehound.ValidationError))
	}
	_, err := client.Disputes.List(t.Context(), nil, chargehound.WithReadAhead())
	require.ErrorAs(t, err, new(*chargehound.ValidationError))
	require.Empty(t, server.Requests())
}

func TestALongWalkLogsWhereItIsOnceAMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := chargehoundtest.NewServer(chargehoundtest.InMemory())
		defer server.Close()
		server.SeedDisputes(250)
		var log bytes.Buffer
		client := server.Client(chargehound.WithLogger(slog.New(slog.NewTextHandler(&log, nil))))
		for _, err := range client.Disputes.All(t.Context(), nil) {
			require.NoError(t, err)
			time.Sleep(time.Second)
		}
		require.Equal(t, 4, bytes.Count(log.Bytes(), []byte("msg=list")))
		require.Contains(t, log.String(), "level=INFO msg=list vendor=chargehound list=Disputes.All rows=61 requests=1 waited=0s")
	})
}

func TestACheckpointOfAnotherVendorIsRejected(t *testing.T) {
	t.Parallel()
	var at chargehound.Checkpoint
	require.NoError(t, at.UnmarshalText([]byte(`{"v":1,"job":"chargedesk Charges.All DtMj2o5UmkEL","at":{"rows":1}}`)))
	for _, err := range chargehoundtest.NewTestServer(t).Client().Disputes.All(t.Context(), nil, chargehound.WithCheckpoint(&at)) {
		require.ErrorAs(t, err, new(*chargehound.ValidationError))
	}
}
