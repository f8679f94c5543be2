package openapi

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
)

// Description is one of the files in testdata/openapi.
type Description struct {
	*openapi3.T
	router routers.Router
	base   *url.URL
}

// Load reads and checks the description of a vendor. root is the folder of the
// repository.
func Load(root, vendor string) (*Description, error) {
	loader := openapi3.NewLoader()
	doc, err := loader.LoadFromFile(filepath.Join(root, "testdata", "openapi", vendor+".yaml"))
	if err != nil {
		return nil, err
	}
	if err := doc.Validate(loader.Context); err != nil {
		return nil, err
	}
	router, err := gorillamux.NewRouter(doc)
	if err != nil {
		return nil, err
	}
	base, err := url.Parse(doc.Servers[0].URL)
	return &Description{doc, router, base}, err
}

// Exchange is a request with the response to it. The request's body can be read
// again after each check.
type Exchange struct {
	Request *http.Request
	Status  int
	Header  http.Header
	Body    []byte
}

// CheckRequest says what in a request is not described. It returns the name of
// the operation, also beside an error, if there is one for the request.
func (d *Description) CheckRequest(req *http.Request) (operation string, err error) {
	input, err := d.input(req)
	if err != nil {
		return "", err
	}
	return input.Route.Operation.OperationID, errors.Join(
		openapi3filter.ValidateRequest(req.Context(), input),
		checkQuery(req.URL.RawQuery, input.Route),
	)
}

// CheckResponse says what in a response is not described.
func (d *Description) CheckResponse(x *Exchange) error {
	input, err := d.input(x.Request)
	if err != nil {
		return err
	}
	response := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: input, Status: x.Status, Header: x.Header, Options: input.Options,
	}
	return openapi3filter.ValidateResponse(x.Request.Context(), response.SetBodyBytes(x.Body))
}

// input finds the operation. The host is the description's, wherever the
// request went to; the path has to be right as it is.
func (d *Description) input(req *http.Request) (*openapi3filter.RequestValidationInput, error) {
	moved := req.Clone(req.Context())
	moved.URL.Scheme, moved.URL.Host, moved.Host = d.base.Scheme, d.base.Host, d.base.Host
	route, params, err := d.router.FindRoute(moved)
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", req.Method, req.URL.EscapedPath(), err)
	}
	options := &openapi3filter.Options{
		AuthenticationFunc:                openapi3filter.NoopAuthenticationFunc,
		IncludeResponseStatus:             true,
		RejectWhenRequestBodyNotSpecified: true,
		SkipSettingDefaults:               true, // else a check would change the request
	}
	options.WithCustomSchemaErrorFunc(inShort)
	return &openapi3filter.RequestValidationInput{Request: req, PathParams: params, Route: route, Options: options}, nil
}

// inShort leaves out the schema and the value, which take pages.
func inShort(err *openapi3.SchemaError) string {
	return "at /" + strings.Join(err.JSONPointer(), "/") + ": " + err.Reason
}
