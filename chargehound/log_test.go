package chargehound_test

import (
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound"
)

// logged is what both of slog's handlers write of a value.
func logged(value any) string {
	var log strings.Builder
	slog.New(slog.NewTextHandler(&log, nil)).Info("m", "v", value)
	slog.New(slog.NewJSONHandler(&log, nil)).Info("m", "v", value)
	return log.String()
}

func TestWhatHoldsASignedURLIsLoggedWithoutIt(t *testing.T) {
	t.Parallel()
	const secret = chargehound.SecretURL("https://files.example.com/dp_7Q.pdf?Signature=s1gn")
	evidence := chargehound.Fields{"mail": chargehound.TextField("ada@example.com")}
	response := &chargehound.DisputeResponse{Dispute: "dp_7Q", Charge: "ch_7Q", Evidence: evidence, ResponseURL: secret}
	event := &chargehound.Event{ID: "wh_9f", Type: chargehound.EventTypeDisputeCreated, Dispute: "dp_7Q", Evidence: evidence, ResponseURL: secret}
	dispute := &chargehound.Dispute{ID: "dp_7Q", State: chargehound.DisputeStateWon, CustomerEmail: new("ada@example.com"), Fields: evidence, FileURL: secret}
	for _, value := range []any{
		response, *response, event, *event, secret, &chargehound.Delivery{Event: event, Dispute: dispute},
		chargehound.Delivery{Event: event, Dispute: dispute}, chargehound.Delivery{Event: event}, chargehound.Delivery{},
	} {
		text := logged(value)
		require.NotContains(t, text, "s1gn", "%T", value)
		require.NotContains(t, text, "ada@example.com", "%T", value)
		require.NotContains(t, text, "panic", "%T", value)
	}
	require.Contains(t, logged(secret), "[secret URL]")
	require.NotContains(t, logged(chargehound.SecretURL("")), "secret")
	require.Contains(t, logged(*response), "dp_7Q")
	for _, part := range []string{"wh_9f", "dispute.created", "dp_7Q", "won"} {
		require.Contains(t, logged(chargehound.Delivery{Event: event, Dispute: dispute}), part)
	}
	require.Contains(t, fmt.Sprint(secret), "[secret URL]")
}
