package chargeback_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
	"github.com/chargekit/chargekit-go/internal/api"
	"github.com/chargekit/chargekit-go/internal/checkpoint"
	"github.com/chargekit/chargekit-go/internal/transport"
)

// place is where an import of lampOrders is.
type place struct{ results, inDoubt int }

// checkpointAt returns the checkpoint of an import of lampOrders into the server.
func checkpointAt(t *testing.T, server *chargebacktest.Server, at place) *chargeback.Checkpoint {
	t.Helper()
	var kept checkpoint.Checkpoint
	importing, err := api.NewImporting(t.Context(), &api.ClientConfig{Config: transport.Config{
		Vendor: "chargeback", BaseURL: server.URL, User: chargebacktest.PublicKey,
	}}, "Orders.Import", &api.CallConfig{Checkpoint: &kept})
	require.NoError(t, err)
	for i := range at.results {
		importing.Keep(orderKey(i))
	}
	importing.Reach(at.results + at.inDoubt)
	text, err := kept.MarshalText()
	require.NoError(t, err)
	return restored(t, text)
}

func restored(t *testing.T, text []byte) *chargeback.Checkpoint {
	t.Helper()
	at := new(chargeback.Checkpoint)
	if text != nil {
		require.NoError(t, at.UnmarshalText(text))
	}
	return at
}

// importFrom resumes an import of lampOrders.
func importFrom(ctx context.Context, t *testing.T, server *chargebacktest.Server, orders iter.Seq[*chargeback.OrderCreateParams], at place, options chargeback.ImportOptions) ([]chargeback.ImportResult, error) {
	t.Helper()
	options.Save = keepNothing
	return collect(t, server.Client().Orders.Import(ctx, orders, &options, chargeback.WithCheckpoint(checkpointAt(t, server, at))))
}

func keepNothing([]byte) error { return nil }

// placeIn is what the text of a checkpoint says.
func placeIn(t *testing.T, text []byte) place {
	t.Helper()
	var kept struct {
		At struct{ Results, Reached int } `json:"at"`
	}
	require.NoError(t, json.Unmarshal(text, &kept))
	return place{kept.At.Results, max(0, kept.At.Reached-kept.At.Results)}
}

func TestAnImportSavesBeforeItSendsABatchAndWhenItEnds(t *testing.T) {
	t.Parallel()
	server := doubling(t)
	var saved []place
	var at chargeback.Checkpoint
	options := &chargeback.ImportOptions{BatchSize: 10, Concurrency: 2, Save: func(text []byte) error {
		require.Less(t, len(text), 300)
		saved = append(saved, placeIn(t, text))
		reached := saved[len(saved)-1].results + saved[len(saved)-1].inDoubt
		require.LessOrEqual(t, server.Counts()["orders"], reached, "sent before it was saved")
		return nil
	}}
	results, err := collect(t, server.Client().Orders.Import(t.Context(), lampOrders(45), options, chargeback.WithCheckpoint(&at)))
	require.NoError(t, err)
	require.Len(t, results, 45)
	require.Equal(t, []place{{0, 20}, {10, 20}, {20, 20}, {30, 15}, {45, 0}}, saved)

	server.ClearRequests()
	results, err = collect(t, server.Client().Orders.Import(t.Context(), lampOrders(45), options, chargeback.WithCheckpoint(&at)))
	require.NoError(t, err)
	require.Empty(t, results)
	results, err = collect(t, server.Client().Orders.Import(t.Context(), lampOrders(50), options, chargeback.WithCheckpoint(&at)))
	require.NoError(t, err, "orders were added at the end")
	require.Equal(t, 45, results[0].Index)
	require.Equal(t, 1, server.CountRequests(nil))
	requireEachOnce(t, server, 50)
}

// A process may be killed at any moment. What it saved last, and what it had sent by
// then, are all that the next one has.
func TestAnImportKilledAnywhereIsResumedWithoutALossOrADouble(t *testing.T) {
	const n, batch, concurrency = 60, 5, 3
	for _, every := range []int{1, 7, 1000} { // results between two saves in the loop's body
		for killed := range n {
			t.Run(fmt.Sprint("every ", every, ", killed at result ", killed), func(t *testing.T) {
				t.Parallel()
				server := doubling(t)
				var disk []byte
				var at chargeback.Checkpoint
				save := func(text []byte) error {
					disk = text
					return nil
				}
				options := &chargeback.ImportOptions{BatchSize: batch, Concurrency: concurrency, LookUpAfter: atOnce, Save: save}
				for result, err := range server.Client().Orders.Import(t.Context(), lampOrders(n), options, chargeback.WithCheckpoint(&at)) {
					require.NoError(t, err)
					if result.Index == killed {
						break // all that is in flight arrives
					}
					if (result.Index+1)%every == 0 {
						text, err := at.MarshalText()
						require.NoError(t, err)
						require.NoError(t, save(text))
					}
				}

				first := placeIn(t, disk)
				require.LessOrEqual(t, first.inDoubt, options.MaxInDoubt())
				results, err := collect(t, server.Client().Orders.Import(t.Context(), lampOrders(n), options, chargeback.WithCheckpoint(restored(t, disk))))
				require.NoError(t, err)
				require.Len(t, results, n-first.results)
				for _, result := range results {
					require.NoError(t, result.Err)
				}
				requireEachOnce(t, server, n)
				require.Equal(t, place{n, 0}, placeIn(t, disk))
			})
		}
	}
}

func TestNothingIsSentThatCannotBeSaved(t *testing.T) {
	t.Parallel()
	full := errors.New("the disk is full")
	for _, fails := range []int{1, 2, 3} {
		server := doubling(t)
		saves := 0
		var at chargeback.Checkpoint
		options := &chargeback.ImportOptions{BatchSize: 10, Save: func([]byte) error {
			if saves++; saves == fails {
				return full
			}
			return nil
		}}
		results, err := collect(t, server.Client().Orders.Import(t.Context(), lampOrders(100), options, chargeback.WithCheckpoint(&at)))
		requireStopped(t, err, 10*(fails-1), 0)
		require.ErrorIs(t, err, full)
		require.ErrorContains(t, err, "the checkpoint can't be saved: the disk is full")
		require.Len(t, results, 10*(fails-1))
		require.Equal(t, 10*(fails-1), server.Counts()["orders"])
		require.Equal(t, fails, saves, "it is not tried again")

		_, err = collect(t, server.Client().Orders.Import(t.Context(), lampOrders(100), options, chargeback.WithCheckpoint(&at)))
		require.NoError(t, err)
		requireEachOnce(t, server, 100)
	}
}

func TestAnImportThatIsDoneAndCannotSaveThatSaysSo(t *testing.T) {
	t.Parallel()
	server := doubling(t)
	var at chargeback.Checkpoint
	options := &chargeback.ImportOptions{Save: func(text []byte) error {
		if placeIn(t, text).results > 0 {
			return errors.New("the disk is full")
		}
		return nil
	}}
	results, err := collect(t, server.Client().Orders.Import(t.Context(), lampOrders(10), options, chargeback.WithCheckpoint(&at)))
	requireStopped(t, err, 10, 0)
	require.EqualError(t, err, "chargeback: import stopped after 10 orders with 0 in doubt: the checkpoint can't be saved: the disk is full")
	require.Len(t, results, 10)
}

func TestACheckpointIsForItsOwnOrdersAndAccount(t *testing.T) {
	t.Parallel()
	server, other := doubling(t), doubling(t)
	at := checkpointAt(t, server, place{5, 0})
	text, err := at.MarshalText()
	require.NoError(t, err)
	options := &chargeback.ImportOptions{Save: keepNothing}
	client := server.Client()
	elsewhere, err := chargeback.New("pk_other", "sk_other", chargeback.WithBaseURL(server.URL))
	require.NoError(t, err)
	list := new(chargeback.Checkpoint)
	server.SeedOrders(1)
	for _, err := range client.Orders.All(t.Context(), nil, chargeback.WithCheckpoint(list)) {
		require.NoError(t, err)
	}
	server.ClearRequests()
	with := func(client *chargeback.Client, orders iter.Seq[*chargeback.OrderCreateParams], at *chargeback.Checkpoint) error {
		_, err := collect(t, client.Orders.Import(t.Context(), orders, options, chargeback.WithCheckpoint(at)))
		return err
	}
	reversed := func(yield func(*chargeback.OrderCreateParams) bool) {
		for i := range 9 {
			if !yield(lampOrder(orderKey(9 - i))) {
				return
			}
		}
	}
	for _, tt := range []struct {
		err  error
		want string
	}{
		{with(client, lampOrders(9), list), "checkpoint is of another method, or of other params"},
		{with(other.Client(), lampOrders(9), restored(t, text)), "checkpoint is of another base URL"},
		{with(elsewhere, lampOrders(9), restored(t, text)), "checkpoint is of another key; if the key was replaced, resume with WithKeyFunc, with which keys are not compared"},
		{with(client, lampOrders(9), restored(t, emptied(text))), "checkpoint is of another base URL"},
		{with(client, reversed, restored(t, text)), "checkpoint is of other rows"},
		{with(client, lampOrders(4), restored(t, text)), "checkpoint is of more rows than these"},
		{with(client, lampOrders(9), nil), "WithCheckpoint is nil"},
		{lastOf(client.Orders.Import(t.Context(), lampOrders(9), nil, chargeback.WithCheckpoint(at))), "ImportOptions.Save is nil, and WithCheckpoint needs it"},
		{lastOf(client.Orders.Import(t.Context(), lampOrders(9), options)), "ImportOptions.Save is set, and needs WithCheckpoint"},
		{lastOf(client.Orders.All(t.Context(), nil, chargeback.WithCheckpoint(restored(t, text)))), "checkpoint is of another method, or of other params"},
	} {
		require.EqualError(t, tt.err, "chargeback: "+tt.want)
		require.ErrorAs(t, tt.err, new(*chargeback.ValidationError))
	}
	require.Empty(t, server.Requests())
	require.Empty(t, other.Requests())
}

// emptied returns the text of a checkpoint without its place.
func emptied(text []byte) []byte {
	return slices.Concat(text[:bytes.Index(text, []byte(`"at":`))], []byte(`"at":{}}`))
}

func TestAnImportThatLooksUpFirstStillDoesWhenItIsResumed(t *testing.T) {
	t.Parallel()
	server := doubling(t)
	arrive(t, server, 30)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var disk []byte
	var at chargeback.Checkpoint
	options := &chargeback.ImportOptions{BatchSize: 10, LookUpFirst: true, LookUpAfter: atOnce, Save: func(text []byte) error {
		disk = text
		return nil
	}}
	var stopped error
	for result, err := range server.Client().Orders.Import(ctx, lampOrders(30), options, chargeback.WithCheckpoint(&at)) {
		if stopped = err; err == nil && result.Index == 9 {
			cancel()
		}
	}
	requireStopped(t, stopped, 10, math.MaxInt)
	require.ErrorIs(t, stopped, chargeback.ErrOutcomeUnknown)
	require.ErrorContains(t, stopped, "after 10 orders with all others in doubt")

	options.LookUpFirst = false
	results, err := collect(t, server.Client().Orders.Import(t.Context(), lampOrders(30), options, chargeback.WithCheckpoint(restored(t, disk))))
	require.NoError(t, err)
	require.Len(t, results, 20)
	requireEachOnce(t, server, 30)
	require.Equal(t, place{30, 0}, placeIn(t, disk))
}

func TestAnImportThatLooksUpEveryOrderSavesEachBatchToo(t *testing.T) {
	t.Parallel()
	server := doubling(t)
	arrive(t, server, 30)
	var results []int
	var at chargeback.Checkpoint
	options := &chargeback.ImportOptions{BatchSize: 10, LookUpFirst: true, LookUpAfter: atOnce, Save: func(text []byte) error {
		results = append(results, placeIn(t, text).results)
		return nil
	}}
	_, err := collect(t, server.Client().Orders.Import(t.Context(), lampOrders(30), options, chargeback.WithCheckpoint(&at)))
	require.NoError(t, err)
	require.Equal(t, []int{0, 10, 20, 30}, results)
}

func TestALongImportLogsWhereItIsOnceAMinute(t *testing.T) {
	inBubble(t, func(t *testing.T, server *chargebacktest.Server) {
		var log bytes.Buffer
		logger := slog.New(slog.NewTextHandler(&log, nil))
		for result, err := range server.Client(chargeback.WithLogger(logger)).Orders.Import(t.Context(), lampOrders(200), nil) {
			require.NoError(t, err)
			require.NoError(t, result.Err)
			time.Sleep(time.Second)
		}
		require.Contains(t, log.String(), "level=INFO msg=import vendor=chargeback import=Orders.Import rows=61 requests=1 waited=0s")
		require.Contains(t, log.String(), "rows=121 requests=2 waited=0s")
	})
}
