package main

import (
	"crypto/sha256"
	"encoding/hex"
	"log/slog"
	"os"
	"strings"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargehound"
)

const product = "export"

// clients has the client of the list's vendor; the others are nil.
type clients struct {
	desk  *chargedesk.Client
	hound *chargehound.Client
	back  *chargeback.Client
}

// connect returns the client, and what tells its account from others.
func connect(set *settings, log slog.Handler) (c clients, account string, err error) {
	var keys []string
	logger := slog.New(log)
	switch set.list.vendor {
	case chargeDesk:
		if keys, err = readKeys("CHARGEDESK_SECRET_KEY"); err == nil {
			opts := []chargedesk.Option{chargedesk.WithUserAgent(product), chargedesk.WithLogger(logger)}
			if set.baseURL != "" {
				opts = append(opts, chargedesk.WithBaseURL(set.baseURL))
			}
			c.desk, err = chargedesk.New(keys[0], opts...)
		}
	case chargehoundCo:
		if keys, err = readKeys("CHARGEHOUND_API_KEY"); err == nil {
			opts := []chargehound.Option{chargehound.WithUserAgent(product), chargehound.WithLogger(logger)}
			if set.baseURL != "" {
				opts = append(opts, chargehound.WithBaseURL(set.baseURL))
			}
			c.hound, err = chargehound.New(keys[0], opts...)
		}
	case chargebackCo:
		if keys, err = readKeys("CHARGEBACK_PUBLIC_KEY", "CHARGEBACK_SECRET_KEY"); err == nil {
			opts := []chargeback.Option{chargeback.WithUserAgent(product), chargeback.WithLogger(logger)}
			if set.baseURL != "" {
				opts = append(opts, chargeback.WithBaseURL(set.baseURL))
			}
			c.back, err = chargeback.New(keys[0], keys[1], opts...)
		}
	}
	if err != nil {
		return clients{}, "", cannot{err}
	}
	sum := sha256.Sum256([]byte(set.list.vendor + " " + keys[0]))
	return c, hex.EncodeToString(sum[:6]), nil
}

func readKeys(names ...string) (keys []string, err error) {
	for _, name := range names {
		key := os.Getenv(name)
		if key == "" {
			return nil, cannotf("%s is not set in the environment; -fake exports from a fake without a key", strings.Join(names, " or "))
		}
		keys = append(keys, key)
	}
	return keys, nil
}
