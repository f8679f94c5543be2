package orderfile

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

// table is a layout with the places of its columns in one file, and how to read
// the cells of that file.
type table struct {
	layout   *layout
	header   *header
	comma    byte
	at       map[Field][]int
	several  bool // an order can have several rows
	currency string
	zone     *time.Location
	mark     byte // the decimal mark, or 0 if no amount needs one
	dates    dateOrder

	orderAsTransaction bool
}

func newTable(l *layout, h *header, comma byte, opts Options) (*table, error) {
	t := &table{
		layout: l, header: h, comma: comma, at: map[Field][]int{},
		currency: cmp.Or(opts.Currency, l.currency), zone: cmp.Or(opts.Zone, l.zone),
		dates: dateOrder(opts.Dates), orderAsTransaction: opts.OrderAsTransaction,
	}
	if opts.Decimal != "" {
		t.mark = opts.Decimal[0]
	}
	t.several = l.severalRows && (l.severalIf == "" || h.hasAny([]string{l.severalIf}))
	for field, columns := range l.fields {
		if field == OrderID && l == stripe && opts.OrderColumn != "" {
			if !h.hasAny([]string{opts.OrderColumn}) {
				return nil, &FileError{Column: opts.OrderColumn, Reason: "is not there, but named as the column of order ids"}
			}
			columns = append([]string{opts.OrderColumn}, columns...)
		}
		for _, column := range columns {
			if at, found := h.find(column); found {
				t.at[field] = append(t.at[field], at)
			}
		}
	}
	return t, t.check()
}

// check looks for what would make a wrong order of every row.
func (t *table) check() error {
	if len(t.at[Currency]) == 0 && t.currency == "" {
		reason := t.layout.title + ": this file does not say the currency; add -currency, for example -currency EUR"
		if t.layout.byHand {
			reason += ", or currency=COLUMN to -columns"
		}
		return &FileError{Reason: reason}
	}
	missing := []string{}
	for _, need := range t.layout.needed {
		if !t.header.hasAny(need.names) {
			missing = append(missing, fmt.Sprintf("%q is missing: %s", need.names[0], need.why))
		}
	}
	if len(missing) > 0 {
		return &FileError{Reason: t.layout.title + ": column " + strings.Join(missing, "; column ") + "; export again with all columns"}
	}
	for _, places := range t.at {
		for _, at := range places {
			if name := t.header.folded[at]; len(t.header.index[name]) > t.timesOf(name) {
				return &FileError{Column: t.header.shown[at], Reason: "is there twice"}
			}
		}
	}
	return nil
}

// timesOf returns how often a layout may have a column of this folded name.
func (t *table) timesOf(name string) int {
	for _, columns := range t.layout.fields {
		if slices.ContainsFunc(columns, func(column string) bool { return fold(column) == name+"#2" }) {
			return 2
		}
	}
	return 1
}

// cells is a row under its columns.
type cells struct {
	*table
	row row
}

// text returns the first cell of a field that is not empty, without spaces around
// it and without the guards that export programs put there.
func (c *cells) text(field Field) string {
	text, _ := c.textAt(field)
	return text
}

func (c *cells) textAt(field Field) (text, column string) {
	for _, at := range c.at[field] {
		if text := clean(field, c.row.cells[at]); text != "" {
			return text, c.header.shown[at]
		}
	}
	return "", c.columnOf(field)
}

// columnOf returns the name of the first column of a field, or "" without one.
func (t *table) columnOf(field Field) string {
	if len(t.at[field]) == 0 {
		return ""
	}
	return t.header.shown[t.at[field][0]]
}

// clean trims a cell. An apostrophe at its start is a guard in some columns and a
// part of the name in others.
func clean(field Field, text string) string {
	text = strings.TrimSpace(strings.ReplaceAll(text, "\u00a0", " "))
	switch field {
	case Zip, Phone:
		return strings.TrimPrefix(text, "'")
	case Name, FirstName, LastName, Company, Address1, Address2, City, ItemName:
		return text
	}
	return unguard(text)
}

// id returns a field that must not be damaged by a spreadsheet program.
func (c *cells) id(field Field) (string, error) {
	text, column := c.textAt(field)
	switch {
	case exponent.MatchString(text):
		return "", &cellError{column, errExponent.Error()}
	case strings.ContainsFunc(text, isControl):
		return "", &cellError{column, "has a line break or another control character"}
	}
	return text, nil
}

func isControl(c rune) bool { return c < ' ' || c == 0x7f }

// money returns an amount, or zero for an empty cell.
func (c *cells) money(field Field, currency string) (decimal.Decimal, error) {
	text, column := c.textAt(field)
	return c.parse(text, column, currency)
}

func (c *cells) parse(text, column, currency string) (decimal.Decimal, error) {
	if text == "" {
		return decimal.Decimal{}, nil
	}
	value, err := parseMoney(text, c.mark, currency)
	if err != nil {
		return decimal.Decimal{}, &cellError{column, err.Error()}
	}
	return value, nil
}

// named returns the cell of the first of these columns that is there.
func (c *cells) named(columns ...string) string {
	for _, column := range columns {
		if at, found := c.header.find(column); found {
			return strings.TrimSpace(c.row.cells[at])
		}
	}
	return ""
}

func (c *cells) namedMoney(column, currency string) (decimal.Decimal, error) {
	return c.parse(c.named(column), column, currency)
}

func (c *cells) has(columns ...string) bool { return c.header.hasAny(columns) }

// column returns the first of these names that the file has.
func (c *cells) column(columns ...string) string {
	for _, column := range columns {
		if _, found := c.header.find(column); found {
			return column
		}
	}
	return ""
}

// status returns the verdict of the row's status word, or "" for an unknown one.
func (c *cells) status() verdict {
	if c.layout.statuses == nil || len(c.at[StatusWord]) == 0 {
		return isPaid
	}
	word := strings.NewReplacer("_", " ", "-", " ").Replace(strings.ToLower(c.text(StatusWord)))
	return c.layout.statuses[strings.TrimPrefix(word, "wc ")]
}

// key returns what the rows of one order have in common.
func (c *cells) key() (string, error) {
	id, err := c.id(OrderID)
	if err == nil && c.layout.key != nil {
		id = c.layout.key(c)
	}
	if err == nil && id == "" {
		err = &cellError{c.columnOf(OrderID), "is empty"}
	}
	return id, err
}

// roleOf returns what the row is.
func (c *cells) roleOf() role {
	if c.layout.role == nil {
		return saleRow
	}
	return c.layout.role(c)
}

// placedAt returns the moment of the order. A short name of several zones is read
// as the zone of the options.
func (c *cells) placedAt(o *Order) error {
	text, column := c.textAt(OrderedAt)
	if text == "" {
		return &cellError{column, "is empty"}
	}
	inUTC := strings.HasSuffix(fold(column), "(utc)")
	day, rest, err := splitDate(text, c.dates)
	if err != nil {
		return &cellError{column, err.Error()}
	}
	if inOwn, name := c.textAt(OrderedTime); inOwn != "" {
		rest, column = inOwn, name
	}
	var shown timeOfDay
	if rest == "" {
		o.Notes = append(o.Notes, noteNoClock)
	} else if shown, err = parseClock(rest); err != nil {
		return &cellError{column, err.Error()}
	}
	if inUTC {
		shown.zone = cmp.Or(shown.zone, "UTC")
	}
	zone, err := c.zoneOf(shown.zone)
	if err != nil {
		return err
	}
	o.ZoneKnown = zone != nil
	if zone == nil {
		zone = time.UTC
	}
	var note string
	if o.PlacedAt, note = instant(day, shown, zone); note != "" {
		o.Notes = append(o.Notes, note)
	}
	return nil
}

// zoneOf returns the zone of a time, or nil if nothing names one.
func (c *cells) zoneOf(shown string) (*time.Location, error) {
	name, column := shown, ""
	if name == "" {
		name, column = c.textAt(TimeZone)
	}
	if name == "" {
		return c.zone, nil
	}
	zone, err := findZone(name)
	if err != nil && c.zone != nil && len(name) <= 4 {
		return c.zone, nil
	}
	if err != nil {
		return nil, &cellError{column, err.Error()}
	}
	return zone, nil
}

func (t *table) missing(l *layout) []string {
	var missing []string
	for _, others := range l.must {
		if !t.header.hasAny(others) {
			missing = append(missing, fmt.Sprintf("%q", others[0]))
		}
	}
	return missing
}
