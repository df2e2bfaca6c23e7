package segment

import (
	"strings"
	"testing"

	"concord/corpus"
)

// interview has about 9,000 words in 100 turns, the size of a long interview.
func interview(b *testing.B) *corpus.Text {
	turns := make([]string, 100)
	for i := range turns {
		turns[i] = "P1: " + strings.Repeat(strings.ReplaceAll(wrappedSpeech, "\n\n", "\n"), 2)
	}
	return textOf(b, turns...)
}

func BenchmarkSentences(b *testing.B) {
	text := interview(b)
	b.SetBytes(int64(len(text.Body)))
	for b.Loop() {
		Sentences(text)
	}
}

func BenchmarkNextSentence(b *testing.B) {
	text := interview(b)
	bounds := NewBounds(text)
	at := corpus.Offset(-1)
	for b.Loop() {
		s, ok := bounds.Next(Sentence, at)
		at = s.Start
		if !ok {
			at = -1
		}
	}
}

func BenchmarkSnapGraphemes(b *testing.B) {
	text := interview(b)
	at := corpus.Offset(0)
	for b.Loop() {
		SnapGraphemes(text.Body, corpus.Span{Start: at, End: at + 40})
		at = (at + 977) % corpus.Offset(len(text.Body)-40)
	}
}
