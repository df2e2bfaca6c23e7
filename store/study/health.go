package study

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"concord/codebook"
	"concord/corpus"
	"concord/corpus/prose"
)

// Complaint is a kind of what may be wrong with a codebook.
type Complaint string

// The kinds of complaints, in the order in which they are listed.
const (
	Undefined Complaint = "no definition"
	Alike     Complaint = "names alike"
	Together  Complaint = "always together"
	Within    Complaint = "always within another"
	OneCoder  Complaint = "one coder only"
	Unused    Complaint = "unused"
	NoExample Complaint = "no example"
)

var complaints = []Complaint{Undefined, Alike, Together, Within, OneCoder, Unused, NoExample}

// Finding is one thing that may be wrong with a codebook. It is a hint: a rare
// code may be the most telling one.
type Finding struct {
	Kind  Complaint         `json:"kind"`
	Codes []codebook.CodeID `json:"ids"`
	Paths []string          `json:"codes"`
	Say   string            `json:"say"` // a sentence
}

// Health says what may be wrong with the codebook.
type Health struct {
	Codebook string    `json:"codebook"` // label and short digest
	Codes    int       `json:"codes"`    // that may be applied
	Findings []Finding `json:"findings"` // by kind, then in tree order
}

// How often two codes must have been used before it means something that they
// always stand together, and how often "always" is.
const (
	enoughTogether = 4
	alwaysShare    = 0.9
)

// Health looks for codes without definition or example, unused or used by one
// coder only, codes whose passages always overlap those of another, and names
// that are nearly the same, as far as the coder sees the codings.
func (s *Study) Health(ctx context.Context) (Health, error) {
	return inSnapshot(ctx, s, func(s *Study) (Health, error) { return s.readHealth(ctx) })
}

func (s *Study) readHealth(ctx context.Context) (Health, error) {
	b, err := s.book(ctx)
	if err != nil {
		return Health{}, err
	}
	out := Health{Codebook: b.Line, Findings: []Finding{}}
	add := func(kind Complaint, say string, codes ...codebook.CodeID) {
		f := Finding{Kind: kind, Codes: codes, Say: say}
		for _, id := range codes {
			f.Paths = append(f.Paths, b.Path(id))
		}
		out.Findings = append(out.Findings, f)
	}
	uses, err := s.Reader().Uses(ctx)
	if err != nil {
		return out, err
	}
	names, err := s.CoderNames(ctx)
	if err != nil {
		return out, err
	}
	counts := b.Count(uses)
	coders := map[codebook.CoderID]bool{}
	for _, u := range uses {
		coders[u.Coder] = true
	}
	for _, c := range b.All() {
		if !c.Applicable() {
			continue
		}
		out.Codes++
		name := "“" + c.Name + "”"
		if c.Definition.Empty() {
			add(Undefined, name+" has no definition", c.ID)
		}
		if len(c.Examples.Typical) == 0 {
			add(NoExample, name+" has no example", c.ID)
		}
		var by []codebook.CoderID
		for coder, t := range counts.Codes[c.ID] {
			if t.Shown() > 0 {
				by = append(by, coder)
			}
		}
		switch n := counts.Of(c.ID).Shown(); {
		case n == 0 && len(b.Children(c.ID)) == 0: // those with others below them often only gather
			add(Unused, name+" was never used", c.ID)
		case len(by) == 1 && len(coders) > 1:
			add(OneCoder, fmt.Sprintf("%s was used by %s only, %s", name, names[by[0]], prose.Times(n)), c.ID)
		}
	}
	alike(b.Codebook, add)
	if err := s.together(ctx, b, add); err != nil {
		return out, err
	}
	slices.SortStableFunc(out.Findings, func(x, y Finding) int {
		return cmp.Or(slices.Index(complaints, x.Kind)-slices.Index(complaints, y.Kind), b.Position(x.Codes[0])-b.Position(y.Codes[0]))
	})
	return out, nil
}

// together finds codes whose passages overlap those of another whenever they are
// used. The passages of one coder are compared with her own.
func (s *Study) together(ctx context.Context, b Book, add func(Complaint, string, ...codebook.CodeID)) error {
	codings, err := s.Reader().Codings(ctx, corpus.TranscriptID{})
	if err != nil {
		return err
	}
	n := map[codebook.CodeID]int{}
	overlaps := map[[2]codebook.CodeID]int{} // passages of the first that overlap one of the second
	type open struct {
		codebook.Coding
		code codebook.CodeID
		with map[codebook.CodeID]bool
	}
	var near []*open // those that may still overlap what follows
	done := func(o *open) {
		n[o.code]++
		for other := range o.with {
			overlaps[[2]codebook.CodeID{o.code, other}]++
		}
	}
	for _, c := range codings { // in reading order
		r := b.Resolve(c.Code, c.Definition)
		if !shown(r) {
			continue
		}
		o := &open{c, r.Code, map[codebook.CodeID]bool{}}
		kept := near[:0]
		for _, x := range near {
			if x.Transcript != c.Transcript || x.Text != c.Text || x.Span.End <= c.Span.Start {
				done(x)
				continue
			}
			kept = append(kept, x)
			if x.Coder == c.Coder && x.code != o.code {
				x.with[o.code], o.with[x.code] = true, true
			}
		}
		near = append(kept, o)
	}
	for _, x := range near {
		done(x)
	}
	share := func(a, c codebook.CodeID) float64 {
		return float64(overlaps[[2]codebook.CodeID{a, c}]) / float64(n[a])
	}
	for pair := range overlaps {
		a, c := pair[0], pair[1]
		x, ok1 := b.Code(a)
		y, ok2 := b.Code(c)
		if !ok1 || !ok2 || n[a] < enoughTogether || share(a, c) < alwaysShare {
			continue
		}
		if n[c] >= enoughTogether && share(c, a) >= alwaysShare {
			if b.Position(a) < b.Position(c) {
				add(Together, fmt.Sprintf("“%s” and “%s” stand together nearly always (%d of %d, and %d of %d passages)", x.Name, y.Name, overlaps[pair], n[a], overlaps[[2]codebook.CodeID{c, a}], n[c]), a, c)
			}
			continue
		}
		add(Within, fmt.Sprintf("“%s” stands with “%s” nearly always (%d of %d passages): is it a kind of it?", x.Name, y.Name, overlaps[pair], n[a]), a, c)
	}
	return nil
}

// alike finds codes in use whose names, or other names, are nearly the same.
func alike(b *codebook.Codebook, add func(Complaint, string, ...codebook.CodeID)) {
	type named struct {
		id    codebook.CodeID
		name  string
		plain []rune
	}
	var all []named
	for _, c := range b.All() {
		if !c.InUse() {
			continue
		}
		for _, name := range append([]string{c.Name}, c.Aliases...) {
			all = append(all, named{c.ID, name, []rune(plainName(name))})
		}
	}
	told := map[[2]codebook.CodeID]bool{}
	for i, x := range all {
		for _, y := range all[i+1:] {
			if x.id == y.id || told[[2]codebook.CodeID{x.id, y.id}] || !nearly(x.plain, y.plain) {
				continue
			}
			told[[2]codebook.CodeID{x.id, y.id}] = true
			add(Alike, fmt.Sprintf("“%s” and “%s” have nearly the same name", x.name, y.name), x.id, y.id)
		}
	}
}

// plainName is a name without what people write now one way, now another: case,
// punctuation, the order of words, a plural's s.
func plainName(name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	for i, w := range words {
		if len(w) > 3 {
			words[i] = strings.TrimSuffix(w, "s")
		}
	}
	slices.Sort(words)
	return strings.Join(words, " ")
}

// nearly reports whether two names are the same but for one slip of the pen (a
// letter more, less, other, or two swapped); short names must be the same. Names
// that differ in a digit are meant to differ.
func nearly(a, b []rune) bool {
	if slices.Equal(a, b) {
		return true
	}
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) < 6 || len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	rest := b[i:]
	if unicode.IsDigit(rest[0]) || i < len(a) && unicode.IsDigit(a[i]) {
		return false
	}
	switch {
	case len(a) < len(b):
		return slices.Equal(a[i:], rest[1:])
	case slices.Equal(a[i+1:], rest[1:]):
		return true
	}
	return i+1 < len(a) && a[i] == rest[1] && a[i+1] == rest[0] && slices.Equal(a[i+2:], rest[2:])
}
