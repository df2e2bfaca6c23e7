package codebook

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"concord/corpus"
)

func plain(t rapid.TB, body string) *corpus.Text {
	turns := []corpus.Turn{{Extent: corpus.Span{End: corpus.Offset(len(body))}, Speech: []corpus.Span{{End: corpus.Offset(len(body))}}, Start: corpus.NoTime, End: corpus.NoTime}}
	text, err := corpus.NewText(body, turns)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func slicesOf(text *corpus.Text, spans []corpus.Span) string {
	var out []string
	for _, s := range spans {
		out = append(out, text.Slice(s))
	}
	return strings.Join(out, " | ")
}

func TestSegmentsAreCutAndJoined(t *testing.T) {
	text := plain(t, "one two three four five six")
	at := func(s string) corpus.Span {
		i := corpus.Offset(strings.Index(text.Body, s))
		return corpus.Span{Start: i, End: i + corpus.Offset(len(s))}
	}
	whole := []corpus.Span{at(text.Body)}
	cut := CutSegment(text, whole, at("four").Start)
	if got := slicesOf(text, cut); got != "one two three | four five six" {
		t.Errorf("cut: %s", got)
	}
	if got := CutSegment(text, cut, at("four").Start); !slices.Equal(got, cut) {
		t.Errorf("cut at an edge: %s", slicesOf(text, got))
	}
	if got := slicesOf(text, JoinSegment(cut, at("two").Start)); got != text.Body {
		t.Errorf("joined: %s", got)
	}
	if got := JoinSegment(cut, at("six").Start); !slices.Equal(got, cut) {
		t.Errorf("the last was joined: %s", slicesOf(text, got))
	}
	for add, want := range map[string]string{
		"two":            "one | two | three | four five six",
		"three four":     "one two | three four | five six",
		"four five six":  "one two three | four five six",
		"one two three ": "one two three  | four five six",
	} {
		if got := slicesOf(text, WithSegment(text, cut, at(add))); got != want {
			t.Errorf("with “%s”: %s, want %s", add, got, want)
		}
	}
	if _, err := CheckSegments(text, []corpus.Span{at("two three"), at("three four")}); err == nil || !strings.Contains(err.Error(), "overlap") {
		t.Errorf("overlapping segments: %v", err)
	}
	if _, err := CheckSegments(text, []corpus.Span{{Start: 3, End: 99}}); err == nil {
		t.Error("a segment beyond the text is accepted")
	}
}

// Whatever is cut, joined and added, segments stay ordered, separate, within the
// text and with words in them.
func TestSegmentsStaySegments(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text := plain(rt, strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"a", "né", "語", "—", "word", "\n", "…"}), 3, 40).Draw(rt, "words"), " "))
		place := func() corpus.Offset {
			i := rapid.IntRange(0, len(text.Body)-1).Draw(rt, "at")
			for text.CheckSpan(corpus.Span{Start: corpus.Offset(i), End: corpus.Offset(len(text.Body))}) != nil {
				i--
			}
			return corpus.Offset(i)
		}
		var segments []corpus.Span
		for range rapid.IntRange(1, 12).Draw(rt, "steps") {
			switch a, b := place(), place(); rapid.IntRange(0, 2).Draw(rt, "what") {
			case 0:
				add := text.Trim(corpus.Span{Start: min(a, b), End: max(a, b)})
				if corpus.CountWords(text.Slice(add)) == 0 {
					continue
				}
				segments = WithSegment(text, segments, add)
				if !slices.Contains(segments, add) {
					rt.Fatalf("%q is not a segment after it was made one: %s", text.Slice(add), slicesOf(text, segments))
				}
			case 1:
				segments = CutSegment(text, segments, a)
			case 2:
				segments = JoinSegment(segments, a)
			}
			got, err := CheckSegments(text, segments)
			if err != nil || !slices.Equal(got, segments) {
				rt.Fatalf("%v: %s", err, slicesOf(text, segments))
			}
			for _, s := range segments {
				if corpus.CountWords(text.Slice(s)) == 0 {
					rt.Fatalf("%q holds no word", text.Slice(s))
				}
			}
		}
	})
}

// The label of a turn is no word of the segment before it, nor one by itself.
func TestCuttingBetweenTurnsLeavesLabelsOut(t *testing.T) {
	body := "INT: and then?\n\nP1: we left. It was late."
	second := corpus.Offset(strings.Index(body, "P1"))
	end := corpus.Offset(len(body))
	text, err := corpus.NewText(body, []corpus.Turn{
		{Speaker: "INT", Extent: corpus.Span{End: second - 2}, Speech: []corpus.Span{{Start: 5, End: second - 2}}, Start: corpus.NoTime, End: corpus.NoTime},
		{Speaker: "P1", Extent: corpus.Span{Start: second, End: end}, Speech: []corpus.Span{{Start: second + 4, End: end}}, Start: corpus.NoTime, End: corpus.NoTime},
	})
	if err != nil {
		t.Fatal(err)
	}
	whole := []corpus.Span{{Start: 5, End: end}}
	if got := slicesOf(text, CutSegment(text, whole, second+4)); got != "and then? | we left. It was late." {
		t.Errorf("cut at the words of a turn: %s", got)
	}
	if got := slicesOf(text, CutSegment(text, whole, second)); got != "and then? | we left. It was late." {
		t.Errorf("cut at its label: %s", got)
	}
	if got := slicesOf(text, WithSegment(text, whole, corpus.Span{Start: second + 4, End: end})); got != "and then? | we left. It was late." {
		t.Errorf("with the second turn: %s", got)
	}
	if got := slicesOf(text, WithSegment(text, []corpus.Span{{Start: 5, End: second + 4}}, corpus.Span{Start: 5, End: second - 2})); got != "and then?" {
		t.Errorf("a label alone is left: %s", got)
	}
}
