package chargedesk_test

import (
	"context"
	"fmt"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

func ExampleSubscriptionsService_Create() {
	fake := chargedesktest.NewServer()
	defer fake.Close()
	desk := fake.Client()

	subscription, err := desk.Subscriptions.Create(context.Background(), &chargedesk.SubscriptionCreateParams{
		SubscriptionID: "sub_9K",
		UpdateIfExists: true,
		CustomerID:     new("cus_ada"),
		Amount:         new(chargedesk.MustAmount("7.50")),
		Currency:       new(chargedesk.CurrencyEUR),
		Interval:       new(chargedesk.IntervalMonth),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(subscription.SubscriptionID, subscription.Status, subscription.Amount, subscription.Interval)
	// Output: sub_9K active 7.50 month
}

func ExampleSubscriptionsService_Get() {
	fake := chargedesktest.NewServer()
	defer fake.Close()
	id := fake.SeedSubscription("cus_ada", "7.50", "EUR")
	desk := fake.Client()

	subscription, err := desk.Subscriptions.Get(context.Background(), id)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(subscription.Status, subscription.Status.IsCanceled(), subscription.CanceledAt.IsZero())
	// Output: active false true
}

func ExampleSubscriptionsService_List() {
	fake := chargedesktest.NewServer()
	defer fake.Close()
	fake.SeedSubscription("cus_ada", "7.50", "EUR")
	fake.SeedSubscription("cus_grace", "8.50", "EUR")
	desk := fake.Client()

	page, err := desk.Subscriptions.List(context.Background(), &chargedesk.SubscriptionListParams{CustomerID: new("cus_grace")})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(len(page.Data), page.Data[0].Amount)
	// Output: 1 8.50
}

func ExampleSubscriptionsService_All() {
	fake := chargedesktest.NewServer()
	defer fake.Close()
	fake.SeedSubscriptions(600)
	desk := fake.Client()

	active := 0
	for subscription, err := range desk.Subscriptions.All(context.Background(), nil) {
		if err != nil {
			fmt.Println(err)
			return
		}
		if subscription.Status == chargedesk.SubscriptionStatusActive {
			active++
		}
	}
	fmt.Println(active)
	// Output: 600
}

func ExampleSubscriptionsService_Update() {
	fake := chargedesktest.NewServer()
	defer fake.Close()
	id := fake.SeedSubscription("cus_ada", "7.50", "EUR")
	desk := fake.Client()

	subscription, err := desk.Subscriptions.Update(context.Background(), id, &chargedesk.SubscriptionUpdateParams{Status: new(chargedesk.SubscriptionStatusPastDue)})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(subscription.Status)
	// Output: past_due
}

func ExampleProductsService_Create() {
	fake := chargedesktest.NewServer()
	defer fake.Close()
	desk := fake.Client()

	product, err := desk.Products.Create(context.Background(), &chargedesk.ProductCreateParams{
		ProductID:      "prod_loom",
		UpdateIfExists: true,
		Name:           new("Loom"),
		Amount:         new(chargedesk.MustAmount("34.00")),
		Currency:       new(chargedesk.CurrencyUSD),
		Chargeable:     new(false), // no payment page
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(product.Name, product.Amount, product.Chargeable)
	// Output: Loom 34.00 false
}

func ExampleProductsService_Get() {
	fake := chargedesktest.NewServer()
	defer fake.Close()
	id := fake.SeedProduct("Loom", "34.00", "USD")
	desk := fake.Client()

	product, err := desk.Products.Get(context.Background(), id)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(product.Name, product.Interval == chargedesk.IntervalNone)
	// Output: Loom true
}

func ExampleProductsService_List() {
	fake := chargedesktest.NewServer()
	defer fake.Close()
	fake.SeedProducts(30)
	desk := fake.Client()

	page, err := desk.Products.List(context.Background(), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(len(page.Data))
	// Output: 20
}

func ExampleProductsService_All() {
	fake := chargedesktest.NewServer()
	defer fake.Close()
	fake.SeedProducts(600)
	desk := fake.Client()

	products := 0
	for _, err := range desk.Products.All(context.Background(), nil) {
		if err != nil {
			fmt.Println(err)
			return
		}
		products++
	}
	fmt.Println(products)
	// Output: 600
}

// A new id renames the product; the old one is not found any more.
func ExampleProductsService_Update() {
	fake := chargedesktest.NewServer()
	defer fake.Close()
	id := fake.SeedProduct("Loom", "34.00", "USD")
	desk := fake.Client()

	product, err := desk.Products.Update(context.Background(), id, &chargedesk.ProductUpdateParams{ProductID: new("prod_loom_2")})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(product.ProductID, product.Name)
	// Output: prod_loom_2 Loom
}
