package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTheStateCanBeTakenAlong(t *testing.T) {
	t.Parallel()
	urls, _, _ := simulate(t, "-seed", "3", "-chargeback-crm", "acme")
	_, state := get(t, urls["status page"]+"/state")
	saved := filepath.Join(t.TempDir(), "saved.json")
	require.NoError(t, os.WriteFile(saved, []byte(state), 0o600))

	urls, _, _ = simulate(t, "-state", saved)
	_, again := get(t, urls["status page"]+"/state")
	require.JSONEq(t, state, again)
	urls, _, _ = simulate(t, "-state", saved, "-seed", "2")
	page, err := houndOf(t, urls).Disputes.List(t.Context(), nil)
	require.NoError(t, err)
	require.Len(t, page.Data, 5)
}
