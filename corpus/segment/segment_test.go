package segment

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"concord/corpus"
)

// textOf makes a text of turns, each written "LABEL: speech"; the turns are set
// apart by blank lines. A part "{…}" stands for a time stamp: in the body, but
// not in the speech.
func textOf(t interface{ Fatal(...any) }, turns ...string) *corpus.Text {
	var body strings.Builder
	var table []corpus.Turn
	for _, s := range turns {
		label, rest, _ := strings.Cut(s, ": ")
		turn := corpus.Turn{Speaker: label, Start: corpus.NoTime, End: corpus.NoTime}
		turn.Extent.Start = corpus.Offset(body.Len())
		body.WriteString(label + ": ")
		for rest != "" {
			words, stamp, _ := strings.Cut(rest, "{")
			from := corpus.Offset(body.Len())
			body.WriteString(words)
			if words != "" {
				turn.Speech = append(turn.Speech, corpus.Span{Start: from, End: corpus.Offset(body.Len())})
			}
			stamp, rest, _ = strings.Cut(stamp, "}")
			body.WriteString(stamp)
		}
		turn.Extent.End = corpus.Offset(body.Len())
		body.WriteString("\n\n")
		table = append(table, turn)
	}
	text, err := corpus.NewText(body.String(), table)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func slices(t *corpus.Text, segments []corpus.Segment) []string {
	var out []string
	for _, s := range segments {
		out = append(out, t.Slice(s.Span))
	}
	return out
}

func TestSentences(t *testing.T) {
	for _, c := range []struct {
		speech string
		want   []string
	}{
		{"One here. Two there! Three?", []string{"One here.", "Two there!", "Three?"}},
		{"I met Dr. Gupta. He left.", []string{"I met Dr. Gupta.", "He left."}},
		{"Ask J. Smith or J.R. Ewing.", []string{"Ask J. Smith or J.R. Ewing."}},
		{"It was you and I. We went.", []string{"It was you and I.", "We went."}},
		{"That is the U.S. Congress. We live in the U.S. They do not.", []string{"That is the U.S. Congress.", "We live in the U.S.", "They do not."}},
		{"No. Never on Jan. 5 or in No. 7.", []string{"No.", "Never on Jan. 5 or in No. 7."}},
		{"At 5 p.m. Monday. At 6 p.m. I left.", []string{"At 5 p.m. Monday.", "At 6 p.m.", "I left."}},
		{"“Really?” she said. “Yes.” Then silence.", []string{"“Really?” she said.", "“Yes.”", "Then silence."}},
		{"What? because. (Really?) and so. It is 'so?' he says.", []string{"What?", "because.", "(Really?) and so.", "It is 'so?' he says."}},
		{"I saw Bo. Kids ran. J.Ro. Kids ran. Ask J.R.R. Tolkien.", []string{"I saw Bo.", "Kids ran.", "J.Ro.", "Kids ran.", "Ask J.R.R. Tolkien."}},
		{"Is that the approximately-twenty-letters-word-Mr. Kids ran.", []string{"Is that the approximately-twenty-letters-word-Mr.", "Kids ran."}},
		{"We met Acme Inc. “They” left.", []string{"We met Acme Inc.", "“They” left."}},
		{"See a?b=c. What?No.", []string{"See a?b=c.", "What?No."}},
		{"Well ... I don’t know … Maybe.", []string{"Well ...", "I don’t know … Maybe."}},
		{"no full stop at all", []string{"no full stop at all"}},
		{"我去了。他没去。", []string{"我去了。", "他没去。"}},
		{"Yes. (!) And no.", []string{"Yes. (!)", "And no."}},
		{"  blanks around. \u00a0 Here. ", []string{"blanks around.", "Here."}},
		{"It was {[00:05:00]} late. Very.", []string{"It was [00:05:00] late.", "Very."}},
		{"Late. {[00:05:00]} Very. {#00:06:00-1#}", []string{"Late.", "Very."}},
		{"One.\n\nTwo goes on\n\n", []string{"One.", "Two goes on"}},
	} {
		text := textOf(t, "P1: "+c.speech)
		got := slices(text, Sentences(text))
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%q: %s", c.speech, d)
		}
	}
}

const wrappedSpeech = `We began in the spring of that same year with nobody at all but Mr.
Jones and me. It took us until the autumn to have a meeting in the
church hall, and by then the county had heard of it. They came.

That was the start. Everybody who came to that meeting in the hall is
still with us today.`

func TestHardWrappedLinesEndNothing(t *testing.T) {
	text := textOf(t, "P1: "+strings.Replace(wrappedSpeech, "\n\n", "\n \u00a0\t\n>\n", 1))
	if got := len(Paragraphs(text)); got != 2 {
		t.Errorf("%d paragraphs, want 2: %q", got, slices(text, Paragraphs(text)))
	}
	got := slices(text, Sentences(text))
	if len(got) != 5 || !strings.HasPrefix(got[0], "We began") || !strings.HasSuffix(got[0], "and me.") {
		t.Errorf("sentences %q", got)
	}
}

func TestOneLineIsOneParagraphWhereNothingIsWrapped(t *testing.T) {
	text := textOf(t, "P1: We began in spring\nMr.\nJones came.\n\nThen more.", "INT: Yes?")
	want := []string{"We began in spring", "Mr.", "Jones came.", "Then more.", "Yes?"}
	if d := cmp.Diff(want, slices(text, Paragraphs(text))); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(want, slices(text, Sentences(text))); d != "" {
		t.Error(d)
	}
}

func TestWrapWidth(t *testing.T) {
	for name, c := range map[string]struct {
		body string
		want int
	}{
		"empty":                {"", 0},
		"one line":             {strings.Repeat("word ", 50), 0},
		"wrapped":              {wrappedSpeech, 69},
		"wrapped with a URL":   {strings.Repeat(wrappedSpeech+"\n\n", 20) + "https://example.org/" + strings.Repeat("x", 200) + "\nis it.", 69},
		"wrapped and indented": {"    " + strings.ReplaceAll(wrappedSpeech, "\n", "\n    "), 73},
		"dialogue":             {strings.Repeat("P1: Yes.\nINT: And what did you do after that, when all had gone home?\nP1: I went.\n", 9), 0},
		"captions":             {strings.Repeat("this is a caption that is cut\nafter thirty columns or fewer\n", 9), 0},
		"long lines":           {strings.Repeat(strings.Repeat("word ", 60)+"\n", 9), 0},
	} {
		if got := WrapWidth(c.body); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}

func TestFixedWords(t *testing.T) {
	text := textOf(t, "P1: one — two three, four five", "INT: six", "P1: —")
	got, err := FixedWords(text, 2)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"one — two", "three, four", "five", "six", "—"}, slices(text, got)); d != "" {
		t.Error(d)
	}
	if _, err := FixedWords(text, 0); err == nil {
		t.Error("segments of no words were accepted")
	}
}

func TestPattern(t *testing.T) {
	text := textOf(t, "P1: one / two //  / three", "INT: /")
	if d := cmp.Diff([]string{"one", "two", "three"}, slices(text, Pattern(text, regexp.MustCompile("/+")))); d != "" {
		t.Error(d)
	}
	if got := Pattern(text, regexp.MustCompile("x*")); len(got) != 2 {
		t.Errorf("empty matches cut: %q", slices(text, got))
	}
}

func TestTurnsLeaveOutLabelsAndSilence(t *testing.T) {
	text := textOf(t, "P1: one {[00:01]} two {[00:02]}", "INT:  ", "P1: three")
	if d := cmp.Diff([]string{"one [00:01] two", "three"}, slices(text, Turns(text))); d != "" {
		t.Error(d)
	}
	if got := Turns(text)[1].Turn; got != 2 {
		t.Errorf("the second segment lies in turn %d, want 2", got)
	}
}
