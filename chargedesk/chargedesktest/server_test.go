package chargedesktest_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

func TestAWrongKeyIsRejected(t *testing.T) {
	t.Parallel()
	d := open(t, chargedesktest.WithKey("sk_live_7"))
	for user, password := range map[string]string{chargedesktest.Key: "", "sk_live": "_7", "": "sk_live_7"} {
		t.Run(user, func(t *testing.T) {
			d := d.with(t)
			status, body := d.list(user, password)
			require.Equal(t, 401, status, user)
			require.NotEmpty(t, parse(t, body).at("error", "message"))
		})
	}
	require.False(t, d.LastRequest().Executed)
}

func TestAPasswordBesideTheKeyIsIgnored(t *testing.T) {
	t.Parallel()
	d := open(t)
	for _, password := range []string{"", "x", chargedesktest.Key} {
		t.Run(password, func(t *testing.T) {
			d := d.with(t)
			status, body := d.list(chargedesktest.Key, password)
			require.Equal(t, 200, status, string(body))
		})
	}
}

// list lists charges with these credentials.
func (d *desk) list(user, password string) (status int, body []byte) {
	req := httptest.NewRequest(http.MethodGet, "/v1/charges", nil)
	req.SetBasicAuth(user, password)
	response := httptest.NewRecorder()
	d.ServeHTTP(response, req)
	return response.Code, response.Body.Bytes()
}

func TestALostResponseOfARefundIsUnknownToTheClient(t *testing.T) {
	t.Parallel()
	for _, inMemory := range []bool{false, true} {
		opts := []chargedesktest.Option{}
		if inMemory {
			opts = append(opts, chargedesktest.InMemory())
		}
		d := open(t, opts...)
		charge := d.SeedCharge("34.00", "USD")
		d.FailNext(chargedesktest.DropResponse)

		_, err := d.Client().Gateway.Refund(t.Context(), charge.ChargeID, &chargedesk.RefundParams{Amount: chargedesk.MustAmount("21.00")})

		require.ErrorIs(t, err, chargedesk.ErrOutcomeUnknown)
		require.Equal(t, 1, d.Refunds(charge.ChargeID))
		require.Len(t, d.Requests(), 1)
	}
}

func TestTheClientReadsWhatTheServerKeeps(t *testing.T) {
	t.Parallel()
	for _, types := range []chargedesktest.JSONTypes{chargedesktest.LiveTypes, chargedesktest.DocsTypes} {
		d := open(t, chargedesktest.WithJSONTypes(types))
		seeded := d.SeedCharge("34.00", "USD")
		client := d.Client(chargedesk.WithUserAgent("shop/1"))
		charge, err := client.Charges.Get(t.Context(), seeded.ChargeID)
		require.NoError(t, err)
		require.Equal(t, seeded.CustomerID, charge.CustomerID)
		require.True(t, noon.Equal(charge.Occurred.Time))
		require.Contains(t, d.LastRequest().Header.Get("User-Agent"), "shop/1")

		_, err = client.Charges.Get(t.Context(), "ch_none")
		require.ErrorIs(t, err, chargedesk.ErrNotFound)
		rejection, ok := errors.AsType[*chargedesk.Error](err)
		require.True(t, ok)
		require.NotEmpty(t, rejection.Message)
	}
}

func TestAClientOfAnUnlimitedServerHasNoLimiter(t *testing.T) {
	t.Parallel()
	d := open(t)
	client := d.Client()
	for range 100 {
		_, err := client.Products.List(t.Context(), nil)
		require.NoError(t, err)
	}
	require.Panics(t, func() { d.Client(chargedesk.WithBaseURL("nowhere")) })
}

func TestOneServerTakesManyAtOnce(t *testing.T) {
	t.Parallel()
	d := open(t)
	hooks := d.SeedWebhook("https://shop.example.com/hook")
	charge := d.SeedCharge("100", "USD")
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for j := range 10 {
				id := fmt.Sprintf("%d-%d", i, j)
				d.post("/charges", "amount=1&currency=USD&customer[id]=c"+url.QueryEscape(id))
				d.get("/charges?count=5&customer[id]=" + charge.CustomerID)
				d.post("/gateway/charges/"+charge.ChargeID+"/refund", "amount=0.25")
				d.SeedCharges(2)
				d.Counts()
				d.Deliveries()
			}
			_, err := d.Snapshot()
			require.NoError(t, err)
		})
	}
	wg.Wait()
	require.Equal(t, 80, d.Refunds(charge.ChargeID))
	includes(t, d.get("/charges/"+charge.ChargeID), object{"amount_refunded": "20.00", "status": "partially refunded"})
	require.Equal(t, 1+80+160, d.Counts()["charges"])
	d.del("/webhooks/" + hooks)
}
