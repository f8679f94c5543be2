package contract

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/contract/openapi"
)

var validators = func() map[string]func() (*openapi.Description, error) {
	all := map[string]func() (*openapi.Description, error){}
	for _, vendor := range vendors {
		all[vendor] = sync.OnceValues(func() (*openapi.Description, error) { return openapi.Load(root(), vendor) })
	}
	return all
}()

// Each call with all parameters, and the fake's response to it, are valid by the
// description. Package openapi has more calls, and those that fail.
func TestEveryMethodSpeaksAsDescribed(t *testing.T) {
	t.Parallel()
	everyMethod(t, func(t *testing.T, vendor, method string) {
		if !isOperation(vendor, method) {
			return
		}
		description, err := validators[vendor]()
		require.NoError(t, err)
		for _, in := range []input{valid, varied} {
			inWorld(t, vendor, method, func(t *testing.T, w *world) {
				w.witness = &openapi.Witness{Description: description}
				_, err := w.callWith(w.arguments(t.Context(), in))
				require.NoError(t, err)
				seen, wrong := w.witness.Take()
				require.NoError(t, wrong)
				require.Contains(t, seen, describedAs(t, vendor, method).id)
			})
		}
	})
}
