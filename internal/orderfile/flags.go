package orderfile

import (
	"errors"
	"flag"
	"fmt"
	"strings"
)

// Flags are [Options] as the flags of a program.
type Flags struct {
	values map[string]*string
	names  []string
}

// AddFlags adds the flags of the options to those of a program.
func AddFlags(to *flag.FlagSet) *Flags {
	f := &Flags{values: map[string]*string{}}
	for _, one := range []struct{ name, usage string }{
		{"columns", "`pairs` FIELD=COLUMN for a table that is not known, such as order_id=Name,ordered_at=Date,amount=Total; the fields are " + fieldNames()},
		{"encoding", "`encoding` of a file without a byte order mark: utf-8, windows-1252, utf-16le or utf-16be (default utf-8)"},
		{"decimal", "decimal `mark` of the amounts, . or , (default: found out)"},
		{"dates", "`order` of day and month in dates such as 03/04/2026: dmy or mdy (default: found out)"},
		{"zone", "`zone` of times that name none, such as Europe/Berlin"},
		{"currency", "`code` of the currency of orders that name none, such as EUR"},
		{"order-column", "`column` of a Stripe export that has the order ids, such as \"order_id (metadata)\""},
		{"transaction-id", "`order` sends the order id as the transaction id of orders that have none; the gateway then knows no such id"},
	} {
		f.names = append(f.names, one.name)
		f.values[one.name] = to.String(one.name, "", one.usage)
	}
	return f
}

// Options returns the options that the flags make, or what is wrong with a flag.
func (f *Flags) Options() (opts Options, err error) {
	get := func(name string) string { return *f.values[name] }
	opts = Options{
		Encoding: get("encoding"), Decimal: get("decimal"), Dates: get("dates"),
		Currency: get("currency"), OrderColumn: get("order-column"),
	}
	if text := get("columns"); text != "" {
		if opts.Columns, err = ParseColumns(text); err != nil {
			return Options{}, err
		}
	}
	if name := get("zone"); name != "" {
		if opts.Zone, err = findZone(name); err != nil {
			return Options{}, fmt.Errorf("-zone %q is no zone that is known here; say for example Europe/Berlin", name)
		}
	}
	switch get("transaction-id") {
	case "":
	case "order":
		opts.OrderAsTransaction = true
	default:
		return Options{}, errors.New(`-transaction-id has to be "order"`)
	}
	return opts, opts.check()
}

// String returns the flags that were given. Two runs of a program with the same
// string read a file in the same way.
func (f *Flags) String() string {
	var given []string
	for _, name := range f.names {
		if value := *f.values[name]; value != "" {
			given = append(given, fmt.Sprintf("-%s=%q", name, value))
		}
	}
	return strings.Join(given, " ")
}
