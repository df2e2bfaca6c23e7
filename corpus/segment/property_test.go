package segment

import (
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"concord/corpus"
)

var someTurn = rapid.Custom(func(t *rapid.T) string {
	parts := rapid.SliceOfN(rapid.SampledFrom([]string{
		"word ", "Dr. ", "J. ", "U.S. ", "end. ", "end.\n", "What? ", "\n", "\n\n", "> ", "—", " … ", "“Yes.” ", "No. 5 ",
		"我去了。", "e\u0301", "👩‍👩‍👧 ", "{[00:05:00]}", "{\n#00:01:02-3#\n\n}", "\u00a0", "\u2028", "?!", "long enough to be the whole of a wrapped line or most of one\n", "x",
	}), 0, 30).Draw(t, "parts")
	return "P1: " + strings.Join(parts, "")
})

var someText = rapid.Custom(func(t *rapid.T) *corpus.Text {
	turns := rapid.SliceOfN(someTurn, 0, 5).Draw(t, "turns")
	return textOf(t, turns...)
})

// cuts are all the ways to cut that must cover every word exactly once.
var cuts = map[string]func(*corpus.Text) []corpus.Segment{
	"turns":       Turns,
	"paragraphs":  Paragraphs,
	"sentences":   Sentences,
	"three words": func(t *corpus.Text) []corpus.Segment { s, _ := FixedWords(t, 3); return s },
	"no delimiter": func(t *corpus.Text) []corpus.Segment {
		return Pattern(t, regexp.MustCompile(`never to be found`))
	},
}

func TestCutsKeepTheirPromises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := someText.Draw(t, "text")
		for name, cut := range cuts {
			checkSegments(t, name, text, cut(text))
		}
	})
}

type failer interface {
	Fatalf(format string, args ...any)
}

func checkSegments(t failer, name string, text *corpus.Text, segments []corpus.Segment) {
	covered := make([]int, len(text.Body))
	var end corpus.Offset
	for _, s := range segments {
		if err := text.CheckSpan(s.Span); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if s.Span.Start < end {
			t.Fatalf("%s: %v begins before the one before it ends", name, s)
		}
		end = s.Span.End
		words := text.Slice(s.Span)
		if strings.TrimSpace(words) != words {
			t.Fatalf("%s: %q is not trimmed", name, words)
		}
		if !text.Turns[s.Turn].SpeechSpan().Covers(s.Span) {
			t.Fatalf("%s: %q lies outside the speech of turn %d", name, words, s.Turn)
		}
		_, last := utf8.DecodeLastRuneInString(words)
		if !spoken(text, s.Turn, s.Span.Start) || !spoken(text, s.Turn, s.Span.End-corpus.Offset(last)) {
			t.Fatalf("%s: %q begins or ends with a time stamp", name, words)
		}
		for at := s.Span.Start; at < s.Span.End; at++ {
			covered[at]++
		}
	}
	for _, turn := range text.Turns {
		for _, part := range turn.Speech {
			for i, r := range text.Slice(part) {
				if at := int(part.Start) + i; isWordRune(r) && covered[at] != 1 {
					t.Fatalf("%s: %q at %d lies in %d segments", name, r, at, covered[at])
				}
			}
		}
	}
}

func spoken(text *corpus.Text, turn corpus.TurnIndex, at corpus.Offset) bool {
	for _, part := range text.Turns[turn].Speech {
		if part.Contains(at) {
			return true
		}
	}
	return false
}

func TestSentencesLieInParagraphsAndHoldWords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := someText.Draw(t, "text")
		paragraphs := Paragraphs(text)
		for _, s := range Sentences(text) {
			for len(paragraphs) > 0 && paragraphs[0].Span.End <= s.Span.Start {
				paragraphs = paragraphs[1:]
			}
			if len(paragraphs) == 0 || !paragraphs[0].Span.Covers(s.Span) {
				t.Fatalf("the sentence %q is in no paragraph", text.Slice(s.Span))
			}
			if p := text.Slice(paragraphs[0].Span); !hasWord(text.Slice(s.Span)) && hasWord(p) {
				t.Fatalf("%q of %q is no sentence", text.Slice(s.Span), p)
			}
		}
	})
}

func TestFixedWordsCountAsCorpusDoes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := someText.Draw(t, "text")
		n := rapid.IntRange(1, 5).Draw(t, "n")
		segments, err := FixedWords(text, n)
		if err != nil {
			t.Fatal(err)
		}
		for i, s := range segments {
			span := s.Span
			words, _ := speech(text, s.Turn)
			from := span.Start - text.Turns[s.Turn].SpeechSpan().Start
			got := corpus.CountWords(words[from : from+corpus.Offset(span.Len())])
			last := i+1 == len(segments) || segments[i+1].Turn != s.Turn
			if got > n || got < n && !last {
				t.Fatalf("segment %q has %d words, want %d", text.Slice(span), got, n)
			}
		}
	})
}

func TestBoundsAgreeWithCuts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := someText.Draw(t, "text")
		all := map[Unit][]corpus.Span{}
		for _, s := range Sentences(text) {
			all[Sentence] = append(all[Sentence], s.Span)
		}
		for _, s := range Paragraphs(text) {
			all[Paragraph] = append(all[Paragraph], s.Span)
		}
		b := NewBounds(text)
		for s, ok := b.Next(Word, -1); ok; s, ok = b.Next(Word, s.Start) {
			all[Word] = append(all[Word], s)
		}
		for at := corpus.Offset(-1); at <= corpus.Offset(len(text.Body)+1); at++ {
			for u, spans := range all {
				checkBounds(t, b, text, u, spans, at)
			}
		}
		if len(all[Sentence]) == 0 {
			if s, ok := b.SentenceAt(0); ok {
				t.Fatalf("SentenceAt(0) = %v in a text without any", s)
			}
		}
	})
}

func checkBounds(t failer, b *Bounds, text *corpus.Text, u Unit, spans []corpus.Span, at corpus.Offset) {
	var next, prev, holds *corpus.Span
	for i, s := range spans {
		if s.Start < at {
			prev = &spans[i]
		}
		if s.Start > at && next == nil {
			next = &spans[i]
		}
		if s.Contains(at) {
			holds = &spans[i]
		}
	}
	if got, ok := b.Next(u, at); ok != (next != nil) || ok && got != *next {
		t.Fatalf("Next(%d, %d) = %v, %v", u, at, got, ok)
	}
	if got, ok := b.Prev(u, at); ok != (prev != nil) || ok && got != *prev {
		t.Fatalf("Prev(%d, %d) = %v, %v", u, at, got, ok)
	}
	got, ok := b.At(u, at)
	switch {
	case !ok:
		t.Fatalf("At(%d, %d) found nothing", u, at)
	case holds != nil && got != *holds:
		t.Fatalf("At(%d, %d) = %v, want %v", u, at, got, *holds)
	case text.CheckSpan(got) != nil:
		t.Fatalf("At(%d, %d) = %v", u, at, got)
	}
}

func TestWordsHoldEveryLetterOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s")
		end, letters := 0, 0
		wordsOf(s, func(p piece) {
			if p.from < end {
				t.Fatalf("words of %q overlap", s)
			}
			end = p.to
			letters += strings.Count(strings.Map(onlyLetters, s[p.from:p.to]), "x")
		})
		if want := strings.Count(strings.Map(onlyLetters, s), "x"); letters != want {
			t.Fatalf("%d letters in words of %q, want %d", letters, s, want)
		}
	})
}

func onlyLetters(r rune) rune {
	if unicode.IsLetter(r) || unicode.IsNumber(r) {
		return 'x'
	}
	return -1
}
