package chargehound

import (
	"bytes"
	"net/http"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/chargekit/chargekit-go/internal/api"
	"github.com/chargekit/chargekit-go/internal/lenient"
	"github.com/chargekit/chargekit-go/internal/transport"
)

// envelope is what a response says about an error. Responses of before 2021 have
// no type, and a gateway's HTML has none of it.
type envelope struct {
	status   int
	kind     ErrorType
	message  string
	url      string
	livemode bool
}

// readEnvelope reads the fields that it finds and leaves the others zero.
func readEnvelope(body []byte) envelope {
	fields := lenient.Fields(body)
	env := envelope{url: textOf(fields.Get("url"))}
	env.livemode, _, _ = lenient.Bool(orNull(fields.Get("livemode")))
	detail := fields.Object("error")
	if detail == nil {
		env.message = textOf(fields.Get("error"))
		return env
	}
	env.message, env.kind = textOf(detail.Get("message")), ErrorType(textOf(detail.Get("type")))
	if status, _, err := lenient.Int64(orNull(detail.Get("status"))); err == nil && status >= 0 && status <= 999 {
		env.status = int(status)
	}
	return env
}

// textOf returns the text of a string, number or bool, "" for anything else.
func textOf(field jsontext.Value) string {
	text, _, _ := lenient.Text(orNull(field))
	return text
}

func orNull(field jsontext.Value) jsontext.Value {
	if len(field) == 0 {
		return jsontext.Value("null")
	}
	return field
}

// checkEnvelope finds an error in a 2xx response: the call was rejected.
func checkEnvelope(x *api.Exchange) error {
	body := x.Response.Body
	if !bytes.Contains(body, []byte(`"error"`)) {
		return nil
	}
	if isNoError(lenient.Fields(body).Get("error")) {
		return nil
	}
	outcome := transport.RejectedOutcome(x.Call.Safety, x.Response)
	if readEnvelope(body).status >= http.StatusInternalServerError {
		outcome = transport.Failed
	}
	// With the dispute or a success beside it, the error does not prove that nothing was done.
	if x.Call.Safety == transport.Once && (outcome == transport.Failed || mayHaveApplied(body)) {
		outcome = transport.Unknown
	}
	return newError(x, x.Failure(outcome))
}

// isNoError reports whether an error field means that there is no error: it is
// missing, null, false or empty.
func isNoError(field jsontext.Value) bool {
	switch string(bytes.TrimSpace(field)) {
	case "{}", "[]":
		return true
	}
	yes, _, err := lenient.Bool(orNull(field))
	return err == nil && !yes
}

// mayHaveApplied reports whether a rejection leaves open that the call took effect:
// it is, or has, a dispute, or it says success.
func mayHaveApplied(body []byte) bool {
	body = api.TrimBody(body)
	fields := lenient.Fields(body)
	success, _, err := lenient.Bool(orNull(fields.Get("success")))
	return hasDispute(body) || hasDispute(fields.Get("dispute")) || err == nil && success
}

// hasDispute reports whether a response has an id and a state, as a dispute has.
func hasDispute(body []byte) bool {
	fields := lenient.Fields(body)
	return textOf(fields.Get("id"))+textOf(fields.Get("external_identifier")) != "" && textOf(fields.Get("state")) != ""
}
