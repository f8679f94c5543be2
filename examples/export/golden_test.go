package main

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the golden files")

func TestEachListInBothFormats(t *testing.T) {
	t.Parallel()
	for _, list := range lists {
		for _, format := range []string{formatCSV, formatJSONL} {
			name := list.name + "." + format
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				path := filepath.Join(t.TempDir(), name)
				got := start(t, "-fake", "-fake-rows", "6", list.name, path)
				require.Equal(t, exitDone, got.code, got.stderr)
				onlyFile(t, path)
				require.Contains(t, got.stderr, "6 rows of "+list.name+", complete")

				text, golden := read(t, path), filepath.Join("testdata", name)
				if *update {
					require.NoError(t, os.WriteFile(golden, []byte(text), 0o644))
				}
				require.Equal(t, read(t, golden), text)

				piped := start(t, "-fake", "-fake-rows", "6", "-format", format, list.name, "-")
				require.Equal(t, exitDone, piped.code, piped.stderr)
				require.Equal(t, text, piped.stdout)
			})
		}
	}
}

func TestColumnsArePrinted(t *testing.T) {
	t.Parallel()
	got := start(t, "-columns", "disputes")
	require.Equal(t, exitDone, got.code)
	require.Contains(t, got.stdout, "id\ttext\n")
	require.Contains(t, got.stdout, "amount\tinteger, in minor units of the currency\namount_decimal\tdecimal, in major units; empty if the currency is not known\ncurrency\ttext\n")
	require.Contains(t, got.stdout, "is_charge_refundable\ttrue or false\ncharged_at\ttime, RFC 3339 in UTC\n")
	require.Contains(t, got.stdout, "submitted_count\tinteger\n")
	require.Contains(t, got.stdout, "fields\tJSON\n")

	charges := start(t, "-columns", "charges")
	require.Contains(t, charges.stdout, "charge_id\ttext\nobject\ttext\namount\tdecimal\n")
}
