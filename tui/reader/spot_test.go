package reader

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"concord/corpus"
)

// What is painted at a cell is what a click on the cell finds.
func TestAClickFindsWhatIsPainted(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text := textOf(t, "INT: and what then?", "P: x"+strings.Trim(awkward.Draw(rt, "text"), " \n\t")+"x", "P: end")
		p := pageOf(t, text, rapid.IntRange(40, 120).Draw(rt, "width"), 30)
		p.Marks = []Mark{{Span: text.Turns[1].SpeechSpan(), Letter: 'a'}, {Span: text.Turns[1].SpeechSpan(), Letter: 'b'}}
		p.Lanes = p.NewLanesFor()
		lines := p.Paint()
		for y, line := range lines {
			spot, ok := p.At(p.Width-1, y)
			if !ok {
				if strings.TrimSpace(ansi.Strip(line)) != "" {
					rt.Fatalf("there is nothing at line %d, which shows %q", y, line)
				}
				continue
			}
			if row := p.rows(spot.Block)[spot.Row]; spot.Offset < row.Span.Start || spot.Offset > row.Span.End {
				rt.Fatalf("line %d: %d is not in %v", y, spot.Offset, row.Span)
			}
			last := corpus.Offset(-1)
			for x := range p.Width {
				spot, _ := p.At(x, y)
				if spot.InText {
					if spot.Offset < last {
						rt.Fatalf("line %d: offsets go back at cell %d", y, x)
					}
					last = spot.Offset
				}
			}
		}
	})
}

func TestAClickOnALaneFindsItsCoding(t *testing.T) {
	text := textOf(t, "P: one two three four five six seven")
	p := pageOf(t, text, 60, 2)
	for i := range 7 {
		p.Marks = append(p.Marks, Mark{Span: text.Turns[0].SpeechSpan(), Letter: rune('a' + i)})
	}
	p.Lanes = p.NewLanesFor()
	line := []rune(ansi.Strip(p.Paint()[0]))
	for x, c := range line {
		spot, _ := p.At(x, 0)
		switch {
		case c >= 'a' && c <= 'c' && !spot.InText:
			if spot.Mark != int(c-'a') {
				t.Errorf("cell %d shows %c; the click finds %+v", x, c, spot)
			}
		case c == '4':
			if !spot.More {
				t.Errorf("the count at cell %d is %+v", x, spot)
			}
		case spot.InText && x < len(line):
			if got := text.Body[spot.Offset : spot.Offset+1]; got != string(c) {
				t.Errorf("cell %d shows %c; the click finds %q", x, c, got)
			}
		}
	}
}

func TestTheGutterHoldsSigns(t *testing.T) {
	text := textOf(t, "INT: and?", "P: one two three four five six seven eight nine ten eleven twelve", "P: no")
	p := pageOf(t, text, 40, 5)
	p.Cursor = text.Turns[2].Extent.Start
	p.Bookmarks = []corpus.Offset{text.Turns[1].Extent.Start}
	p.Notes = []corpus.Offset{spanOf(text, "eleven").Start, text.Turns[2].Extent.Start}
	p.Differ = func(i corpus.TurnIndex) bool { return i == 1 }
	want := `  1 INT      │   and?
  2◆P       ≠│ one two three four five
             │ six seven eight nine
       *     │ ten eleven twelve
▶ 3 P  *     │ no
`
	if got := picture(p.Paint()); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

// What terminals trip over stands in columns, and lines after it do not shift.
func TestAwkwardWordsArePaintedRight(t *testing.T) {
	text := textOf(t, "P: e\u0301te\u0301 שלום world", "P: a\tb 漢字 👩🏽‍🔬 ok", "P: \u202eright\u202c to left", "P: \u200fשלום\u200f, he said")
	p := pageOf(t, text, 60, 4)
	want := "▶ 1 P      │ e\u0301te\u0301 שלום world\n  2 P      │ a   b 漢字 👩🏽‍🔬 ok\n  3 P      │ ·right· to left\n  4 P      │ שלום, he said\n"
	if got := picture(p.Paint()); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}
