// Steadywalk makes every call of one of our clients to steady, a server that
// checks requests against a description and makes its responses from that.
//
//	steadywalk VENDOR URL ENDPOINTS
//
// ENDPOINTS is how many the description has; all of them have to be called.
// It ends with 1 if steady finds anything wrong with a request, or if the client
// can't read a response for a reason that is not known.
package main

import (
	"fmt"
	"log"
	"os"
	"strconv"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("steadywalk: ")
	vendor, url := os.Args[1], os.Args[2]
	endpoints, err := strconv.Atoi(os.Args[3])
	if err != nil {
		log.Fatal(err)
	}
	m := newMeter()
	client, err := connect(vendor, url, m)
	if err != nil {
		log.Fatal(err)
	}
	walk(client, m.measure)
	fmt.Printf("%s: %d methods, %d of %d endpoints\n", vendor, len(m.rows), len(m.matched), endpoints)
	m.print()
	if m.bad > 0 || len(m.matched) != endpoints {
		os.Exit(1)
	}
}
