package tui

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"concord/codebook"
	"concord/store/study"
	"concord/tui/keymap"
	"concord/tui/widget"
)

// sitting is the screen with another coder at it.
func (d *driver) sitting(name string) *driver {
	d.t.Helper()
	s, err := study.Open(context.Background(), d.r.Study.Project.Dir(), name)
	if err != nil {
		d.t.Fatal(err)
	}
	return driveStudy(d.t, s, d.r.Width, d.r.Height)
}

// field goes to a line of the form that is open.
func (d *driver) field(name string) *widget.Field {
	d.t.Helper()
	f, ok := d.r.dialog.(*widget.Form)
	if !ok {
		d.t.Fatalf("no form is open:\n%s", d.screen())
	}
	for range 40 {
		if f.At < len(f.Fields) && f.Fields[f.At].Name == name {
			return f.Fields[f.At]
		}
		d.press("tab")
		if f.At == len(f.Fields) {
			for range 40 {
				d.press("shift+tab")
			}
			if f.Fields[f.At].Name == name {
				return f.Fields[f.At]
			}
		}
	}
	d.t.Fatalf("the form has no line %q:\n%s", name, d.screen())
	return nil
}

// retype writes something in place of what a line of a form says.
func (d *driver) retype(name, text string) {
	d.t.Helper()
	d.field(name)
	for range 80 {
		d.press("backspace")
	}
	d.typed(text)
}

// chooses a choice of a line of a form.
func (d *driver) chooses(name, choice string) {
	d.t.Helper()
	x := d.field(name)
	for range x.Choices {
		if x.Value() == choice {
			return
		}
		d.press("right")
	}
	d.t.Fatalf("%s has no choice %q: %v", name, choice, x.Choices)
}

// ticks ticks names of a line of a form.
func (d *driver) ticks(name string, wanted ...string) {
	d.t.Helper()
	x := d.field(name)
	d.press("space")
	for _, w := range wanted {
		for i, c := range x.Choices {
			if c == w {
				d.press("home")
				for x2 := d.r.dialog.(*widget.Form).List; x2.At < i; {
					d.press("down")
				}
				for x2 := d.r.dialog.(*widget.Form).List; x2.At > i; {
					d.press("up")
				}
				d.press("space")
			}
		}
	}
	d.press("enter")
	if got := x.Several(); len(got) != len(wanted) {
		d.t.Fatalf("ticked %v, wanted %v", got, wanted)
	}
}

// goRound puts the cursor on a round.
func (d *driver) goRound(name string) {
	d.t.Helper()
	for d.r.Mode != keymap.ModeList {
		d.press("esc")
	}
	d.press("R", "home")
	for i, row := range d.r.Team.Rows {
		if row.Round.Name == name {
			for range i {
				d.press("down")
			}
			return
		}
	}
	d.t.Fatalf("there is no round %q:\n%s", name, d.screen())
}

// decisions reads the ledger of a round.
func (d *driver) decisions(round string) []codebook.Decision {
	d.t.Helper()
	r, err := d.r.Study.Round(context.Background(), round)
	if err != nil {
		d.t.Fatal(err)
	}
	all, err := d.r.Study.Reader().Decisions(context.Background(), r.ID)
	if err != nil {
		d.t.Fatal(err)
	}
	return all
}

// codes applies a code to a turn of the transcript that is open.
func (d *driver) codesTurn(turn, code string) {
	d.t.Helper()
	d.goTurn(turn)
	d.press("c")
	d.typed(code)
	d.press("enter")
}

// A round from its opening through coding by three people, closing, and its
// disagreements with every key.
func TestARoundFromOpeningToTheLedger(t *testing.T) {
	ana := drive(t, 120, 40)
	ana.press("R")
	ana.sees("round 2", "13 of 70 decided, 1 parked", "chloe: KI-06", "Not complete when it was closed")
	ana.press("n")
	ana.sees("new round", "round 3", "by name")
	ana.press("ctrl+s")
	ana.sees("no transcript is ticked")
	ana.retype("name", "round 1")
	ana.chooses("transcripts", "so many at random")
	ana.retype("coders each", "2")
	ana.press("ctrl+s")
	ana.sees("another round has this name")
	ana.press("n")
	ana.sees("so many at random", "seed")
	ana.chooses("transcripts", "by name")
	ana.retype("coders each", "")
	ana.ticks("which", "KI-07")
	ana.retype("name", "round seven")
	ana.press("ctrl+s")
	ana.sees("round seven is open", "1 transcript chosen by name", "0 of 3 complete")
	ana.press("enter")
	ana.sees("the round is open: what coders did apart is compared when it is closed")

	ana.press("esc")
	ana.sees("1 transcript of yours to complete")
	// Three people code apart: ana and ben trust on 4, chloe nothing; on 6 ana
	// trust, ben leadership; on 8 all alike, in other words on 10.
	ana.Open("KI-07")
	ana.codesTurn("4", "trust")
	ana.codesTurn("6", "trust")
	ana.codesTurn("8", "trust")
	ana.press("C", "esc")
	ben := ana.sitting("ben")
	ben.goRound("round seven")
	ben.press("t")
	ben.sees("KI-07")
	ben.codesTurn("4", "trust")
	ben.codesTurn("6", "leadership")
	ben.codesTurn("8", "trust")
	ben.press("C")
	// What others do in the blind round is nowhere to be seen.
	if strings.Contains(ben.screen(), "ana") && len(ben.r.Over.Counts) > 0 {
		for id, by := range ben.r.Over.Summaries {
			for c, m := range by {
				if tr, _ := ben.r.Study.Transcript(context.Background(), "KI-07"); id == tr.ID && c != ben.r.Coder().ID && m.Codings > 0 {
					t.Error("ben is told how much others coded")
				}
			}
		}
	}
	ben.goRound("round seven")
	ben.sees("2 of 3 complete", "You code in this round, and it is blind", "✓ complete", "· not begun")
	chloe := ana.sitting("chloe")
	chloe.Open("KI-07")
	chloe.codesTurn("8", "trust")

	ana.look()
	ana.goRound("round seven")
	ana.sees("chloe: KI-07")
	ana.press("c")
	ana.sees("close round seven?", "1 completion is missing", "chloe: KI-07")
	ana.press("esc")
	ana.sees("2 of 3 complete")
	chloe.press("C")
	ana.look()
	ana.press("c")
	ana.sees("Everybody has completed everything")
	ana.press("enter")
	ana.sees("round seven is closed: 3 completions count", "0 of 2 decided")
	ana.press("o")
	ana.press("enter")
	ana.sees("reopening needs a reason")
	ana.press("o")
	ana.typed("ben wants another look")
	ana.press("enter")
	ana.sees("round seven is open again", "ben wants another look")
	ana.press("c", "enter", "enter")
	ana.sees("reconcile", "1/2", "KI-07, turn 6", "leadership", "trust", "as defined in v2", "undecided")

	// Both codes in question; ana is followed. Who is present is asked once.
	ana.press("a")
	ana.sees("who is present?")
	ana.typed(", ben")
	ana.press("enter")
	ana.sees("ana — ", "trust yes", "leadership no")
	ana.typed("he relies on her")
	ana.press("enter")
	ana.sees("2/2", "KI-07, turn 4", "1 of 2 decided", "last: KI-07:6")
	ds := ana.decisions("round seven")
	if len(ds) != 1 || ds[0].Outcome != "ana" || ds[0].Reason != "he relies on her" || strings.Join(ds[0].Present, "+") != "ana+ben" {
		t.Fatalf("%+v", ds)
	}
	// Park, then decide after all; neither; and undo.
	ana.press("p", "enter")
	ana.sees("parked by ana", "1 of 2 decided, 1 parked")
	ana.press("n")
	ana.sees("none — trust no")
	ana.press("esc")
	if n := len(ana.decisions("round seven")); n != 2 {
		t.Errorf("%d decisions after Esc", n)
	}
	ana.press("n", "enter")
	ana.sees("2 of 2 decided", "decided by ana today: none")
	ana.press("u")
	ana.sees("undone", "1 of 2 decided, 1 parked")
	ana.press("u")
	ana.sees("1 of 2 decided", "undecided")
	ana.press("home")
	ana.press("u")
	ana.sees("0 of 2 decided", "KI-07, turn 6")

	// What was decided before, and the reasons given before.
	ana.press("a", "up")
	ana.sees("he relies on her")
	ana.press("esc", "down", "p", "enter", "down", "n", "enter", "down", "H")
	ana.sees("decided about KI-07:4", "none — trust no", "parked: nothing is decided", "present: ana, ben")
	ana.press("esc", "u", "u", "home")
	ana.sees("0 of 2 decided", "KI-07, turn 6")

	// One code at a time.
	ana.press("tab")
	ana.sees("▶ leadership", "y yes", "n no")
	ana.press("y", "enter")
	ana.sees("▶ trust", "decided: yes", "decided in part")
	ana.press("b")
	ana.sees("trust no")
	ana.press("enter")
	ana.sees("KI-07, turn 4", "1 of 2 decided")
	ana.press("up")
	ana.sees("leadership yes", "trust no")

	// Another code, and new bounds.
	ana.press("down", "o")
	ana.typed("network")
	ana.press("enter")
	ana.sees("other code — trust no, network access yes")
	ana.press("enter")
	ana.sees("2 of 2 decided")
	ana.press("w")
	ana.sees("trust: ", "move the end")
	for range 200 {
		ana.press("left")
	}
	ana.sees("trust: 1 word")
	ana.press("right", "tab", "left", "esc")
	before := len(ana.decisions("round seven"))
	ana.press("w")
	for range 200 {
		ana.press("left")
	}
	ana.press("right", "enter", "enter")
	ds = ana.decisions("round seven")
	last := ds[len(ds)-1]
	if len(ds) != before+1 || last.Outcome != "bounds" || len(last.Answers) != 1 || last.Answers[0].Span.Empty() {
		t.Errorf("%+v", last)
	}
	ana.sees("trust yes, “I'm in”", "network access yes")

	// What all agree on, in one go and back.
	ana.press("A")
	ana.sees("all coders agree here", "KI-07:8", "trust")
	ana.press("enter", "enter")
	ana.sees("1 place accepted")
	if ds = ana.decisions("round seven"); ds[len(ds)-1].Outcome != "agreed" {
		t.Errorf("%+v", ds[len(ds)-1])
	}
	ana.press("A")
	ana.sees("no place is left on which all coders agree")
	ana.press("u", "A")
	ana.sees("KI-07:8")
	ana.press("esc")

	// From the decision to the codebook, at once or later.
	ana.press("n", "ctrl+n")
	ana.sees("near miss of trust")
	for range 200 {
		ana.press("backspace")
	}
	ana.typed("Nobody relies on anybody here.")
	ana.press("enter")
	ana.sees("a near miss of trust added to the codebook")
	ana.press("+", "enter")
	ana.sees("an example of trust added to the codebook")
	ana.press("-")
	ana.sees("near miss of trust")
	ana.press("enter")
	code, _ := ana.r.Over.Codebook.Find("trust")
	if n := len(code.Examples.Typical); n == 0 || !strings.HasSuffix(code.Examples.Typical[n-1], "(KI-07:4)") || len(code.Examples.NearMisses) != 2 {
		t.Errorf("%+v", code.Examples)
	}
	ana.press("D")
	ana.sees("what “trust” means", "after KI-07:4 in round seven")
	ana.press("ctrl+s")
	ana.sees("nothing was changed")
	ana.press("D")
	ana.typed("Truly: ")
	ana.press("ctrl+s")
	ana.sees("redefined: trust", "redefined since (not saved yet)")
	ana.press("enter")
	if ana.r.Mode != keymap.ModeRead || ana.coding().Read.Current().Number() != 4 {
		t.Errorf("mode %d", ana.r.Mode)
	}
	// How far they agreed, before and after.
	ana.press("esc", "esc", "a")
	ana.sees("agreement in round seven", "before and after deciding", "differ after")
	ana.press("end")
	ana.sees("beside what was agreed in “round seven”", "missed")
	ana.press("esc", "e")
	ana.sees("write the decisions of round seven to a file")
	for range 60 {
		ana.press("backspace")
	}
	path := filepath.Join(t.TempDir(), "ledger.csv")
	ana.typed(path)
	ana.press("enter")
	ana.sees("wrote ")
	if content, err := os.ReadFile(path); err != nil || !strings.Contains(string(content), "KI-07") || !strings.Contains(string(content), "trust") {
		t.Errorf("%v: %s", err, content)
	}
	ana.press("esc")
	ana.sees("123 places to reconcile")
}

// A trainee who codes what was coded before sees nothing of the standard.
func TestABlindTraineeDoesNotSeeTheStandard(t *testing.T) {
	d := drive(t, 120, 40)
	ctx := context.Background()
	if _, err := d.r.Study.Project.AddCoder(ctx, "dora", "new"); err != nil {
		t.Fatal(err)
	}
	d.look()
	waiting := d.sitting("dora")
	waiting.goRound("round 1")
	waiting.press("enter")
	waiting.sees("reconcile", "13 of 70 decided")
	d.press("R", "n")
	d.chooses("training", "round 1")
	d.ticks("coders", "dora")
	d.retype("name", "training")
	d.press("ctrl+s")
	d.sees("training is open", "blind, tra")
	// Who had it open, or had read of it, sees it no longer.
	waiting.look()
	waiting.sees("not to be seen now", "is blind and still open")
	dora := d.sitting("dora")
	dora.goRound("round 1")
	dora.sees("not to be seen now")
	dora.press("enter")
	dora.sees("is blind and still open")
	if dora.r.Mode != keymap.ModeRounds {
		t.Error("the standard was opened")
	}
	dora.goRound("round 2")
	dora.press("enter")
	dora.sees("reconcile")
	d.goRound("round 1")
	d.press("enter")
	d.sees("13 of 70 decided")
}

// In a blind round that is open, no screen shows another's work on its
// transcripts.
func TestNoScreenShowsOthersWorkInABlindRound(t *testing.T) {
	ana := drive(t, 120, 40)
	ana.press("R", "n")
	ana.ticks("which", "KI-07", "KI-08")
	ana.press("ctrl+s")
	ana.sees("round 3 is open")
	ben := ana.sitting("ben")
	ben.Open("KI-07")
	ben.codesTurn("4", "trust")
	ben.press("m")
	ben.typed("a secret of ben")
	ben.press("ctrl+s")
	ben.codesTurn("6", "bens own code")
	ben.press("C")
	ana = ana.sitting("ana")
	shown := func(where string) {
		t.Helper()
		for _, s := range []string{"a secret of ben", "bens own code", "trust ben"} {
			if strings.Contains(ana.screen(), s) {
				t.Errorf("%s shows %q:\n%s", where, s, ana.screen())
			}
		}
	}
	shown("the list")
	ana.goRound("round 3")
	ana.sees("1 of 6 complete")
	shown("rounds")
	if strings.Contains(ana.screen(), "begun ") && strings.Contains(ana.screen(), "░ begun") {
		t.Errorf("the rounds screen says that somebody has begun:\n%s", ana.screen())
	}
	ana.press("enter")
	ana.sees("the round is open")
	ana.press("K")
	shown("conflicts")
	ana.press("esc", "esc", "B")
	ana.press("end")
	shown("the codebook")
	ana.press("esc", "A")
	shown("agreement")
	ana.press("esc")
	ana.Open("KI-07")
	ana.press("O")
	ana.goTurn("4")
	shown("reading")
	ana.press("a")
	shown("codings here")
	ana.press("esc", "/")
	ana.typed("coder:ben transcript:KI-07")
	ana.press("enter")
	ana.sees("nothing found")
	ana.press("esc", "/")
	for range 60 {
		ana.press("backspace")
	}
	ana.typed("code:trust transcript:KI-07")
	ana.press("enter")
	ana.sees("nothing found")
}

// Transcripts are drawn by attribute with a seed, and shared out among coders.
func TestARoundIsDrawnByAttribute(t *testing.T) {
	d := drive(t, 100, 30)
	d.press("R", "n")
	d.chooses("transcripts", "so many at random of each group")
	d.retype("how many", "one")
	d.press("ctrl+s")
	d.sees("which is no number from 1 on")
	d.retype("how many", "1")
	d.chooses("of each", "county")
	d.retype("seed", "7")
	d.retype("coders each", "2")
	d.chooses("unit", "segment")
	d.press("ctrl+s")
	d.sees("▶", "segment")
	d.retype("words", "40")
	d.chooses("others", "open")
	d.sees("agreement says little")
	d.press("ctrl+s")
	d.sees("round 3", "not blind", "segment of 40 words", "2 transcripts", "seed 7", "each coded by 2 of 3 coders, balanced")
	round, err := d.r.Study.Round(context.Background(), "round 3")
	if err != nil || round.Blind || len(round.Assignments) != 2 || len(round.Assignments[0].Coders) != 2 {
		t.Errorf("%+v, %v", round, err)
	}
	d.press("K")
	d.sees("Nothing conflicts")
}
