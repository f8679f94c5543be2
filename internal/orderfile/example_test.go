package orderfile_test

import (
	"errors"
	"fmt"
	"strings"

	"github.com/chargekit/chargekit-go/internal/orderfile"
)

// A job reports the orders, counts what is left out and names what can't be used.
func ExampleFile_Orders() {
	columns, err := orderfile.ParseColumns("order_id=Ref,ordered_at=Placed,amount=Sum,status=State")
	if err != nil {
		fmt.Println(err)
		return
	}
	source := strings.NewReader("Ref;Placed;Sum;State\n" +
		"A-1;2026-03-01 10:00;1.204,50;paid\n" +
		"A-2;2026-03-01 11:00;5,00;pending\n" +
		"A-3;2026-03-01 12:00;5. Jan;paid\n")
	file, err := orderfile.Open(source, orderfile.Options{Columns: columns, Currency: "EUR"})
	if err != nil {
		fmt.Println(err)
		return
	}
	leftOut := map[orderfile.Reason]int{}
	for order, err := range file.Orders() {
		if left, ok := errors.AsType[*orderfile.LeftOut](err); ok {
			leftOut[left.Reason]++
			continue
		}
		if _, ok := errors.AsType[*orderfile.RowError](err); ok {
			fmt.Println(err)
			continue
		}
		if err != nil {
			fmt.Println("the file can't be read any further:", err)
			return
		}
		fmt.Println(order.ID, order.Amount, order.Currency, order.Status, "zone known:", order.ZoneKnown)
	}
	fmt.Println(leftOut)
	// Output:
	// A-1 1204.5 EUR paid zone known: false
	// line 4: column "Sum" is no amount (a spreadsheet program may have made something else of it); open the original file, not one saved again
	// map[not paid:1]
}
