package openapi

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// step is one call of a method of a client, named as in the descriptions. A call
// whose failure is the point of it has fails.
type step struct {
	operation string
	do        func() error
	fails     error
}

// received is what a fake's journal says of a request.
type received struct {
	Method, Path, RawQuery string
	Header                 http.Header
	Body                   []byte
}

// walk takes the steps, checks every exchange of each, and then what the fake
// says it has received.
func walk(t *testing.T, witness *Witness, steps []step, journal func() []received) coverage {
	t.Helper()
	covered := coverage{}
	for i, s := range steps {
		err := s.do()
		if s.fails != nil {
			assert.ErrorIs(t, err, s.fails, "step %d: %s", i, s.operation)
		} else {
			assert.NoError(t, err, "step %d: %s", i, s.operation)
		}
		seen, rejected := witness.Take()
		assert.NoError(t, rejected, "step %d: %s", i, s.operation)
		operation := operationOf(witness.Description, s.operation)
		require.NotEmpty(t, operation, "no description of %s", s.operation)
		assert.Positive(t, seen[operation], "step %d: %s sent nothing of %s, but %v", i, s.operation, operation, seen)
		covered[s.operation] += seen[operation]
	}
	all := journal()
	assert.Len(t, all, witness.Exchanges(), "requests past the witness")
	for _, r := range all {
		target := strings.TrimSuffix(r.Path+"?"+r.RawQuery, "?")
		_, err := witness.Description.CheckRequest(newRequest(t, r.Method, target, r.Header, r.Body))
		assert.NoError(t, err, "the journal")
	}
	return covered
}

// coverage counts exchanges by method of a client.
type coverage map[string]int

func (c coverage) add(other coverage) {
	for name, n := range other {
		c[name] += n
	}
}

// atLeast prints the table and fails if fewer of the described methods were called.
// That each of them speaks as described is for package contract to see.
func (c coverage) atLeast(t *testing.T, d *Description, least int) {
	t.Helper()
	var table strings.Builder
	all, seen, exchanges := described(d), 0, 0
	for _, name := range slices.Sorted(maps.Keys(all)) {
		fmt.Fprintf(&table, "%5d  %s\n", c[name], name)
		seen += min(c[name], 1)
		exchanges += c[name]
	}
	t.Logf("%s: %d of %d operations, %d exchanges\n%s", d.Info.Title, seen, len(all), exchanges, table.String())
	assert.GreaterOrEqual(t, seen, least, "methods called")
}

// described are the methods of a client that a description names, with the
// operation each belongs to.
func described(d *Description) map[string]string {
	found := map[string]string{}
	for _, path := range d.Paths.Map() {
		for _, operation := range path.Operations() {
			methods, shared := operation.Extensions["x-operations"].([]any)
			if !shared {
				methods = []any{operation.OperationID}
			}
			for _, method := range methods {
				found[method.(string)] = operation.OperationID
			}
		}
	}
	return found
}

func operationOf(d *Description, method string) string { return described(d)[method] }

// second keeps the error of a call whose result does not matter.
func second[T any](_ T, err error) error { return err }

// The witness itself: a wrong request and a wrong response have to be seen.
func TestTheWitnessSeesBothSides(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ target, response, want string }{
		"all is well":      {"/v1/charges/ch_7Q/items", `{"items": []}`, ""},
		"a wrong request":  {"/v1/charges/ch_7Q/items?limit=5", `{"items": []}`, "request of charges.items"},
		"a wrong response": {"/v1/charges/ch_7Q/items", `5`, "response of charges.items"},
	} {
		t.Run(name, func(t *testing.T) {
			witness := &Witness{Description: load(t, "chargedesk")}
			client := witness.Wrap(transport(func(*http.Request) (*http.Response, error) {
				return &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(c.response))}, nil
			}))
			resp, err := client.RoundTrip(newRequest(t, "GET", c.target, http.Header{}, nil))
			require.NoError(t, err)
			var got bytes.Buffer
			_, err = got.ReadFrom(resp.Body)
			require.NoError(t, err)
			assert.Equal(t, c.response, got.String(), "the client gets the response all the same")
			seen, rejected := witness.Take()
			assert.Equal(t, map[string]int{"charges.items": 1}, seen)
			if c.want == "" {
				assert.NoError(t, rejected)
			} else {
				assert.ErrorContains(t, rejected, c.want)
			}
			_, again := witness.Take()
			assert.NoError(t, errors.Join(again))
		})
	}
}
