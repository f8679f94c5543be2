package chargehound

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"net/url"
	"time"

	"github.com/chargekit/chargekit-go/internal/api"
	"github.com/chargekit/chargekit-go/internal/lenient"
	"github.com/chargekit/chargekit-go/internal/transport"
)

// DefaultMaxDownloadBytes is the size of the largest document that
// [DisputesService.DownloadResponse] accepts without [WithMaxDownloadBytes].
const DefaultMaxDownloadBytes = 50 << 20

const (
	downloadRoute   = "{response_url}"
	downloadTimeout = 10 * time.Minute
)

// DownloadResponse writes the PDF of a response to a writer as it arrives. It
// returns the number of bytes written, also if there is an error.
//
// The URL is signed and valid for a short time, so call
// [DisputesService.Response] right before. It is requested once, without the API
// key, over https (http on this machine only). Redirects are not followed, and
// the URL appears in no error. Middleware does not see the request; the
// Transport of [WithHTTPClient] sends it, or one with the settings of [WithProxy]
// and [WithTLSConfig].
//
// A response other than a 2xx is an [*Error]: [ErrForbidden] if the URL has
// expired. A document over the limit or cut off is a [*DecodeError] that names
// the limit or wraps [io.ErrUnexpectedEOF]; what was written is not a complete
// document. A 2xx other than 200, or a body that is not a PDF, is also a
// [*DecodeError], and nothing is written. The writer's own error is wrapped. Of
// the transport's errors only context errors, [io.ErrUnexpectedEOF] and
// [syscall.Errno] are wrapped, since others may show the URL.
//
// [WithCallAttemptTimeout] replaces the limit of ten minutes and the Timeout of
// [WithHTTPClient]'s client, if that is shorter. Of the other call options
// [WithMaxDownloadBytes] and [WithResponse], whose Body stays empty, are
// accepted; the rest is rejected.
func (s *DisputesService) DownloadResponse(ctx context.Context, response *DisputeResponse, to io.Writer, opts ...CallOption) (int64, error) {
	cfg, err := newCallConfig(opts)
	if err != nil {
		return 0, err
	}
	d := &download{client: s.client.files, cfg: cfg, limit: cmp.Or(cfg.maxDownload, DefaultMaxDownloadBytes)}
	if err := d.check(ctx, response, to); err != nil {
		return 0, err
	}
	d.disputeID = response.Dispute
	n, err := d.run(ctx, to)
	d.response.Finished = time.Now()
	if cfg.Report != nil {
		cfg.Report(d.response)
	}
	return n, err
}

// newFilesClient returns the client for downloads. It has no key, no cookies and
// no middleware, which might log the signed URL.
func newFilesClient(cfg transport.Config) *http.Client {
	own := &http.Transport{
		Proxy:               http.ProxyFromEnvironment,
		TLSClientConfig:     &tls.Config{MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout: 10 * time.Second,
		DisableKeepAlives:   true,
	}
	if cfg.Proxy != nil {
		own.Proxy = cfg.Proxy
	}
	if cfg.TLSConfig != nil {
		own.TLSClientConfig = cfg.TLSConfig.Clone()
	}
	files := &http.Client{Transport: own}
	if cfg.HTTPClient != nil {
		files.Transport, files.Timeout = cfg.HTTPClient.Transport, cfg.HTTPClient.Timeout
	}
	files.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return files
}

// download is one document being downloaded.
type download struct {
	client    *http.Client
	cfg       *callConfig
	limit     int64
	target    *url.URL
	disputeID string
	response  transport.Response
}

func (d *download) check(ctx context.Context, response *DisputeResponse, to io.Writer) error {
	var c checks
	if ctx == nil {
		c.Reject("ctx", "is nil")
	}
	if response == nil {
		c.Reject("response", "is nil")
	}
	if to == nil {
		c.Reject("writer", "is nil")
	}
	cfg := d.cfg
	if len(cfg.Header)+len(cfg.Query)+len(cfg.params) > 0 || cfg.Retry != nil || cfg.Timeout != 0 || cfg.Repeatable || cfg.apiVersion != "" || cfg.EnsuresOnly() != nil {
		c.Reject("call option", "does not apply to a download")
	}
	if c.Failed() {
		return c.err()
	}
	target, err := url.Parse(string(response.ResponseURL))
	if err != nil || target.Host == "" || target.User != nil || !isSecure(target) {
		return &ValidationError{Param: "response_url", Reason: "is not an https URL"}
	}
	d.target = target
	return nil
}

func isSecure(target *url.URL) bool {
	if target.Scheme == "https" {
		return true
	}
	addr, err := netip.ParseAddr(target.Hostname())
	return target.Scheme == "http" && (target.Hostname() == "localhost" || err == nil && addr.IsLoopback())
}

func (d *download) run(ctx context.Context, to io.Writer) (int64, error) {
	client, timeout := *d.client, downloadTimeout
	if d.cfg.AttemptTimeout > 0 {
		client.Timeout, timeout = 0, d.cfg.AttemptTimeout
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	d.response.Started = time.Now()
	req := &http.Request{Method: http.MethodGet, URL: d.target, Host: d.target.Host, Header: http.Header{}}
	d.response.Attempts = 1
	resp, err := client.Do(req.WithContext(ctx))
	if err != nil {
		return 0, d.failed(sanitize(ctx, err))
	}
	defer resp.Body.Close()
	d.response.StatusCode, d.response.Header = resp.StatusCode, resp.Header
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		return 0, d.failed(nil)
	}
	if resp.StatusCode != http.StatusOK {
		return 0, d.unreadable(errNotWhole)
	}
	if resp.ContentLength > d.limit {
		return 0, d.unreadable(d.tooLong())
	}
	body := bufio.NewReaderSize(resp.Body, pdfHead)
	if err := checkPDF(body); err != nil {
		return 0, d.unreadable(sanitize(ctx, err))
	}
	return d.copy(ctx, to, body)
}

// pdfHead is how far from the beginning of a file readers look for the mark of a PDF.
const pdfHead = 1024

var (
	errNotWhole = errors.New("it is not the whole document")
	errNoPDF    = errors.New("it is not a PDF")
)

// checkPDF rejects an empty file, or a page of some gateway. An error behind the
// mark of a PDF is left to the next read.
func checkPDF(body *bufio.Reader) error {
	head, err := body.Peek(pdfHead)
	if bytes.Contains(head, []byte("%PDF-")) {
		return nil
	}
	if err == nil || err == io.EOF {
		return errNoPDF
	}
	return err
}

// copy writes the document. It tells errors of the writer from those of the connection.
func (d *download) copy(ctx context.Context, to io.Writer, from io.Reader) (int64, error) {
	writer := &faultyWriter{to: to}
	n, err := io.Copy(writer, io.LimitReader(from, d.limit))
	switch {
	case writer.err != nil || errors.Is(err, io.ErrShortWrite):
		return n, fmt.Errorf("chargehound: the document could not be written: %w", err)
	case err != nil:
		return n, d.unreadable(sanitize(ctx, err))
	}
	switch more, err := io.ReadFull(from, make([]byte, 1)); {
	case more > 0:
		return n, d.unreadable(d.tooLong())
	case err != io.EOF:
		return n, d.unreadable(sanitize(ctx, err))
	}
	return n, nil
}

type faultyWriter struct {
	to  io.Writer
	err error
}

func (w *faultyWriter) Write(p []byte) (n int, err error) {
	n, w.err = w.to.Write(p)
	return n, w.err
}

func (d *download) tooLong() error {
	return &lenient.LimitError{Name: "bytes of a document", Limit: d.limit}
}

// failed does not use [newError]: a file store's response has no envelope of
// Chargehound's, and may quote the signature.
func (d *download) failed(err error) error {
	return &Error{
		StatusCode: d.response.StatusCode, Method: http.MethodGet, Route: downloadRoute, ObjectID: d.disputeID,
		Attempts: d.response.Attempts, Started: d.response.Started, Finished: time.Now(), Err: err,
		Outcome: Outcome(api.Derive(transport.Unspecified, http.MethodGet, d.response.StatusCode)),
	}
}

func (d *download) unreadable(err error) error {
	call := &transport.Call{Method: http.MethodGet, Route: downloadRoute, ObjectID: d.disputeID}
	return newDecodeError(&api.Exchange{Call: call, Response: d.response}, err)
}

// sanitize replaces errors that may quote the signed URL with one of our own.
func sanitize(ctx context.Context, err error) error {
	if ended := ctx.Err(); ended != nil {
		return ended // err may be its cause
	}
	for _, known := range []error{context.Canceled, context.DeadlineExceeded, io.ErrUnexpectedEOF, errNoPDF} {
		if errors.Is(err, known) {
			return known
		}
	}
	if number, ok := errnoOf(err); ok {
		return number
	}
	return errors.New("the connection failed; the cause is left out since it may show the signed URL")
}
