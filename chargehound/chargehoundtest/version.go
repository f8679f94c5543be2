package chargehoundtest

import "slices"

// version is a version of the API. Versions compare by date.
type version string

const (
	v2016  version = "2016-03-05"
	v2017  version = "2017-10-30"
	v2020  version = "2020-02-28"
	v2021  version = "2021-09-15"
	latest         = v2021
)

func (v version) known() bool { return slices.Contains([]version{v2016, v2017, v2020, v2021}, v) }

// oldNames reports whether the field names of 2016 are used beside the new ones.
func (v version) oldNames() bool { return v == v2016 }

// acceptedHolds reports whether an accepted dispute is submitted only with force,
// and accept rules also apply to updates and submits.
func (v version) acceptedHolds() bool { return v >= v2020 }

// closesAll reports whether dispute.closed is also sent for disputes that
// Chargehound did not submit.
func (v version) closesAll() bool { return v >= v2021 }
