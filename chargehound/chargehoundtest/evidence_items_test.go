package chargehoundtest_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestItemsAreCheckedAndKeptAsSent(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	id := c.server.SeedDispute("ch_1", 100, "usd", "general")
	product := `{"name":"Lamp","quantity":1,"amount":0}`
	mail := `{"to":"a@example.com","from":"b@example.com","subject":"s","body":"b"}`
	payment := `{"id":"ch_0","amount":1,"currency":"usd","charged_at":1}`
	lists := []struct {
		name, errorType, item string
		good, bad             []string // replacements in item
	}{
		{"products", "invalid_products", product,
			[]string{`"quantity":1→"quantity":"64oz"`, `"amount":0→"amount":0,"sku":"L1","image":"https://example.com/l.png"`, `"amount":0→"amount":-5,"shipping_carrier":"dhl","shipping_tracking_number":"1"`},
			[]string{`"name":"Lamp",→`, `"quantity":1,→`, `,"amount":0→`, `"quantity":1→"quantity":1.5`, `"quantity":1→"quantity":null`, `"amount":0→"amount":"0"`, `"amount":0→"amount":0.5`, `"Lamp"→7`, `"amount":0→"amount":0,"url":"lamp"`, `"amount":0→"amount":0,"colour":"red"`}},
		{"correspondence", "invalid_correspondence", mail,
			[]string{`"body":"b"→"body":"b","sent":"1 Feb","caption":"c"`},
			[]string{`"to":"a@example.com",→`, `"from":"b@example.com",→`, `"subject":"s",→`, `,"body":"b"→`, `"s"→1`, `"body":"b"→"body":"b","sent":1`, `"body":"b"→"body":"b","cc":"x"`}},
		{"past_payments", "invalid_past_payments", payment,
			[]string{`"charged_at":1→"charged_at":"2019-09-10 11:10:22PM UTC"`, `"charged_at":1→"charged_at":1,"device_id":"d","item_description":"i","user_id":"u","ip_address":"::1","shipping_address":"s"`},
			[]string{`"id":"ch_0",→`, `"amount":1,→`, `"currency":"usd",→`, `,"charged_at":1→`, `"usd"→"us"`, `"charged_at":1→"charged_at":1.5`, `"amount":1→"amount":"1"`}},
	}
	for _, list := range lists {
		send := func(items string) reply { return c.put("/disputes/"+id, `{"`+list.name+`":`+items+`}`) }
		for _, change := range append(list.good, "→") {
			item := changed(list.item, change)
			a := send(`[ ` + item + ` ]`)
			require.Equal(t, 200, a.status, item+a.raw)
			require.Contains(t, a.raw, `"`+list.name+`":[`+item+`]`)
		}
		for _, change := range list.bad {
			a := send(`[` + list.item + `,` + changed(list.item, change) + `]`)
			require.Equal(t, 400, a.status, change)
			require.Equal(t, list.errorType, a.errorType(), change)
			require.Contains(t, a.message(), list.name+"[1]")
		}
		for _, items := range []string{`{}`, `"x"`, `[1]`, `[null]`} {
			t.Run(items, func(t *testing.T) {
				require.Equal(t, list.errorType, send(items).errorType(), items)
			})
		}
		require.Equal(t, []any{}, send(`[]`).body[list.name], "an empty list clears")
		many := strings.Repeat(list.item+",", 10)
		require.Equal(t, 200, send(`[`+strings.TrimSuffix(many, ",")+`]`).status)
		more := send(`[` + many + list.item + `]`)
		require.Equal(t, list.name == "past_payments", more.errorType() == "invalid_past_payments", "only past payments are limited to ten")
	}
}

func changed(item, change string) string {
	from, to, _ := strings.Cut(change, "→")
	if from == "" {
		return item
	}
	return strings.Replace(item, from, to, 1)
}
