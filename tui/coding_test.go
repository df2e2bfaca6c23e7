package tui

import (
	"context"
	"strings"
	"testing"

	"concord/codebook"
	"concord/corpus"
	"concord/tui/keymap"
)

// The budgets of the design, counted in keys.
func TestKeyBudgets(t *testing.T) {
	d := drive(t, 120, 36)
	d.Open("KI-07")

	// Any code on a passage: pick it, picker, three letters, Enter.
	d.goTurn("2")
	d.press("right", "c")
	d.typed("gri")
	d.press("enter")
	if n := d.count(); n > 7 {
		t.Errorf("a code on a sentence took %d keys", n)
	}
	cs := d.codings("KI-07")
	if len(cs) != 1 || d.code(cs[0]) != "grief and burnout" {
		t.Fatalf("codings %+v", cs)
	}

	// The last code on the current turn.
	turn := d.goTurn("4")
	d.press(".")
	if n := d.count(); n != 1 {
		t.Errorf("the last code on a turn took %d keys", n)
	}
	cs = d.codings("KI-07")
	if len(cs) != 2 || cs[1].Span != d.coding().Read.Data.Text.Trim(turn.SpeechSpan()) {
		t.Fatalf("codings %+v, turn %v", cs, turn)
	}

	// A code bound to a digit, on the current turn.
	d.press("=", "3")
	d.goTurn("6")
	d.press("3")
	if n := d.count(); n != 1 {
		t.Errorf("a bound code on a turn took %d keys", n)
	}
	if cs = d.codings("KI-07"); len(cs) != 3 {
		t.Fatalf("%d codings", len(cs))
	}

	// A new code on a passage: name + 4.
	d.goTurn("8")
	d.press("right", "c")
	d.typed("small kindness")
	d.press("enter")
	if n := d.count(); n > len("small kindness")+4 {
		t.Errorf("a new code took %d keys", n)
	}
	cs = d.codings("KI-07")
	if len(cs) != 4 || d.code(cs[3]) != "small kindness" {
		t.Fatalf("codings %+v", cs)
	}
	if k, _ := d.r.Over.Codebook.Find("small kindness"); k.Origin != codebook.Inductive || d.r.Over.Codebook.Path(k.ID) != "context/small kindness" {
		t.Errorf("the new code is %+v", k)
	}

	// An in vivo code: 3.
	d.goTurn("10")
	d.press("right")
	d.count()
	d.press("i", "enter")
	if n := d.count(); n > 3 {
		t.Errorf("an in vivo code took %d keys", n)
	}
	cs = d.codings("KI-07")
	if len(cs) != 5 {
		t.Fatalf("%d codings", len(cs))
	}

	// Undo and redo: 1, saying what.
	d.press("u")
	d.sees("undone: new code")
	if len(d.codings("KI-07")) != 4 {
		t.Error("undo did not")
	}
	d.press("U")
	if n := d.count(); n != 2 || len(d.codings("KI-07")) != 5 {
		t.Errorf("undo and redo took %d keys; %d codings", n, len(d.codings("KI-07")))
	}
}

// code names the code of a coding.
func (d *driver) code(c codebook.Coding) string {
	k, _ := d.r.Over.Codebook.Follow(c.Code)
	return k.Name
}

func TestSelectionStaysForASecondCode(t *testing.T) {
	d := drive(t, 100, 30)
	d.Open("KI-07")
	d.goTurn("4")
	d.press("right", "shift+right")
	before := d.coding().Read.Selection
	d.press("c")
	d.typed("trust")
	d.press("tab")
	d.typed("leader")
	d.press("enter")
	cs := d.codings("KI-07")
	if len(cs) != 2 || cs[0].Span != cs[1].Span || cs[0].Span != d.coding().Read.Data.Text.Trim(before) {
		t.Fatalf("%+v; selection %v", cs, before)
	}
	if d.coding().Read.Selection != before {
		t.Error("the selection went away")
	}
	d.press("esc")
	if !d.coding().Read.Selection.Empty() || d.r.Mode != keymap.ModeRead {
		t.Error("Esc did not let go of the selection, or left the transcript")
	}
	d.press("esc") // the focus
	d.press("esc")
	if d.r.Mode != keymap.ModeList {
		t.Error("Esc did not lead back to the list")
	}
}

func TestMotionsSelectWordsAndSentences(t *testing.T) {
	d := drive(t, 100, 30)
	d.Open("KI-04")
	d.goTurn("2")
	words := func() string { return d.coding().Read.Data.Text.Slice(d.coding().Read.Selection) }
	first := d.coding().Read.Data.Text.Turns[1].SpeechSpan()
	d.press("right")
	if d.coding().Read.Selection.Start != first.Start || !strings.HasSuffix(strings.TrimSpace(words()), ".") && !strings.HasSuffix(strings.TrimSpace(words()), "?") {
		t.Errorf("the first sentence is %q", words())
	}
	sentence := d.coding().Read.Selection
	d.press("w")
	if d.coding().Read.Selection.Start != sentence.Start || strings.ContainsAny(words(), " .") {
		t.Errorf("the first word of the sentence is %q", words())
	}
	d.press("W", "W")
	if n := len(strings.Fields(words())); n != 3 {
		t.Errorf("three words are %q", words())
	}
	d.press("e")
	if n := len(strings.Fields(words())); n != 2 {
		t.Errorf("two words are %q", words())
	}
	d.press("right")
	if d.coding().Read.Selection != sentence {
		t.Errorf("→ on words selects %q, not their sentence", words())
	}
	d.press("right", "left")
	if d.coding().Read.Selection != sentence {
		t.Errorf("→ ← leads to %q", words())
	}
	d.press("shift+down")
	if d.coding().Read.Selection.End != d.coding().Read.Data.Text.Trim(first).End {
		t.Errorf("widening by a turn finishes the turn first: %q", words())
	}
	d.press("shift+down")
	if got := d.coding().Read.Selection.End; got != d.coding().Read.Data.Text.Trim(d.coding().Read.Data.Text.Turns[2].SpeechSpan()).End {
		t.Errorf("widening by a turn: %q", words())
	}
	d.press("shift+up")
	if d.coding().Read.Selection.End != d.coding().Read.Data.Text.Trim(first).End {
		t.Errorf("narrowing by a turn: %q", words())
	}
}

func TestEdgesMoveByWordAndCanBeLetGo(t *testing.T) {
	d := drive(t, 100, 30)
	d.Open("KI-07")
	d.goTurn("4")
	d.press("right", "c")
	d.typed("trust")
	d.press("enter", "esc")
	was := d.codings("KI-07")[0].Span
	d.press("E", "b", "b")
	d.sees("the end is held, ", "b w word", "Enter keeps")
	d.press("enter")
	now := d.codings("KI-07")[0].Span
	if now.Start != was.Start || now.End >= was.End {
		t.Errorf("the end went from %v to %v", was, now)
	}
	d.press("E", "[", "w", "enter")
	if moved := d.codings("KI-07")[0].Span; moved.Start <= now.Start || moved.End != now.End {
		t.Errorf("the start went from %v to %v", now, moved)
	}
	held := d.codings("KI-07")[0].Span
	d.press("E", "w", "w", "esc")
	if d.codings("KI-07")[0].Span != held {
		t.Error("a let-go edge moved")
	}
	d.press("u", "u")
	if d.codings("KI-07")[0].Span != was {
		t.Error("undo did not bring the bounds back")
	}
}

func TestRecodeKeepsMemoAndBounds(t *testing.T) {
	d := drive(t, 120, 36)
	d.Open("KI-07")
	d.goTurn("4")
	d.press("c")
	d.typed("trust")
	d.press("enter", "m")
	d.typed("is it?")
	d.press("ctrl+s")
	d.sees("is it?")
	was := d.codings("KI-07")[0]
	d.press("r")
	d.typed("informal")
	d.press("enter")
	cs := d.codings("KI-07")
	if len(cs) != 1 || cs[0].ID != was.ID || cs[0].Span != was.Span || d.code(cs[0]) != "informal channel" {
		t.Fatalf("%+v", cs)
	}
	d.sees("informal channel", "is it?")
	d.press("f")
	if !d.codings("KI-07")[0].Quote {
		t.Error("not flagged")
	}
	d.press("x")
	if len(d.codings("KI-07")) != 0 {
		t.Error("not removed")
	}
	d.press("u")
	if len(d.codings("KI-07")) != 1 {
		t.Error("not brought back")
	}
}

// A whole interview, turn by turn, as an analyst codes it, and then marked as
// complete.
func TestCodeAWholeInterview(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 36}} {
		d := drive(t, size[0], size[1])
		d.Open("KI-08")
		names := []string{"trust", "leader", "advoc", "grief", "data", "viab"}
		coded := 0
		for i, turn := range d.coding().Read.Data.Text.Turns {
			if i > 0 {
				for d.coding().Read.Current() < corpus.TurnIndex(i) {
					d.press("down")
				}
			}
			if d.coding().Read.Data.Speakers[turn.Speaker].Role == corpus.RoleInterviewer {
				continue
			}
			switch coded % 3 {
			case 0:
				d.press("c")
				d.typed(names[coded%len(names)])
				d.press("enter")
			case 1:
				d.press(".")
			case 2:
				d.press("right", "shift+right", ".", "esc")
			}
			coded++
			seen := d.coding().Read.Page.Visible()
			if at := d.coding().Read.Cursor; at < seen.Start || at > seen.End {
				t.Fatalf("turn %d is current and not on the page", i+1)
			}
		}
		if got := len(d.codings("KI-08")); got != coded {
			t.Errorf("%d×%d: %d codings for %d turns", size[0], size[1], got, coded)
		}
		for _, c := range d.codings("KI-08") {
			if q := d.quote(c); q != strings.TrimSpace(q) {
				t.Errorf("a quote with blanks at its ends: %q", q)
			}
		}
		d.press("C", "esc", "esc", "esc")
		o, err := d.r.Study.Reader().Overview(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		for _, tr := range o.Transcripts {
			if m := o.Summaries[tr.ID][d.r.Coder().ID]; tr.Name == "KI-08" && (!m.Completed || m.Codings != coded) {
				t.Errorf("summary %+v", m)
			}
		}
	}
}

// The footer says what undo would take back.
func TestTheFooterSaysWhatUndoWouldDo(t *testing.T) {
	d := drive(t, 120, 36)
	d.Open("KI-07")
	d.goTurn("4")
	d.press("c")
	d.typed("trust")
	d.press("enter", "down")
	d.sees("u undo +trust  ")
	d.press("up", "f", "down")
	d.sees("u undo flag of trust")
	d.press("u", "down")
	d.sees("u undo +trust  ")
	again := driveStudy(t, d.r.Study, 120, 36)
	again.sees("u undo +trust  ")
}

// The answer to a key is not overwritten by news of an earlier one.
func TestNewsOfWhatWasSavedDoesNotHideNewerNews(t *testing.T) {
	d := drive(t, 120, 36)
	d.Open("KI-07")
	d.goTurn("4")
	code, _ := d.r.Over.Codebook.Find("trust")
	_, first := d.coding().Apply(code)
	d.r.Tell("something newer")
	d.run(first)
	d.sees("something newer")
	_, second := d.coding().Apply(code)
	d.run(second)
	d.sees("trust was there already")
}
