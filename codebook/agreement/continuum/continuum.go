// Package continuum holds the spans that several coders marked on a text or
// recording, and reads them from CSV. Packages span and gamma measure agreement
// on them.
package continuum

import (
	"cmp"
	"fmt"
	"slices"
)

// Span is a stretch of a continuum that a coder marked with one category: the
// half-open range [Start,End) of whole positions. The unit of the positions
// (characters, words, milliseconds) is the caller's, and must be the same for
// all coders of a Continuum.
type Span struct {
	Start, End int
	Category   string
}

// CoderSpans is what one coder marked on one continuum. A coder without spans
// looked at all of it and marked nothing; a coder who did not look at it must
// be left out.
type CoderSpans struct {
	Coder string
	Spans []Span
}

// Continuum is one text (or recording) from Begin to End with what several
// coders marked on it. Make it with New. Spans of one coder may touch
// or overlap; which coefficients can do with overlaps is said where they are
// computed.
//
// Where a function takes several continua it treats them as one corpus. Texts
// are placed end to end, but no span, gap or alignment crosses from one to the
// next, and a text that fewer than two coders looked at takes no part.
type Continuum struct {
	name       string
	begin, end int
	coders     []CoderSpans
}

// maxPosition bounds positions so that sums and squares of lengths stay exact or
// nearly so in float64, and so that JSON readers do not lose digits.
const maxPosition = 1 << 53

// New checks the spans and sorts each coder's by start, end and
// category. A span given twice by one coder counts once. The name is used in
// messages only and may be "".
//
// It refuses, naming coder and span: an empty or backward continuum or span,
// a span outside the continuum, a span without category, and two coders of one
// name or of none.
func New(name string, begin, end int, coders []CoderSpans) (Continuum, error) {
	c := Continuum{name: name, begin: begin, end: end}
	if begin < -maxPosition || end > maxPosition {
		return Continuum{}, fmt.Errorf("%s runs from %d to %d: positions must lie within ±2^53", c.Title(), begin, end)
	}
	if end <= begin {
		return Continuum{}, fmt.Errorf("%s runs from %d to %d: the end must be greater than the beginning", c.Title(), begin, end)
	}
	seen := map[string]bool{}
	for _, g := range coders {
		if g.Coder == "" {
			return Continuum{}, fmt.Errorf("%s has a coder without a name: give every coder one", c.Title())
		}
		if seen[g.Coder] {
			return Continuum{}, fmt.Errorf("%s lists coder %q twice: put all spans of one coder together", c.Title(), g.Coder)
		}
		seen[g.Coder] = true
		for _, s := range g.Spans {
			if why := fault(s, begin, end); why != "" {
				return Continuum{}, fmt.Errorf("%s, coder %q: span [%d,%d) %q %s", c.Title(), g.Coder, s.Start, s.End, s.Category, why)
			}
		}
		spans := slices.Clone(g.Spans)
		slices.SortFunc(spans, Compare)
		c.coders = append(c.coders, CoderSpans{Coder: g.Coder, Spans: slices.Compact(spans)})
	}
	return c, nil
}

// fault says what is wrong with a span on [begin,end), or "".
func fault(s Span, begin, end int) string {
	switch {
	case s.Category == "":
		return "has no category"
	case s.End <= s.Start:
		return "covers nothing: its end must be greater than its start"
	case s.Start < begin || s.End > end:
		return fmt.Sprintf("lies outside the continuum, which runs from %d to %d", begin, end)
	}
	return ""
}

// Compare orders spans by start, end and category.
func Compare(a, b Span) int {
	return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End), cmp.Compare(a.Category, b.Category))
}

// Title names the continuum in a sentence.
func (c Continuum) Title() string {
	if c.name == "" {
		return "the continuum"
	}
	return fmt.Sprintf("transcript %q", c.name)
}

// Name is the name given to New.
func (c Continuum) Name() string { return c.name }

// Begin is the first position.
func (c Continuum) Begin() int { return c.begin }

// End is the position after the last.
func (c Continuum) End() int { return c.end }

// Length is the number of positions.
func (c Continuum) Length() int { return c.end - c.begin }

// Coders gives the coders in the order they were given to New.
func (c Continuum) Coders() []string {
	names := make([]string, len(c.coders))
	for i, g := range c.coders {
		names[i] = g.Coder
	}
	return names
}

// All gives what each coder marked, coders in the order of Coders, spans in that
// of Spans. The slices are the continuum's own: they must not be changed.
func (c Continuum) All() []CoderSpans { return c.coders }

// Spans gives a coder's spans in order of start, end and category, and whether
// the coder took part.
func (c Continuum) Spans(coder string) ([]Span, bool) {
	for _, g := range c.coders {
		if g.Coder == coder {
			return slices.Clone(g.Spans), true
		}
	}
	return nil, false
}

// Only is the continuum with the spans of the given categories; the coders
// stay, also those left without a span.
func (c Continuum) Only(categories ...string) Continuum {
	kept := c
	kept.coders = make([]CoderSpans, len(c.coders))
	for i, g := range c.coders {
		kept.coders[i].Coder = g.Coder
		for _, s := range g.Spans {
			if slices.Contains(categories, s.Category) {
				kept.coders[i].Spans = append(kept.coders[i].Spans, s)
			}
		}
	}
	return kept
}

// Categories lists the categories used anywhere, sorted.
func Categories(texts []Continuum) []string {
	seen := map[string]bool{}
	for _, t := range texts {
		for _, g := range t.coders {
			for _, s := range g.Spans {
				seen[s.Category] = true
			}
		}
	}
	names := make([]string, 0, len(seen))
	for name := range seen {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// Coders lists all coders in order of first appearance.
func Coders(texts []Continuum) []string {
	var names []string
	for _, t := range texts {
		for _, g := range t.coders {
			if !slices.Contains(names, g.Coder) {
				names = append(names, g.Coder)
			}
		}
	}
	return names
}

// Pairable keeps the texts that at least two coders looked at, and says
// why there is none.
func Pairable(texts []Continuum) ([]Continuum, string) {
	var kept []Continuum
	for _, t := range texts {
		if len(t.coders) >= 2 {
			kept = append(kept, t)
		}
	}
	switch {
	case len(kept) > 0:
		return kept, ""
	case len(Coders(texts)) < 2:
		return nil, "there are fewer than two coders"
	case len(Coders(texts)) == 2:
		return nil, "no transcript was coded by both"
	default:
		return nil, "no transcript was coded by two coders"
	}
}
