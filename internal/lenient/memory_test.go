package lenient_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/lenient"
)

func TestReadTakesNoStringForAnother(t *testing.T) {
	t.Parallel()
	got, odd := read(t, `{"lines":[{"note":"a\\b"},{"note":"a\b"},{"note":"a\\b"},{"note":"a"},{"note":"a\""},{"note":""},{"note":"a"},{"note":"b"},{"note":{},"note":"b"}]}`)
	require.Equal(t, []line{{Note: `a\b`}, {Note: "a\b"}, {Note: `a\b`}, {Note: "a"}, {Note: `a"`}, {}, {Note: "a"}, {Note: "b"}, {Note: "b"}}, got.Lines)
	require.Equal(t, []string{"/lines/8/note: a JSON object instead of a string"}, places(odd))
}

func TestReadOfMapsOfStructs(t *testing.T) {
	t.Parallel()
	var got struct {
		Lines map[string]line `json:"lines"`
		Extra extra           `json:"Extra,omitempty"`
	}
	odd, err := lenient.Read([]byte(`{"lines":{"a":{"note":"n","new":1},"b":{}}}`), &got)
	require.NoError(t, err)
	require.Empty(t, odd)
	require.Equal(t, map[string]line{"a": {Note: "n", Extra: extra{"new": raw(`1`)}}, "b": {}}, got.Lines)
	odd, err = lenient.Read([]byte(`{"lines":{"a":{"note":{}},"b":7}}`), &got)
	require.NoError(t, err)
	require.Nil(t, got.Lines)
	require.Equal(t, []string{"/lines: a JSON number instead of an object or a list"}, places(odd), "not what was odd inside")
}

func TestReadOfNumbersThatDoNotFit(t *testing.T) {
	t.Parallel()
	var got struct {
		Small int8  `json:"small"`
		Extra extra `json:"Extra,omitempty"`
	}
	odd, err := lenient.Read([]byte(`{"small":128}`), &got)
	require.NoError(t, err)
	require.Equal(t, []string{"/small: can't be read"}, places(odd))
	require.Equal(t, extra{"small": raw(`128`)}, got.Extra)
}

// messy writes before it knows whether it can read.
type messy string

func (m *messy) UnmarshalJSON([]byte) error {
	*m = "what was written"
	return errors.New("no")
}

func TestFalseIsNoneForTypesThatCanNotReadIt(t *testing.T) {
	t.Parallel()
	var got messy
	_, err := lenient.Read([]byte(`false`), &got)
	require.NoError(t, err)
	require.Empty(t, got)
	var list []messy
	_, err = lenient.Read([]byte(`[false]`), &list)
	require.NoError(t, err)
	require.Equal(t, []messy{""}, list)
}
