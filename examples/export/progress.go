package main

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// lineEvery is how often progress is a line, where there is no terminal.
const lineEvery = 10 * time.Second

// shownWait is the shortest wait that is shown.
const shownWait = 5 * time.Second

const (
	barSteps = 1000
	barEvery = 100 * time.Millisecond
)

// progress shows how far an export is: a bar on a terminal, lines elsewhere.
type progress struct {
	mu    sync.Mutex // a list may read ahead, and wait, while rows are written
	to    io.Writer
	list  string
	span  span
	every time.Duration            // 0 for no progress
	onBar bool                     // on a terminal
	bar   *progressbar.ProgressBar // nil until it is shown

	begun  time.Time // this run
	shown  time.Time
	rows   int64
	before int64   // rows of earlier runs
	total  int64   // 0 if it is not known
	from   float64 // share when this run began; -1 until that is known
	latest float64 // share by now, or -1
}

func newProgress(to io.Writer, set *settings) *progress {
	p := &progress{to: to, list: set.list.name, span: set.span, begun: time.Now(), from: -1, latest: -1}
	p.shown = p.begun
	file, ok := to.(*os.File)
	switch {
	case set.quiet:
	case ok && term.IsTerminal(int(file.Fd())):
		p.every, p.onBar = barEvery, true
	default:
		p.every = lineEvery
	}
	return p
}

// follow makes it show a state, before the first row.
func (p *progress) follow(s *state) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.rows, p.before, p.total = s.Rows, s.Rows, s.Total
	if p.span.until.IsZero() {
		p.span.until.Time = s.Begun
	}
}

// share returns how much of the list is done, 0 to 1, or -1 if that is not known.
func (p *progress) share(at time.Time) float64 {
	span := p.span.until.Sub(p.span.since.Time)
	switch {
	case p.total > 0:
		return min(1, float64(p.rows)/float64(p.total))
	case p.span.since.IsZero() || at.IsZero() || span <= 0:
		return -1
	}
	return max(0, min(1, float64(p.span.until.Sub(at))/float64(span)))
}

// row is for each row, with its time if the list has one.
func (p *progress) row(at time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	p.rows++
	p.latest = p.share(at)
	if p.from < 0 {
		p.from = p.latest
	}
	if p.every == 0 || now.Sub(p.shown) < p.every {
		return
	}
	p.shown = now
	if p.onBar && p.bar == nil {
		p.bar = newBar(p.to, p.latest >= 0)
	}
	p.show(p.text(now))
	if p.onBar && p.latest >= 0 {
		_ = p.bar.Set(int(p.latest * barSteps))
	}
}

// wait is for each wait of a request, before it begins.
func (p *progress) wait(d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.every > 0 && d >= shownWait {
		p.show(p.text(time.Now()) + ", waiting " + d.Round(time.Second).String())
	}
}

func (p *progress) show(text string) {
	switch {
	case p.bar != nil:
		p.bar.Describe(text)
	case !p.onBar:
		fmt.Fprintln(p.to, text)
	}
}

// newBar returns a spinner if the share is never known.
func newBar(to io.Writer, measurable bool) *progressbar.ProgressBar {
	steps := -1
	if measurable {
		steps = barSteps
	}
	return progressbar.NewOptions(steps, progressbar.OptionSetWriter(to), progressbar.OptionSetPredictTime(false),
		progressbar.OptionSetElapsedTime(false), progressbar.OptionClearOnFinish(), progressbar.OptionSetWidth(20))
}

// text says how many rows there are, how fast they come, and how long it takes.
func (p *progress) text(now time.Time) string {
	took, share := now.Sub(p.begun), p.latest
	text := fmt.Sprintf("%s %s, %.0f/s", grouped(p.rows), p.list, float64(p.rows-p.before)/max(took.Seconds(), 0.001))
	if share < 0 {
		return text
	}
	text += fmt.Sprintf(", %.0f%%", share*100)
	if done := share - p.from; p.from >= 0 && done > 0 {
		left := time.Duration(float64(took) * (1 - share) / done)
		text += fmt.Sprintf(", about %s left", left.Round(time.Second))
	}
	return text
}

// end removes the bar.
func (p *progress) end() {
	if p.bar != nil {
		_ = p.bar.Finish()
	}
}
