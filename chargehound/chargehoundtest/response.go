package chargehoundtest

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// downloadPath is the prefix of the paths of response documents.
const downloadPath = "/files/"

// isDownload reports whether a request is for a document, for which the link
// replaces the key.
func isDownload(r *http.Request) bool { return strings.HasPrefix(r.URL.EscapedPath(), downloadPath) }

// generated holds the fields that the response endpoint and its event share.
type generated struct {
	Dispute     string                     `json:"dispute"`
	Charge      string                     `json:"charge"`
	AccountID   text                       `json:"account_id"`
	Evidence    map[string]json.RawMessage `json:"evidence"`
	ResponseURL string                     `json:"response_url"`
	*generated2016
}

// generated2016 holds the old names of fields, sent beside the new ones.
type generated2016 struct {
	DisputeID      string `json:"dispute_id"`
	ExternalCharge string `json:"external_charge"`
	UserID         text   `json:"user_id"`
}

type response struct {
	Object   string `json:"object"`
	Livemode bool   `json:"livemode"`
	URL      string `json:"url"`
	*generated
}

// response returns the link to the response document of a standalone dispute.
func (c *call) response() (reply, *problem) {
	d, rejection := c.find(c.id)
	if rejection != nil {
		return reply{}, rejection
	}
	if d.GeneratedAt.IsZero() {
		return reply{}, reject("", "the dispute has no response yet").withStatus(http.StatusNotFound)
	}
	return reply{http.StatusOK, response{
		Object: "response", Livemode: c.live, URL: d.path() + "/response", generated: c.generated(d, c.version),
	}}, nil
}

func (s *state) generated(d *dispute, v version) *generated {
	g := &generated{
		Dispute: d.ID, Charge: d.Charge, AccountID: d.AccountID, Evidence: d.Fields, ResponseURL: s.signedURL(d),
	}
	if v.oldNames() {
		g.generated2016 = &generated2016{DisputeID: d.ID, ExternalCharge: d.Charge, UserID: d.AccountID}
	}
	return g
}

// signedURL returns a link that requires no credentials and expires.
func (s *state) signedURL(d *dispute) string {
	expires := strconv.FormatInt(s.now().Add(s.cfg.responseExpiry).Unix(), 10)
	path := downloadPath + url.PathEscape(d.ID) + ".pdf"
	query := url.Values{"AWSAccessKeyId": {"fake"}, "Expires": {expires}, "Signature": {sign(path, expires)}}
	return s.base + path + "?" + query.Encode()
}

func sign(path, expires string) string {
	mac := hmac.New(sha256.New, []byte("chargehoundtest"))
	fmt.Fprintf(mac, "%s\n%s", path, expires)
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// download serves a response document. Like the store that Chargehound uses, it
// rejects a request that has credentials besides the signature.
func (s *state) download(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	path, query := r.URL.EscapedPath(), r.URL.Query()
	expires, _ := strconv.ParseInt(query.Get("Expires"), 10, 64)
	id, _ := url.PathUnescape(strings.TrimSuffix(strings.TrimPrefix(path, downloadPath), ".pdf"))
	d := s.disputes[id]
	switch {
	case r.Header.Get("Authorization") != "":
		http.Error(w, "the link takes no credentials", http.StatusBadRequest)
	case !hmac.Equal([]byte(query.Get("Signature")), []byte(sign(path, query.Get("Expires")))):
		http.Error(w, "the signature is wrong", http.StatusForbidden)
	case s.now().Unix() > expires:
		http.Error(w, "the link has expired", http.StatusForbidden)
	case d == nil || d.GeneratedAt.IsZero():
		http.Error(w, "there is no such file", http.StatusNotFound)
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		http.Error(w, "the link is for reading", http.StatusMethodNotAllowed)
	default:
		w.Header().Set("Content-Type", "application/pdf")
		_, _ = w.Write(responsePDF(d))
	}
}
