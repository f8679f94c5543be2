package chargedesk

import (
	"bytes"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/chargekit/chargekit-go/internal/api"
	"github.com/chargekit/chargekit-go/internal/lenient"
	"github.com/chargekit/chargekit-go/internal/transport"
)

// checkEnvelope finds the error field that ChargeDesk may put into a 2xx
// response: the call was rejected, unless the response also shows what it made.
// Then something behind it may have failed, such as the mail of a receipt.
func checkEnvelope(x *api.Exchange) error {
	body := x.Response.Body
	if !bytes.Contains(body, []byte(`"error"`)) || !isError(lenient.Fields(body).Get("error")) {
		return nil
	}
	outcome := transport.RejectedOutcome(x.Call.Safety, x.Response)
	if x.Call.Safety == transport.Once && mayHaveApplied(body) {
		outcome = transport.Unknown
	}
	return newError(x, x.Failure(outcome))
}

// mayHaveApplied reports whether a rejection leaves open that the call took effect:
// it is, or has, an object with an id, or it says success.
func mayHaveApplied(body []byte) bool {
	fields := lenient.Fields(api.TrimBody(body))
	for _, kind := range []string{"charge", "customer", "subscription", "product", "webhook"} {
		if textOf(fields.Get(kind+"_id")) != "" || textOf(fields.Object(kind).Get(kind+"_id")) != "" {
			return true
		}
	}
	return isYes(fields.Get("success"))
}

// isYes reports whether a field is true, 1, or text that says so.
func isYes(field jsontext.Value) bool {
	if len(field) == 0 {
		return false
	}
	yes, _, err := lenient.Bool(field)
	return err == nil && yes
}

// isError reports whether an error field means one: null, false, 0, "", {} and
// [] do not.
func isError(field jsontext.Value) bool {
	switch text := string(bytes.TrimSpace(field)); text {
	case "", "null", "false", "0", `""`, `"0"`, `"false"`, "{}", "[]":
		return false
	}
	return true
}

// envelope returns what ChargeDesk says about an error, "" if the body says
// nothing, as HTML does.
func envelope(body []byte) (message, param string) {
	fields := lenient.Fields(body)
	if detail := fields.Object("error"); detail != nil {
		return textOf(detail.Get("message")), textOf(detail.Get("incorrect_parameter"))
	}
	text, _, err := lenient.Text(fields.Get("error"))
	if err != nil { // a list, or no field
		return "", ""
	}
	return text, ""
}

// textOf returns a field as a string: a string or a number as text, another value
// as JSON, and "" for none.
func textOf(field jsontext.Value) string {
	if len(field) == 0 {
		return ""
	}
	text, _, err := lenient.Text(field)
	if err != nil {
		return string(field)
	}
	return text
}
