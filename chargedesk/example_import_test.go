package chargedesk_test

import (
	"context"
	"fmt"
	"iter"
	"slices"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

// cheques yields n charges.
func cheques(n int) iter.Seq[*chargedesk.ChargeCreateParams] {
	return func(yield func(*chargedesk.ChargeCreateParams) bool) {
		for i := range n {
			if !yield(cheque(i)) {
				return
			}
		}
	}
}

func cheque(i int) *chargedesk.ChargeCreateParams {
	return &chargedesk.ChargeCreateParams{
		Amount: chargedesk.MustAmount("34.00"), Currency: chargedesk.CurrencyUSD,
		Customer: chargedesk.ChargeCustomerParams{ID: fmt.Sprintf("cus_%d", i%7)}, TransactionID: new(chequeID(i)),
	}
}

func chequeID(i int) string { return fmt.Sprintf("cheque_%06d", i) }

func ExampleChargesService_Import() {
	fake := chargedesktest.NewServer()
	defer fake.Close()
	nameless := cheque(1)
	nameless.TransactionID = nil
	charges := slices.Values([]*chargedesk.ChargeCreateParams{cheque(0), nameless, cheque(2)})

	for result, err := range fake.Client().Charges.Import(context.Background(), charges, nil) {
		if err != nil {
			fmt.Println(err) // the import has stopped
			return
		}
		if result.Err != nil {
			fmt.Println(result.Index, result.Err)
			continue
		}
		fmt.Println(result.Index, result.ID, result.Row.Status, result.Row.Amount)
	}
	// Output:
	// 0 cheque_000000 paid 34.00
	// 1 chargedesk: charges[1].transaction_id is missing, and a charge without one is recorded twice if it is sent twice; Create sends it once
	// 2 cheque_000002 paid 34.00
}

// An import that was stopped, or killed, is resumed from what was saved last.
func ExampleChargesService_Import_resume() {
	fake := chargedesktest.NewServer(chargedesktest.WithoutRateLimit())
	defer fake.Close()
	desk := fake.Client(chargedesk.WithLimiter(nil))

	var saved []byte // in a file, or in a database
	importCharges := func(most int) (results int) {
		var at chargedesk.Checkpoint
		if saved != nil {
			if err := at.UnmarshalText(saved); err != nil {
				panic(err)
			}
		}
		for result, err := range desk.Charges.Import(context.Background(), cheques(100), nil, chargedesk.WithCheckpoint(&at)) {
			if err != nil || result.Err != nil {
				panic(fmt.Sprint(err, result))
			}
			results++
			saved, _ = at.MarshalText() // the result is dealt with
			if results == most {
				break // the process ends here
			}
		}
		return results
	}
	fmt.Println(importCharges(30), importCharges(-1), fake.Counts()["charges"])
	// Output: 30 70 100
}

func ExampleCustomersService_Import() {
	fake := chargedesktest.NewServer()
	defer fake.Close()
	customers := slices.Values([]*chargedesk.CustomerCreateParams{
		{CustomerID: "cus_ada", Name: new("Ada Loom")}, {CustomerID: "cus_bo", Name: new("Bo Reed")},
	})
	for range 2 {
		for result, err := range fake.Client().Customers.Import(context.Background(), customers, nil) {
			if err != nil || result.Err != nil {
				fmt.Println(err, result)
				return
			}
		}
	}
	fmt.Println(fake.Counts()["customers"])
	// Output: 2
}

func ExampleProductsService_Import() {
	fake := chargedesktest.NewServer()
	defer fake.Close()
	products := slices.Values([]*chargedesk.ProductCreateParams{
		{ProductID: "prod_loom", Name: new("Loom"), Amount: new(chargedesk.MustAmount("340.00")), Currency: new(chargedesk.CurrencyUSD)},
	})
	for result, err := range fake.Client().Products.Import(context.Background(), products, nil) {
		if err != nil || result.Err != nil {
			fmt.Println(err, result)
			return
		}
		fmt.Println(result.Row.ProductID, result.Row.Name, result.Row.Amount)
	}
	// Output: prod_loom Loom 340.00
}
