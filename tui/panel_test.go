package tui

import (
	"context"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"concord/codebook"
	"concord/corpus"
	"concord/store"
	"concord/tui/layout"
	"concord/tui/widget"
)

// firstWords are the first words of a span, as far as they stand on one row.
func firstWords(text *corpus.Text, s corpus.Span) string {
	words := strings.Fields(text.Slice(s))
	return strings.Join(words[:min(3, len(words))], " ")
}

// Nobody has to remember what she selected: a dialog leaves it to be seen.
func TestDialogsDoNotCoverWhatIsCoded(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 36}, {200, 50}} {
		d := drive(t, size[0], size[1])
		d.Open("KI-02")
		for d.coding().Read.Current() < 30 {
			d.press("down", "right")
			want := firstWords(d.coding().Read.Data.Text, d.coding().Read.Target())
			for _, k := range []string{"c", "m"} {
				d.press(k)
				if d.r.dialog == nil {
					t.Fatalf("%s opens nothing", k)
				}
				if !strings.Contains(d.screen(), want) {
					t.Fatalf("%v, turn %d: %q is covered:\n%s", size, d.coding().Read.Current().Number(), want, d.screen())
				}
				d.press("esc")
			}
			d.press("esc")
		}
	}
}

// The box of the picker neither moves nor grows while one types.
func TestThePickerStandsStill(t *testing.T) {
	d := drive(t, 80, 24)
	d.Open("KI-07")
	d.goTurn("4")
	edges := func() string {
		var out []string
		for i, l := range strings.Split(d.screen(), "\n") {
			if strings.ContainsAny(l, "╭╰") {
				out = append(out, string(rune('0'+i%10)))
			}
		}
		return strings.Join(out, " ")
	}
	d.press("c")
	want := edges()
	for _, k := range []string{"t", "r", "u", "x", "y", "backspace", "backspace", "backspace", "down", "ctrl+o", "ctrl+o"} {
		d.press(k)
		if got := edges(); got != want {
			t.Errorf("after %s the edges are at %s, were at %s", k, got, want)
		}
	}
}

func TestThePickersOrderIsASetting(t *testing.T) {
	d := drive(t, 120, 36)
	d.Open("KI-07")
	d.goTurn("4")
	d.press("c")
	d.typed("stigma")
	d.press("enter", "c")
	rows := func() (names []string) {
		d.screen()
		for _, c := range d.r.dialog.(*widget.Picker).Rows {
			names = append(names, c.Name)
		}
		return names
	}
	if got := rows()[0]; got != "stigma inside services" {
		t.Errorf("recent first begins with %s", got)
	}
	d.press("ctrl+o")
	d.sees("alphabetical")
	if got := rows(); !sortedFold(got) {
		t.Errorf("not alphabetical: %q", got)
	}
	d.press("ctrl+o")
	d.sees("as in the codebook")
	inBook := rows()
	again := driveStudy(t, d.r.Study, 120, 36)
	again.Open("KI-07")
	again.press("c")
	again.sees("as in the codebook")
	for i, c := range again.r.dialog.(*widget.Picker).Rows {
		if c.Name != inBook[i] {
			t.Fatalf("the order was not remembered: %s in place of %s", c.Name, inBook[i])
		}
	}
}

func sortedFold(names []string) bool {
	for i := 1; i < len(names); i++ {
		if strings.ToLower(names[i-1]) > strings.ToLower(names[i]) {
			return false
		}
	}
	return true
}

// An alias finds its code.
func TestThePickerFindsAliases(t *testing.T) {
	d := drive(t, 120, 36)
	k, err := d.r.Over.Codebook.Find("grief and burnout")
	if err != nil {
		t.Fatal(err)
	}
	aliases := []string{"exhaustion"}
	if err := d.r.Study.Project.ChangeCodes(context.Background(), d.r.Coder().ID, store.CodeChange{Code: k.ID, Kind: codebook.Describe, Values: codebook.Values{Aliases: &aliases}}); err != nil {
		t.Fatal(err)
	}
	d.look()
	d.Open("KI-07")
	d.goTurn("4")
	d.press("c")
	d.typed("exh")
	d.press("enter")
	if cs := d.codings("KI-07"); len(cs) != 1 || d.code(cs[0]) != "grief and burnout" {
		t.Errorf("%+v", cs)
	}
}

func TestPanels(t *testing.T) {
	d := drive(t, 120, 36)
	d.Open("KI-01")
	d.goTurn("6")
	d.press("tab")
	d.sees("CODE", "alliance building", "Use when")
	d.press("p")
	d.sees("CODEBOOK v2", "▶  alliance")
	d.press("p")
	d.sees("CASE", "sector: harm reduction")
	d.press("p")
	if strings.Contains(d.screen(), "CASE") {
		t.Error("p does not end the panels")
	}
	// A narrow screen shows them over the text, and the focused coding below it.
	d.resize(80, 24)
	d.sees("alliance building  ana")
	d.press("p")
	d.sees("the coding", "Use when")
	d.press("tab")
	d.sees("CODEBOOK", "▶  alliance")
	d.press("tab")
	d.sees("sector: harm reduction")
	d.press("x")
	if d.r.dialog != nil || len(d.codings("KI-01")) != 42 {
		t.Error("a key that closes the panel does something else too")
	}
	// A very wide one shows two.
	d.resize(200, 50)
	d.press("p")
	d.sees("CODEBOOK", "Use when")
	// What has no room can be read in full.
	d.resize(120, 18)
	d.sees("P shows all")
	d.press("P", "pgdown", "pgdown")
	d.sees("Example")
}

// What is worth quoting, and what could not be saved, has a sign beside the
// words.
func TestSignsOfQuotesAndUnsavedCodings(t *testing.T) {
	d := drive(t, 80, 24)
	d.Open("KI-07")
	d.goTurn("4")
	d.press("c")
	d.typed("trust")
	d.press("enter", "f")
	d.sees("│❝I'm in the van")
	d.press("f")
	if strings.Contains(d.screen(), "❝") {
		t.Error("the sign stays")
	}
	code, _ := d.r.Over.Codebook.Find("grief and burnout")
	_, cmd := d.coding().Apply(code)
	d.r.Stuck = "the disk is full"
	d.coding().Read.Stale()
	d.sees("!ab", "NOT SAVED")
	d.r.Stuck = ""
	d.coding().Read.Stale()
	if strings.Contains(d.screen(), "!ab") {
		t.Error("what is being saved looks like what cannot be")
	}
	d.run(cmd)
}

// The list of commands names every action with its key, those of other screens
// too, and says why one cannot be run.
func TestThePaletteNamesEveryAction(t *testing.T) {
	d := drive(t, 200, 50)
	d.Open("KI-07")
	d.press(":")
	p := d.r.dialog.(*palette)
	if got, want := len(p.commands(d.r.Host)), len(defaultKeys())-2; got != want {
		t.Errorf("%d of %d actions", got, want)
	}
	d.typed("sort by name")
	d.sees("it belongs to transcripts")
	d.press("enter")
	d.sees("it belongs to transcripts")
	if d.r.dialog != nil {
		t.Error("the list stays")
	}
	d.press(":")
	d.typed("go to a turn")
	d.press("enter")
	d.sees("go to a turn, or to a time")
}

func TestOverlayLeavesLinesToBeSeen(t *testing.T) {
	lines := make([]string, 20)
	for i := range lines {
		lines[i] = strings.Repeat(string(rune('a'+i)), 10)
	}
	box := []string{"######", "######", "######", "######"}
	for keep := range 20 {
		for end := keep; end <= 20; end++ {
			out := layout.Overlay(lines, box, 10, keep, end)
			boxed := 0
			for i, l := range out {
				if strings.Contains(ansi.Strip(l), "######") {
					boxed++
					if i >= keep && i < end && (keep >= 4 || end <= 16) {
						t.Fatalf("rows %d to %d: row %d is covered", keep, end, i)
					}
				}
			}
			if boxed != len(box) {
				t.Fatalf("rows %d to %d: %d lines of the box", keep, end, boxed)
			}
		}
	}
}
