package reader

import (
	"strings"
	"testing"

	"concord/corpus"
)

func TestSegmentsAreNumberedWhereTheyBegin(t *testing.T) {
	text := textOf(t, "INT: and then?", "P: we left early. It was late. Nobody knew.", "P: I called him")
	p := pageOf(t, text, 100, 3)
	p.Segmented, p.Segment = true, 1
	empty := picture(p.Paint())
	p.Segments = []corpus.Span{spanOf(text, "we left early."), spanOf(text, "It was late."), spanOf(text, "I called him")}
	lines := p.Paint()
	want := "▶ 1 INT           │   and then?\n" +
		"  2 P     2├      │ we left early.├It was late.┤Nobody knew.\n" +
		"  3 P     3├      │ I called him\n"
	if got := picture(lines); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	// The words stand where they stood, and those in no segment are dimmed.
	if strings.Index(empty, "│   and") != strings.Index(want, "│   and") {
		t.Errorf("the text moves with the first segment:\n%s%s", empty, want)
	}
	if !strings.HasSuffix(lines[1], "\x1b[1m┤\x1b[0m\x1b[2mNobody knew.\x1b[0m") || !strings.Contains(lines[1], " we left early.\x1b[1m├\x1b[0mIt was late.") {
		t.Errorf("%q", lines[1])
	}
	if strings.Contains(empty, "├") || strings.Contains(picture(pageOf(t, text, 100, 3).Paint()), "├") {
		t.Error("a sign of a segment where there is none")
	}
}

func TestASegmentGoesOnOverRowsAndTurns(t *testing.T) {
	text := textOf(t, "P: "+strings.Repeat("word ", 20)+"end", "P: second turn", "P: third turn")
	p := pageOf(t, text, 60, 6)
	p.Segmented, p.Segment = true, -1
	p.Segments = []corpus.Span{{Start: text.Turns[0].SpeechSpan().Start, End: text.Turns[1].SpeechSpan().End}}
	want := "▶ 1 P   1├      │ word word word word word word word word\n" +
		"▌        │      │ word word word word word word word word\n" +
		"▌        │      │ word word word word end\n" +
		"  2 P    │      │ second turn\n" +
		"  3 P           │ third turn\n\n"
	if got := picture(p.Paint()); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	p.Top = text.Turns[1].Extent.Start
	if first := picture(p.Paint()[:1]); !strings.Contains(first, "1│") {
		t.Errorf("the first row of the page does not say which segment it is in: %s", first)
	}
}
