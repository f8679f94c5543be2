package transport

import (
	"bytes"
	"errors"
	"io"
	"math"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/chargekit/chargekit-go/internal/lenient"
)

const (
	maxErrorBytes = 64 << 10 // kept of the body of an error response
	maxDrainBytes = 4 << 10  // read after that so that the connection can be reused
	maxGrowBytes  = 1 << 20  // allocated at once because of a Content-Length
)

// readBody reads a bounded body and closes it. A body above the limit is an
// error in a 2xx response, and is cut off in any other.
func readBody(resp *http.Response, limit int64) ([]byte, error) {
	defer resp.Body.Close()
	success := resp.StatusCode >= 200 && resp.StatusCode <= 299
	if !success {
		limit = min(limit, maxErrorBytes)
	}
	limit = min(limit, math.MaxInt64-1)
	body, err := readUpTo(resp, limit+1)
	if int64(len(body)) <= limit {
		return body, err
	}
	body = body[:limit]
	if success {
		return body, &lenient.LimitError{Name: "bytes of a response", Limit: limit}
	}
	_, _ = io.CopyN(io.Discard, resp.Body, maxDrainBytes)
	return body, nil
}

// readUpTo reads at most limit bytes, into one allocation if the length is known. The
// length may be wrong: middleware may have replaced the body.
func readUpTo(resp *http.Response, limit int64) ([]byte, error) {
	if resp.ContentLength <= 0 {
		return io.ReadAll(io.LimitReader(resp.Body, limit))
	}
	reader := io.LimitedReader{R: resp.Body, N: limit}
	body := make([]byte, 0, min(resp.ContentLength, limit, maxGrowBytes)+1)
	for {
		n, err := reader.Read(body[len(body):cap(body)])
		body = body[:len(body)+n]
		if err == io.EOF {
			return body, nil
		}
		if err != nil {
			return body, err
		}
		if len(body) == cap(body) {
			body = slices.Grow(body, bytes.MinRead)
		}
	}
}

// encodingError is a body in an encoding that was not asked for and is not
// undone. net/http undoes gzip, the only one that it asks for.
type encodingError struct{ encoding string }

func (e *encodingError) Error() string {
	return "the response body is encoded with " + e.encoding + ", which was not asked for"
}

// checkEncoding accepts any text: middleware may have undone an encoding and left
// its header.
func checkEncoding(resp *http.Response, body []byte) error {
	encoding := strings.ToLower(strings.TrimSpace(resp.Header.Get("Content-Encoding")))
	switch {
	case encoding == "" || encoding == "identity" || utf8.Valid(body):
		return nil
	case !isToken(encoding) || len(encoding) > 20:
		encoding = "something else than gzip"
	}
	return &encodingError{encoding}
}

// isUnreadable reports whether the same body would be unreadable again.
func isUnreadable(err error) bool {
	_, tooLarge := errors.AsType[*lenient.LimitError](err)
	_, encoded := errors.AsType[*encodingError](err)
	return tooLarge || encoded
}
