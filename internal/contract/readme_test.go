package contract

import (
	"bytes"
	"encoding/json"
	"go/types"
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

	"github.com/chargekit/chargekit-go/internal/pages"
)

// The snippets are compiled as they are, and run with nothing changed but the base
// URL and the id of a charge, which ChargeDesk's fake chooses.
func TestTheReadmeCompilesAndRuns(t *testing.T) {
	t.Parallel()
	program := readmeProgram(t, pages.Blocks(t, readme, "go"))

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
	for _, ran := range []string{"Example_chargeDesk", "Example_chargeback", "Example_chargehound", "Example_errors"} {
		assert.Contains(t, string(output), "--- PASS: "+ran+" ")
	}
}

var readme = filepath.Join(root(), "README.md")

var constructor = regexp.MustCompile(`(?m)(charge(?:desk|back|hound))\.New\((.*)\)$`)

func readmeProgram(t *testing.T, blocks []string) []byte {
	parts := map[string]any{}
	var verbatim []string
	for _, block := range blocks {
		name := "Errors"
		if made := constructor.FindStringSubmatch(block); made != nil {
			name = map[string]string{"chargedesk": "ChargeDesk", "chargeback": "Chargeback", "chargehound": "Chargehound"}[made[1]]
			verbatim = append(verbatim, block)
			block = constructor.ReplaceAllString(block, `$1.New($2, $1.WithBaseURL(server.URL))`)
		}
		require.NotContains(t, parts, name)
		parts[name] = strings.ReplaceAll(block, `"ch_7Q"`, "id")
	}
	require.Len(t, parts, 4, "a snippet for each vendor, and one with errors")
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
	paths := []string{"context", "errors", "fmt", "log", "os", "time"}
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
	blocks := pages.Blocks(t, readme, "sh")
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

// Every page of the repository.
func TestLinksLeadSomewhere(t *testing.T) {
	t.Parallel()
	files := gitFiles(t, "*.md")
	require.Greater(t, len(files), 10)
	for _, file := range files {
		if checked := pages.CheckLinks(t, filepath.Join(root(), file)); file == "README.md" {
			assert.Greater(t, checked, 50)
		}
	}
}

// The names in the second column of the table of jobs are those of the packages, and
// an example is in a file that has examples.
func TestTheReadmesTableNamesWhatIsThere(t *testing.T) {
	t.Parallel()
	_, table, _ := strings.Cut(pages.Read(t, readme), "\n| I want to | method | example |\n|---|---|---|\n")
	table, _, _ = strings.Cut(table, "\n\n")
	rows, named := strings.Split(table, "\n"), map[string]bool{}
	require.Greater(t, len(rows), 25)
	for _, row := range rows {
		cells := strings.Split(strings.Trim(row, "| "), " | ")
		require.Len(t, cells, 3, row)
		names := regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(cells[1], -1)
		for _, name := range names {
			assert.True(t, exists(t, name[1]), "%s is not there: %s", name[1], row)
			vendor, _, _ := strings.Cut(name[1], ".")
			named[vendor] = true
		}
		require.True(t, len(names) > 0 || strings.Contains(cells[1], "]("), row)
		for _, link := range regexp.MustCompile(`\[example\]\(([^)]+)\)`).FindAllStringSubmatch(cells[2], -1) {
			code := pages.Read(t, filepath.Join(root(), link[1]))
			for _, name := range names {
				method := name[1][strings.LastIndex(name[1], ".")+1:]
				assert.True(t, strings.Contains(code, method), "%s shows no %s", link[1], method)
			}
			assert.Regexp(t, `(?m)^func Example`, code, row)
		}
	}
	for _, vendor := range []string{"desk", "back", "hound"} {
		require.True(t, named[vendor], vendor)
	}
}

// exists reports whether a name of the README is one of the packages: of a client, as
// desk.Gateway.Refund, or of a package, as chargedesk.Amount or chargehound.Dispute.State.
func exists(t *testing.T, name string) bool {
	parts := strings.Split(name, ".")
	client := map[string]string{"desk": "chargedesk", "back": "chargeback", "hound": "chargehound"}
	if vendor, ok := client[parts[0]]; ok {
		parts = append([]string{vendor, "Client"}, parts[1:]...)
	}
	path := parts[0]
	if vendor, ok := strings.CutSuffix(path, "test"); ok {
		path = fakePath(vendor)
	}
	scope := pkg(t, path).Types
	object := scope.Scope().Lookup(parts[1])
	for _, part := range parts[2:] {
		if object == nil {
			return false
		}
		object, _, _ = types.LookupFieldOrMethod(types.NewPointer(object.Type()), true, scope, part)
		if field, ok := object.(*types.Var); ok {
			named, ok := types.Unalias(field.Type().(*types.Pointer).Elem()).(*types.Named)
			if !ok {
				return false
			}
			object = named.Obj()
		}
	}
	return object != nil && object.Exported()
}

// The policy for versions of Go: the README, every module and the pipeline agree.
func TestTheVersionOfGo(t *testing.T) {
	t.Parallel()
	line := regexp.MustCompile(`(?m)^go (\d+\.\d+)\.\d+$`)
	version := line.FindStringSubmatch(pages.Read(t, filepath.Join(root(), "go.mod")))
	require.NotNil(t, version)
	require.Equal(t, 2, strings.Count(pages.Read(t, readme), "Go "+version[1]+" "))
	require.Contains(t, pages.Read(t, filepath.Join(root(), "SECURITY.md")), "Go from "+version[1])
	require.Contains(t, pages.Read(t, filepath.Join(root(), ".github", "workflows", "ci.yml")), "[oldstable, stable]")
	for _, file := range gitFiles(t, "*/go.mod") {
		of := line.FindStringSubmatch(pages.Read(t, filepath.Join(root(), file)))
		if assert.NotNil(t, of, file) {
			assert.Equal(t, version[1], of[1], file)
		}
	}
}

// The licences are named of all that a program links.
func TestTheReadmeNamesWhatIsLinked(t *testing.T) {
	t.Parallel()
	linked := regexp.MustCompile(`(?s)linked="(.*?)"`).FindStringSubmatch(pages.Read(t, filepath.Join(root(), ".ci", "consumer")))
	require.NotNil(t, linked)
	text := pages.Read(t, readme)
	for _, path := range strings.Fields(linked[1]) {
		assert.True(t, strings.Contains(text, "](https://"+path+")"), "README.md names no licence of %s", path)
	}
}

func TestTheContributorsListOfModulesIsComplete(t *testing.T) {
	t.Parallel()
	text := pages.Read(t, filepath.Join(root(), "CONTRIBUTING.md"))
	for _, file := range gitFiles(t, "*/go.mod") {
		name := filepath.Base(filepath.Dir(file))
		assert.True(t, strings.Contains(text, "`"+name+"`") || strings.Contains(text, "/"+name+"`"), "CONTRIBUTING.md names no %s", file)
	}
}

// gitFiles are the files of the repository that match a pattern, new ones included.
func gitFiles(t *testing.T, pattern string) []string {
	t.Helper()
	list := exec.CommandContext(t.Context(), "git", "ls-files", "-co", "--exclude-standard", "--", pattern)
	list.Dir = root()
	output, err := list.Output()
	require.NoError(t, err)
	files := strings.Fields(string(output))
	require.NotEmpty(t, files)
	return files
}
