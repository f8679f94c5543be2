// Formdiff compares how internal/fake reads forms with how PHP does: parse_str,
// and $_POST of PHP's own server, on forms made up by hand and at random.
//
//	formdiff FORMS.PHP SERVER-URL
//
// It ends with 1 at a difference, having printed each with its form.
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strings"

	"github.com/chargekit/chargekit-go/internal/fake"
)

// Excused is what says nothing about forms that a client sends. parse_str stops
// at a zero byte, which $_POST doesn't; after a negative index, [] gives one more
// in the forms of PHP 8.2 and 0 in its programs; and of more than 1000 variables,
// where ParseForm does as parse_str does, $_POST keeps one more and counts empty
// pairs.
var negative = regexp.MustCompile(`\[-\d+\].*(\[|%5[Bb])[ +\t]?(\]|%5[Dd])`)

const (
	random = 3000 // forms
	seed   = 7
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("formdiff: ")
	forms := append(picked(), invented()...)
	byParse := parsed(os.Args[1], forms)
	differences, excused := 0, 0
	for i, form := range forms {
		ours, _ := fake.ParseForm(form) // an error is about what PHP takes in silence
		want := show(&ours.Value)
		for by, got := range map[string]string{"parse_str": byParse[i], "$_POST": posted(os.Args[2], form)} {
			switch {
			case got == want:
			case by == "parse_str" && strings.Contains(form, "\x00"), negative.MatchString(form),
				by == "$_POST" && strings.Count(form, "&") >= fake.MaxVariables:
				excused++
			default:
				differences++
				fmt.Printf("%s\n  %s: %s\n  ours: %s\n", short(fmt.Sprintf("%q", form)), by, short(readable(got)), short(readable(want)))
			}
		}
	}
	fmt.Printf("%d forms (%d made up by hand, %d at random), by parse_str and by $_POST: %d differences, %d excused\n", len(forms), len(forms)-random, random, differences, excused)
	if differences > 0 {
		os.Exit(1)
	}
}

func picked() []string {
	return []string{
		"", "&", "=", "&&=&", "a", "a=", "=a", "a=1", "a==", "a=b=c", "a&b", "a=1&a=2", "a=1&&b=2", "a;b=1;c=2",
		"a[]=1&a[]=2", "a[0]=1&a[]=2", "a[5]=1&a[]=2", "a[-5]=1&a[]=2", "a[-1]=1&a[]=2", "a[x]=1&a[]=2", "a[01]=1&a[]=2", "a[1e3]=1&a[]=2", "a[0x1]=1&a[]=2", "a[+1]=1", "a[ 1]=1", "a[1 ]=1",
		"a[-0]=1&a[]=2", "a[9223372036854775807]=1&a[]=2&a[]=3", "a[9223372036854775808]=1&a[]=2", "a[-9223372036854775808]=1&a[]=2", "a[-9223372036854775807]=1&a[]=2&a[]=3", "a[2147483648]=1&a[]=2",
		"a=1&a[b]=2", "a[b]=1&a=2", "a[b]=1&a[b][c]=2", "a[b][c]=1&a[b]=2", "a[]=1&a=2&a[]=3",
		"lines[][amount]=1&lines[][currency]=USD", "lines[0][amount]=1&lines[0][currency]=USD&lines[1][amount]=2", "lines[1][amount]=1&lines[0][amount]=2",
		"a[b", "a[b=1", "a[b.c=1", "a[b c=1", "a[b[c=1", "a[b[c]=1", "a[b[c]]=1", "a[[b]=1", "a[[]]=1", "a[]]=1", "a]b=1", "a][b]=1", "]=1", "]a[=1", "[=1", "[]=1", "[a]=1", "[[a]=1", "a[=1", "a[[=1", "a[b]c=1", "a[b]c[d]=1", "a[b][=1", "a[b][c=1", "a[b][c[d]=1", "a[][=1", "a[].b=1", "a[b] [c]=1",
		"a[ ]=1", "a[  ]=1", "a[\t]=1", "a[\n]=1", "a[\r]=1", "a[\v]=1", "a[\f]=1", "a[%20]=1&a[%20]=2", "a[+]=1", "a[%09b]=1", "a[ b]=1", "a[b ]=1", "a[ [b]=1", "a[%09%09]=1", "a[%20%20b]=1",
		"a.b=1", "a b=1", "a+b=1", "a..b=1", ".a=1", "..=1", ".=1", "a.=1", " a=1", "  a=1", "+a=1", "%20%20a=1", "\ta=1", "%09a=1", "\na=1", " =1", "+=1", "a =1", "a.b[c.d][e f]=1", "a.b[c.d=1", " [a]=1", "_=1", "a-b=1", "a%2Eb=1", "a%5Bb%5D=1", "a%5bb%5d=1", "a%5B%5D=1&a%5B%5D=2", "a%3D=1", "a%26b=1", "a%2Bb=1",
		"a=%", "a=%4", "a=%4g", "a=%zz", "a=%%41", "a=%25", "a=100%&b=%1", "%=1", "%4=1", "a%=1", "a=%E4%B8%AD", "a=%ff%fe", "%ff=%00", "a=\xff", "ü=ö", "a[ü]=1", "a=+%2B+", "a=1%0D%0A2",
		"a%00b=1", "a%00=1", "%00=1", "%00a=1", "a[b%00c]=1", "a[%00]=1", "a[b]%00[c]=1", "a=%00", "a\x00b=1", "a[%00=1", "a%00[b]=1", "a[b%00]=1&a[c]=2",
		"GLOBALS=1", "GLOBALS[a]=1", "this=1", "_GET=1", "_POST[a]=1", "__proto__[a]=1", "a[this]=1", "php://input=1", "0=1&1=2", "0[]=1", "-1=2&a=3", "5=1&x=2",
		"metadata[a.b]=1&metadata[a b]=2&metadata[a[b]]=3", "customer[id=1", "occurred[min]=1&occurred[max]=2",
		strings.Repeat("a&", 999) + "b", strings.Repeat("a[]=1&", 999) + "b=1", strings.Repeat("a[]=1&", 1000) + "b=1", strings.Repeat("a[]=1&", 1003), strings.Repeat("&", 1500) + "b=1", strings.Repeat("=&", 1500) + "b=1", strings.Repeat("[x]=1&", 1000) + "b=1", strings.Repeat("a=1&", 1000) + "a=2",
		"a" + strings.Repeat("[x]", 63) + "=1", "a" + strings.Repeat("[x]", 64) + "=1", "a" + strings.Repeat("[x]", 65) + "=1&b=1", "a=1&a" + strings.Repeat("[x]", 65) + "=1", "a" + strings.Repeat("[]", 64) + "=1", "a" + strings.Repeat("[]", 65) + "=1", "a[y]=1&a" + strings.Repeat("[]", 66) + "=1&b=2", "a.b=1&a.b" + strings.Repeat("[x]", 65) + "=1", "a" + strings.Repeat("[x]", 64) + "[x=1", "a" + strings.Repeat("[x]", 63) + "[x=1", "a" + strings.Repeat("[", 70) + "=1",
		"a[" + strings.Repeat("k", 5000) + "]=" + strings.Repeat("v", 5000),
	}
}

// invented forms are of pieces that mean something to PHP.
func invented() []string {
	r := rand.New(rand.NewPCG(seed, seed))
	pieces := []string{
		"a", "a", "b", "a[", "b]", "[", "]", "[]", "[]", "[0]", "[1]", "[-3]", "[x]", "[x]", "[a.b]", "[ ]", "[+]", "[%20y]", "[[", "]]", "[01]",
		"%5B", "%5D", "%5b%5d", ".", "+", "%20", " ", "%00", "%", "%z", "%41", "%3D", "%26", "_", "-", "7", "é", "%ff", "\t", "%0A", "[9223372036854775807]", ";", "#", "\"", "'",
	}
	all := make([]string, random)
	for i := range all {
		var form strings.Builder
		for range 1 + r.IntN(6) {
			for range 1 + r.IntN(6) {
				form.WriteString(pieces[r.IntN(len(pieces))])
			}
			if r.IntN(8) > 0 {
				form.WriteByte('=')
			}
			for range r.IntN(3) {
				form.WriteString(pieces[r.IntN(len(pieces))])
			}
			form.WriteString([]string{"&", "&", "&", "&", "&&", "&=", "&a"}[r.IntN(7)])
		}
		all[i] = form.String()
	}
	return all
}

func parsed(script string, forms []string) []string {
	var input, output bytes.Buffer
	for _, form := range forms {
		input.WriteString(base64.StdEncoding.EncodeToString([]byte(form)) + "\n")
	}
	php := exec.Command("php", "-n", script)
	php.Stdin, php.Stdout, php.Stderr = &input, &output, os.Stderr
	if err := php.Run(); err != nil {
		log.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(output.String(), "\n"), "\n")
	if len(lines) != len(forms) {
		log.Fatalf("%d forms, %d responses", len(forms), len(lines))
	}
	return lines
}

func posted(url, form string) string {
	resp, err := http.Post(url, "application/x-www-form-urlencoded", strings.NewReader(form))
	if err != nil {
		log.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		log.Fatal(err)
	}
	return string(body)
}

// show is what shown in forms.php gives.
func show(v *fake.Value) string {
	text, err := json.Marshal(shown(v))
	if err != nil {
		log.Fatal(err)
	}
	// As PHP's json_encode writes it.
	return strings.ReplaceAll(string(text), "/", `\/`)
}

func shown(v *fake.Value) any {
	if !v.IsMap() {
		text, _ := v.Text()
		return []byte(text)
	}
	pairs := [][2]any{}
	for _, key := range v.Map() {
		pairs = append(pairs, [2]any{[]byte(key), shown(v.At(key))})
	}
	return pairs
}

// readable undoes the base64 for the eye.
func readable(text string) string {
	var value any
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		return text
	}
	return decoded(value)
}

func decoded(value any) string {
	if text, ok := value.(string); ok {
		raw, _ := base64.StdEncoding.DecodeString(text)
		return fmt.Sprintf("%q", raw)
	}
	var members []string
	for _, pair := range value.([]any) {
		members = append(members, decoded(pair.([]any)[0])+":"+decoded(pair.([]any)[1]))
	}
	return "{" + strings.Join(members, " ") + "}"
}

// short leaves out the middle.
func short(text string) string {
	if len(text) < 400 {
		return text
	}
	return fmt.Sprintf("%s ... %d more ... %s", text[:100], len(text)-200, text[len(text)-100:])
}
