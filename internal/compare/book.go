package main

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"net/http"
	"strconv"
)

// book is an in-memory network that has charges, one a second, the newest first. It
// keeps the pages that were asked for, so that the second time they cost nothing.
type book struct {
	charges int
	asked   []string // paths of the pages, in order
	pages   map[string][]byte
}

// newest is when the first charge occurred.
const newest = 1767261042

func (b *book) client() *http.Client { return &http.Client{Transport: b} }

// RoundTrip responds with the page that is asked for.
func (b *book) RoundTrip(req *http.Request) (*http.Response, error) {
	path := req.URL.RequestURI()
	if b.pages[path] == nil {
		b.asked = append(b.asked, path)
		query := req.URL.Query()
		count, _ := strconv.Atoi(query.Get("count"))
		offset, _ := strconv.Atoi(query.Get("offset"))
		latest, _ := strconv.Atoi(cmp.Or(query.Get("occurred[max]"), strconv.Itoa(newest)))
		b.pages[path] = b.page(newest-latest+offset, count)
	}
	return &http.Response{
		Status: "200 OK", StatusCode: 200, Header: http.Header{"Content-Type": {jsonType}}, Request: req,
		ContentLength: int64(len(b.pages[path])), Body: io.NopCloser(bytes.NewReader(b.pages[path])),
	}, nil
}

// page returns the charges from first on.
func (b *book) page(first, count int) []byte {
	charge := payload("chargedesk_charge")
	var page bytes.Buffer
	fmt.Fprintf(&page, `{"count":%d,"offset":0,"data":[`, b.charges)
	for i := first; i < min(first+count, b.charges); i++ {
		if i > first {
			page.WriteByte(',')
		}
		one := bytes.ReplaceAll(charge, []byte(strconv.Itoa(newest)), []byte(strconv.Itoa(newest-i)))
		page.Write(bytes.ReplaceAll(one, []byte(variable), []byte(strconv.Itoa(100_000+i))))
	}
	page.WriteString("]}")
	return page.Bytes()
}
