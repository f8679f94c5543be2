package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

var pictures = flag.String("pictures", "", "keep pictures of the page in this `folder`")

// browser is a page in a headless Chromium, with what went wrong in it.
type browser struct {
	t   *testing.T
	ctx context.Context

	mu       sync.Mutex
	messages []string // of the console
	requests []string
}

// openPage shows a file in Chromium. Without Chromium the test is skipped.
func openPage(t *testing.T, file string) *browser {
	t.Helper()
	var program string
	for _, name := range []string{os.Getenv("BROWSER_PROGRAM"), "chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			program = found
			break
		}
	}
	if program == "" {
		t.Skip("there is no Chromium; BROWSER_PROGRAM can name one")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(program), chromedp.NoSandbox)
	allocated, stop := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(stop)
	ctx, end := chromedp.NewContext(allocated)
	t.Cleanup(end)
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	t.Cleanup(cancel)
	b := &browser{t: t, ctx: ctx}
	require.NoError(t, chromedp.Do(ctx)) // starts it
	require.NoError(t, chromedp.Listen(ctx, b.note))
	call(b, network.Enable, network.EnableParams{})
	call(b, log.Enable, cdp.Empty{})
	require.NoError(t, chromedp.Do(ctx, chromedp.Navigate("file://"+filepath.ToSlash(file))))
	return b
}

func (b *browser) note(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch event := event.(type) {
	case *log.EventEntryAdded:
		b.messages = append(b.messages, event.Entry.Text)
	case *runtime.EventConsoleAPICalled:
		b.messages = append(b.messages, string(event.Type))
	case *runtime.EventExceptionThrown:
		b.messages = append(b.messages, event.ExceptionDetails.Text)
	case *network.EventRequestWillBeSent:
		b.requests = append(b.requests, event.Request.URL)
	}
}

// call calls the DevTools protocol.
func call[P, R any](b *browser, command cdp.Command[P, R], params P) {
	b.t.Helper()
	_, err := chromedp.Call(b.ctx, command, params)
	require.NoError(b.t, err)
}

// asks returns what JavaScript in the page returns.
func asks[T any](b *browser, script string) T {
	b.t.Helper()
	got, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](script))
	require.NoError(b.t, err)
	return got
}

// shows sets the screen and the reader's colours.
func (b *browser) shows(width, height int64, scheme string) {
	b.t.Helper()
	call(b, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
		Width: width, Height: height, DeviceScaleFactor: 1, Mobile: width < 700,
	})
	call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
	})
}

// keeps writes pictures of the screen and of the whole page if -pictures is set.
func (b *browser) keeps(name string) {
	b.t.Helper()
	if *pictures == "" {
		return
	}
	for suffix, take := range map[string]chromedp.Action[[]byte]{".png": chromedp.CaptureScreenshot(), "-whole.png": chromedp.FullScreenshot(100)} {
		picture, err := chromedp.Run(b.ctx, take)
		require.NoError(b.t, err)
		require.NoError(b.t, os.WriteFile(filepath.Join(*pictures, name+suffix), picture, 0o600))
	}
}

// widths are those of the content and of the screen.
const widths = `[document.documentElement.scrollWidth, document.documentElement.clientWidth]`

// cutOff lists the texts of charts that are not inside of their chart, and those that
// overlap another.
const cutOff = `[...document.querySelectorAll('svg')].filter(s => s.checkVisibility()).flatMap(s => {
	const frame = s.getBoundingClientRect()
	const boxes = [...s.querySelectorAll('text')].map(t => [t.textContent, t.getBoundingClientRect()])
	return boxes.filter(([_, b], i) =>
		b.left < frame.left - 1 || b.right > frame.right + 1 || b.top < frame.top - 1 || b.bottom > frame.bottom + 1 ||
		boxes.some(([_, o], j) => i !== j && b.left < o.right && o.left < b.right && b.top < o.bottom - 3 && o.top < b.bottom - 3)
	).map(([text]) => text)
})`

func TestThePageInABrowser(t *testing.T) {
	t.Parallel()
	b := openPage(t, fakePage(t))
	for _, screen := range []struct {
		name          string
		width, height int64
		drawing       string
	}{{"phone", 390, 844, "narrow"}, {"small-phone", 320, 640, "narrow"}, {"desktop", 1280, 900, "wide"}} {
		for _, scheme := range []string{"light", "dark"} {
			b.shows(screen.width, screen.height, scheme)
			name := screen.name + " " + scheme
			require.Equal(t, []int64{screen.width, screen.width}, asks[[]int64](b, widths), "width of the content and of the screen: %s", name)
			drawings := asks[[]string](b, `[...document.querySelectorAll('figure [role=img]')].filter(e => e.checkVisibility()).map(e => e.className)`)
			require.Len(t, drawings, 9, "charts that can be seen: %s", name)
			require.NotContains(t, drawings, map[string]string{"narrow": "wide", "wide": "narrow"}[screen.drawing], name)
			require.Empty(t, asks[[]string](b, cutOff), "texts cut off or over each other: %s", name)
			colours := asks[[]string](b, `[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.querySelector('svg text')).fill]`)
			want := map[string][]string{"light": {"rgb(255, 255, 255)", "rgb(29, 32, 41)"}, "dark": {"rgb(21, 23, 28)", "rgb(232, 234, 239)"}}
			require.Equal(t, want[scheme], colours, name)
			b.keeps(screen.name + "-" + scheme)
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	require.Empty(t, b.messages, "messages in the console")
	require.Len(t, b.requests, 1, "requests: only that for the page")
}

func TestManyMonthsFitIntoAPhone(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "disputes.html")
	got := report(t, nil, "-fake", "-since", "2016-01-01", "-out", file)
	require.Equal(t, exitDone, got.code, got.errs)
	b := openPage(t, file)
	for _, width := range []int64{390, 1280} {
		b.shows(width, 844, "light")
		require.Equal(t, []int64{width, width}, asks[[]int64](b, widths))
		require.Empty(t, asks[[]string](b, cutOff))
		b.keeps(fmt.Sprint("many-months-", width))
	}
}

// shown is a table as a reader sees it.
type shown struct {
	Section, Title string
	Cells          [][]string
}

func TestTheTablesInABrowserAreWhatChargehoundHas(t *testing.T) {
	t.Parallel()
	b := openPage(t, fakePage(t))
	got := asks[[]shown](b, `[...document.querySelectorAll('figure')].map(f => ({
		Section: f.closest('section').querySelector('h2').innerText,
		Title: f.querySelector('h3').innerText,
		Cells: [...f.querySelectorAll('tr')].slice(1).map(r => [...r.cells].map(c => c.innerText)),
	}))`)
	require.Equal(t, countedAgain(t), got)
	facts := asks[map[string]string](b, `Object.fromEntries([...document.querySelectorAll('.facts div')].map(d =>
		[d.closest('section').querySelector('h2').innerText + ' ' + d.querySelector('dt').innerText, d.querySelector('dd').innerText]))`)
	require.Len(t, facts, 18)
	for _, table := range got {
		period := table.Cells[len(table.Cells)-1]
		switch table.Title {
		case "Outcomes, " + table.Section:
			require.Equal(t, period[5], facts[table.Section+" Disputes"])
		case "Win rate, " + table.Section:
			require.Equal(t, period[2:], []string{facts[table.Section+" Win rate by number"], facts[table.Section+" Win rate by money"]})
		case "Money, " + table.Section:
			require.Equal(t, period[1:4], []string{facts[table.Section+" Recovered"], facts[table.Section+" Lost"], facts[table.Section+" At risk"]})
		}
	}
}

// fakePage writes the page of the made-up shop.
func fakePage(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "disputes.html")
	got := report(t, nil, "-fake", "-out", file)
	require.Equal(t, result{exitDone, file + " has 274 disputes" +
		" created from 2025-07-01 to 2026-06-30: 74 in EUR, 23 in JPY, 177 in USD.\n", ""}, got)
	return file
}
