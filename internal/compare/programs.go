package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
)

// sizes are the folders of programs/ and what they are called in the table.
var sizes = []struct{ folder, name string }{
	{"vendors", "size: chargedesk, chargehound and chargeback together"},
	{"stripe", "size: stripe-go"},
	{"openai", "size: openai-go"},
	{"gitlab", "size: gitlab client-go"},
}

// compareSizes builds a program for each client that reads one object with it. It needs
// the go command, and this folder as the working directory.
func compareSizes(ctx context.Context, out io.Writer, only *regexp.Regexp) error {
	fmt.Fprintln(out, "\n| stripped program | MiB more than by hand | MiB by hand |\n|---|---|---|")
	dir, err := os.MkdirTemp("", "compare")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	var byHand float64
	for _, s := range sizes {
		if !only.MatchString(s.name) {
			continue
		}
		if byHand == 0 {
			if byHand, err = sizeOf(ctx, dir, "byhand"); err != nil {
				return err
			}
		}
		size, err := sizeOf(ctx, dir, s.folder)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "| %s | %.2f | %.2f |\n", s.name, size-byHand, byHand)
	}
	return nil
}

// sizeOf builds a program into dir and returns its size in MiB.
func sizeOf(ctx context.Context, dir, folder string) (float64, error) {
	program := filepath.Join(dir, folder)
	build := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", program, "./programs/"+folder)
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if text, err := build.CombinedOutput(); err != nil {
		return 0, fmt.Errorf("%s: %w: %s", folder, err, text)
	}
	info, err := os.Stat(program)
	if err != nil {
		return 0, err
	}
	return float64(info.Size()) / (1 << 20), nil
}
