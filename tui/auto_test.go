package tui

import (
	"strings"
	"testing"

	"concord/codebook"
	"concord/store/study"
	"concord/tui/keymap"
)

func (d *driver) askAuto(query, code string) {
	d.t.Helper()
	d.press("@")
	for range 60 {
		d.press("backspace")
	}
	d.typed(query)
	d.press("enter")
	d.sees("auto-code “")
	d.typed(code)
	d.press("enter")
}

func (d *driver) allMine() (n, auto int) {
	d.t.Helper()
	for _, t := range d.r.Over.Transcripts {
		for _, c := range d.codings(t.Name) {
			n++
			if c.Auto {
				auto++
			}
		}
	}
	return n, auto
}

// A search becomes codings after a look at the list: what is left out stays out,
// what is coded is marked, and one key takes all of it back.
func TestAutoCodingAfterAPreview(t *testing.T) {
	d := drive(t, 120, 36)
	before, _ := d.allMine()
	d.askAuto("naloxone", "trust")
	d.sees("as trust", "sentences", "[x]")
	rows := len(d.auto().Rows)
	if n, _ := d.allMine(); n != before {
		t.Fatal("the preview coded something")
	}
	d.press("space")
	d.sees("[ ]", "left out")
	left := d.auto().Rows[0].Passage
	ticked := len(d.auto().Chosen())
	if ticked >= rows {
		t.Fatalf("%d of %d are ticked", ticked, rows)
	}
	d.press("enter")
	d.sees("codings of trust, marked as made by a search")
	n, auto := d.allMine()
	if n != before+ticked || auto != ticked {
		t.Errorf("%d codings more, %d of them marked; %d were ticked", n-before, auto, ticked)
	}
	for _, c := range d.codings(left.Transcript.Name) {
		if c.Auto && c.Span == left.Span {
			t.Error("what was left out was coded")
		}
	}
	d.askAuto("naloxone", "trust")
	d.sees("coded already")
	if n := len(d.auto().Chosen()); n != 1 {
		t.Errorf("%d passages are ticked the second time", n)
	}
	d.press("esc", "u")
	d.sees("undone: ", "codings of trust")
	if n, auto := d.allMine(); n != before || auto != 0 {
		t.Errorf("after undo %d codings, %d marked", n, auto)
	}
}

func TestAutoCodingBySpeakerAndPatternWithANewCode(t *testing.T) {
	d := drive(t, 80, 24)
	d.askAuto(`/\b20\d\d\b/`, "years named")
	d.sees("[x]")
	d.press("t")
	if d.auto().Question.Unit != study.AutoWords {
		t.Errorf("unit %s", d.auto().Question.Unit)
	}
	for _, row := range d.auto().Rows {
		if q := row.Passage.Text.Slice(row.Passage.Span); len(q) != 4 || !strings.HasPrefix(q, "20") {
			t.Errorf("%q is no year", q)
		}
	}
	n := len(d.auto().Rows)
	d.press("enter")
	k, err := d.r.Over.Codebook.Find("years named")
	if err != nil || k.Origin != codebook.Inductive {
		t.Fatalf("%+v, %v", k, err)
	}
	if _, auto := d.allMine(); auto != n {
		t.Errorf("%d codings for %d years", auto, n)
	}
	d.press("u")
	if _, err := d.r.Over.Codebook.Find("years named"); err == nil {
		t.Error("undo left the code")
	}
	// From a search's passages, and back to them.
	d.press("/")
	for range 60 {
		d.press("backspace")
	}
	d.typed(`speaker:"Teo R."`)
	d.press("enter", "a")
	d.typed("trust")
	d.press("enter", "a")
	d.sees("0 of ")
	d.press("enter")
	d.sees("no passage is ticked")
	d.press("right")
	d.sees("KI-0")
	d.press("esc", "esc")
	if d.r.Mode != keymap.ModeHits {
		t.Errorf("Esc led to screen %d", d.r.Mode)
	}
	d.askAuto("nothing like this at all", "trust")
	d.sees("nothing found")
	d.press("esc")
	d.askAuto("(unbalanced", "trust")
	d.sees("the query")
	if d.r.Mode == keymap.ModeAuto {
		t.Error("a wrong query leaves an empty list")
	}
}
