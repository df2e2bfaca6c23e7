package tui

import (
	"context"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"concord/codebook"
	"concord/corpus"
	"concord/tui/keymap"
)

// segments reads the segments of the transcript that is open, as the project has
// them.
func (d *driver) segments(name string) []string {
	d.t.Helper()
	cut, err := d.r.Study.Segmentation(context.Background(), name)
	if err != nil {
		d.t.Fatal(err)
	}
	var out []string
	for _, s := range cut.Cuts[d.coding().Read.Data.Text.ID] {
		out = append(out, d.coding().Read.Data.Text.Slice(s))
	}
	return out
}

// words are those of a turn, by its number.
func (d *driver) words(n corpus.TurnNumber) string {
	text := d.coding().Read.Data.Text
	return text.Slice(text.Trim(text.Turns[n.Index()].SpeechSpan()))
}

// newCut makes a segmentation by keys, without segments.
func (d *driver) newCut(name string) {
	d.t.Helper()
	d.press("S")
	d.typed(name)
	d.press("ctrl+s")
	d.sees("segmenting “" + name + "”, 0 segments")
}

func TestSegmentsAreMadeByKeys(t *testing.T) {
	d := drive(t, 120, 36)
	d.Open("KI-01")
	d.press("T", ")")
	d.sees("no segments are shown")
	if strings.Contains(d.screen(), "├") {
		t.Fatalf("signs of segments where there are none:\n%s", d.screen())
	}
	d.newCut("topics")
	d.goTurn("4")
	d.sees("in no segment")
	d.press("enter")
	d.sees("1 segment", "segment 1 of 1", "1├")
	d.press("down", "enter", "enter")
	d.sees("2 segments", "this is a segment already")
	if got := d.segments("topics"); len(got) != 2 || got[0] != d.words(4) || got[1] != d.words(5) {
		t.Fatalf("made %q", got)
	}
	d.press("(", "+")
	d.sees("1 segment", "segment 1 of 1")
	if got := d.segments("topics"); len(got) != 1 || !strings.HasPrefix(got[0], d.words(4)) || !strings.HasSuffix(got[0], d.words(5)) {
		t.Fatalf("joined %q", got)
	}
	d.goTurn("5")
	d.press("s") // at the turn
	if got := d.segments("topics"); len(got) != 2 || got[0] != d.words(4) || got[1] != d.words(5) {
		t.Fatalf("cut %q", got)
	}
	d.goTurn("4")
	d.press("right", "right") // the second sentence
	second := d.coding().Read.Data.Text.Slice(d.coding().Read.Target())
	d.press("s")
	if got := d.segments("topics"); len(got) != 3 || !strings.HasPrefix(got[1], second) {
		t.Fatalf("cut %q at %q", got, second)
	}
	d.sees("segment 2 of 3")
	d.press("s")
	d.sees("a segment begins here already")
	d.press("x")
	d.sees("2 segments")
	d.press("u")
	d.sees("3 segments", "undone")
	d.press("u")
	if got := d.segments("topics"); len(got) != 2 {
		t.Fatalf("undone to %q", got)
	}
	before := len(d.codings("KI-01"))
	d.press("c", ".", "1", "i")
	d.sees("you are cutting segments")
	if d.r.dialog != nil || len(d.codings("KI-01")) != before {
		t.Fatal("a key that codes has coded while segmenting")
	}
	d.press("esc", "esc")
	if d.r.Mode != keymap.ModeRead || strings.Contains(d.screen(), "├") {
		t.Fatalf("Esc does not lead back to coding:\n%s", d.screen())
	}
}

func TestCodingSegmentBySegment(t *testing.T) {
	d := drive(t, 120, 36)
	d.Open("KI-01")
	d.press("S")
	d.typed("by turn")
	d.press("down", "right", "ctrl+s") // turns of participants
	d.sees("segmenting “by turn”, ", "1├")
	d.press("esc", "T")
	d.sees("the segments of “by turn” are shown", "1├")
	d.press("home", ")", ")")
	before := len(d.codings("KI-01"))
	want := d.segments("by turn")[1]
	d.press("c", "enter")
	all := d.codings("KI-01")
	if len(all) != before+1 {
		t.Fatalf("%d codings, before %d", len(all), before)
	}
	var quotes []string
	for _, c := range all {
		quotes = append(quotes, d.quote(c))
	}
	if !strings.Contains(strings.Join(quotes, "\x00"), want) {
		t.Errorf("no coding is on “%s”", want)
	}
	d.press(")")
	if got := d.coding().Read.Data.Text.Slice(d.coding().Read.Target()); got != d.segments("by turn")[2] {
		t.Errorf("the next segment is “%s”", got)
	}
	d.press("(", "(")
	if got := d.coding().Read.Data.Text.Slice(d.coding().Read.Target()); got != d.segments("by turn")[0] {
		t.Errorf("the first segment is “%s”", got)
	}
	// It is remembered for this coder.
	again := driveStudy(t, d.r.Study, 120, 36)
	again.Open("KI-01")
	again.sees("1├")
	again.press("T")
	if strings.Contains(again.screen(), "├") {
		t.Errorf("the segments are not hidden:\n%s", again.screen())
	}
}

func TestAgreementAndRoundsOfferSegmentations(t *testing.T) {
	d := drive(t, 80, 24)
	d.Open("KI-01")
	d.press("S")
	d.typed("topics")
	d.press("down", "right", "ctrl+s", "esc", "esc", "A")
	for range 5 {
		d.press("t")
	}
	d.sees("unit “topics”")
	if d.agree().Err != nil || d.agree().Result == nil || d.agree().Asked.Rules.Segmentation != "topics" || d.agree().Result.RatingMatrix.Rules.Segmentation != "topics" {
		t.Fatalf("%v, %+v", d.agree().Err, d.agree().Asked)
	}
	d.press("t")
	d.sees("unit turn")
	d.press("R", "n")
	f := d.rounds().Draft
	if f == nil {
		t.Fatalf("no form:\n%s", d.screen())
	}
	unit := f.Field("unit")
	unit.Chosen = len(unit.Choices) - 1
	if unit.Value() != "segments of “topics”" {
		t.Fatalf("units are %q", unit.Choices)
	}
	for i := range f.Field("which").Ticked {
		f.Field("which").Ticked[i] = i == 0
	}
	name := f.Value("name")
	d.press("ctrl+s")
	rounds, err := d.r.Study.Reader().Rounds(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	var found codebook.Round
	for _, x := range rounds {
		if x.Name == name {
			found = x
		}
	}
	d.sees("segment of “topics”")
	if found.Segmentation != "topics" || len(found.Assignments) == 0 || len(found.Assignments[0].Segments) == 0 {
		t.Errorf("%+v\n%s", found, d.screen())
	}
}

// A segment is on the screen before it is on the disk, and what comes after it
// builds on it.
func TestSegmentsAreShownBeforeTheyAreSaved(t *testing.T) {
	d := drive(t, 80, 24)
	d.Open("KI-01")
	d.newCut("topics")
	d.goTurn("4")
	_, first := d.r.Update(tea.KeyMsg{Type: tea.KeyEnter})
	d.sees("1 segment", "1├")
	d.r.Update(tea.KeyMsg{Type: tea.KeyDown})
	_, second := d.r.Update(tea.KeyMsg{Type: tea.KeyEnter})
	_, third := d.r.Update(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("u")})
	d.sees("2 segments")
	if got := d.segments("topics"); len(got) != 0 {
		t.Fatalf("saved already: %q", got)
	}
	for _, cmd := range []tea.Cmd{first, second, third} {
		d.run(cmd)
	}
	d.sees("segmenting “topics”, 1 segment\n", "undone: change of the segmentation “topics”")
	if got := d.segments("topics"); len(got) != 1 || got[0] != d.words(4) {
		t.Errorf("after two and an undo: %q", got)
	}
}

func TestASegmentationThatSomebodyRemoves(t *testing.T) {
	d := drive(t, 80, 24)
	d.Open("KI-01")
	d.newCut("topics")
	d.goTurn("4")
	d.press("enter", "esc", "T")
	d.sees("1├")
	ctx := context.Background()
	cut, err := d.r.Study.Segmentation(ctx, "topics")
	if err != nil {
		t.Fatal(err)
	}
	if err := d.r.Study.Project.RemoveSegmentation(ctx, d.r.Coder().ID, cut.ID); err != nil {
		t.Fatal(err)
	}
	d.look()
	if strings.Contains(d.screen(), "├") {
		t.Errorf("its segments are still shown:\n%s", d.screen())
	}
	d.press("T")
	d.sees("there is no segmentation yet")
	if _, err := d.r.Study.Project.Undo(ctx, d.r.Coder().ID); err != nil {
		t.Fatal(err)
	}
	d.look()
	d.sees("1├")
	d.press("S", "enter")
	d.sees("segmenting “topics”")
	if err := d.r.Study.Project.RemoveSegmentation(ctx, d.r.Coder().ID, cut.ID); err != nil {
		t.Fatal(err)
	}
	d.look()
	d.sees("the segmentation was removed")
	for _, k := range []string{"enter", "s", "+", "x"} {
		d.press(k)
		d.sees("not in the project any more")
	}
}

func TestWhichSegmentsAreShownIsChosen(t *testing.T) {
	d := drive(t, 60, 18)
	d.Open("KI-01")
	d.newCut("topics")
	d.goTurn("4")
	d.press("enter", "esc", "S", "down", "enter") // a new one
	d.typed("stories")
	d.press("ctrl+s")
	d.sees("segmenting “stories”, 0 segments")
	d.press("q", "T")
	d.sees("show the segments of", "topics", "1 segment here")
	d.press("up", "enter")
	d.sees("the segments of “topics” are shown", "1├")
	// The palette leads there too, and says what is off elsewhere.
	d.press(":")
	d.typed("segmenting")
	d.sees("cut the transcript into")
	d.press("esc", "S")
	d.typed("x")
	d.press("down", "down", "enter")
	d.typed("Topics")
	d.press("ctrl+s")
	d.sees("there is one of this nam")
}

// What was cut by hand and coded segment by segment is measured segment by
// segment, and transcripts that nobody cut are left out.
func TestAgreementOnSegmentsMadeByHand(t *testing.T) {
	d := drive(t, 120, 36)
	d.Open("KI-01")
	d.newCut("topics")
	d.goTurn("4")
	d.press("enter", "down", "down", "v", "right", "right", "enter", "down", "down", "enter")
	n := len(d.segments("topics"))
	if n != 3 {
		t.Fatalf("segments %q", d.segments("topics"))
	}
	d.press("esc")
	for d.r.Mode != keymap.ModeRead {
		d.press("esc")
	}
	d.press("T", "home", ")", "c", "enter", ")", "c", "enter", "A", "t", "t", "t", "t", "t")
	a := d.agree().Result
	if a == nil || len(a.RatingMatrix.Units) != n {
		t.Fatalf("%v\n%s", d.agree().Err, d.screen())
	}
	for i, p := range a.RatingMatrix.Units {
		w := a.RatingMatrix.Coded[p.Coded]
		if got := w.Text.Slice(p.Segment.Span); w.Transcript.Name != "KI-01" || got != d.segments("topics")[i] {
			t.Errorf("unit %d is “%s” of %s", i+1, got, w.Transcript.Name)
		}
	}
	d.sees("unit “topics”")
}
