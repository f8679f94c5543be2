package chargehound

import (
	"bytes"
	"encoding/json"
	"net/http"

	"github.com/chargekit/chargekit-go/internal/lenient"
	"github.com/chargekit/chargekit-go/internal/transport"
)

// refusal is what Chargehound says about an error. Answers of before 2021 have
// no type, and others, a gateway's HTML for example, none of it.
type refusal struct {
	status   int
	kind     ErrorType
	message  string
	url      string
	livemode bool
}

// readRefusal takes what it finds and leaves zero what it does not.
func readRefusal(body []byte) refusal {
	member, about := errorMember(body)
	if text, ok := textOf(member); ok {
		return refusal{message: text, url: about.url, livemode: about.livemode}
	}
	var detail struct {
		Status  json.RawMessage `json:"status"`
		Type    json.RawMessage `json:"type"`
		Message json.RawMessage `json:"message"`
	}
	if len(member) == 0 || lenient.Decode(member, &detail) != nil {
		return about
	}
	if status, ok, err := lenient.Int64(orNull(detail.Status)); ok && err == nil && status >= 0 && status <= 999 {
		about.status = int(status)
	}
	kind, _ := textOf(detail.Type)
	about.kind = ErrorType(kind)
	about.message, _ = textOf(detail.Message)
	return about
}

func errorMember(body []byte) (json.RawMessage, refusal) {
	var answer struct {
		Error    json.RawMessage `json:"error"`
		URL      json.RawMessage `json:"url"`
		Livemode json.RawMessage `json:"livemode"`
	}
	if lenient.Decode(bytes.TrimSpace(body), &answer) != nil {
		return nil, refusal{}
	}
	var about refusal
	about.url, _ = textOf(answer.URL)
	about.livemode, _, _ = lenient.Bool(orNull(answer.Livemode))
	return answer.Error, about
}

func textOf(member json.RawMessage) (string, bool) {
	text, ok, err := lenient.Text(orNull(member))
	return text, ok && err == nil
}

func orNull(member json.RawMessage) []byte {
	if len(member) == 0 {
		return []byte("null")
	}
	return member
}

// checkEnvelope finds an error in a 2xx answer: the call was refused.
func checkEnvelope(answer transport.Response, r request) error {
	if !bytes.Contains(answer.Body, []byte(`"error"`)) {
		return nil
	}
	member, _ := errorMember(answer.Body)
	if saysNo(member) {
		return nil
	}
	outcome := transport.RejectedOutcome(r.class(), answer)
	if readRefusal(answer.Body).status >= http.StatusInternalServerError {
		outcome = transport.Failed
	}
	// With the dispute beside it, the error does not prove that nothing was done.
	if r.class() == transport.Once && (outcome == transport.Failed || hasDispute(answer.Body)) {
		outcome = transport.Unknown
	}
	return newError(&transport.Failure{Response: answer, Method: r.method, Route: r.route, Outcome: outcome}, r)
}

// saysNo reports whether an error member means that there is none: it is
// missing, null, false or empty, in any of the spellings.
func saysNo(member json.RawMessage) bool {
	switch string(bytes.TrimSpace(member)) {
	case "{}", "[]":
		return true
	}
	yes, _, err := lenient.Bool(orNull(member))
	return err == nil && !yes
}

// hasDispute reports whether an answer looks like a dispute, error or not.
func hasDispute(body []byte) bool {
	var answer struct {
		ID    json.RawMessage `json:"id"`
		OldID json.RawMessage `json:"external_identifier"`
		State json.RawMessage `json:"state"`
	}
	if lenient.Decode(bytes.TrimSpace(body), &answer) != nil {
		return false
	}
	id, _ := textOf(answer.ID)
	oldID, _ := textOf(answer.OldID)
	state, _ := textOf(answer.State)
	return id+oldID != "" && state != ""
}
