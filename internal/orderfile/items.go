package orderfile

import (
	"html"
	"regexp"
	"strings"

	"github.com/shopspring/decimal"
)

// noteNoItems is the note of an order whose items can't be read. The order is good
// without them.
const noteNoItems = "the items can't be read and are left out"

// readItems reads the items by the layout's own way, from a list in one cell, or
// from the item columns of the rows.
func (c *cells) readItems(o *Order, rows []row) ([]Item, error) {
	var items []Item
	var err error
	switch {
	case c.layout.items != nil:
		items, err = c.layout.items(c, rows, o.Currency)
	case c.text(ItemList) != "":
		items, err = c.listedItems(o.Currency)
	default:
		return c.itemRows(rows, o.Currency)
	}
	if err != nil {
		o.Notes = append(o.Notes, noteNoItems)
		return nil, nil
	}
	return items, nil
}

func (c *cells) itemRows(rows []row, currency string) ([]Item, error) {
	var items []Item
	for _, r := range rows {
		line := &cells{c.table, r}
		name := line.text(ItemName)
		if name == "" {
			continue
		}
		price, err := line.money(ItemPrice, currency)
		if err != nil {
			return nil, err
		}
		count := decimal.NewFromInt(1)
		if text, column := line.textAt(ItemQuantity); text != "" {
			if count, err = line.parse(text, column, ""); err != nil {
				return nil, err
			}
		}
		items = appendItem(items, name, line.text(ItemSKU), count, price.Mul(count), currency)
	}
	return items, nil
}

// appendItem adds an item by its total. It adds none if all pieces went back.
func appendItem(items []Item, name, sku string, count, total decimal.Decimal, currency string) []Item {
	if !count.IsPositive() {
		return items
	}
	name = html.UnescapeString(name)
	unit := total.DivRound(count, int32(decimalsOf(currency)))
	if count.IsInteger() && count.LessThan(decimal.NewFromInt(1<<31)) && unit.Mul(count).Equal(total) {
		return append(items, Item{name, sku, count.IntPart(), unit})
	}
	return append(items, Item{count.String() + " × " + name, sku, 1, total})
}

var listedItem = regexp.MustCompile(`(?s)^(\d{1,9}) x (.+) @ (\S+)$`)

// listedItems reads "2 x Stoneware cups @ 44.24; 1 x Kettle @ 79.50".
func (c *cells) listedItems(currency string) ([]Item, error) {
	text, column := c.textAt(ItemList)
	var items []Item
	for part := range strings.SplitSeq(text, ";") {
		m := listedItem.FindStringSubmatch(strings.TrimSpace(part))
		if m == nil {
			return nil, &cellError{column, "is not like \"2 x Cup @ 9.50\""}
		}
		price, err := c.parse(m[3], column, currency)
		if err != nil {
			return nil, err
		}
		count := decimal.NewFromInt(int64(number(m[1])))
		items = appendItem(items, m[2], "", count, price.Mul(count), currency)
	}
	return items, nil
}

var wooItem = regexp.MustCompile(`(?s)^name:(.*)\|product_id:[^|]*\|sku:(.*)\|quantity:([^|]*)\|total:([^|]*)(?:\||$)`)

// webToffeeItems reads the columns line_item_1, line_item_2 and so on, whose totals
// are of all pieces of a line. The plugin can write a row for each item instead.
func webToffeeItems(c *cells, rows []row, currency string) ([]Item, error) {
	var items []Item
	for _, r := range rows {
		line := &cells{c.table, r}
		if name := line.named("item_name"); name != "" {
			count, total, err := countAndTotal(line.named("item_quantity"), line.named("item_total"), currency)
			if err != nil {
				return nil, err
			}
			items = appendItem(items, name, line.named("item_sku"), count, total, currency)
		}
	}
	for i, name := range c.header.folded {
		text := c.row.cells[i]
		if !strings.HasPrefix(name, "line_item_") || text == "" {
			continue
		}
		m := wooItem.FindStringSubmatch(text)
		if m == nil {
			return nil, errNoAmount
		}
		count, total, err := countAndTotal(m[3], m[4], currency)
		if err != nil {
			return nil, err
		}
		items = appendItem(items, m[1], m[2], count, total, currency)
	}
	return items, nil
}

var (
	productStart = regexp.MustCompile(`(?:^|\|)\s*Product ID: `)
	productParts = regexp.MustCompile(`(?s)Product Qty: ([^,]*), Product SKU: (.*?), Product Name: (.*?), Product (?:Weight|Variation Details|Unit Price): .*Product Total Price: ([^|]*)`)
)

// bigCommerceItems reads the items of one cell. Names hold commas and bars, so that
// only "Product ID: " behind a bar begins an item.
func bigCommerceItems(c *cells, _ []row, currency string) ([]Item, error) {
	text := c.named("Product Details")
	starts := productStart.FindAllStringIndex(text, -1)
	var items []Item
	for i, start := range starts {
		end := len(text)
		if i+1 < len(starts) {
			end = starts[i+1][0]
		}
		m := productParts.FindStringSubmatch(text[start[1]:end])
		if m == nil {
			return nil, errNoAmount
		}
		count, total, err := countAndTotal(m[1], m[4], currency)
		if err != nil {
			return nil, err
		}
		items = appendItem(items, m[3], m[2], count, total, currency)
	}
	return items, nil
}

// countAndTotal reads numbers within a cell, whose decimal mark is a point in every
// language.
func countAndTotal(countText, totalText, currency string) (count, total decimal.Decimal, err error) {
	if count, err = parseMoney(countText, '.', ""); err != nil {
		return count, total, err
	}
	total, err = parseMoney(totalText, '.', currency)
	return count, total, err
}
