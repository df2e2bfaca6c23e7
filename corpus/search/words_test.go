package search

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"concord/corpus"
)

func wordList(s string) (exact, stem []string) {
	for _, w := range wordsOf(speech{words: s}) {
		exact = append(exact, w.word)
		stem = append(stem, w.stem)
	}
	return exact, stem
}

func TestWords(t *testing.T) {
	for in, want := range map[string]string{
		"No, I do not.":                  "no i do not",
		"don’t don't Don‘t don＇t":        "don't don't don't don't",
		"cafe\u0301 café CAFÉ":           "café café café",
		"😀 ok 👩‍👩‍👧":                     "ok",
		"中文 字":                           "中 文 字",
		"harm-reduction and/or":          "harm reduction and or",
		"soft\u00adhyphen no\u00a0break": "softhyphen no break",
		"ʼtis ‘quoted’ 'n'":              "tis quoted n",
		"3.14 12:30 U.S. x_y":            "3.14 12 30 u.s x_y",
		strings.Repeat("a", 300):         "",
		strings.Repeat("a", 255):         strings.Repeat("a", 255),
	} {
		exact, _ := wordList(in)
		if got := strings.Join(exact, " "); got != want {
			t.Errorf("the words of %q are %q, want %q", in, got, want)
		}
	}
}

func TestStems(t *testing.T) {
	for in, want := range map[string]string{
		"waiting waited waits wait": "wait wait wait wait",
		"county’s county counties":  "counti counti counti",
		"overdoses Overdose":        "overdos overdos",
		"no not I is":               "no not i is",
		"don’t":                     "don't",
	} {
		_, stem := wordList(in)
		if got := strings.Join(stem, " "); got != want {
			t.Errorf("the stems of %q are %q, want %q", in, got, want)
		}
	}
}

// The scan looks for stemStart before it analyses a turn: a stem that began
// unlike its word would be lost.
func TestWordsBeginWithStemStart(t *testing.T) {
	endings := strings.Fields("s es ies sses eed ed ing at bl iz y ational tional enci anci izer abli alli entli eli ousli " +
		"ization ation ator alism iveness fulness ousness aliti iviti biliti logi icate ative alize iciti ical ful ness " +
		"al ance ence er ic able ible ant ement ment ent ion ou ism ate iti ous ive ize e l ability ibility ably ly ies 's")
	rapid.Check(t, func(t *rapid.T) {
		w := rapid.StringMatching(`[a-zé]{0,4}[aeiouy]?[bcdfghjklmnpqrstvwxz]{0,2}`).Draw(t, "root")
		for range rapid.IntRange(0, 4).Draw(t, "endings") {
			w += rapid.SampledFrom(endings).Draw(t, "ending")
		}
		for _, w := range wordsOf(speech{words: w}) {
			if !strings.HasPrefix(w.word, stemStart(w.stem)) {
				t.Fatalf("%q has the stem %q", w.word, w.stem)
			}
		}
	})
}

// drawText draws a text whose turns have labels and one or more spoken parts.
func drawText(t *rapid.T, say *rapid.Generator[string]) *corpus.Text {
	var b strings.Builder
	b.WriteString(rapid.SampledFrom([]string{"", "A title\n\n"}).Draw(t, "front"))
	var turns []corpus.Turn
	for range rapid.IntRange(0, 8).Draw(t, "turns") {
		label := rapid.SampledFrom([]string{"P07", "INT", ""}).Draw(t, "label")
		turn := corpus.Turn{Speaker: label, Start: corpus.NoTime, End: corpus.NoTime}
		turn.Extent.Start = corpus.Offset(b.Len())
		b.WriteString(label + ":")
		for range rapid.IntRange(0, 3).Draw(t, "parts") {
			b.WriteString(rapid.SampledFrom([]string{"", " ", " [00:12] "}).Draw(t, "gap"))
			start := corpus.Offset(b.Len())
			b.WriteString(say.Draw(t, "words"))
			if s := (corpus.Span{Start: start, End: corpus.Offset(b.Len())}); !s.Empty() {
				turn.Speech = append(turn.Speech, s)
			}
		}
		turn.Extent.End = corpus.Offset(b.Len())
		b.WriteString("\n\n")
		turns = append(turns, turn)
	}
	text, err := corpus.NewText(b.String(), turns)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// Every word stands in the stored text where its offsets say, inside the
// speech of its turn; no label and no time stamp becomes a word.
func TestWordsStandInTheStoredText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := drawText(t, hardText)
		for i := range text.Turns {
			said := speechOf(text, corpus.TurnIndex(i))
			if len(said.words) != text.Turns[i].SpeechSpan().Len() {
				t.Fatalf("turn %d: the speech has %d bytes, its span %d", i, len(said.words), text.Turns[i].SpeechSpan().Len())
			}
			for _, w := range wordsOf(said) {
				if err := text.CheckSpan(w.at); err != nil {
					t.Fatal(err)
				}
				if got := strings.Trim(foldString(text.Slice(w.at), foldWords), "'"); got != w.word {
					t.Fatalf("turn %d: %v is %q, the word found is %q", i, w.at, got, w.word)
				}
				spoken := 0
				for _, part := range w.at.Clip(text.Turns[i].Speech) {
					spoken += part.Len()
				}
				if spoken != w.at.Len() {
					t.Fatalf("turn %d: %q is not all speech", i, text.Slice(w.at))
				}
			}
		}
	})
}

// What a turn holds after analysis, its folded speech holds before: the scan
// relies on it to pass over turns.
func TestFoldedSpeechHoldsEveryWord(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := drawText(t, hardText)
		f := foldSpeech(text, foldWords)
		for i := range text.Turns {
			for _, w := range wordsOf(speechOf(text, corpus.TurnIndex(i))) {
				for _, part := range []string{w.word, stemStart(w.stem)} {
					found := false
					f.eachTurnWith([]string{"zebra", part}, func(k int) bool { found = found || k == i; return true })
					if !found {
						t.Fatalf("turn %d has the word %q, and its folded speech %q does not", i, w.word, f.turn(i))
					}
				}
			}
		}
	})
}

func FuzzWords(f *testing.F) {
	f.Add("ies's ſs \u0301abc 中文ｶﾞ ﷺ")
	f.Fuzz(func(t *testing.T, s string) {
		for _, w := range wordsOf(speech{words: s}) {
			if w.at.Start < 0 || int(w.at.End) > len(s) || w.word == "" {
				t.Fatalf("%+v in %q", w, s)
			}
		}
	})
}

func BenchmarkWords(b *testing.B) {
	text := strings.Repeat("So I went to the office again, and the woman said: “You don’t have the form.” ", 100)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		wordsOf(speech{words: text})
	}
}
