package chargehoundtest_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

func TestWebhooksOfUnknownEventsAreRefused(t *testing.T) {
	t.Parallel()
	s := chargehoundtest.NewTestServer(t)
	for _, name := range []string{"dispute_created", "", "2021-09-15"} {
		require.PanicsWithValue(t, `chargehoundtest.DeliverWebhooksTo: there is no event "`+name+`"`, func() {
			s.DeliverWebhooksTo("https://shop.example.com/hook", "dispute.created", name)
		})
	}
	s.DeliverWebhooksTo("https://shop.example.com/hook", "dispute.created")
}

func TestAnAPIVersionThatDoesNotExistIsRefused(t *testing.T) {
	t.Parallel()
	for _, date := range []string{"", "latest", "dispute.created", "2021-09-16"} {
		require.PanicsWithValue(t, `chargehoundtest.WithAPIVersion: there is no version "`+date+`"`, func() { chargehoundtest.WithAPIVersion(date) })
	}
}
