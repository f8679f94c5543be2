package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"
)

// report is what is printed: nothing in it is a value of somebody's data.
type report struct {
	Seen    string      `json:"seen_on"` // a date
	Fake    bool        `json:"fake,omitempty"`
	Vendors []*findings `json:"vendors"`
}

// findings are the notes about one vendor.
type findings struct {
	Vendor   string `json:"vendor"`
	Requests int    `json:"requests"`
	Stopped  string `json:"stopped,omitempty"`
	Notes    []note `json:"notes"`
}

func (p *probe) findings() *findings {
	return &findings{p.vendor.title, p.vendor.guard.sent, p.stopped, p.list}
}

func (r *report) writeJSON(out io.Writer) error {
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(r)
}

var headings = []struct {
	verdict verdict
	text    string
}{
	{differs, "Differs from what is documented or described"},
	{undocumented, "Not documented, but seen"},
	{same, "As documented"},
	{unclear, "Could not be told"},
}

// writeText writes Markdown, to be pasted into an issue.
func (r *report) writeText(out io.Writer) error {
	b := &strings.Builder{}
	of := "the APIs"
	if r.Fake {
		of = "the fakes of the APIs"
	}
	fmt.Fprintf(b, "# What %s do, seen on %s\n\n", of, r.Seen)
	b.WriteString("Made by `examples/probe` of chargekit-go with reads only. It has names of fields, kinds\nand counts, and no values of anybody's data.\n")
	for _, f := range r.Vendors {
		f.write(b, r.Seen)
	}
	_, err := io.WriteString(out, b.String())
	return err
}

func (f *findings) write(b *strings.Builder, date string) {
	counts := map[verdict]int{}
	for _, n := range f.Notes {
		counts[n.Verdict]++
	}
	fmt.Fprintf(b, "\n## %s\n\n%d requests: %d differ, %d not documented, %d as documented, %d could not be told.\n",
		f.Vendor, f.Requests, counts[differs], counts[undocumented], counts[same], counts[unclear])
	if f.Stopped != "" {
		fmt.Fprintf(b, "\n**Not asked to the end:** %s.\n", f.Stopped)
	}
	for _, heading := range headings {
		if counts[heading.verdict] == 0 {
			continue
		}
		fmt.Fprintf(b, "\n### %s\n\n| where | question | documented | seen on %s |\n|---|---|---|---|\n", heading.text, date)
		for _, n := range f.Notes {
			if n.Verdict == heading.verdict {
				fmt.Fprintf(b, "| %s | %s | %s | %s |\n", cell(n.Where), cell(n.Question), cell(n.Documented), cell(n.Seen))
			}
		}
	}
}

func cell(text string) string { return strings.ReplaceAll(text, "|", `\|`) }

// writePlan writes the requests that would be sent.
func writePlan(out io.Writer, v *vendor) {
	fmt.Fprintf(out, "%s: at most %d requests, all of them GET", v.title, len(v.steps))
	if v.every > 0 {
		fmt.Fprintf(out, ", one every %v, so about %v", v.every, (v.every * time.Duration(len(v.steps)-1)).Round(time.Second))
	}
	fmt.Fprintln(out)
}

func writeSteps(out io.Writer, v *vendor) {
	for _, step := range v.steps {
		fmt.Fprintln(out, "  "+step.request)
	}
}
