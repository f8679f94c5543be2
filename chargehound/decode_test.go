package chargehound_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound"
)

func TestDecodeNeedsAPointer(t *testing.T) {
	for _, out := range []any{nil, chargehound.Dispute{}, (*chargehound.Dispute)(nil)} {
		err := chargehound.Decode([]byte("{}"), out)
		invalid, ok := errors.AsType[*chargehound.ValidationError](err)
		require.True(t, ok, "%T: %v", out, err)
		require.Equal(t, "out", invalid.Param)
	}
	require.EqualError(t, chargehound.Decode(nil, new(chargehound.Dispute)), "chargehound: the JSON can't be read: it is empty")
}

func TestDecodeDoesNotQuoteWhatItCanNotRead(t *testing.T) {
	err := chargehound.Decode([]byte(`"Ada Loom"`), new(chargehound.Time))
	require.EqualError(t, err, "chargehound: the JSON can't be read: it can't be read")
}
