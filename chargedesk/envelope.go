package chargedesk

import (
	"bytes"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/chargekit/chargekit-go/internal/transport"
	"github.com/chargekit/chargekit-go/internal/wire"
)

// checkEnvelope finds the error member that ChargeDesk may put into a 2xx
// answer: the call was refused.
func checkEnvelope(answer transport.Answer, r request) error {
	if !bytes.Contains(answer.Body, []byte(`"error"`)) || !isError(errorMember(answer.Body)) {
		return nil
	}
	return newError(&transport.Failure{Answer: answer, Method: r.method, Route: r.route, Outcome: transport.Refused(r.safety, answer)}, r)
}

// isError says whether an error member means one: null, false, "", {} and [] do not.
func isError(member jsontext.Value) bool {
	switch text := string(bytes.TrimSpace(member)); text {
	case "", "null", "false", `""`, "{}", "[]":
		return false
	}
	return true
}

func errorMember(body []byte) jsontext.Value {
	var answer struct {
		Error jsontext.Value `json:"error"`
	}
	if wire.Decode(body, &answer) != nil {
		return nil
	}
	return answer.Error
}

// envelope reads what ChargeDesk says about an error. Any other body, HTML for
// example, says nothing.
func envelope(body []byte) (message, param string) {
	member := errorMember(body)
	if text, ok, err := wire.Text(member); len(member) > 0 && err == nil && ok {
		return text, ""
	}
	var detail struct {
		Message jsontext.Value `json:"message"`
		Param   jsontext.Value `json:"incorrect_parameter"`
	}
	if len(member) == 0 || wire.Decode(member, &detail) != nil {
		return "", ""
	}
	return textOf(detail.Message), textOf(detail.Param)
}

func textOf(member jsontext.Value) string {
	if len(member) == 0 {
		return ""
	}
	text, _, err := wire.Text(member)
	if err != nil {
		return string(member)
	}
	return text
}
