package findings

import "fmt"

// Mark is what an interview adds to a code.
type Mark int

// The marks, in the order of what they say.
const (
	NotMentioned Mark = iota
	Repeated          // the interview has the code and adds nothing to it
	NewAspect         // it adds an aspect of what the code means
	First             // it is the first to have the code
)

var markNames = [...]string{"not mentioned", "repeated", "new aspect", "first"}

func (m Mark) String() string {
	if m < 0 || int(m) >= len(markNames) {
		return fmt.Sprintf("Mark(%d)", int(m))
	}
	return markNames[m]
}

// EnoughRepeats is how many interviews in a row that have a code, and add
// nothing to it, make its meaning saturated, unless another number is given.
const EnoughRepeats = 3

// CodeMeaning is what the interviews, in order, add to one code.
type CodeMeaning struct {
	Code  int
	Marks []Mark // by interview
	// Mentioned is the number of interviews with the code, Aspects the number of
	// those that were the first or added an aspect.
	Mentioned, Aspects int
	// LastNew is the index of the last interview that was First or NewAspect; None
	// if nobody mentioned the code.
	LastNew int
	// RepeatedSince is the number of interviews after LastNew that have the code.
	RepeatedSince int
	// Saturated is set if RepeatedSince is as many as asked for, at least.
	Saturated bool
}

// Meaning makes the grid of codes by interviews of Hennink, Kaiser & Marconi
// (2017): where a code was first seen, where a new aspect of it came up, where
// it was only repeated. aspects lists, for each interview, the codes of which an
// analyst marked a new aspect; a mark on a code's first interview changes
// nothing, and one on a code that the interview does not have is an error.
//
// A code's meaning counts as saturated once repeats interviews in a row that
// have the code (others may lie between) have added nothing, and none has since.
// The paper reads this off the grid and gives no number; repeats, customarily
// EnoughRepeats, is our rule.
func (x Incidence) Meaning(aspects [][]int, repeats int) ([]CodeMeaning, error) {
	wrong := func(format string, args ...any) ([]CodeMeaning, error) {
		return nil, fmt.Errorf("finding where codes gain meaning: "+format, args...)
	}
	if err := x.check(); err != nil {
		return wrong("%w", err)
	}
	if repeats < 1 {
		return wrong("%d interviews in a row are no rule; at least 1", repeats)
	}
	if aspects != nil && len(aspects) != len(x.Interviews) {
		return wrong("new aspects are given for %d interviews of %d", len(aspects), len(x.Interviews))
	}
	out := make([]CodeMeaning, x.Codes)
	for c := range out {
		out[c] = CodeMeaning{Code: c, LastNew: None, Marks: make([]Mark, len(x.Interviews))}
	}
	for i, codes := range x.Interviews {
		for _, c := range codes {
			out[c].Marks[i] = Repeated
			if out[c].LastNew == None || out[c].LastNew == i {
				out[c].Marks[i] = First
				out[c].LastNew = i
			}
		}
		if aspects == nil {
			continue
		}
		for _, c := range aspects[i] {
			if c < 0 || c >= x.Codes || out[c].Marks[i] == NotMentioned {
				return wrong("interview %d has a new aspect of code %d, which it does not have", i, c)
			}
			if out[c].Marks[i] == Repeated {
				out[c].Marks[i] = NewAspect
				out[c].LastNew = i
			}
		}
	}
	for c := range out {
		m := &out[c]
		for i, mark := range m.Marks {
			switch mark {
			case NotMentioned:
				continue
			case First, NewAspect:
				m.Aspects++
			case Repeated:
				if i > m.LastNew {
					m.RepeatedSince++
				}
			}
			m.Mentioned++
		}
		m.Saturated = m.LastNew != None && m.RepeatedSince >= repeats
	}
	return out, nil
}
