package search

import (
	"strings"
	"unicode"

	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/analysis/token/porter"
	segmenter "github.com/blevesearch/bleve/v2/analysis/tokenizer/unicode"

	"concord/corpus"
)

// analyzers names what words and stems does, for the index to remember: an
// index made by another is made anew. Change it with them.
const analyzers = "unicode8 nfc case looks blanks trim255 / possessive porter 1"

// maxWord is the longest word that is indexed, in bytes. What is longer is no
// word (a 50 MB line without blanks); literals and expressions find it.
const maxWord = 255

// longWord stands in the exact field for words that are too long to be indexed:
// where it is, more may have been said than the index knows.
const longWord = "\x00"

var (
	tokenizer = segmenter.NewUnicodeTokenizer()
	stemmer   = porter.NewPorterStemmer()
)

// words cuts a speech into words, as the exact field of the index holds them:
// the words of Unicode's rules, in NFC, in one case, with one apostrophe. No
// word is left out for being common: "no", "not" and "I" carry meaning.
// Start and End are byte offsets in the speech as given, Position counts from
// one. Scripts written without blanks that Unicode's rules do not cut (Thai,
// Lao, Khmer) give no words; Chinese gives one for each character.
func words(speech string) analysis.TokenStream {
	kept, _ := shortWords(speech)
	return kept
}

// shortWords gives the words, and whether some were left out for their length.
func shortWords(speech string) (kept analysis.TokenStream, long bool) {
	found := tokenizer.Tokenize([]byte(speech))
	kept = found[:0]
	for _, t := range found {
		t.End += marksAt(speech[t.End:])
		if t.End-t.Start > maxWord {
			long = true
			continue
		}
		word := strings.Trim(foldString(speech[t.Start:t.End], foldWords), "'")
		if word == "" {
			continue
		}
		t.Term = []byte(word)
		kept = append(kept, t)
	}
	return kept, long
}

// marksAt gives the length of the combining marks at the start of s. The rules
// of the tokenizer are older than some marks, and end a word before them.
func marksAt(s string) int {
	return len(s) - len(strings.TrimLeftFunc(s, unicode.IsMark))
}

// stems gives the stem of each word, as the stemmed field holds them: without
// a possessive 's, by Porter's rules for English.
func stems(words analysis.TokenStream) analysis.TokenStream {
	tokens := make([]analysis.Token, len(words))
	stream := make(analysis.TokenStream, len(words))
	for i, w := range words {
		tokens[i] = *w
		if n := len(w.Term) - 2; n > 0 && string(w.Term[n:]) == "'s" {
			tokens[i].Term = w.Term[:n]
		}
		stream[i] = &tokens[i]
	}
	return stemmer.Filter(stream)
}

// A word is one word of a speech.
type word struct {
	at         corpus.Span
	position   int // counts the words of the speech; a neighbour's is one more
	word, stem string
}

// wordsOf gives the words of a speech, placed in the stored text.
func wordsOf(s speech) []word {
	exact := words(s.words)
	stemmed := stems(exact)
	out := make([]word, len(exact))
	for i, w := range exact {
		out[i] = word{s.span(w.Start, w.End), w.Position, string(w.Term), string(stemmed[i].Term)}
	}
	return out
}

// stemStart gives the part of a stem that every word with this stem begins
// with. Porter's rules change at most the last letter of what they leave, and
// never the first: to i (happy, happi), to e (hoping, hope) or to l
// (sensibility, sensibl).
func stemStart(stem string) string {
	if n := len(stem) - 1; n > 0 && strings.IndexByte("iel", stem[n]) >= 0 {
		return stem[:n]
	}
	return stem
}

// A turnAnalysis is the analysis of one turn for both fields of the index,
// done once.
type turnAnalysis struct {
	speech         string
	exact, stemmed analysis.TokenStream
	done           bool
}

func (a *turnAnalysis) run() {
	if !a.done {
		var long bool
		a.exact, long = shortWords(a.speech)
		a.stemmed = stems(a.exact)
		if long {
			at := len(a.speech)
			a.exact = append(a.exact, &analysis.Token{Term: []byte(longWord), Start: at, End: at, Position: at + 1})
		}
		a.speech, a.done = "", true
	}
}

// exactAnalyzer and stemAnalyzer hand a turn's analysis to the two fields. The
// index analyses the fields of one document one after the other.
type (
	exactAnalyzer struct{ *turnAnalysis }
	stemAnalyzer  struct{ *turnAnalysis }
)

func (a exactAnalyzer) Analyze([]byte) analysis.TokenStream { a.run(); return a.exact }
func (a stemAnalyzer) Analyze([]byte) analysis.TokenStream  { a.run(); return a.stemmed }
