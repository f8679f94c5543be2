package transport

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"
)

// TestMain also fails if goroutines are left when all tests have ended.
func TestMain(m *testing.M) {
	code := m.Run()
	if left := goroutinesLeft(); code == 0 && left != "" {
		fmt.Fprintln(os.Stderr, "goroutines are left:\n"+left)
		code = 1
	}
	os.Exit(code)
}

// goroutinesLeft returns the stacks of all goroutines but this one, if there are
// any after two seconds: connections that were closed end a little later.
func goroutinesLeft() string {
	var left string
	for deadline := time.Now().Add(2 * time.Second); time.Now().Before(deadline); runtime.Gosched() {
		buf := make([]byte, 1<<20)
		stacks := strings.Split(string(buf[:runtime.Stack(buf, true)]), "\n\n")
		left = strings.Join(notOfTheRuntime(stacks[1:]), "\n\n")
		if left == "" {
			return ""
		}
	}
	return left
}

// notOfTheRuntime leaves out what package testing starts for signals and fuzzing.
func notOfTheRuntime(stacks []string) (own []string) {
	for _, stack := range stacks {
		if !strings.Contains(stack, "os/signal.") && !strings.Contains(stack, "runtime.ensureSigM") {
			own = append(own, stack)
		}
	}
	return own
}
