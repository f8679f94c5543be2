// Refundservice refunds from an HTTP handler. Double clicks, lost responses and
// restarts refund nothing twice. After 202 and 503 the caller sends it again.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/chargekit/chargekit-go/chargedesk"
)

type service struct {
	gateway   *chargedesk.GatewayService
	crashed   time.Time   // when the process before this one was found dead; zero if it ended in order
	undecided atomic.Bool // a refund may still happen, and only this process knows
}

func (s *service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	err := s.refund(w, r)
	if failed, ok := errors.AsType[*chargedesk.Error](err); ok && failed.RetryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(failed.RetryAfter.Seconds())+1))
	}
	switch _, invalid := errors.AsType[*chargedesk.ValidationError](err); {
	case err == nil: // 200: the total has been refunded
	case errors.Is(err, chargedesk.ErrOutcomeUnknown):
		s.undecided.Store(true)
		w.WriteHeader(http.StatusAccepted)
	case invalid:
		w.WriteHeader(http.StatusBadRequest)
	case errors.Is(err, chargedesk.ErrNotFound):
		w.WriteHeader(http.StatusNotFound)
	case errors.Is(err, chargedesk.ErrRejected) && !errors.Is(err, chargedesk.ErrRateLimited), errors.Is(err, chargedesk.ErrOutOfReach):
		w.WriteHeader(http.StatusUnprocessableEntity)
	default:
		w.WriteHeader(http.StatusServiceUnavailable)
	}
}

func (s *service) refund(w http.ResponseWriter, r *http.Request) error {
	var wanted struct {
		ChargeID string            `json:"charge_id"`
		Total    chargedesk.Amount `json:"total"` // the sum of all refunds of the charge
		chargedesk.EnsureRefundedParams
	}
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 64<<10)).Decode(&wanted); err != nil {
		return &chargedesk.ValidationError{Param: "body", Reason: "is not a refund"}
	}
	_, err := s.gateway.EnsureRefunded(r.Context(), wanted.ChargeID, wanted.Total, &wanted.EnsureRefundedParams, chargedesk.WithMaybeSentAt(s.crashed))
	return err
}

const usage = `usage: refundservice [flags]

Refunds charges of ChargeDesk, with the key in CHARGEDESK_SECRET_KEY or, without one,
at a fake in this process:

  POST /refunds with {"charge_id": "ch_7Q", "total": "21.00", "reason": "return 1042"}

total is the sum of all refunds of the charge. A response has no body, and its status is
  200            the total has been refunded
  202            it may still happen: send the same again, after Retry-After
  400, 404, 422  no refund is under way, and sending the same again does not help
  503            no refund is under way: send the same again later

It runs until it is interrupted or terminated.

Flags:
`

func main() {
	flag.Usage = func() {
		fmt.Fprint(flag.CommandLine.Output(), usage)
		flag.PrintDefaults()
	}
	address := flag.String("listen", "127.0.0.1:8080", "the `address` to serve")
	running := flag.String("running", "refundservice.running", "a `file` that is there while the service runs, and after a crash: then the first refunds wait until what was under way has ended")
	flag.Parse()
	if flag.NArg() > 0 {
		fmt.Fprintf(os.Stderr, "refundservice: unexpected argument %q; -h explains\n", flag.Arg(0))
		os.Exit(2)
	}
	s := &service{gateway: connect(*address).Gateway}
	listener, err := net.Listen("tcp", *address)
	exitOn(err)
	if _, missing := os.Stat(*running); missing == nil {
		s.crashed = time.Now()
	}
	exitOn(os.WriteFile(*running, nil, 0o600))
	ctx, _ := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	http.Handle("POST /refunds", s)
	server := &http.Server{BaseContext: func(net.Listener) context.Context { return ctx }, ReadHeaderTimeout: time.Minute}
	go server.Serve(listener)
	<-ctx.Done()
	if err := server.Shutdown(context.Background()); err == nil && !s.undecided.Load() {
		_ = os.Remove(*running)
	}
}
