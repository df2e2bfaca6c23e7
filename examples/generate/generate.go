// Package generate makes up studies of any size for benchmarks and for trying
// the program at a scale that no example reaches. The words mean nothing; what
// is like a real study is their distribution, the lengths of turns and how
// coders differ.
//
// A Study is determined by its Size and a seed: the same two give the same
// bytes on any machine, for which reason nothing is drawn with floating-point
// numbers. Nothing is kept: Interview makes one interview at a
// time, each on its own, in any order and from any number of goroutines, so
// that a study of 5,000 interviews needs no more memory than one of 45.
//
// Benchmarks take the values (Interview, Codes, Case) and put them where they
// want them, or have WriteFiles write the files that the verbs of Concord read.
// The command in makestudy does the latter by hand.
package generate

import (
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"sort"
	"strings"
	"time"
)

// Size says how large a study is. Counts are exact, not expectations.
type Size struct {
	Interviews int
	Turns      int // of each interview; the interviewer's and the participant's by turns
	Words      int // spoken in each interview, by both
	Codes      int // that may be applied; up to ten of them stand below one heading
	Coders     int
	// CodersEach is how many of the coders code an interview; 0 means all. They
	// take turns.
	CodersEach int
	Codings    int // of all coders on all interviews
	// Rounds is the number of blind rounds among which the interviews are dealt;
	// 0 means that there are none.
	Rounds int
}

// The sizes for which the program's figures are stated.
var (
	// Typical is what one team codes in a year.
	Typical = Size{Interviews: 45, Turns: 300, Words: 7500, Codes: 60, Coders: 3, Codings: 24_563}
	// Large has 300,000 turns and 7.5 million words.
	Large = Size{Interviews: 1000, Turns: 300, Words: 7500, Codes: 60, Coders: 3, Codings: 552_857}
	// Huge shows whether cost stays in proportion.
	Huge = Size{Interviews: 5000, Turns: 300, Words: 7500, Codes: 60, Coders: 3, Codings: 2_764_285}
)

// WithInterviews gives a size with n interviews and codings in proportion.
func (z Size) WithInterviews(n int) Size {
	z.Codings = int(int64(z.Codings) * int64(n) / int64(z.Interviews))
	z.Interviews = n
	return z
}

// check says why no study can have this size.
func (z Size) check() error {
	switch {
	case z.Interviews < 1 || z.Turns < 2 || z.Codes < 1 || z.Coders < 1:
		return errors.New("it needs an interview, two turns, a code and a coder at least")
	case z.Words < 2*z.Turns:
		return fmt.Errorf("%d words are too few for %d turns: it needs two a turn", z.Words, z.Turns)
	case z.CodersEach < 0 || z.CodersEach > z.Coders:
		return fmt.Errorf("%d coders for each interview, of %d", z.CodersEach, z.Coders)
	case z.Rounds < 0 || z.Rounds > z.Interviews:
		return fmt.Errorf("%d rounds for %d interviews", z.Rounds, z.Interviews)
	case z.Codings < 0:
		return errors.New("the number of codings is below zero")
	case z.Codings/(z.Interviews*z.codersEach()) > z.Turns*z.Codes/8:
		return fmt.Errorf("%d codings are more than coders could find places for", z.Codings)
	}
	return nil
}

func (z Size) codersEach() int {
	if z.CodersEach == 0 {
		return z.Coders
	}
	return z.CodersEach
}

// A Study is one made-up study.
type Study struct {
	Size   Size
	Seed   uint64
	Title  string
	Coders []string
	Codes  []Code

	often []int // weights by which codes are drawn, summed up; a heading has none
}

// Code is a code of the codebook. Codes come in an order in which headings stand
// above what they gather.
type Code struct {
	Name       string
	Parent     string // the heading's name; "" for a heading
	Definition string
	Heading    bool // gathers others and is never applied
	// clear is in how many of a thousand cases a coder who reads a passage to
	// which the code applies, applies it.
	clear int
}

// Path is how verbs name the code.
func (c Code) Path() string {
	if c.Parent == "" {
		return c.Name
	}
	return c.Parent + "/" + c.Name
}

// Case is the participant of an interview.
type Case struct {
	Name                 string
	Sector, County, Site string
	Years                int // in the role
}

// begin is when the work on each study began.
var begin = time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)

// New makes a study of the given size.
func New(size Size, seed uint64) (*Study, error) {
	if err := size.check(); err != nil {
		return nil, fmt.Errorf("making up a study: %w", err)
	}
	s := &Study{Size: size, Seed: seed, Title: fmt.Sprintf("Made-up study of %d interviews", size.Interviews)}
	first := []string{"ana", "ben", "chloe", "dan", "esra", "femi", "grace", "hugo"}
	for i := range size.Coders {
		if i < len(first) {
			s.Coders = append(s.Coders, first[i])
		} else {
			s.Coders = append(s.Coders, fmt.Sprintf("coder-%02d", i+1))
		}
	}
	s.makeCodes()
	return s, nil
}

// random gives a stream of its own for one part of the study, so that no part
// depends on what was made before it.
func (s *Study) random(part, i int) *rand.Rand {
	return rand.New(rand.NewPCG(s.Seed, uint64(part)<<40|uint64(i)))
}

// The parts of a study that have streams of their own.
const (
	partCodes = iota
	partCase
	partText
	partCodings
)

const codesBelowHeading = 10

func (s *Study) makeCodes() {
	r := s.random(partCodes, 0)
	sum := 0
	for k := range s.Size.Codes {
		heading := fmt.Sprintf("%s %d", headings[k/codesBelowHeading%len(headings)], k/codesBelowHeading+1)
		if k%codesBelowHeading == 0 {
			s.Codes = append(s.Codes, Code{Name: heading, Heading: true, Definition: "Gathers what was said about " + heading + "."})
			s.often = append(s.often, sum)
		}
		name := fmt.Sprintf("%s %s", qualities[k%len(qualities)], matters[(k*7+k/len(qualities))%len(matters)])
		if k >= len(qualities)*len(matters)/4 {
			name = fmt.Sprintf("%s %d", name, k+1)
		}
		s.Codes = append(s.Codes, Code{Name: name, Parent: heading, clear: 550 + r.IntN(400),
			Definition: fmt.Sprintf("The speaker tells of %s, or of its absence.", name)})
		sum += 1_000_000 / (r.IntN(s.Size.Codes) + 3)
		s.often = append(s.often, sum)
	}
}

// Case gives the participant of interview i, counted from zero.
func (s *Study) Case(i int) Case {
	r := s.random(partCase, i)
	return Case{Name: s.number("P", i), Sector: sectors[r.IntN(len(sectors))], County: counties[r.IntN(len(counties))],
		Site: fmt.Sprintf("site %02d", 1+r.IntN(12)), Years: 1 + r.IntN(30)}
}

// number names the i-th thing: KI-07, or KI-0007 where there are thousands.
func (s *Study) number(prefix string, i int) string {
	return fmt.Sprintf("%s%0*d", prefix, max(2, len(fmt.Sprint(s.Size.Interviews))), i+1)
}

// Interviews makes all interviews, one after the other.
func (s *Study) Interviews() iter.Seq2[int, *Interview] {
	return func(yield func(int, *Interview) bool) {
		for i := range s.Size.Interviews {
			if !yield(i, s.Interview(i)) {
				return
			}
		}
	}
}

// RoundOf gives the round of interview i, counted from zero; -1 where the study
// has no rounds.
func (s *Study) RoundOf(i int) int {
	if s.Size.Rounds == 0 {
		return -1
	}
	return i * s.Size.Rounds / s.Size.Interviews
}

// drawWeighted draws an index from weights that are summed up.
func drawWeighted(r *rand.Rand, sums []int) int {
	at := r.IntN(sums[len(sums)-1])
	return sort.Search(len(sums), func(k int) bool { return sums[k] > at })
}

// share gives the i-th of n parts of total, so that the parts are as equal as
// they can be and add up to it.
func share(total, n, i int) int {
	return int(int64(total)*int64(i+1)/int64(n) - int64(total)*int64(i)/int64(n))
}

var (
	headings  = strings.Fields("leadership mission money partners services stigma policy place")
	qualities = strings.Fields("early shared missing formal informal unpaid local public private borrowed contested steady failed open new hidden")
	matters   = strings.Fields("trust funding meetings data training transport housing naloxone outreach referral authority language time space")
	sectors   = []string{"harm reduction", "treatment", "emergency medicine", "law enforcement", "public health", "courts", "faith", "peer recovery"}
	counties  = []string{"Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Gum", "Hazel"}
)
