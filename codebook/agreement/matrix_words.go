package agreement

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// vocabulary numbers the categories of a matrix: those of a given scale, or
// else those that occur, in the order in which they are met.
type vocabulary struct {
	given   bool
	words   []string
	first   []place // where each word was first met
	at      map[string]int
	numbers map[float64]int // the words of a given scale, if all are numbers
}

func newVocabulary(scale []string) *vocabulary {
	v := &vocabulary{given: scale != nil, at: make(map[string]int)}
	for i, w := range scale {
		w = strings.TrimSpace(w)
		v.words = append(v.words, w)
		v.at[w] = i
	}
	if numbers := numbersOf(v.words); numbers != nil {
		v.numbers = make(map[float64]int)
		for i, x := range numbers {
			v.numbers[x] = i
		}
	}
	return v
}

// number gives a word's number; it is not known if a given scale lacks it.
func (v *vocabulary) number(word string, at place) (number int, known bool) {
	if i, ok := v.at[word]; ok {
		return i, true
	}
	if v.given {
		x, ok := parseNumber(word)
		if !ok || v.numbers == nil {
			return 0, false
		}
		i, ok := v.numbers[x]
		return i, ok
	}
	i := len(v.words)
	v.at[word] = i
	v.words = append(v.words, word)
	v.first = append(v.first, at)
	return i, true
}

// settle orders the categories and says what number each word has among them.
func (v *vocabulary) settle(level Level) (categories []string, to []int, err error) {
	to = make([]int, len(v.words))
	if v.given {
		for i := range to {
			to[i] = i
		}
		return v.words, to, nil
	}
	if len(v.words) == 0 {
		return nil, nil, fmt.Errorf("reading the matrix: no coder has rated any unit; every cell is empty")
	}
	if err := v.suit(level); err != nil {
		return nil, nil, err
	}
	numbers := numbersOf(v.words)
	order := make([]int, len(v.words))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		if numbers != nil {
			if c := cmp.Or(cmp.Compare(numbers[a], numbers[b]), cmp.Compare(len(v.words[a]), len(v.words[b]))); c != 0 {
				return c
			}
		}
		return strings.Compare(v.words[a], v.words[b])
	})
	for i, at := range order {
		if i == 0 || numbers == nil || numbers[at] != numbers[order[i-1]] {
			categories = append(categories, v.words[at])
		} // else it is another way to write the same number
		to[at] = len(categories) - 1
	}
	return categories, to, nil
}

// suit checks that words taken from the data suit the level.
func (v *vocabulary) suit(level Level) error {
	if level != Interval && level != Ratio {
		return nil
	}
	for i, w := range v.words {
		x, ok := parseNumber(w)
		if !ok {
			return v.first[i].fault("%q is no number (or is too large), and the %v level needs numbers", w, level)
		}
		if level == Ratio && x < 0 {
			return v.first[i].fault("%s is negative, and the ratio level has no negative values", w)
		}
	}
	return nil
}

// notes are what a reader must know of categories that were taken from the data.
func (v *vocabulary) notes(categories []string, level Level) []string {
	if v.given {
		return nil
	}
	var notes []string
	for _, c := range categories {
		switch strings.ToLower(c) {
		case "na", "n/a", "nan", "null", "none", ".", "#n/a", "missing":
			notes = append(notes, fmt.Sprintf("%q is read as a category; only an empty cell is missing", c))
		}
	}
	if (level == Ordinal || level == Circular) && numbersOf(categories) == nil {
		notes = append(notes, "the categories are in alphabetical order; give the scale if theirs is another")
	}
	return notes
}
