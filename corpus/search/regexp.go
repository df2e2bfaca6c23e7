package search

import (
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// turnsCaseOff finds an expression that asks for one case in a part of it.
var turnsCaseOff = regexp.MustCompile(`\(\?[a-zA-Z]*-[a-zA-Z]*i`)

// parseRegexp parses an expression for p, whose folding it may change.
//
// Where case does not count, text and expression are folded and compared as
// they are, which is many times faster than regexp's (?i). Only where the
// expression itself turns case on again for a part is (?i) left to regexp.
func parseRegexp(expr string, p *Pattern) (*syntax.Regexp, error) {
	flags := syntax.Perl
	if p.how&foldCase != 0 {
		flags |= syntax.FoldCase
		if turnsCaseOff.MatchString(expr) {
			p.how &^= foldCase
		}
	}
	parsed, err := syntax.Parse(norm.NFC.String(expr), flags)
	if err != nil {
		return nil, regexpError(err)
	}
	return parsed, nil
}

// foldRegexp makes an expression match the folded text where it would have
// matched the text.
func foldRegexp(re *syntax.Regexp, how folding) {
	switch re.Op {
	case syntax.OpLiteral:
		for i, r := range re.Rune {
			re.Rune[i] = how.rune(r)
		}
		if how&foldCase != 0 {
			re.Flags &^= syntax.FoldCase
		}
	case syntax.OpCharClass:
		re.Rune = foldClass(re.Rune)
	}
	for _, sub := range re.Sub {
		foldRegexp(sub, how)
	}
}

// foldClass makes a class of characters, given as ranges, hold the character
// that stands for a group of look-alikes if it holds any of them; a negated
// class (known by holding the last of all characters) only if it holds all.
// Case needs nothing: the parser has put both cases into the class.
func foldClass(ranges []rune) []rune {
	negated := inClass(ranges, unicode.MaxRune)
	for _, group := range lookalikes {
		any, all := false, true
		for _, r := range group {
			in := inClass(ranges, r)
			any, all = any || in, all && in
		}
		switch want := any && !negated || all; {
		case want && !inClass(ranges, group[0]):
			ranges = append(slices.Clone(ranges), group[0], group[0])
		case !want && inClass(ranges, group[0]):
			ranges = withoutRune(ranges, group[0])
		}
	}
	return ranges
}

func inClass(ranges []rune, r rune) bool {
	for i := 0; i+1 < len(ranges); i += 2 {
		if ranges[i] <= r && r <= ranges[i+1] {
			return true
		}
	}
	return false
}

func withoutRune(ranges []rune, r rune) []rune {
	var out []rune
	for i := 0; i+1 < len(ranges); i += 2 {
		lo, hi := ranges[i], ranges[i+1]
		if r < lo || hi < r {
			out = append(out, lo, hi)
			continue
		}
		if lo < r {
			out = append(out, lo, r-1)
		}
		if r < hi {
			out = append(out, r+1, hi)
		}
	}
	return out
}

// maxAlternatives limits how many strings are looked for before an expression.
const maxAlternatives = 16

// requiredBy gives strings of which every match of a folded expression holds
// at least one, the longest it can tell; none if it can tell none. Looking for
// them first passes over most turns quickly.
func requiredBy(re *syntax.Regexp) []string {
	switch re.Op {
	case syntax.OpLiteral:
		if re.Flags&syntax.FoldCase == 0 {
			return []string{string(re.Rune)}
		}
	case syntax.OpCapture, syntax.OpPlus:
		return requiredBy(re.Sub[0])
	case syntax.OpRepeat:
		if re.Min > 0 {
			return requiredBy(re.Sub[0])
		}
	case syntax.OpConcat:
		var best []string
		for _, sub := range re.Sub {
			if r := requiredBy(sub); shortest(r) > shortest(best) {
				best = r
			}
		}
		return best
	case syntax.OpAlternate:
		var any []string
		for _, sub := range re.Sub {
			r := requiredBy(sub)
			if any = append(any, r...); len(r) == 0 || len(any) > maxAlternatives {
				return nil
			}
		}
		return any
	}
	return nil
}

// leastRun is the shortest run of letters worth looking for among all words.
const leastRun = 3

// runs gives, for each string of which an expression's matches hold one, its
// longest run of ASCII letters and digits in lower case. Such a run always lies in
// one word (see term.mayBeIn), so that where no word holds any of them nothing
// matches. None if one of the strings has no run long enough.
func (p *Pattern) runs() []string {
	if p.re == nil {
		return nil // characters as they stand may run on over what parts words
	}
	var out []string
	for _, s := range p.required {
		longest := ""
		for _, run := range strings.FieldsFunc(foldString(s, foldWords), func(r rune) bool { return r >= utf8.RuneSelf || !isPlainWord(byte(r)) }) {
			if len(run) > len(longest) {
				longest = run
			}
		}
		if len(longest) < leastRun {
			return nil
		}
		out = append(out, longest)
	}
	return out
}

// shortest gives the length of the shortest of some strings, 0 if there is none.
func shortest(of []string) int {
	least := 0
	for i, s := range of {
		if i == 0 || len(s) < least {
			least = len(s)
		}
	}
	return least
}
