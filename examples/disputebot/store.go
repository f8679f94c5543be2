package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"
	_ "github.com/jackc/pgx/v5/stdlib"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"
	_ "modernc.org/sqlite"
)

// store is the database: River's tables, and a table of the bot's own with a row for
// each dispute. Every statement works in SQLite and in PostgreSQL.
type store struct {
	*sql.DB
	driver riverdriver.Driver[*sql.Tx]
	file   string // of SQLite, or "" for PostgreSQL
	lock   *flock.Flock
}

// begun is the time at which the last submission began, in milliseconds, or 0 if its
// outcome is known. status is what the log said last.
const createTable = `CREATE TABLE IF NOT EXISTS disputebot_disputes (
	dispute  TEXT PRIMARY KEY,
	status   TEXT NOT NULL DEFAULT 'submission begun',
	due      BIGINT NOT NULL DEFAULT 0,
	begun    BIGINT NOT NULL DEFAULT 0,
	approved BIGINT NOT NULL DEFAULT 0
)`

// openStore opens a database, which is a postgres:// URL or a file of SQLite, and
// brings its tables up to date.
func openStore(ctx context.Context, database string) (*store, error) {
	s := &store{}
	var err error
	if isPostgres(database) {
		if s.DB, err = sql.Open("pgx", database); err != nil {
			return nil, err
		}
		s.SetMaxOpenConns(10)
		s.driver = riverdatabasesql.New(s.DB)
	} else {
		if s.file, err = filepath.Abs(database); err != nil {
			return nil, err
		}
		if s.DB, err = sql.Open("sqlite", sqliteURL(s.file)); err != nil {
			return nil, err
		}
		s.SetMaxOpenConns(1) // as River advises for SQLite
		s.driver = riversqlite.New(s.DB)
	}
	if err := s.migrate(ctx); err != nil {
		if s.file != "" { // the error names no file
			err = fmt.Errorf("%s can't be used as a database: %w; -database names another file", s.file, err)
		}
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func isPostgres(database string) bool {
	return strings.HasPrefix(database, "postgres://") || strings.HasPrefix(database, "postgresql://")
}

func sqliteURL(file string) string {
	path := filepath.ToSlash(file)
	if !strings.HasPrefix(path, "/") { // C:/shop/disputebot.db
		path = "/" + path
	}
	address := url.URL{Scheme: "file", Path: path, RawQuery: url.Values{
		"_pragma": {"busy_timeout(5000)", "journal_mode(WAL)"},
		"_txlock": {"immediate"},
	}.Encode()}
	return address.String()
}

// migrate creates and updates the tables. Replicas that start together on an empty
// database get in each other's way, so it tries more than once.
func (s *store) migrate(ctx context.Context) error {
	migrator, err := rivermigrate.New(s.driver, nil)
	if err != nil {
		return err
	}
	for attempt := 1; ; attempt++ {
		if _, err = s.ExecContext(ctx, createTable); err == nil {
			_, err = migrator.Migrate(ctx, rivermigrate.DirectionUp, nil)
		}
		if err == nil || attempt == 5 {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(time.Second):
		}
	}
}

// takeOver makes this process the only bot on a file of SQLite, and gives back what
// the process before it was working on when it was killed. River does that by
// itself, but only after [river.Config.RescueStuckJobsAfter], since it can't know
// that nobody else is there. It does nothing for PostgreSQL.
//
// The two statements are about tables of River, whose version go.mod pins.
func (s *store) takeOver(ctx context.Context) error {
	if s.file == "" {
		return nil
	}
	s.lock = flock.New(s.file + ".lock")
	if locked, err := s.lock.TryLock(); err != nil {
		return err
	} else if !locked {
		return fmt.Errorf("%s is in use by another disputebot; several replicas need PostgreSQL", s.file)
	}
	for _, statement := range []string{
		`UPDATE river_job SET state = 'available' WHERE state = 'running'`,
		`DELETE FROM river_leader`,
	} {
		if _, err := s.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

// Close closes the database, and lets another bot have the file.
func (s *store) Close() error {
	err := s.DB.Close()
	if s.lock != nil {
		err = errors.Join(err, s.lock.Unlock())
	}
	return err
}
