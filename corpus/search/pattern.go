package search

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"regexp"
	"regexp/syntax"
	"strings"
	"unicode/utf8"

	"concord/corpus"
)

// Options say how a Pattern is looked for. The zero value is what people
// expect of a find key: in speech, case does not count, parts of words do.
type Options struct {
	MatchCase bool // upper and lower case differ
	WholeWord bool // no letter, digit or combining mark before or after
	// Everywhere looks through the whole text, labels, time stamps and what
	// nobody spoke included, as one piece; else each turn's speech is a piece.
	Everywhere bool
}

// A Pattern is something to find exactly in a text: characters, or a regular
// expression. Make it with Literal or Regexp and use it for many texts, from
// any number of goroutines.
//
// For all patterns, composed and decomposed characters are the same, and so
// are the forms of the apostrophe (' ’ ‘ ʼ ＇), and a no-break blank and a
// blank.
type Pattern struct {
	options  Options
	how      folding
	literal  string         // folded; the pattern, if re is nil
	re       *regexp.Regexp // matches folded text
	required []string       // every match holds one of them
}

// Literal makes a pattern of characters to be found as they stand. Any white
// space in a text matches a blank (a hard line break inside a sentence does
// not hide it), and characters that show nothing, such as soft hyphens, are
// passed over. It is an error if nothing is left to look for.
func Literal(text string, o Options) (*Pattern, error) {
	if !utf8.ValidString(text) {
		return nil, errors.New("the text to find is not valid UTF-8")
	}
	p := &Pattern{options: o, how: foldLooks | foldBlanks}
	if !o.MatchCase {
		p.how |= foldCase
	}
	p.literal = foldString(text, p.how)
	p.required = []string{p.literal}
	if p.literal == "" {
		return nil, errors.New("there is nothing to find: the text is empty")
	}
	return p, nil
}

// Regexp makes a pattern of a regular expression, in the syntax of Go's regexp
// package (RE2: no look-around, no back references; time grows with the text
// alone). In speech, ^ and $ are the beginning and end of what was said in a
// turn. Matches of nothing are passed over.
func Regexp(expr string, o Options) (*Pattern, error) {
	if rest, ok := strings.CutPrefix(expr, "(?i)"); ok {
		expr, o.MatchCase = rest, false
	}
	p := &Pattern{options: o, how: foldLooks}
	if !o.MatchCase {
		p.how |= foldCase
	}
	parsed, err := parseRegexp(expr, p)
	if err != nil {
		return nil, err
	}
	foldRegexp(parsed, p.how)
	if p.re, err = regexp.Compile(parsed.String()); err != nil {
		return nil, regexpError(err)
	}
	p.required = requiredBy(parsed)
	return p, nil
}

func regexpError(err error) error {
	var bad *syntax.Error
	if errors.As(err, &bad) {
		return fmt.Errorf("the regular expression is not valid: %s in %q", bad.Code, bad.Expr)
	}
	return fmt.Errorf("the regular expression is not valid: %w", err)
}

// In gives the places of a pattern in a text, in order and not overlapping. A
// place may reach over unspoken matter between two spoken parts of a turn.
func (p *Pattern) In(t *corpus.Text) iter.Seq[corpus.Span] {
	return func(yield func(corpus.Span) bool) {
		if p.options.Everywhere {
			p.inSpeech(speech{words: t.Body}, yield)
			return
		}
		f := foldSpeech(t, p.how)
		f.eachTurnWith(p.required, func(i int) bool {
			return !p.matches(f.turn(i)) || p.inSpeech(speechOf(t, corpus.TurnIndex(i)), yield)
		})
	}
}

// inSpeech yields the places of the pattern in a speech until yield refuses.
func (p *Pattern) inSpeech(s speech, yield func(corpus.Span) bool) bool {
	f := fold(s.words, p.how)
	last := 0
	for start, end := range p.matchesIn(f.text) {
		start, end = f.back(start, end)
		if start < last {
			continue // a second part of one composed character
		}
		if last = end; !yield(s.span(start, end)) {
			return false
		}
	}
	return true
}

// matches reports whether the pattern occurs in a folded text.
func (p *Pattern) matches(folded string) bool {
	if p.re != nil {
		m := p.re.FindStringIndex(folded)
		if m == nil || p.counts(folded, m[0], m[1]) {
			return m != nil
		}
	}
	for range p.matchesIn(folded) {
		return true
	}
	return false
}

// matchesIn gives the matches in a folded text: in order, not overlapping, not
// empty.
func (p *Pattern) matchesIn(folded string) iter.Seq2[int, int] {
	return func(yield func(int, int) bool) {
		if p.re != nil {
			for _, m := range p.re.FindAllStringIndex(folded, -1) {
				if p.counts(folded, m[0], m[1]) && !yield(m[0], m[1]) {
					return
				}
			}
			return
		}
		for at := 0; ; {
			n := strings.Index(folded[at:], p.literal)
			if n < 0 {
				return
			}
			start, end := at+n, at+n+len(p.literal)
			if p.counts(folded, start, end) {
				if !yield(start, end) {
					return
				}
				at = end
			} else {
				_, size := utf8.DecodeRuneInString(folded[start:])
				at = start + size
			}
		}
	}
}

// counts reports whether a match is one that was asked for.
func (p *Pattern) counts(folded string, start, end int) bool {
	return start < end && (!p.options.WholeWord || isWhole(folded, start, end))
}

func isWhole(s string, start, end int) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:start])
	after, _ := utf8.DecodeRuneInString(s[end:])
	first, _ := utf8.DecodeRuneInString(s[start:end])
	last, _ := utf8.DecodeLastRuneInString(s[start:end])
	return !(start > 0 && isWordRune(before) && isWordRune(first)) &&
		!(end < len(s) && isWordRune(after) && isWordRune(last))
}

// Found is a place of a pattern in a project.
type Found struct {
	Transcript corpus.TranscriptID
	Text       corpus.TextID
	Span       corpus.Span
}

// Find gives the places of a pattern in all transcripts of a source, in their
// order, one text after the other, until the context ends. After an error it
// gives no more.
func Find(ctx context.Context, source Source, p *Pattern) iter.Seq2[Found, error] {
	return func(yield func(Found, error) bool) {
		list, err := source.Transcripts(ctx)
		if err != nil {
			yield(Found{}, err)
			return
		}
		for _, t := range list {
			if t.Text.IsZero() {
				continue
			}
			if err := ctx.Err(); err != nil {
				yield(Found{}, err)
				return
			}
			text, err := source.Text(ctx, t.Text)
			if err != nil {
				yield(Found{}, fmt.Errorf("reading the text of %q: %w", t.Name, err))
				return
			}
			for s := range p.In(text) {
				if !yield(Found{t.ID, t.Text, s}, nil) {
					return
				}
			}
		}
	}
}
