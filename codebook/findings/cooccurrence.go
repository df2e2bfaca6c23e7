package findings

import (
	"fmt"
	"math/bits"
	"slices"

	"concord/codebook/agreement"
)

// Nearness says when two codes occur together.
type Nearness struct {
	// Words asks for overlap in words; the unit is then the word.
	Words bool
	// Turns is how many turns apart two codes may be at most; 0 is the same turn.
	// The unit is the turn. It means nothing with Words.
	Turns int
}

// String is the nearness as on the command line: "words", "turn" or a number.
func (n Nearness) String() string {
	switch {
	case n.Words:
		return "words"
	case n.Turns == 0:
		return "turn"
	}
	return fmt.Sprint(n.Turns)
}

// FarthestTurns bounds Nearness.Turns.
const FarthestTurns = 100

// CooccurrenceQuestion asks which codes occur together.
type CooccurrenceQuestion struct {
	Within Nearness
	// SameCoder counts two codes as together only where one and the same coder
	// applied both.
	SameCoder bool
	// RollUp counts the codings of a code also for all codes above it. A code
	// and one above it are then never a pair.
	RollUp bool
	// Only picks some codes, by index; nil for all.
	Only []int
}

// Pair is how far two codes occur together, counted in units: words or turns.
type Pair struct {
	A, B int // codes, A before B in tree order

	// Units are those that hold both codes. Within n turns: the turns that hold
	// one of the two while the other is at most n turns away.
	Units int
	// AUnits and BUnits are the units that hold each code, EitherUnits those that
	// hold at least one of them.
	AUnits, BUnits, EitherUnits int
	// ANear is how many of A's units have B at most so far away, and BNear how
	// many of B's have A. But for n turns, both are Units.
	ANear, BNear int
	// Cases are those that have at least one of Units.
	Cases int
}

// Jaccard is Units / EitherUnits, from 0 to 1.
func (p Pair) Jaccard() agreement.Value { return ratio(p.Units, p.EitherUnits) }

// BGivenA is the share of A's units that have B, ANear / AUnits.
func (p Pair) BGivenA() agreement.Value { return ratio(p.ANear, p.AUnits) }

// AGivenB is the share of B's units that have A, BNear / BUnits.
func (p Pair) AGivenB() agreement.Value { return ratio(p.BNear, p.BUnits) }

func ratio(a, b int) agreement.Value {
	if b == 0 {
		return agreement.Value{Undefined: "the code is on no unit"}
	}
	return agreement.Value{Number: float64(a) / float64(b)}
}

// Cooccurrence is what occurs together.
type Cooccurrence struct {
	Question CooccurrenceQuestion
	// Units is the number of units each code is on, by code.
	Units []int
	// Pairs are those with Units > 0, by A and then B.
	Pairs []Pair

	study *Study
}

// Cooccurrence counts, for every two codes, the units that hold both.
//
// Units are counted and not pairs of codings, so that no index leaves [0,1]:
// what several coders, or several passages, say of one unit is said once. By
// words, the units are words: Jaccard is the words marked with both over the
// words marked with either. By turn, they are turns that a passage touches. What
// stands outside every turn counts nowhere.
//
// The work grows with the sum, over units, of the square of the number of codes
// near them.
func (s *Study) Cooccurrence(q CooccurrenceQuestion) (*Cooccurrence, error) {
	wrong := func(format string, args ...any) (*Cooccurrence, error) {
		return nil, fmt.Errorf("finding codes that occur together: "+format, args...)
	}
	if q.Within.Turns < 0 || q.Within.Turns > FarthestTurns {
		return wrong("%d turns cannot be counted; choose 0 (the same turn) to %d", q.Within.Turns, FarthestTurns)
	}
	for _, c := range q.Only {
		if c < 0 || c >= len(s.Codes) {
			return wrong("code %d is none of the %d there are", c, len(s.Codes))
		}
	}
	p := s.newPairing(q)
	for t := range s.Transcripts {
		if q.Within.Words {
			p.count(p.wordUnits(t))
		} else {
			p.count(p.turnUnits(t))
		}
	}
	return p.result(), nil
}

// carried is a code that a unit carries, applied by a coder; the coder is None
// where it does not matter who.
type carried struct{ code, coder int32 }

// unit is a stretch of words that carries the same codes throughout, or a turn.
type unit struct {
	weight int // words; 1 for a turn
	cases  []int32
	codes  []carried // without repeats
}

type pairing struct {
	study *Study
	q     CooccurrenceQuestion
	of    [][]int32 // by code: the codes it counts for
	n     int

	units []int   // by code
	joint []int   // by pair a<b, in row a: units that carry both, whoever coded them
	both  []int   // by pair a<b, in row a: Pair.Units
	near  []int   // by ordered pair: a's units with b near
	stamp []int32 // by ordered pair: the last unit counted
	last  []int32 // by code: the last unit counted
	now   int32
	codes []carried // of the units of one transcript
	// around has, by code and coder, the last unit near which it was found.
	around []int32
	cases  map[int][]uint64 // by pair: a bit a case
}

func (s *Study) newPairing(q CooccurrenceQuestion) *pairing {
	n := len(s.Codes)
	p := &pairing{study: s, q: q, of: s.above(q.RollUp), n: n, units: make([]int, n), last: make([]int32, n),
		joint: make([]int, n*n), around: make([]int32, n*(len(s.Coders)+1)), both: make([]int, n*n), near: make([]int, n*n), stamp: make([]int32, n*n), cases: map[int][]uint64{}}
	if q.Only != nil {
		for i := range p.of {
			p.of[i] = slices.DeleteFunc(p.of[i], func(c int32) bool { return !slices.Contains(q.Only, int(c)) })
		}
	}
	return p
}

// carry adds what a coding puts on a unit, unless it is there; the unit's begin
// at from.
func (p *pairing) carry(to []carried, from int, c *Coding) []carried {
	coder := int32(None)
	if p.q.SameCoder {
		coder = c.Coder
	}
	for _, code := range p.of[c.Code] {
		if x := (carried{code, coder}); !slices.Contains(to[from:], x) {
			to = append(to, x)
		}
	}
	return to
}

func (p *pairing) turnUnits(transcript int) []unit {
	units := make([]unit, len(p.study.Transcripts[transcript].Turns))
	for i := range units {
		units[i].weight, units[i].cases = 1, p.study.casesAt(transcript, i)
	}
	for _, i := range p.study.codingsOf(transcript) {
		c := &p.study.Codings[i]
		for turn := c.Turns.Start; turn < c.Turns.End; turn++ {
			units[turn].codes = p.carry(units[turn].codes, 0, c)
		}
	}
	return units
}

// wordUnits cuts a transcript where a passage or a turn begins or ends. Only
// stretches with a code are given; they are good until the next transcript.
func (p *pairing) wordUnits(transcript int) []unit {
	t := &p.study.Transcripts[transcript]
	codings := p.study.codingsOf(transcript)
	p.codes = p.codes[:0]
	var cuts []int32
	for _, i := range codings {
		c := &p.study.Codings[i]
		cuts = append(cuts, c.Words.Start, c.Words.End)
	}
	for _, turn := range t.Turns {
		cuts = append(cuts, turn.Words.Start, turn.Words.End)
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	var out []unit
	var open []int32 // codings that may cover what comes
	next, turn := 0, 0
	for k := 0; k+1 < len(cuts); k++ {
		from, to := cuts[k], cuts[k+1]
		for next < len(codings) && p.study.Codings[codings[next]].Words.Start <= from {
			open = append(open, codings[next])
			next++
		}
		open = slices.DeleteFunc(open, func(i int32) bool { return p.study.Codings[i].Words.End <= from })
		for turn < len(t.Turns) && t.Turns[turn].Words.End <= from {
			turn++
		}
		if len(open) == 0 || turn == len(t.Turns) || from < t.Turns[turn].Words.Start {
			continue
		}
		u := unit{weight: int(to - from), cases: p.study.casesAt(transcript, turn)}
		start := len(p.codes)
		for _, i := range open {
			p.codes = p.carry(p.codes, start, &p.study.Codings[i])
		}
		u.codes = p.codes[start:len(p.codes):len(p.codes)]
		out = append(out, u)
	}
	return out
}

// count counts the pairs of one transcript's units, which are in reading order.
func (p *pairing) count(units []unit) {
	reach := p.q.Within.Turns
	if p.q.Within.Words {
		reach = 0
	}
	var near []carried
	var codes []int32
	for i := range units {
		u := &units[i]
		if len(u.codes) == 0 {
			continue
		}
		p.now++
		around := u.codes
		if reach > 0 {
			near = near[:0]
			for j := max(i-reach, 0); j <= min(i+reach, len(units)-1); j++ {
				for _, x := range units[j].codes {
					if at := int(x.code)*(len(p.study.Coders)+1) + int(x.coder+1); p.around[at] != p.now {
						p.around[at] = p.now
						near = append(near, x)
					}
				}
			}
			around = near
		}
		codes = codes[:0]
		for _, a := range u.codes {
			if p.last[a.code] != p.now {
				p.last[a.code] = p.now
				p.units[a.code] += u.weight
				for _, before := range codes {
					p.joint[int(min(before, a.code))*p.n+int(max(before, a.code))] += u.weight
				}
				codes = append(codes, a.code)
			}
			for _, b := range around {
				if a.code != b.code && a.coder == b.coder {
					p.pair(a.code, b.code, u)
				}
			}
		}
	}
}

// pair counts a unit of a that has b near.
func (p *pairing) pair(a, b int32, u *unit) {
	at := int(a)*p.n + int(b)
	if p.stamp[at] == p.now {
		return
	}
	p.stamp[at] = p.now
	p.near[at] += u.weight
	other := int(b)*p.n + int(a)
	if p.stamp[other] == p.now {
		return // counted from b's side, which this unit holds, too
	}
	both := min(at, other) // the pair in tree order
	p.both[both] += u.weight
	seen := p.cases[both]
	if seen == nil {
		seen = make([]uint64, (len(p.study.caseNames)+63)/64)
		p.cases[both] = seen
	}
	for _, c := range u.cases {
		seen[c/64] |= 1 << (c % 64)
	}
}

func (p *pairing) result() *Cooccurrence {
	out := &Cooccurrence{Question: p.q, Units: p.units, study: p.study}
	lines := p.study.above(true)
	for a := range p.n {
		for b := a + 1; b < p.n; b++ {
			at := a*p.n + b
			if p.both[at] == 0 || p.q.RollUp && slices.Contains(lines[b], int32(a)) {
				continue
			}
			q := Pair{A: a, B: b, Units: p.both[at], AUnits: p.units[a], BUnits: p.units[b], ANear: p.near[at], BNear: p.near[b*p.n+a]}
			q.EitherUnits = q.AUnits + q.BUnits - p.joint[at]
			for _, w := range p.cases[at] {
				q.Cases += bits.OnesCount64(w)
			}
			out.Pairs = append(out.Pairs, q)
		}
	}
	return out
}

// Passages gives the codings of a pair, by index and in reading order, that have
// a coding of the other code near.
func (c *Cooccurrence) Passages(p Pair) []int {
	s, of := c.study, c.study.above(c.Question.RollUp)
	var out []int
	for t := range s.Transcripts {
		codings := s.codingsOf(t)
		var a, b []int32
		for _, i := range codings {
			above := of[s.Codings[i].Code]
			if slices.Contains(above, int32(p.A)) {
				a = append(a, i)
			}
			if slices.Contains(above, int32(p.B)) {
				b = append(b, i)
			}
		}
		for _, i := range codings {
			if slices.Contains(a, i) && slices.ContainsFunc(b, func(j int32) bool { return c.together(i, j) }) ||
				slices.Contains(b, i) && slices.ContainsFunc(a, func(j int32) bool { return c.together(i, j) }) {
				out = append(out, int(i))
			}
		}
	}
	return out
}

// together reports whether two codings of one transcript are as near as asked.
func (c *Cooccurrence) together(i, j int32) bool {
	a, b := &c.study.Codings[i], &c.study.Codings[j]
	switch {
	case c.Question.SameCoder && a.Coder != b.Coder:
		return false
	case c.Question.Within.Words:
		return a.Words.overlaps(b.Words)
	case a.Turns.Len() == 0 || b.Turns.Len() == 0:
		return false
	}
	return int(max(a.Turns.Start-b.Turns.End, b.Turns.Start-a.Turns.End))+1 <= c.Question.Within.Turns
}
