package main

import (
	"encoding/csv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargehound"
)

// record writes a row as CSV and reads it back, by column.
func record(t *testing.T, set *settings, row any) map[string]string {
	t.Helper()
	set.format = formatCSV
	e := newEncoder(set)
	head, err := e.head()
	require.NoError(t, err)
	text := string(head)
	line, err := e.row(row)
	require.NoError(t, err)
	records, err := csv.NewReader(strings.NewReader(text + string(line))).ReadAll()
	require.NoError(t, err)
	require.Len(t, records, 2)
	cells := map[string]string{}
	for i, name := range records[0] {
		require.NotContains(t, cells, name, "twice")
		cells[name] = records[1][i]
	}
	return cells
}

func charge(t *testing.T, text string) *chargedesk.Charge {
	t.Helper()
	row := new(chargedesk.Charge)
	require.NoError(t, chargedesk.Decode([]byte(text), row))
	return row
}

func TestACellHasWhatTheVendorSent(t *testing.T) {
	t.Parallel()
	cells := record(t, &settings{list: findList("charges")}, charge(t, `{
		"charge_id": "ch_1", "amount": "-1200.50", "is_paid": "1", "occurred": "1767261600", "refunded_at": 0,
		"description": "two \"lines\",\nof text", "metadata": {"b": "2", "a": "1"}, "methods_active": ["email"], "logs": [],
		"customer_email": {"odd": 1}, "brand_new": [ 1,
			2 ]}`))
	require.Equal(t, "ch_1", cells["charge_id"])
	require.Equal(t, "-1200.50", cells["amount"])
	require.Equal(t, "true", cells["is_paid"])
	require.Equal(t, "2026-01-01T10:00:00Z", cells["occurred"])
	require.Equal(t, "two \"lines\",\nof text", cells["description"])
	require.JSONEq(t, `{"a": "1", "b": "2"}`, cells["metadata"])
	require.Equal(t, `["email"]`, cells["methods_active"])
	require.Equal(t, `{"brand_new":[1,2],"customer_email":{"odd":1}}`, cells["Extra"])
	for _, name := range []string{"refunded_at", "logs", "amount_refunded", "customer_email", "customer_name"} {
		require.Empty(t, cells[name], name)
	}
}

func TestAFieldThatCouldNotBeReadIsEmptyAndInExtra(t *testing.T) {
	t.Parallel()
	row := new(chargehound.Dispute)
	require.NoError(t, chargehound.Decode([]byte(`{"id": "dp_1", "submitted_count": [3], "amount": 1, "currency": "usd"}`), row))
	cells := record(t, &settings{list: findList("disputes")}, row)
	require.Empty(t, cells["submitted_count"], "not 0")
	require.Equal(t, `{"submitted_count":[3]}`, cells["Extra"])
}

func TestMinorUnitsHaveADecimalBesideThem(t *testing.T) {
	t.Parallel()
	for currency, want := range map[string]string{"usd": "73.40", "JPY": "7340", "kwd": "7.340", "zzz": "", "": ""} {
		t.Run(currency, func(t *testing.T) {
			t.Parallel()
			row := &chargehound.Dispute{ID: "dp_1", Amount: 7340, Currency: currency, Fee: new(int64(1500)), ReversalCurrency: new("eur")}
			cells := record(t, &settings{list: findList("disputes")}, row)
			require.Equal(t, "7340", cells["amount"])
			require.Equal(t, want, cells["amount_decimal"])
			require.Equal(t, "15.00", cells["fee_decimal"], "in the currency of the reversal")
			require.Empty(t, cells["reversal_amount"]+cells["reversal_amount_decimal"], "not known")

			row.ReversalCurrency = nil
			require.Empty(t, record(t, &settings{list: findList("disputes")}, row)["fee_decimal"])
		})
	}
}

func TestAFormulaGetsAQuoteUnlessTheTextIsWantedAsItIs(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`=HYPERLINK("http://x.example","y")`: `'=HYPERLINK("http://x.example","y")`,
		"+4930123":                           "'+4930123",
		"-1":                                 "'-1",
		"@SUM(A1)":                           "'@SUM(A1)",
		"\tx":                                "'\tx",
		"\rx":                                "'\rx",
		"'quoted":                            "'quoted",
		"a=b":                                "a=b",
		"":                                   "",
	} {
		row := &chargedesk.Charge{CustomerName: text, Amount: chargedesk.MustAmount("-5.00")}
		cells := record(t, &settings{list: findList("charges")}, row)
		require.Equal(t, want, cells["customer_name"])
		require.Equal(t, "-5.00", cells["amount"], "a number is no formula")

		exact := record(t, &settings{list: findList("charges"), exact: true}, row)
		require.Equal(t, text, exact["customer_name"])
	}
}

func TestALineOfJSONIsTheVendorsRow(t *testing.T) {
	t.Parallel()
	sent := charge(t, `{"charge_id": "ch_1", "amount": "34.00", "customer_name": "=1+1", "is_paid": {"odd": true}, "brand_new": [ 1,
		{"x": "a\nb"} ]}`)
	line, err := newEncoder(&settings{format: formatJSONL}).row(sent)
	require.NoError(t, err)
	require.Equal(t, 1, strings.Count(string(line), "\n"))
	require.True(t, strings.HasSuffix(string(line), "\n"))
	require.Contains(t, string(line), `"customer_name":"=1+1"`)
	require.Contains(t, string(line), `"is_paid":{"odd":true}`, "the value that could not be read, once")
	again, err := newEncoder(&settings{format: formatJSONL}).row(charge(t, string(line)))
	require.NoError(t, err)
	require.Equal(t, string(line), string(again), "Decode reads it")
}
