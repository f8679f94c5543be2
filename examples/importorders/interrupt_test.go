package main

import (
	"bytes"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

func TestAnInterruptSaysHowToResume(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows sends no interrupt to a single process")
	}
	withKeys(t)
	t.Setenv("CHARGEDESK_SECRET_KEY", chargedesktest.Key)
	for name, path := range map[string]string{"chargeback": "/api/v1", "chargedesk": "/v1"} {
		t.Run(name, func(t *testing.T) {
			kind, at := killedImports[name], newAddress(t)
			fake, file := kind.fake(), writeExport(t, killedOrders)
			defer closeFake(fake)
			program := exec.Command(os.Args[0], append(append([]string{"-quiet", "-base-url", strings.TrimSuffix(at.url, "/api/v1") + path}, kind.flags...), file)...)
			program.Env = append(os.Environ(), asProgram+"=1")
			var out bytes.Buffer
			program.Stdout, program.Stderr = &out, &out
			var requests atomic.Int64
			underWay, interrupted := make(chan struct{}), make(chan struct{})
			at.serve(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if requests.Add(1) == 5 {
					close(underWay)
					<-interrupted
				}
				fake.ServeHTTP(w, r)
			}))
			require.NoError(t, program.Start())
			<-underWay
			require.NoError(t, program.Process.Signal(os.Interrupt))
			close(interrupted)
			require.Error(t, program.Wait())
			require.Equal(t, exitLookAt, program.ProcessState.ExitCode(), out.String())
			require.Contains(t, out.String(), name+": import stopped after ")
			require.Contains(t, out.String(), "not finished: start it again with the same flags to resume; keep "+file+".resume.jsonl")

			again := exec.Command(program.Path, program.Args[1:]...)
			again.Env = program.Env
			text, _ := again.CombinedOutput()
			require.Contains(t, string(text), "120 there, 0 rejected, 0 unknown, 1 lines unreadable\nsum of those that are there: 1440.00 EUR\n")
			left := readState(t, file)
			kind.check(t, fake, left, left)
		})
	}
}
