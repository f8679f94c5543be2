package transport

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestARawPathIsCheckedAndItsIdsAreNotShown(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"/disputes":                       "/disputes",
		"/customers/ada%40example.com":    "/customers/…",
		"/customers/ada%40example.com/ab": "/customers/…",
		"/":                               "/",
	} {
		route, err := RawRoute(path)
		require.NoError(t, err, path)
		require.Equal(t, want, route, path)
	}
	for _, path := range []string{"", "disputes", "/a?b", "/a#b", "/a/../b", "/a/%2e%2E/b", "/./a", "/a/{id}", "/a\n", "/%zz"} {
		_, err := RawRoute(path)
		invalid := new(InvalidError)
		require.ErrorAs(t, err, &invalid, "%q", path)
		require.Equal(t, "path", invalid.Param)
	}
}
