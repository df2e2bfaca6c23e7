package tui

import (
	"context"
	"strings"
	"testing"

	"concord/codebook/reconcile"
	"concord/store/study"
	"concord/tui/keymap"
	"concord/tui/widget"
)

// What somebody else decides while one sits there shows, and the reader stays
// where she is.
func TestOthersDecisionsAppearWhileReconciling(t *testing.T) {
	d := drive(t, 160, 40)
	d.goRound("round 1")
	d.press("enter", "down", "down", "tab")
	rec := d.reconcile().Rec
	unit, focus, order := rec.Unit, rec.Focus, len(rec.Order)
	ctx := context.Background()
	ben, err := study.Open(ctx, d.r.Study.Project.Dir(), "ben")
	if err != nil {
		t.Fatal(err)
	}
	w, err := ben.RoundWork(ctx, rec.Work.Round.ID)
	if err != nil {
		t.Fatal(err)
	}
	d.sees("13 of 70 decided")
	for _, u := range []int{unit, rec.Order[0]} {
		if _, err := ben.Decide(ctx, w, u, reconcile.Adjudication{No: true, Reason: "ben says so"}); err != nil {
			t.Fatal(err)
		}
	}
	d.look()
	d.sees("15 of 70 decided", "ben says so", "decided: no", "2 decisions arrived, the last by ben")
	if d.reconcile().Rec.Unit != unit || d.reconcile().Rec.Focus != focus || len(d.reconcile().Rec.Order) != order || d.reconcile().Rec.Order[2] != unit {
		t.Error("the reader was moved")
	}
}

func TestPlacesAreFiltered(t *testing.T) {
	d := drive(t, 120, 36)
	d.goRound("round 1")
	d.press("enter", "i")
	d.sees("1/57", "undecided only")
	d.press("i")
	d.sees("1/70")
	choose := func(words string) {
		t.Helper()
		d.press("s")
		c := d.r.dialog.(*widget.Chooser)
		for i, row := range c.Rows {
			if strings.Contains(row, words) {
				for c.At < i {
					d.press("down")
				}
				d.press("enter")
				return
			}
		}
		t.Fatalf("there is no filter %q:\n%s", words, d.screen())
	}
	choose("code: inter-organizational/trust")
	d.sees("inter-organizational/trust")
	n := len(d.reconcile().Rec.Queue())
	if n == 0 || n == 70 {
		t.Errorf("%d places of trust", n)
	}
	choose("between ana and ben")
	if m := len(d.reconcile().Rec.Queue()); m == 0 || m >= n {
		t.Errorf("%d places of trust between ana and ben", m)
	}
	choose("everything")
	choose("transcript: KI-02")
	d.sees("KI-02, turn")
	choose("parked")
	d.sees("no place is left with this filter")
	choose("everything")
	choose("parked")
	d.press("L")
	d.sees("places of round 1", "P KI-0")
	d.press("esc")
	choose("everything")
	choose("kind: other bounds")
	d.sees("other bounds")
}

// The screens of rounds fill exactly the lines they have, at any size.
func TestRoundScreensFit(t *testing.T) {
	d := drive(t, 120, 36)
	conflict(t, d.r.Study)
	d.look()
	fits := d.fits
	d.press("K")
	fits("conflicts")
	d.press("a")
	fits("why one side is kept")
	d.press("esc")
	d.goRound("round 2")
	fits("rounds")
	d.press("a")
	fits("agreement in a round")
	d.press("esc")
	d.press("n")
	fits("the form of a round")
	d.field("which")
	d.press("space")
	fits("a list to tick")
	d.press("esc", "esc", "o")
	fits("why a round is opened again")
	d.press("esc", "enter")
	fits("a place")
	for range 6 {
		d.press("tab")
		fits("a code in focus")
	}
	d.press("esc", "s")
	fits("filters")
	d.press("esc", "L")
	fits("the list of places")
	d.press("esc", "A", "down")
	fits("a place on which all agree")
	d.press("enter")
	fits("what all agree on")
	d.press("esc", "y")
	fits("why")
	d.press("esc", "tab", "w")
	fits("new bounds")
	d.press("esc", "D")
	fits("a definition")
	d.press("esc", "esc", "shift+down", "pgdown", "pgup", "end", "?")
	fits("the keys of reconciling")
}

// A round that is closed again on other work while somebody reconciles lists its
// places anew, and she stays where she was.
func TestAnotherCloseListsThePlacesAnew(t *testing.T) {
	d := drive(t, 120, 36)
	d.goRound("round 2")
	d.press("enter", "down", "down", "A", "enter")
	before, unit := d.reconcile().Rec.Tally.Places, d.reconcile().Rec.Unit
	was := d.reconcile().Rec.Work.RatingMatrix.Ref(unit)
	d.press("esc", "y")
	ctx := context.Background()
	id, ben := d.reconcile().Rec.Work.Round.ID, d.r.Over.Coders[1].ID
	chloe := d.sitting("chloe")
	if _, err := d.r.Study.Project.ReopenRound(ctx, ben, id, "KI-06 is missing"); err != nil {
		t.Fatal(err)
	}
	chloe.look()
	chloe.Open("KI-06")
	chloe.press("C")
	if _, err := d.r.Study.Project.CloseRound(ctx, ben, id); err != nil {
		t.Fatal(err)
	}
	d.look()
	rec := d.reconcile().Rec
	if len(rec.Work.Missing) != 0 || rec.Tally.Places <= before {
		t.Errorf("%d places, were %d; missing %v", rec.Tally.Places, before, rec.Work.Missing)
	}
	if rec.Work.RatingMatrix.Ref(rec.Unit) != was {
		t.Errorf("the place is %s, was %s", rec.Work.RatingMatrix.Ref(rec.Unit), was)
	}
}

// A blind round that is opened again while somebody who codes in it reconciles
// takes the others' work from her screen.
func TestReopeningABlindRoundEndsTheSitting(t *testing.T) {
	d := drive(t, 120, 36)
	d.goRound("round 1")
	d.press("enter", "enter")
	if d.r.Mode != keymap.ModeRead {
		t.Fatalf("mode %d", d.r.Mode)
	}
	d.press("esc", "y")
	ctx := context.Background()
	if _, err := d.r.Study.Project.ReopenRound(ctx, d.r.Over.Coders[1].ID, d.reconcile().Rec.Work.Round.ID, "one more look"); err != nil {
		t.Fatal(err)
	}
	d.look()
	d.sees("is blind and still open", "round 1", "open")
	if d.r.Mode != keymap.ModeRounds || d.reconcile().Rec != nil || d.r.dialog != nil {
		t.Errorf("mode %d", d.r.Mode)
	}
	d.press("enter")
	d.sees("the round is open")
	d.press("esc")
	if d.r.Mode != keymap.ModeList {
		t.Errorf("Esc led to screen %d", d.r.Mode)
	}
}

// Places are shown whatever the unit is: a sentence, forty words, a whole
// interview.
func TestPlacesOfEveryUnit(t *testing.T) {
	for _, rules := range []reconcile.Rules{{Unit: reconcile.UnitSentence}, {Unit: reconcile.UnitParagraph}, {Unit: reconcile.UnitSegment, Words: 40}, {Unit: reconcile.UnitTranscript}} {
		rules.Overlap = reconcile.OverlapAny
		d := drive(t, 120, 36)
		ctx := context.Background()
		round, err := d.r.Study.NewRound(ctx, study.RoundPlan{Name: "again", Transcripts: []string{"KI-05", "KI-06"}, Rules: rules})
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range round.Assignments {
			for _, c := range a.Coders {
				if _, err := d.r.Study.Project.CompleteIn(ctx, round.ID, c, c, a.Transcript); err != nil {
					t.Fatal(err)
				}
			}
		}
		if _, err := d.r.Study.Project.CloseRound(ctx, d.r.Coder().ID, round.ID); err != nil {
			t.Fatal(err)
		}
		d.look()
		d.goRound("again")
		d.press("enter")
		d.sees("reconcile", d.reconcile().Rec.Work.RatingMatrix.Label(d.reconcile().Rec.Unit))
		d.fits(string(rules.Unit))
		d.press("tab", "pgdown", "pgdown", "pgup", "w")
		d.sees("move the end")
		d.press("home", "right", "enter", "enter", "enter")
		if n := len(d.decisions("again")); n != 1 {
			t.Errorf("%s: %d decisions", rules.Unit, n)
		}
	}
}
