package search

import (
	"strings"

	"concord/corpus"
)

// A term is something that turns say: a word by its stem, words that follow
// each other as written, or a pattern. One of the three is set.
type term struct {
	stem string
	// words follow each other; of the last, if prefix is set, only the
	// beginning is given.
	words  []string
	prefix bool
	edits  int // by which the only word may differ
	// pattern is not in the index: it is found by scanning.
	pattern *Pattern
	// runs are letters or digits of which a word must hold one where the pattern
	// matches; none if that cannot be told.
	runs []string

	parts  []string // the folded speech of a turn must hold one of them
	begins []string // and the words that follow each other must begin so
}

// newWord makes the term of a word typed by itself: its stem. Where it is
// several words for the index (harm-reduction), it is a phrase; where it is
// none (a sign, an emoji, Thai), it is characters to be found as they stand.
func newWord(text string) (*term, error) {
	switch found := wordsOf(speech{words: text}); len(found) {
	case 0:
		return newLiteral(text)
	case 1:
		return newStem(found[0].stem), nil
	default:
		return newPhrase(text, false)
	}
}

// newPhrase makes the term of words as written, one or more, the last of which
// may be only the beginning of a word.
func newPhrase(text string, prefix bool) (*term, error) {
	found := wordsOf(speech{words: text})
	if len(found) == 0 {
		return newLiteral(text)
	}
	t := &term{prefix: prefix}
	longest := ""
	for _, w := range found {
		t.words = append(t.words, w.word)
		if len(w.word) > len(longest) {
			longest = w.word
		}
	}
	t.parts = []string{longest}
	// A beginning may end in an apostrophe, which a whole word drops.
	if last := found[len(found)-1].at.End; prefix && foldString(text[last:], foldWords) == "'" {
		t.words[len(t.words)-1] += "'"
	}
	t.begins = t.words
	return t, nil
}

func newStem(stem string) *term {
	t := &term{stem: stem}
	t.begins = []string{stemStart(stem)}
	t.parts = t.begins
	return t
}

func newLiteral(text string) (*term, error) {
	p, err := Literal(text, Options{})
	return newPattern(p), err
}

func newPattern(p *Pattern) *term {
	if p == nil {
		return nil
	}
	return &term{pattern: p, parts: p.required, runs: p.runs()}
}

// indexed reports whether the index can answer for the term.
func (t *term) indexed() bool { return t.pattern == nil }

// mayBeIn reports whether the term may occur in a turn whose folded speech is
// given: quickly, and never wrong when it says no. Two ASCII letters or digits
// side by side are always of one word, so a word that begins or ends with one
// has none before or behind it, and between words that follow each other there
// is none.
func (t *term) mayBeIn(folded string) bool {
	if t.edits > 0 {
		return folded != ""
	}
	for at := 0; ; at++ {
		n := strings.Index(folded[at:], t.begins[0])
		if n < 0 {
			return false
		}
		at += n
		inside := at > 0 && isPlainWord(folded[at-1]) && isPlainWord(folded[at])
		if !inside && t.goesOn(folded[at+len(t.begins[0]):]) {
			return true
		}
	}
}

// goesOn reports whether the term's further words may follow in rest, which
// begins after its first.
func (t *term) goesOn(rest string) bool {
	for _, w := range t.begins[1:] {
		for i := 0; ; i++ {
			if strings.HasPrefix(rest[i:], w) {
				rest = rest[i+len(w):]
				break
			}
			if i == len(rest) || isPlainWord(rest[i]) {
				return false
			}
		}
	}
	last := t.begins[len(t.begins)-1]
	return t.stem != "" || t.prefix || rest == "" || !isPlainWord(rest[0]) || !isPlainWord(last[len(last)-1])
}

// isPlainWord reports whether a byte of a folded text is a letter or digit of
// ASCII, which is always part of a word.
func isPlainWord(b byte) bool { return 'a' <= b && b <= 'z' || '0' <= b && b <= '9' }

// isIn reports whether the term occurs among the words of a turn; t must be
// indexed.
func (t *term) isIn(said []word) bool {
	for i := range said {
		if t.at(said, i) > 0 {
			return true
		}
	}
	return false
}

// at gives how many words from i on the term takes up; 0 if it is not there.
func (t *term) at(said []word, i int) int {
	if t.stem != "" {
		if said[i].stem == t.stem {
			return 1
		}
		return 0
	}
	if t.edits > 0 {
		if distance(said[i].word, t.words[0], t.edits) <= t.edits {
			return 1
		}
		return 0
	}
	if i+len(t.words) > len(said) {
		return 0
	}
	for k, w := range t.words {
		has := said[i+k]
		same := has.word == w || t.prefix && k == len(t.words)-1 && strings.HasPrefix(has.word, w)
		if !same || has.position != said[i].position+k {
			return 0
		}
	}
	return len(t.words)
}

// places gives where a term stands in a turn, in order: all of its words, and
// of a phrase what is between them, but nothing that was not spoken. Said are
// the turn's words; a pattern needs none.
func (t *term) places(text *corpus.Text, turn corpus.TurnIndex, said []word) []corpus.Span {
	var found []corpus.Span
	if t.pattern != nil {
		t.pattern.inSpeech(speechOf(text, turn), func(s corpus.Span) bool {
			found = append(found, s)
			return true
		})
	} else {
		for i := range said {
			if n := t.at(said, i); n > 0 {
				found = append(found, corpus.Span{Start: said[i].at.Start, End: said[i+n-1].at.End})
			}
		}
	}
	var spoken []corpus.Span
	for _, s := range found {
		spoken = append(spoken, s.Clip(text.Turns[turn].Speech)...)
	}
	return spoken
}
