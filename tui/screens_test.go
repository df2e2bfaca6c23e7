package tui

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
	"github.com/gofrs/flock"

	"concord/codebook"
	"concord/store"
	"concord/store/study"
	"concord/tui/keymap"
)

// fits checks that what is shown fills exactly the lines there are and stays
// within the columns, at any size.
func (d *driver) fits(where string) {
	d.t.Helper()
	width, height := d.r.Width, d.r.Height
	for _, size := range [][2]int{{60, 18}, {80, 24}, {100, 30}, {110, 24}, {120, 36}, {200, 50}} {
		d.resize(size[0], size[1])
		lines := strings.Split(d.r.View(), "\n")
		if len(lines) != size[1] {
			d.t.Errorf("%s at %v: %d lines", where, size, len(lines))
		}
		for i, l := range lines {
			if w := ansi.StringWidth(l); w > size[0] {
				d.t.Errorf("%s at %v: line %d is %d cells wide: %q", where, size, i, w, ansi.Strip(l))
			}
		}
	}
	d.resize(width, height)
}

// Every screen and dialog fills exactly the lines it has and stays within its
// columns, at any size.
func TestEveryScreenFits(t *testing.T) {
	d := drive(t, 120, 36)
	fits := d.fits
	fits("list")
	d.press("f")
	fits("filter")
	d.typed("harm")
	d.press("enter")
	d.sees("filter “harm”: 2 of 8")
	fits("filtered list")
	d.press("esc")
	d.Open("KI-01")
	fits("reading")
	d.goTurn("6")
	d.press("tab")
	fits("a focused coding")
	d.press("c")
	d.typed("gri")
	fits("picker")
	d.press("esc", "m")
	fits("memo")
	d.press("esc", "esc", "p")
	fits("codebook panel")
	d.press("p")
	fits("case panel")
	d.press("p")
	fits("no panel")
	d.press("p", "P")
	fits("whole panel")
	d.press("tab")
	fits("whole codebook")
	d.press("x", "?")
	fits("help")
	d.press("x", ":")
	d.typed("memo")
	fits("palette")
	d.press("esc", "/")
	d.typed("code:trust")
	d.press("enter")
	d.sees("search “code:trust”")
	fits("hits")
	d.press("a")
	d.typed("trust")
	d.press("enter")
	d.sees("auto-code “code:trust” as trust")
	fits("auto-coding")
	d.press("esc")
	d.press("A")
	d.sees("agreement", "leadership")
	fits("agreement")
	d.press("B")
	d.sees("codebook v2", "intra-organizational")
	fits("codebook")
	d.press("esc", "esc", "esc", "esc", "esc", "esc", "esc", "esc")
	if d.r.Mode != keymap.ModeList {
		t.Errorf("Esc did not lead back: mode %d", d.r.Mode)
	}
	d.press("q")
	if !d.quits {
		t.Error("q does not leave")
	}
}

func TestTooSmallSaysSo(t *testing.T) {
	d := drive(t, 50, 10)
	d.sees("50×10 is too small", "60×18")
}

// Esc and a key that reach the program together are two keys.
func TestEscAndAKeyAtOnce(t *testing.T) {
	d := drive(t, 80, 24)
	d.Open("KI-01")
	_, cmd := d.r.Update(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("A"), Alt: true})
	d.run(cmd)
	if d.r.Mode != keymap.ModeAgree || len(d.r.back) != 1 {
		t.Errorf("mode %d, way back %v", d.r.Mode, d.r.back)
	}
}

// Letters that are typed faster than the program reads come as one message.
func TestLettersTypedFastAreSingleKeys(t *testing.T) {
	d := drive(t, 120, 36)
	d.Open("KI-07")
	d.goTurn("2")
	for _, typed := range []string{"jj", "ctru"} {
		_, cmd := d.r.Update(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(typed)})
		d.run(cmd)
	}
	d.press("enter")
	if cs := d.codings("KI-07"); len(cs) != 1 || d.code(cs[0]) != "trust" || d.coding().Read.Current() != 3 {
		t.Errorf("turn %d, codings %+v", d.coding().Read.Current().Number(), cs)
	}
}

func TestKeysDoNotConflict(t *testing.T) {
	names := map[string]bool{}
	for _, b := range defaultKeys() {
		if text := defaultKeys().Expand(b.Help); strings.ContainsAny(text, "{}") {
			t.Errorf("the help of %q names an action that there is not: %s", b.Name, text)
		}
		if names[b.Name] {
			t.Errorf("two bindings are called %q", b.Name)
		}
		names[b.Name] = true
	}
	for _, m := range []keymap.Mode{keymap.ModeList, keymap.ModeRead, keymap.ModeHits, keymap.ModeAgree, keymap.ModeBook, keymap.ModeAuto} {
		seen := map[string]string{}
		for _, b := range defaultKeys().On(m) {
			if b.Do == nil || b.Help == "" || b.Name == "" || len(b.Keys) == 0 {
				t.Errorf("the binding %q is not whole", b.Name)
			}
			for _, k := range b.Keys {
				if other := seen[k]; other != "" {
					t.Errorf("on screen %d the key %q means both %s and %s", m, k, other, b.Name)
				}
				seen[k] = b.Name
			}
		}
	}
}

func TestHelpSaysWhyAKeyIsOff(t *testing.T) {
	d := drive(t, 120, 50)
	d.Open("KI-07")
	d.press("x")
	d.sees("you have no coding here")
	d.press("?")
	d.sees("apply a code", "moving and selecting")
	d.press("pgdown", "pgdown", "pgdown")
	d.sees("a coding that is there")
	d.sees("off: you have no coding here")
}

// What others do appears by itself, and the reader stays where she is.
func TestOthersWorkAppears(t *testing.T) {
	d := drive(t, 120, 36)
	ctx := context.Background()
	d.Open("KI-07")
	d.goTurn("20")
	d.press("O")
	top, cursor := d.coding().Read.Page.Top, d.coding().Read.Cursor
	ben, err := study.Open(ctx, d.r.Study.Project.Dir(), "ben")
	if err != nil {
		t.Fatal(err)
	}
	tr, _ := ben.Transcript(ctx, "KI-07")
	book, _ := ben.Reader().Codebook(ctx)
	code, _ := book.Find("trust")
	if _, err := ben.Project.Apply(ctx, ben.Coder.ID, store.NewCoding{Transcript: tr.ID, Span: d.coding().Read.Target(), Code: code.ID}); err != nil {
		t.Fatal(err)
	}
	stamp, err := d.r.Study.Project.Stamp()
	d.run(d.r.result(polledMsg{stamp, err}))
	d.sees("trust ben")
	if d.coding().Read.Page.Top != top || d.coding().Read.Cursor != cursor {
		t.Error("the reader was moved")
	}
}

// A coding that cannot be saved stays on the screen as not saved, and is saved
// when it can be.
func TestACodingThatCannotBeSavedSaysSo(t *testing.T) {
	d := drive(t, 120, 36)
	d.Open("KI-07")
	d.goTurn("4")
	code, _ := d.r.Over.Codebook.Find("trust")
	fail := true
	_, cmd := d.coding().Apply(code)
	run := d.r.jobs[0].Run
	tries := 0
	d.r.jobs[0].Run = func(ctx context.Context, s *study.Study) (string, error) {
		tries++
		if fail {
			if tries == 3 {
				d.sees("NOT SAVED, trying again", "disk is full", "saving…")
				fail = false
			}
			return "", fmt.Errorf("writing to the project: %w; nothing was changed; make room and do it again", store.ErrFull)
		}
		return run(ctx, s)
	}
	d.run(cmd)
	if tries != 4 || len(d.r.jobs) != 0 {
		t.Errorf("%d tries, %d jobs left", tries, len(d.r.jobs))
	}
	d.sees("+trust saved")
	if n := len(d.codings("KI-07")); n != 1 {
		t.Errorf("%d codings", n)
	}
}

// The same with a project that another program really holds.
func TestACodingWaitsForABusyProject(t *testing.T) {
	d := drive(t, 120, 36)
	hasty, err := study.Open(context.Background(), d.r.Study.Project.Dir(), "ana", store.WithPatience(20*time.Millisecond))
	if err != nil {
		t.Fatal(err)
	}
	d = driveStudy(t, hasty, 120, 36)
	d.Open("KI-07")
	d.goTurn("4")
	code, _ := d.r.Over.Codebook.Find("trust")
	lock := flock.New(filepath.Join(hasty.Project.Dir(), ".concord", "queue.lock"))
	if err := lock.Lock(); err != nil {
		t.Fatal(err)
	}
	_, cmd := d.coding().Apply(code)
	_, more := d.coding().Apply(code) // waits behind it
	run, tries := d.r.jobs[0].Run, 0
	d.r.jobs[0].Run = func(ctx context.Context, s *study.Study) (string, error) {
		if tries++; tries == 3 {
			d.sees("NOT SAVED, trying again: 2 changes wait", "busy", "saving…", "!a")
			if err := lock.Unlock(); err != nil {
				t.Error(err)
			}
		}
		return run(ctx, s)
	}
	d.run(cmd)
	d.run(more)
	d.sees("trust was there already")
	if n := len(d.codings("KI-07")); n != 1 || len(d.r.jobs) != 0 || tries < 3 {
		t.Errorf("%d codings, %d jobs left, %d tries", n, len(d.r.jobs), tries)
	}
	if strings.Contains(d.screen(), "NOT SAVED") {
		t.Error("it still says that something is not saved")
	}
}

// What is refused is said, and what was shown as pending goes away.
func TestARefusedCodingGoesAway(t *testing.T) {
	d := drive(t, 120, 36)
	d.Open("KI-07")
	d.goTurn("4")
	code, _ := d.r.Over.Codebook.Find("trust")
	_, cmd := d.coding().Apply(code)
	d.r.jobs[0].Run = func(context.Context, *study.Study) (string, error) { return "", errors.New("the code is gone") }
	d.run(cmd)
	d.sees("the code is gone")
	if len(d.coding().Read.Here()) != 0 {
		t.Error("a refused coding is still shown")
	}
}

func TestPlaceSurvivesLeavingAndResizing(t *testing.T) {
	d := drive(t, 120, 36)
	d.Open("KI-02")
	d.goTurn("30")
	d.press("down", "down")
	at := d.coding().Read.Cursor
	d.press("esc")
	again := driveStudy(t, d.r.Study, 80, 24)
	again.Open("KI-02")
	if again.coding().Read.Cursor != at {
		t.Errorf("the cursor is at %d, was at %d", again.coding().Read.Cursor, at)
	}
	turn := func() string {
		for l := range strings.SplitSeq(again.screen(), "\n") {
			if strings.HasPrefix(l, "▶") {
				return l[:8]
			}
		}
		return ""
	}
	was := turn()
	if was == "" {
		t.Fatalf("the current turn is not on the screen:\n%s", again.screen())
	}
	again.resize(150, 40)
	again.resize(80, 24)
	if turn() != was {
		t.Errorf("after resizing the current turn is %q, was %q", turn(), was)
	}
}

func TestSearchLeadsToThePassageAndBack(t *testing.T) {
	d := drive(t, 120, 36)
	d.press("/")
	d.typed(`naloxone speaker:"Dr. Iyer"`)
	d.press("enter")
	if len(d.r.Passages.Rows) == 0 {
		d.press("/")
		for range 60 {
			d.press("backspace")
		}
		d.typed("fatality")
		d.press("enter")
	}
	n := len(d.r.Passages.Rows)
	if n == 0 {
		t.Fatalf("nothing found:\n%s", d.screen())
	}
	row := d.r.Passages.Rows[0]
	d.press("enter")
	if d.r.Mode != keymap.ModeRead || d.coding().Read.Data.Transcript.ID != row.Transcript || d.coding().Read.Current() != row.Turn {
		t.Errorf("the hit was in %s turn %d", row.Name, row.Turn.Number())
	}
	d.press("n")
	if n > 1 {
		d.sees(fmt.Sprintf("hit 2 of %d", n))
	}
	d.press("/")
	for range 60 {
		d.press("backspace")
	}
	d.typed("code:nonsense")
	d.press("enter")
	d.sees("nonsense")
}

func TestAgreementOpensThePassages(t *testing.T) {
	d := drive(t, 120, 36)
	d.press("A")
	d.press("s")
	row := d.agree().Result.Codes[d.agree().Chosen()]
	for row.Some == 0 {
		d.press("down")
		row = d.agree().Result.Codes[d.agree().Chosen()]
	}
	d.press("enter")
	if len(d.r.Passages.Rows) != row.Some {
		t.Errorf("%d passages for %d disagreements", len(d.r.Passages.Rows), row.Some)
	}
	d.sees("yes ·", "no")
	d.press("esc", "t")
	d.sees("unit sentence")
	d.press("c")
	d.press("v")
	d.sees("codebook v1")
}

func TestMemoIsNotLostByEsc(t *testing.T) {
	d := drive(t, 120, 36)
	d.Open("KI-07")
	d.press("m")
	d.typed("a thought")
	d.press("esc")
	d.sees("not saved")
	d.press("ctrl+s")
	d.press("m")
	d.sees("a thought")
}

func TestWithoutACoderTheScreenSaysWhatToDo(t *testing.T) {
	d := drive(t, 120, 36)
	s := study.New(d.r.Study.Project, codebook.Coder{})
	nobody := driveStudy(t, s, 120, 36)
	nobody.Open("KI-01")
	nobody.press("c")
	nobody.sees("nobody codes here yet", "concord coder choose")
}

// keysTable is the table of KEYS.md: made of the same list as the help.
func keysTable() string {
	var b strings.Builder
	b.WriteString("| screen | keys | what they do |\n|---|---|---|\n")
	table := defaultKeys()
	for i := range table {
		var keys []string
		for _, x := range table[i].AllShown() {
			keys = append(keys, "`"+x+"`")
		}
		fmt.Fprintf(&b, "| %s | %s | %s |\n", table[i].Screens(), strings.Join(keys, " "), table.Expand(table[i].Help))
	}
	return b.String()
}

func TestKeysAreListed(t *testing.T) {
	content, err := os.ReadFile("KEYS.md")
	if err != nil {
		t.Fatal(err)
	}
	head, got, ok := strings.Cut(string(content), "\n\n| ")
	if !ok {
		t.Fatal("KEYS.md has no table")
	}
	if want := keysTable(); "| "+got != want {
		if os.Getenv("UPDATE_KEYS") != "" {
			if err := os.WriteFile("KEYS.md", []byte(head+"\n\n"+want), 0o644); err != nil {
				t.Fatal(err)
			}
			return
		}
		t.Error("the table in KEYS.md is not that of the program; UPDATE_KEYS=1 go test ./tui writes it anew")
	}
}

// A project that is busy when the screen opens says so, and opens when it can;
// the file is not read twice at once.
func TestABusyProjectOpensLater(t *testing.T) {
	dir := drive(t, 80, 24).r.Study.Project.Dir()
	s, err := study.Open(context.Background(), dir, "ana", store.WithPatience(20*time.Millisecond))
	if err != nil {
		t.Fatal(err)
	}
	lock := flock.New(filepath.Join(dir, ".concord", "queue.lock"))
	if err := lock.Lock(); err != nil {
		t.Fatal(err)
	}
	d := driveStudy(t, s, 80, 24)
	d.sees("opening ", "the project is busy")
	stamp, err := s.Project.Stamp()
	if err != nil {
		t.Fatal(err)
	}
	if d.r.result(polledMsg{stamp, nil}); !d.r.refreshing {
		t.Error("nobody looks again")
	}
	first := d.r.refreshing
	d.r.result(polledMsg{stamp, nil})
	if err := lock.Unlock(); err != nil {
		t.Fatal(err)
	}
	d.run(d.r.refreshCmd())
	d.sees("8 transcripts")
	if !first || d.r.refreshing {
		t.Error("it still looks")
	}
}
