// Houndcompare compares the Chargehound requests of two recordings of the
// simulator, pair by pair: method, path, query, JSON body, type of the body,
// version, and the response's status.
//
//	houndcompare THEIRS OURS
//
// It ends with 1 if there is a difference. The query of a file is the server's own,
// signed anew each time: there the names have to be the same.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"net/url"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
)

type exchange struct {
	Vendor  string
	Request struct {
		Method, Path, Query, Body string
		Header                    http.Header
	}
	Response struct{ Status int }
}

func main() {
	log.SetFlags(0)
	log.SetPrefix("houndcompare: ")
	theirs, ours := read(os.Args[1]), read(os.Args[2])
	if len(theirs) != len(ours) {
		log.Fatalf("%d requests of theirs, %d of ours", len(theirs), len(ours))
	}
	table, equal := newTable(), 0
	for i, one := range theirs {
		found := differences(one, ours[i])
		table.add(one, found)
		if len(found) == 0 {
			equal++
		}
	}
	table.print()
	fmt.Printf("%d of %d equal\n", equal, len(theirs))
	if equal < len(theirs) || equal == 0 {
		os.Exit(1)
	}
}

func read(path string) []exchange {
	file, err := os.Open(path)
	if err != nil {
		log.Fatal(err)
	}
	defer file.Close()
	var all []exchange
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		var one exchange
		if err := json.Unmarshal(lines.Bytes(), &one); err != nil {
			log.Fatal(err)
		}
		if one.Vendor == "chargehound" {
			all = append(all, one)
		}
	}
	if err := lines.Err(); err != nil {
		log.Fatal(err)
	}
	return all
}

// aspects of an exchange that have to be the same.
func aspects(x exchange) [][2]any {
	query, err := url.ParseQuery(x.Request.Query)
	if strings.HasPrefix(x.Request.Path, "/files/") {
		for name := range query {
			query[name] = nil
		}
	}
	return [][2]any{
		{"method", x.Request.Method}, {"path", x.Request.Path},
		{"query", fmt.Sprint(query, err)}, {"body", body(x.Request.Body)},
		{"content type", x.Request.Header.Get("Content-Type")},
		{"version", x.Request.Header["Chargehound-Version"]},
		{"credentials", x.Request.Header["Authorization"]},
		{"status", x.Response.Status},
	}
}

// body is nil without one, so that {} is something else.
func body(text string) any {
	if text == "" {
		return nil
	}
	decoder := json.NewDecoder(bytes.NewBufferString(text))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return "no JSON: " + text
	}
	return value
}

func differences(theirs, ours exchange) (found []string) {
	mine := aspects(ours)
	for i, aspect := range aspects(theirs) {
		if !reflect.DeepEqual(aspect[1], mine[i][1]) {
			found = append(found, fmt.Sprintf("%s %s, ours %s", aspect[0], show(aspect[1]), show(mine[i][1])))
		}
	}
	return found
}

func show(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		log.Fatal(err)
	}
	return string(text)
}

// table counts what was compared by method and route.
type table struct {
	rows  []string
	count map[string]int
	equal map[string]int
	notes map[string][]string
}

func newTable() *table {
	return &table{count: map[string]int{}, equal: map[string]int{}, notes: map[string][]string{}}
}

var id = regexp.MustCompile(`^(/v1/disputes|/files)/[^/]+`)

func (t *table) add(x exchange, found []string) {
	row := fmt.Sprintf("%-4s %s", x.Request.Method, id.ReplaceAllString(x.Request.Path, "$1/{id}"))
	if t.count[row] == 0 {
		t.rows = append(t.rows, row)
	}
	t.count[row]++
	if len(found) == 0 {
		t.equal[row]++
	}
	for _, note := range found {
		if !slices.Contains(t.notes[row], note) {
			t.notes[row] = append(t.notes[row], note)
		}
	}
}

func (t *table) print() {
	var text bytes.Buffer
	for _, row := range t.rows {
		fmt.Fprintf(&text, "%-34s %3d of %3d equal\n", row, t.equal[row], t.count[row])
		for _, note := range t.notes[row] {
			fmt.Fprintf(&text, "     %s\n", note)
		}
	}
	_, _ = text.WriteTo(os.Stdout)
}
