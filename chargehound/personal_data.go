package chargehound

import (
	"context"
	"errors"
	"net/http"

	"github.com/chargekit/chargekit-go/internal/api"
	"github.com/chargekit/chargekit-go/internal/transport"
)

// Operations of the documentation's chapter on data requests.
var (
	opRetrieveData = operation{Method: http.MethodPost, Route: "/personal-data/retrieve", Safety: transport.Once}
	opRemoveData   = operation{Method: http.MethodPost, Route: "/personal-data/remove", Safety: transport.Once}
)

// PersonalDataService asks for what Chargehound has stored about a person, or
// for its removal. Both are done later and reported by e-mail.
//
// Chargehound documentation: https://www.chargehound.com/docs/api/index.html#data-requests
type PersonalDataService struct{ client *Client }

// Retrieve asks for what is stored about a person, which is sent to an e-mail
// address. It is sent once: if the response is lost, the error matches
// [ErrOutcomeUnknown], and only the e-mail shows what happened.
//
// Chargehound documentation: https://www.chargehound.com/docs/api/index.html#retrieve-data
func (s *PersonalDataService) Retrieve(ctx context.Context, params *PersonalDataRetrieveParams, opts ...CallOption) (*PersonalDataReceipt, error) {
	if err := params.check(); err != nil {
		return nil, err
	}
	return call[PersonalDataReceipt](ctx, s.client, opRetrieveData.On().WithBody(params), opts)
}

// Remove asks for the removal of what is stored about a person. It is sent
// once: if the response is lost, the error matches [ErrOutcomeUnknown], and only
// the e-mail shows what happened.
//
// Chargehound documentation: https://www.chargehound.com/docs/api/index.html#remove-data
func (s *PersonalDataService) Remove(ctx context.Context, params *PersonalDataRemoveParams, opts ...CallOption) (*PersonalDataReceipt, error) {
	if err := params.check(); err != nil {
		return nil, err
	}
	return call[PersonalDataReceipt](ctx, s.client, opRemoveData.On().WithBody(params), opts)
}

// PersonalDataRetrieveParams are the parameters of [PersonalDataService.Retrieve].
type PersonalDataRetrieveParams struct {
	Email             string `json:"email"`              // required; the person's
	Name              string `json:"name"`               // required; the person's
	NotificationEmail string `json:"notification_email"` // required; receives the data
}

func (p *PersonalDataRetrieveParams) check() error {
	if p == nil {
		return noParams[PersonalDataRetrieveParams]()
	}
	var c checks
	c.Required("email", p.Email)
	c.Required("name", p.Name)
	c.Required("notification_email", p.NotificationEmail)
	return c.err()
}

// PersonalDataRemoveParams are the parameters of [PersonalDataService.Remove].
type PersonalDataRemoveParams struct {
	Email             string  `json:"email"`                       // required; the person's
	Name              string  `json:"name"`                        // required; the person's
	NotificationEmail *string `json:"notification_email,omitzero"` // receives a confirmation; nil means nobody does
}

func (p *PersonalDataRemoveParams) check() error {
	if p == nil {
		return noParams[PersonalDataRemoveParams]()
	}
	var c checks
	c.Required("email", p.Email)
	c.Required("name", p.Name)
	return c.err()
}

// PersonalDataReceipt confirms that Chargehound accepted a request about
// personal data. The request is carried out later.
type PersonalDataReceipt struct {
	Success  PersonalDataSuccess `json:"success"`  // the confirmation
	URL      string              `json:"url"`      // path in the API
	Livemode bool                `json:"livemode"` // requested with a live key

	Extra Extra `json:"Extra,omitempty"` // see [Extra]
}

var errNoReceipt = errors.New("it does not confirm the request")

// verify accepts whatever stands in the field success, if anything does.
func (r *PersonalDataReceipt) verify(*api.Exchange) error {
	if r.Success.Message == "" && len(r.Success.Extra) == 0 && r.Extra["success"] == nil {
		return errNoReceipt
	}
	return nil
}

// PersonalDataSuccess is the confirmation of a receipt.
type PersonalDataSuccess struct {
	Message string `json:"message"` // for humans; "" if it can't be read

	Extra Extra `json:"Extra,omitempty"` // see [Extra]
}
