package chargehoundtest_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

func TestOptionsForWhatIsNotDocumented(t *testing.T) {
	t.Parallel()
	c := newCaller(t, chargehoundtest.WithQueueStatus(201), chargehoundtest.WithEditableStates("submitted", "won"))
	id := c.server.SeedDisputeWith(chargehoundtest.Dispute{Template: "goods"})
	require.Equal(t, "dispute_uneditable", c.put("/disputes/"+id, `{}`).errorType())
	require.Equal(t, 201, c.post("/disputes/"+id+"/submit", `{"queue":true}`).status)
	require.Equal(t, 201, c.post("/disputes/"+id+"/submit", `{}`).status)
	require.Equal(t, 200, c.put("/disputes/"+id, `{}`).status)
	require.NoError(t, c.server.Resolve(id, "won"))
	require.Equal(t, "dispute_closed", c.put("/disputes/"+id, `{}`).errorType())
}

func TestAnAPIVersionThatDoesNotExistIsRejected(t *testing.T) {
	t.Parallel()
	for _, date := range []string{"", "latest", "dispute.created", "2021-09-16"} {
		t.Run(date, func(t *testing.T) {
			require.PanicsWithValue(t, `chargehoundtest.WithAPIVersion: there is no version "`+date+`"`, func() { chargehoundtest.WithAPIVersion(date) })
		})
	}
}
