package main

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/chargekit/chargekit-go/chargehound"
	"github.com/chargekit/chargekit-go/internal/orderfile"
)

// evidence is what the order says about the dispute. The names of the fields are
// those of the template at Chargehound: change them here to your template's.
func evidence(order orderfile.Order, template string) (*chargehound.DisputeSubmitParams, error) {
	params := &chargehound.DisputeSubmitParams{
		Template: optional(template),
		Fields: chargehound.Fields{
			"order_id":   chargehound.TextField(order.ID),
			"ordered_at": chargehound.DateField(order.PlacedAt),
		},
	}
	if order.Email != "" {
		params.Fields["customer_email"] = chargehound.EmailField(order.Email)
	}
	if order.Name != "" {
		params.Fields["customer_name"] = chargehound.TextField(order.Name)
	}
	if len(order.Parcels) > 0 {
		params.Fields["tracking"] = chargehound.TextField(tracking(order.Parcels))
	}
	for _, item := range order.Items {
		total := item.UnitPrice.Mul(decimal.NewFromInt(item.Quantity))
		amount, err := chargehound.DecimalToMinor(total.String(), order.Currency)
		if err != nil {
			return nil, fmt.Errorf("line %d of the order file: an item's price can't be sent: %w", order.Lines[0], err)
		}
		params.Products = append(params.Products, chargehound.Product{
			Name: item.Name, Quantity: chargehound.NewQuantity(item.Quantity), Amount: amount, SKU: optional(item.SKU),
		})
	}
	return params, nil
}

func tracking(parcels []orderfile.Parcel) string {
	numbers := make([]string, len(parcels))
	for i, parcel := range parcels {
		numbers[i] = strings.TrimSpace(parcel.Carrier + " " + parcel.Number)
	}
	return strings.Join(numbers, ", ")
}

// optional is a parameter that is not sent when there is no value for it.
func optional(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}
