package orderfile

import (
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
)

// Field is a value of an order that a column can have.
type Field string

// The fields of an order. A mapping by hand needs OrderID, OrderedAt and Amount.
const (
	OrderID       Field = "order_id"
	TransactionID Field = "transaction_id"
	OrderedAt     Field = "ordered_at"   // date, or date and time
	OrderedTime   Field = "ordered_time" // time of day, if it has a column of its own
	TimeZone      Field = "time_zone"
	Currency      Field = "currency"
	Amount        Field = "amount"
	RefundedSum   Field = "refunded"
	StatusWord    Field = "status"
	Email         Field = "email"
	CustomerID    Field = "customer_id"
	Name          Field = "name"
	FirstName     Field = "first_name"
	LastName      Field = "last_name"
	Phone         Field = "phone"
	Company       Field = "company"
	Address1      Field = "address1"
	Address2      Field = "address2"
	City          Field = "city"
	State         Field = "state"
	Zip           Field = "zip"
	Country       Field = "country"
	Shipping      Field = "shipping"
	Tax           Field = "tax"
	Fee           Field = "fee"
	Discount      Field = "discount"
	ItemList      Field = "items" // such as "2 x Cup @ 9.50; 1 x Tray @ 48.00"
	ItemName      Field = "item_name"
	ItemSKU       Field = "item_sku"
	ItemQuantity  Field = "item_quantity"
	ItemPrice     Field = "item_price"
	CardPrefix    Field = "card_prefix"
	CardSuffix    Field = "card_suffix"
	CardBrand     Field = "card_brand"
	Carrier       Field = "carrier"
	Tracking      Field = "tracking_number"
)

var allFields = []Field{
	OrderID, TransactionID, OrderedAt, OrderedTime, TimeZone, Currency, Amount, RefundedSum, StatusWord,
	Email, CustomerID, Name, FirstName, LastName, Phone, Company, Address1, Address2, City, State, Zip, Country,
	Shipping, Tax, Fee, Discount, ItemList, ItemName, ItemSKU, ItemQuantity, ItemPrice,
	CardPrefix, CardSuffix, CardBrand, Carrier, Tracking,
}

var moneyFields = []Field{Amount, RefundedSum, Shipping, Tax, Fee, Discount, ItemPrice}

// Columns says by hand which column of a file holds which field. Names of columns
// are compared without case and without spaces around them.
type Columns map[Field]string

// ParseColumns reads a mapping such as "order_id=Name,amount=Total". A pair whose
// column has a comma stands in quotes, as in a CSV file. It returns an error for
// a field that does not exist or is there twice, and for one that is missing.
func ParseColumns(text string) (Columns, error) {
	reader := csv.NewReader(strings.NewReader(text))
	reader.TrimLeadingSpace = true
	pairs, err := reader.Read()
	if err != nil {
		return nil, fmt.Errorf("columns: not like order_id=Name,amount=Total: %w", err)
	}
	columns := Columns{}
	for _, pair := range pairs {
		name, column, _ := strings.Cut(pair, "=")
		field := Field(strings.TrimSpace(name))
		switch column = strings.TrimSpace(column); {
		case !slices.Contains(allFields, field):
			return nil, fmt.Errorf("columns: %q is no field; there are %s", field, fieldNames())
		case column == "":
			return nil, fmt.Errorf("columns: %s has no column", field)
		case columns[field] != "":
			return nil, fmt.Errorf("columns: %s is there twice", field)
		}
		columns[field] = column
	}
	return columns, columns.check()
}

func (c Columns) check() error {
	for _, field := range []Field{OrderID, OrderedAt, Amount} {
		if c[field] == "" {
			return fmt.Errorf("columns: %s is missing; needed are %s, %s and %s", field, OrderID, OrderedAt, Amount)
		}
	}
	if (c[ItemName] == "") != (c[ItemPrice] == "") {
		return fmt.Errorf("columns: %s and %s need each other", ItemName, ItemPrice)
	}
	return nil
}

func fieldNames() string {
	names := []string{}
	for _, field := range allFields {
		names = append(names, string(field))
	}
	return strings.Join(names, ", ")
}

// layout returns the layout of a mapping.
func (c Columns) layout() *layout {
	l := &layout{name: "columns", title: "the mapping by hand", byHand: true, fields: map[Field][]string{}, statuses: anyStatuses}
	for field, column := range c {
		l.fields[field] = []string{column}
		l.must = append(l.must, []string{column})
	}
	l.severalRows = c[ItemName] != ""
	return l
}
