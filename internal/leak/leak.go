// Package leak fails the tests of a package whose goroutines do not end. Only
// tests import it.
package leak

import (
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// patience is how long goroutines may take to end after the last test.
const patience = 5 * time.Second

// Main runs the tests and exits. It exits with 1 if the tests pass and
// goroutines are left, which it prints. It is for TestMain.
func Main(m *testing.M) {
	code := m.Run()
	if left := Wait(patience); code == 0 && len(left) > 0 {
		fmt.Fprintf(os.Stderr, "%d goroutines are left after the tests:\n\n%s\n", len(left), strings.Join(left, "\n\n"))
		code = 1
	}
	os.Exit(code)
}

// Wait waits until no other goroutine than the caller's is left, for limit at
// most, and returns the stacks of those that are.
func Wait(limit time.Duration) []string {
	var left []string
	for end := time.Now().Add(limit); ; {
		if left = others(); len(left) == 0 || time.Now().After(end) {
			return left
		}
		time.Sleep(time.Millisecond) // no event tells that a goroutine has ended
	}
}

// harmless are the frames of goroutines that don't count: those of the testing
// package, tests that wait for their turn to run in parallel, and package signal,
// which ends with the process.
var harmless = []string{"created by os/signal.", "testing.(*T).Run(", "testing.RunTests(", "testing.(*T).Parallel("}

// others returns the stacks of all goroutines that count but the caller's.
func others() []string {
	buffer := make([]byte, 1<<20)
	buffer = buffer[:runtime.Stack(buffer, true)]
	var stacks []string
	for _, stack := range strings.Split(strings.TrimSpace(string(buffer)), "\n\n")[1:] {
		if !slices.ContainsFunc(harmless, func(frame string) bool { return strings.Contains(stack, frame) }) {
			stacks = append(stacks, stack)
		}
	}
	return stacks
}
