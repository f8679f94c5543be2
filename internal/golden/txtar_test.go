package golden_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/golden"
)

func TestParse(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		text string
		want golden.Archive
	}{
		"nothing":         {"", golden.Archive{}},
		"a comment alone": {"why\n", golden.Archive{Comment: []byte("why\n")}},
		"a comment and two parts": {
			"why\n-- request --\nGET /\n\n-- response 200 --\n{}\n",
			golden.Archive{Comment: []byte("why\n"), Parts: []golden.Part{
				{Name: "request", Data: []byte("GET /\n\n")}, {Name: "response 200", Data: []byte("{}\n")},
			}},
		},
		"an empty part":                 {"-- a --\n-- b --\nx\n", golden.Archive{Parts: []golden.Part{{Name: "a"}, {Name: "b", Data: []byte("x\n")}}}},
		"a last line without a newline": {"-- a --\nx", golden.Archive{Parts: []golden.Part{{Name: "a", Data: []byte("x\n")}}}},
		"lines that begin like a part": {
			"-- a --\n-- b\n--  --\n--c--\n",
			golden.Archive{Parts: []golden.Part{{Name: "a", Data: []byte("-- b\n--  --\n--c--\n")}}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, &c.want, golden.Parse([]byte(c.text)))
		})
	}
}

func TestFormatWritesWhatParseReads(t *testing.T) {
	t.Parallel()
	const text = "why\n-- request --\nGET /\n\n-- response 200 --\n{}\n"
	require.Equal(t, text, string(golden.Parse([]byte(text)).Format()))
}
