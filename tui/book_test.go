package tui

import (
	"context"
	"strings"
	"testing"

	"concord/codebook"
	"concord/corpus"
	"concord/store"
	"concord/tui/keymap"
)

// onBook opens the codebook with the cursor on a code.
func (d *driver) onBook(code string) {
	d.t.Helper()
	for range 6 {
		if d.r.Mode == keymap.ModeBook {
			break
		}
		d.press("esc")
		if d.r.Mode == keymap.ModeList {
			d.press("B")
		}
	}
	d.press("f")
	d.typed(code)
	d.press("enter")
	if c, ok := d.book().ChosenCode(); !ok || c.Name != code {
		d.t.Fatalf("the cursor is on %q, not on %q:\n%s", c.Name, code, d.screen())
	}
}

// code finds a code of the working codebook.
func (d *driver) find(name string) codebook.Code {
	d.t.Helper()
	c, err := d.r.Over.Codebook.Find(name)
	if err != nil {
		d.t.Fatal(err)
	}
	return c
}

func (d *driver) save(reason, label string) {
	d.t.Helper()
	d.press("S")
	d.typed(reason)
	d.press("enter")
	d.sees("saved " + label)
}

// A codebook goes from v2 to v4 by every kind of change there is, on the screen,
// each with its reason; then the worklist is worked off, by keeping, choosing a
// part, recoding and removing; and what was done reads well in log, diff and
// history.
func TestCodebookFromV2ToV4(t *testing.T) {
	d := drive(t, 120, 36)
	d.onBook("trust")

	d.press("a") // add, below
	d.typed("burnt bridges")
	d.press("tab", "right", "tab")
	d.typed("A relation that broke.")
	d.press("ctrl+s")
	if c := d.find("burnt bridges"); c.Parent != d.find("trust").ID || c.Definition.Text != "A relation that broke." || c.Origin != codebook.Inductive {
		t.Errorf("added as %+v", c)
	}
	if c, _ := d.book().ChosenCode(); c.Name != "burnt bridges" {
		t.Errorf("after adding the cursor is on %q", c.Name)
	}

	d.press("r") // rename
	for range len("burnt bridges") {
		d.press("backspace")
	}
	d.typed("broken ties")
	d.press("enter")
	d.typed("plainer")
	d.press("enter")
	d.find("broken ties")

	d.press("m") // move
	d.typed("context")
	d.press("enter")
	d.typed("not about trust")
	d.press("enter")
	if c := d.find("broken ties"); c.Parent != d.find("context").ID {
		t.Error("it was not moved below context")
	}

	d.press("e") // describe
	d.typed("“never called back”")
	d.press("tab", "tab")
	d.typed("rupture")
	d.press("ctrl+s")
	if c := d.find("rupture"); c.Name != "broken ties" || len(c.Examples.Typical) != 1 {
		t.Errorf("described as %+v", c)
	}
	d.press("e", "tab", "tab", "tab")
	d.typed("red")
	d.press("ctrl+s")
	d.sees("#rrggbb") // a bad colour is refused, and the words stay
	d.press("esc", "esc")

	d.press("t", "enter") // a theme
	d.typed("what holds, what breaks")
	d.press("tab")
	d.typed("Ties outlive offices.")
	d.press("ctrl+s")
	d.sees("◆ what holds, what breaks")
	d.onBook("trust")
	d.press("t", "enter", "enter") // into it, no reason
	if themes := d.r.Over.Codebook.Themes(); len(themes) != 1 || len(themes[0].Codes) != 2 || themes[0].Narrative == "" {
		t.Errorf("themes %+v", themes)
	}
	d.save("tidied", "v3")

	d.press("d", "tab", "tab") // redefine
	d.typed(" Not for hope.")
	d.press("ctrl+s")
	d.sees("redefined: trust", "59 passages wait")

	d.onBook("incentives") // merge
	d.press("c")
	d.typed("viability")
	d.press("enter")
	d.typed("too thin")
	d.press("enter")
	d.sees("merged into viability")

	d.onBook("member support") // retire
	d.press("x")
	d.typed("nobody needs it")
	d.press("enter")
	if n := d.book().Uses(d.find("viability").ID)[d.r.Coder().ID]; n != 20 {
		t.Errorf("ana's viability counts %d after the merge, want 18 + 2", n)
	}
	d.onBook("member support") // and restore
	d.sees("bring back")
	d.press("x", "enter")
	if !d.find("member support").InUse() {
		t.Error("it was not restored")
	}

	d.onBook("data sharing") // split
	d.press("s")
	d.typed("shared on paper")
	d.press("ctrl+s")
	d.sees("two or more")
	d.press("enter")
	d.typed("shared on a screen")
	d.press("tab")
	d.typed("two practices")
	d.press("enter")
	d.sees("data sharing: split into shared on paper, shared on a screen", "67 passages wait")
	d.save("after round 2", "v4")

	// What changed, beside the log.
	d.press("v")
	d.sees("v4", "v3", "since v3: 2 added, 1 redefined, 1 merged, 1", "incentives (merged into viability)", "“too thin”", "{+Not for hope.+}")
	d.press("end", "f", "home")
	d.sees("v1 (", "→ v4 (")
	d.press("esc")
	d.onBook("trust")
	d.press("b")
	d.sees("not when: ", "Not for hope.", "first in v4")
	d.press("}", "}", "}")
	d.sees("every change, newest first")
	d.press("b")

	d.workOff(t)
}

func (d *driver) workOff(t *testing.T) {
	t.Helper()
	d.press("w")
	d.sees("0 of 48 done", "trust: its code was redefined", "THEN", "NOW · v4", "for hope.", "▐", "▌")
	list := d.work().Undecided()
	trust := 0
	for _, w := range list {
		if w.Code.Name == "trust" {
			trust++
		}
	}
	if len(list) != 48 || trust != 25 {
		t.Fatalf("%d passages wait, %d of trust", len(list), trust)
	}
	first, second, third := list[0].ID, list[1].ID, list[2].ID
	d.press("enter")
	d.sees("1 of 48 done", "kept: trust")
	d.press("u")
	d.sees("0 of 48 done")
	d.press("enter", "r")
	d.typed("informal channel")
	d.press("enter")
	d.sees("2 of 48 done", "now informal channel")
	d.press("x")
	d.sees("3 of 48 done", "removed")
	d.press("m")
	d.typed("think again")
	d.press("ctrl+s")
	d.sees("3 of 48 done", "memo, ana: think again")
	codings, _ := d.r.Study.Reader().Codings(context.Background(), corpus.TranscriptID{})
	found := map[codebook.CodingID]codebook.Coding{}
	for _, c := range codings {
		found[c.ID] = c
	}
	if c := found[first]; c.Definition != d.find("trust").DefinedBy {
		t.Error("the first was not kept under the definition of now")
	}
	if c := found[second]; c.Code != d.find("informal channel").ID {
		t.Error("the second was not recoded")
	}
	if _, there := found[third]; there {
		t.Error("the third was not removed")
	}
	// Reading a passage leads back to the list.
	d.press("l")
	d.sees("KI-01")
	d.press("esc")
	d.sees("3 of 48 done")
	for range trust - 3 {
		d.press("enter")
	}
	d.sees("25 of 48 done", "data sharing: its code was split", "1  shared on paper", "2  shared on a screen")
	d.press("enter")
	d.sees("the code was split")
	d.press("s", "down", "enter")
	d.typed("paper OR form OR sheet OR chart")
	d.press("enter")
	d.sees("have a suggestion")
	for i, w := range d.work().Undecided() {
		if !w.Guess.IsZero() {
			if w.Guess != d.find("shared on a screen").ID {
				t.Error("the other part was suggested")
			}
			d.work().MoveWork(i)
		}
	}
	d.sees("◂ suggested")
	d.press("enter", "home")
	d.sees("26 of 48 done")
	for range 22 {
		d.press("1")
	}
	d.sees("All done: 48 passages were looked at")
	d.press("esc", "w")
	d.sees("All done: 48 passages were looked at", "ben")
	d.press("p")
	d.sees("ana", "48 of 48")
	d.press("esc")
	if n := d.r.Over.Waiting; n != 0 {
		t.Errorf("%d still wait", n)
	}
}

// The codebook as of a version: its codes, its counts, the passages under it,
// and no changing it.
func TestCodebookAsOfAVersion(t *testing.T) {
	d := drive(t, 100, 30)
	d.onBook("incentives")
	d.press("c")
	d.typed("viability")
	d.press("enter", "enter")
	d.press("V", "down", "enter")
	d.sees("codebook v2 (", "the codebook and its counts as of v2")
	if n := d.book().Uses(d.find("viability").ID)[d.r.Coder().ID]; n != 18 {
		t.Errorf("under v2 ana's viability counts %d, want 18", n)
	}
	d.press("d")
	d.sees("this is v2, which never changes")
	d.onBook("incentives")
	d.press("enter")
	d.sees("under v2", "twenty-five-dollar grocery card")
	if n := len(d.r.Passages.Rows); n != 3 {
		t.Errorf("%d passages of incentives under v2, want 3", n)
	}
	d.press("esc", "V", "home", "enter")
	d.sees("codebook v2+")
	d.onBook("incentives")
	d.sees("merged into viability")
}

// What coders propose waits for the lead, who accepts it, perhaps under another
// name, merges it, or declines it with a reason.
func TestLeadDecidesAboutProposals(t *testing.T) {
	d := drive(t, 110, 30)
	ctx := context.Background()
	s := d.r.Study
	coders, _ := s.Reader().Coders(ctx)
	ben := coders[1]
	if err := s.Project.SetLead(ctx, s.Coder.ID, s.Coder.ID); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"the long wait", "phone numbers", "weather"} {
		if _, err := s.Project.AddCode(ctx, ben.ID, newProposed(name), ""); err != nil {
			t.Fatal(err)
		}
	}
	d.look()
	d.press("B")
	d.sees("3 proposed")
	d.press("n")
	d.sees("the long wait", "proposed by ben")
	d.press("y")
	d.typed("ing")
	d.press("tab")
	d.typed("seen thrice")
	d.press("enter")
	if c := d.find("the long waiting"); c.Status != codebook.Live {
		t.Errorf("accepted as %+v", c)
	}
	d.press("n", "c")
	d.typed("network access")
	d.press("enter", "enter")
	if c := d.find("phone numbers"); c.Status != codebook.Merged {
		t.Errorf("phone numbers is %s", c.Status)
	}
	d.press("n", "x", "enter")
	d.sees("say why, for whoever proposed it")
	d.typed("small talk")
	d.press("enter")
	if c := d.find("weather"); c.Status != codebook.Declined {
		t.Errorf("weather is %s", c.Status)
	}
	d.press("n")
	d.sees("no code is proposed")
	// Only the lead decides.
	if _, err := s.Project.AddCode(ctx, ben.ID, newProposed("fog"), ""); err != nil {
		t.Fatal(err)
	}
	if err := s.Project.SetLead(ctx, s.Coder.ID, ben.ID); err != nil {
		t.Fatal(err)
	}
	d.look()
	d.press("n", "y", "enter", "enter")
	if !strings.Contains(d.screen(), "lead") || d.find("fog").Status != codebook.Proposed {
		t.Errorf("somebody else accepted it:\n%s", d.screen())
	}
}

func newProposed(name string) store.NewCode {
	return store.NewCode{Name: name, Status: codebook.Proposed}
}
