package tui

import (
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"concord/corpus"
	"concord/tui/app"
	"concord/tui/keymap"
	"concord/tui/screen/coding"
)

// at finds words on the screen: the cell of their first character and of their
// last.
func (d *driver) at(words string) (x, y, end int) {
	d.t.Helper()
	for y, line := range strings.Split(d.screen(), "\n") {
		if before, _, ok := strings.Cut(line, words); ok {
			x := ansi.StringWidth(before)
			return x, y, x + ansi.StringWidth(words) - 1
		}
	}
	d.t.Fatalf("%q is not on the screen:\n%s", words, d.screen())
	return 0, 0, 0
}

func (d *driver) mouse(action tea.MouseAction, button tea.MouseButton, x, y int) {
	_, cmd := d.r.Update(tea.MouseMsg{X: x, Y: y, Action: action, Button: button})
	d.run(cmd)
}

func (d *driver) click(x, y int) {
	d.mouse(tea.MouseActionPress, tea.MouseButtonLeft, x, y)
	d.mouse(tea.MouseActionRelease, tea.MouseButtonNone, x, y)
}

// drag goes from one place on the screen to another, cell by cell.
func (d *driver) drag(x, y, x2, y2 int) {
	d.mouse(tea.MouseActionPress, tea.MouseButtonLeft, x, y)
	for ; y != y2; y += map[bool]int{true: 1, false: -1}[y < y2] {
		d.mouse(tea.MouseActionMotion, tea.MouseButtonLeft, x, y)
	}
	d.mouse(tea.MouseActionMotion, tea.MouseButtonLeft, x2, y2)
	d.mouse(tea.MouseActionRelease, tea.MouseButtonNone, x2, y2)
}

func TestTheMouseIsOffUntilAskedFor(t *testing.T) {
	d := drive(t, 120, 36)
	d.Open("KI-07")
	x, y, end := d.at("two bars")
	d.drag(x, y, end, y)
	if !d.coding().Read.Selection.Empty() {
		t.Error("it selects")
	}
	d.press("f2")
	d.sees("the mouse is on")
	again := driveStudy(t, d.r.Study, 120, 36)
	if !again.r.Habits.Mouse {
		t.Error("it is not remembered")
	}
}

func TestDraggingSelectsWords(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 36}} {
		d := drive(t, size[0], size[1])
		d.Open("KI-07")
		d.press("f2")
		words := func() string {
			return strings.Join(strings.Fields(d.coding().Read.Data.Text.Slice(d.coding().Read.Target())), " ")
		}
		for _, c := range []struct{ from, to, want string }{
			{"wo bars", "ars.", "two bars."},
			{"van", "erhaps", ""},
			{"Lutheran", "ars.", "Lutheran church in Hatch, 'cause that's where there's two bars."},
			{"ars", "uthera", "Lutheran church in Hatch, 'cause that's where there's two bars"},
		} {
			if c.want == "" {
				continue
			}
			x, y, _ := d.at(c.from)
			_, y2, end := d.at(c.to)
			x2 := end
			if y2 < y {
				x2, _, _ = d.at(c.to)
			}
			d.drag(x, y, x2, y2)
			if got := words(); got != c.want {
				t.Errorf("%v: from %q to %q selects %q", size, c.from, c.to, got)
			}
		}
		// In open coding the prompt opens when the button is let go.
		d.press("I")
		x, y, end := d.at("two bars")
		d.drag(x, y, end, y)
		d.sees("code “two bars”")
		d.typed("signal")
		d.press("enter")
		if cs := d.codings("KI-07"); len(cs) != 1 || d.quote(cs[0]) != "two bars" {
			t.Errorf("%+v", cs)
		}
	}
}

func TestClickingFocuses(t *testing.T) {
	d := drive(t, 120, 36)
	d.Open("KI-01")
	d.press("f2", "home")
	d.goTurn("6")
	x, y, _ := d.at("prescribers-and-police")
	d.click(x, y)
	c, ok := d.coding().Read.Focused()
	if !ok || !strings.Contains(d.quote(c.Coding), "prescribers-and-police") {
		t.Fatalf("focused %v: %q", ok, d.quote(c.Coding))
	}
	d.press("home")
	d.click(2, d.y("Gus is seventy-one"))
	if got := d.coding().Read.Current().Number(); got != 4 {
		t.Errorf("a click in the gutter leads to turn %d", got)
	}
	// On a lane's letter.
	letter := string(d.coding().Read.Letters[c.Code])
	d.goTurn("6")
	line := d.y("first year and a half")
	for x := range 30 {
		if spot, _ := d.coding().Read.Page.At(x, line-coding.ReadTop); spot.Mark >= 0 {
			d.click(x, line)
		}
	}
	if got, ok := d.coding().Read.Focused(); !ok || got.ID != c.ID {
		t.Errorf("a click on the lane of %s focuses %v", letter, got.ID)
	}
	top := d.coding().Read.Page.Top
	d.mouse(tea.MouseActionPress, tea.MouseButtonWheelDown, 50, 10)
	if d.coding().Read.Page.Top <= top {
		t.Error("the wheel does not scroll")
	}
}

// y is the line of words on the screen.
func (d *driver) y(words string) int {
	d.t.Helper()
	_, y, _ := d.at(words)
	return y
}

func TestTheCountOfALineOpensItsCodings(t *testing.T) {
	d := drive(t, 80, 24)
	d.Open("KI-07")
	d.goTurn("4")
	d.press("c")
	for _, n := range []string{"trust", "leadership", "grief", "data sharing", "viability", "advocacy"} {
		d.typed(n)
		d.press("tab")
	}
	d.press("esc", "f2")
	_, y, end := d.at("abc3")
	d.click(end, y)
	d.sees("codings on this line", "advocacy")
}

func TestClickingInLists(t *testing.T) {
	d := drive(t, 120, 36)
	d.press("f2")
	x, y, _ := d.at("KI-04")
	d.click(x, y)
	if tr, _ := d.list().Listed(); tr.Name != "KI-04" || d.r.Mode != keymap.ModeList {
		t.Fatalf("chosen: %s, mode %d", tr.Name, d.r.Mode)
	}
	d.click(x, y)
	if d.r.Mode != keymap.ModeRead || d.coding().Read.Data.Transcript.Name != "KI-04" {
		t.Error("a second click does not open it")
	}
	d.press("/")
	d.typed("code:trust")
	d.press("enter")
	d.click(10, app.HitsTop+2*app.HitRows)
	if d.r.Passages.At != 2 {
		t.Errorf("hit %d is chosen", d.r.Passages.At)
	}
	d.click(10, app.HitsTop+2*app.HitRows+1)
	if d.r.Mode != keymap.ModeRead || d.coding().Read.Cursor != corpus.Offset(d.r.Passages.Rows[2].Span.Start) {
		t.Error("a second click does not open the passage")
	}
}

func TestThemesAreRemembered(t *testing.T) {
	d := drive(t, 120, 36)
	d.press("f3")
	d.sees("theme dark")
	if !strings.Contains(d.r.View(), "38;5;") {
		t.Error("there are no colours")
	}
	again := driveStudy(t, d.r.Study, 120, 36)
	if again.r.Theme.Name != "dark" {
		t.Errorf("the theme is %s", again.r.Theme.Name)
	}
	again.r.fixedTheme = true
	again.r.chooseTheme("light")
	if again.r.Theme.Name != "dark" {
		t.Error("the theme of the command line gives way")
	}
}
