package tui

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"concord/corpus"
	"concord/store"
)

// listItem is a transcript with what the list of transcripts tells of it.
type listItem struct {
	corpus.Transcript
	attributes []corpus.Attribute // its own and its cases', those that tell groups apart first
	cases      []string           // names
	mine       store.Summary      // the coder's own progress
	about      string             // the above on one line
}

// progress is the share of its turns that the coder has coded; more than all of
// them where she has finished.
func (x *listItem) progress() float64 {
	if x.mine.Completed {
		return 2
	}
	return float64(x.mine.CodedTurns) / float64(max(x.TurnCount, 1))
}

// listOrder is how the list of transcripts is sorted.
type listOrder struct {
	By   string `json:"by"` // one of the orders below, or an attribute's name
	Down bool   `json:"down"`
}

// The orders that every project has. Attributes follow them.
const (
	orderName  = ""
	orderWords = "words"
	orderMine  = "your progress"
	orderLast  = "last worked on"
)

// words names an order.
func (o listOrder) words() string {
	return "by " + clean(firstOf(o.By, "name")) + map[bool]string{true: ", last first"}[o.Down]
}

var fixedOrders = []string{orderName, orderWords, orderMine, orderLast}

// filterTerm is one condition on a transcript: words that its name, a case or an
// attribute holds, or, with a field, the value of an attribute.
type filterTerm struct{ field, value string }

// parseFilter takes a filter apart: words and field:value, with quotes around
// what has blanks.
func parseFilter(s string) []filterTerm {
	var terms []filterTerm
	var t filterTerm
	var word strings.Builder
	quoted, any := false, false
	end := func() {
		if any {
			t.value = word.String()
			terms = append(terms, t)
		}
		t, any = filterTerm{}, false
		word.Reset()
	}
	for _, c := range s {
		switch {
		case c == '"' || c == '“' || c == '”':
			quoted, any = !quoted, true
		case c == ' ' && !quoted:
			end()
		case c == ':' && !quoted && t.field == "" && any:
			t.field = strings.ToLower(word.String())
			word.Reset()
		default:
			word.WriteRune(c)
			any = true
		}
	}
	end()
	return terms
}

// matches reports whether a transcript fulfils a condition. Case does not
// matter, and a part of a word is enough.
func (t filterTerm) matches(x *listItem) bool {
	holds := func(s string) bool { return strings.Contains(strings.ToLower(s), strings.ToLower(t.value)) }
	yes := func(is bool) bool { return strings.HasPrefix("yes", strings.ToLower(t.value)) == is }
	switch t.field {
	case "":
		return holds(x.Name) || holds(x.about)
	case "name":
		return holds(x.Name)
	case "case":
		return slices.ContainsFunc(x.cases, holds)
	case "coded":
		return yes(x.mine.Codings > 0)
	case "complete":
		return yes(x.mine.Completed)
	}
	return slices.ContainsFunc(x.attributes, func(a corpus.Attribute) bool { return strings.EqualFold(a.Name, t.field) && holds(a.Value) })
}

// checkFilter says which field of a filter nobody has.
func checkFilter(terms []filterTerm, names []string) string {
	known := append([]string{"name", "case", "coded", "complete"}, names...)
	for _, t := range terms {
		if t.field != "" && !slices.ContainsFunc(known, func(n string) bool { return strings.EqualFold(n, t.field) }) {
			return fmt.Sprintf("no transcript has “%s”; there are %s", t.field, strings.Join(known, ", "))
		}
	}
	return ""
}

// compare orders two transcripts; what an order does not decide stays as it is.
// Transcripts without a value come last, whichever way the list goes.
func (o listOrder) compare(a, b *listItem) int {
	n := 0
	switch o.By {
	case orderName:
	case orderWords:
		n = cmp.Compare(a.WordCount, b.WordCount)
	case orderMine:
		n = cmp.Compare(a.progress(), b.progress())
	case orderLast:
		n = a.mine.LastWorked.Compare(b.mine.LastWorked)
	default:
		x, okX := attribute(a.attributes, o.By)
		y, okY := attribute(b.attributes, o.By)
		switch {
		case okX != okY:
			return map[bool]int{true: -1, false: 1}[okX]
		case okX:
			n = compareValues(x, y)
		}
	}
	if o.Down {
		return -n
	}
	return n
}

func attribute(all []corpus.Attribute, name string) (corpus.Attribute, bool) {
	i := slices.IndexFunc(all, func(a corpus.Attribute) bool { return strings.EqualFold(a.Name, name) && a.Value != "" })
	if i < 0 {
		return corpus.Attribute{}, false
	}
	return all[i], true
}

// compareValues compares numbers as numbers, and else letters whatever their
// case.
func compareValues(a, b corpus.Attribute) int {
	x, err1 := strconv.ParseFloat(a.Value, 64)
	y, err2 := strconv.ParseFloat(b.Value, 64)
	if err1 == nil && err2 == nil {
		return cmp.Compare(x, y)
	}
	return cmp.Compare(strings.ToLower(a.Value), strings.ToLower(b.Value))
}
