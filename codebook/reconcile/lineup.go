package reconcile

import (
	"fmt"
	"slices"

	"concord/codebook"
	"concord/codebook/agreement"
	"concord/corpus"
)

// Place is one unit: a segment of one of the transcripts lined up.
type Place struct {
	Work    int // index into Lineup.Works
	Segment corpus.Segment
}

// Line is one code's ratings. Marks holds, for unit u and coder c, at
// u*len(Coders)+c: 1 if she applied the code, 0 if she did not and meant it,
// agreement.Missing if she gave no answer.
type Line struct {
	Code  codebook.Code
	Marks []int8
}

// Lineup is what LineUp makes: units × coders × codes.
type Lineup struct {
	Rules  Rules
	Works  []*codebook.Work // those on which at least one coder counts
	Places []Place
	Coders []codebook.Coder
	Lines  []Line
	Counts Counts
	// Codebook is the one under which codings were read.
	Codebook *codebook.Codebook
}

// Counts says what the rules left out. Each is printed beside the figures.
type Counts struct {
	Transcripts       int // lined up
	InterviewerUnits  int // left out because an interviewer spoke them
	Completions       int // transcripts × coders that count
	Incomplete        int // transcripts × coders with codings that do not count
	Assumed           int // of the completions, those that were assumed
	StaleMarks        int // unit × coder × code: missing because the coding is stale
	UnmeantSilence    int // unit × coder × code: missing because the code was added, split or redefined after the completion
	CodingsOnOldTexts int // codings left out because they stand on an earlier text
	HiddenCodings     int // codings left out because their code is retired or declined
}

// LineUp rates the units of works for the given coders and codes, under a
// codebook. Codes that may not be applied are skipped; a coding of a code merged
// into another counts for that other.
//
// A coder rates a unit only if she completed its transcript on the text in
// force. There, a code is 1 where her codings cover the unit by the rule of
// overlap. Where they do not, it is 0 if the code had the same definition when
// she completed, and missing otherwise. A stale coding, whose own code was
// redefined or split since, makes the units it covers missing.
func LineUp(book *codebook.Codebook, works []*codebook.Work, coders []codebook.Coder, codes []codebook.CodeID, rules Rules) Lineup {
	l := Lineup{Rules: rules, Coders: coders, Codebook: book}
	number := map[codebook.CodeID]int{}
	for _, id := range codes {
		code, ok := book.Code(id)
		if _, twice := number[id]; !ok || twice || !code.Applicable() {
			continue
		}
		number[id] = len(l.Lines)
		l.Lines = append(l.Lines, Line{Code: code})
	}
	for _, w := range works {
		l.add(book, w, number)
	}
	return l
}

// add rates the units of one transcript, if anybody counts on it.
func (l *Lineup) add(book *codebook.Codebook, w *codebook.Work, number map[codebook.CodeID]int) {
	finished := make([]*finish, len(l.Coders))
	counts := false
	for i, coder := range l.Coders {
		finished[i] = l.finish(w, coder.ID)
		counts = counts || finished[i] != nil
	}
	if !counts {
		return
	}
	segments, left := l.Rules.segments(w)
	l.Counts.Transcripts++
	l.Counts.InterviewerUnits += left
	l.Counts.CodingsOnOldTexts += w.Elsewhere
	at := len(l.Works)
	l.Works = append(l.Works, w)
	for _, s := range segments {
		l.Places = append(l.Places, Place{at, s})
	}
	cover := l.cover(book, w, segments, number)
	for i := range l.Lines {
		line := &l.Lines[i]
		marks := make([]int8, len(segments)*len(l.Coders))
		for c := range l.Coders {
			l.rate(marks, c, finished[c], line.Code, cover[key{i, c}])
		}
		line.Marks = append(line.Marks, marks...)
	}
}

// finish is why a coder counts on a transcript: her completion, or the
// assumption that she finished.
type finish struct {
	assumed     bool
	definitions []codebook.ChangeID // sorted
}

// meant reports whether silence on a code is an answer.
func (f *finish) meant(code codebook.Code) bool {
	if f.assumed {
		return true
	}
	_, found := slices.BinarySearchFunc(f.definitions, code.DefinedBy, codebook.ChangeID.Compare)
	return found
}

func (l *Lineup) finish(w *codebook.Work, coder codebook.CoderID) *finish {
	if c, ok := w.LastCompletion(coder); ok {
		l.Counts.Completions++
		return &finish{definitions: c.Definitions}
	}
	if !slices.ContainsFunc(w.Codings, func(c codebook.Coding) bool { return c.Coder == coder }) {
		return nil
	}
	if l.Rules.AssumeComplete {
		l.Counts.Completions++
		l.Counts.Assumed++
		return &finish{assumed: true}
	}
	l.Counts.Incomplete++
	return nil
}

// key is a line and a coder.
type key struct{ line, coder int }

// covered says which units of a transcript codings cover.
type covered struct {
	current []int // by current codings
	stale   []int // by stale ones only
}

// cover gathers, for each line and coder, the units her codings cover.
func (l *Lineup) cover(book *codebook.Codebook, w *codebook.Work, segments []corpus.Segment, number map[codebook.CodeID]int) map[key]covered {
	coderAt := map[codebook.CoderID]int{}
	for i, c := range l.Coders {
		coderAt[c.ID] = i
	}
	current, stale := map[key][]corpus.Span{}, map[key][]corpus.Span{}
	for _, c := range w.Codings {
		coder, rates := coderAt[c.Coder]
		if !rates {
			continue
		}
		code, standing, _ := book.Standing(c)
		line, asked := number[code.ID]
		switch {
		case standing == codebook.Hidden || standing == codebook.Unknown:
			l.Counts.HiddenCodings++
		case !asked:
		case standing == codebook.Stale:
			stale[key{line, coder}] = append(stale[key{line, coder}], c.Span)
		default:
			current[key{line, coder}] = append(current[key{line, coder}], c.Span)
		}
	}
	out := map[key]covered{}
	for k, spans := range current {
		out[k] = covered{current: l.Rules.unitsUnder(w.Text, segments, spans)}
	}
	for k, spans := range stale {
		c := out[k]
		c.stale = l.Rules.unitsUnder(w.Text, segments, spans)
		out[k] = c
	}
	return out
}

func (l *Lineup) rate(marks []int8, coder int, f *finish, code codebook.Code, c covered) {
	r := len(l.Coders)
	units := len(marks) / r
	silence := int8(0)
	switch {
	case f == nil:
		for u := range units {
			marks[u*r+coder] = agreement.Missing
		}
		return
	case !f.meant(code):
		silence = agreement.Missing
		l.Counts.UnmeantSilence += units - len(c.current)
	}
	for u := range units {
		marks[u*r+coder] = silence
	}
	for _, u := range c.stale {
		if _, again := slices.BinarySearch(c.current, u); silence == 0 && !again {
			l.Counts.StaleMarks++
		}
		marks[u*r+coder] = agreement.Missing
	}
	for _, u := range c.current {
		marks[u*r+coder] = 1
	}
}

// Table aggregates a line for package agreement, transcripts as clusters.
func (l *Lineup) Table(line int) (*agreement.Table, error) {
	m := agreement.Marks{Marks: l.Lines[line].Marks}
	for _, c := range l.Coders {
		m.Coders = append(m.Coders, c.Name)
	}
	for i, w := range l.Works {
		// Names are unique in one copy, but not by any promise.
		m.ClusterNames = append(m.ClusterNames, fmt.Sprintf("%s #%d", w.Transcript.Name, i+1))
	}
	m.Cluster = make([]int32, len(l.Places))
	for i, p := range l.Places {
		m.Cluster[i] = int32(p.Work)
	}
	return agreement.TabulateMarks(m)
}

// Sentences say, for people, which rules were followed and what they left out.
func (l *Lineup) Sentences() []string {
	c := l.Counts
	say := []string{fmt.Sprintf("Units: %d %ss in %d %s, rated by %d coders.", len(l.Places), l.Rules.Unit, c.Transcripts,
		plural(c.Transcripts, "transcript", "transcripts"), len(l.Coders))}
	say = append(say, map[Overlap]string{
		OverlapAny:  "A unit carries a code for a coder if her codings of it cover any of its words.",
		OverlapHalf: "A unit carries a code for a coder if her codings of it cover at least half of its words.",
		OverlapAll:  "A unit carries a code for a coder if her codings of it cover all of its words.",
	}[l.Rules.Overlap])
	optional := func(n int, format string) {
		if n > 0 {
			say = append(say, fmt.Sprintf(format, n))
		}
	}
	if l.Rules.AllSpeakers {
		say = append(say, "Units spoken by interviewers are counted too.")
	}
	optional(c.InterviewerUnits, "Left out: %d units spoken by interviewers.")
	if l.Rules.AssumeComplete {
		say = append(say, fmt.Sprintf("Every transcript on which a coder has a coding was assumed to be complete (%d of %d were not marked so).", c.Assumed, c.Completions))
	} else {
		say = append(say, fmt.Sprintf("Silence counts as “no” only where a coder marked the transcript as complete (%s).", times(c.Completions)))
	}
	if c.Incomplete > 0 {
		say = append(say, fmt.Sprintf("Left out: the work of a coder on a transcript that she has not marked as complete, %s.", times(c.Incomplete)))
	}
	optional(c.UnmeantSilence, "Missing: %d answers by silence on codes that were added or redefined after the transcript was completed.")
	optional(c.StaleMarks, "Missing: %d answers by codings made under an earlier definition that nobody has looked at since.")
	optional(c.CodingsOnOldTexts, "Left out: %d codings that stand on an earlier text of their transcript.")
	optional(c.HiddenCodings, "Left out: %d codings of retired, declined or unknown codes.")
	return say
}

func times(n int) string {
	switch n {
	case 1:
		return "once"
	case 2:
		return "twice"
	}
	return fmt.Sprintf("%d times", n)
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}
