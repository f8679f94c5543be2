package openapi

import (
	"errors"
	"fmt"
	"net/url"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/routers"

	"github.com/chargekit/chargekit-go/internal/fake"
)

// checkQuery rejects names that the operation does not have. The library checks
// only the parameters it knows, and of occurred[max] only the fields it knows.
func checkQuery(raw string, route *routers.Route) error {
	query, err := fake.ParseForm(raw)
	if err != nil {
		return err
	}
	times, err := url.ParseQuery(raw)
	if err != nil {
		return err
	}
	var rejected []error
	for _, name := range query.Map() {
		parameter := queryParameter(route, name)
		if parameter == nil {
			rejected = append(rejected, fmt.Errorf("%s has no query parameter %q", route.Operation.OperationID, name))
			continue
		}
		if len(times[name]) > 1 && !anyIs(variants(parameter.Schema), "array") {
			rejected = append(rejected, fmt.Errorf("query parameter %q is sent twice", name))
		}
		rejected = append(rejected, checkMembers(name, query.At(name), parameter))
	}
	return errors.Join(rejected...)
}

func queryParameter(route *routers.Route, name string) *openapi3.Parameter {
	for _, list := range []openapi3.Parameters{route.Operation.Parameters, route.PathItem.Parameters} {
		if found := list.GetByInAndName(openapi3.ParameterInQuery, name); found != nil {
			return found
		}
	}
	return nil
}

func checkMembers(name string, value *fake.Value, parameter *openapi3.Parameter) error {
	if !value.IsMap() {
		return nil
	}
	if parameter.Style != openapi3.SerializationDeepObject {
		return fmt.Errorf("query parameter %q takes no brackets", name)
	}
	for _, key := range value.Map() {
		known := func(s *openapi3.Schema) bool { return s.Properties[key] != nil || s.AdditionalProperties.Schema != nil }
		if !slices.ContainsFunc(variants(parameter.Schema), known) {
			return fmt.Errorf("query parameter %q has no field %q", name, key)
		}
	}
	return nil
}
