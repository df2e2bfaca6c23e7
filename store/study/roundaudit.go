package study

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"concord/codebook"
	"concord/corpus"
)

// CodingInRound is a coding of a coder of a round on one of its transcripts, and
// whether and why it counts there.
type CodingInRound struct {
	ID         codebook.CodingID `json:"id"`
	Transcript string            `json:"transcript"`
	Start      corpus.Point      `json:"start"` // code points of the round's text
	End        corpus.Point      `json:"end"`
	Coder      string            `json:"coder"`
	Code       string            `json:"code"` // path; of one that counts, as it was then
	Quote      string            `json:"quote"`
	Counts     bool              `json:"counts"`
	Why        string            `json:"why"`
}

// AuditFilter narrows an audit: to a transcript and a coder by name, and to what
// does not count.
type AuditFilter struct {
	Transcript, Coder string
	NotCounting       bool
}

func (f AuditFilter) leavesOut(c CodingInRound) bool {
	return f.Transcript != "" && !strings.EqualFold(c.Transcript, f.Transcript) ||
		f.Coder != "" && !strings.EqualFold(c.Coder, f.Coder) || f.NotCounting && c.Counts
}

// Audit says of every coding by the coders of a round on its transcripts whether
// it counts in the round, and why, by transcript, coder and place, narrowed by a
// filter. The round is the one of that name; for "" the only one.
func (s *Study) Audit(ctx context.Context, round string, f AuditFilter) ([]CodingInRound, error) {
	return inSnapshot(ctx, s, func(s *Study) ([]CodingInRound, error) {
		r, err := s.Round(ctx, round)
		if err != nil {
			return nil, err
		}
		rows, err := s.auditRound(ctx, r.ID)
		return slices.DeleteFunc(rows, f.leavesOut), err
	})
}

func (s *Study) auditRound(ctx context.Context, id codebook.RoundID) ([]CodingInRound, error) {
	w, err := s.RoundWork(ctx, id)
	if err != nil {
		return nil, err
	}
	out := []CodingInRound{}
	for _, x := range w.Coded {
		now, err := s.Reader().Codings(ctx, x.Transcript.ID)
		if err != nil {
			return nil, err
		}
		rows := w.why(x, now)
		slices.SortStableFunc(rows, func(a, b CodingInRound) int {
			if a.Coder != b.Coder {
				return slices.IndexFunc(w.People, func(c codebook.Coder) bool { return c.Name == a.Coder }) - slices.IndexFunc(w.People, func(c codebook.Coder) bool { return c.Name == b.Coder })
			}
			return int(a.Start - b.Start)
		})
		out = append(out, rows...)
	}
	return out, nil
}

func (w *RoundWork) why(x *codebook.CodedTranscript, now []codebook.Coding) []CodingInRound {
	assigned, _ := w.Round.Assigned(x.Transcript.ID)
	ruler := corpus.NewRuler(x.Text.Body)
	names := map[codebook.CoderID]string{}
	for _, c := range w.People {
		names[c.ID] = c.Name
	}
	row := func(c codebook.Coding, counts bool, why string) CodingInRound {
		r := CodingInRound{ID: c.ID, Transcript: x.Transcript.Name, Coder: names[c.Coder], Code: w.RatingMatrix.Codebook.Path(c.Code), Counts: counts, Why: why}
		if c.Text == x.Text.ID {
			r.Start, r.End = ruler.Points(c.Span)
			r.Quote = x.Text.Slice(c.Span)
		}
		if r.Code == "" {
			r.Code = "a code that codebook " + w.Version.Label() + " has not"
		}
		return r
	}
	var out []CodingInRound
	counted := map[codebook.CodingID]bool{}
	for _, c := range x.Codings {
		counted[c.ID] = true
		done, _ := x.LastCompletion(c.Coder)
		why := fmt.Sprintf("it was there when %s completed %s on %s", names[c.Coder], x.Transcript.Name, done.Time.Local().Format("2006-01-02 15:04"))
		switch i := slices.IndexFunc(now, func(n codebook.Coding) bool { return n.ID == c.ID }); {
		case i < 0:
			why += "; she removed it later"
		case now[i].Code != c.Code || now[i].Span != c.Span || now[i].Definition != c.Definition:
			why += ", as it was then; she changed it later"
		}
		out = append(out, row(c, true, why))
	}
	for _, c := range now {
		if counted[c.ID] || !slices.Contains(assigned.Coders, c.Coder) {
			continue
		}
		done, complete := x.LastCompletion(c.Coder)
		why := fmt.Sprintf("%s has not completed %s", names[c.Coder], x.Transcript.Name)
		switch {
		case c.Text != x.Text.ID:
			why = "it stands on another text of the transcript than the round's"
		case complete:
			why = fmt.Sprintf("it was made after %s completed %s on %s", names[c.Coder], x.Transcript.Name, done.Time.Local().Format("2006-01-02 15:04"))
		case slices.ContainsFunc(w.Late, func(l codebook.Completion) bool { return l.Coder == c.Coder && l.Transcript == x.Transcript.ID }):
			why = fmt.Sprintf("%s completed %s after the round was closed", names[c.Coder], x.Transcript.Name)
		}
		out = append(out, row(c, false, why))
	}
	return out
}
