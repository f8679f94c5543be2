package main

import (
	"bytes"
	"testing"
)

type result struct {
	code      int
	out, errs string
}

func report(t *testing.T, env map[string]string, args ...string) result {
	t.Helper()
	var out, errs bytes.Buffer
	code := run(t.Context(), args, func(name string) string { return env[name] }, &out, &errs)
	return result{code, out.String(), errs.String()}
}
