package study

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"concord/codebook"
	"concord/codebook/reconcile"
	"concord/corpus"
	"concord/corpus/exporter"
	"concord/corpus/prose"
)

// Layer says whose codings searches, counts, excerpts and exports draw on.
type Layer string

// The layers there are. Without one, everybody's codings as they are now.
const (
	Independent Layer = "independent" // what counted in a round
	Agreed      Layer = "agreed"      // what a round's coders agreed on or decided
)

// LayerQuestion asks for a layer.
type LayerQuestion struct {
	Layer Layer
	// Round by name. For the agreed layer it may be empty: then all closed
	// rounds count, and a transcript that was in several counts in the last.
	Round     string
	Undecided reconcile.Undecided // for the agreed layer; LeaveOut if empty
}

// OnLayer gives the study as a layer shows it: reports and searches draw on its
// codings alone.
func (s *Study) OnLayer(ctx context.Context, q LayerQuestion) (*Study, error) {
	out := *s
	out.cut = ""
	err := s.Snapshot(ctx, func(s *Study) (err error) {
		if out.layered, err = s.readLayer(ctx, q); err != nil || q.Layer != Independent {
			return err
		}
		r, err := s.Round(ctx, q.Round)
		out.cut = r.Segmentation
		return err
	})
	if err != nil {
		return nil, err
	}
	return &out, nil
}

func (s *Study) readLayer(ctx context.Context, q LayerQuestion) (*exporter.Study, error) {
	switch q.Layer {
	case Independent:
		r, err := s.Round(ctx, q.Round)
		if err != nil {
			return nil, err
		}
		w, err := s.RoundWork(ctx, r.ID)
		if err != nil {
			return nil, err
		}
		w.Material.Notes = w.Sentences()
		return w.Material, nil
	case Agreed:
		rounds, err := s.roundsFor(ctx, q)
		if err != nil {
			return nil, err
		}
		return s.agreedLayer(ctx, rounds, q)
	}
	return nil, fmt.Errorf("%q is no layer; layers are %s and %s", q.Layer, Independent, Agreed)
}

// roundsFor gives the round asked for, or all that are closed, oldest close
// first.
func (s *Study) roundsFor(ctx context.Context, q LayerQuestion) ([]codebook.Round, error) {
	if q.Round != "" {
		r, err := s.Round(ctx, q.Round)
		if err == nil && r.Open {
			err = fmt.Errorf("the round “%s” is still open: what was agreed can be told when it is closed", r.Name)
		}
		return []codebook.Round{r}, err
	}
	rounds, err := s.Reader().Rounds(ctx)
	if err != nil {
		return nil, err
	}
	rounds = slices.DeleteFunc(rounds, func(r codebook.Round) bool { return r.Open || len(r.Closes) == 0 })
	if len(rounds) == 0 {
		return nil, errors.New("no round was closed yet, so nothing was agreed; “concord round” shows the rounds")
	}
	slices.SortStableFunc(rounds, func(a, b codebook.Round) int { return closed(a).Compare(closed(b)) })
	return rounds, nil
}

func closed(r codebook.Round) time.Time { return r.Closes[len(r.Closes)-1].Time }

// agreedLayer makes one body of codings, by one coder, out of what was agreed.
func (s *Study) agreedLayer(ctx context.Context, rounds []codebook.Round, q LayerQuestion) (*exporter.Study, error) {
	if q.Undecided == "" {
		q.Undecided = reconcile.LeaveOut
	}
	m, err := s.Material(ctx, nil)
	if err != nil {
		return nil, err
	}
	works := map[corpus.TranscriptID]*codebook.CodedTranscript{}
	from := map[codebook.RoundID]int{} // transcripts whose codings come from a round
	in := map[corpus.TranscriptID]codebook.RoundID{}
	counts := map[codebook.RoundID]reconcile.AgreedCounts{}
	for _, r := range rounds {
		w, err := s.RoundWork(ctx, r.ID)
		if err != nil {
			return nil, err
		}
		agreed, c := w.RatingMatrix.Agreed(w.Decisions, q.Undecided)
		counts[r.ID] = c
		for _, x := range w.Coded {
			copied := *x
			copied.Codings, copied.Memos, copied.Completions, copied.Elsewhere = nil, nil, nil, 0
			works[x.Transcript.ID] = &copied
			from[in[x.Transcript.ID]]--
			in[x.Transcript.ID] = r.ID
			from[r.ID]++
		}
		for _, a := range agreed {
			to := works[a.Work.Transcript.ID]
			to.Codings = append(to.Codings, a.Coding(&w.RatingMatrix, r.ID, closed(r)))
		}
	}
	left := 0
	m.Coded = slices.DeleteFunc(m.Coded, func(w *codebook.CodedTranscript) bool {
		if works[w.Transcript.ID] == nil {
			left++
			return true
		}
		return false
	})
	for i, w := range m.Coded {
		m.Coded[i] = works[w.Transcript.ID]
		slices.SortFunc(m.Coded[i].Codings, codebook.Coding.Compare)
	}
	m.Coders = []codebook.Coder{reconcile.AgreedCoder}
	m.Notes = agreedNotes(rounds, from, counts, left, q)
	return m, nil
}

func agreedNotes(rounds []codebook.Round, from map[codebook.RoundID]int, counts map[codebook.RoundID]reconcile.AgreedCounts, left int, q LayerQuestion) []string {
	notes := []string{"Codings are those of the agreed layer: what all coders gave to a unit independently, and what was decided."}
	for _, r := range rounds {
		c := counts[r.ID]
		if from[r.ID] == 0 {
			continue
		}
		notes = append(notes, fmt.Sprintf("Round “%s”, %s: %d given by all, %d decided for, %d decided against, %d undecided.", r.Name,
			prose.Counted(from[r.ID], "transcript", "transcripts"), c.Unanimous, c.Decided, c.Rejected, c.Undecided))
	}
	notes = append(notes, q.Undecided.Sentence())
	if left > 0 {
		notes = append(notes, fmt.Sprintf("Left out: %s that no closed round holds.", prose.Counted(left, "transcript", "transcripts")))
	}
	return notes
}

// source is where facts about codings come from: the project as its reader may
// see it, or a layer.
type source interface {
	Codebook(context.Context) (*codebook.Codebook, error)
	Coders(context.Context) ([]codebook.Coder, error)
	SelectCodings(context.Context, func(codebook.Coding) bool) ([]codebook.Coding, error)
	Memos(context.Context, func(codebook.Memo) bool) ([]codebook.Memo, error)
	Uses(context.Context) ([]codebook.Use, error)
}

func (s *Study) source() source {
	if s.layered != nil {
		return layerSource{s.layered}
	}
	return s.Reader()
}

// layerSource answers from a layer.
type layerSource struct{ m *exporter.Study }

func (l layerSource) Codebook(context.Context) (*codebook.Codebook, error) { return l.m.Codebook, nil }

func (l layerSource) Coders(context.Context) ([]codebook.Coder, error) { return l.m.Coders, nil }

func (l layerSource) SelectCodings(_ context.Context, match func(codebook.Coding) bool) ([]codebook.Coding, error) {
	var out []codebook.Coding
	for _, w := range l.m.Coded {
		for _, c := range w.Codings {
			if match(c) {
				out = append(out, c)
			}
		}
	}
	return out, nil
}

func (l layerSource) Uses(context.Context) ([]codebook.Use, error) {
	n := map[codebook.Use]int{}
	for _, w := range l.m.Coded {
		for _, c := range w.Codings {
			n[codebook.Use{Code: c.Code, Definition: c.Definition, Coder: c.Coder}]++
		}
	}
	var out []codebook.Use
	for u, k := range n {
		u.N = k
		out = append(out, u)
	}
	return out, nil
}

func (l layerSource) Memos(_ context.Context, match func(codebook.Memo) bool) ([]codebook.Memo, error) {
	var out []codebook.Memo
	for _, w := range l.m.Coded {
		for _, m := range w.Memos {
			if match == nil || match(m) {
				out = append(out, m)
			}
		}
	}
	return out, nil
}

// ParseLayer reads a layer's name.
func ParseLayer(s string) (Layer, error) {
	switch l := Layer(strings.ToLower(s)); l {
	case Independent, Agreed:
		return l, nil
	}
	return "", fmt.Errorf("%q is no layer; layers are %s and %s", s, Independent, Agreed)
}
