package chargedesktest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestEveryBracketPairOpensANewLine(t *testing.T) {
	t.Parallel()
	d := open(t)
	base := "amount=34&currency=USD&customer[id]=x"
	for form, want := range map[string]int{
		"&lines[][amount]=34&lines[][quantity]=1&lines[][description]=Cards":    3,
		"&lines[][amount]=30&lines[][amount]=4":                                 2,
		"&lines[0][amount]=34&lines[0][quantity]=1&lines[0][description]=Cards": 1,
		"&lines%5B5%5D%5Bamount%5D=30&lines%5B9%5D%5Bamount%5D=4":               2,
		"&lines[0][amount]=1&lines[0][amount]=34":                               1,
		"&lines[0][amount]=34&lines=none":                                       -1,
		"&lines=":                                                               0,
	} {
		if want < 0 {
			d.rejectsForm("lines", "/charges", base+form)
			continue
		}
		id := d.post("/charges", base+form)["charge_id"].(string)
		require.Len(t, d.get("/charges/"+id+"/items").rows("data", "items"), want, form)
	}
	d.rejectsForm("lines", "/charges", base+"&lines[][amount]=17&lines[][quantity]=2")
}

func TestVariablesBeyondAThousandAreNotThere(t *testing.T) {
	t.Parallel()
	d := open(t)
	var form strings.Builder
	form.WriteString("amount=34&currency=USD&customer[id]=x")
	for i := range 996 {
		fmt.Fprintf(&form, "&metadata[k%d]=v", i)
	}
	made := d.post("/charges", form.String()+"&description=thousandth&last_4_digits=0042")
	require.Equal(t, "thousandth", made["description"])
	require.Equal(t, "", made["last_4_digits"])
	require.Len(t, made["metadata"], 996)
}
