package chargehound_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound"
	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

// savers are the calls that save what they are given before they submit.
var savers = map[string]func(*testing.T, *chargehound.Client) error{
	"create": func(t *testing.T, c *chargehound.Client) error {
		params := createParams()
		params.Submit = new(true)
		_, err := c.Disputes.Create(t.Context(), params)
		return err
	},
	"update": func(t *testing.T, c *chargehound.Client) error {
		return updating(t, &chargehound.DisputeUpdateParams{Submit: new(true)})(c)
	},
	"update by an option": func(t *testing.T, c *chargehound.Client) error {
		return updating(t, nil, chargehound.WithParam("queue", true))(c)
	},
	"submit": func(t *testing.T, c *chargehound.Client) error {
		_, err := c.Disputes.Submit(t.Context(), "dp_7Q", &chargehound.DisputeSubmitParams{Template: new("goods")})
		return err
	},
	"do": func(t *testing.T, c *chargehound.Client) error {
		return c.Do(t.Context(), http.MethodPost, "/disputes/dp_7Q/submit", map[string]string{"template": "goods"}, nil)
	},
}

// requireOutcome checks the outcome of a submission that was rejected or not sent.
func requireOutcome(t *testing.T, want chargehound.Outcome, err error, about string) {
	t.Helper()
	var rejected *chargehound.Error
	require.ErrorAs(t, err, &rejected, about)
	require.Equal(t, want, rejected.Outcome, about)
	require.NotErrorIs(t, err, chargehound.ErrOutcomeUnknown, "the submission itself was rejected: %s", about)
}

func TestARejectedSubmissionMayHaveSavedTheEvidence(t *testing.T) {
	t.Parallel()
	after := []chargehound.ErrorType{
		chargehound.ErrorTypeMissingFields, chargehound.ErrorTypeMissingTemplate, chargehound.ErrorTypeDisputeOverdue, chargehound.ErrorTypeDisputeSubmitted, "", "of_tomorrow",
	}
	before := []chargehound.ErrorType{
		chargehound.ErrorTypeAuthentication, chargehound.ErrorTypeDisputeClosed, chargehound.ErrorTypeDisputeNotFound, chargehound.ErrorTypeDisputeUneditable,
		chargehound.ErrorTypeInvalidCorrespondence, chargehound.ErrorTypeInvalidFields, chargehound.ErrorTypeInvalidPastPayments, chargehound.ErrorTypeInvalidProducts,
		chargehound.ErrorTypeInvalidRequest, chargehound.ErrorTypeTemplateNotFound,
	}
	require.Len(t, byType, len(after)-2+len(before))
	for name, call := range savers {
		t.Run(name, func(t *testing.T) {
			said := func(status int, kind chargehound.ErrorType) error {
				body := fmt.Sprintf(`{"error": {"status": 400, "type": %q}}`, kind)
				return call(t, answering(t, saying(status, body), noRetry))
			}
			for _, status := range []int{200, 400, 422} {
				for _, kind := range after {
					requireOutcome(t, chargehound.OutcomeFailed, said(status, kind), fmt.Sprint(name, status, kind))
				}
				for _, kind := range before {
					requireOutcome(t, chargehound.OutcomeRejected, said(status, kind), fmt.Sprint(name, status, kind))
				}
			}
			for _, status := range []int{307, 401, 403, 404, 429} {
				requireOutcome(t, chargehound.OutcomeRejected, said(status, ""), fmt.Sprint(name, status))
			}
			requireOutcome(t, chargehound.OutcomeFailed, said(404, chargehound.ErrorTypeMissingTemplate), name+": the status of a type is not documented")
			requireOutcome(t, chargehound.OutcomeNotSent, call(t, newClient(t, "http://127.0.0.1:1", noRetry)), name+": never sent")
		})
	}
}

func TestARejectionOfWhatSavesNothingFirstIsCertain(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"missing_fields", ""} {
		t.Run(kind, func(t *testing.T) {
			client := answering(t, saying(400, `{"error": {"type": "`+kind+`"}}`))
			_, err := client.Disputes.Submit(t.Context(), "dp_7Q", nil)
			requireOutcome(t, chargehound.OutcomeRejected, err, "submit of nothing")
			_, err = client.Disputes.Accept(t.Context(), "dp_7Q")
			requireOutcome(t, chargehound.OutcomeRejected, err, "accept")
			requireOutcome(t, chargehound.OutcomeRejected, updating(t, &chargehound.DisputeUpdateParams{Template: new("goods")})(client), "update")
			_, err = retrieveData(t, client)
			requireOutcome(t, chargehound.OutcomeRejected, err, "personal data")
		})
	}
}

func TestEvidenceStaysWhenTheSubmissionFails(t *testing.T) {
	t.Parallel()
	for name, act := range map[string]func(*chargehound.DisputesService, string) error{
		"update": func(s *chargehound.DisputesService, id string) error {
			_, err := s.Update(t.Context(), id, &chargehound.DisputeUpdateParams{Template: new("goods"), Submit: new(true)})
			return err
		},
		"submit": func(s *chargehound.DisputesService, id string) error {
			_, err := s.Submit(t.Context(), id, &chargehound.DisputeSubmitParams{Template: new("goods")})
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			hound := chargehoundtest.NewTestServer(t)
			hound.AddTemplate("goods", "order_id")
			id := hound.SeedDisputeWith(chargehoundtest.Dispute{})
			requireOutcome(t, chargehound.OutcomeFailed, act(hound.Client().Disputes, id), name)
			dispute, err := hound.Client().Disputes.Get(t.Context(), id)
			require.NoError(t, err)
			require.Equal(t, new("goods"), dispute.Template, name)
			require.Equal(t, chargehound.SubmissionNotSubmitted, dispute.Submission(), name)
		})
	}
}
