package report

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"concord/codebook/agreement"
	"concord/codebook/agreement/span"
	"concord/corpus/prose"
)

// SpanReport is the report of agreement on characters, a row a code.
type SpanReport = Report[span.Code]

// BySpan is the report for the unit character. Of each coefficient for two
// coders it shows the mean over the pairs.
func (a *Agreement) BySpan() SpanReport {
	r := a.Report
	out := SpanReport{Title: fmt.Sprintf("Agreement of %s on %d characters of speech", cmp.Or(prose.And(r.Coders), "nobody"), a.Spans.Counts.Characters),
		About: a.Methods(Labels[0]), Rows: r.Codes, Fields: spanFields}
	all := func(name string, v agreement.Value, interval string, apart bool) {
		out.Summary = append(out.Summary, Summary{apart, map[string]string{"code": name, "unitizing_u_alpha": Decimals(v), "unitizing_u_alpha_interval": interval}})
		if !v.Defined() {
			out.Notes = append(out.Notes, fmt.Sprintf("%s is undefined: %s.", prose.Upper(name), v.Undefined))
		}
	}
	u := r.Unitizing
	all("all codes: uα", u.UAlpha, bootstrapped(r.Intervals, "u_alpha"), true)
	all("all codes: |uα, coded or not", u.BarUAlpha, bootstrapped(r.Intervals, "bar_u_alpha"), false)
	all("all codes: cuα, the code where both coded", u.CUAlpha, bootstrapped(r.Intervals, "cu_alpha"), false)
	for _, d := range r.Domains {
		all("codes of "+d.Name+": uα", d.Unitizing.UAlpha, bootstrapped(d.Intervals, "u_alpha"), false)
		all("codes of "+d.Name+": cuα", d.Unitizing.CUAlpha, bootstrapped(d.Intervals, "cu_alpha"), false)
	}
	for _, g := range r.Gamma {
		all("all codes: γ", g.Gamma, Bounds(g.CI95), false)
		all("all codes: γ-cat", g.Cat, "", false)
		out.Notes = append(out.Notes, fmt.Sprintf("γ: α %g, β %g, %s sampler, %d random continua, seed %d; its interval speaks of their sampling alone.", g.Alpha, g.Beta, g.Sampler, g.Samples, g.Seed))
	}
	out.Notes = append(a.Spans.Sentences(), out.Notes...)
	for _, note := range r.Notes {
		out.Notes = append(out.Notes, prose.Upper(note)+".")
	}
	if len(r.Coders) > 2 {
		out.Notes = append(out.Notes, "F1, κ and spans: means over the pairs of coders that have a value.")
	}
	return out
}

// spanFields is the one list of the columns of a code as spans.
var spanFields = []Field[span.Code]{
	{Key: "code", Title: "code", Show: func(c span.Code) string { return c.Code }},
	spanField("char_krippendorff_alpha", "α characters", 0, func(c span.Code) agreement.Value { return c.CharAlpha }),
	{Key: "char_krippendorff_alpha_interval", Title: "95 %", Numbers: true, Priority: 5, Show: func(c span.Code) string { return bootstrapped(c.Intervals, "char_krippendorff_alpha") }},
	spanField("unitizing_u_alpha", "uα", 1, func(c span.Code) agreement.Value { return c.UAlpha }),
	{Key: "unitizing_u_alpha_interval", Title: "95 %", Numbers: true, Priority: 6, Show: func(c span.Code) string { return bootstrapped(c.Intervals, "unitizing_u_alpha") }},
	spanField("char_dice_f1", "F1 characters", 2, overPairs(span.Pair.Dice)),
	spanField("char_cohen_kappa", "κ characters", 3, overPairs(span.Pair.Kappa)),
	spanField("exact_span_f1", "exact spans F1", 4, overPairs(span.Pair.ExactF1)),
	spanField("overlap_span_f1", "spans that meet F1", 7, overPairs(span.Pair.OverlapF1)),
}

func spanField(key, title string, priority int, of func(span.Code) agreement.Value) Field[span.Code] {
	return Field[span.Code]{Key: key, Title: title, Numbers: true, Priority: priority, Show: func(c span.Code) string { return Decimals(of(c)) }}
}

func overPairs(of func(span.Pair) agreement.Value) func(span.Code) agreement.Value {
	return func(c span.Code) agreement.Value { return MeanOver(c.Pairs, of) }
}

// PairRow is a code's figures for one pair of coders.
type PairRow struct {
	span.Code
	Pair span.Pair
}

// BySpanPair is the report for the unit character that programs read, a row a
// code and pair of coders.
func (a *Agreement) BySpanPair() Report[PairRow] {
	var r Report[PairRow]
	text := func(key string, of func(PairRow) string) {
		r.Fields = append(r.Fields, Field[PairRow]{Key: key, Write: of})
	}
	count := func(key string, of func(span.Pair) int) {
		text(key, func(x PairRow) string { return strconv.Itoa(of(x.Pair)) })
	}
	figure := func(key string, of func(PairRow) agreement.Value) {
		text(key, func(x PairRow) string { return decimal(of(x)) })
	}
	text("code", func(x PairRow) string { return x.Code.Code })
	text("first", func(x PairRow) string { return x.Pair.First })
	text("second", func(x PairRow) string { return x.Pair.Second })
	count("both", func(p span.Pair) int { return p.Both })
	count("only_first", func(p span.Pair) int { return p.OnlyFirst })
	count("only_second", func(p span.Pair) int { return p.OnlySecond })
	count("neither", func(p span.Pair) int { return p.Neither })
	figure("char_krippendorff_alpha", func(x PairRow) agreement.Value { return x.CharAlpha })
	figure("unitizing_u_alpha", func(x PairRow) agreement.Value { return x.UAlpha })
	for _, f := range []struct {
		key string
		of  func(span.Pair) agreement.Value
	}{{"char_percent_agreement", span.Pair.Percent}, {"char_cohen_kappa", span.Pair.Kappa}, {"char_dice_f1", span.Pair.Dice},
		{"char_jaccard", span.Pair.Jaccard}, {"exact_span_f1", span.Pair.ExactF1}, {"overlap_span_f1", span.Pair.OverlapF1}} {
		figure(f.key, func(x PairRow) agreement.Value { return f.of(x.Pair) })
	}
	for _, c := range a.Report.Codes {
		for _, p := range c.Pairs {
			r.Rows = append(r.Rows, PairRow{c, p})
		}
	}
	return r
}

func bootstrapped(intervals map[string]agreement.Bootstrapped, name string) string {
	if b, ok := intervals[name]; ok {
		return Bounds(b.CI95)
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
