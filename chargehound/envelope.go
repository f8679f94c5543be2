package chargehound

import (
	"bytes"
	"encoding/json"
	"net/http"

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
	field, env := errorField(body)
	if text, ok := textOf(field); ok {
		env.message = text
		return env
	}
	var detail struct {
		Status  json.RawMessage `json:"status"`
		Type    json.RawMessage `json:"type"`
		Message json.RawMessage `json:"message"`
	}
	if len(field) == 0 || lenient.Decode(field, &detail) != nil {
		return env
	}
	if status, ok, err := lenient.Int64(orNull(detail.Status)); ok && err == nil && status >= 0 && status <= 999 {
		env.status = int(status)
	}
	kind, _ := textOf(detail.Type)
	env.kind = ErrorType(kind)
	env.message, _ = textOf(detail.Message)
	return env
}

// errorField returns the error field, and an envelope with what stands beside it.
func errorField(body []byte) (json.RawMessage, envelope) {
	var response struct {
		Error    json.RawMessage `json:"error"`
		URL      json.RawMessage `json:"url"`
		Livemode json.RawMessage `json:"livemode"`
	}
	if lenient.Decode(bytes.TrimSpace(body), &response) != nil {
		return nil, envelope{}
	}
	var env envelope
	env.url, _ = textOf(response.URL)
	env.livemode, _, _ = lenient.Bool(orNull(response.Livemode))
	return response.Error, env
}

func textOf(field json.RawMessage) (string, bool) {
	text, ok, err := lenient.Text(orNull(field))
	return text, ok && err == nil
}

func orNull(field json.RawMessage) []byte {
	if len(field) == 0 {
		return []byte("null")
	}
	return field
}

// checkEnvelope finds an error in a 2xx response: the call was rejected.
func checkEnvelope(x *api.Exchange) error {
	body := x.Response.Body
	if !bytes.Contains(body, []byte(`"error"`)) {
		return nil
	}
	field, _ := errorField(body)
	if isNoError(field) {
		return nil
	}
	outcome := transport.RejectedOutcome(x.Call.Safety, x.Response)
	if readEnvelope(body).status >= http.StatusInternalServerError {
		outcome = transport.Failed
	}
	// With the dispute beside it, the error does not prove that nothing was done.
	if x.Call.Safety == transport.Once && (outcome == transport.Failed || hasDispute(body)) {
		outcome = transport.Unknown
	}
	return newError(x, x.Failure(outcome))
}

// isNoError reports whether an error field means that there is no error: it is
// missing, null, false or empty.
func isNoError(field json.RawMessage) bool {
	switch string(bytes.TrimSpace(field)) {
	case "{}", "[]":
		return true
	}
	yes, _, err := lenient.Bool(orNull(field))
	return err == nil && !yes
}

// hasDispute reports whether a response has an id and a state, as a dispute has.
func hasDispute(body []byte) bool {
	var response struct {
		ID    json.RawMessage `json:"id"`
		OldID json.RawMessage `json:"external_identifier"`
		State json.RawMessage `json:"state"`
	}
	if lenient.Decode(bytes.TrimSpace(body), &response) != nil {
		return false
	}
	id, _ := textOf(response.ID)
	oldID, _ := textOf(response.OldID)
	state, _ := textOf(response.State)
	return id+oldID != "" && state != ""
}

// hasBool reports whether a response has a field of that name that is true or false.
func hasBool(body []byte, name string) bool {
	var fields map[string]json.RawMessage
	if lenient.Decode(body, &fields) != nil {
		return false
	}
	_, ok, err := lenient.Bool(orNull(fields[name]))
	return err == nil && ok
}
