package guides_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

// desks has a client for each company, made when it is first needed.
type desks struct {
	secret func(ctx context.Context, company string) (string, error) // of a vault
	opts   []chargedesk.Option

	mu      sync.Mutex
	clients map[string]*chargedesk.Client
}

func (d *desks) of(company string) (*chargedesk.Client, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if client, ok := d.clients[company]; ok {
		return client, nil
	}
	opts := append(d.opts[:len(d.opts):len(d.opts)], chargedesk.WithKeyFunc(func(ctx context.Context) (string, error) {
		return d.secret(ctx, company)
	}))
	client, err := chargedesk.New("", opts...)
	if err != nil {
		return nil, err
	}
	if d.clients == nil {
		d.clients = map[string]*chargedesk.Client{}
	}
	d.clients[company] = client
	return client, nil
}

func TestCompaniesAndTheirKeys(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fake := chargedesktest.NewTestServer(t, chargedesktest.InMemory())
		vault := map[string]string{"lumen": chargedesktest.Key, "loom": "sk_test_old"}
		sealed := errors.New("the vault is sealed")
		d := &desks{
			secret: func(_ context.Context, company string) (string, error) {
				if key, ok := vault[company]; ok {
					return key, nil
				}
				return "", sealed
			},
			opts: []chargedesk.Option{chargedesk.WithBaseURL(fake.URL), chargedesk.WithHTTPClient(fake.HTTPClient())},
		}
		ping := func(company string) error {
			client, err := d.of(company)
			require.NoError(t, err)
			return client.Ping(t.Context())
		}

		began := time.Now()
		for range 60 {
			require.NoError(t, ping("lumen"))
		}
		require.ErrorIs(t, ping("loom"), chargedesk.ErrUnauthorized)
		require.Zero(t, time.Since(began), "the companies have limits of their own")
		vault["loom"] = chargedesktest.Key
		fake.ClearRequests()
		time.Sleep(2 * time.Minute) // the fake has one company
		require.NoError(t, ping("loom"))

		err := ping("nobody")
		require.ErrorIs(t, err, sealed)
		require.ErrorIs(t, err, chargedesk.ErrNotSent)
		require.Len(t, fake.Requests(), 1)
		require.Len(t, d.clients, 3)
	})
}
