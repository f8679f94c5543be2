package pages_test

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/pages"
)

const page = "# A page: `New` & more\n\n[up](#a-page-new--more) [code](code.go) [web](https://example.com/x)\n\n```go\nfunc shown() {\n}\n```\n"

func write(t *testing.T, name, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
	return file
}

// failed reports whether a check fails, as it does in a test of its own.
func failed(t *testing.T, check func(t testing.TB)) bool {
	recorder := &recorder{TB: t}
	done := make(chan struct{})
	go func() {
		defer close(done)
		check(recorder)
	}()
	<-done
	return recorder.failed
}

func TestShowsTestedCode(t *testing.T) {
	shown := write(t, "page.md", page)
	for name, test := range map[string]struct {
		code string
		fail bool
	}{
		"called by a test":     {"package x\n\nfunc shown() {\n}\n\nfunc TestIt(t *testing.T) { shown() }\n", false},
		"called by nothing":    {"package x\n\nfunc shown() {\n}\n", true},
		"another text":         {"package x\n\nfunc shown() {\n\n}\n\nfunc TestIt(t *testing.T) { shown() }\n", true},
		"with a line before":   {"package x\n// shown is.\nfunc shown() {\n}\n\nfunc TestIt(t *testing.T) { shown() }\n", true},
		"with Windows's lines": {"package x\r\n\r\nfunc shown() {\r\n}\r\n\r\nfunc TestIt(t *testing.T) { shown() }\r\n", false},
	} {
		t.Run(name, func(t *testing.T) {
			code := write(t, "code.go", test.code)
			require.Equal(t, test.fail, failed(t, func(t testing.TB) { pages.ShowsTestedCode(t, shown, code) }))
		})
	}
	half := write(t, "half.md", "```go\nx := 1\n```\n")
	require.True(t, failed(t, func(t testing.TB) { pages.ShowsTestedCode(t, half, half) }), "half a declaration")
}

func TestCheckLinks(t *testing.T) {
	file := write(t, "page.md", page)
	require.True(t, failed(t, func(t testing.TB) { pages.CheckLinks(t, file) }), "code.go is not there")
	require.NoError(t, os.WriteFile(filepath.Join(filepath.Dir(file), "code.go"), nil, 0o600))
	require.Equal(t, 2, pages.CheckLinks(t, file))
	require.NoError(t, os.WriteFile(file, []byte("# Another\n[up](#a-page)\n"), 0o600))
	require.True(t, failed(t, func(t testing.TB) { pages.CheckLinks(t, file) }), "no such heading")
}

// recorder is the test that a check fails.
type recorder struct {
	testing.TB
	failed bool
}

func (r *recorder) Helper()               {}
func (r *recorder) Errorf(string, ...any) { r.failed = true }

func (r *recorder) FailNow() {
	r.failed = true
	runtime.Goexit()
}
