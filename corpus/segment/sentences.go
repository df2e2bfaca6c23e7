package segment

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/sentences"

	"concord/corpus"
)

// Sentences cuts turns into sentences: those of Unicode Standard Annex 29, but
// not broken after an abbreviation ("Dr. Gupta"), an initial ("J. Smith"), a
// closing quote before a small letter, or where no blank follows. A sentence
// never crosses a paragraph or a turn; a paragraph without a full stop is one
// sentence.
//
// Whether "the U.S. Congress" goes on after its dots is a guess from the next
// word; see softEnds.
func Sentences(t *corpus.Text) []corpus.Segment {
	w := wrapped(t)
	return cut(t, func(s string, yield func(piece)) { sentencesOf(s, w, yield) })
}

// sentencesOf yields the sentences of the paragraphs of one turn's speech.
func sentencesOf(s string, wrapped bool, yield func(piece)) {
	paragraphs(s, wrapped, func(p piece) {
		// Annex 29 ends a sentence at a line end; inside a paragraph it is a
		// blank. Both are one byte, so positions stay.
		text := strings.ReplaceAll(s[p.from:p.to], "\n", " ")
		from, end := 0, 0
		for it := sentences.FromString(text); it.Next(); {
			// What holds no word is no sentence: it goes with its neighbour.
			if hasWord(text[from:end]) && hasWord(it.Value()) && !goesOn(text[from:end], text[end:]) {
				yield(piece{p.from + from, p.from + end})
				from = end
			}
			end = it.End()
		}
		yield(piece{p.from + from, p.to})
	})
}

// goesOn reports whether the boundary between before and after, which Annex 29
// sees, is none.
func goesOn(before, after string) bool {
	words := strings.TrimRightFunc(before, unicode.IsSpace)
	next, _ := utf8.DecodeRuneInString(after)
	last, _ := utf8.DecodeLastRuneInString(words)
	switch {
	case len(words) == len(before) && next < utf8.RuneSelf && isWordRune(next):
		return true // "What?No", "a?b=c": nothing is left out between
	case unicode.IsLower(next) && isCloser(last):
		return true // “Really?” she said
	case last != '.':
		return false
	}
	w := strings.TrimLeftFunc(lastWord(words), func(r rune) bool { return !unicode.IsLetter(r) })
	w = strings.TrimSuffix(w, ".")
	switch {
	case hardEnds[w]:
		return true
	case beforeNumbers[w]:
		return unicode.IsDigit(next)
	case softEnds[w] || isInitial(w):
		return !startsSentence[firstLetters(after)]
	}
	return false
}

// hasWord reports whether s holds a letter or a digit.
func hasWord(s string) bool { return strings.IndexFunc(s, isWordRune) >= 0 }

// isCloser reports whether r closes a quotation or a bracket.
func isCloser(r rune) bool {
	return r == '"' || r == '\'' || unicode.In(r, unicode.Pe, unicode.Pf)
}

// lastWord gives what follows the last blank of s, or "" if that is longer than
// any abbreviation.
func lastWord(s string) string {
	const longest = 24
	tail := s[max(0, len(s)-longest):]
	i := strings.LastIndexFunc(tail, unicode.IsSpace)
	if i < 0 {
		if len(tail) < len(s) {
			return ""
		}
		return s
	}
	_, size := utf8.DecodeRuneInString(tail[i:])
	return tail[i+size:]
}

// isInitial reports whether w, whose last dot is off, is a capital or capitals
// with dots: J, U.S, J.R.
func isInitial(w string) bool {
	capital := true
	for _, r := range w {
		if capital != unicode.IsUpper(r) || !capital && r != '.' {
			return false
		}
		capital = !capital
	}
	return w != "" && !capital
}

// firstLetters gives the letters that s begins with, after opening quotes and
// brackets.
func firstLetters(s string) string {
	const longest = 12
	s = s[:min(len(s), 4*longest)]
	s = strings.TrimLeftFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })
	if i := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) }); i >= 0 {
		s = s[:i]
	}
	return s
}

// set makes a lookup of the words in a list.
func set(list string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(list) {
		m[w] = true
	}
	return m
}

// Abbreviations without their last dot.
var (
	// hardEnds never end a sentence: a name or an example follows.
	hardEnds = set(`Mr Mrs Ms Mx Dr Drs Prof Rev Hon Gov Sen Rep Gen Col Capt Lt Sgt Cmdr Maj Supt Pres Fr Msgr
		St Mt Ft Messrs Mme Mlle Hr vs e.g i.e cf viz approx`)
	// beforeNumbers go on only to a number; "No." is more often an answer.
	beforeNumbers = set(`No no Nos Nr nr Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Fig fig Sec sec Ch ch Vol vol
		pp p Art art Rm Ext ext`)
	// softEnds may end a sentence. They do if the next word is one that often
	// starts one; so do initials.
	softEnds = set(`Inc Ltd Co Corp Dept Ave Blvd Rd Jr Sr Ph.D M.D etc a.m p.m al est`)
	// startsSentence holds words that after a softEnd begin a new sentence.
	startsSentence = set(`I We You He She They It The This That These Those And But So Then There Here What When Where
		Why How Who Which If In On At As For With From My Our Your Their His Her Its Not No Yes Yeah Yep Well Because Or
		A An Okay Ok OK Um Uh Like Now Also After Before Once Since While Some Most Many Every Everybody Everyone People
		Do Did Does Is Are Was Were Can Could Would Will Should Have Has Had Let Maybe Right Oh`)
)
