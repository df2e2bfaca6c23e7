package study

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"concord/codebook"
	"concord/codebook/agreement"
	"concord/codebook/agreement/gamma"
	"concord/codebook/agreement/span"
	"concord/codebook/reconcile"
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

// CodeAgreement is one code's line.
type CodeAgreement struct {
	Code codebook.Code
	Path string
	Line int // in the matrix
	reconcile.CodeRow
}

// Agreement is how far coders agree, with everything that must be printed
// beside it.
type Agreement struct {
	Part
	Parts     []Part // where the question asked for parts
	By        string // by what
	PartsNote string // how they were parted, and what is in none; "" for nothing

	Codebook   string               // the version in force, with digest
	State      string               // of the project
	Program    string               // what computed it
	Resampling agreement.Resampling // what was drawn, if anything
	Work       []string             // whose codings these are, where they are not all that there are

	// Where the unit is the character there are spans in place of units, and the
	// line-up, the codes and the parts are empty.
	Spans  *reconcile.Spans
	Report *span.Report
	Gamma  bool
}

// Part is the agreement on a line-up, or on a part of it: of two coders, on one
// transcript …
type Part struct {
	Name         string
	RatingMatrix reconcile.RatingMatrix
	Coefficients []agreement.Coefficient
	Codes        []CodeAgreement
	Overall      *reconcile.Overall // nil for one code
}

// Agreement lines the coders up and measures agreement for each code. It stops
// with ctx's error when ctx is done.
func (s *Study) Agreement(ctx context.Context, q AgreementQuestion) (*Agreement, error) {
	if err := q.Rules.Check(); err != nil {
		return nil, err
	}
	var m *exporter.Study
	var rounds roundParts
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
			rounds, err = s.roundParts(ctx)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	a, err := Measure(ctx, m, q)
	if err != nil {
		return nil, err
	}
	a.Program = s.Project.Program()
	if q.By == "round" {
		return a, a.byRound(ctx, rounds, q)
	}
	return a, nil
}

// Measure is Agreement on material at hand: its works hold the transcripts,
// codings and completions that count. Rounds it knows nothing of: of parts by
// round it measures the whole only.
func Measure(ctx context.Context, m *exporter.Study, q AgreementQuestion) (*Agreement, error) {
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
	a := &Agreement{Codebook: version, State: m.State, By: q.By, Work: m.Notes}
	if q.Bootstrap > 0 {
		a.Resampling = agreement.Resampling{Resamples: q.Bootstrap, Seed: q.Seed, Drawn: q.Drawn, Jackknife: q.Jackknife}
	}
	if q.Rules.Unit == reconcile.UnitCharacter {
		return a, a.measureSpans(ctx, book, m.Coded, coders, codes, q)
	}
	if q.Gamma != nil {
		return nil, errors.New("γ is for spans: choose the unit character")
	}
	if a.Part, err = measure(ctx, "", reconcile.BuildRatings(book, m.Coded, coders, codes, q.Rules), a.Resampling); err != nil {
		return nil, err
	}
	return a, a.divide(ctx, m, coders, q)
}

// measure measures one line-up.
func measure(ctx context.Context, name string, l reconcile.RatingMatrix, how agreement.Resampling) (Part, error) {
	p := Part{Name: name, RatingMatrix: l}
	if len(l.Coders) == 0 && len(l.Codes) > 0 {
		return p, errors.New("nobody has completed any of these transcripts, so there is nothing to measure; “concord complete TRANSCRIPT” says that one is finished")
	}
	panel, err := l.Measure(ctx, how)
	if err != nil {
		return Part{}, err
	}
	for i, row := range panel.Codes {
		code := l.Codes[i].Code
		p.Codes = append(p.Codes, CodeAgreement{Code: code, Path: l.Codes[i].Path, Line: i, CodeRow: row})
	}
	p.Coefficients, p.Overall = panel.Coefficients, panel.Overall
	return p, nil
}

// Panel gives the figures as package reconcile made them.
func (p *Part) Panel() reconcile.Panel {
	out := reconcile.Panel{Coefficients: p.Coefficients, Overall: p.Overall}
	for _, c := range p.Codes {
		out.Codes = append(out.Codes, c.CodeRow)
	}
	return out
}

// Coefficient gives the number of a coefficient by name; -1 if it is not there,
// as Cohen's κ is not for three coders.
func (p *Part) Coefficient(name string) int {
	return slices.IndexFunc(p.Coefficients, func(c agreement.Coefficient) bool { return c.Name() == name })
}

// Value gives a code's coefficient by name.
func (p *Part) Value(c CodeAgreement, name string) agreement.Value {
	k := p.Coefficient(name)
	if k < 0 || k >= len(c.Estimates) {
		return agreement.Value{Undefined: "it is not for this number of coders"}
	}
	return c.Estimates[k].Value
}

// Interval gives the interval of a code's coefficient number i: that of the
// bootstrap if there was one, else the analytic one.
func (p *Part) Interval(c CodeAgreement, i int) agreement.CI {
	if len(c.Bootstrapped) > i {
		return c.Bootstrapped[i].CI95
	}
	if len(c.Estimates) > i {
		return c.Estimates[i].CI95
	}
	return agreement.CI{Undefined: "nothing was measured"}
}

// VersionName names a saved version in print: number and short digest.
func VersionName(v codebook.Version) string { return v.Label() + " (" + v.ShortDigest() + ")" }

// IntervalSentence says how the intervals were made.
func (a *Agreement) IntervalSentence() string {
	n := a.Resampling.Resamples
	if n == 0 {
		return "Intervals are analytic (Gwet 2014), for units taken as independent, which turns of one interview are not."
	}
	var b agreement.Bootstrapped
	for _, c := range a.Codes {
		if len(c.Bootstrapped) > 0 && (b.Resamples == 0 || c.Bootstrapped[0].Clusters > b.Clusters) {
			b = c.Bootstrapped[0]
		}
	}
	draws := fmt.Sprintf("%d resamples, seed %d", n, a.Resampling.Seed)
	switch {
	case b.Drawn != agreement.DrawClusters:
		return fmt.Sprintf("Intervals: percentiles of a bootstrap over units, %s; too narrow, since turns of one interview are not independent.", draws)
	case b.Few():
		return fmt.Sprintf("Intervals: t on the jackknife over whole transcripts (MacKinnon, Nielsen & Webb 2023), since few transcripts, %d, were coded by two or more and a bootstrap over so few is too narrow.", b.Clusters)
	case b.Resampling.Jackknife:
		return fmt.Sprintf("Intervals: t on the jackknife over whole transcripts (%d coded by two or more; MacKinnon, Nielsen & Webb 2023).", b.Clusters)
	case b.Rough():
		return fmt.Sprintf("Intervals: percentiles of a bootstrap over whole transcripts (%d coded by two or more), %s; rough with fewer than %d transcripts.", b.Clusters, draws, agreement.RoughClusters)
	}
	return fmt.Sprintf("Intervals: percentiles of a bootstrap over whole transcripts (%d coded by two or more), %s.", b.Clusters, draws)
}

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
