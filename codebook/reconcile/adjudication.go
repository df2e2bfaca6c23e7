package reconcile

import (
	"errors"
	"fmt"
	"slices"

	"concord/codebook"
	"concord/codebook/agreement"
	"concord/corpus"
)

// Adjudication is what people decided about a place, before it is written down. One
// of Follow, Yes, No, Other, Answers and Park says it.
type Adjudication struct {
	Follow *int // a coder's index: her answers to the codes in question, and in bounds her words
	Yes    bool // each code in question applies
	No     bool // none does
	// Other is a code that applies in place of those in question.
	Other codebook.CodeID
	// Answers, code by code; those in question that are not named stay open.
	Answers map[codebook.CodeID]bool
	Park    bool
	// Bounds, if not empty, says where what applies applies.
	Bounds  corpus.Span
	Reason  string
	Present []string
}

// Decision writes a verdict on a place down, with what it judged. The round is
// left to the caller.
func (l *RatingMatrix) Decision(d Disagreement, v Adjudication) (codebook.Decision, error) {
	w := l.Coded[d.Unit.Coded]
	out := codebook.Decision{Transcript: w.Transcript.ID, Text: w.Text.ID, Span: d.Unit.Segment.Span, Reason: v.Reason, Present: v.Present, Parked: v.Park}
	if !v.Bounds.Empty() && !d.Unit.Segment.Span.Covers(v.Bounds) {
		return out, errors.New("the new bounds lie outside the unit; choose words within it")
	}
	answer := func(code codebook.Code, yes bool, where corpus.Span) {
		if yes && !v.Bounds.Empty() {
			where = v.Bounds
		}
		if !yes {
			where = corpus.Span{}
		}
		out.Answers = append(out.Answers, codebook.Answer{Code: code.ID, Definition: code.DefinedBy, Applies: yes, Span: where})
	}
	for _, q := range d.Questions {
		switch {
		case v.Follow != nil:
			yes := l.Rating(d.Index, q.RatedCode, *v.Follow)
			if yes == agreement.Missing {
				continue // she gave no answer to this one
			}
			var where corpus.Span
			if q.Kind == OtherBounds {
				where = l.words(d, q.RatedCode, []int{*v.Follow})
			}
			answer(q.Code, yes == 1, where)
		case v.Yes:
			var where corpus.Span
			if q.Kind == OtherBounds {
				where = l.words(d, q.RatedCode, q.Yes)
			}
			answer(q.Code, true, where)
		case v.No, !v.Other.IsZero():
			if q.Code.ID != v.Other {
				answer(q.Code, false, corpus.Span{})
			}
		case v.Answers != nil:
			if yes, named := v.Answers[q.Code.ID]; named {
				answer(q.Code, yes, corpus.Span{})
			}
		}
	}
	if err := l.others(&out, d, v, answer); err != nil {
		return out, err
	}
	if len(out.Answers) == 0 && !v.Park {
		return out, errors.New("this decides nothing: say whether at least one of the codes in question applies, or park the place")
	}
	out.Outcome = l.outcome(v)
	out.Judged, out.Completions = l.judged(d)
	return out, nil
}

// others adds answers to codes that are not in question.
func (l *RatingMatrix) others(out *codebook.Decision, d Disagreement, v Adjudication, answer func(codebook.Code, bool, corpus.Span)) error {
	asked := func(id codebook.CodeID) bool {
		return slices.ContainsFunc(out.Answers, func(a codebook.Answer) bool { return a.Code == id })
	}
	var more []codebook.CodeID
	if !v.Other.IsZero() {
		more = append(more, v.Other)
	}
	for id := range v.Answers {
		if !asked(id) {
			more = append(more, id)
		}
	}
	slices.SortFunc(more, codebook.CodeID.Compare)
	for _, id := range more {
		code, ok := l.Codebook.Code(id)
		if !ok || !code.Applicable() {
			return fmt.Errorf("the code is not in the round's version of the codebook, or may not be applied; decide with one that is")
		}
		answer(code, v.Answers == nil || v.Answers[id], corpus.Span{})
	}
	return nil
}

// outcome says a verdict in a word.
func (l *RatingMatrix) outcome(v Adjudication) string {
	switch {
	case v.Park:
		return "parked"
	case v.Follow != nil:
		return l.Coders[*v.Follow].Name
	case !v.Other.IsZero():
		return "other code"
	case v.Yes:
		return "all"
	case v.No:
		return "none"
	case !v.Bounds.Empty():
		return "bounds"
	}
	return "code by code"
}

// words gives the span of what some coders marked with a line's code in a unit.
func (l *RatingMatrix) words(d Disagreement, line int, coders []int) corpus.Span {
	var all []corpus.Span
	for _, c := range coders {
		all = append(all, l.Marked(d.Index, line, c)...)
	}
	all = corpus.Union(all)
	if len(all) == 0 {
		return corpus.Span{}
	}
	return corpus.Span{Start: all[0].Start, End: all[len(all)-1].End}
}

// Marked gives the words of a unit that a coder marked with a line's code.
func (l *RatingMatrix) Marked(unit, line, coder int) []corpus.Span {
	var out []corpus.Span
	for _, c := range l.codingsIn(unit) {
		if c.Coder != l.Coders[coder].ID {
			continue
		}
		if code, standing, _ := l.Codebook.StatusOf(c); standing == codebook.Current && slices.Contains(l.Codes[line].Members, code.ID) {
			out = append(out, c.Span.Intersect(l.Units[unit].Segment.Span))
		}
	}
	return corpus.Union(out)
}

// CodingsIn gives a coder's codings that touch a unit, in reading order.
func (l *RatingMatrix) CodingsIn(unit, coder int) []codebook.Coding {
	return slices.DeleteFunc(l.codingsIn(unit), func(c codebook.Coding) bool { return c.Coder != l.Coders[coder].ID })
}

func (l *RatingMatrix) codingsIn(unit int) []codebook.Coding {
	p := l.Units[unit]
	var out []codebook.Coding
	for _, c := range l.Coded[p.Coded].Codings {
		if c.Span.Overlaps(p.Segment.Span) {
			out = append(out, c)
		}
	}
	return out
}

// linesOf gives the lines that a coding counts for.
func (l *RatingMatrix) linesOf(c codebook.Coding) []int {
	code, standing, _ := l.Codebook.StatusOf(c)
	if standing != codebook.Current {
		return nil
	}
	return index(l.Codes)[code.ID]
}

// judged gives the codings of the codes in question in the unit, and the
// completions of the coders who rate it.
func (l *RatingMatrix) judged(d Disagreement) (codings []codebook.CodingID, completions []codebook.CompletionID) {
	for _, c := range l.codingsIn(d.Index) {
		lines := l.linesOf(c)
		if slices.ContainsFunc(d.Questions, func(q Question) bool { return slices.Contains(lines, q.RatedCode) }) {
			codings = append(codings, c.ID)
		}
	}
	for _, coder := range l.Coders {
		if c, ok := l.Coded[d.Unit.Coded].LastCompletion(coder.ID); ok {
			completions = append(completions, c.ID)
		}
	}
	return codings, completions
}

// Unanimous lists the units on which all rating coders gave the same codes, at
// least one, and about which nothing was decided: what can be accepted in one
// go. The questions are the codes given; all coders who rate them are in Yes.
func (l *RatingMatrix) Unanimous(decisions []codebook.Decision) []Disagreement {
	settled := ResolveDecisions(decisions)
	var out []Disagreement
	for u, p := range l.Units {
		d := Disagreement{Index: u, Unit: p}
		differ := false
		for i, line := range l.Codes {
			marks, some := l.rated(u, i)
			if !some || !slices.Contains(marks, 1) {
				continue
			}
			if slices.Contains(marks, 0) {
				differ = true
				break
			}
			q := Question{RatedCode: i, Code: line.Code}
			for g, m := range marks {
				if m == 1 {
					q.Yes = append(q.Yes, g)
				}
			}
			d.Questions = append(d.Questions, q)
		}
		w := l.Coded[p.Coded]
		if differ || len(d.Questions) == 0 {
			continue
		}
		if _, decided := settled.At(w.Transcript.ID, w.Text.ID, p.Segment.Span); decided {
			continue
		}
		d.Words = corpus.CountWords(w.Text.Slice(p.Segment.Span))
		out = append(out, d)
	}
	return out
}

// Accept writes down that a unanimous place was looked at and accepted.
func (l *RatingMatrix) Accept(d Disagreement, reason string, present []string) (codebook.Decision, error) {
	out, err := l.Decision(d, Adjudication{Yes: true, Reason: reason, Present: present})
	out.Outcome = "agreed"
	return out, err
}

// At gives what is to be said about a unit: where coders differ, as among
// Disagreements with bounds; else with the codes that all who rated it gave,
// which a decision can still refuse or add to.
func (l *RatingMatrix) At(unit int, decisions []codebook.Decision) Disagreement {
	for _, d := range l.Disagreements(decisions, true) {
		if d.Index == unit {
			return d
		}
	}
	p := l.Units[unit]
	w := l.Coded[p.Coded]
	d := Disagreement{Index: unit, Unit: p, Words: corpus.CountWords(w.Text.Slice(p.Segment.Span))}
	for i, line := range l.Codes {
		marks, some := l.rated(unit, i)
		if !some || !slices.Contains(marks, 1) {
			continue
		}
		q := Question{RatedCode: i, Code: line.Code}
		for g, m := range marks {
			if m == 1 {
				q.Yes = append(q.Yes, g)
			}
		}
		d.Questions = append(d.Questions, q)
	}
	if made, ok := ResolveDecisions(decisions).At(w.Transcript.ID, w.Text.ID, p.Segment.Span); ok {
		d.Decision = &made
	}
	return d
}
