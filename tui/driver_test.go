package tui

import (
	"context"
	"os"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"concord/codebook"
	"concord/corpus"
	"concord/examples"
	"concord/store/study"
	"concord/tui/screen/agreement"
	"concord/tui/screen/autocoding"
	"concord/tui/screen/codebookview"
	"concord/tui/screen/coding"
	"concord/tui/screen/reconciling"
	"concord/tui/screen/rounds"
	"concord/tui/screen/transcripts"
	"concord/tui/screen/worklist"
	"concord/tui/theme"
)

// driver uses the workbench as a person does: it presses keys and reads the
// screen. Commands run at once, one after another.
type driver struct {
	t     testing.TB
	r     *root
	keys  int // pressed since the last count
	quits bool
}

// example is the example study, made once and copied for each test.
var example = sync.OnceValues(func() (string, error) {
	files, err := examples.Files("overdose-coalitions")
	if err != nil {
		return "", err
	}
	dir, err := os.MkdirTemp("", "concord-screen-")
	if err != nil {
		return "", err
	}
	_, err = study.Replay(context.Background(), files, dir)
	return dir, err
})

func TestMain(m *testing.M) {
	code := m.Run()
	if dir, err := example(); err == nil {
		os.RemoveAll(dir)
	}
	os.Exit(code)
}

// drive opens the example study on a screen of the given size.
func drive(t testing.TB, width, height int) *driver {
	t.Helper()
	template, err := example()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(template)); err != nil {
		t.Fatal(err)
	}
	s, err := study.Open(context.Background(), dir, "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		c, err := s.Project.Check(context.Background())
		if err != nil || len(c.Problems) > 0 {
			t.Errorf("check: %v %v", c.Problems, err)
		}
	})
	return driveStudy(t, s, width, height)
}

func driveStudy(t testing.TB, s *study.Study, width, height int) *driver {
	t.Helper()
	th, err := theme.New("none")
	if err != nil {
		t.Fatal(err)
	}
	d := &driver{t: t, r: newRoot(context.Background(), s, th)}
	d.r.pollEvery, d.r.retryAfter = 0, time.Millisecond
	d.run(d.r.Init())
	d.resize(width, height)
	return d
}

// run executes a command and everything that follows from it.
func (d *driver) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	msg := cmd()
	switch m := msg.(type) {
	case nil:
	case tea.QuitMsg:
		d.quits = true
	case tea.BatchMsg:
		for _, c := range m {
			d.run(c)
		}
	default:
		// A sequence is a slice of commands of a type that is not exported.
		if v := reflect.ValueOf(msg); v.Kind() == reflect.Slice && v.Type().Elem() == reflect.TypeFor[tea.Cmd]() {
			for i := range v.Len() {
				d.run(v.Index(i).Interface().(tea.Cmd))
			}
			return
		}
		_, next := d.r.Update(msg)
		d.run(next)
	}
}

var keyTypes = map[string]tea.KeyType{"enter": tea.KeyEnter, "esc": tea.KeyEsc, "up": tea.KeyUp, "down": tea.KeyDown, "left": tea.KeyLeft, "right": tea.KeyRight,
	"tab": tea.KeyTab, "shift+tab": tea.KeyShiftTab, "shift+right": tea.KeyShiftRight, "shift+left": tea.KeyShiftLeft, "shift+down": tea.KeyShiftDown,
	"shift+up": tea.KeyShiftUp, "ctrl+s": tea.KeyCtrlS, "ctrl+n": tea.KeyCtrlN, "ctrl+r": tea.KeyCtrlR, "ctrl+c": tea.KeyCtrlC, "ctrl+o": tea.KeyCtrlO,
	"ctrl+e": tea.KeyCtrlE, "f2": tea.KeyF2, "f3": tea.KeyF3, "pgup": tea.KeyPgUp, "backspace": tea.KeyBackspace, "pgdown": tea.KeyPgDown, "home": tea.KeyHome, "end": tea.KeyEnd, "space": tea.KeySpace}

// press presses keys by name; a name of one character types it.
func (d *driver) press(keys ...string) {
	d.t.Helper()
	for _, k := range keys {
		msg := tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(k)}
		if t, ok := keyTypes[k]; ok {
			msg = tea.KeyMsg{Type: t}
			if k == "space" {
				msg.Runes = []rune{' '}
			}
		} else if len([]rune(k)) != 1 {
			d.t.Fatalf("there is no key %q", k)
		}
		d.keys++
		_, cmd := d.r.Update(msg)
		d.run(cmd)
	}
}

// typed types text, a key a character.
func (d *driver) typed(text string) {
	d.t.Helper()
	for _, c := range text {
		if c == ' ' {
			d.press("space")
			continue
		}
		d.press(string(c))
	}
}

func (d *driver) resize(width, height int) {
	_, cmd := d.r.Update(tea.WindowSizeMsg{Width: width, Height: height})
	d.run(cmd)
}

// screen is what a person sees, without looks.
func (d *driver) screen() string {
	var out []string
	for line := range strings.SplitSeq(d.r.View(), "\n") {
		out = append(out, strings.TrimRight(ansi.Strip(line), " "))
	}
	return strings.Join(out, "\n")
}

// sees fails unless the screen shows all of the words.
func (d *driver) sees(words ...string) {
	d.t.Helper()
	for _, w := range words {
		if !strings.Contains(d.screen(), w) {
			d.t.Fatalf("the screen does not show %q:\n%s", w, d.screen())
		}
	}
}

// count gives the keys pressed since it was asked last.
func (d *driver) count() int {
	n := d.keys
	d.keys = 0
	return n
}

// codings reads what is really in the project, of the coder at the screen.
func (d *driver) codings(transcript string) []codebook.Coding {
	d.t.Helper()
	t, err := d.r.Study.Transcript(context.Background(), transcript)
	if err != nil {
		d.t.Fatal(err)
	}
	all, err := d.r.Study.Reader().Codings(context.Background(), t.ID)
	if err != nil {
		d.t.Fatal(err)
	}
	var mine []codebook.Coding
	for _, c := range all {
		if c.Coder == d.r.Coder().ID {
			mine = append(mine, c)
		}
	}
	return mine
}

// quote gives the words of a coding on the transcript that is open.
func (d *driver) quote(c codebook.Coding) string { return d.coding().Read.Data.Text.Slice(c.Span) }

// open opens a transcript from the list.
func (d *driver) Open(name string) {
	d.t.Helper()
	d.press("home")
	for i, t := range d.r.Over.Transcripts {
		if t.Name == name {
			for range i {
				d.press("down")
			}
		}
	}
	d.press("enter")
	d.sees(name)
	d.count()
}

// goTurn goes to a turn by its number.
func (d *driver) goTurn(n string) corpus.Turn {
	d.t.Helper()
	d.press("g")
	d.typed(n)
	d.press("enter")
	d.count()
	return d.coding().Read.Data.Text.Turns[d.coding().Read.Current()]
}

// look reads the project again, as the workbench does when its file changes.
func (d *driver) look() {
	d.t.Helper()
	d.run(d.r.refreshCmd())
}

// screenOf gives the screen of a type, to look into.
func screenOf[S screen](d *driver) S {
	for _, e := range d.r.screens {
		if s, ok := e.screen.(S); ok {
			return s
		}
	}
	panic("no such screen")
}

func (d *driver) coding() *coding.Screen { return screenOf[*coding.Screen](d) }

func (d *driver) list() *transcripts.Screen { return screenOf[*transcripts.Screen](d) }

func (d *driver) agree() *agreement.Screen { return screenOf[*agreement.Screen](d) }

func (d *driver) book() *codebookview.Screen { return screenOf[*codebookview.Screen](d) }

func (d *driver) auto() *autocoding.Screen { return screenOf[*autocoding.Screen](d) }

func (d *driver) work() *worklist.Screen { return screenOf[*worklist.Screen](d) }

func (d *driver) rounds() *rounds.Screen { return screenOf[*rounds.Screen](d) }

func (d *driver) reconcile() *reconciling.Screen { return screenOf[*reconciling.Screen](d) }
