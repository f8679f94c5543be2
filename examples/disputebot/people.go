package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"text/tabwriter"
)

// approve has disputes submitted that wait for a person.
func approve(ctx context.Context, b *bot, disputes []string, out io.Writer) error {
	var failed error
	for _, dispute := range disputes {
		switch known, err := b.approve(ctx, dispute); {
		case err != nil:
			failed = errors.Join(failed, fmt.Errorf("%s: %w", dispute, err))
		case !known:
			failed = errors.Join(failed, fmt.Errorf("%s: no such dispute; list shows those that are known", dispute))
		default:
			fmt.Fprintf(out, "%s is approved\n", dispute)
		}
	}
	return failed
}

// list prints all disputes, their status and when they are due.
func list(ctx context.Context, s *store, out io.Writer) error {
	rows, err := s.rows(ctx)
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "DISPUTE\tDUE\tSTATUS")
	for _, r := range rows {
		fmt.Fprintf(table, "%s\t%s\t%s\n", r.dispute, day(r.due), r.status)
	}
	return table.Flush()
}
