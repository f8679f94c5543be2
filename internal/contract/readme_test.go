package contract

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"text/template"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The snippets are compiled as they are, and run with nothing changed but the base
// URL and the id of a charge, which ChargeDesk's fake chooses.
func TestTheReadmeCompilesAndRuns(t *testing.T) {
	t.Parallel()
	program := readmeProgram(t, snippets(t, "go"))

	dir := t.TempDir()
	file := filepath.Join(dir, "readme_test.go")
	require.NoError(t, os.WriteFile(file, program, 0o600))
	home, err := filepath.Abs(root())
	require.NoError(t, err)
	overlay, err := json.Marshal(map[string]any{"Replace": map[string]string{filepath.Join(home, "internal", "readme", "readme_test.go"): file}})
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "overlay.json"), overlay, 0o600))

	// Built apart from run: the package's folder exists in the overlay only.
	build := exec.CommandContext(t.Context(), "go", "test", "-c", "-vet=off", "-o", filepath.Join(dir, "readme"), "-overlay", filepath.Join(dir, "overlay.json"), "./internal/readme")
	build.Dir = home
	output, err := build.CombinedOutput()
	require.NoError(t, err, "%s", output)
	run := exec.CommandContext(t.Context(), filepath.Join(dir, "readme"), "-test.v")
	run.Env = append(os.Environ(), "CHARGEDESK_SECRET_KEY=sk_test_fake", "CHARGEBACK_PUBLIC_KEY=pk_test_fake", "CHARGEBACK_SECRET_KEY=sk_test_fake", "CHARGEHOUND_API_KEY=test_fake")
	output, err = run.CombinedOutput()
	require.NoError(t, err, "%s", output)
	for _, ran := range []string{"TestOwnCode", "TestOwnProgram", "Example_chargeDesk", "Example_chargeback", "Example_chargehound"} {
		assert.Contains(t, string(output), "--- PASS: "+ran+" ")
	}
}

// snippets are the blocks of code of a language in the README.
func snippets(t *testing.T, language string) []string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root(), "README.md"))
	require.NoError(t, err)
	var found []string
	for _, block := range regexp.MustCompile("(?ms)^```"+language+"\n(.*?)^```$").FindAllSubmatch(text, -1) {
		found = append(found, string(block[1]))
	}
	require.NotEmpty(t, found)
	return found
}

var constructor = regexp.MustCompile(`(?m)(charge(?:desk|back|hound))\.New\((.*)\)$`)

func readmeProgram(t *testing.T, blocks []string) []byte {
	parts := map[string]any{}
	var verbatim []string
	for _, block := range blocks {
		made := constructor.FindStringSubmatch(block)
		name := "Test"
		switch {
		case strings.Contains(block, ".NewTestServer(t)") && made != nil:
			name = "Pointed"
		case made != nil:
			verbatim = append(verbatim, block)
			name = map[string]string{"chargedesk": "ChargeDesk", "chargeback": "Chargeback", "chargehound": "Chargehound"}[made[1]]
			block = constructor.ReplaceAllString(block, `$1.New($2, $1.WithBaseURL(server.URL))`)
			block = strings.ReplaceAll(block, `"ch_7Q"`, "id")
		}
		require.NotContains(t, parts, name)
		parts[name] = block
	}
	require.Len(t, parts, 5, "a snippet for each vendor, a test, and a client that is pointed to a fake")
	_, withClient, _ := strings.Cut(parts["Chargehound"].(string), "\n}\n")
	parts["WithClient"] = withClient
	parts["Verbatim"] = verbatim

	source, err := template.ParseFiles(filepath.Join("testdata", "readme_test.go.tmpl"))
	require.NoError(t, err)
	parts["Imports"] = []string{}
	parts["Imports"] = importsOf(execute(t, source, parts))
	return execute(t, source, parts)
}

func execute(t *testing.T, source *template.Template, parts map[string]any) []byte {
	var program bytes.Buffer
	require.NoError(t, source.Execute(&program, parts))
	return program.Bytes()
}

// importsOf are the imports that a program without any needs.
func importsOf(program []byte) []string {
	paths := []string{"context", "errors", "fmt", "os", "testing", "time", "github.com/stretchr/testify/require"}
	for _, vendor := range vendors {
		paths = append(paths, module+"/"+vendor, module+"/"+fakePath(vendor))
	}
	var needed []string
	for _, path := range paths {
		if regexp.MustCompile(`\b` + regexp.QuoteMeta(filepath.Base(path)) + `\.[A-Z]`).Match(program) {
			needed = append(needed, `"`+path+`"`)
		}
	}
	return needed
}

// What a reader is told to type has to work, so the gate runs it.
func TestTheReadmesCommandsAreThoseOfTheGate(t *testing.T) {
	t.Parallel()
	gate, err := os.ReadFile(filepath.Join(root(), ".ci", "run"))
	require.NoError(t, err)
	lines := strings.Split(string(gate), "\n")
	blocks := snippets(t, "sh")
	checked := 0
	for line := range strings.Lines(blocks[0]) {
		command, _, _ := strings.Cut(line, "#")
		command = strings.TrimSpace(command)
		assert.True(t, slices.Contains(lines, command), "%q is no line of .ci/run", command)
		if program, ok := strings.CutPrefix(command, "go run ./"); ok {
			assert.FileExists(t, filepath.Join(root(), program, "main.go"))
		}
		checked++
	}
	assert.Equal(t, 2, checked)
	assert.Equal(t, "go get "+module+"\n", blocks[1])
}

func TestTheReadmesLinksLeadSomewhere(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join(root(), "README.md"))
	require.NoError(t, err)
	links := regexp.MustCompile(`\]\(([^)#:]+)\)`).FindAllSubmatch(text, -1)
	require.NotEmpty(t, links)
	for _, link := range links {
		_, err := os.Stat(filepath.Join(root(), string(link[1])))
		assert.NoError(t, err)
	}
}
