package form_test

import (
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/form"
)

func TestValuesOfFlatParams(t *testing.T) {
	t.Parallel()
	type flat struct {
		Limit *int    `url:"limit,omitempty"`
		State *string `url:"state,omitempty"`
	}
	for name, c := range map[string]struct {
		params any
		want   url.Values
	}{
		"nil":         {nil, url.Values{}},
		"nil pointer": {(*flat)(nil), url.Values{}},
		"nothing set": {&flat{}, url.Values{}},
		"set":         {&flat{Limit: new(0), State: new("won")}, url.Values{"limit": {"0"}, "state": {"won"}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := form.Values(c.params)
			require.NoError(t, err)
			require.Equal(t, c.want, got)
		})
	}
}
