package main

import (
	"fmt"
	"maps"
	"slices"
	"text/tabwriter"

	"github.com/shopspring/decimal"
)

// reportFile says what was decided for the export, what is left out of it and what
// could not be used.
func (j *job) reportFile(x *export) {
	for _, err := range x.bad {
		j.failed++
		fmt.Fprintln(j.errs, err)
	}
	for _, note := range append(x.notes, x.tally.Report()...) {
		fmt.Fprintln(j.errs, "note:", note)
	}
}

// fail reports an order or a dispute that did not go through; the others go on.
func (j *job) fail(what string, err error) {
	j.failed++
	fmt.Fprintf(j.errs, "%s: %v\n", what, err)
}

// reportProgress says now and then how far the program is.
func (j *job) reportProgress(done, all int) {
	if done%100 == 0 && done < all {
		fmt.Fprintf(j.errs, "quickstart: %d of %d orders\n", done, all)
	}
}

// printTable sums up what has gone through.
func (j *job) printTable() {
	counts, sums := map[string]int{}, map[string]decimal.Decimal{}
	for _, o := range j.done {
		counts[o.Currency]++
		sums[o.Currency] = sums[o.Currency].Add(o.Amount)
	}
	table := tabwriter.NewWriter(j.out, 0, 0, 3, ' ', tabwriter.AlignRight)
	fmt.Fprintf(table, "\n\torders\tamount\t\n")
	for _, currency := range slices.Sorted(maps.Keys(sums)) {
		fmt.Fprintf(table, "%s\t%d\t%s\t\n", currency, counts[currency], sum(sums[currency], currency))
	}
	fmt.Fprintf(table, "all\t%d\t\t\n", len(j.done))
	table.Flush()

	j.printDisputes()
	if j.nameless > 0 {
		fmt.Fprintf(j.errs, "note: %d orders have neither an e-mail nor a customer id: ChargeDesk does not get them\n", j.nameless)
	}
	fmt.Fprintf(j.out, "\n%d charges at ChargeDesk, %d orders at Chargeback.\n", len(j.charges), len(j.reported))
}

func (j *job) printDisputes() {
	if len(j.disputes) == 0 {
		fmt.Fprintln(j.out, "\nNo dispute was responded to.")
		return
	}
	table := tabwriter.NewWriter(j.out, 0, 0, 3, ' ', tabwriter.AlignRight)
	fmt.Fprintf(table, "\n\tdisputes\t\n")
	for _, submission := range slices.Sorted(maps.Keys(j.disputes)) {
		fmt.Fprintf(table, "%s\t%d\t\n", submission, j.disputes[submission])
	}
	table.Flush()
}
