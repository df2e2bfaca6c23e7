package reconcile

import (
	"fmt"
	"slices"

	"concord/codebook"
	"concord/codebook/agreement/continuum"
	"concord/codebook/agreement/span"
	"concord/corpus"
	"concord/corpus/prose"
)

// Spans is what BuildSpans makes: each transcript as a continuum of the
// characters that were spoken and count, with what the coders marked on it.
type Spans struct {
	Rules    Rules
	Works    []*codebook.CodedTranscript // those on which at least one coder counts
	Coders   []codebook.Coder
	Lines    []RatedCode // without marks
	Names    []string    // of the lines: paths
	Counts   SpanCounts
	Codebook *codebook.Codebook
	// ByCode has, for each line by its name, the texts with that code's spans, of
	// the coders who answered for it.
	ByCode map[string][]continuum.Continuum
	// Texts has all codes together. On each text these are the codes for which
	// all who count there answered.
	Texts []continuum.Continuum
}

// SpanCounts says what was left out of a continuum. Of Counts, what speaks of
// units stays 0.
type SpanCounts struct {
	Counts
	Characters  int // code points that were spoken and count
	Unmeant     int // transcript × coder × code: without an answer, as the definition is not the one in force at completion
	Stale       int // transcript × coder × code: without an answer, as a coding there is stale
	Apart       int // transcript × code: left out of the figures over all codes, as somebody who counts there has no answer
	Wordless    int // codings that cover no word that counts
	NobodyCodes int // transcripts left out of the figures over all codes, as no code is left
}

// BuildSpans gives codings as spans on continua, under the rules of BuildRatings but
// for the unit and the overlap. Positions count the code points of the speech
// that counts: labels, time stamps and interviewers' words (unless asked for)
// are taken out, and the rest moves together. Spans are trimmed of white space
// and punctuation at both ends.
//
// A coder takes part in a transcript for one code only if she completed it under
// the definition in force and has no stale coding of the code there: a stretch
// that is missing cannot stand on a continuum.
func BuildSpans(book *codebook.Codebook, works []*codebook.CodedTranscript, coders []codebook.Coder, codes []codebook.CodeID, rules Rules) (Spans, error) {
	s := Spans{Rules: rules, Coders: coders, Codebook: book, Lines: rules.lines(book, codes), ByCode: map[string][]continuum.Continuum{}}
	for _, l := range s.Lines {
		s.Names = append(s.Names, l.Path)
		s.ByCode[s.Names[len(s.Names)-1]] = nil
	}
	number := index(s.Lines)
	var counting []*codebook.CodedTranscript
	var finished [][]*finish
	for _, w := range works {
		f := finishes(w, coders, rules, &s.Counts.Counts)
		if slices.ContainsFunc(f, func(f *finish) bool { return f != nil }) {
			counting, finished = append(counting, w), append(finished, f)
		}
	}
	s.Works = counting
	s.Counts.Transcripts = len(counting)
	names := (&RatingMatrix{Coded: counting, Coders: coders}).TranscriptNames()
	for i, w := range counting {
		if err := s.add(w, names[i], finished[i], number); err != nil {
			return Spans{}, fmt.Errorf("%s: %w", names[i], err)
		}
	}
	return s, nil
}

// add gathers the spans of one transcript.
func (s *Spans) add(w *codebook.CodedTranscript, name string, finished []*finish, number map[codebook.CodeID][]int) error {
	t, left := newTape(w, s.Rules)
	s.Counts.InterviewerTurns += left
	s.Counts.Characters += t.length
	if t.length == 0 {
		return nil
	}
	spans, stale := map[key][]continuum.Span{}, map[key]bool{}
	var lost []codebook.CodingID
	each(s.Codebook, w, s.Coders, finished, number, &s.Counts.Counts, func(k key, c codebook.Coding, isStale bool) {
		if isStale {
			stale[k] = true
			return
		}
		start, end, ok := t.place(c.Span)
		if !ok {
			if !slices.Contains(lost, c.ID) {
				lost = append(lost, c.ID)
			}
			return
		}
		spans[k] = append(spans[k], continuum.Span{Start: start, End: end, Category: s.Names[k.line]})
	})
	s.Counts.Wordless += len(lost)
	coders := (&RatingMatrix{Coders: s.Coders}).CoderNames()
	together := make([][]continuum.Span, len(s.Coders)) // by coder, of the codes all answered
	kept := 0
	for i := range s.Lines {
		var who []continuum.CoderSpans
		whole := true
		for c, f := range finished {
			k := key{i, c}
			switch {
			case f == nil:
			case !f.meant(&s.Lines[i]):
				s.Counts.Unmeant++
				whole = false
			case stale[k]:
				s.Counts.Stale++
				whole = false
			default:
				who = append(who, continuum.CoderSpans{Coder: coders[c], Spans: spans[k]})
			}
		}
		if len(who) > 0 {
			text, err := continuum.New(name, 0, t.length, who)
			if err != nil {
				return err
			}
			s.ByCode[s.Names[i]] = append(s.ByCode[s.Names[i]], text)
		}
		if !whole {
			s.Counts.Apart++
			continue
		}
		kept++
		for c := range finished {
			together[c] = append(together[c], spans[key{i, c}]...)
		}
	}
	if kept == 0 {
		s.Counts.NobodyCodes++
		return nil
	}
	var who []continuum.CoderSpans
	for c, f := range finished {
		if f != nil {
			who = append(who, continuum.CoderSpans{Coder: coders[c], Spans: together[c]})
		}
	}
	text, err := continuum.New(name, 0, t.length, who)
	s.Texts = append(s.Texts, text)
	return err
}

// Domains are the groups of codes whose unitizing coefficients are of interest
// together: those of each theme, and each code at the top of the codebook with those
// below it; each with two codes or more. Where codings count for the codes above
// their own, only codes without others below them can exclude each other.
func (s *Spans) Domains() []span.Domain {
	if s.Rules.Themes || s.Codebook == nil {
		return nil
	}
	below := make([]map[codebook.CodeID]bool, len(s.Lines))
	for i, l := range s.Lines {
		below[i] = s.Codebook.Descendants(l.Code.ID)
	}
	names := func(in func(codebook.CodeID) bool) []string {
		var out []string
		for i, l := range s.Lines {
			parent := slices.ContainsFunc(s.Lines, func(o RatedCode) bool { return o.Code.ID != l.Code.ID && below[i][o.Code.ID] })
			if in(l.Code.ID) && !(s.Rules.RollUp && parent) {
				out = append(out, s.Names[i])
			}
		}
		return out
	}
	var out []span.Domain
	for _, c := range s.Codebook.Codes() {
		if s.Codebook.Depth(c.ID) > 0 {
			continue
		}
		under := s.Codebook.Descendants(c.ID)
		if codes := names(func(id codebook.CodeID) bool { return under[id] }); len(codes) > 1 {
			out = append(out, span.Domain{Name: s.Codebook.Path(c.ID), Codes: codes})
		}
	}
	for _, t := range s.Codebook.Themes() {
		if codes := names(t.Holds); len(codes) > 1 {
			out = append(out, span.Domain{Name: "theme " + t.Name, Codes: codes})
		}
	}
	return out
}

// tape is the speech of a transcript that counts, moved together.
type tape struct {
	text   *corpus.Text
	ruler  *corpus.Ruler
	parts  []corpus.Span // of the text, ordered and separate
	starts []int         // where each part begins on the tape
	length int           // in code points
}

func newTape(w *codebook.CodedTranscript, rules Rules) (t tape, left int) {
	t = tape{text: w.Text, ruler: corpus.NewRuler(w.Text.Body)}
	t.parts, left = rules.speech(w, corpus.Span{End: corpus.Offset(len(w.Text.Body))})
	for _, p := range t.parts {
		t.starts = append(t.starts, t.length)
		start, end := t.ruler.Points(p)
		t.length += int(end - start)
	}
	return t, left
}

// place gives where a coding, trimmed to its words, stands on the tape; false
// if it covers no word there.
func (t *tape) place(coding corpus.Span) (start, end int, ok bool) {
	start = -1
	first, _ := slices.BinarySearchFunc(t.parts, coding.Start, func(p corpus.Span, at corpus.Offset) int {
		if p.End <= at {
			return -1
		}
		return 1
	})
	for i := first; i < len(t.parts) && t.parts[i].Start < coding.End; i++ {
		words := t.text.TrimToWords(t.parts[i].Intersect(coding))
		if words.Empty() {
			continue
		}
		base := t.ruler.Point(t.parts[i].Start)
		from, to := t.ruler.Points(words)
		if start < 0 {
			start = t.starts[i] + int(from-base)
		}
		end = t.starts[i] + int(to-base)
	}
	return start, end, start >= 0
}

// Sentences say, for people, which rules were followed and what they left out.
func (s *Spans) Sentences() []string {
	c := s.Counts
	say := []string{fmt.Sprintf("Continuum: %d characters of speech in %s, marked by %s. Labels and time stamps are taken out; codings are trimmed to their words.",
		c.Characters, prose.Counted(c.Transcripts, "transcript", "transcripts"), prose.Counted(len(s.Coders), "coder", "coders"))}
	say = append(say, s.Rules.rollUpSentences()...)
	say = append(say, c.sentences(s.Rules)...)
	left := func(n int, one, many string) {
		if n > 0 {
			say = append(say, fmt.Sprintf(prose.Plural(n, one, many), n))
		}
	}
	left(c.Unmeant, "Left out: %d coder's answer for a code on a transcript, since the code was added or redefined after she completed it.",
		"Left out: %d answers of a coder for a code on a transcript, since the code was added or redefined after she completed it.")
	left(c.Stale, "Left out: %d coder's answer for a code on a transcript, since a coding of it there was made under an earlier definition and nobody has looked at it since.",
		"Left out: %d answers of a coder for a code on a transcript, since a coding of it there was made under an earlier definition and nobody has looked at it since.")
	left(c.Apart, "Left out of the figures over all codes: %d code on a transcript where not all who count have an answer.",
		"Left out of the figures over all codes: %d codes on transcripts where not all who count have an answer.")
	left(c.NobodyCodes, "Left out of the figures over all codes: %d transcript on which no code is left.", "Left out of the figures over all codes: %d transcripts on which no code is left.")
	left(c.Wordless, "Left out: %d coding that covers no word that counts.", "Left out: %d codings that cover no word that counts.")
	return say
}
