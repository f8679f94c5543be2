package orderfile

import (
	"regexp"
	"strings"
	"time"
)

// shortZones are the short names that stand for one offset only, in hours. CST and
// IST are not among them.
var shortZones = map[string]float64{
	"UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "WEST": 1, "BST": 1, "CET": 1, "CEST": 2, "MEZ": 1, "MESZ": 2, "EET": 2, "EEST": 3,
	"NST": -3.5, "NDT": -2.5, "ADT": -3, "EST": -5, "EDT": -4, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
	"AKST": -9, "AKDT": -8, "HST": -10, "BRT": -3, "JST": 9, "HKT": 8, "AWST": 8, "ACST": 9.5, "ACDT": 10.5,
	"AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13,
}

// longZones are the names that Square gives to the zones of its countries.
var longZones = map[string]string{
	"hawaii": "Pacific/Honolulu", "alaska": "America/Anchorage", "arizona": "America/Phoenix",
	"pacific time (us & canada)": "America/Los_Angeles", "mountain time (us & canada)": "America/Denver",
	"central time (us & canada)": "America/Chicago", "eastern time (us & canada)": "America/New_York",
	"indiana (east)": "America/Indiana/Indianapolis", "saskatchewan": "America/Regina",
	"atlantic time (canada)": "America/Halifax", "newfoundland": "America/St_Johns", "puerto rico": "America/Puerto_Rico",
	"london": "Europe/London", "edinburgh": "Europe/London", "dublin": "Europe/Dublin", "paris": "Europe/Paris",
	"madrid": "Europe/Madrid", "tokyo": "Asia/Tokyo", "osaka": "Asia/Tokyo", "sapporo": "Asia/Tokyo",
	"perth": "Australia/Perth", "adelaide": "Australia/Adelaide", "darwin": "Australia/Darwin",
	"brisbane": "Australia/Brisbane", "sydney": "Australia/Sydney", "melbourne": "Australia/Melbourne",
	"canberra": "Australia/Sydney", "hobart": "Australia/Hobart",
}

var (
	offsetZone = regexp.MustCompile(`^(?:GMT|UTC)?([+-])(\d{1,2}):?(\d{2})?$`)
	placeZone  = regexp.MustCompile(`^[A-Z][A-Za-z]+/[A-Za-z_+-]+(/[A-Za-z_]+)?$`)
)

// findZone returns the zone of a name, an offset or a short form.
func findZone(name string) (*time.Location, error) {
	if m := offsetZone.FindStringSubmatch(name); m != nil {
		seconds := number(m[2])*3600 + number(m[3])*60
		if m[1] == "-" {
			seconds = -seconds
		}
		if seconds < -14*3600 || seconds > 14*3600 {
			return nil, errNoZone
		}
		return time.FixedZone("", seconds), nil
	}
	if hours, known := shortZones[strings.ToUpper(name)]; known {
		return time.FixedZone("", int(hours*3600)), nil
	}
	if long, known := longZones[strings.ToLower(name)]; known {
		name = long
	}
	if !placeZone.MatchString(name) {
		return nil, errNoZone
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil, errNoZone
	}
	return zone, nil
}
