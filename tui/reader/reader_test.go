package reader

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"concord/corpus"
	"concord/tui/theme"
)

// textOf makes a text of turns like "INT: how was it?"; turns are set off by
// blank lines.
func textOf(t testing.TB, turns ...string) *corpus.Text {
	t.Helper()
	var body strings.Builder
	var table []corpus.Turn
	for i, turn := range turns {
		label, words, ok := strings.Cut(turn, ": ")
		start := corpus.Offset(body.Len())
		body.WriteString(turn)
		if ok {
			end := corpus.Offset(body.Len())
			at := start + corpus.Offset(len(label)+2)
			part := corpus.Turn{Extent: corpus.Span{Start: start, End: end}, Speaker: label, Start: time.Duration(i) * 61 * time.Second, End: corpus.NoTime}
			if words != "" {
				part.Speech = []corpus.Span{{Start: at, End: end}}
			}
			table = append(table, part)
		}
		body.WriteString("\n\n")
	}
	text, err := corpus.NewText(body.String(), table)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func none(t testing.TB) *theme.Theme {
	t.Helper()
	th, err := theme.New("none")
	if err != nil {
		t.Fatal(err)
	}
	return th
}

// spanOf finds words in a text.
func spanOf(t *corpus.Text, words string) corpus.Span {
	at := corpus.Offset(strings.Index(t.Body, words))
	return corpus.Span{Start: at, End: at + corpus.Offset(len(words))}
}

func pageOf(t testing.TB, text *corpus.Text, width, height int) *Page {
	return &Page{Text: New(text), Width: width, Height: height, Theme: none(t), Focus: -1, Dim: true, Quiet: func(s string) bool { return s == "INT" }}
}

// picture is a page without looks, blanks at the ends of lines taken off.
func picture(lines []string) string {
	var b strings.Builder
	for _, l := range lines {
		b.WriteString(strings.TrimRight(ansi.Strip(l), " ") + "\n")
	}
	return b.String()
}

func TestPicture(t *testing.T) {
	text := textOf(t, "A title", "INT: How did it begin?", "P07: They didn't come, for years. Then we had the review, and the deputy who sat across from me had found two of them.", "P07: Yes.")
	p := pageOf(t, text, 60, 9)
	p.Cursor = text.Turns[1].Extent.Start
	p.Marks = []Mark{
		{Span: spanOf(text, "They didn't come, for years. Then we had the review"), Letter: 'a'},
		{Span: spanOf(text, "for years."), Letter: 'b'},
		{Span: spanOf(text, "the deputy who sat across from me had found two of them.\n\nP07: Yes."), Letter: 'c'},
	}
	got := picture(p.Paint())
	want := `             │ A title
  1 INT      │   How did it begin?
▶ 2 P07 ab   │ They didn't come, for years. Then we had
▌       │c   │ the review, and the deputy who sat across
▌        │   │ from me had found two of them.
  3 P07  │   │ Yes.



`
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestMoreCodingsThanLanesAreCounted(t *testing.T) {
	text := textOf(t, "P: one two three four five six seven")
	p := pageOf(t, text, 60, 1)
	for i := range 7 {
		p.Marks = append(p.Marks, Mark{Span: text.Turns[0].SpeechSpan(), Letter: rune('a' + i)})
	}
	if got := picture(p.Paint()); !strings.HasPrefix(got, "▶ 1 P abc4 │ one") {
		t.Errorf("got %q", got)
	}
}

func TestHardWrappedSourcesFlowAndOthersKeepTheirLines(t *testing.T) {
	wrapped := "P: " + strings.Repeat("some words that go on until the line is full and then they go\n", 6) + "end."
	text := textOf(t, wrapped)
	p := pageOf(t, text, 100, 20)
	for _, l := range p.Paint()[:3] {
		if w := ansi.StringWidth(strings.TrimRight(ansi.Strip(l), " ")); w < 80 {
			t.Errorf("a wrapped source is not re-flowed: %q", ansi.Strip(l))
		}
	}
	list := textOf(t, "P: first thing\nsecond thing\n\nthird")
	want := "▶ 1 P      │ first thing\n▌          │ second thing\n▌          │\n▌          │ third\n"
	if got := picture(pageOf(t, list, 100, 4).Paint()); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestLooksRemainWithoutColours(t *testing.T) {
	text := textOf(t, "P: one two three four")
	p := pageOf(t, text, 60, 1)
	p.Selection = spanOf(text, "two")
	p.Hits = []corpus.Span{spanOf(text, "four")}
	p.Marks = []Mark{{Span: spanOf(text, "one two"), Letter: 'a'}}
	p.Focus, p.Underlined = 0, spanOf(text, "one two")
	got := p.Paint()[0]
	if want := "\x1b[4mone \x1b[0m\x1b[4;7mtwo\x1b[0m three \x1b[1;4mfour\x1b[0m"; !strings.HasSuffix(got, want) {
		t.Errorf("got %q, want it to end in %q", got, want)
	}
}

func TestControlCharactersNeverReachTheTerminal(t *testing.T) {
	text := textOf(t, "P: a\x1b[2Jb\u202ec\u0085d\u200be\x07f")
	got := picture(pageOf(t, text, 60, 1).Paint())
	if want := "▶ 1 P      │ a·[2Jb·c·def\n"; got != want && strings.ContainsAny(got, "\x1b\x07\u202e\u0085") {
		t.Errorf("got %q, want %q", got, want)
	}
	if strings.ContainsAny(got, "\x1b\x07\u202e\u0085") {
		t.Errorf("got %q", got)
	}
}

// awkward is text that terminals trip over.
var awkward = rapid.StringOfN(rapid.OneOf(
	rapid.RuneFrom([]rune("abcde fgh ij k.")),
	rapid.RuneFrom([]rune("\u0301\u200d中日👩🏽‍🔬🇩🇪שלום\t\u00a0\u200b\u00ad\n漢")),
), 0, 400, -1)

// Whatever the text and the width: every byte of a block is in exactly one row,
// no line is wider than the page, and no row cuts a character in two.
func TestRowsCoverTheTextAndFit(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text := textOf(t, "INT: and?", "P: x"+strings.Trim(awkward.Draw(rt, "text"), " \n\t")+"x", "P: end")
		width := rapid.IntRange(24, 130).Draw(rt, "width")
		p := pageOf(t, text, width, 60)
		p.Times = rapid.Bool().Draw(rt, "times")
		for b, block := range p.Text.Blocks {
			at := block.Span.Start
			for _, r := range p.rows(b) {
				if r.Span.Start != at {
					rt.Fatalf("block %d: a row starts at %d, not %d", b, r.Span.Start, at)
				}
				at = r.Span.End
				if !r.Span.Empty() {
					if err := text.CheckSpan(r.Span); err != nil {
						rt.Fatal(err)
					}
				}
			}
			if at != block.Span.End {
				rt.Fatalf("block %d: rows end at %d, the block at %d", b, at, block.Span.End)
			}
		}
		for _, l := range p.Paint() {
			if w := ansi.StringWidth(l); w > width {
				rt.Fatalf("a line is %d cells wide on a page of %d: %q", w, width, l)
			}
		}
	})
}

// An offset's row holds it, and moving up and down again comes back.
func TestPlacesAndMoves(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text := textOf(t, "head", "INT: and?", "P: "+strings.Repeat("word after word ", rapid.IntRange(1, 60).Draw(rt, "n")), "P: end")
		p := pageOf(t, text, rapid.IntRange(30, 120).Draw(rt, "width"), rapid.IntRange(3, 30).Draw(rt, "height"))
		at := corpus.Offset(rapid.IntRange(0, len(text.Body)-1).Draw(rt, "at"))
		place := p.PlaceOf(at)
		block := p.Text.Blocks[place.Block]
		if row := p.rows(place.Block)[place.Row]; block.Span.Contains(at) && !row.Span.Contains(at) {
			rt.Fatalf("the row of %d is %v", at, row.Span)
		}
		if got := p.PlaceOf(p.OffsetOf(place)); got != place {
			rt.Fatalf("%v starts at %d, whose place is %v", place, p.OffsetOf(place), got)
		}
		n := rapid.IntRange(0, 9).Draw(rt, "steps")
		down := p.Move(place, n)
		if back := p.Move(down, -n); back != place && p.Move(place, n+1) != down {
			rt.Fatalf("%v, %d rows down and up: %v", place, n, back)
		}
		p.Top = corpus.Offset(rapid.IntRange(0, len(text.Body)-1).Draw(rt, "top"))
		p.Top = p.Show(corpus.Span{Start: at, End: at}, 1)
		top := p.PlaceOf(p.Top)
		if last := p.Move(top, p.Height-1); place.Before(top) || last.Before(place) {
			rt.Fatalf("%v is not between %v and %v", place, top, last)
		}
	})
}

// Lanes stay where they are when the page is scrolled, and no two marks share
// one on a row.
func TestLanesDoNotShift(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text := textOf(t, "P: "+strings.Repeat("word ", 80), "INT: and?", "P: "+strings.Repeat("more ", 80))
		p := pageOf(t, text, 70, 5)
		for range rapid.IntRange(0, 10).Draw(rt, "marks") {
			start := rapid.IntRange(3, len(text.Body)-20).Draw(rt, "start")
			p.Marks = append(p.Marks, Mark{Span: corpus.Span{Start: corpus.Offset(start), End: corpus.Offset(start + rapid.IntRange(1, 500).Draw(rt, "len"))}, Letter: 'x'})
		}
		sortMarks(p.Marks)
		whole, late := p.NewLanesFor(), p.NewLanesFor()
		last := len(p.Text.Blocks) - 1
		for block := last; block >= 0; block-- {
			late.of(block)
		}
		for block := range p.Text.Blocks {
			for row := range p.rows(block) {
				a, more := whole.At(block, row)
				b, _ := late.At(block, row)
				if a != b {
					rt.Fatalf("block %d row %d: %v or %v", block, row, a, b)
				}
				on := 0
				for _, m := range whole.touch[block] {
					if from, to := whole.rowsOf(p.rows(block), p.Marks[m].Span); row >= from && row < to {
						on++
					}
				}
				shown := more
				for _, m := range a {
					if m >= 0 {
						shown++
					}
				}
				if shown != on {
					rt.Fatalf("block %d row %d: %d marks, %d in lanes or counted", block, row, on, shown)
				}
			}
		}
	})
}

func sortMarks(marks []Mark) {
	for i := range marks {
		for j := i; j > 0 && marks[j].Span.Compare(marks[j-1].Span) < 0; j-- {
			marks[j], marks[j-1] = marks[j-1], marks[j]
		}
	}
}

func benchText(b testing.TB, turns, words int) *corpus.Text {
	rng := rand.New(rand.NewPCG(1, 1))
	var out []string
	for i := range turns {
		var w []string
		for range words {
			w = append(w, strings.Repeat("x", 1+rng.IntN(9)))
		}
		out = append(out, fmt.Sprintf("P%d: %s", i%2, strings.Join(w, " ")))
	}
	return textOf(b, out...)
}

// BenchmarkPaint is a page of 50 rows of a long interview with 200 codings on
// every hundred turns, rows already laid out.
func BenchmarkPaint(b *testing.B) {
	text := benchText(b, 10_000, 30) // 300,000 words
	p := pageOf(b, text, 120, 50)
	rng := rand.New(rand.NewPCG(2, 2))
	for i := 0; i < len(text.Turns); i++ {
		for range 2 {
			s := text.Turns[i].SpeechSpan()
			s.Start += corpus.Offset(rng.IntN(s.Len() / 2))
			p.Marks = append(p.Marks, Mark{Span: s, Letter: rune('a' + rng.IntN(26)), Look: "1;38;5;67"})
		}
	}
	sortMarks(p.Marks)
	p.Lanes = p.NewLanesFor()
	p.Top = text.Turns[5000].Extent.Start
	p.Selection = text.Turns[5003].SpeechSpan()
	for b.Loop() {
		p.Paint()
	}
}

// BenchmarkResize lays a page of a turn of 10,000 words out anew.
func BenchmarkResize(b *testing.B) {
	text := benchText(b, 3, 10_000)
	p := pageOf(b, text, 120, 50)
	for i := 0; b.Loop(); i++ {
		p.Width = 100 + i%2
		p.Paint()
	}
}
