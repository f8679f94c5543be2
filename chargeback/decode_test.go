package chargeback_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback"
)

func TestDecodeNeedsAPointer(t *testing.T) {
	for _, out := range []any{nil, chargeback.Order{}, (*chargeback.Order)(nil)} {
		err := chargeback.Decode([]byte("{}"), out)
		invalid, ok := errors.AsType[*chargeback.ValidationError](err)
		require.True(t, ok, "%T: %v", out, err)
		require.Equal(t, "out", invalid.Param)
	}
	require.EqualError(t, chargeback.Decode(nil, new(chargeback.Order)), "chargeback: the JSON can't be read: it is empty")
}

func TestDecodeDoesNotQuoteWhatItCanNotRead(t *testing.T) {
	err := chargeback.Decode([]byte(`"Ada Loom"`), new(chargeback.Amount))
	require.EqualError(t, err, "chargeback: the JSON can't be read: it can't be read")
}
