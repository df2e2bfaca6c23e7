package search

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"concord/corpus"
)

// saying makes a text with one turn for each element; an element's lines are
// parts of the turn's speech with a time stamp between them.
func saying(t testing.TB, turns ...string) *corpus.Text {
	t.Helper()
	var b strings.Builder
	b.WriteString("Interview 07, do not quote\n\n")
	var table []corpus.Turn
	for i, said := range turns {
		label := []string{"INT", "P07"}[i%2]
		turn := corpus.Turn{Speaker: label, Start: corpus.NoTime, End: corpus.NoTime}
		turn.Extent.Start = corpus.Offset(b.Len())
		b.WriteString(label + ": ")
		for k, part := range strings.Split(said, "\n") {
			if k > 0 {
				b.WriteString(" [00:12] ")
			}
			start := corpus.Offset(b.Len())
			b.WriteString(part)
			if part != "" {
				turn.Speech = append(turn.Speech, corpus.Span{Start: start, End: corpus.Offset(b.Len())})
			}
		}
		turn.Extent.End = corpus.Offset(b.Len())
		b.WriteString("\n")
		table = append(table, turn)
	}
	text, err := corpus.NewText(b.String(), table)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func slicesOf(text *corpus.Text, p *Pattern) []string {
	var out []string
	for s := range p.In(text) {
		out = append(out, text.Slice(s))
	}
	return out
}

func TestPatterns(t *testing.T) {
	text := saying(t,
		"Don’t you know? I DON'T. Cafe\u0301, caf\u00e9. \u201cNo.\u201d \U0001F600 ok",
		"harm\u00a0reduction, harm\treduction; and harm\nreduction. soft\u00adhyphen. 中文字",
		"Not not a knot. Straße STRASSE ΣΊΣΥΦΟΣ",
	)
	literal := func(s string, o Options) func() (*Pattern, error) {
		return func() (*Pattern, error) { return Literal(s, o) }
	}
	re := func(s string, o Options) func() (*Pattern, error) {
		return func() (*Pattern, error) { return Regexp(s, o) }
	}
	for _, c := range []struct {
		name string
		make func() (*Pattern, error)
		want []string
	}{
		{"straight apostrophe", literal("don't", Options{}), []string{"Don’t", "DON'T"}},
		{"curly apostrophe", literal("don’t", Options{}), []string{"Don’t", "DON'T"}},
		{"with case", literal("Don't", Options{MatchCase: true}), []string{"Don’t"}},
		{"composed", literal("caf\u00e9", Options{}), []string{"Cafe\u0301", "caf\u00e9"}},
		{"decomposed", literal("cafe\u0301", Options{}), []string{"Cafe\u0301", "caf\u00e9"}},
		{"no accent, no match", literal("cafe", Options{}), nil},
		{"emoji", literal("\U0001F600", Options{}), []string{"\U0001F600"}},
		{"CJK", literal("文字", Options{}), []string{"文字"}},
		{"part of a word", literal("not", Options{}), []string{"Not", "not", "not"}},
		{"whole word", literal("not", Options{WholeWord: true}), []string{"Not", "not"}},
		{"whole word and case", literal("not", Options{WholeWord: true, MatchCase: true}), []string{"not"}},
		{"blanks", literal("harm reduction", Options{}), []string{"harm\u00a0reduction", "harm\treduction"}},
		{"soft hyphen", literal("softhyphen", Options{}), []string{"soft\u00adhyphen"}},
		{"sigma", literal("σίσυφος", Options{}), []string{"ΣΊΣΥΦΟΣ"}},
		{"labels are not speech", literal("P07", Options{}), nil},
		{"front matter is not speech", literal("quote", Options{}), nil},
		{"everywhere", literal("P07", Options{Everywhere: true}), []string{"P07"}},
		{"time stamps are not speech", re(`\d\d:\d\d`, Options{}), nil},
		{"expression", re(`d[oO]n't`, Options{MatchCase: true}), nil},
		{"expression, curly", re(`D[oO][nN]’[tT]`, Options{MatchCase: true}), []string{"Don’t", "DON'T"}},
		{"expression without case", re(`DON.T`, Options{}), []string{"Don’t", "DON'T"}},
		{"(?i)", re(`(?i)DON.T`, Options{MatchCase: true}), []string{"Don’t", "DON'T"}},
		{"case back on", re(`(?-i:N)ot`, Options{}), []string{"Not"}},
		{"a class with an apostrophe", re(`n['x]t`, Options{}), []string{"n’t", "N'T"}},
		{"a class with a curly one", re(`n[’x]t`, Options{}), []string{"n’t", "N'T"}},
		{"a class without", re(`n[^'o]t`, Options{}), nil},
		{"a class without the curly", re(`n[^’o]t`, Options{}), nil},
		{"a class of others", re(`n\Wt`, Options{}), []string{"n’t", "N'T"}},
		{"no-break blanks are blanks", re(`harm\sreduction`, Options{}), []string{"harm\u00a0reduction", "harm\treduction"}},
		{"over a time stamp", re(`and harm\s+reduction`, Options{}), []string{"and harm [00:12] reduction"}},
		{"begin of speech", re(`^\w+`, Options{}), []string{"Don", "harm", "Not"}},
		{"end of speech", re(`\S+$`, Options{}), []string{"ok", "中文字", "ΣΊΣΥΦΟΣ"}},
		{"composed in an expression", re("e\u0301+", Options{}), []string{"e\u0301", "\u00e9"}},
		{"matches of nothing", re(`x*`, Options{}), nil},
		{"nothing, then something", re(`k*not`, Options{}), []string{"Not", "not", "knot"}},
		{"whole-word expression", re(`k?not`, Options{WholeWord: true}), []string{"Not", "not", "knot"}},
	} {
		p, err := c.make()
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got := slicesOf(text, p); !slices.Equal(got, c.want) {
			t.Errorf("%s: found %q, want %q", c.name, got, c.want)
		}
	}
}

func TestPatternsThatCannotBe(t *testing.T) {
	for _, s := range []string{"", "\u00ad", "a\xff"} {
		if _, err := Literal(s, Options{}); err == nil {
			t.Errorf("the literal %q was accepted", s)
		}
	}
	for _, s := range []string{"(", "[a", `\8`, "a**", "(?=a)"} {
		if _, err := Regexp(s, Options{}); err == nil {
			t.Errorf("the expression %q was accepted", s)
		}
	}
}

// A literal is found at exactly the places where the folded speech holds it.
func TestLiteralFindsEveryPlace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := drawText(t, hardText)
		word := rapid.StringOfN(rapid.RuneFrom([]rune("aAbeEsk '’é\u0301中😀")), 1, 3, -1).Draw(t, "word")
		p, err := Literal(word, Options{MatchCase: rapid.Bool().Draw(t, "case")})
		if err != nil {
			t.Skip()
		}
		var got []corpus.Span
		for s := range p.In(text) {
			if err := text.CheckSpan(s); err != nil {
				t.Fatal(err)
			}
			if n := len(got); n > 0 && s.Start < got[n-1].End {
				t.Fatalf("%v and %v overlap", got[n-1], s)
			}
			got = append(got, s)
		}
		want := 0
		for i := range text.Turns {
			want += strings.Count(foldString(speechOf(text, corpus.TurnIndex(i)).words, p.how), p.literal)
		}
		if len(got) != want && (norm.NFC.IsNormalString(text.Body) || len(got) > want) {
			t.Fatalf("%q found %d times, want %d", word, len(got), want)
		}
	})
}

// On plain text, without what folding changes, an expression finds what
// regexp finds; the first look for required characters loses nothing.
func TestRegexpAgreesWithRegexp(t *testing.T) {
	atom := rapid.SampledFrom([]string{"a", "B", "ab", "[a-c]", "[^b]", `\w`, `\W`, `\s`, "(ab|Ba)", "(?:ac|b+c|Bab)", ".", `\b`, "(?:b c)", "^", "$"})
	rapid.Check(t, func(t *rapid.T) {
		expr := ""
		for range rapid.IntRange(1, 5).Draw(t, "atoms") {
			expr += atom.Draw(t, "atom") + rapid.SampledFrom([]string{"", "", "+", "*", "?", "{2}"}).Draw(t, "repeat")
		}
		said := rapid.StringMatching(`[abBc ]{0,30}`).Draw(t, "said")
		caseCounts := rapid.Bool().Draw(t, "case")
		want := expr
		if !caseCounts {
			want = "(?i)" + expr
		}
		plain, err := regexp.Compile(want)
		if err != nil {
			t.Skip()
		}
		p, err := Regexp(expr, Options{MatchCase: caseCounts})
		if err != nil {
			t.Fatal(err)
		}
		body := "X:" + said + "\n"
		s := corpus.Span{Start: 2, End: corpus.Offset(2 + len(said))}
		turn := corpus.Turn{Extent: corpus.Span{Start: 0, End: s.End}}
		if !s.Empty() {
			turn.Speech = []corpus.Span{s}
		}
		text, err := corpus.NewText(body, []corpus.Turn{turn})
		if err != nil {
			t.Fatal(err)
		}
		var wanted []string
		for _, m := range plain.FindAllStringIndex(said, -1) {
			if m[0] < m[1] {
				wanted = append(wanted, fmt.Sprint(m, said[m[0]:m[1]]))
			}
		}
		var got []string
		for s := range p.In(text) {
			got = append(got, fmt.Sprint([]int{int(s.Start) - 2, int(s.End) - 2}, text.Slice(s)))
		}
		if !slices.Equal(got, wanted) {
			t.Fatalf("%q in %q: found %v, want %v", want, said, got, wanted)
		}
	})
}

func TestFindStopsWithTheContext(t *testing.T) {
	text := saying(t, "yes", "yes")
	source := listSource{{Transcript{ID: corpus.TranscriptID{1}, Text: text.ID}, text}, {Transcript{ID: corpus.TranscriptID{2}, Text: text.ID}, text}}
	p, err := Literal("yes", Options{})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	n := 0
	var last error
	for _, err := range Find(ctx, source, p) {
		if last = err; err == nil {
			n++
		}
		cancel()
	}
	if n != 2 || last != context.Canceled {
		t.Fatalf("found %d, then %v; want the two of the first text, then that it was cancelled", n, last)
	}
}

// listSource is a source in memory.
type listSource []listed

type listed struct {
	transcript Transcript
	text       *corpus.Text
}

func (l listSource) Transcripts(context.Context) ([]Transcript, error) {
	var out []Transcript
	for _, x := range l {
		out = append(out, x.transcript)
	}
	return out, nil
}

func (l listSource) Text(_ context.Context, id corpus.TextID) (*corpus.Text, error) {
	for _, x := range l {
		if x.text.ID == id {
			return x.text, nil
		}
	}
	return nil, fmt.Errorf("there is no text %v", id)
}
