package search

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// maxEdits is the most letters by which word~2 lets a word differ.
const maxEdits = 2

// newFuzzy makes the term of words that are spelled nearly so: as written, but
// for so many letters added, left out, changed, or exchanged with the next.
func newFuzzy(text string, edits int) (*term, error) {
	found := wordsOf(speech{words: text})
	if len(found) != 1 {
		return nil, errors.New("~ looks for one word that is spelled nearly so, as in trust~ or trust~2; to look for the sign put quotes around it")
	}
	return &term{words: []string{found[0].word}, edits: edits}, nil
}

// splitFuzzy takes apart word~, word~1 and word~2. raw is the word as typed, in
// which a backslash makes the sign one like all others.
func splitFuzzy(text, raw string) (word string, edits int, ok bool, err error) {
	at := strings.LastIndexByte(text, '~')
	if at < 0 || strings.Contains(raw, `\~`) {
		return "", 0, false, nil
	}
	switch after := text[at+1:]; {
	case after == "" || after == "1":
		edits = 1
	case after == "2":
		edits = 2
	case strings.Trim(after, "0123456789") == "":
		return "", 0, true, fmt.Errorf("after ~ stands 1 or %d, the number of letters that may differ", maxEdits)
	default:
		return "", 0, false, nil
	}
	return text[:at], edits, true, nil
}

// distance gives by how many edits two words differ, if that is at most most,
// and else a larger number. An edit adds, leaves out or changes a character, or
// exchanges two neighbours, between which nothing else is changed (optimal
// string alignment).
func distance(a, b string, most int) int {
	n, m := utf8.RuneCountInString(a), utf8.RuneCountInString(b)
	if n-m > most || m-n > most {
		return most + 1
	}
	if a == b {
		return 0
	}
	x, y := []rune(a), []rune(b)
	// Three rows of the table of distances of beginnings.
	rows := [3][]int{make([]int, m+1), make([]int, m+1), make([]int, m+1)}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= n; i++ {
		row, above, twoAbove := rows[i%3], rows[(i+2)%3], rows[(i+1)%3]
		row[0] = i
		least := i
		for j := 1; j <= m; j++ {
			change := 1
			if x[i-1] == y[j-1] {
				change = 0
			}
			row[j] = min(above[j]+1, row[j-1]+1, above[j-1]+change)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				row[j] = min(row[j], twoAbove[j-2]+1)
			}
			least = min(least, row[j])
		}
		if least > most {
			return most + 1
		}
	}
	return rows[n%3][m]
}

// nearest gives the name that was probably meant: the one that begins with what
// was typed, or that differs in the fewest letters, at most two and fewer than
// half of them; "" if there is none.
func nearest(typed string, names []string) string {
	typed = foldName(typed)
	best, least := "", min(maxEdits, (utf8.RuneCountInString(typed)-1)/2)+1
	for _, name := range names {
		folded := foldName(strings.Trim(name, `"`))
		d := distance(typed, folded, maxEdits)
		if len(typed) > 1 && strings.HasPrefix(folded, typed) {
			d = min(d, 1)
		}
		if d < least {
			best, least = name, d
		}
	}
	return best
}

// hint asks what a query may have meant that found nothing, in which names of
// fields and operators stand as words; "" if there is nothing to ask.
func (s *session) hint() string {
	for i, w := range s.bare {
		following := i+1 < len(s.bare)
		lower := strings.ToLower(w)
		switch {
		case lower == "or" && following:
			return fmt.Sprintf(`“%s” was looked for as a word; to ask for either of two terms write OR in capitals`, w)
		case lower == "and" && following:
			return fmt.Sprintf(`“%s” was looked for as a word; terms side by side must all be there, and so no “and” is needed between them`, w)
		case lower == "not" && following:
			return fmt.Sprintf(`“%s” was looked for as a word; to leave a term out write NOT in capitals, or a minus before it`, w)
		case lower == "within":
			return fmt.Sprintf(`“%s” was looked for as a word; to ask for terms that are near each other write within 3 (a, b)`, w)
		case slices.Contains(relationNames, lower):
			return fmt.Sprintf(`“%s” was looked for as a word; it relates two coded passages, as in code:a %s code:b`, w, relationExample(lower))
		}
		for _, f := range s.fields {
			if name := strings.Trim(f, `"`); foldName(name) == foldName(w) {
				return fmt.Sprintf("“%s” was looked for as a word; as a field it takes a value right after a colon: %s:…", w, f)
			}
		}
	}
	for _, w := range s.bare {
		if utf8.RuneCountInString(w) < 5 {
			continue
		}
		if near := nearest(w, relationNames); near != "" {
			return fmt.Sprintf("“%s” was looked for as a word; was %s meant, as in code:a %s code:b?", w, near, relationExample(near))
		}
		if near := nearest(w, s.fields); near != "" {
			return fmt.Sprintf("“%s” was looked for as a word; was the field %s:… meant?", w, near)
		}
	}
	if len(s.bare) > 0 {
		w := s.bare[len(s.bare)-1]
		return fmt.Sprintf("%s~ also finds words that are spelled nearly so", w)
	}
	return ""
}

func relationExample(name string) string {
	if name == relationNames[near] {
		return name + " 3"
	}
	return name
}
