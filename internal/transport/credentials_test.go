package transport

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

func TestAKeyMayRotate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var used []string
		n := 0
		client := newStubClient(t, stubVendor(func(req *http.Request) (*http.Response, error) {
			user, password, _ := req.BasicAuth()
			used = append(used, user+" "+password)
			return stubAnswer(503), nil
		}), func(cfg *Config) {
			cfg.User = ""
			cfg.Credentials = func(ctx context.Context) (string, string, error) {
				require.Equal(t, "/charges/{charge_id}", RouteFrom(ctx))
				n++
				return fmt.Sprintf("sk_%d_live", n), "pw", nil
			}
		})
		client.Do(t.Context(), stubCall(Read))
		require.Equal(t, []string{"sk_1_live pw", "sk_2_live pw", "sk_3_live pw"}, used)
		redact := client.Redactor(stubCall(Read))
		require.Equal(t, "no … or … or … or sk_4_live", redact("no sk_1_live or sk_3_live or "+base64.StdEncoding.EncodeToString([]byte("sk_2_live:pw"))+" or sk_4_live"))
	})
}

func TestWithoutAKeyNothingIsSent(t *testing.T) {
	errVault := errors.New("vault is sealed")
	for name, c := range map[string]struct {
		user, password string
		err, want      error
	}{
		"an error":  {err: errVault, want: errVault},
		"empty":     {},
		"a colon":   {user: "a:b"},
		"line end":  {user: "sk_live_CANARY\n"},
		"bad bytes": {user: "u", password: "CANARY\xff"},
	} {
		for class := Read; class <= Once; class++ {
			t.Run(name+"/"+class.String(), func(t *testing.T) {
				seen, asked := 0, 0
				client := newStubClient(t, stubScript(&seen, says(200)), func(cfg *Config) {
					cfg.Credentials = func(context.Context) (string, string, error) {
						asked++
						return c.user, c.password, c.err
					}
				})
				_, failed := client.Do(t.Context(), stubCall(class))
				require.Equal(t, NotSent, failed.Outcome)
				var no *CredentialsError
				require.ErrorAs(t, failed.Err, &no)
				if c.want != nil {
					require.ErrorIs(t, failed.Err, c.want)
				}
				require.NotContains(t, failed.Err.Error(), "CANARY")
				require.NotContains(t, failed.Err.Error(), "not sent", "FormatError says so")
				require.Zero(t, seen)
				require.Equal(t, 1, asked, "no retry")
			})
		}
	}
}

// A key that rotates changes neither the limiter nor a pause.
func TestARotatingKeyKeepsThePause(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		asked := 0
		client := newStubClient(t, stubScript(new(int), says(429, "Retry-After", "60"), says(200)), func(cfg *Config) {
			cfg.Retry = RetryPolicy{MaxRetryAfter: time.Minute}
			cfg.Credentials = func(context.Context) (string, string, error) { asked++; return fmt.Sprint(asked), "", nil }
		})
		started := time.Now()
		client.Do(t.Context(), stubCall(Read))
		mustDeliver(t, client, stubCall(Read))
		require.GreaterOrEqual(t, time.Since(started), time.Minute)
		require.Equal(t, 2, asked)
	})
}

// A key is forgotten when it has been replaced a few times.
func TestTheRingOfKeysIsBounded(t *testing.T) {
	ring := &keyRing{}
	for i := range 100 {
		ring.add(fmt.Sprintf("sk_%d_live", i), "")
		ring.add(fmt.Sprintf("sk_%d_live", i), "")
	}
	require.Len(t, ring.keys, maxKeys)
	require.Equal(t, "sk_95_live … … … …", ring.redact("sk_95_live sk_96_live sk_97_live sk_98_live sk_99_live"))
}
