package fake_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/fake"
)

func TestASnapshotIsReadByItsVendorOnly(t *testing.T) {
	type state struct {
		fake.Snapshot
		Rows []string `json:"rows"`
	}
	own := fake.Snapshot{Vendor: "chargedesk", Version: 2}
	written, err := json.Marshal(state{own, []string{"a"}})
	require.NoError(t, err)
	var read state
	require.NoError(t, own.Read(written, &read))
	require.Equal(t, state{own, []string{"a"}}, read)
	for _, bad := range []string{
		"", "{", "{}", "null", "[]", "5", `"x"`, `{"vendor":"chargeback","version":2}`, `{"vendor":"chargedesk","version":1}`,
		`{"vendor":"chargedesk"}`, `{"vendor":"chargedesk","version":2,"rows":"x"}`, string(written) + "{}",
	} {
		t.Run(bad, func(t *testing.T) {
			require.Error(t, own.Read([]byte(bad), &state{}), bad)
		})
	}
}
