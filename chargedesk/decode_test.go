package chargedesk_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
)

func TestDecodeNeedsAPointer(t *testing.T) {
	for _, out := range []any{nil, chargedesk.Charge{}, (*chargedesk.Charge)(nil)} {
		err := chargedesk.Decode([]byte("{}"), out)
		invalid, ok := errors.AsType[*chargedesk.ValidationError](err)
		require.True(t, ok, "%T: %v", out, err)
		require.Equal(t, "out", invalid.Param)
	}
	require.EqualError(t, chargedesk.Decode(nil, new(chargedesk.Charge)), "chargedesk: the JSON can't be read: it is empty")
}

func TestDecodeDoesNotQuoteWhatItCanNotRead(t *testing.T) {
	err := chargedesk.Decode([]byte(`"Ada Loom"`), new(chargedesk.Amount))
	require.EqualError(t, err, "chargedesk: the JSON can't be read: it can't be read")
}
