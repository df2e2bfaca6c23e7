package turns

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"concord/corpus/importer/internal/chars"
)

// maxCompared bounds the labels that are compared with each other.
const maxCompared = 200

// warnSimilar says which speakers may be one under two spellings. They are never
// made one here: a person must say so.
func warnSimilar(speakers []Speaker) []string {
	if len(speakers) > maxCompared {
		return []string{fmt.Sprintf("the file has %d different speaker labels: check that they are names", len(speakers))}
	}
	var out []string
	for i := range speakers {
		for _, b := range speakers[i+1:] {
			a := speakers[i]
			if a.Turns < b.Turns {
				a, b = b, a
			}
			if !mayBeOne(a, b) {
				continue
			}
			out = append(out, fmt.Sprintf("“%s” (%s) may be “%s” (%s) in another spelling: they were kept as two speakers",
				b.Label, chars.Count(b.Turns, "turn", "turns"), a.Label, chars.Count(a.Turns, "turn", "turns")))
		}
	}
	return out
}

// mayBeOne compares the labels of two speakers, a having the more turns: equal
// but for case and punctuation, or different by a slip or two in long words and
// b rare beside a. Numbers must agree: P1 is not P2. The interviewer is not
// the interviewee.
func mayBeOne(a, b Speaker) bool {
	if labelKey(a.Label) == labelKey(b.Label) {
		return true
	}
	x, y := bareWords(a.Label), bareWords(b.Label)
	if len(x) != len(y) || b.Turns > 2 && b.Turns*10 > a.Turns || GuessRole(a.Label) != GuessRole(b.Label) {
		return false
	}
	slips := 0
	for i := range x {
		d := distance(x[i], y[i])
		if d > 0 && min(utf8.RuneCountInString(x[i]), utf8.RuneCountInString(y[i])) < 5 || strings.ContainsAny(x[i]+y[i], "0123456789") && d > 0 {
			return false
		}
		slips += d
	}
	return slips <= 2
}

// distance counts the letters to insert, drop or change to make b of a; words
// that differ in length by more than two are 3 apart.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	if len(x)-len(y) > 2 || len(y)-len(x) > 2 {
		return 3
	}
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		diagonal := row[0]
		row[0] = i + 1
		for j := range y {
			change := diagonal
			if x[i] != y[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(row[j+1]+1, row[j]+1, change)
		}
	}
	return row[len(y)]
}
