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
	if !bytes.Contains(body, []byte(`"error"`)) || !isError(errorMember(body)) {
		return nil
	}
	outcome := transport.RejectedOutcome(x.Call.Safety, x.Response)
	if x.Call.Safety == transport.Once && showsObject(body) {
		outcome = transport.Unknown
	}
	return newError(x, x.Failure(outcome))
}

// showsObject reports whether an answer is, or has, an object with an id.
func showsObject(body []byte) bool {
	members := membersOf(body)
	for _, kind := range []string{"charge", "customer", "subscription", "product", "webhook"} {
		if idIn(members, kind) != "" || idIn(membersOf(members[kind]), kind) != "" {
			return true
		}
	}
	return false
}

// membersOf are the members of an object, and none of anything else.
func membersOf(object []byte) (members map[string]jsontext.Value) {
	if lenient.Decode(object, &members) != nil {
		return nil
	}
	return members
}

// idIn is the id of an object of that kind, or "" if there is none to read.
func idIn(members map[string]jsontext.Value, kind string) string {
	id, _, err := lenient.Text(members[kind+"_id"])
	if err != nil {
		return ""
	}
	return id
}

// isError reports whether an error member means one: null, false, 0, "", {} and
// [] do not.
func isError(member jsontext.Value) bool {
	switch text := string(bytes.TrimSpace(member)); text {
	case "", "null", "false", "0", `""`, `"0"`, `"false"`, "{}", "[]":
		return false
	}
	return true
}

func errorMember(body []byte) jsontext.Value {
	var answer struct {
		Error jsontext.Value `json:"error"`
	}
	if lenient.Decode(body, &answer) != nil {
		return nil
	}
	return answer.Error
}

// envelope reads what ChargeDesk says about an error. Any other body, HTML for
// example, says nothing.
func envelope(body []byte) (message, param string) {
	member := errorMember(body)
	if text, ok, err := lenient.Text(member); len(member) > 0 && err == nil && ok {
		return text, ""
	}
	var detail struct {
		Message jsontext.Value `json:"message"`
		Param   jsontext.Value `json:"incorrect_parameter"`
	}
	if len(member) == 0 || lenient.Decode(member, &detail) != nil {
		return "", ""
	}
	return textOf(detail.Message), textOf(detail.Param)
}

func textOf(member jsontext.Value) string {
	if len(member) == 0 {
		return ""
	}
	text, _, err := lenient.Text(member)
	if err != nil {
		return string(member)
	}
	return text
}
