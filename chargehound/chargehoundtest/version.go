package chargehoundtest

import "slices"

// version is a version of the API. Versions compare like their dates.
type version string

const (
	v2016  version = "2016-03-05"
	v2017  version = "2017-10-30"
	v2020  version = "2020-02-28"
	v2021  version = "2021-09-15"
	latest         = v2021
)

func (v version) known() bool { return slices.Contains([]version{v2016, v2017, v2020, v2021}, v) }

// oldNames tells whether the names of 2016 are sent and taken beside the new ones.
func (v version) oldNames() bool { return v == v2016 }

// acceptedHolds tells whether an accepted dispute is submitted only by force, and
// accept rules are looked at on updates and submits too.
func (v version) acceptedHolds() bool { return v >= v2020 }

// closesAll tells whether dispute.closed is sent for disputes that Chargehound did
// not submit.
func (v version) closesAll() bool { return v >= v2021 }
