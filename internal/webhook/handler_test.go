package webhook

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// An id and a type are logged, so a sender must not decide how long a log line is.
func TestAnEventWithAnEndlessIDOrTypeIsRefused(t *testing.T) {
	t.Parallel()
	const token = "k3yWo5xvJm0Zr8sQnT4uLd"
	long := strings.Repeat("w", 256)
	for _, c := range []struct {
		id, kind string
		status   int
	}{
		{long, "test", http.StatusBadRequest},
		{"wh_1", long, http.StatusBadRequest},
		{long[1:], long[1:], http.StatusOK},
	} {
		var log strings.Builder
		work := 0
		h := New(Config{
			Vendor: "vendor", Token: token, Store: NewMemory(), Logger: slog.New(slog.NewTextHandler(&log, nil)),
			Parse: func([]byte) (*Event, error) {
				return &Event{ID: c.id, Type: c.kind, Work: func(context.Context) error { work++; return nil }}, nil
			},
		})
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/"+token, strings.NewReader("{}")))
		require.Equal(t, c.status, w.Code)
		require.Equal(t, c.status == http.StatusOK, work == 1)
		require.NotContains(t, log.String(), long[1:])
	}
}
