package store

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"concord/codebook"
	"concord/corpus"
)

// ErrBlind says that a reading would show others' work in a blind round.
var ErrBlind = errors.New("the round is blind and still open")

// RoundWork is a round with the work that counts in it.
type RoundWork struct {
	Round codebook.Round
	// Works are the round's transcripts, each with the codings that were there
	// when the completions that count were made, and those completions.
	Coded []*codebook.CodedTranscript
	Late  []codebook.Completion // arrived after the close; they do not count
	// Missing are the transcripts and coders without a completion that counts.
	Missing []codebook.Assignment
	// Unproved are completions whose codings could not be found again as their
	// digest says: the coder worked in two copies at once, perhaps.
	Unproved []codebook.Completion
	// Withdrawn are completions that count because the close names them, though
	// the coder took them back, in a copy that did not know of the close.
	Withdrawn []codebook.Completion
}

// RoundWork reads the independent work of a round: for each coder and
// transcript, the codings she had when she completed it in the round. What was
// changed, removed or added later does not matter. A reader who codes in the
// round cannot read it while it is blind and open.
func (r Reader) RoundWork(ctx context.Context, id codebook.RoundID) (RoundWork, error) {
	return readAll(ctx, r, func(v view) (RoundWork, error) { return r.roundWork(v, id) })
}

func (r Reader) roundWork(v view, id codebook.RoundID) (RoundWork, error) {
	var out RoundWork
	if err := readJSON(v, bucketRound, id[:], &out.Round); err != nil {
		return out, err
	}
	round := out.Round
	if round.Open && round.Blind && (r.coder.IsZero() || slices.Contains(round.Coders(), r.coder)) {
		return out, fmt.Errorf("reading the round “%s”: %w: what others did in it can be seen when it is closed", round.Name, ErrBlind)
	}
	if err := r.seesRound(v, round); err != nil {
		return out, err
	}
	all, err := records[codebook.Completion](v, bucketCompletion, nil)
	if err != nil {
		return out, err
	}
	if all, out.Withdrawn, err = completionsFor(v, round, all); err != nil {
		return out, err
	}
	var counting []codebook.Completion
	counting, out.Late = round.Counting(all)
	for _, a := range round.Assignments {
		w, err := r.independentWork(v, a, counting, &out)
		if err != nil {
			return out, err
		}
		out.Coded = append(out.Coded, w)
	}
	slices.SortFunc(out.Coded, func(a, b *codebook.CodedTranscript) int { return compareNames(a.Transcript.Name, b.Transcript.Name) })
	return out, nil
}

// seesRound refuses a round on a transcript that the reader codes blind in
// another, as who trains against a standard does.
func (r Reader) seesRound(v view, round codebook.Round) error {
	blind, err := r.blind(v)
	if err != nil {
		return err
	}
	for _, a := range round.Assignments {
		if _, hidden := blind.since[a.Transcript]; hidden {
			return fmt.Errorf("reading the round “%s”: you code one of its transcripts again in another: %w; what was done in this one can be seen when that one is closed", round.Name, ErrBlind)
		}
	}
	return nil
}

func (r Reader) independentWork(v view, a codebook.Assignment, counting []codebook.Completion, out *RoundWork) (*codebook.CodedTranscript, error) {
	var t corpus.Transcript
	if err := readJSON(v, bucketTranscript, a.Transcript[:], &t); err != nil {
		return nil, err
	}
	w, err := r.work(v, t)
	if err != nil {
		return nil, err
	}
	if w.Text.ID != a.Text {
		if w.Text, err = readText(v, a.Text); err != nil {
			return nil, fmt.Errorf("%s: %w", t.Name, err)
		}
	}
	if w.Memos, err = r.memos(v, func(m codebook.Memo) bool { return m.About.Transcript == t.ID }); err != nil {
		return nil, err
	}
	w.Codings, w.Completions, w.Elsewhere, w.Segments = nil, nil, 0, a.Segments
	missing := codebook.Assignment{Transcript: a.Transcript, Text: a.Text}
	for _, coder := range a.Coders {
		i := slices.IndexFunc(counting, func(c codebook.Completion) bool { return c.Transcript == a.Transcript && c.Coder == coder })
		if i < 0 {
			missing.Coders = append(missing.Coders, coder)
			continue
		}
		codings, proved, err := independent(v, counting[i])
		if err != nil {
			return nil, err
		}
		if !proved {
			out.Unproved = append(out.Unproved, counting[i])
		}
		for _, c := range codings {
			if c.Text == a.Text {
				w.Codings = append(w.Codings, c)
			} else {
				w.Elsewhere++
			}
		}
		w.Completions = append(w.Completions, counting[i])
	}
	if len(missing.Coders) > 0 {
		out.Missing = append(out.Missing, missing)
	}
	slices.SortFunc(w.Codings, codebook.Coding.Compare)
	return w, nil
}

// independent gives the codings that a coder had when she made a completion, and
// whether they are provably those. Events that came before the completion count;
// if these are not what its digest names, only those made in the same copy.
func independent(v view, c codebook.Completion) ([]codebook.Coding, bool, error) {
	th, err := fold(v, Thing{ClassCompletion, c.ID}, nil)
	if err != nil {
		return nil, false, err
	}
	made := th.added()
	if made == nil {
		return nil, false, fmt.Errorf("%w: a completion has no event", errDamagedEvent)
	}
	var first []codebook.Coding
	for i, keep := range []func(*Event) bool{
		func(e *Event) bool { return e.Compare(made) <= 0 },
		func(e *Event) bool { return e.Compare(made) <= 0 && e.Copy == made.Copy },
	} {
		var work []codingRecord
		for _, id := range c.Made {
			th, err := fold(v, Thing{ClassCoding, id}, keep)
			if err != nil {
				return nil, false, err
			}
			rec, err := codingOf(th)
			if err != nil {
				return nil, false, err
			}
			if rec != nil {
				work = append(work, *rec)
			}
		}
		slices.SortFunc(work, func(a, b codingRecord) int { return a.ID.Compare(b.ID) })
		codings := make([]codebook.Coding, len(work))
		for k, rec := range work {
			codings[k] = rec.Coding
		}
		if len(work) == c.Codings && digestOfWork(work) == c.Digest {
			return codings, true, nil
		}
		if i == 0 {
			first = codings
		}
	}
	return first, false, nil
}

// Rounds gives the rounds, oldest first. A round says nothing of anybody's
// codings.
func (r Reader) Rounds(ctx context.Context) ([]codebook.Round, error) {
	return readAll(ctx, r, readRounds)
}

// Decisions gives the decisions of a round (of all, for the zero id), in the
// order in which they take effect. Those on transcripts that the reader is blind
// on are left out.
func (r Reader) Decisions(ctx context.Context, round codebook.RoundID) ([]codebook.Decision, error) {
	return readAll(ctx, r, func(v view) ([]codebook.Decision, error) {
		var prefix []byte
		if !round.IsZero() {
			prefix = round[:]
		}
		blind, err := r.blind(v)
		if err != nil {
			return nil, err
		}
		ds, err := records[codebook.Decision](v, bucketDecision, prefix)
		ds = slices.DeleteFunc(ds, func(d codebook.Decision) bool {
			_, hidden := blind.since[d.Transcript]
			return hidden
		})
		slices.SortFunc(ds, codebook.Decision.Compare)
		return ds, err
	})
}
