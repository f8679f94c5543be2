package fake

import (
	"encoding/json"
	"io"
	"net/http"
	"time"
	"unicode/utf8"
)

// Record writes one JSON line to w for every exchange that ends from now on,
// with the answer's status, headers and body; nil stops it. Lines are in the
// order of the answers and are written whole, one Write call each, before the
// client sees the answer. Errors of w are ignored: a full disk must not change
// what the client sees.
//
// The headers that carry credentials are redacted; everything else the client
// sent is in it.
func (j *Journal) Record(w io.Writer) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.record = w
}

// recordLine is one line of the recording.
type recordLine struct {
	Time     time.Time    `json:"time"`
	Executed bool         `json:"executed"`
	Request  recordedSend `json:"request"`
	Answer   *recordedAns `json:"answer"` // null: the connection was dropped
}

type recordedSend struct {
	Method string      `json:"method"`
	Path   string      `json:"path"`
	Query  string      `json:"query,omitempty"`
	Header http.Header `json:"header"`
	recordedBody
}

type recordedAns struct {
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

// recordedBody keeps text readable and everything else exact.
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

// settle writes down how an exchange ended: with this answer, or with none.
func (j *Journal) settle(entry *Request, ans *answer) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if ans != nil {
		entry.Status = ans.status
	}
	if j.record == nil {
		return
	}
	line, err := json.Marshal(newRecordLine(entry, ans))
	if err != nil {
		return // unreachable: the line is made of text, bytes and numbers
	}
	_, _ = j.record.Write(append(line, '\n'))
}

func newRecordLine(entry *Request, ans *answer) recordLine {
	line := recordLine{
		Time:     entry.Time,
		Executed: entry.Executed,
		Request: recordedSend{
			Method: entry.Method, Path: entry.Path, Query: entry.RawQuery,
			Header: withoutCredentials(entry.Header), recordedBody: recorded(entry.Body),
		},
	}
	if ans != nil {
		line.Answer = &recordedAns{Status: ans.status, Header: ans.header, recordedBody: recorded(ans.body)}
	}
	return line
}
