package chargehound_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound"
	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

func requireInvalid(t *testing.T, err error, param string) *chargehound.ValidationError {
	t.Helper()
	var invalid *chargehound.ValidationError
	require.ErrorAs(t, err, &invalid)
	require.Equal(t, param, invalid.Param)
	require.NotEmpty(t, invalid.Reason)
	return invalid
}

func TestWhatTheAPITakesIsNotRefused(t *testing.T) {
	t.Parallel()
	hound := chargehoundtest.NewTestServer(t)
	disputes := hound.Client().Disputes
	params := createParams()
	params.ID = strings.Repeat("ü", 127) + "/" // 255 bytes
	params.Correspondence = []chargehound.Correspondence{{To: "ada@example.com", From: "desk@example.com"}}
	params.Fields = chargehound.Fields{"ship_email": chargehound.EmailField("taro..yamada@docomo.ne.jp"), "bill_email": chargehound.EmailField("josé.@localhost")}
	created, err := disputes.Create(t.Context(), params)
	require.NoError(t, err)
	require.Equal(t, params.Correspondence, created.Correspondence)
	read, err := disputes.Get(t.Context(), params.ID)
	require.NoError(t, err, "an id that was taken can be asked for")
	require.Equal(t, params.Fields, read.Fields)
	_, err = hound.Client().PersonalData.Remove(t.Context(), &chargehound.PersonalDataRemoveParams{Email: "taro..yamada@docomo.ne.jp", Name: "Taro"})
	require.NoError(t, err)
}

func nilContext() context.Context { return nil }
