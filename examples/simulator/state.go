package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
)

// savedState is the file of -state. A fake whose state is missing starts empty.
type savedState struct {
	ChargeDesk  json.RawMessage `json:"chargedesk,omitempty"`
	Chargeback  json.RawMessage `json:"chargeback,omitempty"`
	Chargehound json.RawMessage `json:"chargehound,omitempty"`
}

// saveState responds with the state of the three fakes.
func (sim *simulator) saveState(w http.ResponseWriter, _ *http.Request) {
	var saved savedState
	for to, snapshot := range map[*json.RawMessage]func() ([]byte, error){
		&saved.ChargeDesk: sim.desk.Snapshot, &saved.Chargeback: sim.back.Snapshot, &saved.Chargehound: sim.hound.Snapshot,
	} {
		text, err := snapshot()
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		*to = text
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(saved) // fails only if the client has left
}

// load restores the state in a file, if the path is not "".
func (sim *simulator) load(path string) error {
	if path == "" {
		return nil
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var saved savedState
	reader := json.NewDecoder(bytes.NewReader(text))
	reader.DisallowUnknownFields()
	if err := reader.Decode(&saved); err != nil {
		return fmt.Errorf("%s is not what /state returns: %w", path, err)
	}
	for _, part := range []struct {
		text    json.RawMessage
		restore func([]byte) error
	}{{saved.ChargeDesk, sim.desk.Restore}, {saved.Chargeback, sim.back.Restore}, {saved.Chargehound, sim.hound.Restore}} {
		if part.text == nil {
			continue
		}
		if err := part.restore(part.text); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
	return nil
}
