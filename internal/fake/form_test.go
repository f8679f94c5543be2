package fake_test

import (
	"fmt"
	"math/rand/v2"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/fake"
)

// show writes a value as {key:text key:{...}}, in order.
func show(v *fake.Value) string {
	if !v.IsMap() {
		text, _ := v.Text()
		return text
	}
	fields := []string{}
	for _, key := range v.Map() {
		fields = append(fields, key+":"+show(v.At(key)))
	}
	return "{" + strings.Join(fields, " ") + "}"
}

// The rows are what lists and maps need first, then PHP's own
// rules for odd names (php_register_variable_ex).
func TestFormsAreReadAsPHPReadsThem(t *testing.T) {
	rows := []struct{ sent, want string }{
		{"lines[][amount]=1&lines[][currency]=USD", "{lines:{0:{amount:1} 1:{currency:USD}}}"},
		{"lines[][amount]=1&lines[][amount]=2", "{lines:{0:{amount:1} 1:{amount:2}}}"},
		{"lines[0][amount]=1&lines[0][currency]=USD&lines[1][amount]=2", "{lines:{0:{amount:1 currency:USD} 1:{amount:2}}}"},
		{"lines[1][amount]=1&lines[5][amount]=2", "{lines:{1:{amount:1} 5:{amount:2}}}"},
		{"notifications[]=a&notifications[]=b", "{notifications:{0:a 1:b}}"},
		{"notifications=a&notifications=b", "{notifications:b}"},
		{"notifications=a,b", "{notifications:a,b}"},
		{"metadata[a.b]=1&metadata[a b]=2", "{metadata:{a.b:1 a b:2}}"},
		{"a.b=3", "{a_b:3}"},
		{"a b=4", "{a_b:4}"},
		{"metadata[a[b]]=1", "{metadata:{a[b:1}}"},
		{"customer[id=1", "{customer_id:1}"},
		{"metadata[]=1", "{metadata:{0:1}}"},
		{"a=1&a[b]=2", "{a:{b:2}}"},

		{"a[b]=2&a=1", "{a:1}"},
		{"customer%5Bemail%5D=a%40b.c", "{customer:{email:a@b.c}}"},
		{"a=1+2%2B3%20", "{a:1 2+3 }"},
		{"  a=1", "{a:1}"},
		{"++a=1", "{a:1}"},
		{"a ", "{a_:}"},
		{"=1&[b]=2&   =3&&", "{}"},
		{"a&b=&c==", "{a: b: c:=}"},
		{"a[3]=x&a[]=y&a[01]=z&a[]=w", "{a:{3:x 4:y 01:z 5:w}}"},
		{"a[x]=1&a[]=2", "{a:{x:1 0:2}}"},
		{"a[-5]=x&a[]=y", "{a:{-5:x -4:y}}"},
		{"a[9223372036854775807]=1&a[]=2&a[]=3", "{a:{9223372036854775807:1}}"},
		{"b=1&a" + strings.Repeat("[x]", 64) + "[x=1", "{b:1}"},
		{"a[ ]=1&a[\t]=2&a[ b]=3", "{a:{0:1 1:2  b:3}}"},
		{"a[b]c=1", "{a:{b:1}}"},
		{"a[b][c=1", "{a:{b:1}}"},
		{"a[b.c=1", "{a_b_c:1}"},
		{"a]b=1", "{a]b:1}"},
		{"a%00b=1&c=%00", "{a:1 c:\x00}"},
		{"b=1&a=2&b=3", "{b:3 a:2}"},
		{"a[b]=1&a[b][c]=2", "{a:{b:{c:2}}}"},
		{"", "{}"},
	}
	for _, row := range rows {
		form, err := fake.ParseForm(row.sent)
		require.NoError(t, err)
		require.Equal(t, row.want, show(&form.Value), "%q", row.sent)
		require.Zero(t, form.Dropped)
	}
}

func TestMalformedEscapesStayAndAreReported(t *testing.T) {
	for sent, want := range map[string]string{"a=100%": "{a:100%}", "a=%4": "{a:%4}", "a=%zz%41": "{a:%zzA}", "%g=1": "{%g:1}"} {
		t.Run(sent, func(t *testing.T) {
			form, err := fake.ParseForm(sent)
			require.ErrorContains(t, err, "malformed escape at byte")
			require.Equal(t, want, show(&form.Value))
		})
	}
}

func TestAccessors(t *testing.T) {
	form, err := fake.ParseForm("lines[0][amount]=1&lines[1][amount]=2&plans[2]=x&note=&metadata[k]=v")
	require.NoError(t, err)

	text, ok := form.Text("lines", "1", "amount")
	require.Equal(t, "2", text)
	require.True(t, ok)
	text, ok = form.Text("note")
	require.Empty(t, text)
	require.True(t, ok, "sent empty is not the same as not sent")
	for _, path := range [][]string{{"none"}, {"lines"}, {"note", "x"}, {"lines", "7", "amount"}} {
		_, ok = form.Text(path...)
		require.False(t, ok, "%v", path)
	}

	lines := form.List("lines")
	require.Len(t, lines, 2)
	amount, _ := lines[1].Text("amount")
	require.Equal(t, "2", amount)
	require.True(t, form.At("lines").IsList())
	require.Len(t, form.List("plans"), 1)
	require.False(t, form.At("plans").IsList(), "a list starts at 0")
	require.False(t, form.At("note").IsList())
	require.Nil(t, form.List("note"))
	require.Nil(t, form.Map("none"))
	require.Equal(t, []string{"lines", "plans", "note", "metadata"}, form.Map())
	require.True(t, form.Has("note"))
	require.True(t, form.Has("lines", "0"))
	require.False(t, form.Has("lines", "2"))
}

func TestVariablesBeyondTheLimitAreDropped(t *testing.T) {
	pairs := make([]string, 1003)
	for i := range pairs {
		pairs[i] = fmt.Sprintf("a[%d]=x", i)
	}
	form, err := fake.ParseForm(strings.Join(pairs, "&"))
	require.NoError(t, err)
	require.Equal(t, 3, form.Dropped)
	require.Len(t, form.List("a"), 1000)
	require.True(t, form.Has("a", "999"))

	form, err = fake.ParseForm(strings.Join(pairs[:1000], "&&"))
	require.NoError(t, err)
	require.Zero(t, form.Dropped)
}

func TestNestingBeyondTheLimitForgetsTheVariable(t *testing.T) {
	form, err := fake.ParseForm("a" + strings.Repeat("[x]", 64) + "=1&b=2")
	require.NoError(t, err)
	require.Equal(t, []string{"a", "b"}, form.Map())

	form, err = fake.ParseForm("a=1&a" + strings.Repeat("[x]", 65) + "=1&b=2&c" + strings.Repeat("[]", 65) + "=1")
	require.NoError(t, err)
	require.Equal(t, []string{"b"}, form.Map())
}

func TestIndexedListsSurviveURLValues(t *testing.T) {
	sent := url.Values{}
	want := map[string]string{}
	random := rand.New(rand.NewPCG(1, 1))
	for i := range 50 {
		text := string([]byte{byte(random.IntN(256)), '&', byte(random.IntN(256)), '=', '%', '+'})
		sent.Set(fmt.Sprintf("lines[%d][amount]", i), text)
		want[fmt.Sprint(i)] = text
	}
	form, err := fake.ParseForm(sent.Encode())
	require.NoError(t, err)
	for key, text := range want {
		got, _ := form.Text("lines", key, "amount")
		require.Equal(t, text, got)
	}
}

func FuzzParseForm(f *testing.F) {
	for _, seed := range []string{
		"a=1&a[b]=2", "a[][b]=1", "a[b[c]=%zz", "a[ ]=&[=&]=", "a%00[=+", "a.b[c d][]=x&a_b=y",
		"a[9223372036854775807]=1&a[]=2&a[]=3", strings.Repeat("a[]=1&", 1100), "a" + strings.Repeat("[", 70),
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, encoded string) {
		form, _ := fake.ParseForm(encoded)
		if leaves := countTexts(&form.Value); leaves > fake.MaxVariables {
			t.Fatalf("%d variables", leaves)
		}
	})
}

// countTexts also checks that each key has a value of its own.
func countTexts(v *fake.Value) int {
	if !v.IsMap() {
		return 1
	}
	keys := map[string]bool{}
	for _, key := range v.Map() {
		if keys[key] || !v.Has(key) {
			panic("a key twice, or without a value")
		}
		keys[key] = true
	}
	count := 0
	for _, value := range v.List() {
		count += countTexts(value)
	}
	return count
}
