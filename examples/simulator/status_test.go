package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"
)

// The page renews itself every few seconds, so it must not depend on how much
// there is.
func TestTheStatusPageCostsTheSameForMuch(t *testing.T) {
	page := func(seed int) float64 {
		set, err := parse([]string{"-seed", fmt.Sprint(seed)}, io.Discard)
		require.NoError(t, err)
		sim, err := newSimulator(set)
		require.NoError(t, err)
		defer sim.close()
		request := httptest.NewRequest(http.MethodGet, "/", nil)
		return testing.AllocsPerRun(5, func() { sim.sites[0].handler.ServeHTTP(httptest.NewRecorder(), request) })
	}
	require.InDelta(t, page(10), page(5000), 50)
}
