// Package checkpoint writes and reads the text of a place at which a long job goes
// on, in another process too. It knows no job.
package checkpoint

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"

	"github.com/chargekit/chargekit-go/internal/transport"
)

// version of the text. Texts of another one are rejected.
const version = 1

// mostText is the length of the longest text that is read.
const mostText = 64 << 10

// Checkpoint is the place of a job. The zero one is its beginning.
type Checkpoint struct {
	job   string          // vendor, method and a hash of the parameters; "" for the beginning
	state json.RawMessage // the job's own, as it was read
	live  any             // the job's own, while it runs
}

// text is a checkpoint in JSON.
type text struct {
	Version int             `json:"v"`
	Job     string          `json:"job,omitzero"`
	State   json.RawMessage `json:"at,omitzero"`
}

// Job names a job: the vendor and the method, and what it does by its parameters.
// Parameters that don't change what it does are left out by the caller.
func Job(method string, params any) (string, error) {
	sent, err := json.Marshal(params)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(sent)
	return method + " " + base64.RawURLEncoding.EncodeToString(sum[:9]), nil
}

// IsZero reports whether the checkpoint is the beginning.
func (c *Checkpoint) IsZero() bool { return c.job == "" }

// Open reads the place into state, a pointer, which stays as it is at the
// beginning. From then on the checkpoint shows what state points to. A checkpoint
// of another job is a [*transport.InvalidError].
func (c *Checkpoint) Open(job string, state any) error {
	if c.job != "" && c.job != job {
		return invalid("is of another method, or of other params")
	}
	at := c.state
	if c.live != nil {
		var err error
		if at, err = json.Marshal(c.live); err != nil {
			return err
		}
	}
	if len(at) > 0 {
		if err := json.Unmarshal(at, state); err != nil {
			return invalid("is damaged")
		}
	}
	*c = Checkpoint{job: c.job, state: at}
	return nil
}

// Set makes the checkpoint show a place.
func (c *Checkpoint) Set(job string, state any) { c.job, c.live = job, state }

// MarshalText returns the checkpoint as one line of JSON.
func (c *Checkpoint) MarshalText() ([]byte, error) {
	at := c.state
	if c.live != nil {
		var err error
		if at, err = json.Marshal(c.live); err != nil {
			return nil, err
		}
	}
	return json.Marshal(text{Version: version, Job: c.job, State: at})
}

// UnmarshalText reads what MarshalText wrote. An error is a [*transport.InvalidError].
func (c *Checkpoint) UnmarshalText(data []byte) error {
	var t text
	switch err := json.Unmarshal(data, &t); {
	case len(data) > mostText || err != nil:
		return invalid("is damaged")
	case t.Version != version:
		return invalid("is of another version of this package")
	case (t.Job == "") != (len(t.State) == 0):
		return invalid("is damaged")
	}
	*c = Checkpoint{job: t.Job, state: t.State}
	return nil
}

func invalid(reason string) error {
	return &transport.InvalidError{Param: "checkpoint", Reason: reason}
}
