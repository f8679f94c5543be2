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
		route, err := RawRoute("POST", path, nil)
		require.NoError(t, err, path)
		require.Equal(t, want, route, path)
	}
	for _, path := range []string{"", "disputes", "/a?b", "/a#b", "/a/../b", "/a/%2e%2E/b", "/./a", "/a/{id}", "/a\n", "/%zz"} {
		_, err := RawRoute("POST", path, nil)
		invalid := new(InvalidError)
		require.ErrorAs(t, err, &invalid, "%q", path)
		require.Equal(t, "path", invalid.Param)
	}
	for param, try := range map[string]func() (string, error){
		"method": func() (string, error) { return RawRoute("post", "/a", nil) },
		"out":    func() (string, error) { return RawRoute("POST", "/a", map[string]any{}) },
	} {
		_, err := try()
		invalid := new(InvalidError)
		require.ErrorAs(t, err, &invalid)
		require.Equal(t, param, invalid.Param)
	}
}
