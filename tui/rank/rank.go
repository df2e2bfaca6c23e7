// Package rank puts codes in the order in which a person who typed a few letters
// is likely to mean them.
//
// Start with Codes. The picker of the workbench and the linear mode stand on it.
package rank

import (
	"slices"
	"strings"

	"github.com/sahilm/fuzzy"

	"concord/codebook"
)

// Codes gives the codes of a book that may be applied and match what was typed,
// best first: the very name, then names that begin with it, words of names that
// do, names that hold it, names that hold its letters in order, and paths that
// hold it. An alias is as good as a name, and case does not matter. Equally good
// ones come in the order of recent, and then in that of the codebook. With
// nothing typed all codes match equally.
func Codes(book *codebook.Codebook, typed string, recent []codebook.CodeID) []codebook.Code {
	return Among(book, typed, recent, codebook.Code.Applicable)
}

// Among is Codes for the codes for which keep holds.
func Among(book *codebook.Codebook, typed string, recent []codebook.CodeID, keep func(codebook.Code) bool) []codebook.Code {
	typed = strings.ToLower(strings.TrimSpace(typed))
	type candidate struct {
		codebook.Code
		rank, recent int
	}
	var found []candidate
	for _, c := range book.Codes() {
		if !keep(c) {
			continue
		}
		at := slices.Index(recent, c.ID)
		if at < 0 {
			at = len(recent)
		}
		if r := rankOf(book, c, typed); r < nowhere {
			found = append(found, candidate{c, r, at})
		}
	}
	slices.SortStableFunc(found, func(a, b candidate) int {
		if n := a.rank - b.rank; n != 0 {
			return n
		}
		return a.recent - b.recent
	})
	out := make([]codebook.Code, len(found))
	for i, c := range found {
		out[i] = c.Code
	}
	return out
}

// How well a code matches, best first.
const (
	same = iota
	begins
	wordBegins
	holds
	scattered
	inPath
	nowhere
)

func rankOf(book *codebook.Codebook, c codebook.Code, typed string) int {
	if typed == "" {
		return same
	}
	best := nowhere
	for _, name := range append([]string{c.Name}, c.Aliases...) {
		best = min(best, rankName(strings.ToLower(name), typed))
	}
	if best == nowhere && strings.Contains(strings.ToLower(book.Path(c.ID)), typed) {
		return inPath
	}
	return best
}

func rankName(name, typed string) int {
	switch {
	case name == typed:
		return same
	case strings.HasPrefix(name, typed):
		return begins
	case strings.Contains(" "+name, " "+typed):
		return wordBegins
	case strings.Contains(name, typed):
		return holds
	case len(fuzzy.Find(typed, []string{name})) > 0:
		return scattered
	}
	return nowhere
}
