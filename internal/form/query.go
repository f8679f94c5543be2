package form

import (
	"net/url"
	"reflect"

	"github.com/google/go-querystring/query"
)

// Values returns the variables of a pointer to a flat struct, by its `url` tags.
// It is for the queries of vendors that know no names with brackets; [Params] is
// for the others. A nil pointer has no variables.
func Values(params any) (url.Values, error) {
	if v := reflect.ValueOf(params); !v.IsValid() || v.Kind() == reflect.Pointer && v.IsNil() {
		return url.Values{}, nil
	}
	return query.Values(params)
}
