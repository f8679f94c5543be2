package leak_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/leak"
)

func TestMain(m *testing.M) { leak.Main(m) }

func stuck(began, until chan struct{}) {
	close(began)
	<-until
}

// It waits while TestWait runs, and is not counted.
func TestAParallelTest(t *testing.T) { t.Parallel() }

// It must not run in parallel with others: their goroutines would count.
func TestWait(t *testing.T) {
	began, until := make(chan struct{}), make(chan struct{})
	go stuck(began, until)
	<-began
	left := leak.Wait(0)
	require.Len(t, left, 1)
	require.Contains(t, left[0], "leak_test.stuck(")

	close(until)
	require.Empty(t, leak.Wait(time.Minute))
}
