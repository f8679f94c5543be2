package chargedesktest_test

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

func TestTheSixtyFirstRequestOfAMinuteIsBlocked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := chargedesktest.NewTestServer(t, chargedesktest.InMemory())
		d := &desk{s, t}
		for range 60 {
			d.get("/charges?count=1")
			time.Sleep(time.Second / 10)
		}
		status, header, body := d.send(http.MethodGet, "/charges", "", "")
		require.Equal(t, 429, status)
		require.Equal(t, "60", header.Get("Retry-After"))
		require.NotEmpty(t, parse(t, body).at("error", "message"))
		time.Sleep(59*time.Second + time.Second/2)
		_, header, _ = d.send(http.MethodGet, "/charges", "", "")
		require.Equal(t, "1", header.Get("Retry-After"), "the block is not prolonged")
		time.Sleep(time.Second / 2)
		d.get("/charges")
		require.Equal(t, 2, d.RejectedRequests())

		d.BlockFor(5 * time.Second)
		_, header, _ = d.send(http.MethodGet, "/charges", "", "")
		require.Equal(t, "5", header.Get("Retry-After"))
		s.Close()
		s.HTTPClient().CloseIdleConnections()
	})
}
