package chargehound_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound"
)

func TestVersionMustBeADate(t *testing.T) {
	t.Parallel()
	for _, version := range []string{"", "latest", "2021-09-15 ", "2021-13-01"} {
		t.Run(version, func(t *testing.T) {
			_, err := chargehound.New("test_fake", chargehound.WithAPIVersion(version))
			requireInvalid(t, err, "WithAPIVersion")
		})
	}
	_, err := chargehound.New("test_fake", chargehound.WithAPIVersion("2030-01-01"))
	require.NoError(t, err, "a version of tomorrow")
}

func TestVersionOfTheCallWinsOverTheClients(t *testing.T) {
	t.Parallel()
	var seen []string
	client := answering(t, func(w http.ResponseWriter, r *http.Request) {
		seen = append(seen, r.Header.Get("Chargehound-Version"))
		saying(200, `{"id": "dp_7Q"}`)(w, r)
	}, chargehound.WithAPIVersion(chargehound.APIVersion20200228))
	_, err := client.Disputes.Get(t.Context(), "dp_7Q")
	require.NoError(t, err)
	_, err = client.Disputes.Get(t.Context(), "dp_7Q", chargehound.WithCallAPIVersion(chargehound.APIVersion20171030))
	require.NoError(t, err)
	require.Equal(t, []string{"2020-02-28", "2017-10-30"}, seen)
}
