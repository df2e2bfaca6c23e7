package importer

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"concord/corpus"
	"concord/corpus/importer/turns"
)

// checkDocument checks what must hold of every document, whatever the file.
func checkDocument(t testing.TB, d Document) {
	t.Helper()
	body := d.Text.Body
	if !utf8.ValidString(body) || strings.Contains(body, "\r") && d.Source.Format != "docx" {
		t.Fatal("the body is not UTF-8 with LF line ends")
	}
	if again, err := corpus.NewText(body, d.Text.Turns); err != nil || again.ID != d.Text.ID {
		t.Fatalf("the text cannot be made again: %v", err)
	}
	counted := map[string]int{}
	words := 0
	for i, turn := range d.Text.Turns {
		if turn.Speaker != "" {
			counted[turn.Speaker]++
		}
		if turn.Speaker != turns.CleanLabel(turn.Speaker) {
			t.Fatalf("turn %d: the label %q has blanks to spare", i, turn.Speaker)
		}
		if turn.Speech == nil {
			t.Fatalf("turn %d: speech is nil, not empty", i)
		}
		if len(turn.Speech) == 0 && turn.Speaker == "" {
			t.Fatalf("turn %d has neither label nor speech", i)
		}
		if turn.End != corpus.NoTime && turn.Start != corpus.NoTime && turn.End < turn.Start {
			t.Fatalf("turn %d ends before it starts", i)
		}
		extent := d.Text.Slice(turn.Extent)
		if trimmedExtent := strings.TrimSpace(extent); trimmedExtent != extent {
			t.Fatalf("turn %d: the extent %q begins or ends with blanks", i, extent)
		}
		for _, s := range turn.Speech {
			words += corpus.CountWords(d.Text.Slice(s))
			if w := d.Text.Slice(s); strings.TrimSpace(w) != w || w == "" {
				t.Fatalf("turn %d: the speech %q is blank or not trimmed", i, w)
			}
		}
		checkLabelOutside(t, d, i)
	}
	if words != d.Words {
		t.Fatalf("%d words, want %d", d.Words, words)
	}
	for _, s := range d.Speakers {
		if counted[s.Label] != s.Turns {
			t.Fatalf("%q has %d turns, want %d", s.Label, s.Turns, counted[s.Label])
		}
	}
	if len(counted) != len(d.Speakers) {
		t.Fatalf("%d speakers, want %d", len(d.Speakers), len(counted))
	}
	for _, w := range d.Warnings {
		if w == "" || strings.HasSuffix(w, ".") {
			t.Fatalf("the warning %q is not written as warnings are", w)
		}
	}
}

// checkLabelOutside checks that a turn whose extent begins with its label does
// not have the label in its speech.
func checkLabelOutside(t testing.TB, d Document, i int) {
	t.Helper()
	turn := d.Text.Turns[i]
	if turn.Speaker == "" || len(turn.Speech) == 0 {
		return
	}
	label := d.Text.Body[turn.Extent.Start:turn.Speech[0].Start]
	if label == "" {
		return // goes on after a heading
	}
	if !strings.Contains(lettersOf(label), lettersOf(turn.Speaker)) {
		t.Fatalf("turn %d of %q begins with %q", i, turn.Speaker, label)
	}
}

// lettersOf makes labels comparable where case and punctuation do not matter.
func lettersOf(label string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, label)
}
