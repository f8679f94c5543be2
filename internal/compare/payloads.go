package main

import (
	"bytes"
	"embed"
	"encoding/json"
	"strconv"
	"strings"
)

//go:embed payloads
var files embed.FS

// payload returns a document without white space, as servers send it.
func payload(name string) []byte {
	text, err := files.ReadFile("payloads/" + name + ".json")
	must(err)
	var compact bytes.Buffer
	must(json.Compact(&compact, text))
	return compact.Bytes()
}

// variable is in the payloads wherever one object differs from the next: in ids,
// names, addresses, sums and times.
const variable = "1042"

// list returns a list of n objects like the one of a payload, from number 1000 on.
func list(name string, n int) []byte {
	object := string(payload(name))
	objects := make([]string, n)
	for i := range objects {
		objects[i] = strings.ReplaceAll(object, variable, strconv.Itoa(1000+i))
	}
	return []byte("[" + strings.Join(objects, ",") + "]")
}

// envelope returns a document with a list in place of the text LIST.
func envelope(document string, list []byte) []byte {
	return []byte(strings.Replace(document, "LIST", string(list), 1))
}

func rows() (all []row) {
	all = append(all, chargedeskRows()...)
	all = append(all, chargehoundRows()...)
	all = append(all, chargebackRows()...)
	all = append(all, carefulRows()...)
	all = append(all, stripeRows()...)
	all = append(all, openaiRows()...)
	return append(all, gitlabRows()...)
}
