package study

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"concord/codebook"
	"concord/codebook/agreement"
	"concord/codebook/agreement/span"
	"concord/codebook/reconcile"
	"concord/corpus/exporter"
	"concord/corpus/prose"
)

// measureSpans is Measure for the unit character.
func (a *Agreement) measureSpans(ctx context.Context, book *codebook.Codebook, works []*codebook.CodedTranscript, coders []codebook.Coder, codes []codebook.CodeID, q AgreementQuestion) error {
	if q.By != "" {
		return fmt.Errorf("agreement on characters cannot be parted by %s: choose another unit, or name transcripts and coders for one part at a time", q.By)
	}
	spans, err := reconcile.BuildSpans(book, works, coders, codes, q.Rules)
	if err != nil {
		return fmt.Errorf("agreement on characters: %w", err)
	}
	report, err := span.Panel(ctx, spans.Texts, span.PanelOptions{Codes: spans.Names, ByCode: spans.ByCode, Domains: spans.Domains(),
		Resamples: q.Bootstrap, Seed: q.Seed, Jackknife: q.Jackknife, Gamma: q.Gamma})
	if err != nil {
		return err
	}
	a.Spans, a.Report, a.Gamma = &spans, &report, q.Gamma != nil
	return nil
}

// spansTable is the table of codes for characters. Of each coefficient for two
// coders it shows the mean over the pairs.
func (a *Agreement) spansTable() exporter.Table {
	r := a.Report
	t := exporter.Table{Title: fmt.Sprintf("Agreement of %s on %d characters of speech", cmp.Or(prose.And(r.Coders), "nobody"), a.Spans.Counts.Characters),
		About: a.Methods(Labels[0]), Columns: []exporter.Column{{Name: "code"}}}
	for _, name := range []string{"α characters", "95 %", "uα", "95 %", "F1 characters", "κ characters", "exact spans F1", "spans that meet F1"} {
		t.Columns = append(t.Columns, exporter.Column{Name: name, Numbers: true})
	}
	for _, c := range r.Codes {
		row := []string{c.Code, Decimals(c.CharAlpha), bootstrapped(c.Intervals, "char_krippendorff_alpha"), Decimals(c.UAlpha), bootstrapped(c.Intervals, "unitizing_u_alpha")}
		for _, of := range []func(span.Pair) agreement.Value{span.Pair.Dice, span.Pair.Kappa, span.Pair.ExactF1, span.Pair.OverlapF1} {
			row = append(row, Decimals(MeanOver(c.Pairs, of)))
		}
		t.Rows = append(t.Rows, exporter.Row{Cells: row})
	}
	u := r.Unitizing
	all := func(name string, v agreement.Value, interval string, apart bool) {
		t.Rows = append(t.Rows, exporter.Row{Cells: []string{name, "", "", Decimals(v), interval}, Apart: apart})
		if !v.Defined() {
			t.Notes = append(t.Notes, fmt.Sprintf("%s is undefined: %s.", prose.Upper(name), v.Undefined))
		}
	}
	all("all codes: uα", u.UAlpha, bootstrapped(r.Intervals, "u_alpha"), true)
	all("all codes: |uα, coded or not", u.BarUAlpha, bootstrapped(r.Intervals, "bar_u_alpha"), false)
	all("all codes: cuα, the code where both coded", u.CUAlpha, bootstrapped(r.Intervals, "cu_alpha"), false)
	for _, d := range r.Domains {
		all("codes of "+d.Name+": uα", d.Unitizing.UAlpha, bootstrapped(d.Intervals, "u_alpha"), false)
		all("codes of "+d.Name+": cuα", d.Unitizing.CUAlpha, bootstrapped(d.Intervals, "cu_alpha"), false)
	}
	for _, g := range r.Gamma {
		interval := ""
		if g.CI95.Defined() {
			interval = Decimal(g.CI95.Low) + " to " + Decimal(g.CI95.High)
		}
		all("all codes: γ", g.Gamma, interval, false)
		all("all codes: γ-cat", g.Cat, "", false)
		t.Notes = append(t.Notes, fmt.Sprintf("γ: α %g, β %g, %s sampler, %d random continua, seed %d; its interval speaks of their sampling alone.", g.Alpha, g.Beta, g.Sampler, g.Samples, g.Seed))
	}
	t.Notes = append(a.Spans.Sentences(), t.Notes...)
	for _, note := range r.Notes {
		t.Notes = append(t.Notes, prose.Upper(note)+".")
	}
	if len(r.Coders) > 2 {
		t.Notes = append(t.Notes, "F1, κ and spans: means over the pairs of coders that have a value.")
	}
	return t
}

func bootstrapped(intervals map[string]agreement.Bootstrapped, name string) string {
	if b, ok := intervals[name]; ok && b.CI95.Defined() {
		return Decimal(b.CI95.Low) + " to " + Decimal(b.CI95.High)
	}
	return ""
}

// MeanOver is the mean of a figure over the pairs of coders that have a value.
func MeanOver(pairs []span.Pair, of func(span.Pair) agreement.Value) agreement.Value {
	sum, n, why := 0.0, 0, "there are fewer than two coders"
	for _, p := range pairs {
		v := of(p)
		if !v.Defined() {
			why = v.Undefined
			continue
		}
		sum += v.Number
		n++
	}
	if n == 0 {
		return agreement.Value{Undefined: why}
	}
	return agreement.Value{Number: sum / float64(n)}
}

func (a *Agreement) spansMethods() string {
	c := a.Spans.Counts
	s := []string{fmt.Sprintf("Agreement was measured on the %d characters of speech in %s, coded by %s (%s) under codebook %s.",
		c.Characters, prose.Counted(c.Transcripts, "transcript", "transcripts"), prose.Counted(len(a.Spans.Coders), "coder", "coders"), cmp.Or(prose.And(a.Report.Coders), "nobody"), a.Codebook),
		"Labels and time stamps were taken out and codings trimmed to their words."}
	s = append(s, a.circumstances(a.Spans.Rules)...)
	s = append(s, "For each code we report Krippendorff's α over characters and his unitizing uα of the code against the rest of the text (Krippendorff et al. 2016).")
	if len(a.Report.Gamma) > 0 {
		s = append(s, "Over all codes we report γ (Mathet, Widlöcher & Métivier 2015).")
	}
	if n := a.Resampling.Resamples; n > 0 && a.Report.Pairable >= 2 {
		if a.Resampling.Jackknife || a.Report.Pairable < agreement.EnoughClusters {
			s = append(s, fmt.Sprintf("Intervals: t on the jackknife over %d whole transcripts (MacKinnon, Nielsen & Webb 2023).", a.Report.Pairable))
		} else {
			s = append(s, fmt.Sprintf("Intervals: percentiles of a bootstrap over %d whole transcripts, %d resamples, seed %d.", a.Report.Pairable, n, a.Resampling.Seed))
		}
	}
	return strings.Join(append(s, a.programSentence()), " ")
}
