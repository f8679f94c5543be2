package lenient_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/lenient"
)

// sample has a field of every kind that the vendors' results have.
type sample struct {
	ID      string  `json:"id"`
	OrderID ref     `json:"order_id"`
	Amount  amount  `json:"amount"`
	Refund  *amount `json:"refund,omitzero"`
	Minor   int64   `json:"minor" lenient:"money"`
	Fee     *int64  `json:"fee" lenient:"money"`

	Text     string            `json:"text"`
	Currency currency          `json:"currency"`
	Maybe    *string           `json:"maybe"`
	Count    int64             `json:"count"`
	Small    int               `json:"small"`
	Attempts *int64            `json:"attempts"`
	Paid     bool              `json:"paid"`
	HasMore  *bool             `json:"has_more"`
	At       moment            `json:"at"`
	Ended    *moment           `json:"ended"`
	Metadata pairs             `json:"metadata"`
	Raw      json.RawMessage   `json:"raw,omitzero"`
	Raws     []json.RawMessage `json:"raws"`
	Texts    []string          `json:"texts"`
	Row      line              `json:"row"`
	Child    *line             `json:"child"`
	Lines    []line            `json:"lines"`
	Children []*line           `json:"children"`
	Fields   map[string]moment `json:"fields"`
	Missing  map[string]json.RawMessage
	Ratio    float64 `json:"ratio"`
	Hidden   string  `json:"-"`

	Extra extra `json:"Extra,omitempty"`
}

// ref is an id with a type of its own.
type ref string

// line is a result inside another.
type line struct {
	LineID string `json:"line_id"`
	Price  amount `json:"price"`
	Note   string `json:"note"`
	Extra  extra  `json:"Extra,omitempty"`
}

// read reads data into a sample.
func read(t *testing.T, data string) (sample, []lenient.Odd) {
	t.Helper()
	var got sample
	odd, err := lenient.Read([]byte(data), &got)
	require.NoError(t, err, data)
	return got, odd
}

// places are those of what is odd.
func places(odd []lenient.Odd) []string {
	var all []string
	for _, o := range odd {
		all = append(all, string(o.At)+": "+o.Reason.Error())
	}
	return all
}

func money(t *testing.T, text string) amount {
	t.Helper()
	value, err := lenient.ParseDecimal(text)
	require.NoError(t, err)
	return amount{value, true}
}

func raw(text string) json.RawMessage { return json.RawMessage(text) }
