package tui

import (
	"slices"
	"strings"
	"testing"
)

// listedNames are the transcripts that the list shows, in its order.
func (d *driver) listedNames() string {
	var names []string
	for _, x := range d.list().Matching() {
		names = append(names, strings.TrimPrefix(x.Name, "KI-0"))
	}
	return strings.Join(names, " ")
}

func (d *driver) filter(words string) {
	d.t.Helper()
	d.press("f")
	for range d.list().Filter {
		d.press("backspace")
	}
	d.typed(words)
	d.press("enter")
}

func TestTheListIsFilteredByAttributes(t *testing.T) {
	d := drive(t, 120, 36)
	all := d.listedNames()
	for _, c := range []struct{ filter, want string }{
		{"sector:harm", "1 7"},
		{"SECTOR:harm", "1 7"},
		{`"sector":"harm reduction" ki-07`, "7"},
		{"case:P01", "1"},
		{"coded:no", "7 8"},
		{"complete:yes coded:no", ""},
		{"reduction", "1 7"},
	} {
		d.filter(c.filter)
		if got := d.listedNames(); got != c.want {
			t.Errorf("%s shows %q, not %q", c.filter, got, c.want)
		}
		d.press("esc")
	}
	d.filter("nonsense:x")
	d.sees("no transcript has “nonsense”", "sector")
	if d.listedNames() != all {
		t.Error("a filter that makes no sense hides transcripts")
	}
	d.filter("nothing-like-it")
	d.press("enter")
	d.sees("no transcript matches the filter")
}

// The cursor stays on its transcript when others go away, come back, or change
// places.
func TestTheListKeepsItsPlace(t *testing.T) {
	d := drive(t, 120, 36)
	d.press("end", "up")
	at, _ := d.list().Listed()
	d.filter("sector:harm")
	if now, _ := d.list().Listed(); now.ID != at.ID {
		t.Errorf("on %s, was on %s", now.Name, at.Name)
	}
	d.press("esc", "s", "down", "enter") // by words
	if now, _ := d.list().Listed(); now.ID != at.ID {
		t.Errorf("on %s after sorting, was on %s", now.Name, at.Name)
	}
	d.sees("by words")
	words := func() (out []int) {
		for _, x := range d.list().Matching() {
			out = append(out, x.WordCount)
		}
		return out
	}
	if !slices.IsSorted(words()) {
		t.Errorf("sorted by words: %v", words())
	}
	d.press("s", "enter")
	if w := words(); slices.IsSorted(w) || w[0] != slices.Max(w) {
		t.Errorf("turned round: %v", w)
	}
	again := driveStudy(t, d.r.Study, 120, 36)
	if again.listedNames() != d.listedNames() {
		t.Error("the order was not remembered")
	}
	d.press("s")
	d.typed("jjj") // attributes follow the four orders that every project has
	d.press("down", "enter")
	d.sees("sorted by ")
}

// n opens one of the transcripts that are shown and that the coder has not
// coded, and sooner or later each of them.
func TestTheNextUncodedIsChosenAtRandom(t *testing.T) {
	d := drive(t, 120, 36)
	met := map[string]bool{}
	for range 60 {
		d.press("n")
		met[d.coding().Read.Data.Transcript.Name] = true
		d.press("esc")
	}
	if len(met) != 2 || !met["KI-07"] || !met["KI-08"] {
		t.Errorf("n led to %v", met)
	}
	d.filter("ki-08")
	for range 5 {
		d.press("n")
		d.sees("KI-08")
		d.press("esc")
	}
	d.press("esc")
	d.filter("coded:yes")
	d.press("n")
	d.sees("you have worked on every transcript shown")
}

// Progress is told in words, too, and follows the work.
func TestProgressIsTold(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {200, 50}} {
		d := drive(t, size[0], size[1])
		d.Open("KI-07")
		d.goTurn("2")
		d.press("c")
		d.typed("trust")
		d.press("enter")
		d.goTurn("4")
		d.press(".", "esc", "esc")
		d.sees("ana 2 of ", "turns coded, 2 codings, today")
		d.press("C")
		d.sees("ana ✓ complete, 2 codings, today")
	}
}
