// Command vendors is a program with the three clients of this module.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargehound"
)

func main() {
	ctx, key := context.Background(), os.Getenv("KEY")
	desk, err := chargedesk.New(key)
	fmt.Println(err)
	hound, err := chargehound.New(key)
	fmt.Println(err)
	back, err := chargeback.New(key, key)
	fmt.Println(err)
	fmt.Println(desk.Charges.Get(ctx, "ch_1"))
	fmt.Println(hound.Disputes.Get(ctx, "dp_1"))
	fmt.Println(back.Orders.Get(ctx, "1"))
}
