package chargehound

import "time"

// Versions of the API, from the first to the latest.
//
// Chargehound documentation: https://www.chargehound.com/docs/api/index.html#versioning
const (
	APIVersion20160305 = "2016-03-05"
	APIVersion20171030 = "2017-10-30"
	APIVersion20200228 = "2020-02-28"
	APIVersion20210915 = "2021-09-15"
	APIVersionLatest   = APIVersion20210915
)

const notAVersion = "is not a date like 2021-09-15"

func isVersion(version string) bool {
	_, err := time.Parse(time.DateOnly, version)
	return err == nil
}
