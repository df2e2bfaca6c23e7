package reconcile

import (
	"fmt"
	"slices"
	"strings"

	"concord/codebook"
	"concord/codebook/agreement"
	"concord/corpus"
)

// Place is one unit: a segment of one of the transcripts rated.
type Unit struct {
	Coded   int // index into RatingMatrix.Coded
	Segment corpus.Segment
}

// RatingMatrix is what BuildRatings makes: units × coders × codes.
type RatingMatrix struct {
	Rules  Rules
	Coded  []*codebook.CodedTranscript // those on which at least one coder counts
	Units  []Unit
	Coders []codebook.Coder
	Codes  []RatedCode
	Counts Counts
	// Codebook is the one under which codings were read.
	Codebook *codebook.Codebook
}

// Counts says what the rules left out. Each is printed beside the figures.
type Counts struct {
	Transcripts       int // rated
	InterviewerUnits  int // left out because an interviewer spoke them
	InterviewerTurns  int // left out of units that span several turns
	WordlessUnits     int // left out because they hold no word
	Unsegmented       int // transcripts left out because the segmentation has not cut them
	Completions       int // transcripts × coders that count
	Incomplete        int // transcripts × coders with codings that do not count
	OldCompletions    int // transcripts × coders complete on an earlier text only
	Assumed           int // of the completions, those that were assumed
	StaleMarks        int // unit × coder × code: missing because the coding is stale
	UnmeantSilence    int // unit × coder × code: missing because the definition is not the one in force at completion
	UnmeantMarks      int // the same where she has applied the code since
	CodingsOnOldTexts int // codings left out because they stand on an earlier text
	HiddenCodings     int // codings left out because their code is retired, declined or not in the codebook
}

// BuildRatings rates the units of works for the given coders and codes, under a
// codebook. Codes that may not be applied are skipped; a coding of a code merged
// into another counts for that other. The rules must have passed Check.
//
// A coder rates a unit only if she completed its transcript on the text in
// force, and only for codes with the definition they had when she completed:
// there, a code is 1 where her codings cover the unit by the rule of overlap and
// 0 where they do not. A stale coding, whose own code was redefined or split
// since, makes the units it covers missing, for each part of a split code.
//
// An application of a code that was added or redefined after the completion is
// missing like the silence around it: if only her yes counted and never her no,
// the ratings would be a choice of those that suit.
//
// Works hold the completions and codings that count: who asks about a round
// passes those of the round.
func BuildRatings(book *codebook.Codebook, works []*codebook.CodedTranscript, coders []codebook.Coder, codes []codebook.CodeID, rules Rules) RatingMatrix {
	l := RatingMatrix{Rules: rules, Coders: coders, Codebook: book, Codes: rules.lines(book, codes)}
	var parts []ratedPart
	for _, w := range works {
		if p, ok := l.begin(w, len(l.Units)); ok {
			parts = append(parts, p)
		}
	}
	for i := range l.Codes {
		l.Codes[i].Marks = make([]int8, len(l.Units)*len(coders))
	}
	number := index(l.Codes)
	for _, p := range parts {
		l.fill(p, number)
	}
	return l
}

// ratedPart is a transcript that is rated: its units, of which the first has the
// number from, and by coder what she finished there.
type ratedPart struct {
	coded    *codebook.CodedTranscript
	units    []unit
	from     int
	finished []*finish
}

// begin adds the units of one transcript, if anybody counts on it.
func (l *RatingMatrix) begin(w *codebook.CodedTranscript, from int) (ratedPart, bool) {
	finished := finishes(w, l.Coders, l.Rules, &l.Counts)
	if !slices.ContainsFunc(finished, func(f *finish) bool { return f != nil }) {
		return ratedPart{}, false
	}
	if l.Rules.Segmentation != "" && len(w.Segments) == 0 {
		l.Counts.Unsegmented++
		return ratedPart{}, false
	}
	units, left := l.Rules.units(w)
	l.Counts.Transcripts++
	l.Counts.InterviewerUnits += left.units
	l.Counts.InterviewerTurns += left.turns
	l.Counts.WordlessUnits += left.wordless
	at := len(l.Coded)
	l.Coded = append(l.Coded, w)
	for _, u := range units {
		l.Units = append(l.Units, Unit{at, u.Segment})
	}
	return ratedPart{w, units, from, finished}, true
}

// fill rates the units of one transcript.
func (l *RatingMatrix) fill(p ratedPart, number map[codebook.CodeID][]int) {
	cover := l.cover(p.coded, p.units, p.finished, number)
	r := len(l.Coders)
	for i := range l.Codes {
		line := &l.Codes[i]
		for c := range l.Coders {
			l.rate(line.Marks[p.from*r:(p.from+len(p.units))*r], c, p.finished[c], line, cover[key{i, c}])
		}
	}
}

// key is a line and a coder.
type key struct{ line, coder int }

// covered says which units of a transcript codings cover.
type covered struct {
	current []int // by current codings
	stale   []int // by stale ones
}

// cover gathers, for each line and coder who counts, the units her codings
// cover.
func (l *RatingMatrix) cover(w *codebook.CodedTranscript, units []unit, finished []*finish, number map[codebook.CodeID][]int) map[key]covered {
	current, stale := map[key][]corpus.Span{}, map[key][]corpus.Span{}
	each(l.Codebook, w, l.Coders, finished, number, &l.Counts, func(k key, c codebook.Coding, isStale bool) {
		if isStale {
			stale[k] = append(stale[k], c.Span)
		} else {
			current[k] = append(current[k], c.Span)
		}
	})
	out := map[key]covered{}
	for k, spans := range current {
		out[k] = covered{current: l.Rules.unitsUnder(w.Text, units, spans)}
	}
	for k, spans := range stale {
		c := out[k]
		c.stale = l.Rules.unitsUnder(w.Text, units, spans)
		out[k] = c
	}
	return out
}

// rate fills in one coder's marks of one line.
func (l *RatingMatrix) rate(marks []int8, coder int, f *finish, line *RatedCode, c covered) {
	r := len(l.Coders)
	units := len(marks) / r
	silence := int8(0)
	if f == nil || !f.meant(line) {
		silence = agreement.Missing
	}
	for u := range units {
		marks[u*r+coder] = silence
	}
	switch {
	case f == nil:
		return
	case silence == agreement.Missing:
		l.Counts.UnmeantMarks += len(c.current)
		l.Counts.UnmeantSilence += units - len(c.current)
		return
	}
	for _, u := range c.stale {
		if _, again := slices.BinarySearch(c.current, u); !again {
			l.Counts.StaleMarks++
		}
		marks[u*r+coder] = agreement.Missing
	}
	for _, u := range c.current {
		marks[u*r+coder] = 1
	}
}

// Table aggregates a line for package agreement, transcripts as clusters.
func (l *RatingMatrix) Table(line int) (*agreement.Table, error) {
	return agreement.TabulateMarks(l.marks()(line))
}

// marks prepares the marks of each line.
func (l *RatingMatrix) marks() func(line int) agreement.Marks {
	m := agreement.Marks{Coders: l.CoderNames(), ClusterNames: l.TranscriptNames(), Cluster: make([]int32, len(l.Units))}
	for i, p := range l.Units {
		m.Cluster[i] = int32(p.Coded)
	}
	return func(line int) agreement.Marks {
		own := m
		own.Marks = l.Codes[line].Marks
		return own
	}
}

// CoderNames gives the coders' names. Where two have the same, as two copies of
// a project may bring about, a number tells them apart.
func (l *RatingMatrix) CoderNames() []string {
	var names []string
	for _, c := range l.Coders {
		names = append(names, c.Name)
	}
	return distinct(names)
}

// TranscriptNames gives the transcripts' names, told apart like the coders'.
func (l *RatingMatrix) TranscriptNames() []string {
	var names []string
	for _, w := range l.Coded {
		names = append(names, w.Transcript.Name)
	}
	return distinct(names)
}

// distinct adds a number to names that come again, and to empty ones.
func distinct(names []string) []string {
	taken := map[string]bool{}
	for _, n := range names {
		taken[n] = true
	}
	seen := map[string]bool{"": true}
	for i, n := range names {
		if !seen[n] {
			seen[n] = true
			continue
		}
		for k := 2; ; k++ {
			if m := strings.TrimSpace(fmt.Sprintf("%s #%d", n, k)); !taken[m] {
				names[i], taken[m] = m, true
				break
			}
		}
	}
	return names
}

// Of gives the matrix of some of the transcripts and some of the coders, by
// their places in Works and Coders, in the order given. Of its counts only that
// of the transcripts is filled in: what was left out is a matter of the whole.
func (l *RatingMatrix) Of(works, coders []int) RatingMatrix {
	part := RatingMatrix{Rules: l.Rules, Codebook: l.Codebook, Counts: Counts{Transcripts: len(works)}}
	to := map[int]int{}
	for i, w := range works {
		part.Coded = append(part.Coded, l.Coded[w])
		to[w] = i
	}
	for _, c := range coders {
		part.Coders = append(part.Coders, l.Coders[c])
	}
	var places []int
	for u, p := range l.Units {
		if i, wanted := to[p.Coded]; wanted {
			places = append(places, u)
			part.Units = append(part.Units, Unit{i, p.Segment})
		}
	}
	for _, line := range l.Codes {
		marks := make([]int8, 0, len(places)*len(coders))
		for _, u := range places {
			for _, c := range coders {
				marks = append(marks, line.Marks[u*len(l.Coders)+c])
			}
		}
		line.Marks = marks
		part.Codes = append(part.Codes, line)
	}
	return part
}

// Raters gives for each unit the number of coders who rated it on any code.
func (l *RatingMatrix) Raters() []int {
	n := len(l.Coders)
	out := make([]int, len(l.Units))
	for u := range l.Units {
		for c := range n {
			if slices.ContainsFunc(l.Codes, func(r RatedCode) bool { return r.Marks[u*n+c] != agreement.Missing }) {
				out[u]++
			}
		}
	}
	return out
}

// RatedBy counts the units by the number of coders who rated them: RatedBy()[2]
// units were rated by two.
func (l *RatingMatrix) RatedBy() []int {
	out := make([]int, len(l.Coders)+1)
	for _, n := range l.Raters() {
		out[n]++
	}
	return out
}
