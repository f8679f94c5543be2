package chargedesk_test

import (
	"errors"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

func TestAnUpdateThatKeepsTheIDMayBeRetried(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		fake := chargedesktest.NewServer(chargedesktest.InMemory())
		defer fake.Close()
		customer := fake.SeedCustomer("Ada Loom")
		fake.FailNext(chargedesktest.DropResponse)
		_, err := fake.Client().Customers.Update(t.Context(), customer, &chargedesk.CustomerUpdateParams{CustomerID: &customer, Name: new("x")})
		require.NoError(t, err)
		require.Len(t, fake.Requests(), 2)
	})
}

func TestARenamedObjectHasItsNewID(t *testing.T) {
	t.Parallel()
	for id, fits := range map[string]bool{"new": true, "old": true, "other": false} {
		desk := replying(t, 200, about(id))
		_, customer := desk.Customers.Update(t.Context(), "old", &chargedesk.CustomerUpdateParams{CustomerID: new("new")})
		_, subscription := desk.Subscriptions.Update(t.Context(), "old", &chargedesk.SubscriptionUpdateParams{SubscriptionID: new("new")})
		_, product := desk.Products.Update(t.Context(), "old", &chargedesk.ProductUpdateParams{ProductID: new("new")})
		for _, err := range []error{customer, subscription, product} {
			require.Equal(t, fits, err == nil, "%s: %v", id, err)
			require.Equal(t, !fits, errors.Is(err, chargedesk.ErrOutcomeUnknown), id)
		}
	}
}

func TestADeleteSaysWhatElseGoes(t *testing.T) {
	t.Parallel()
	for _, mode := range []chargedesk.DeleteMode{"", "3"} {
		t.Run("mode "+string(mode), func(t *testing.T) {
			t.Parallel()
			requireFault(t, "delete_all", silent(t).Customers.Delete(t.Context(), "cus_ada", mode))
		})
	}
}
