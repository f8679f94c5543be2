package chargehound_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound"
	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

// pages serves scripted pages by cursor and keeps the queries.
type pages struct {
	mu      sync.Mutex
	script  map[string]string
	queries []url.Values
}

func (p *pages) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	query := r.URL.Query()
	p.queries = append(p.queries, query)
	body, ok := p.script[query.Get("starting_after")]
	if !ok {
		saying(http.StatusBadRequest, `{"error": {"type": "invalid_request"}}`)(w, r)
		return
	}
	saying(http.StatusOK, body)(w, r)
}

func pageOf(more bool, ids ...string) string {
	rows := ""
	for i, id := range ids {
		if i > 0 {
			rows += ","
		}
		rows += fmt.Sprintf(`{"id": %q}`, id)
	}
	return fmt.Sprintf(`{"object": "list", "has_more": %v, "data": [%s]}`, more, rows)
}

func walk(t *testing.T, client *chargehound.Client, params *chargehound.DisputeListParams) (ids []string, err error) {
	t.Helper()
	for dispute, failure := range client.Disputes.All(t.Context(), params) {
		require.NoError(t, err, "nothing comes after an error")
		if err = failure; err == nil {
			ids = append(ids, dispute.ID)
		} else {
			require.Nil(t, dispute)
		}
	}
	return ids, err
}

func TestAllWalksFromNewestToOldestAndStartsAnew(t *testing.T) {
	t.Parallel()
	hound := chargehoundtest.NewTestServer(t)
	seeded := hound.SeedDisputes(5)
	params := &chargehound.DisputeListParams{Limit: new(2)}
	all := hound.Client().Disputes.All(t.Context(), params)
	require.Empty(t, hound.Requests(), "nothing is asked before the loop")

	for range 2 {
		var ids []string
		for dispute, err := range all {
			require.NoError(t, err)
			ids = append(ids, dispute.ID)
		}
		require.Equal(t, seeded, ids)
	}
	require.Len(t, hound.Requests(), 6)
	require.Equal(t, &chargehound.DisputeListParams{Limit: new(2)}, params, "the caller's params are left alone")

	hound.ClearRequests()
	for range all {
		break
	}
	require.Len(t, hound.Requests(), 1, "a loop that is left asks for no more")
}

func TestAllKeepsTheFiltersAndTheStart(t *testing.T) {
	t.Parallel()
	server := &pages{script: map[string]string{"dp_9": pageOf(true, "dp_8", "dp_7"), "dp_7": pageOf(false, "dp_6")}}
	params := &chargehound.DisputeListParams{
		StartingAfter: new("dp_9"), Account: new("acct_main"), State: []chargehound.DisputeState{"won", "lost"},
	}
	ids, err := walk(t, answering(t, server.ServeHTTP), params)
	require.NoError(t, err)
	require.Equal(t, []string{"dp_8", "dp_7", "dp_6"}, ids)
	for i, cursor := range []string{"dp_9", "dp_7"} {
		require.Equal(t, url.Values{"limit": {"100"}, "starting_after": {cursor}, "account": {"acct_main"}, "state": {"won", "lost"}}, server.queries[i])
	}
}

func TestAllThatCannotGoOnSaysSo(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		script map[string]string
		rows   []string
	}{
		"empty page, more promised":       {map[string]string{"": pageOf(true, "a"), "a": pageOf(true)}, []string{"a"}},
		"empty first page, more promised": {map[string]string{"": pageOf(true)}, nil},
		"the same page again":             {map[string]string{"": pageOf(true, "a", "b"), "b": pageOf(true, "a", "b")}, []string{"a", "b"}},
		"round and round":                 {map[string]string{"": pageOf(true, "a"), "a": pageOf(true, "b"), "b": pageOf(true, "a")}, []string{"a", "b"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := &pages{script: c.script}
			ids, err := walk(t, answering(t, server.ServeHTTP), nil)
			require.ErrorIs(t, err, chargehound.ErrListIncomplete)
			require.Equal(t, c.rows, ids)
			require.LessOrEqual(t, len(server.queries), 3, "it does not go round")
		})
	}
	ids, err := walk(t, answering(t, (&pages{script: map[string]string{"": pageOf(false)}}).ServeHTTP), nil)
	require.NoError(t, err, "an empty list is complete")
	require.Empty(t, ids)
}

func TestAllEndsWithTheErrorOfAPage(t *testing.T) {
	t.Parallel()
	server := &pages{script: map[string]string{"": pageOf(true, "a")}}
	ids, err := walk(t, answering(t, server.ServeHTTP), nil)
	require.ErrorIs(t, err, chargehound.ErrInvalidRequest)
	require.Equal(t, []string{"a"}, ids)

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for dispute, err := range answering(t, server.ServeHTTP).Disputes.All(ctx, nil) {
		require.Nil(t, dispute)
		require.ErrorIs(t, err, context.Canceled)
	}
}

func TestAllRejectsWhatLeadsToNewerDisputes(t *testing.T) {
	t.Parallel()
	_, err := walk(t, newClient(t, "http://127.0.0.1:1"), &chargehound.DisputeListParams{EndingBefore: new("dp_7")})
	requireInvalid(t, err, "ending_before")
	_, err = walk(t, newClient(t, "http://127.0.0.1:1"), &chargehound.DisputeListParams{Limit: new(500)})
	requireInvalid(t, err, "limit")
}

func TestAllRejectsPagingByWithQuery(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"limit", "starting_after", "ending_before", "Starting_After", " limit", "limit[]"} {
		for dispute, err := range newClient(t, "http://127.0.0.1:1").Disputes.All(t.Context(), nil, chargehound.WithQuery(name, "1")) {
			requireInvalid(t, err, name)
			require.Nil(t, dispute)
		}
	}
	server := &pages{script: map[string]string{"": pageOf(false, "a")}}
	for _, err := range answering(t, server.ServeHTTP).Disputes.All(t.Context(), nil, chargehound.WithQuery("expand", "charge")) {
		require.NoError(t, err)
	}
	require.Equal(t, "charge", server.queries[0].Get("expand"))
}

func TestAPageThatDoesNotSayWhetherThereAreMoreIsReadAndWalkedToAnEmptyOne(t *testing.T) {
	t.Parallel()
	for name, more := range map[string]string{"missing": "", "null": `, "has_more": null`, "other case": `, "Has_More": false`} {
		t.Run(name, func(t *testing.T) {
			page := func(rows string) string { return `{"object": "list", "data": [` + rows + `]` + more + `}` }
			server := &pages{script: map[string]string{"": page(`{"id": "a"}, {"id": "b"}`), "b": page(`{"id": "c"}`), "c": page("")}}
			client := answering(t, server.ServeHTTP)
			ids, err := walk(t, client, nil)
			require.NoError(t, err)
			require.Equal(t, []string{"a", "b", "c"}, ids)

			list, err := client.Disputes.List(t.Context(), nil)
			require.NoError(t, err)
			require.False(t, list.HasMore)
			require.Len(t, list.Data, 2)
		})
	}
}
