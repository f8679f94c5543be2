package main

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/pages"
)

func TestBadFlagsEndTheProgramBeforeItListens(t *testing.T) {
	t.Parallel()
	other := filepath.Join(t.TempDir(), "other.json")
	require.NoError(t, os.WriteFile(other, []byte(`{"chargdesk": {}}`), 0o600))
	for reason, args := range map[string][]string{
		"a share is not from 0 to 1": {"-faults", "1.5"},
		"the shares are more than 1": {"-faults", "502=0.6,429=0.6"},
		`"flood" is none of drop-be`: {"-faults", "flood=0.1"},
		"-chargehound-key is empty":  {"-chargehound-key", ""},
		"-latency is negative":       {"-latency", "-1s"},
		"webhooks is not a URL":      {"-chargehound-webhooks", "localhost"},
		"saved.json: no such file":   {"-state", "saved.json"},
		"is not what /state returns": {"-state", "status.html"},
		`unknown field "chargdesk"`:  {"-state", other},
		"-seed is negative":          {"-seed", "-1"},
		"-types is docs or live":     {"-types", "php"},
		"-listen has a port":         {"-listen", "127.0.0.1:8080"},
		"-listen is empty":           {"-listen", ""},
		"unexpected argument":        {"charges"},
		"not defined":                {"-colour"},
		"no such file or directory":  {"-record", filepath.Join(t.TempDir(), "no", "file")},
		"listen tcp":                 {"-port", "99999"},
	} {
		t.Run(reason, func(t *testing.T) {
			var errs bytes.Buffer
			require.Equal(t, 2, run(t.Context(), append(freePorts[:len(freePorts):len(freePorts)], args...), io.Discard, &errs), reason)
			require.Contains(t, errs.String(), reason)
		})
	}
}

func TestHelpListsTheFlags(t *testing.T) {
	t.Parallel()
	var help bytes.Buffer
	require.Equal(t, 0, run(t.Context(), []string{"-h"}, io.Discard, &help))
	for _, line := range []string{"-listen address", "-seed number", "-types types", "subscriptions", "drop-response", "live", "docs"} {
		t.Run(line, func(t *testing.T) {
			require.Contains(t, help.String(), line)
		})
	}
}

// The compose file of the guide about containers.
func TestTheGuideStartsItWithFlagsThatItHas(t *testing.T) {
	t.Parallel()
	command := regexp.MustCompile(`command: (\[.*\])`).FindStringSubmatch(pages.Read(t, "../guides/containers.md"))
	require.NotNil(t, command)
	var args []string
	require.NoError(t, json.Unmarshal([]byte(command[1]), &args))
	require.Equal(t, []string{"go", "run", "./examples/simulator"}, args[:3])
	s, err := parse(args[3:], io.Discard)
	require.NoError(t, err)
	require.Equal(t, "0.0.0.0", s.listen)
}
