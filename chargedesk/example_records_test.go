package chargedesk_test

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

func ExampleNew() {
	desk, err := chargedesk.New("sk_test_shop",
		chargedesk.WithUserAgent("lumen-shop/2.1"), chargedesk.WithAttemptTimeout(30*time.Second))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(desk.Charges != nil)
	// Output: true
}

func ExampleClient_Do() {
	fake := chargedesktest.NewServer()
	defer fake.Close()
	charge := fake.SeedCharge("34.00", "USD")

	var response struct {
		Amount string `json:"amount"`
	}
	err := fake.Client().Do(context.Background(), http.MethodGet, "/charges/"+charge.ChargeID, nil, &response)
	fmt.Println(response.Amount, err)
	// Output: 34.00 <nil>
}

func ExampleCustomersService_Create() {
	fake := chargedesktest.NewServer()
	defer fake.Close()
	desk := fake.Client()

	customer, err := desk.Customers.Create(context.Background(), &chargedesk.CustomerCreateParams{
		CustomerID:     "cus_ada",
		UpdateIfExists: true,
		Name:           new("Ada Loom"),
		Email:          new("ada@example.com"),
		Delinquent:     new(false),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(customer.CustomerID, customer.Name, customer.Delinquent)
	// Output: cus_ada Ada Loom false
}

func ExampleCustomersService_Get() {
	fake := chargedesktest.NewServer()
	defer fake.Close()
	id := fake.SeedCustomer("Ada Loom")
	desk := fake.Client()

	customer, err := desk.Customers.Get(context.Background(), id)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(customer.Name, customer.CardOnFile, customer.Charges, "charges")
	// Output: Ada Loom true 0 charges
}

func ExampleCustomersService_List() {
	fake := chargedesktest.NewServer()
	defer fake.Close()
	fake.SeedCustomer("Ada Loom")
	fake.SeedCustomer("Grace Desk")
	desk := fake.Client()

	page, err := desk.Customers.List(context.Background(), &chargedesk.CustomerListParams{Name: new("Ada")})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(len(page.Data), page.Data[0].Name)
	// Output: 1 Ada Loom
}

func ExampleCustomersService_All() {
	fake := chargedesktest.NewServer()
	defer fake.Close()
	fake.SeedCustomers(600)
	desk := fake.Client()

	customers := 0
	for _, err := range desk.Customers.All(context.Background(), nil) {
		if err != nil {
			fmt.Println(err)
			return
		}
		customers++
	}
	fmt.Println(customers)
	// Output: 600
}

// What an agent has edited by hand stays as it is unless OverrideAgents is true.
func ExampleCustomersService_Update() {
	fake := chargedesktest.NewServer()
	defer fake.Close()
	id := fake.SeedCustomer("Ada Loom")
	if err := fake.EditAsAgent(id, "name", "Countess Loom"); err != nil {
		fmt.Println(err)
		return
	}
	desk := fake.Client()

	for _, override := range []bool{false, true} {
		customer, err := desk.Customers.Update(context.Background(), id, &chargedesk.CustomerUpdateParams{
			Name:           new("Ada Weaver"),
			OverrideAgents: &override,
		})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(customer.Name)
	}
	// Output:
	// Countess Loom
	// Ada Weaver
}

func ExampleCustomersService_Delete() {
	fake := chargedesktest.NewServer()
	defer fake.Close()
	paid := fake.SeedCharge("34.00", "USD")
	desk := fake.Client()

	if err := desk.Customers.Delete(context.Background(), paid.CustomerID, chargedesk.DeleteModeAnonymize); err != nil {
		fmt.Println(err)
		return
	}
	left := fake.Counts()
	fmt.Println(left["customers"], "customers,", left["charges"], "charge")
	// Output: 0 customers, 1 charge
}

// What a person bought is in Charges.All: the format of what Search returns is not
// documented.
func ExampleCustomersService_Search() {
	fake := chargedesktest.NewServer()
	defer fake.Close()
	id := fake.SeedCustomer("Ada Loom")
	fake.SeedChargeWith(chargedesktest.Charge{CustomerID: id, Amount: "34.00", Currency: "EUR"})
	fake.SeedCharge("9.00", "EUR") // of somebody else
	desk, ctx := fake.Client(), context.Background()

	found, err := desk.Customers.Search(ctx, &chargedesk.CustomerSearchParams{Query: new("Ada")})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(len(found.Customers), "found")

	for charge, err := range desk.Charges.All(ctx, &chargedesk.ChargeListParams{CustomerID: &id}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(charge.CustomerName, charge.Amount, charge.Currency, charge.Status)
	}
	// Output:
	// 1 found
	// Ada Loom 34.00 EUR paid
}
