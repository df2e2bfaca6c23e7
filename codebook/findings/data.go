package findings

import (
	"cmp"
	"fmt"
	"slices"
)

// None stands for "no such thing" wherever an index is asked for: the parent of
// a code at the root, the speaker of a turn without a label, the case of a
// speaker who is linked to none.
const None = -1

// Span is a half-open range [Start,End) of whole positions: words of a
// transcript, or its turns, both counted from zero.
type Span struct{ Start, End int32 }

// Len is the number of positions covered.
func (s Span) Len() int { return int(max(s.End-s.Start, 0)) }

func (s Span) overlaps(t Span) bool { return s.Start < t.End && t.Start < s.End }

func (s Span) intersect(t Span) Span {
	u := Span{max(s.Start, t.Start), min(s.End, t.End)}
	u.End = max(u.End, u.Start)
	return u
}

// Data is a coded study as whole numbers. Things name each other by their index
// in these slices.
type Data struct {
	Codes       []Code // in tree order, a parent before its children
	Themes      []Theme
	Transcripts []Transcript
	Cases       []string // their names
	Speakers    []string // their labels; one label is one speaker in all transcripts that are to share it
	Coders      []Coder
	Rounds      []Round
	Codings     []Coding
}

// Code is a code in the codebook's tree.
type Code struct {
	Name   string
	Parent int // None at the root
}

// Theme gathers codes.
type Theme struct {
	Name  string
	Codes []int
}

// Transcript is one interview: whose it is, and who spoke when.
type Transcript struct {
	Name  string
	Cases []int
	Turns []Turn
	Words int // spoken words; no turn reaches beyond them
}

// Turn is one speaker's stretch.
type Turn struct {
	Words   Span // in the transcript's spoken words
	Speaker int  // index of Data.Speakers, or None
	Case    int  // the case to which the speaker is linked, or None
}

// Coder is somebody who codes.
type Coder struct {
	Name string
	// Transcripts are those the coder has worked through or coded in, with or
	// without result: what a share of her work is a share of.
	Transcripts []int
}

// Round is a planned piece of coding.
type Round struct {
	Name        string
	Assignments []Assignment
}

// Assignment is one transcript of a round and who codes it there.
type Assignment struct {
	Transcript int
	Coders     []int
}

// Coding is one code on one passage by one coder.
type Coding struct {
	Code, Coder, Transcript int32
	Words                   Span // spoken words covered; empty for a passage of signs alone
	Turns                   Span // turns touched; empty for a passage outside every turn
}

// Study is Data made ready for questions. It does not change, and several
// goroutines may ask at once.
type Study struct {
	Data

	// WithoutCase is the number of transcripts that no case is linked to. Each
	// of them stands as a case of its own, named like it, after those of
	// Data.Cases.
	WithoutCase int

	// Interviewed is the number of cases, stand-ins included, that have a
	// transcript. Others count nowhere: nobody asked them.
	Interviewed int

	caseNames []string  // with the stand-ins
	casesOf   [][]int32 // of each transcript
	rest      [][]int32 // those of its cases that turns of nobody's case count for
	single    []int32   // 0, 1, 2 …: single[c:c+1] is the list of case c alone
	order     []int32   // the codings as a reader meets them
	starts    []int32   // where each transcript's begin in order; one more at the end
}

// New checks that every index of the data points at something, and that spans
// lie where they can.
func New(d Data) (*Study, error) {
	if err := d.check(); err != nil {
		return nil, fmt.Errorf("reading the codings for a table: %w", err)
	}
	n := len(d.Transcripts)
	s := &Study{Data: d, caseNames: slices.Clone(d.Cases), casesOf: make([][]int32, n), rest: make([][]int32, n)}
	for i := range d.Transcripts {
		s.assignCases(i)
	}
	has := make([]bool, len(s.caseNames))
	for _, c := range slices.Concat(s.casesOf...) {
		has[c] = true
	}
	s.Interviewed = countFunc(has, func(x bool) bool { return x })
	s.single = make([]int32, len(s.caseNames))
	for c := range s.single {
		s.single[c] = int32(c)
	}
	s.sortCodings()
	return s, nil
}

// assignCases finds the cases of a transcript: those it names and those its
// speakers are linked to, or itself if there are none.
func (s *Study) assignCases(transcript int) {
	t := &s.Transcripts[transcript]
	var of, rest []int32
	for _, c := range t.Cases {
		of = append(of, int32(c))
	}
	linked := map[int32]bool{}
	for _, turn := range t.Turns {
		if turn.Case != None {
			linked[int32(turn.Case)] = true
		}
	}
	for c := range linked {
		of = append(of, c)
	}
	if len(of) == 0 {
		s.WithoutCase++
		of = []int32{int32(len(s.caseNames))}
		s.caseNames = append(s.caseNames, t.Name)
	}
	slices.Sort(of)
	of = slices.Compact(of)
	for _, c := range of {
		if len(of) == 1 || !linked[c] {
			rest = append(rest, c)
		}
	}
	s.casesOf[transcript], s.rest[transcript] = of, rest
}

// sortCodings orders codings by transcript, first word, length (the longer
// first) and index.
func (s *Study) sortCodings() {
	s.starts = make([]int32, len(s.Transcripts)+1)
	for _, c := range s.Codings {
		s.starts[c.Transcript+1]++
	}
	for i := range s.Transcripts {
		s.starts[i+1] += s.starts[i]
	}
	s.order = make([]int32, len(s.Codings))
	next := slices.Clone(s.starts)
	for i, c := range s.Codings {
		s.order[next[c.Transcript]] = int32(i)
		next[c.Transcript]++
	}
	for t := range s.Transcripts {
		slices.SortFunc(s.codingsOf(t), func(i, j int32) int {
			a, b := &s.Codings[i], &s.Codings[j]
			return cmp.Or(cmp.Compare(a.Words.Start, b.Words.Start), cmp.Compare(b.Words.End, a.Words.End), cmp.Compare(i, j))
		})
	}
}

// codingsOf gives the indices of a transcript's codings in reading order.
func (s *Study) codingsOf(transcript int) []int32 {
	return s.order[s.starts[transcript]:s.starts[transcript+1]]
}

// CaseNames names all cases, those of Data and then the transcripts that stand
// for one.
func (s *Study) CaseNames() []string { return slices.Clone(s.caseNames) }

// casesAt gives the cases whose words a turn holds: the one its speaker is
// linked to; else, in an interview with a single case, that case; else those of
// the transcript's cases to which no speaker of the transcript is linked. turn
// is None for what stands outside every turn, and belongs to all cases.
func (s *Study) casesAt(transcript, turn int) []int32 {
	if turn == None {
		return s.casesOf[transcript]
	}
	if c := s.Transcripts[transcript].Turns[turn].Case; c != None {
		return s.single[c : c+1]
	}
	return s.rest[transcript]
}

func (d *Data) check() error {
	for i, c := range d.Codes {
		if c.Parent < None || c.Parent >= i {
			return fmt.Errorf("code %d (%s) has code %d as its parent, which does not come before it", i, c.Name, c.Parent)
		}
	}
	for i, t := range d.Themes {
		if err := within("theme", i, "code", t.Codes, len(d.Codes)); err != nil {
			return err
		}
	}
	for i := range d.Transcripts {
		if err := d.checkTranscript(i); err != nil {
			return err
		}
	}
	for i, c := range d.Coders {
		if err := within("coder", i, "transcript", c.Transcripts, len(d.Transcripts)); err != nil {
			return err
		}
	}
	for i, r := range d.Rounds {
		for _, a := range r.Assignments {
			if err := within("round", i, "transcript", []int{a.Transcript}, len(d.Transcripts)); err != nil {
				return err
			}
			if err := within("round", i, "coder", a.Coders, len(d.Coders)); err != nil {
				return err
			}
		}
	}
	for i := range d.Codings {
		if err := d.checkCoding(i); err != nil {
			return err
		}
	}
	return nil
}

func (d *Data) checkTranscript(i int) error {
	t := &d.Transcripts[i]
	if err := within("transcript", i, "case", t.Cases, len(d.Cases)); err != nil {
		return err
	}
	last := int32(0)
	for n, turn := range t.Turns {
		switch {
		case turn.Speaker < None || turn.Speaker >= len(d.Speakers):
			return fmt.Errorf("turn %d of transcript %d has speaker %d of %d", n, i, turn.Speaker, len(d.Speakers))
		case turn.Case < None || turn.Case >= len(d.Cases):
			return fmt.Errorf("turn %d of transcript %d belongs to case %d of %d", n, i, turn.Case, len(d.Cases))
		case turn.Words.Start < last || turn.Words.End < turn.Words.Start || int(turn.Words.End) > t.Words:
			return fmt.Errorf("turn %d of transcript %d holds the words [%d,%d) of %d, which the turns before it reach to %d", n, i, turn.Words.Start, turn.Words.End, t.Words, last)
		}
		last = turn.Words.End
	}
	return nil
}

func (d *Data) checkCoding(i int) error {
	c := &d.Codings[i]
	switch {
	case c.Code < 0 || int(c.Code) >= len(d.Codes):
		return fmt.Errorf("coding %d has code %d of %d", i, c.Code, len(d.Codes))
	case c.Coder < 0 || int(c.Coder) >= len(d.Coders):
		return fmt.Errorf("coding %d has coder %d of %d", i, c.Coder, len(d.Coders))
	case c.Transcript < 0 || int(c.Transcript) >= len(d.Transcripts):
		return fmt.Errorf("coding %d has transcript %d of %d", i, c.Transcript, len(d.Transcripts))
	}
	t := &d.Transcripts[c.Transcript]
	if !lies(c.Words, t.Words) || !lies(c.Turns, len(t.Turns)) {
		return fmt.Errorf("coding %d covers words [%d,%d) of %d and turns [%d,%d) of %d", i,
			c.Words.Start, c.Words.End, t.Words, c.Turns.Start, c.Turns.End, len(t.Turns))
	}
	return nil
}

func lies(s Span, in int) bool { return 0 <= s.Start && s.Start <= s.End && int(s.End) <= in }

func within(thing string, i int, what string, of []int, n int) error {
	for _, x := range of {
		if x < 0 || x >= n {
			return fmt.Errorf("%s %d names %s %d of %d", thing, i, what, x, n)
		}
	}
	return nil
}
