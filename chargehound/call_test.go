package chargehound_test

import (
	"errors"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound"
	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

func TestAResponseAboutAnotherDisputeIsNotTaken(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`{"id": "dp_8R", "state": "submitted"}`, `{"external_identifier": "dp_8R", "state": "submitted"}`} {
		disputes := answering(t, saying(201, body)).Disputes
		for name, call := range map[string]func() (*chargehound.Dispute, error){
			"create": func() (*chargehound.Dispute, error) { return disputes.Create(t.Context(), createParams()) },
			"submit": func() (*chargehound.Dispute, error) { return disputes.Submit(t.Context(), "dp_7Q", nil) },
			"accept": func() (*chargehound.Dispute, error) { return disputes.Accept(t.Context(), "dp_7Q") },
			"update": func() (*chargehound.Dispute, error) {
				return disputes.Update(t.Context(), "dp_7Q", &chargehound.DisputeUpdateParams{Queue: new(true)})
			},
			"get": func() (*chargehound.Dispute, error) { return disputes.Get(t.Context(), "dp_7Q") },
		} {
			t.Run(name+" "+body, func(t *testing.T) {
				dispute, err := call()
				require.Nil(t, dispute, name)
				var other *chargehound.DecodeError
				require.ErrorAs(t, err, &other, name)
				require.Equal(t, "dp_7Q", other.ObjectID)
				require.Equal(t, name != "get", errors.Is(err, chargehound.ErrOutcomeUnknown), name)
				require.NotContains(t, err.Error(), "dp_8R")
			})
		}
	}
	var dispute chargehound.Dispute
	require.NoError(t, answering(t, saying(200, `{"id": "dp_8R"}`)).Do(t.Context(), http.MethodGet, "/disputes/dp_7Q", nil, &dispute), "whose path only the caller knows")
	require.Equal(t, "dp_8R", dispute.ID)
}

func TestAParameterOfTheCallersGoesIntoTheBody(t *testing.T) {
	t.Parallel()
	hound := chargehoundtest.NewTestServer(t, chargehoundtest.WithLenience())
	id := hound.SeedDisputeWith(chargehoundtest.Dispute{})
	client := hound.Client()

	_, err := client.Disputes.Update(t.Context(), id, &chargehound.DisputeUpdateParams{ReferenceURL: new("https://shop.example.com/1")}, chargehound.WithParam("note", "from the desk"))
	require.NoError(t, err)
	require.JSONEq(t, `{"reference_url": "https://shop.example.com/1", "note": "from the desk"}`, string(hound.LastRequest().Body))

	_, err = client.Disputes.Update(t.Context(), id, nil, chargehound.WithParam("note", nil))
	require.NoError(t, err)
	require.Equal(t, `{"note":null}`, string(hound.LastRequest().Body))
}

func TestAResponseWithoutWhatItShouldBeIsNoResult(t *testing.T) {
	t.Parallel()
	for _, body := range []string{"{}", "null", `{"object":"list"}`, `{"data":null}`} {
		t.Run(body, func(t *testing.T) {
			client, err := chargehound.New("test_fake", chargehound.WithHTTPClient(&http.Client{Transport: wireResponse{200, body}}))
			require.NoError(t, err)
			_, err = client.Disputes.Submit(t.Context(), "dp_7Q", nil)
			require.ErrorIs(t, err, chargehound.ErrOutcomeUnknown, body)
			unreadable := new(chargehound.DecodeError)
			_, err = client.Disputes.List(t.Context(), nil)
			require.ErrorAs(t, err, &unreadable, body)
			for dispute, err := range client.Disputes.All(t.Context(), nil) {
				require.Nil(t, dispute)
				require.ErrorAs(t, err, &unreadable, body)
			}
		})
	}
}

func TestASuccessThatCannotBeReadHasHappened(t *testing.T) {
	t.Parallel()
	for _, body := range []string{"", "<html>", `{"id": 1}`, `{"id": "a"} trailing`, `[]`, `{"amount": 12.5}`} {
		t.Run(body, func(t *testing.T) {
			_, err := answering(t, saying(201, body)).Disputes.Submit(t.Context(), "dp_7Q", nil)
			var unreadable *chargehound.DecodeError
			require.ErrorAs(t, err, &unreadable, body)
			require.Equal(t, 201, unreadable.StatusCode)
			require.Equal(t, "dp_7Q", unreadable.ObjectID)
			require.Equal(t, body, string(unreadable.Body))
		})
	}
}
