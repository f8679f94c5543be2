package fake

import (
	"encoding/json"
	"io"
	"net/http"
	"time"
	"unicode/utf8"
)

// Record writes one JSON line to w for every exchange that ends from now on,
// with the response's status, headers and body; nil stops it. Lines are in the
// order of the responses and are written whole, one Write call each, before the
// client sees the response. Errors of w are ignored: a full disk must not change
// what the client sees.
//
// Headers that carry credentials are redacted. Everything else the client sent
// is recorded.
func (j *Journal) Record(w io.Writer) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.record = w
}

// recordLine is one line of the recording.
type recordLine struct {
	Time     time.Time         `json:"time"`
	Executed bool              `json:"executed"`
	Request  recordedRequest   `json:"request"`
	Response *recordedResponse `json:"response"` // null: the connection was dropped
}

type recordedRequest struct {
	Method string      `json:"method"`
	Path   string      `json:"path"`
	Query  string      `json:"query,omitempty"`
	Header http.Header `json:"header"`
	recordedBody
}

type recordedResponse struct {
	Status int         `json:"status"`
	Header http.Header `json:"header"`
	recordedBody
}

// withoutCredentials copies headers for a file that may be kept and shared. A
// client under test may send its key in a header that no vendor has.
func withoutCredentials(header http.Header) http.Header {
	header = header.Clone()
	for _, name := range []string{"Authorization", "Proxy-Authorization", "X-Api-Key", "Cookie"} {
		if len(header[name]) > 0 {
			header.Set(name, "<redacted>")
		}
	}
	return header
}

// recordedBody is a body, as a string if it is valid UTF-8 and in base64 if not.
type recordedBody struct {
	Text   string `json:"body,omitempty"`
	Binary []byte `json:"body_base64,omitempty"`
}

func recorded(body []byte) recordedBody {
	if utf8.Valid(body) {
		return recordedBody{Text: string(body)}
	}
	return recordedBody{Binary: body}
}

// settle records how an exchange ended. A nil resp means that the connection was
// dropped.
func (j *Journal) settle(entry *Request, resp *response) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if resp != nil {
		entry.Status = resp.status
	}
	if j.record == nil {
		return
	}
	line, err := json.Marshal(newRecordLine(entry, resp))
	if err != nil {
		return // unreachable: strings, bytes and numbers always encode
	}
	_, _ = j.record.Write(append(line, '\n'))
}

func newRecordLine(entry *Request, resp *response) recordLine {
	line := recordLine{
		Time:     entry.Time,
		Executed: entry.Executed,
		Request: recordedRequest{
			Method: entry.Method, Path: entry.Path, Query: entry.RawQuery,
			Header: withoutCredentials(entry.Header), recordedBody: recorded(entry.Body),
		},
	}
	if resp != nil {
		line.Response = &recordedResponse{Status: resp.status, Header: resp.header, recordedBody: recorded(resp.body)}
	}
	return line
}
