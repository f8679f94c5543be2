package main

import (
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"strings"
	"time"
)

// printWelcome prints the URLs, the names that the vendors accept, and commands to
// try.
func (sim *simulator) printWelcome(out io.Writer) {
	for _, site := range sim.sites {
		fmt.Fprintf(out, "%-12s %s\n", site.name, site.url)
	}
	fmt.Fprintf(out, "\nThe CRM %q and the merchant %q are known to Chargeback, the template %q to Chargehound.\n\nTry:\n",
		sim.set.crm, sim.set.merchant, sim.template())
	for _, words := range sim.tries() {
		fmt.Fprintln(out, "  curl"+quoted(words))
	}
}

// tries returns arguments for curl: a read and a write for each vendor, and the end
// of the created dispute.
func (sim *simulator) tries() [][]string {
	desk, back, hound := sim.sites[1].url+"/v1/charges", sim.sites[2].url+"/api/v1/orders", sim.sites[3].url+"/v1/disputes"
	deskKey, backKeys, houndKey := sim.set.deskKey+":", sim.set.backPublicKey+":"+sim.set.backSecretKey, sim.set.houndKey+":"
	now := time.Now().UTC()
	order := map[string]any{
		"order_id": "ord_1042", "order_ts": now.AddDate(0, 0, -9).Format(time.RFC3339), "order_amount": "34.00",
		"transaction_id": "txn_1042", "transaction_amount": "34.00", "crm_name": sim.set.crm, "merchant_name": sim.set.merchant,
	}
	dispute := map[string]any{
		"id": "dp_1042", "charge": "txn_1042", "reason": "unrecognized", "amount": 3400, "currency": "usd", "template": sim.template(),
		"charged_at": day(now, -9), "disputed_at": day(now, 0), "due_by": day(now, 14),
	}
	return [][]string{
		{"-u", deskKey, desk},
		{"-u", deskKey, "-d", "amount=34.00", "-d", "currency=USD", "-d", "customer[id]=ada", desk},
		{"-u", backKeys, back},
		{"-u", backKeys, "-H", "Content-Type: application/json", "-d", jsonOf(order), back},
		{"-u", houndKey, hound},
		{"-u", houndKey, "-H", "Content-Type: application/json", "-d", jsonOf(dispute), hound},
		{"-d", "dispute=dp_1042", "-d", "outcome=won", sim.sites[0].url + "/resolve"},
	}
}

func day(now time.Time, later int) string {
	return now.AddDate(0, 0, later).Format("2006-01-02T15:04:05")
}

func jsonOf(object map[string]any) string {
	text, _ := json.Marshal(object) // strings and numbers always encode
	return string(text)
}

var plainWord = regexp.MustCompile(`^[\w@%+=:,./-]+$`)

// quoted returns words quoted for a shell.
func quoted(words []string) (line string) {
	for _, word := range words {
		if !plainWord.MatchString(word) {
			word = "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
		}
		line += " " + word
	}
	return line
}
