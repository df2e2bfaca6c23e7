package findings

import (
	"fmt"
	"slices"
)

// AxisKind says what the rows or the columns of a table are.
type AxisKind int

// The kinds of rows and columns.
const (
	ByCode AxisKind = iota
	ByTheme
	ByCase
	ByTranscript
	BySpeaker
	ByCoder
	ByRound
	BySegment
	ByAttribute
)

var axisNames = [...]string{"codes", "themes", "cases", "transcripts", "speakers", "coders", "rounds", "segments", "groups"}

// String names the kind in the plural: "codes", "cases" …
func (k AxisKind) String() string {
	if k < 0 || int(k) >= len(axisNames) {
		return fmt.Sprintf("AxisKind(%d)", int(k))
	}
	return axisNames[k]
}

// says reports whether a group of the kind is what was coded, and not by whom
// or where.
func (k AxisKind) says() bool { return k == ByCode || k == ByTheme }

// Axis is the rows or the columns of a table.
type Axis struct {
	Kind AxisKind

	// Only picks some of what the kind lists, by index and in this order; nil
	// for all. Attributes and segments are always all.
	Only []int

	Groups   *Groups   // for ByAttribute
	Segments []Segment // for BySegment: ordered by transcript and words, and separate
}

// Segment is a stretch of words of a transcript, with the name it has in tables.
type Segment struct {
	Name       string
	Transcript int
	Words      Span
}

// place is the least stretch of a transcript that tables tell apart: one turn,
// or the part of it in one segment, or what stands outside every turn.
type place struct {
	transcript int32
	turn       int32 // None outside every turn
	segment    int32 // None outside every segment, and where no axis has segments
	words      Span
}

// axis is an Axis made ready for one study.
type axis struct {
	kind  AxisKind
	names []string

	// where appends the groups of a case's words at a place: for an axis that
	// says what was coded or by whom, those whose share of cases and words is
	// taken of this place. everybody is set if that is every place and group.
	where     func(p *place, inCase int32, to []int32) []int32
	everybody bool

	// which appends the groups of a coding; nil where the place decides alone.
	which func(coding *Coding, to []int32) []int32

	noValue int32 // the group of those without a value; None if there is no such
}

// groups appends the groups in which a coding's words at a place, as those of
// one case, count.
func (a *axis) groups(c *Coding, p *place, inCase int32, to []int32) []int32 {
	if a.which != nil {
		return a.which(c, to)
	}
	return a.where(p, inCase, to)
}

// anyCase asks for the groups of all cases at a place.
const anyCase = -2

func (s *Study) axis(x Axis, rollUp bool) (*axis, error) {
	a := &axis{kind: x.Kind, noValue: None}
	switch x.Kind {
	case ByCode:
		s.codeAxis(a, rollUp)
	case ByTheme:
		s.themeAxis(a, rollUp)
	case ByCase:
		a.names = slices.Clone(s.caseNames)
		a.where = func(p *place, inCase int32, to []int32) []int32 {
			if inCase != anyCase {
				return append(to, inCase)
			}
			return append(to, s.casesAt(int(p.transcript), int(p.turn))...)
		}
	case ByTranscript:
		for _, t := range s.Transcripts {
			a.names = append(a.names, t.Name)
		}
		a.where = func(p *place, _ int32, to []int32) []int32 { return append(to, p.transcript) }
	case BySpeaker:
		a.names = slices.Clone(s.Speakers)
		a.where = func(p *place, _ int32, to []int32) []int32 {
			if p.turn == None {
				return to
			}
			if speaker := s.Transcripts[p.transcript].Turns[p.turn].Speaker; speaker != None {
				return append(to, int32(speaker))
			}
			return to
		}
	case ByCoder:
		s.coderAxis(a)
	case ByRound:
		s.roundAxis(a)
	case BySegment:
		for _, g := range x.Segments {
			a.names = append(a.names, g.Name)
		}
		a.where = func(p *place, _ int32, to []int32) []int32 {
			if p.segment == None {
				return to
			}
			return append(to, p.segment)
		}
	case ByAttribute:
		if err := s.attributeAxis(a, x.Groups); err != nil {
			return nil, err
		}
	default:
		return nil, fmt.Errorf("%s cannot be rows or columns", x.Kind)
	}
	return a, a.keep(x)
}

// keep leaves only the groups asked for.
func (a *axis) keep(x Axis) error {
	if x.Only == nil || x.Kind == ByAttribute || x.Kind == BySegment {
		return nil
	}
	at := make([]int32, len(a.names))
	for i := range at {
		at[i] = None
	}
	var names []string
	for i, g := range x.Only {
		if g < 0 || g >= len(a.names) || at[g] != None {
			return fmt.Errorf("number %d of the %s is asked for twice, or is none of the %d there are", g, x.Kind, len(a.names))
		}
		at[g] = int32(i)
		names = append(names, a.names[g])
	}
	a.names = names
	renumber := func(to []int32, from int) []int32 {
		out := to[:from]
		for _, g := range to[from:] {
			if at[g] != None {
				out = append(out, at[g])
			}
		}
		return out
	}
	if which := a.which; which != nil {
		a.which = func(c *Coding, to []int32) []int32 { return renumber(which(c, to), len(to)) }
	}
	if where := a.where; where != nil {
		a.where = func(p *place, inCase int32, to []int32) []int32 { return renumber(where(p, inCase, to), len(to)) }
	}
	return nil
}

// above gives, for each code, the code and, with roll-up, all codes above it.
func (s *Study) above(rollUp bool) [][]int32 {
	out := make([][]int32, len(s.Codes))
	for i, c := range s.Codes {
		out[i] = []int32{int32(i)}
		if rollUp && c.Parent != None {
			out[i] = append(out[i], out[c.Parent]...)
		}
	}
	return out
}

func (s *Study) codeAxis(a *axis, rollUp bool) {
	for _, c := range s.Codes {
		a.names = append(a.names, c.Name)
	}
	of := s.above(rollUp)
	a.everybody = true
	a.which = func(c *Coding, to []int32) []int32 { return append(to, of[c.Code]...) }
}

func (s *Study) themeAxis(a *axis, rollUp bool) {
	in := make([][]int32, len(s.Codes))
	for i, t := range s.Themes {
		a.names = append(a.names, t.Name)
		for _, c := range t.Codes {
			in[c] = append(in[c], int32(i))
		}
	}
	of := make([][]int32, len(s.Codes))
	for code, above := range s.above(rollUp) {
		for _, c := range above {
			of[code] = append(of[code], in[c]...)
		}
		slices.Sort(of[code])
		of[code] = slices.Compact(of[code])
	}
	a.everybody = true
	a.which = func(c *Coding, to []int32) []int32 { return append(to, of[c.Code]...) }
}

// coderAxis: a coder's share is of the transcripts she has worked through, and
// of those she has a coding in.
func (s *Study) coderAxis(a *axis) {
	worked := make([][]bool, len(s.Transcripts))
	for t := range worked {
		worked[t] = make([]bool, len(s.Coders))
	}
	for i, c := range s.Coders {
		a.names = append(a.names, c.Name)
		for _, t := range c.Transcripts {
			worked[t][i] = true
		}
	}
	for i := range s.Codings {
		worked[s.Codings[i].Transcript][s.Codings[i].Coder] = true
	}
	a.which = func(c *Coding, to []int32) []int32 { return append(to, c.Coder) }
	a.where = func(p *place, _ int32, to []int32) []int32 { return appendSet(to, worked[p.transcript]) }
}

// roundAxis: a coding counts in a round if its coder is assigned its transcript
// there.
func (s *Study) roundAxis(a *axis) {
	in := make([][]bool, len(s.Transcripts)) // transcript × round
	for t := range in {
		in[t] = make([]bool, len(s.Rounds))
	}
	type assigned struct{ transcript, coder int32 }
	rounds := map[assigned][]int32{}
	for i, r := range s.Rounds {
		a.names = append(a.names, r.Name)
		for _, as := range r.Assignments {
			in[as.Transcript][i] = true
			for _, coder := range as.Coders {
				key := assigned{int32(as.Transcript), int32(coder)}
				if !slices.Contains(rounds[key], int32(i)) {
					rounds[key] = append(rounds[key], int32(i))
				}
			}
		}
	}
	a.which = func(c *Coding, to []int32) []int32 { return append(to, rounds[assigned{c.Transcript, c.Coder}]...) }
	a.where = func(p *place, _ int32, to []int32) []int32 { return appendSet(to, in[p.transcript]) }
}

func appendSet(to []int32, set []bool) []int32 {
	for i, in := range set {
		if in {
			to = append(to, int32(i))
		}
	}
	return to
}

func (s *Study) attributeAxis(a *axis, g *Groups) error {
	if g == nil {
		return fmt.Errorf("the attribute to group by is missing")
	}
	if g.Cases != nil && len(g.Cases) != len(s.Cases) || g.Transcripts != nil && len(g.Transcripts) != len(s.Transcripts) {
		return fmt.Errorf("the groups of %s are those of %d cases and %d transcripts; there are %d and %d",
			g.Attribute, len(g.Cases), len(g.Transcripts), len(s.Cases), len(s.Transcripts))
	}
	a.names = append(slices.Clone(g.Names), NoValue)
	a.noValue = int32(len(g.Names))
	one := func(transcript, inCase int32, to []int32) []int32 {
		from := len(to)
		if g.Transcripts != nil {
			for _, x := range g.Transcripts[transcript] {
				to = append(to, int32(x))
			}
		}
		if g.Cases != nil && inCase >= 0 && int(inCase) < len(g.Cases) {
			for _, x := range g.Cases[inCase] {
				if !slices.Contains(to[from:], int32(x)) {
					to = append(to, int32(x))
				}
			}
		}
		if len(to) == from {
			to = append(to, a.noValue)
		}
		return to
	}
	a.where = func(p *place, inCase int32, to []int32) []int32 {
		if inCase != anyCase {
			return one(p.transcript, inCase, to)
		}
		cases := s.casesAt(int(p.transcript), int(p.turn))
		if len(cases) == 0 {
			return one(p.transcript, None, to)
		}
		from := len(to)
		for _, c := range cases {
			to = one(p.transcript, c, to)
		}
		slices.Sort(to[from:])
		return append(to[:from], slices.Compact(to[from:])...)
	}
	return nil
}
