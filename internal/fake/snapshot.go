package fake

import (
	"encoding/json"
	"fmt"
)

// Snapshot is the header of a snapshot, by which a fake rejects a snapshot of
// another vendor or version.
type Snapshot struct {
	Vendor  string `json:"vendor"`
	Version int    `json:"version"` // changes with the format
}

// Read decodes a snapshot with this header into state, which embeds a Snapshot.
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
