package chargehoundtest_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

// submittedDispute is a standalone dispute with a response.
func submittedDispute(c caller) string {
	id := c.server.SeedDisputeWith(chargehoundtest.Dispute{
		Template: "goods", Charge: "ch_K31", AccountID: "acct_5", Fields: map[string]any{"order_id": "ord_(1042)", "parcels": 2},
	})
	c.post("/disputes/"+id+"/submit", "")
	return id
}

func TestTheResponseHasTheNamesOfItsVersion(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	id := submittedDispute(c)
	for _, version := range versions {
		a := c.in(version).get("/disputes/" + id + "/response")
		require.Equal(t, 200, a.status, a.raw)
		link := a.text("response_url")
		require.True(t, strings.HasPrefix(link, "http://127.0.0.1/files/"+id+".pdf?AWSAccessKeyId=fake&Expires="), link)
		old := ""
		if version == "2016-03-05" {
			old = `"dispute_id":"` + id + `","external_charge":"ch_K31","user_id":"acct_5",`
		}
		require.JSONEq(t, `{"object":"response","livemode":false,"url":"/v1/disputes/`+id+`/response",`+old+
			`"dispute":"`+id+`","charge":"ch_K31","account_id":"acct_5","evidence":{"order_id":"ord_(1042)","parcels":2},
			"response_url":`+strconv.Quote(link)+`}`, a.raw)
	}
}

func TestThereIsNoResponseBeforeTheSubmit(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	open := c.server.SeedDispute("ch_1", 100, "usd", "general")
	stripe := c.server.SeedDisputeWith(chargehoundtest.Dispute{Source: "stripe", State: "submitted"})
	for _, id := range []string{open, stripe} {
		t.Run(id, func(t *testing.T) {
			c := c.with(t)
			a := c.get("/disputes/" + id + "/response")
			require.Equal(t, 404, a.status)
			require.Empty(t, a.errorType())
			require.NotEmpty(t, a.message())
		})
	}
	require.Equal(t, "dispute_not_found", c.get("/disputes/dp_none/response").errorType())
}

func TestTheLinkWorksWithoutCredentialsUntilItExpires(t *testing.T) {
	t.Parallel()
	clock := newClock()
	c := newCaller(t, chargehoundtest.WithClock(clock.read), chargehoundtest.WithResponseExpiry(10*time.Minute))
	link := c.get("/disputes/" + submittedDispute(c) + "/response").text("response_url")
	get := func(link string, header ...string) reply {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, link, nil)
		require.NoError(t, err)
		if len(header) > 0 {
			req.Header.Set("Authorization", header[0])
		}
		return c.do(req)
	}

	a := get(link)
	require.Equal(t, 200, a.status)
	require.Equal(t, "application/pdf", a.header.Get("Content-Type"))
	requirePDF(t, a.raw)
	require.Contains(t, a.raw, `order_id: "ord_\(1042\)"`)
	require.Contains(t, a.raw, "parcels: 2")

	require.Equal(t, 400, get(link, "Basic dGVzdF9mYWtlOg==").status, "no credentials beside the signature")
	require.Equal(t, 403, get(strings.Replace(link, "dp_fake_1", "dp_fake_2", 1)).status, "another file")
	require.Equal(t, 403, get(strings.Replace(link, "Expires=1", "Expires=2", 1)).status, "another time")
	parsed, err := url.Parse(link)
	require.NoError(t, err)
	parsed.RawQuery = ""
	require.Equal(t, 403, get(parsed.String()).status, "no signature")

	clock.advance(10 * time.Minute)
	require.Equal(t, 200, get(link).status)
	clock.advance(time.Second)
	require.Equal(t, 403, get(link).status, "expired")
}

// requirePDF follows the table at the end of a file to each of its objects.
func requirePDF(t *testing.T, file string) {
	t.Helper()
	require.True(t, strings.HasPrefix(file, "%PDF-1.4\n"))
	end := regexp.MustCompile(`startxref\n(\d+)\n%%EOF\n$`).FindStringSubmatch(file)
	require.NotNil(t, end)
	start, err := strconv.Atoi(end[1])
	require.NoError(t, err)
	require.True(t, strings.HasPrefix(file[start:], "xref\n0 6\n"))
	for i, entry := range regexp.MustCompile(`(\d{10}) 00000 n \n`).FindAllStringSubmatch(file[start:], -1) {
		offset, err := strconv.Atoi(entry[1])
		require.NoError(t, err)
		require.True(t, strings.HasPrefix(file[offset:], fmt.Sprintf("%d 0 obj\n", i+1)))
	}
	length := regexp.MustCompile(`(?s)/Length (\d+) >>\nstream\n(.*)\nendstream`).FindStringSubmatch(file)
	require.Equal(t, length[1], strconv.Itoa(len(length[2])))
}

func TestOnlyDownloadsFailWhereTheFaultIsForFiles(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	id := submittedDispute(c)
	c.server.FailMatching(func(r chargehoundtest.Request) bool { return strings.HasPrefix(r.Path, "/files/") }, chargehoundtest.Respond(503, "{}"))
	a := c.get("/disputes/" + id + "/response")
	require.Equal(t, 200, a.status)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, a.text("response_url"), nil)
	require.NoError(t, err)
	require.Equal(t, "/files/"+id+".pdf", req.URL.Path)
	require.Equal(t, 503, c.do(req).status)
}

func TestAMountedHandlerLinksToItsHost(t *testing.T) {
	t.Parallel()
	handler := chargehoundtest.NewHandler()
	defer handler.Close()
	require.Empty(t, handler.URL)
	mounted := httptest.NewTLSServer(handler)
	defer mounted.Close()
	id := handler.SeedDisputeWith(chargehoundtest.Dispute{State: "submitted", Template: "goods"})

	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, mounted.URL+"/v1/disputes/"+id+"/response", nil)
	require.NoError(t, err)
	req.SetBasicAuth(chargehoundtest.Key, "")
	resp, err := mounted.Client().Do(req)
	require.NoError(t, err)
	defer resp.Body.Close()
	body := new(strings.Builder)
	require.NoError(t, resp.Write(body))
	require.Contains(t, body.String(), `"response_url":"`+mounted.URL+`/files/`+id+`.pdf?`)
}
