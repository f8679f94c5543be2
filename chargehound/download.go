package chargehound

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"net/url"
	"time"

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
// The address is signed and short-lived, so call [DisputesService.Response]
// right before. It is requested once, without the API key, over https (http on
// this machine only). Redirects are not followed, and the address appears in no
// error. Middleware does not see the request; the Transport of [WithHTTPClient]
// sends it.
//
// An answer other than a 2xx is an [*Error]: [ErrForbidden] if the address has
// expired. A document over the limit or cut off is a [*DecodeError] that names
// the limit or wraps [io.ErrUnexpectedEOF]; what was written is not a complete
// document. A 2xx other than 200, or a body that is not a PDF, is also a
// [*DecodeError], and nothing is written. The writer's own error is wrapped. Of
// the transport's errors only context errors, [io.ErrUnexpectedEOF] and
// [syscall.Errno] are wrapped, since others may show the address.
//
// [WithCallAttemptTimeout] replaces the limit of ten minutes and the Timeout of
// [WithHTTPClient]'s client, if that is shorter. Of the other call options
// [WithMaxDownloadBytes] and [WithResponse], whose Body stays empty, are
// accepted; the rest is refused.
func (s *DisputesService) DownloadResponse(ctx context.Context, response *DisputeResponse, to io.Writer, opts ...CallOption) (int64, error) {
	cfg, err := newCallConfig(opts)
	if err != nil {
		return 0, err
	}
	d := &download{client: s.client.files, cfg: cfg, limit: DefaultMaxDownloadBytes}
	if cfg.maxDownload > 0 {
		d.limit = cfg.maxDownload
	}
	if err := d.check(ctx, response, to); err != nil {
		return 0, err
	}
	d.reference = response.Dispute
	n, err := d.run(ctx, to)
	d.answer.Finished = time.Now()
	cfg.report(d.answer)
	return n, err
}

// WithMaxDownloadBytes limits the document of
// [DisputesService.DownloadResponse] and replaces [DefaultMaxDownloadBytes].
func WithMaxDownloadBytes(limit int64) CallOption {
	return func(cfg *callConfig) {
		if cfg.maxDownload = limit; limit <= 0 {
			cfg.reject(&ValidationError{Param: "WithMaxDownloadBytes", Reason: "is not positive"})
		}
	}
}

// newFilesClient makes the client for downloads. It has no key, no cookies and
// no middleware, which might log the signed address.
func newFilesClient(own *http.Client) *http.Client {
	files := &http.Client{Transport: &http.Transport{
		Proxy:               http.ProxyFromEnvironment,
		TLSClientConfig:     &tls.Config{MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout: 10 * time.Second,
		DisableKeepAlives:   true,
	}}
	if own != nil {
		files.Transport, files.Timeout = own.Transport, own.Timeout
	}
	files.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return files
}

// download is one document on its way.
type download struct {
	client    *http.Client
	cfg       *callConfig
	limit     int64
	target    *url.URL
	reference string
	answer    transport.Response
}

func (d *download) check(ctx context.Context, response *DisputeResponse, to io.Writer) error {
	cfg := d.cfg
	switch {
	case ctx == nil:
		return isNil("ctx")
	case response == nil:
		return isNil("response")
	case to == nil:
		return isNil("writer")
	case len(cfg.header)+len(cfg.query)+len(cfg.params) > 0, cfg.retry != nil, cfg.repeatable, cfg.apiVersion != "":
		return &ValidationError{Param: "call option", Reason: "does not apply to a download"}
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
	if d.cfg.timeout > 0 {
		client.Timeout, timeout = 0, d.cfg.timeout
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	d.answer.Started = time.Now()
	req := &http.Request{Method: http.MethodGet, URL: d.target, Host: d.target.Host, Header: http.Header{}}
	d.answer.Attempts = 1
	resp, err := client.Do(req.WithContext(ctx))
	if err != nil {
		return 0, d.failed(hide(ctx, err))
	}
	defer resp.Body.Close()
	d.answer.StatusCode, d.answer.Header = resp.StatusCode, resp.Header
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
		return 0, d.unreadable(hide(ctx, err))
	}
	return d.copy(ctx, to, body)
}

// pdfHead is how far from the beginning of a file readers look for the mark of a PDF.
const pdfHead = 1024

var (
	errNotWhole = errors.New("it is not the whole document")
	errNoPDF    = errors.New("it is no PDF")
)

// checkPDF keeps an empty file, or a page of some gateway, from being taken for
// the document. It leaves errors behind the mark to who reads on.
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

// copy tells the errors of the writer from those of the connection.
func (d *download) copy(ctx context.Context, to io.Writer, from io.Reader) (int64, error) {
	writer := &faultyWriter{to: to}
	n, err := io.Copy(writer, io.LimitReader(from, d.limit))
	switch {
	case writer.err != nil || errors.Is(err, io.ErrShortWrite):
		return n, fmt.Errorf("chargehound: the document could not be written: %w", err)
	case err != nil:
		return n, d.unreadable(hide(ctx, err))
	}
	switch more, err := io.ReadFull(from, make([]byte, 1)); {
	case more > 0:
		return n, d.unreadable(d.tooLong())
	case err != io.EOF:
		return n, d.unreadable(hide(ctx, err))
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
	return &lenient.BoundError{Bound: "bytes of a document", Limit: d.limit}
}

// failed is not [newError]: what a file store says is not Chargehound's
// envelope, and may repeat the signature.
func (d *download) failed(err error) error {
	return &Error{
		StatusCode: d.answer.StatusCode, Method: http.MethodGet, Route: downloadRoute, ObjectID: d.reference,
		Attempts: d.answer.Attempts, NotApplied: true, Started: d.answer.Started, Finished: time.Now(),
		Err: err, outcome: transport.Failed, foreign: true,
	}
}

func (d *download) unreadable(err error) error {
	r := request{operation: operation{method: http.MethodGet, route: downloadRoute}, reference: d.reference}
	return newDecodeError(r, d.answer, err)
}

// hide keeps the signed address in: of an error that a transport may have written
// it leaves only what it says in nobody's own words.
func hide(ctx context.Context, err error) error {
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
	return errors.New("the connection failed; the cause is left out since it may show the signed address")
}
