package chargehound_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound"
	"github.com/chargekit/chargekit-go/internal/golden"
)

func at(text string) chargehound.Time {
	t, err := time.Parse(time.DateTime, text)
	if err != nil {
		panic(err)
	}
	return chargehound.NewTime(t)
}

func createParams() *chargehound.DisputeCreateParams {
	return &chargehound.DisputeCreateParams{
		ID: "dp_7Q", Charge: "ch_7Q", Reason: chargehound.DisputeReasonProductNotReceived,
		ChargedAt: at("2026-01-09 07:14:02"), DisputedAt: at("2026-02-01 10:00:00"), DueBy: at("2026-02-20 10:00:00"),
		Currency: "EUR", Amount: 7340,
	}
}

func evidence() chargehound.Fields {
	return chargehound.Fields{
		"order_id":      chargehound.TextField("ord_1042 <1st> & \"last\"\nline two"),
		"shipped":       chargehound.DateField(time.Unix(1767945600, 0)),
		"delivered":     chargehound.DateTextField("around noon of 12 January"),
		"parcels":       chargehound.NumberField(2),
		"paid":          chargehound.AmountField(9999900000),
		"product_url":   chargehound.URLField("https://shop.example.com/lamp?c=1&d=2"),
		"support_email": chargehound.EmailField("desk@example.com"),
	}
}

func products() []chargehound.Product {
	return []chargehound.Product{
		{
			Name: "Desk lamp", Quantity: chargehound.NewQuantityText("2 pcs"), Amount: 7340,
			Description: new("brass"), SKU: new("LMP-2"), Image: new("https://shop.example.com/lamp.png"),
			URL: new("https://shop.example.com/lamp"), ShippingCarrier: new("dhl"), ShippingTrackingNumber: new("00340"),
		},
		{Name: "Bulb", Quantity: chargehound.NewQuantity(0), Amount: 0},
	}
}

func correspondence() []chargehound.Correspondence {
	return []chargehound.Correspondence{{
		To: "ada@example.com", From: "desk@example.com", Subject: "Your lamp", Body: "It is on its way.",
		Sent: new("2026-01-10 09:00:00AM UTC"), Caption: new("Dispatch note"),
	}}
}

func pastPayments() []chargehound.PastPayment {
	return []chargehound.PastPayment{
		{
			ID: "ch_6P", Amount: 2500, Currency: "eur", ChargedAt: chargehound.NewChargedAt(time.Unix(1760000000, 0)),
			DeviceID: new("dev_1"), ItemDescription: new("Shade"), UserID: new("ada@example.com"),
			IPAddress: new("192.0.2.17"), ShippingAddress: new("1 Main St"),
		},
		{ID: "ch_5N", Amount: 9999900000, Currency: "eur", ChargedAt: chargehound.NewChargedAtText("2025-03-01 10:00:00AM UTC")},
	}
}

// exchanges are the golden exchanges: what is called for each file in testdata.
var exchanges = map[string]func(t *testing.T, c *chargehound.Client) (any, error){
	"disputes_create": func(t *testing.T, c *chargehound.Client) (any, error) {
		return c.Disputes.Create(t.Context(), createParams())
	},
	"disputes_create_submit": func(t *testing.T, c *chargehound.Client) (any, error) {
		params := createParams()
		params.Customer, params.Processor = new("cus_ada"), new(chargehound.DisputeProcessorAdyen)
		params.State, params.Kind = new(chargehound.DisputeStateNeedsResponse), new(chargehound.DisputeKindChargeback)
		params.ReversalCurrency, params.Fee = new("EUR"), new(int64(0))
		params.ReversalAmount, params.ReversalTotal = new(int64(7340)), new(int64(7340))
		params.IsChargeRefundable, params.SubmittedCount = new(false), new(int64(0))
		params.AddressLine1Check, params.AddressZipCheck, params.CVCCheck = new(chargehound.DisputeCheckPass), new(chargehound.DisputeCheckFail), new(chargehound.DisputeCheckUnchecked)
		params.AccountID, params.Template, params.ReferenceURL = new("acct_9K"), new("tmpl_goods"), new("https://desk.example.com/disputes/7Q")
		params.Fields, params.Products, params.Correspondence, params.PastPayments = evidence(), products(), correspondence(), pastPayments()
		params.Submit, params.Queue, params.Force = new(true), new(false), new(true)
		return c.Disputes.Create(t.Context(), params)
	},
	"disputes_create_held": func(t *testing.T, c *chargehound.Client) (any, error) {
		params := createParams()
		params.Submit = new(true)
		dispute, err := c.Disputes.Create(t.Context(), params)
		require.Equal(t, chargehound.SubmissionHeldForReview, dispute.Submission())
		return dispute, err
	},
	"disputes_create_2016": func(t *testing.T, c *chargehound.Client) (any, error) {
		params := createParams()
		return c.Disputes.Create(t.Context(), params, chargehound.WithCallAPIVersion(chargehound.APIVersion20160305),
			chargehound.WithParam("external_identifier", "dp_7Q"), chargehound.WithParam("external_charge", "ch_7Q"),
			chargehound.WithParam("external_customer", "cus_ada"), chargehound.WithParam("user_id", "acct_9K"))
	},
	"disputes_get": func(t *testing.T, c *chargehound.Client) (any, error) {
		return c.Disputes.Get(t.Context(), "dp_7Q")
	},
	"disputes_get_escaped": func(t *testing.T, c *chargehound.Client) (any, error) {
		return c.Disputes.Get(t.Context(), "case/9 K?#")
	},
	"disputes_get_2016": func(t *testing.T, c *chargehound.Client) (any, error) {
		return c.Disputes.Get(t.Context(), "dp_7Q", chargehound.WithCallAPIVersion(chargehound.APIVersion20160305))
	},
	"disputes_get_502": func(t *testing.T, c *chargehound.Client) (any, error) {
		return c.Disputes.Get(t.Context(), "dp_7Q", chargehound.WithCallRetry(chargehound.RetryPolicy{}))
	},
	"disputes_get_not_found": func(t *testing.T, c *chargehound.Client) (any, error) {
		return c.Disputes.Get(t.Context(), "dp_0")
	},
	"disputes_get_unauthorized": func(t *testing.T, c *chargehound.Client) (any, error) {
		return c.Disputes.Get(t.Context(), "dp_7Q")
	},
	"disputes_list": func(t *testing.T, c *chargehound.Client) (any, error) {
		return c.Disputes.List(t.Context(), nil)
	},
	"disputes_list_filtered": func(t *testing.T, c *chargehound.Client) (any, error) {
		return c.Disputes.List(t.Context(), &chargehound.DisputeListParams{
			Limit: new(50), StartingAfter: new("dp_8R"), Account: new("acct/main"),
			State: []chargehound.DisputeState{chargehound.DisputeStateWarningNeedsResponse, chargehound.DisputeStateNeedsResponse},
		})
	},
	"disputes_list_before": func(t *testing.T, c *chargehound.Client) (any, error) {
		return c.Disputes.List(t.Context(), &chargehound.DisputeListParams{EndingBefore: new("dp_7Q")})
	},
	"disputes_all": func(t *testing.T, c *chargehound.Client) (any, error) {
		var ids []string
		for dispute, err := range c.Disputes.All(t.Context(), nil) {
			if err != nil {
				return nil, err
			}
			ids = append(ids, dispute.ID)
		}
		return ids, nil
	},
	"disputes_update": func(t *testing.T, c *chargehound.Client) (any, error) {
		return c.Disputes.Update(t.Context(), "dp_7Q", &chargehound.DisputeUpdateParams{
			Template: new(""), Fields: chargehound.Fields{}, Products: []chargehound.Product{}, Submit: new(false),
		})
	},
	"disputes_update_everything": func(t *testing.T, c *chargehound.Client) (any, error) {
		return c.Disputes.Update(t.Context(), "dp_7Q", &chargehound.DisputeUpdateParams{
			Template: new("tmpl_goods"), Fields: evidence(), Products: products(), Correspondence: correspondence(),
			PastPayments: pastPayments(), ReferenceURL: new("https://desk.example.com/disputes/7Q"), Charge: new("ch_7Q"), AccountID: new("acct_9K"),
		})
	},
	"disputes_update_submit": func(t *testing.T, c *chargehound.Client) (any, error) {
		return c.Disputes.Update(t.Context(), "dp_7Q", &chargehound.DisputeUpdateParams{
			Template: new("tmpl_goods"), Submit: new(true), Queue: new(false), Force: new(true),
		})
	},
	"disputes_update_2016": func(t *testing.T, c *chargehound.Client) (any, error) {
		return c.Disputes.Update(t.Context(), "dp_7Q", nil, chargehound.WithCallAPIVersion(chargehound.APIVersion20160305),
			chargehound.WithParam("customer_name", "Ada Lindqvist"), chargehound.WithParam("customer_email", "ada@example.com"),
			chargehound.WithParam("user_id", "acct_9K"))
	},
	"disputes_update_error_in_200": func(t *testing.T, c *chargehound.Client) (any, error) {
		_, err := c.Disputes.Update(t.Context(), "dp_7Q", nil)
		require.ErrorIs(t, err, chargehound.ErrDisputeClosed)
		require.ErrorIs(t, err, chargehound.ErrBadRequest)
		return nil, err
	},
	"disputes_submit": func(t *testing.T, c *chargehound.Client) (any, error) {
		return c.Disputes.Submit(t.Context(), "dp_7Q", &chargehound.DisputeSubmitParams{
			Template: new("tmpl_goods"), Fields: evidence(), Products: products(), Correspondence: correspondence(),
			PastPayments: pastPayments(), ReferenceURL: new("https://desk.example.com/disputes/7Q"),
			Charge: new("ch_7Q"), AccountID: new("acct_9K"), Account: new("default"),
		})
	},
	"disputes_submit_empty": func(t *testing.T, c *chargehound.Client) (any, error) {
		return c.Disputes.Submit(t.Context(), "dp_7Q", nil)
	},
	"disputes_submit_force": func(t *testing.T, c *chargehound.Client) (any, error) {
		return c.Disputes.Submit(t.Context(), "dp_7Q", &chargehound.DisputeSubmitParams{Force: new(true)})
	},
	"disputes_submit_queue": func(t *testing.T, c *chargehound.Client) (any, error) {
		dispute, err := c.Disputes.Submit(t.Context(), "dp_7Q", &chargehound.DisputeSubmitParams{Queue: new(true)})
		require.Equal(t, chargehound.SubmissionQueued, dispute.Submission())
		return dispute, err
	},
	"disputes_submit_held_for_review": func(t *testing.T, c *chargehound.Client) (any, error) {
		dispute, err := c.Disputes.Submit(t.Context(), "dp_7Q", &chargehound.DisputeSubmitParams{})
		require.Equal(t, chargehound.SubmissionHeldForReview, dispute.Submission())
		return dispute, err
	},
	"disputes_submit_held_as_accepted": func(t *testing.T, c *chargehound.Client) (any, error) {
		dispute, err := c.Disputes.Submit(t.Context(), "dp_7Q", nil)
		require.Equal(t, chargehound.SubmissionHeldAsAccepted, dispute.Submission())
		return dispute, err
	},
	"disputes_submit_missing_fields": func(t *testing.T, c *chargehound.Client) (any, error) {
		_, err := c.Disputes.Submit(t.Context(), "dp_7Q", nil)
		require.ErrorIs(t, err, chargehound.ErrMissingFields)
		return nil, err
	},
	"disputes_submit_502": func(t *testing.T, c *chargehound.Client) (any, error) {
		_, err := c.Disputes.Submit(t.Context(), "dp_7Q", nil)
		require.ErrorIs(t, err, chargehound.ErrOutcomeUnknown)
		return nil, err
	},
	"disputes_accept": func(t *testing.T, c *chargehound.Client) (any, error) {
		return c.Disputes.Accept(t.Context(), "dp_7Q")
	},
	"disputes_response": func(t *testing.T, c *chargehound.Client) (any, error) {
		return c.Disputes.Response(t.Context(), "dp_7Q")
	},
	"disputes_response_external_identifier": func(t *testing.T, c *chargehound.Client) (any, error) {
		return c.Disputes.Response(t.Context(), "dp_7Q")
	},
	"disputes_response_2016": func(t *testing.T, c *chargehound.Client) (any, error) {
		return c.Disputes.Response(t.Context(), "dp_7Q", chargehound.WithCallAPIVersion(chargehound.APIVersion20160305))
	},
	"disputes_download_response":         download,
	"disputes_download_response_expired": download,
	"personal_data_retrieve":             retrieveData,
	"personal_data_retrieve_invalid":     retrieveData,
	"personal_data_remove": func(t *testing.T, c *chargehound.Client) (any, error) {
		return c.PersonalData.Remove(t.Context(), &chargehound.PersonalDataRemoveParams{Email: "ada@example.com", Name: "Ada Lindqvist"})
	},
	"client_do": func(t *testing.T, c *chargehound.Client) (any, error) {
		var out map[string]any
		err := c.Do(t.Context(), http.MethodPost, "/templates", map[string]string{"name": "a<b"}, &out, chargehound.WithQuery("dry", "1"))
		return out, err
	},
}

func download(t *testing.T, c *chargehound.Client) (any, error) {
	var document strings.Builder
	_, err := c.Disputes.DownloadResponse(t.Context(), &chargehound.DisputeResponse{
		Dispute: "dp_7Q", ResponseURL: "https://files.example.com/dp_7Q.pdf?Signature=s1gn&Expires=1770000000",
	}, &document)
	return document.String(), err
}

func retrieveData(t *testing.T, c *chargehound.Client) (any, error) {
	return c.PersonalData.Retrieve(t.Context(), &chargehound.PersonalDataRetrieveParams{
		Email: "ada@example.com", Name: "Ada Lindqvist", NotificationEmail: "privacy@example.com",
	})
}

// The exchanges share gock's global state, so neither they nor this test run in parallel.
func TestGoldenExchanges(t *testing.T) {
	golden.RequireAll(t, "chargehound", exchanges)
	for name, do := range exchanges {
		t.Run(name, func(t *testing.T) {
			golden.Replay(t, "chargehound/"+name, func(client *http.Client) (any, error) {
				c, err := chargehound.New("test_fake", chargehound.WithHTTPClient(client))
				require.NoError(t, err)
				return do(t, c)
			})
		})
	}
}
