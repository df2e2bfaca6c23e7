package reconcile

import (
	"fmt"
	"slices"
	"time"

	"concord/codebook"
)

// Group is a part of a line-up that is measured on its own: some transcripts and
// some coders, by their places in Works and Coders.
type Group struct {
	Name          string
	Works, Coders []int
}

// Select gives the matrix of a group.
func (l *RatingMatrix) Select(g Group) RatingMatrix { return l.Of(g.Works, g.Coders) }

func upTo(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

// Pairs gives a group for every two coders, all transcripts.
func (l *RatingMatrix) Pairs() []Group {
	names := l.CoderNames()
	var out []Group
	for i := range l.Coders {
		for j := i + 1; j < len(l.Coders); j++ {
			out = append(out, Group{Name: names[i] + " and " + names[j], Works: upTo(len(l.Coded)), Coders: []int{i, j}})
		}
	}
	return out
}

// Transcripts gives a group for every transcript, all coders.
func (l *RatingMatrix) Transcripts() []Group {
	var out []Group
	for i, name := range l.TranscriptNames() {
		out = append(out, Group{Name: name, Works: []int{i}, Coders: upTo(len(l.Coders))})
	}
	return out
}

// By gives a group for every label that transcripts have, in the order that
// compare gives to labels. A transcript with several labels is in several groups;
// one without is in none.
func (l *RatingMatrix) By(labels func(*codebook.CodedTranscript) []string, compare func(a, b string) int) []Group {
	at := map[string]int{}
	var out []Group
	for i, w := range l.Coded {
		for _, label := range labels(w) {
			n, known := at[label]
			if !known {
				n = len(out)
				at[label] = n
				out = append(out, Group{Name: label, Coders: upTo(len(l.Coders))})
			}
			if !slices.Contains(out[n].Works, i) {
				out[n].Works = append(out[n].Works, i)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Group) int { return compare(a.Name, b.Name) })
	return out
}

// Period is a stretch of time by which drift is looked for.
type Period string

// The periods there are, in UTC. A week is that of ISO 8601.
const (
	Day   Period = "day"
	Week  Period = "week"
	Month Period = "month"
)

func (p Period) of(t time.Time) string {
	t = t.UTC()
	switch p {
	case Week:
		year, week := t.ISOWeek()
		return fmt.Sprintf("%d-W%02d", year, week)
	case Month:
		return t.Format("2006-01")
	}
	return t.Format(time.DateOnly)
}

// Drift gives a group for every period in which transcripts were finished, in
// order of time. A transcript is finished when the last of the coders who count
// completed it; one that was only assumed to be complete, when the last coding
// on it was made.
func (l *RatingMatrix) Drift(p Period) []Group {
	when := make([]time.Time, len(l.Coded))
	for i, w := range l.Coded {
		when[i] = l.finished(w)
	}
	order := upTo(len(l.Coded))
	slices.SortStableFunc(order, func(a, b int) int { return when[a].Compare(when[b]) })
	var out []Group
	for _, i := range order {
		name := p.of(when[i])
		if n := len(out); n > 0 && out[n-1].Name == name {
			out[n-1].Works = append(out[n-1].Works, i)
			continue
		}
		out = append(out, Group{Name: name, Works: []int{i}, Coders: upTo(len(l.Coders))})
	}
	for i := range out {
		slices.Sort(out[i].Works)
	}
	return out
}

func (l *RatingMatrix) finished(w *codebook.CodedTranscript) time.Time {
	var last time.Time
	later := func(t time.Time) {
		if t.After(last) {
			last = t
		}
	}
	for _, coder := range l.Coders {
		if c, ok := w.LastCompletion(coder.ID); ok {
			later(c.Time)
			continue
		}
		for _, c := range w.Codings {
			if c.Coder == coder.ID && l.Rules.AssumeComplete {
				later(c.Created)
			}
		}
	}
	return last
}
