package chargehound_test

import (
	"context"
	"net/http"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound"
)

// A lenient server may take any of these for submit or queue.
func TestUpdateThatSubmitsInAnySpellingIsSentOnce(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"submit", "queue", "Submit", "QUEUE", " submit", "queue ", "submit[]", "Submit [0]"} {
		t.Run(name, func(t *testing.T) {
			for _, opt := range []chargehound.CallOption{chargehound.WithParam(name, true), chargehound.WithQuery(name, "1")} {
				var requests atomic.Int32
				client := answering(t, func(w http.ResponseWriter, _ *http.Request) {
					requests.Add(1)
					w.WriteHeader(http.StatusBadGateway)
				}, chargehound.WithRetry(chargehound.RetryPolicy{MaxRetries: 1}))
				require.ErrorIs(t, updating(t, nil, opt)(client), chargehound.ErrOutcomeUnknown, name)
				require.EqualValues(t, 1, requests.Load(), name)
			}
		})
	}
}

func TestUpdateThatSubmitsByAnOptionAndCannotBeReadIsUnknown(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`<html>`, `{}`, `{"id": "dp_7Q", "state": "submitted", "error": {"status": 400}}`} {
		t.Run(body, func(t *testing.T) {
			client := answering(t, saying(200, body))
			require.ErrorIs(t, updating(t, nil, chargehound.WithParam("submit", true))(client), chargehound.ErrOutcomeUnknown, body)
			require.NotErrorIs(t, updating(t, nil)(client), chargehound.ErrOutcomeUnknown, body)
		})
	}
}

func TestRepeatableIsForDoOnly(t *testing.T) {
	t.Parallel()
	ctx, client, again := t.Context(), newClient(t, "http://127.0.0.1:1"), chargehound.WithRepeatable()
	for name, call := range map[string]func() error{
		"create": func() error { _, err := client.Disputes.Create(ctx, createParams(), again); return err },
		"get":    func() error { _, err := client.Disputes.Get(ctx, "dp_7Q", again); return err },
		"list":   func() error { _, err := client.Disputes.List(ctx, nil, again); return err },
		"all": func() (last error) {
			for _, err := range client.Disputes.All(ctx, nil, again) {
				last = err
			}
			return last
		},
		"update":   func() error { return updating(t, nil, again)(client) },
		"submit":   func() error { _, err := client.Disputes.Submit(ctx, "dp_7Q", nil, again); return err },
		"accept":   func() error { _, err := client.Disputes.Accept(ctx, "dp_7Q", again); return err },
		"response": func() error { _, err := client.Disputes.Response(ctx, "dp_7Q", again); return err },
		"remove": func() error {
			_, err := client.PersonalData.Remove(ctx, &chargehound.PersonalDataRemoveParams{Email: "ada@example.com", Name: "Ada"}, again)
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			require.NotEmpty(t, requireInvalid(t, call(), "WithRepeatable").Reason, name)
		})
	}
}

func TestDoIsRepeatableOnRequest(t *testing.T) {
	t.Parallel()
	requests := func(do func(context.Context, *chargehound.Client) error) int32 {
		var requests atomic.Int32
		client := answering(t, func(w http.ResponseWriter, _ *http.Request) {
			requests.Add(1)
			w.WriteHeader(http.StatusBadGateway)
		}, chargehound.WithRetry(chargehound.RetryPolicy{MaxRetries: 1}))
		require.ErrorIs(t, do(t.Context(), client), chargehound.ErrServer)
		return requests.Load()
	}
	require.EqualValues(t, 1, requests(func(ctx context.Context, c *chargehound.Client) error {
		return c.Do(ctx, http.MethodPost, "/new", nil, nil)
	}))
	require.EqualValues(t, 2, requests(func(ctx context.Context, c *chargehound.Client) error {
		return c.Do(ctx, http.MethodPost, "/new", nil, nil, chargehound.WithRepeatable())
	}))
}
