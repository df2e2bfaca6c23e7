package study

import (
	"context"
	"errors"
	"slices"

	"concord/codebook"
	"concord/codebook/agreement"
	"concord/codebook/agreement/gamma"
	"concord/codebook/reconcile"
	"concord/codebook/report"
	"concord/corpus"
	"concord/corpus/exporter"
	"concord/store"
)

// AgreementQuestion says which agreement is wanted.
type AgreementQuestion struct {
	Rules       reconcile.Rules
	Coders      []string // names; all who completed something, if empty
	Codes       []string // names or paths (of themes, where these are rated); all that could be applied, if empty
	Transcripts []string // all, if empty
	Version     string   // of the codebook: "v1"; the working one, if empty
	// By asks for parts too: "pair", "transcript", "version", "round", "day",
	// "week", "month", or the name of an attribute of transcripts or cases; see By.
	By        string
	Bootstrap int // resamples; 0 for none
	Seed      uint64
	Drawn     agreement.Drawn
	Jackknife bool // intervals of the jackknife in place of the bootstrap's
	// BareParts leaves out the intervals of parts, which tables of parts do not show.
	BareParts bool
	// Gamma asks for γ where the unit is the character; nil for none.
	Gamma *gamma.Options
}

// Agreement lines the coders up and measures agreement for each code. It stops
// with ctx's error when ctx is done.
func (s *Study) Agreement(ctx context.Context, q AgreementQuestion) (*report.Agreement, error) {
	if err := q.Rules.Check(); err != nil {
		return nil, err
	}
	var m *exporter.Study
	var rounds roundParts
	var history string
	err := s.Snapshot(ctx, func(s *Study) (err error) {
		if m, err = s.Material(ctx, nil); err != nil {
			return err
		}
		if m.Coded, err = chooseWorks(m.Coded, q.Transcripts); err != nil {
			return err
		}
		if name := q.Rules.Segmentation; name != "" && name != s.cut {
			if m.Coded, q.Rules.Segmentation, err = s.segmented(ctx, m.Coded, name); err != nil {
				return err
			}
		}
		if q.By == "round" {
			if rounds, err = s.roundParts(ctx); err != nil {
				return err
			}
		}
		history, err = s.roundHistory(ctx)
		return err
	})
	if err != nil {
		return nil, err
	}
	a, err := Measure(ctx, m, q)
	if err != nil {
		return nil, err
	}
	a.Program, a.History = s.Project.Program(), history
	if q.By == "round" {
		return a, byRound(ctx, a, rounds, q)
	}
	return a, nil
}

// Measure is Agreement on material at hand: its works hold the transcripts,
// codings and completions that count. Rounds it knows nothing of: of parts by
// round it measures the whole only.
func Measure(ctx context.Context, m *exporter.Study, q AgreementQuestion) (*report.Agreement, error) {
	coders, err := chooseCoders(m.Coders, m.Coded, q)
	if err != nil {
		return nil, err
	}
	book, version := m.Codebook, m.VersionLine()
	if q.Version != "" {
		v, err := FindVersion(m.Versions, q.Version)
		if err != nil {
			return nil, err
		}
		book, version = v.Codebook(), VersionName(v)
	}
	codes, err := q.chooseLines(book)
	if err != nil {
		return nil, err
	}
	a := &report.Agreement{Codebook: version, State: m.State, By: q.By, Work: m.Notes}
	if q.Bootstrap > 0 {
		a.Resampling = agreement.Resampling{Resamples: q.Bootstrap, Seed: q.Seed, Drawn: q.Drawn, Jackknife: q.Jackknife}
	}
	if q.Rules.Unit == reconcile.UnitCharacter {
		return a, measureSpans(ctx, a, book, m.Coded, coders, codes, q)
	}
	if q.Gamma != nil {
		return nil, errors.New("γ is for spans: choose the unit character")
	}
	if a.Part, err = measure(ctx, "", reconcile.BuildRatings(book, m.Coded, coders, codes, q.Rules), a.Resampling); err != nil {
		return nil, err
	}
	if len(q.Codes) > 0 {
		every := q
		every.Codes = nil
		if codes, err = every.chooseLines(book); err != nil {
			return nil, err
		}
		all := reconcile.BuildRatings(book, m.Coded, coders, codes, q.Rules)
		a.AllCodes = &all
	}
	return a, divide(ctx, a, m, coders, q)
}

// measure measures one rating matrix.
func measure(ctx context.Context, name string, l reconcile.RatingMatrix, how agreement.Resampling) (report.Part, error) {
	p := report.Part{Name: name, RatingMatrix: l}
	if len(l.Coders) == 0 && len(l.Codes) > 0 {
		return p, errors.New("nobody has completed any of these transcripts, so there is nothing to measure; “concord complete TRANSCRIPT” says that one is finished")
	}
	panel, err := l.Measure(ctx, how)
	if err != nil {
		return report.Part{}, err
	}
	p.Panel = panel
	for i, row := range panel.Codes {
		p.Codes = append(p.Codes, report.CodeAgreement{Code: l.Codes[i].Code, Path: l.Codes[i].Path, Line: i, CodeRow: row})
	}
	return p, nil
}

// VersionName names a saved version in print: number and short digest.
func VersionName(v codebook.Version) string { return v.Label() + " (" + v.ShortDigest() + ")" }

// chooseWorks gives the transcripts named, or all.
func chooseWorks(works []*codebook.CodedTranscript, names []string) ([]*codebook.CodedTranscript, error) {
	if len(names) == 0 {
		return works, nil
	}
	var all []corpus.Transcript
	for _, w := range works {
		all = append(all, w.Transcript)
	}
	wanted := map[corpus.TranscriptID]bool{}
	for _, name := range names {
		t, err := store.FindTranscript(all, name)
		if err != nil {
			return nil, err
		}
		wanted[t.ID] = true
	}
	return slices.DeleteFunc(slices.Clone(works), func(w *codebook.CodedTranscript) bool { return !wanted[w.Transcript.ID] }), nil
}

// chooseCoders gives the coders named, or all who count somewhere.
func chooseCoders(all []codebook.Coder, works []*codebook.CodedTranscript, q AgreementQuestion) ([]codebook.Coder, error) {
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

// chooseLines gives the codes or, where themes are rated, the themes that were
// named, or all.
func (q AgreementQuestion) chooseLines(book *codebook.Codebook) ([]codebook.CodeID, error) {
	if !q.Rules.Themes {
		return chooseCodes(book, q.Codes)
	}
	if len(book.Themes()) == 0 {
		return nil, errors.New("this codebook has no themes; “concord codebook theme” makes some")
	}
	var out []codebook.CodeID
	for _, name := range q.Codes {
		t, err := book.FindTheme(name)
		if err != nil {
			return nil, err
		}
		out = append(out, codebook.CodeID(t.ID))
	}
	if len(q.Codes) == 0 {
		for _, t := range book.Themes() {
			out = append(out, codebook.CodeID(t.ID))
		}
	}
	return out, nil
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
