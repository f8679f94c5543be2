package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/chargekit/chargekit-go/chargehound"
)

// stopLimit is how long the bot takes to stop. A submission that was sent gets the
// most of it to learn its outcome.
const stopLimit = 25 * time.Second

const webhookPath = "/chargehound/"

// serve works jobs and receives webhooks until ctx ends. It returns nil if
// everything has stopped within stopLimit.
func (b *bot) serve(ctx context.Context, listener net.Listener, token string) error {
	webhooks, err := chargehound.WebhookHandler(b.hound, chargehound.WebhookConfig{Token: token, Logger: b.log}, b.receive)
	if err != nil {
		return fmt.Errorf("CHARGEHOUND_WEBHOOK_TOKEN: %w", err)
	}
	mux := http.NewServeMux()
	mux.Handle(webhookPath, webhooks)
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}

	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	if err := b.queue.Start(ctx); err != nil {
		return err
	}
	go func() { cancel(server.Serve(listener)) }()
	b.log.Info("listening for webhooks", "address", listener.Addr().String(), "path", webhookPath)

	<-ctx.Done() // which also has the queue stop
	failed := context.Cause(ctx)
	if errors.Is(failed, context.Canceled) {
		failed = nil
	}
	b.log.Info("stopping")
	limit, stop := context.WithTimeout(context.WithoutCancel(ctx), stopLimit)
	defer stop()
	err = server.Shutdown(limit)
	select {
	case <-b.queue.Stopped():
	case <-limit.Done():
		err = errors.Join(err, errors.New("a job did not stop in time; it goes on after the next start"))
	}
	return errors.Join(failed, err)
}
