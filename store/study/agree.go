package study

import (
	"context"
	"fmt"
	"slices"

	"concord/codebook"
	"concord/codebook/agreement"
	"concord/codebook/reconcile"
	"concord/corpus"
	"concord/store"
)

// AgreementQuestion says which agreement is wanted.
type AgreementQuestion struct {
	Rules       reconcile.Rules
	Coders      []string // names; all who completed something, if empty
	Codes       []string // names or paths; all that were applied or could be, if empty
	Transcripts []string // all, if empty
	Version     string   // of the codebook: "v1"; the working one, if empty
	Bootstrap   int      // resamples; 0 for none
	Seed        uint64
}

// CodeAgreement is one code's line.
type CodeAgreement struct {
	Code codebook.Code
	Path string
	Line int // in the line-up
	agreement.Row
	Bootstrapped []agreement.Bootstrapped // one for each coefficient, if asked for
}

// Agreement is how far coders agree, with everything that must be printed
// beside it.
type Agreement struct {
	Lineup       reconcile.Lineup
	Coefficients []agreement.Coefficient
	Codes        []CodeAgreement
	Codebook     string // the version in force, with digest
	State        string
	Resampling   agreement.Resampling // what was drawn, if anything
}

// Agreement lines the coders up and measures agreement for each code.
func (s *Study) Agreement(ctx context.Context, q AgreementQuestion) (*Agreement, error) {
	m, err := s.Material(ctx, nil)
	if err != nil {
		return nil, err
	}
	works := m.Works
	if len(q.Transcripts) > 0 {
		wanted := map[corpus.TranscriptID]bool{}
		var all []corpus.Transcript
		for _, w := range works {
			all = append(all, w.Transcript)
		}
		for _, name := range q.Transcripts {
			t, err := store.FindTranscript(all, name)
			if err != nil {
				return nil, err
			}
			wanted[t.ID] = true
		}
		works = slices.DeleteFunc(works, func(w *codebook.Work) bool { return !wanted[w.Transcript.ID] })
	}
	coders, err := chooseCoders(m.Coders, works, q)
	if err != nil {
		return nil, err
	}
	book, version := m.Codebook, m.VersionLine()
	if q.Version != "" {
		v, err := FindVersion(m.Versions, q.Version)
		if err != nil {
			return nil, err
		}
		book, version = v.Codebook(), v.Label()+" ("+v.ShortDigest()+")"
	}
	codes, err := chooseCodes(book, q.Codes)
	if err != nil {
		return nil, err
	}
	return Measure(book, works, coders, codes, q, version, m.State)
}

// Measure is Agreement on material at hand.
func Measure(book *codebook.Codebook, works []*codebook.Work, coders []codebook.Coder, codes []codebook.CodeID, q AgreementQuestion, version, state string) (*Agreement, error) {
	a := &Agreement{Codebook: version, State: state, Coefficients: agreement.RowCoefficients(len(coders))}
	a.Lineup = reconcile.LineUp(book, works, coders, codes, q.Rules)
	if q.Bootstrap > 0 {
		a.Resampling = agreement.Resampling{Resamples: q.Bootstrap, Seed: q.Seed, Drawn: agreement.DrawAsFits}
	}
	for i, line := range a.Lineup.Lines {
		c := CodeAgreement{Code: line.Code, Path: book.Path(line.Code.ID), Line: i}
		if len(a.Lineup.Places) > 0 {
			table, err := a.Lineup.Table(i)
			if err != nil {
				return nil, fmt.Errorf("agreement on “%s”: %w", c.Path, err)
			}
			c.Row = table.Row(a.Coefficients...)
			if q.Bootstrap > 0 && c.Pairable > 0 {
				if c.Bootstrapped, err = agreement.Bootstrap(table, a.Coefficients, a.Resampling); err != nil {
					return nil, fmt.Errorf("agreement on “%s”: %w", c.Path, err)
				}
			}
		}
		a.Codes = append(a.Codes, c)
	}
	return a, nil
}

// IntervalSentence says how the intervals were made.
func (a *Agreement) IntervalSentence() string {
	n := a.Resampling.Resamples
	switch clusters := len(a.Lineup.Works); {
	case n == 0:
		return "Intervals are analytic (Gwet 2014), for units taken as independent, which turns of one interview are not."
	case clusters >= agreement.EnoughClusters:
		return fmt.Sprintf("Intervals: bootstrap over %d whole transcripts, %d resamples, seed %d.", clusters, n, a.Resampling.Seed)
	default:
		return fmt.Sprintf("Intervals: bootstrap over units, %d resamples, seed %d; too narrow, since turns of one interview are not independent (whole transcripts are drawn from %d on).",
			n, a.Resampling.Seed, agreement.EnoughClusters)
	}
}

// chooseCoders gives the coders named, or all who count somewhere.
func chooseCoders(all []codebook.Coder, works []*codebook.Work, q AgreementQuestion) ([]codebook.Coder, error) {
	if len(q.Coders) > 0 {
		var out []codebook.Coder
		for _, name := range q.Coders {
			c, err := store.FindCoder(all, name)
			if err != nil {
				return nil, err
			}
			if !slices.ContainsFunc(out, func(x codebook.Coder) bool { return x.ID == c.ID }) {
				out = append(out, c)
			}
		}
		return out, nil
	}
	counts := map[codebook.CoderID]bool{}
	for _, w := range works {
		for _, c := range w.Completions {
			counts[c.Coder] = counts[c.Coder] || c.Text == w.Text.ID
		}
		for _, c := range w.Codings {
			counts[c.Coder] = counts[c.Coder] || q.Rules.AssumeComplete
		}
	}
	return slices.DeleteFunc(slices.Clone(all), func(c codebook.Coder) bool { return !counts[c.ID] }), nil
}

// chooseCodes gives the codes named, or all that may be applied.
func chooseCodes(book *codebook.Codebook, names []string) ([]codebook.CodeID, error) {
	var out []codebook.CodeID
	for _, name := range names {
		c, err := book.Find(name)
		if err != nil {
			return nil, err
		}
		out = append(out, c.ID)
	}
	if len(names) > 0 {
		return out, nil
	}
	for _, c := range book.Codes() {
		if c.Applicable() {
			out = append(out, c.ID)
		}
	}
	return out, nil
}
