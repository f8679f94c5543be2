// Command stripe is a program with stripe-go.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/stripe/stripe-go/v84"
)

func main() {
	client := stripe.NewClient(os.Getenv("KEY"))
	fmt.Println(client.V1Charges.Retrieve(context.Background(), "ch_1", nil))
}
