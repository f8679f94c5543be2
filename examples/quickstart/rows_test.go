package main

import (
	"bufio"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// rowsOf are the rows of a text, as their line and their fields or error.
func rowsOf(t *testing.T, text string, width int) (found []string) {
	t.Helper()
	rows := newRowReader(strings.NewReader(text))
	for {
		row, err := rows.next(width)
		if err != nil {
			require.ErrorIs(t, err, io.EOF)
			return found
		}
		if row.err != nil {
			found = append(found, fmt.Sprintf("%d: %v", row.line, row.err))
			continue
		}
		found = append(found, fmt.Sprintf("%d %q", row.line, row.fields))
	}
}

func TestRowsAndTheirLines(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		text string
		want []string
	}{
		"nothing":                 {"", nil},
		"blank lines":             {"\n \n\r\na,b\n\n", []string{`4 ["a" "b"]`}},
		"no end of line":          {"a,b", []string{`1 ["a" "b"]`}},
		"carriage returns":        {"a,b\r\n\"c\",d\r\n", []string{`1 ["a" "b"]`, `2 ["c" "d"]`}},
		"byte order mark":         {"\ufeff\"a\",b\n", []string{`1 ["a" "b"]`}},
		"a quoted line break":     {"a,\"b\nc, \"\"d\"\"\n\ne\"\nf,g\n", []string{`1 ["a" "b\nc, \"d\"\n\ne"]`, `5 ["f" "g"]`}},
		"an open quote":           {"a,\"b\nc,d\n", []string{"1: " + errOpenQuote.Error(), `2 ["c" "d"]`}},
		"open quotes":             {"\"a,b\nc,\"d\n\"e,f\n", []string{"1: " + errOpenQuote.Error(), "2: " + errOpenQuote.Error(), `3: byte 6: extraneous or missing " in quoted-field`}},
		"quoted up to another":    {"a,\"b\nc,d\ne,f\"\ng,h\n", []string{`1 ["a" "b\nc,d\ne,f"]`, `4 ["g" "h"]`}},
		"a quoted first field":    {"\"a,b\nc,d\ne\",\"f,g\"\nh,i\n", []string{`1 ["a,b\nc,d\ne" "f,g"]`, `4 ["h" "i"]`}},
		"all fields in a quote":   {"\"a,b\nc,d\ne\"\nh,i\n", []string{"1: " + errOpenQuote.Error(), `2 ["c" "d"]`, `3: byte 2: bare " in non-quoted-field`, `4 ["h" "i"]`}},
		"not UTF-8":               {"a,\xff\nb,c\n", []string{"1: is not UTF-8", `2 ["b" "c"]`}},
		"not UTF-8, further down": {"a,\"b\n\xff\"\nb,c\n", []string{"1: is not UTF-8", `3 ["b" "c"]`}},
		"too long":                {strings.Repeat("x", maxLine+1) + "\nb,c\n", []string{"1: is longer than 1 MiB", `2 ["b" "c"]`}},
		"just not too long":       {strings.Repeat(" ", maxLine-4) + "b,c\n", []string{fmt.Sprintf("1 %q", []string{strings.Repeat(" ", maxLine-4) + "b", "c"})}},
		"too long, in a quote":    {"a,\"b\n" + strings.Repeat("x", 2*maxLine) + "\nb,c\n", []string{"1: byte 6: extraneous or missing \" in quoted-field", "2: is longer than 1 MiB", `3 ["b" "c"]`}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, test.want, rowsOf(t, test.text, 2))
		})
	}
}

// endless is a file without an end: a quote, and then lines, or one line.
type endless struct {
	given   int
	oneLine bool
}

func (e *endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = "\"a,b,c,d,e,f,g,h\n"[min(e.given, 1+e.given%16)]
		if e.oneLine {
			p[i] = 'x'
		}
		e.given++
	}
	return len(p), nil
}

func TestAnOpenQuoteIsNotFollowedToTheEndOfTheFile(t *testing.T) {
	t.Parallel()
	file := &endless{}
	rows := &rowReader{in: bufio.NewReader(file)}
	row, err := rows.next(8)
	require.NoError(t, err)
	require.ErrorIs(t, row.err, errOpenQuote)
	require.Less(t, file.given, 2*maxLine)
	row, err = rows.next(8)
	require.NoError(t, err)
	require.NoError(t, row.err)
	require.Equal(t, 2, row.line)
	require.Len(t, row.fields, 8)
}

// Not parallel, since what others allocate would count.
func TestAVeryLongLineIsNotKept(t *testing.T) {
	rows := newRowReader(io.LimitReader(&endless{oneLine: true}, 64<<20))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	row, err := rows.next(0)
	runtime.ReadMemStats(&after)
	require.NoError(t, err)
	require.ErrorIs(t, row.err, errLongLine)
	require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(16<<20))
}

func TestAFileThatBreaksOffIsAnError(t *testing.T) {
	t.Parallel()
	_, _, err := readOrders(io.MultiReader(strings.NewReader(header+"a,"), brokenFile{}))
	require.ErrorIs(t, err, io.ErrClosedPipe)
}

type brokenFile struct{}

func (brokenFile) Read([]byte) (int, error) { return 0, io.ErrClosedPipe }
