package paging_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/paging"
)

// script is what a server says behind each row.
type script map[string]struct {
	rows []*row
	more bool
}

func (s script) cursor(asked *[]string) paging.Cursor[*row] {
	return paging.Cursor[*row]{
		Count: 100,
		ID:    func(r *row) string { return r.id },
		Fetch: func(_ context.Context, id string) (paging.CursorPage[*row], error) {
			*asked = append(*asked, id)
			p, ok := s[id]
			if !ok {
				return paging.CursorPage[*row]{}, errors.New("no such cursor")
			}
			return paging.CursorPage[*row]{Rows: p.rows, More: p.more, Said: true}, nil
		},
	}
}

func TestCursor(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		script script
		seen   []string
		asked  []string
		err    error
	}{
		"pages":                   {script{"": {rows("a", "b"), true}, "b": {rows("c"), false}}, []string{"a", "b", "c"}, []string{"", "b"}, nil},
		"the cursor's own row":    {script{"": {rows("a", "b"), true}, "b": {rows("b", "c"), false}}, []string{"a", "b", "c"}, []string{"", "b"}, nil},
		"the same page again":     {script{"": {rows("a", "b"), true}, "b": {rows("a", "b"), true}}, []string{"a", "b"}, []string{"", "b"}, paging.ErrRepeats},
		"round and round":         {script{"": {rows("a"), true}, "a": {rows("b"), true}, "b": {rows("a"), true}}, []string{"a", "b"}, []string{"", "a", "b"}, paging.ErrRepeats},
		"none, with more":         {script{"": {nil, true}}, nil, []string{""}, paging.ErrRepeats},
		"a full page, as it says": {script{"": {rows(numbers(20)...), false}, "19": {nil, false}, "18": {rows("19"), false}}, numbers(20), []string{"", "19", "18"}, nil},
		"a full page, and more":   {script{"": {rows(numbers(20)...), false}, "19": {rows("a"), false}}, append(numbers(20), "a"), []string{"", "19"}, nil},
		"a row that left":         {script{"": {rows("a", "b"), true}, "b": {nil, false}, "a": {rows("b"), false}}, []string{"a", "b"}, []string{"", "b", "a"}, nil},
		"a cursor not known":      {script{"": {rows("a", "b"), true}, "b": {nil, false}, "a": {nil, false}}, []string{"a", "b"}, []string{"", "b", "a"}, paging.ErrLost},
		"more behind it":          {script{"": {rows("a", "b"), true}, "b": {nil, false}, "a": {rows("b", "c"), false}}, []string{"a", "b", "c"}, []string{"", "b", "a"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var asked []string
			c.script["c"] = struct {
				rows []*row
				more bool
			}{nil, false}
			seen, err := ids(c.script.cursor(&asked).All(t.Context()))
			require.Equal(t, c.seen, seen)
			if c.err != nil {
				require.ErrorIs(t, err, c.err)
			} else {
				require.NoError(t, err)
			}
			require.Subset(t, asked, c.asked)
			require.LessOrEqual(t, len(asked), len(c.asked)+1)
		})
	}
}

func TestPageAt(t *testing.T) {
	t.Parallel()
	for offset, want := range map[int][2]int{0: {1, 100}, 98: {2, 98}, 92: {2, 92}, 9_999: {102, 99}} {
		page, perPage := paging.PageAt(offset, 100, 100)
		require.Equal(t, want, [2]int{page, perPage}, offset)
	}
	for offset := range 3000 {
		page, perPage := paging.PageAt(offset, 100, 100)
		start := (page - 1) * perPage
		require.LessOrEqual(t, start, offset)
		require.Greater(t, start+perPage, offset+40, offset)
	}
	for offset := range 3000 {
		page, perPage := paging.PageAt(offset, 2, 100)
		start := (page - 1) * perPage
		require.LessOrEqual(t, start, offset)
		require.Greater(t, start, offset-9, offset)
		require.Greater(t, start+perPage, offset+1, offset)
	}
}
