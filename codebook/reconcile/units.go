package reconcile

import (
	"regexp"
	"slices"

	"concord/codebook"
	"concord/corpus"
	"concord/corpus/segment"
)

// unit is a segment of a transcript as it is rated: with those of its parts that
// were spoken and count. Labels, time stamps and, unless asked for, interviewers'
// words belong to no unit.
type unit struct {
	corpus.Segment
	speech []corpus.Span
}

// leftOut says what cutting a transcript into units left out.
type leftOut struct {
	units    int // that an interviewer spoke
	turns    int // of interviewers, inside units of several turns
	wordless int // units that hold no word, and so cannot carry a code
}

// units cuts a transcript into the units of the rules.
func (r Rules) units(w *codebook.CodedTranscript) (kept []unit, left leftOut) {
	for _, s := range r.segmentsOf(w) {
		if s.Turn >= 0 && !r.AllSpeakers && w.SpokenBy(s.Turn) == corpus.RoleInterviewer {
			left.units++
			continue
		}
		u := unit{Segment: s}
		if s.Turn >= 0 {
			u.speech = s.Span.Clip(w.Text.Turns[s.Turn].Speech)
		} else {
			var turns int
			u.speech, turns = r.speech(w, s.Span)
			left.turns += turns
		}
		if !holdsWord(w.Text, u.speech) {
			left.wordless++
			continue
		}
		kept = append(kept, u)
	}
	return kept, left
}

// segmentsOf cuts a transcript's text, or takes the segments that it came with.
func (r Rules) segmentsOf(w *codebook.CodedTranscript) []corpus.Segment {
	if r.Segmentation == "" {
		return r.Cut(w.Text)
	}
	var out []corpus.Segment
	for _, s := range w.Segments {
		from, to := w.Text.TurnsIn(s)
		if to-from != 1 {
			from = -1
		}
		out = append(out, corpus.Segment{Span: s, Turn: from})
	}
	return out
}

// Cut cuts a text into the segments of the rules, whoever speaks. The rules must
// have passed Check and name no segmentation: that is no matter of the text.
func (r Rules) Cut(t *corpus.Text) []corpus.Segment {
	switch r.Unit {
	case UnitSentence:
		return segment.Sentences(t)
	case UnitParagraph:
		return segment.Paragraphs(t)
	case UnitSegment:
		if r.Words > 0 {
			all, _ := segment.FixedWords(t, r.Words) // its one error is a number below 1
			return all
		}
		return segment.Pattern(t, regexp.MustCompile(r.Pattern))
	case UnitTranscript:
		turns := segment.Turns(t)
		if len(turns) == 0 {
			return nil
		}
		return []corpus.Segment{{Span: corpus.Span{Start: turns[0].Span.Start, End: turns[len(turns)-1].Span.End}, Turn: -1}}
	}
	return segment.Turns(t)
}

// speech gives what was spoken within a span and counts, in order, and the
// number of interviewers' turns left out.
func (r Rules) speech(w *codebook.CodedTranscript, within corpus.Span) (spans []corpus.Span, left int) {
	from, to := w.Text.TurnsIn(within)
	for i := from; i < to; i++ {
		if !r.AllSpeakers && w.SpokenBy(i) == corpus.RoleInterviewer {
			left++
			continue
		}
		spans = append(spans, within.Clip(w.Text.Turns[i].Speech)...)
	}
	return spans, left
}

func holdsWord(t *corpus.Text, speech []corpus.Span) bool {
	return slices.ContainsFunc(speech, func(s corpus.Span) bool { return !t.TrimToWords(s).Empty() })
}
