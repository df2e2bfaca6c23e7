package tui

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"concord/codebook/reconcile"
	"concord/tui/keymap"
	"concord/tui/screen/agreement"
)

// driveAgree opens the screen on the example study.
func driveAgree(t *testing.T, width, height int) *driver {
	t.Helper()
	d := drive(t, width, height)
	d.press("A")
	if d.agree().Result == nil || d.agree().Busy {
		t.Fatal("nothing was measured")
	}
	return d
}

// seek moves the cursor to a row for which ok holds.
func (d *driver) seek(ok func() bool) {
	d.t.Helper()
	d.press("home")
	for range d.agree().TableHeight() {
		if ok() {
			return
		}
		d.press("down")
	}
	d.t.Fatal("there is no such row")
}

// The paradox of κ is explained where it happens, and what is undefined says why.
func TestAgreementExplainsItself(t *testing.T) {
	d := driveAgree(t, 120, 40)
	a := d.agree()
	d.seek(func() bool { return a.Result.Codes[a.Chosen()].Code.Name == "incentives" })
	d.sees("too rare to judge", "although coders agree on", "ratings give the code")
	d.seek(func() bool { return !a.Result.Value(a.Result.Codes[a.Chosen()], a.Which).Defined() })
	d.sees("undefined", "—")
	// The coefficient changes with a key, and Cohen's κ is passed over for three.
	heads := map[string]bool{}
	for range agreement.ShownCoefficients {
		heads[a.Which] = true
		d.press("c")
	}
	if heads["cohen_kappa"] || len(heads) != len(agreement.ShownCoefficients)-1 {
		t.Errorf("with three coders the key went through %v", heads)
	}
}

func TestAgreementOfPairs(t *testing.T) {
	d := driveAgree(t, 120, 36)
	a := d.agree()
	seen := map[string]bool{}
	for range 3 {
		d.press("p")
		if n := len(a.Result.RatingMatrix.Coders); n != 2 {
			t.Fatalf("a pair of %d", n)
		}
		names := a.Result.RatingMatrix.CoderNames()
		d.sees(names[0]+" and "+names[1], "both", "only "+names[0])
		seen[strings.Join(names, " ")] = true
		for _, c := range a.Result.Codes {
			if c.Both+c.OnlyFirst+c.OnlySecond+c.Neither != c.Pairable {
				t.Errorf("%s: counts do not add up", c.Path)
			}
		}
	}
	if len(seen) != 3 {
		t.Errorf("pairs: %v", seen)
	}
	d.press("c")
	if a.Which != "cohen_kappa" {
		t.Errorf("for two coders the next coefficient is %s", a.Which)
	}
	d.press("p")
	if n := len(a.Result.RatingMatrix.Coders); n != 3 {
		t.Errorf("after the last pair %d coders are shown", n)
	}
	if a.Which != agreement.ShownCoefficients[0] {
		t.Errorf("%s is shown for three coders", a.Which)
	}
}

// Each cell of the map opens as many passages as it says.
func TestConfusionMapOpensItsPassages(t *testing.T) {
	for _, pair := range []bool{false, true} {
		d := driveAgree(t, 120, 40)
		if pair {
			d.press("p")
		}
		d.press("x")
		d.sees("code against code", "nothing")
		a := d.agree()
		codes, opened := a.Mapped(), 0
		for i := range codes {
			for j := range a.Columns() {
				a.At, a.Column = i, j
				n, with := a.MapCell(codes, i, j)
				if n == 0 {
					if a.NothingToOpen() == "" {
						t.Errorf("an empty cell can be opened")
					}
					continue
				}
				if with == codes[i] && !pair {
					// Two of three: counted once a unit.
					if all := a.Result.Codes[codes[i]].All; n < all {
						t.Errorf("%d units given by two, %d by all", n, all)
					}
				}
				if opened++; opened > 25 {
					continue
				}
				d.press("enter")
				if d.r.Mode != keymap.ModeHits || len(d.r.Passages.Rows) != n {
					t.Fatalf("cell %d %d: %d passages for %d", i, j, len(d.r.Passages.Rows), n)
				}
				d.press("esc")
			}
		}
		if opened == 0 {
			t.Error("the map is empty")
		}
		d.press("esc")
		if d.r.Mode != keymap.ModeAgree || a.Shows != agreement.AgreeCodes {
			t.Error("Esc does not lead back from the map to the table")
		}
	}
}

// The cursor goes over the map in both directions and cells out of sight come in.
func TestConfusionMapScrolls(t *testing.T) {
	d := driveAgree(t, 60, 18)
	d.press("x")
	a := d.agree()
	for range a.Columns() + 3 {
		d.press("right")
	}
	if a.Column != a.Columns()-1 {
		t.Errorf("the cursor stands at column %d of %d", a.Column, a.Columns())
	}
	d.sees("nothing", agreement.MapLetter(a.Columns()-2))
	for range a.Columns() + 3 {
		d.press("left")
	}
	d.press("end")
	if a.Column != 0 || a.At != a.TableHeight()-1 {
		t.Errorf("the cursor stands at %d, %d", a.At, a.Column)
	}
}

func TestAgreementInParts(t *testing.T) {
	d := driveAgree(t, 120, 40)
	a := d.agree()
	whole := len(a.Result.RatingMatrix.Units)
	d.press("b")
	d.sees("by transcript", "by month", "by version", "by county")
	d.press("down", "down", "enter") // by transcript
	d.sees("by transcript", "KI-01")
	units := 0
	for _, p := range a.Result.Parts {
		units += len(p.RatingMatrix.Units)
	}
	if units != whole {
		t.Errorf("the parts hold %d of %d units", units, whole)
	}
	d.press("right")
	d.seek(func() bool { return a.NothingToOpen() == "" })
	c, _ := agreement.InPart(a.Part(1), a.Result.Codes[a.Chosen()])
	d.press("enter")
	if len(d.r.Passages.Rows) != c.Some {
		t.Errorf("%d passages for %d", len(d.r.Passages.Rows), c.Some)
	}
	for _, row := range d.r.Passages.Rows {
		if row.Name != a.Part(1).Name {
			t.Errorf("a passage of %s among those of %s", row.Name, a.Part(1).Name)
		}
	}
	d.press("esc", "x")
	d.sees("code against code")
	d.press("esc")
	d.sees("by transcript")
	d.press("esc")
	if a.Shows != agreement.AgreeCodes || a.Result.By != "" || d.r.Mode != keymap.ModeAgree {
		t.Error("Esc does not lead from the parts to the table of codes")
	}
	d.sees("├")
	d.press("esc")
	if d.r.Mode != keymap.ModeList {
		t.Error("Esc does not leave the screen")
	}
}

// For discussion there are passages and counts, and no coefficient anywhere.
func TestAgreementForDiscussion(t *testing.T) {
	d := driveAgree(t, 160, 40)
	a := d.agree()
	d.press("d", "home")
	d.press("s")
	for _, keys := range [][]string{nil, {"b", "down", "enter"}, {"e", "esc"}, {"x"}} {
		d.press(keys...)
		for _, figure := range []string{"α", "95 %", "├", "●", "κ", " ."} {
			if strings.Contains(d.screen(), figure) {
				t.Errorf("%v: a figure is shown: %q\n%s", keys, figure, d.screen())
			}
		}
	}
	d.press("esc", "esc")
	d.seek(func() bool { return a.NothingToOpen() == "" })
	d.press("enter")
	d.sees("yes ·")
	d.press("esc", "d")
	d.sees("95 %")
}

// Figures follow the project while they are on the screen.
func TestAgreementFollowsTheProject(t *testing.T) {
	d := driveAgree(t, 120, 40)
	state := d.agree().Result.State
	s := d.r.Study
	last := d.r.Over.Transcripts[len(d.r.Over.Transcripts)-1].ID
	if _, err := s.Project.Complete(context.Background(), s.Coder.ID, s.Coder.ID, last); err != nil {
		t.Fatal(err)
	}
	d.look()
	if d.agree().Result.State == state {
		t.Error("the figures are those of an earlier state")
	}
}

// The work of a round gives the figures that the round's work gives alone, under
// its codebook.
func TestAgreementOfARound(t *testing.T) {
	d := driveAgree(t, 120, 40)
	a := d.agree()
	all := a.Result.State + a.Result.Codebook
	rounds, err := d.r.Study.Reader().Rounds(context.Background())
	if err != nil || len(rounds) == 0 {
		t.Fatal(err, rounds)
	}
	for _, round := range rounds {
		d.press("a")
		d.sees("agreement › " + round.Name)
		w, err := d.r.Study.RoundWork(context.Background(), round.ID)
		if err != nil {
			t.Fatal(err)
		}
		if len(a.Result.RatingMatrix.Units) != len(w.RatingMatrix.Units) || a.Result.Codebook != w.Version.Citation() {
			t.Errorf("%s: %d units under %s, the round has %d under %s", round.Name, len(a.Result.RatingMatrix.Units), a.Result.Codebook, len(w.RatingMatrix.Units), w.Version.Citation())
		}
		d.press("m")
		d.sees(round.Name)
		d.press("esc")
	}
	d.press("a")
	if a.Result.State+a.Result.Codebook != all {
		t.Error("after the last round not everything is shown")
	}
}

// What would help most comes first: the codes on which coders differ most, then
// those too rare to judge.
func TestAgreementOrder(t *testing.T) {
	d := driveAgree(t, 160, 40)
	a := d.agree()
	d.press("s")
	d.sees("what would help most first", "worth a look")
	rare := false
	last := 1 << 30
	for _, i := range a.Ordered() {
		switch a.Looks[i].Kind {
		case reconcile.HintRare:
			rare = true
		case reconcile.HintUndefined:
		default:
			if rare {
				t.Error("a code that can be judged comes after one that cannot")
			}
			if a.Result.Codes[i].Some > last {
				t.Error("a code with more differences comes after one with fewer")
			}
			last = a.Result.Codes[i].Some
		}
	}
	d.press("s")
	low := -2.0
	for _, i := range a.Ordered() {
		if v := a.Result.Value(a.Result.Codes[i], a.Which); v.Defined() {
			if v.Number < low {
				t.Error("not the lowest first")
			}
			low = v.Number
		}
	}
}

func TestAgreementOnCharacters(t *testing.T) {
	d := driveAgree(t, 120, 40)
	d.press("t", "t", "t", "t")
	d.sees("unit character", "α char", "all codes: uα")
	a := d.agree()
	d.press("x")
	d.sees("characters are no units")
	d.press("y")
	if len(a.Result.Report.Gamma) != 1 {
		t.Fatal("γ was not computed")
	}
	d.sees("γ ", "random texts")
	d.press("t")
	d.sees("unit turn", "overlap any")
}

// Esc gives γ up, and its answer, should it still come, is dropped.
func TestGammaCanBeGivenUp(t *testing.T) {
	d := driveAgree(t, 120, 40)
	d.press("t", "t", "t", "t")
	a := d.agree()
	a.Asked.Gamma = true
	cmd := d.agree().Measure() // under way: the command is not run yet
	a.Gamma.Done.Store(30)
	a.Gamma.Planned.Store(120)
	d.sees("30 of about 120 random texts", "Esc gives it up")
	d.press("esc")
	d.sees("γ was given up")
	if d.r.Mode != keymap.ModeAgree || a.Gamma != nil {
		t.Fatal("Esc did not give γ up")
	}
	d.run(cmd)
	if a.Result.Gamma || a.Err != nil || a.Busy {
		t.Errorf("the answer to a question given up is shown: %v", a.Err)
	}
}

func TestAgreementGoesToAFile(t *testing.T) {
	d := driveAgree(t, 120, 40)
	dir := t.TempDir()
	write := func(name string) {
		t.Helper()
		d.press("e")
		for range len("agreement.docx") {
			d.press("backspace")
		}
		d.typed(filepath.Join(dir, name))
		d.press("enter")
	}
	for _, name := range []string{"a.docx", "a.tex", "a.csv", "a.txt"} {
		write(name)
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Size() < 500 {
			t.Errorf("%s: %v", name, err)
		}
	}
	before, err := os.ReadFile(filepath.Join(dir, "a.csv"))
	if err != nil {
		t.Fatal(err)
	}
	d.press("x")
	write("a.csv")
	d.sees("is there already")
	if after, _ := os.ReadFile(filepath.Join(dir, "a.csv")); string(after) != string(before) {
		t.Error("a file that was there was written over")
	}
	write("a.pdf")
	d.sees("the ending says the format")
	d.press("m")
	d.sees("how these figures were made", "Agreement was measured on")
}

// The screen holds from the smallest to the largest, without a line too wide.
func TestAgreementFits(t *testing.T) {
	d := driveAgree(t, 80, 24)
	for _, keys := range [][]string{nil, {"p"}, {"x"}, {"esc"}, {"b", "down", "enter"}, {"esc", "t", "t", "t", "t"}} {
		d.press(keys...)
		for _, size := range [][2]int{{60, 18}, {80, 24}, {104, 30}, {120, 36}, {144, 40}, {200, 50}} {
			d.resize(size[0], size[1])
			for _, l := range strings.Split(d.screen(), "\n") {
				if strings.HasSuffix(l, "…") && !strings.Contains(l, " … ") && d.agree().Shows == agreement.AgreeCodes && !strings.Contains(l, "measuring") {
					t.Errorf("%v at %v: a line is cut: %q", keys, size, l)
				}
			}
		}
	}
}
