package fake

import (
	"encoding/json"
	"fmt"
)

// Snapshot begins the snapshots of every vendor, so that no fake takes what
// another one, or another version of it, has written.
type Snapshot struct {
	Vendor  string `json:"vendor"`
	Version int    `json:"version"` // changes with the form
}

// Read decodes a snapshot that begins like this one into state, which embeds a
// Snapshot.
func (s Snapshot) Read(data []byte, state any) error {
	var found Snapshot
	if err := json.Unmarshal(data, &found); err != nil {
		return fmt.Errorf("not a snapshot: %w", err)
	}
	if found != s {
		return fmt.Errorf("a snapshot of %q version %d is wanted, not of %q version %d", s.Vendor, s.Version, found.Vendor, found.Version)
	}
	if err := json.Unmarshal(data, state); err != nil {
		return fmt.Errorf("not a snapshot: %w", err)
	}
	return nil
}
