package orderfile_test

import (
	"encoding/binary"
	"errors"
	"io"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/orderfile"
)

const ownHeader = "order_id,ordered_at,email,currency,amount,transaction_id,name\n"

func ownRow(id, name string) string {
	return id + ",2026-01-02T03:04:05Z," + id + "@example.com,USD,5.00,txn_" + id + "," + name + "\n"
}

// inUTF16 returns text in UTF-16.
func inUTF16(text string, order binary.AppendByteOrder) string {
	var encoded []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		encoded = order.AppendUint16(encoded, unit)
	}
	return string(encoded)
}

// TestFormsOfFiles reads one table in each form that programs save it in.
func TestFormsOfFiles(t *testing.T) {
	const table = ownHeader + "" +
		"a,2026-01-02T03:04:05Z,a@example.com,EUR,5.00,txn_a,\"Zoë, \"\"Zo\"\" Weiß €Ÿ\nBüro\"\n\n" +
		"b,2026-01-02T03:04:05Z,b@example.com,EUR,6.00,txn_b,Bo\n"
	encodings := map[string]func(string) string{
		"UTF-8":        func(text string) string { return text },
		"UTF-8 BOM":    func(text string) string { return "\xef\xbb\xbf" + text },
		"UTF-16LE BOM": func(text string) string { return inUTF16("\ufeff"+text, binary.LittleEndian) },
		"UTF-16BE BOM": func(text string) string { return inUTF16("\ufeff"+text, binary.BigEndian) },
		"utf-16le":     func(text string) string { return inUTF16(text, binary.LittleEndian) },
		"utf-16be":     func(text string) string { return inUTF16(text, binary.BigEndian) },
		"windows-1252": strings.NewReplacer("ë", "\xeb", "ß", "\xdf", "ü", "\xfc", "€", "\x80", "Ÿ", "\x9f").Replace,
	}
	for delimiter, comma := range map[string]string{"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"} {
		for ends, end := range map[string]string{"LF": "\n", "CRLF": "\r\n", "CR": "\r"} {
			for name, encode := range encodings {
				for _, first := range []string{"", "sep=" + comma + "\n"} {
					t.Run(delimiter+" "+ends+" "+name+" "+strings.TrimSpace(first), func(t *testing.T) {
						text := first + strings.ReplaceAll(strings.ReplaceAll(table, ",", comma), "\n", end)
						if first != "" {
							text = strings.Replace(text, "\n", end, 1)
						}
						text = encode(text)
						opts := orderfile.Options{}
						if strings.ToLower(name) == name {
							opts.Encoding = name
						}
						r := read(t, text, opts)
						require.Empty(t, r.bad)
						require.Len(t, r.orders, 2)
						assert.Equal(t, "Zoë"+comma+" \"Zo\" Weiß €Ÿ\nBüro", r.orders[0].Name)
						line := 2 + strings.Count(first, "\n")
						assert.Equal(t, orderfile.Place{Lines: []int{line}, End: line + 1}, r.orders[0].Place)
						assert.Equal(t, orderfile.Place{Lines: []int{line + 3}, End: line + 3}, r.orders[1].Place)
					})
				}
			}
		}
	}
}

// TestABadRowCostsNoOther has the bad row on line 3.
func TestABadRowCostsNoOther(t *testing.T) {
	tests := map[string]struct{ row, reason string }{
		"a quote that does not close": {ownRow("b", `"Bo`), "a quote opens a cell that does not end"},
		"more behind a quote":         {ownRow("b", `"Bo" Arden`), "a quote opens a cell that does not end"},
		"too few cells":               {"b,2026-01-02T03:04:05Z\n", "has 2 cells under 7 columns"},
		"too many cells":              {ownRow("b", "Bo,Arden"), "has 8 cells under 7 columns"},
		"another encoding":            {ownRow("b", "Zo\xeb"), "is not UTF-8; if the file is Windows-1252, say -encoding windows-1252"},
		"a zero byte":                 {ownRow("b", "B\x00"), "has a zero byte; if the file is UTF-16 without a byte order mark, say -encoding utf-16le"},
		"a lost character":            {ownRow("b", "Zo\ufffd"), "has a character that its encoding does not have"},
		"too long":                    {ownRow("b", strings.Repeat("x", 1<<20)), "is longer than 1 MiB"},
		"too long in lines":           {ownRow("b", `"`+strings.Repeat("x\n", 1<<19)+`"`), "a quote opens a cell that does not end"},
		"no id":                       {ownRow("", "Bo"), "is empty"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			r := read(t, ownHeader+ownRow("a", "Ada")+test.row+ownRow("c", "Cy"), orderfile.Options{})
			require.Len(t, r.orders, 2)
			assert.Equal(t, "a", r.orders[0].ID)
			assert.Equal(t, "c", r.orders[1].ID)
			require.NotEmpty(t, r.bad)
			assert.Equal(t, []int{3}, r.bad[0].Lines)
			assert.Equal(t, test.reason, r.bad[0].Reason)
		})
	}
}

func TestRowsThatSpreadsheetProgramsLeave(t *testing.T) {
	r := read(t, ownHeader+",,,,,,\n"+strings.TrimSuffix(ownRow("a", "Ada"), "\n")+",,,\n \n"+ownRow("b", `12" Bo`)+",,,,,,", orderfile.Options{})
	assert.Empty(t, r.bad)
	require.Len(t, r.orders, 2)
	assert.Equal(t, `12" Bo`, r.orders[1].Name, "a quote within a cell is a part of it")
}

func TestQuotesBehindBackslashes(t *testing.T) {
	r := read(t, ownHeader+ownRow("a", `"Ring at \"B\", twice"`)+ownRow("b", `"C:\ ""x"""`), orderfile.Options{})
	require.Empty(t, r.bad)
	require.Len(t, r.orders, 2)
	assert.Equal(t, `Ring at \"B\", twice`, r.orders[0].Name)
	assert.Equal(t, `C:\ "x"`, r.orders[1].Name)
}

func TestTheHeader(t *testing.T) {
	t.Run("other case, order and spaces", func(t *testing.T) {
		text := " Email ,TRANSACTION_ID,\"order_id\",Ordered_At, amount,currency,more\n" +
			"a@example.com,t1,o1,2026-01-02T03:04:05Z,5.00,usd,x\n"
		r := read(t, text, orderfile.Options{})
		require.Len(t, r.orders, 1)
		assert.Equal(t, "o1", r.orders[0].ID)
		assert.Equal(t, "USD", r.orders[0].Currency)
		assert.Equal(t, "x", r.orders[0].Cell("More"))
		assert.Empty(t, r.orders[0].Cell("less"))
	})
	t.Run("again in the middle", func(t *testing.T) {
		r := read(t, ownHeader+ownRow("a", "")+ownHeader+ownRow("b", ""), orderfile.Options{})
		assert.Len(t, r.orders, 2)
		require.Len(t, r.left, 1)
		assert.EqualError(t, r.left[0], "line 3: left out: the header again")
	})
	t.Run("a name twice", func(t *testing.T) {
		_, err := orderfile.Open(strings.NewReader(strings.Replace(ownHeader, "name", "amount", 1)), orderfile.Options{})
		assert.EqualError(t, err, `column "amount" is there twice`)
	})
	t.Run("an empty file", func(t *testing.T) {
		for _, text := range []string{"", "\xef\xbb\xbf", "\n\r\n"} {
			_, err := orderfile.Open(strings.NewReader(text), orderfile.Options{})
			assert.EqualError(t, err, "the file is empty")
		}
	})
	t.Run("UTF-16 without a mark", func(t *testing.T) {
		text := inUTF16(ownHeader+ownRow("a", ""), binary.LittleEndian)
		_, err := orderfile.Open(strings.NewReader(text), orderfile.Options{})
		assert.EqualError(t, err, "line 1: has a zero byte; if the file is UTF-16 without a byte order mark, say -encoding utf-16le")
	})
	t.Run("of two layouts", func(t *testing.T) {
		both := strings.TrimSpace(ownHeader) + ",order_ts,order_amount,transaction_amount,merchant_name\n"
		_, err := orderfile.Open(strings.NewReader(both), orderfile.Options{})
		assert.EqualError(t, err, "this header can be that of our own columns and of our own columns of importorders; "+
			"name the columns by hand with -columns")
	})
	t.Run("long and unprintable names", func(t *testing.T) {
		names := "a\x01" + strings.Repeat("b", 50) + strings.Repeat(",c", 12) + "\n"
		_, err := orderfile.Open(strings.NewReader(names), orderfile.Options{})
		assert.ErrorContains(t, err, "13 columns: a?"+strings.Repeat("b", 38)+"…"+strings.Repeat(", c", 11)+", …)")
	})
	t.Run("quoted, with semicolons", func(t *testing.T) {
		quoted := `"` + strings.ReplaceAll(strings.TrimSpace(ownHeader), ",", `";"`) + "\"\n"
		r := read(t, quoted+strings.ReplaceAll(ownRow("a", ""), ",", ";"), orderfile.Options{})
		assert.Len(t, r.orders, 1)
	})
	t.Run("an encoding that is none", func(t *testing.T) {
		_, err := orderfile.Open(strings.NewReader(ownHeader), orderfile.Options{Encoding: "klingon"})
		assert.EqualError(t, err, "the encoding has to be utf-8, windows-1252, utf-16le or utf-16be")
	})
}

// failing fails once it was read to its end.
type failing struct{ *strings.Reader }

var errDisk = errors.New("disk failure")

func (f failing) Read(p []byte) (int, error) {
	n, err := f.Reader.Read(p)
	if errors.Is(err, io.EOF) {
		err = errDisk
	}
	return n, err
}

func TestAReaderThatFails(t *testing.T) {
	_, err := orderfile.Open(failing{strings.NewReader(ownHeader + ownRow("a", "") + "b,")}, orderfile.Options{})
	assert.ErrorIs(t, err, errDisk)
}
