package main

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/chargekit/chargekit-go/chargehound"
)

// entry is what the bot keeps about a dispute.
type entry struct {
	status   string
	begun    time.Time // of a submission whose outcome is not known; zero if there is none
	approved bool      // a person wants it to be submitted
}

func (s *store) entry(ctx context.Context, dispute string) (entry, error) {
	var found entry
	var begun, approved int64
	err := s.QueryRowContext(ctx, `SELECT status, begun, approved FROM disputebot_disputes WHERE dispute = $1`, dispute).
		Scan(&found.status, &begun, &approved)
	if errors.Is(err, sql.ErrNoRows) {
		return entry{}, nil
	}
	found.approved = approved != 0
	if begun != 0 {
		found.begun = time.UnixMilli(begun)
	}
	return found, err
}

// begin notes that a submission begins now. It returns false if another process has
// begun one since known was read.
func (s *store) begin(ctx context.Context, dispute string, known entry, now time.Time) (bool, error) {
	var before int64
	if !known.begun.IsZero() {
		before = known.begun.UnixMilli()
	}
	return changed(s.ExecContext(ctx, `INSERT INTO disputebot_disputes (dispute, begun) VALUES ($1, $2)
		ON CONFLICT (dispute) DO UPDATE SET begun = excluded.begun WHERE disputebot_disputes.begun = $3`,
		dispute, now.UnixMilli(), before))
}

// end notes that the outcome of the submission that began at a time is known.
func (s *store) end(ctx context.Context, dispute string, begun time.Time) error {
	_, err := s.ExecContext(ctx, `UPDATE disputebot_disputes SET begun = 0 WHERE dispute = $1 AND begun = $2`, dispute, begun.UnixMilli())
	return err
}

// setStatus keeps the status of a dispute and reports whether it is another one than
// before.
func (s *store) setStatus(ctx context.Context, dispute *chargehound.Dispute, status string) (bool, error) {
	var due int64
	if !dispute.DueBy.IsZero() {
		due = dispute.DueBy.Unix()
	}
	return changed(s.ExecContext(ctx, `INSERT INTO disputebot_disputes (dispute, status, due) VALUES ($1, $2, $3)
		ON CONFLICT (dispute) DO UPDATE SET status = excluded.status, due = excluded.due
		WHERE disputebot_disputes.status <> excluded.status OR disputebot_disputes.due <> excluded.due`,
		dispute.ID, status, due))
}

// approve notes that a person wants a dispute to be submitted. It returns false if
// the bot does not know the dispute.
func (s *store) approve(ctx context.Context, dispute string) (bool, error) {
	return changed(s.ExecContext(ctx, `UPDATE disputebot_disputes SET approved = 1 WHERE dispute = $1`, dispute))
}

// row is a line of the list for people.
type row struct {
	dispute, status string
	due             time.Time // zero if there is none
}

// rows returns all disputes, those that are due first before the others.
func (s *store) rows(ctx context.Context) (list []row, err error) {
	found, err := s.QueryContext(ctx, `SELECT dispute, status, due FROM disputebot_disputes ORDER BY due, dispute`)
	if err != nil {
		return nil, err
	}
	defer found.Close()
	for found.Next() {
		var r row
		var due int64
		if err := found.Scan(&r.dispute, &r.status, &due); err != nil {
			return nil, err
		}
		if due != 0 {
			r.due = time.Unix(due, 0)
		}
		list = append(list, r)
	}
	return list, found.Err()
}

func changed(result sql.Result, err error) (bool, error) {
	if err != nil {
		return false, err
	}
	rows, err := result.RowsAffected()
	return rows > 0, err
}
