package app

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"concord/corpus"
	"concord/store"
	"concord/tui/layout"
)

// aboutTranscript tells of a transcript's cases and attributes on one line,
// those that tell groups apart first.
func (r *Host) AboutTranscript(t corpus.Transcript) string {
	return r.ListItem(t).About
}

// listItem gathers what the list tells of a transcript.
func (r *Host) ListItem(t corpus.Transcript) *ListItem {
	x := &ListItem{Transcript: t, Attributes: slices.Clone(t.Attributes), Mine: r.Over.Summaries[t.ID][r.Coder().ID]}
	for _, id := range t.Cases {
		c := r.Over.Cases[id]
		x.Cases = append(x.Cases, c.Name)
		x.Attributes = append(x.Attributes, c.Attributes...)
	}
	place := func(a corpus.Attribute) int {
		if strings.EqualFold(a.Name, r.Habits.Order.By) {
			return -1
		}
		return slices.Index(r.Attributes, a.Name)
	}
	slices.SortStableFunc(x.Attributes, func(a, b corpus.Attribute) int { return place(a) - place(b) })
	words := slices.Clone(x.Cases)
	for _, a := range x.Attributes {
		words = append(words, a.Value)
	}
	x.About = layout.Clean(strings.Join(words, " · "))
	return x
}

// attributeNames lists the attributes of the project, those with few values
// first: a county tells groups apart, a name does not.
func AttributeNames(o *store.Overview) []string {
	values := map[string]map[string]bool{}
	add := func(all []corpus.Attribute) {
		for _, a := range all {
			if values[a.Name] == nil {
				values[a.Name] = map[string]bool{}
			}
			values[a.Name][a.Value] = true
		}
	}
	for _, t := range o.Transcripts {
		add(t.Attributes)
	}
	for _, c := range o.Cases {
		add(c.Attributes)
	}
	var names []string
	for n := range values {
		names = append(names, n)
	}
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(len(values[a]), len(values[b])), strings.Compare(a, b))
	})
	return names
}

// listItem is a transcript with what the list of transcripts tells of it.
type ListItem struct {
	corpus.Transcript
	Attributes []corpus.Attribute // its own and its cases', those that tell groups apart first
	Cases      []string           // names
	Mine       store.Summary      // the coder's own progress
	About      string             // the above on one line
}

// listOrder is how the list of transcripts is sorted.
type ListOrder struct {
	By   string `json:"by"` // one of the orders below, or an attribute's name
	Down bool   `json:"down"`
}

// The orders that every project has. Attributes follow them.
const (
	OrderName  = ""
	OrderWords = "words"
	OrderMine  = "your progress"
	OrderLast  = "last worked on"
)

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
