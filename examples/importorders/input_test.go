package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
)

func bufioLine(r io.ReadSeeker) (first entry, err error) {
	text, err := bufio.NewReader(r).ReadBytes('\n')
	if err == nil {
		err = json.Unmarshal(text, &first)
	}
	if err == nil {
		_, err = r.Seek(0, io.SeekStart)
	}
	return first, err
}

const columns = "order_id,order_ts,order_amount,transaction_id,transaction_amount,crm_id,merchant_name,customer_phone,line_items\n"

func record(id, phone string) string {
	return fmt.Sprintf("%s,2026-02-03,1.00,t%s,1.00,812,Lumen Shop,%s,\n", id, id, phone)
}

func TestABadLineIsReportedWithItsNumberAndTheRestIsImported(t *testing.T) {
	withKeys(t)
	server := chargebacktest.NewTestServer(t)
	file := write(t, "orders.csv", "\ufeff"+columns+
		"a,2026-02-03,1.00,t1,1.00,812,Lumen Shop,,\n"+
		"b,2026-02-03,much,t2,1.00,812,Lumen Shop,,\n"+
		"c,2026-02-03,1.00,t3\n"+
		"d,2026-02-03,1.00,t4,1.00,x,Lumen Shop,,\n"+
		"\n"+
		`e,2026-02-03,1.00,t5,1.00,812,Lumen Shop,,"[{""product_name"":""two`+"\\n"+`lines"",""quantity"":2}]"`+"\n"+
		"f,2026-02-03,1.00,t6,1.00,812,Lumen Shop,4242 4242 4242 4242,\n"+
		"g,2026-02-03,1.00,t7,1.00,999,Lumen Shop,,\n"+
		"h,2026-02-03,1.00,t8,1.00,812,Lumen Shop,,nothing\n"+
		"4242424242424242,2026-02-03,1.00,t9,1.00,812,Lumen Shop,,\n"+
		"i,2026-02-03,1.00,t10,1.00,812,L\xfcmen Shop,,\n")

	code, out := start(t, server.URL, file)

	require.Equal(t, exitLookAt, code)
	for _, want := range []string{
		`unreadable: line 3: column "order_amount" is no amount`, "unreadable: line 4: has 4 cells under 9 columns",
		"unreadable: line 5: crm_id is not a number", "rejected: line 8: chargeback: orders[2].customer_phone has a card number",
		"rejected: line 9, order g: chargeback: POST /orders: 201 Created: order rejected: crm_id is not a known CRM", "unreadable: line 10: line_items is not JSON",
		"rejected: line 11: chargeback: orders[4].order_id has a card number", "unreadable: line 12: is not UTF-8",
		"2 there, 3 rejected, 0 unknown, 5 lines unreadable",
	} {
		require.Contains(t, out, want)
	}
	require.NotContains(t, out, "4242")
	require.NotContains(t, fmt.Sprint(readState(t, file)), "4242")
	require.Equal(t, 2, server.Counts()["orders"])

	again, out := start(t, server.URL, file)
	require.Equal(t, code, again, "what was wrong is still wrong")
	require.Contains(t, out, "2 there, 3 rejected, 0 unknown, 5 lines unreadable")
	require.Equal(t, 1, server.CountRequests(nil), "and nothing was sent again")

	_, out = start(t, server.URL, "-look-up-all", file)
	require.Contains(t, out, "2 there, 2 rejected, 1 unknown, 5 lines unreadable")
}

func TestAQuoteTooManyCostsItsOwnLineOnly(t *testing.T) {
	withKeys(t)
	for name, test := range map[string]struct {
		phones [2]string
		bad    int
	}{
		"opened":              {[2]string{`"12`, ""}, 1},
		"opened and closed":   {[2]string{`"12`, `5"`}, 1}, // a quote within a cell is a part of it
		"opened twice":        {[2]string{`"12`, `"`}, 2},
		"closed in its place": {[2]string{`"12"5`, ``}, 1},
		"a huge cell":         {[2]string{`"` + strings.Repeat("x", 3*maxLine), ``}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			server := chargebacktest.NewTestServer(t)
			text, bad := columns, test.bad
			for i := range 20 {
				phone := ""
				if i == 5 {
					phone = test.phones[0]
				}
				if i == 15 {
					phone = test.phones[1]
				}
				text += record(orderKey(i), phone)
			}
			code, out := start(t, server.URL, write(t, "orders.csv", text))
			require.Equal(t, exitLookAt, code)
			require.Contains(t, out, "unreadable: line 7: ")
			require.Contains(t, out, fmt.Sprintf("%d there, 0 rejected, 0 unknown, %d lines unreadable", 20-bad, bad))
		})
	}
}

func TestAFileWhoseColumnsAreNotNamedIsNotImported(t *testing.T) {
	withKeys(t)
	server := chargebacktest.NewTestServer(t)
	for text, want := range map[string]string{
		"":                       "the file is empty",
		"\n \n":                  "the file is empty",
		record("a", ""):          "whose names look like data and are not shown",
		"order_id;order_ts\na;b": `delimiter ';', 2 columns: order_id, order_ts`,
		strings.Replace(columns, "customer_phone", "customer_fone", 1) + record("a", ""): "has something else than a field of an order in column 8",
		strings.Replace(columns, "customer_phone", "merchant_name", 1) + record("a", ""): "has merchant_name twice",
		strings.Replace(columns, "order_ts", "order_id", 1) + record("a", ""):            `without "order_ts"`,
		"\"order_id\n":                        "line 1: a quote opens a cell that does not end",
		"\xff\xfeo\x00r\x00":                  "1 columns: or",
		"M\xfcller\n":                         "line 1: is not UTF-8",
		"4242424242424242,4242424242424242\n": "2 columns, whose names look like data and are not shown",
	} {
		code, out := start(t, server.URL, write(t, "orders.csv", text))
		require.Equal(t, exitCannot, code, text)
		require.Contains(t, out, want)
		require.NotContains(t, out, "4242")
	}
	require.Empty(t, server.Requests())
}

func TestATableWithCROnlyIsRead(t *testing.T) {
	withKeys(t)
	server := chargebacktest.NewTestServer(t)
	code, out := start(t, server.URL, write(t, "orders.csv", strings.ReplaceAll(columns+record("a", ""), "\n", "\r")))
	require.Equal(t, exitDone, code, out)
	require.Equal(t, 1, server.Created("a"))
}

func TestJSONLinesThatCannotBeRead(t *testing.T) {
	withKeys(t)
	server := chargebacktest.NewTestServer(t)
	good := strings.TrimSpace(orderLine("a"))
	file := write(t, "orders.jsonl", "\ufeff"+strings.Join([]string{
		good, "", "{", `{"order_id":7}`, `{"colour":"4242424242424242"}`, good + good, `"` + strings.Repeat("x", maxLine) + `"`,
		good + "}", good + "]garbage", `[` + good + `]`, `{"order_id":"a","order_id":"b"}`, `{"order_ts":"4242424242424242"}`,
		`{"line_items":[{"quantity":"x"}]}`, "{\"order_id\":\"M\xfcller\"}", strings.Replace(good, `"a"`, `"b"`, 1),
	}, "\n"))
	code, out := start(t, server.URL, file)
	require.Equal(t, exitLookAt, code)
	for _, want := range []string{
		"line 3: is not one JSON object", "line 4: order_id has the wrong form", "line 5: has a field that an order does not have",
		"line 6: is not one JSON object", "line 7: is longer than 1 MiB", "line 8: is not one JSON object", "line 9: is not one JSON object",
		"line 10: is not one JSON object", "line 11: has a field twice", "line 12: order_ts has the wrong form",
		"line 13: line_items.0.quantity has the wrong form", "line 14: is not UTF-8", "2 there",
	} {
		require.Contains(t, out, want)
	}
	require.NotContains(t, out, "4242")
	require.Equal(t, 1, server.Created("a"), "behind the byte order mark")
	require.Equal(t, 1, server.Created("b"))
}

func TestWhatStandsInACellOfABadRowIsNotPrinted(t *testing.T) {
	withKeys(t)
	const canary = "Quercus"
	own := strings.Split("a,2026-02-03,1.00,t1,1.00,812,Lumen Shop,,", ",")
	shop := strings.Split("a,2026-02-03 04:05:06 +0000,1.00,paid,EUR,t1,a@example.com,Lamp,1,1.00,card,0.00", ",")
	shopColumns := "Name,Created at,Total,Financial Status,Currency,Payment Reference,Email,Lineitem name,Lineitem quantity,Lineitem price,Payment Method,Refunded Amount\n"
	for header, row := range map[string][]string{columns: own, shopColumns: shop} {
		for i := range row {
			cells := append([]string{}, row...)
			cells[i] = canary + "\x01 5,"
			server := chargebacktest.NewTestServer(t)
			file := write(t, "orders.csv", header+strings.Join(row, ",")+"\n"+`"`+strings.Join(cells, `","`)+"\"\n")
			_, out := start(t, server.URL, append(ofShop(), file)...)
			require.Contains(t, out, "lines unreadable", header)
			require.NotContains(t, out, canary)
			require.NotContains(t, fmt.Sprint(readState(t, file)), canary)
		}
	}
}
