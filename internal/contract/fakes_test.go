package contract

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

func TestTheFakesShareTheirText(t *testing.T) {
	t.Parallel()
	for file, of := range map[string][]string{
		"server_new.go": vendors, "server_faults.go": vendors, "server_journal.go": vendors,
		"server_deliveries.go": {"chargedesk", "chargehound"},
	} {
		texts := map[string]string{}
		for _, vendor := range of {
			text, err := os.ReadFile(filepath.Join(root(), fakePath(vendor), file))
			require.NoError(t, err)
			texts[vendor] = strings.Replace(string(text), "package "+vendor+"test\n", "", 1)
		}
		for vendor, text := range texts {
			assert.Equal(t, texts["chargedesk"], text, "%s of %s", file, vendor)
		}
	}
}

// oneFake is what this test needs of a fake, and can't name in general.
type oneFake struct {
	server interface {
		http.Handler
		Close()
		Now() time.Time
		Snapshot() ([]byte, error)
		Restore([]byte) error
		Counts() map[string]int
	}
	path, user, password string // of a list
	failNext             func() // with a 503
	last                 func() (executed bool)
	list                 func(context.Context) (ids []string, err error) // by the fake's client
	write                func(context.Context) error                     // what must happen once, after a read
	seed                 func(n int) []string
}

// newFakes makes one of each, on real ports or as handlers.
func newFakes(t *testing.T, handlers bool) map[string]oneFake {
	desk, hound, back := chargedesktest.NewServer, chargehoundtest.NewServer, chargebacktest.NewServer
	if handlers {
		desk, hound, back = chargedesktest.NewHandler, chargehoundtest.NewHandler, chargebacktest.NewHandler
	}
	fakes := map[string]oneFake{
		"chargedesk":  deskFake(desk(chargedesktest.WithClock(nil))),
		"chargehound": houndFake(hound(chargehoundtest.WithClock(nil))),
		"chargeback":  backFake(back(chargebacktest.WithClock(nil))),
	}
	for _, fake := range fakes {
		t.Cleanup(fake.server.Close)
	}
	return fakes
}

func deskFake(s *chargedesktest.Server) oneFake {
	return oneFake{
		server: s, path: "/v1/charges", user: chargedesktest.Key,
		failNext: func() { s.FailNext(chargedesktest.Respond(503, "{}")) },
		last:     func() bool { return s.LastRequest().Executed },
		list: func(ctx context.Context) (ids []string, err error) {
			for charge, err := range s.Client().Charges.All(ctx, nil) {
				if err != nil {
					return nil, err
				}
				ids = append(ids, charge.ChargeID)
			}
			return ids, nil
		},
		write: func(ctx context.Context) error {
			client, id := s.Client(), s.SeedCharge("34.00", "USD").ChargeID
			if _, err := client.Charges.Get(ctx, id); err != nil {
				return err
			}
			_, err := client.Gateway.RefundInFull(ctx, id, nil)
			return err
		},
		seed: func(n int) []string { return s.SeedCharges(n) },
	}
}

func houndFake(s *chargehoundtest.Server) oneFake {
	return oneFake{
		server: s, path: "/v1/disputes", user: chargehoundtest.Key,
		failNext: func() { s.FailNext(chargehoundtest.Respond(503, "{}")) },
		last:     func() bool { return s.LastRequest().Executed },
		list: func(ctx context.Context) (ids []string, err error) {
			for dispute, err := range s.Client().Disputes.All(ctx, nil) {
				if err != nil {
					return nil, err
				}
				ids = append(ids, dispute.ID)
			}
			return ids, nil
		},
		write: func(ctx context.Context) error {
			client, id := s.Client(), s.SeedDisputeWith(chargehoundtest.Dispute{Template: "goods"})
			if _, err := client.Disputes.Get(ctx, id); err != nil {
				return err
			}
			_, err := client.Disputes.Submit(ctx, id, nil)
			return err
		},
		seed: s.SeedDisputes,
	}
}

func backFake(s *chargebacktest.Server) oneFake {
	return oneFake{
		server: s, path: "/api/v1/orders", user: chargebacktest.PublicKey, password: chargebacktest.SecretKey,
		failNext: func() { s.FailNext(chargebacktest.Respond(503, "{}")) },
		last:     func() bool { return s.LastRequest().Executed },
		list: func(ctx context.Context) (ids []string, err error) {
			for order, err := range s.Client().Orders.All(ctx, nil) {
				if err != nil {
					return nil, err
				}
				ids = append(ids, string(order.ID))
			}
			return ids, nil
		},
		write: func(ctx context.Context) error {
			client := s.Client()
			if _, err := client.Orders.Get(ctx, s.SeedOrder("ord_1")); err != nil {
				return err
			}
			_, err := client.Orders.Create(ctx, &chargeback.OrderCreateParams{
				OrderID: "ord_1042", OrderTS: chargeback.NewTime(time.Now()), OrderAmount: chargeback.MustAmount("180.06"),
				TransactionID: "txn_047a", TransactionAmount: chargeback.MustAmount("180.06"),
				CRMName: new(chargebacktest.CRMName), MerchantName: chargebacktest.MerchantName,
			})
			return err
		},
		seed: func(n int) []string {
			var ids []string
			for _, id := range s.SeedOrders(n) {
				ids = append(ids, string(id))
			}
			return ids
		},
	}
}

func (f oneFake) ask(user, password string) int {
	req := httptest.NewRequest(http.MethodGet, f.path, nil)
	req.SetBasicAuth(user, password)
	response := httptest.NewRecorder()
	f.server.ServeHTTP(response, req)
	return response.Code
}

func TestAWrongKeyUsesUpNoFault(t *testing.T) {
	t.Parallel()
	for vendor, fake := range newFakes(t, true) {
		fake.failNext()
		wrong := [][2]string{{"", ""}, {"wrong", fake.password}}
		if fake.password != "" {
			wrong = append(wrong, [2]string{fake.user, "wrong"})
		}
		for _, wrong := range wrong {
			require.Equal(t, 401, fake.ask(wrong[0], wrong[1]), vendor)
			executed := fake.last()
			require.False(t, executed, vendor)
		}
		require.Equal(t, 503, fake.ask(fake.user, fake.password), vendor)
		require.Equal(t, 200, fake.ask(fake.user, fake.password), vendor)
	}
}

func TestAFakesClientIsWhatProgramsShip(t *testing.T) {
	t.Parallel()
	for vendor, fake := range newFakes(t, false) {
		t.Run(vendor, func(t *testing.T) {
			var connections []string // of the read and the write
			ctx := httptrace.WithClientTrace(t.Context(), &httptrace.ClientTrace{GotConn: func(got httptrace.GotConnInfo) {
				connections = append(connections, got.Conn.LocalAddr().String())
			}})
			require.NoError(t, fake.write(ctx))
			executed := fake.last()
			require.True(t, executed)
			require.Len(t, connections, 2)
			require.NotEqual(t, connections[0], connections[1], "a write that must happen once shares no connection with a read")
		})
	}
}

func TestAHandlerHasNoClient(t *testing.T) {
	t.Parallel()
	for vendor, fake := range newFakes(t, true) {
		require.Panics(t, func() { _, _ = fake.list(t.Context()) }, vendor)
	}
}

func TestAClockThatIsNilIsTheRealOne(t *testing.T) {
	t.Parallel()
	for vendor, fake := range newFakes(t, true) {
		require.WithinDuration(t, time.Now(), fake.server.Now(), time.Minute, vendor)
	}
}

func TestAKeyOfAFakeIsNotEmpty(t *testing.T) {
	t.Parallel()
	for option, give := range map[string]func(){
		"chargedesktest.WithKey":  func() { chargedesktest.WithKey("") },
		"chargehoundtest.WithKey": func() { chargehoundtest.WithKey("") },
		"chargebacktest.WithKeys": func() { chargebacktest.WithKeys("pk", "") },
		"chargebacktest.AddKeys":  func() { chargebacktest.NewHandler().AddKeys("", "sk") },
	} {
		require.PanicsWithValue(t, option+": a key is empty", give)
	}
}

func TestSeedsInBulkAreToldInTheOrderOfAList(t *testing.T) {
	t.Parallel()
	for vendor, fake := range newFakes(t, false) {
		seeded := fake.seed(5)
		require.Len(t, seeded, 5)
		listed, err := fake.list(t.Context())
		require.NoError(t, err)
		require.Equal(t, seeded, listed, vendor)
	}
}

func TestASnapshotIsForItsVendorOnly(t *testing.T) {
	t.Parallel()
	fakes := newFakes(t, true)
	for vendor, fake := range fakes {
		require.Len(t, fake.seed(3), 3)
		before := fake.server.Counts()
		shot, err := fake.server.Snapshot()
		require.NoError(t, err)
		for other, taker := range fakes {
			err := taker.server.Restore(shot)
			if other == vendor {
				require.NoError(t, err)
			} else {
				require.ErrorContains(t, err, vendor, "%s took it", other)
			}
		}
		for _, nonsense := range []string{"", "{}", "null", "[]", "5", "{", string(shot) + "{}", `{"vendor":"` + vendor + `","version":0}`} {
			require.Error(t, fake.server.Restore([]byte(nonsense)), "%s took %q", vendor, nonsense)
		}
		require.Equal(t, before, fake.server.Counts(), vendor)
	}
}
