package report

import (
	"fmt"
	"strconv"

	"concord/codebook/agreement"
	"concord/corpus/prose"
)

// RoundAgreement is how far the coders of a round agreed independently, and how
// far they do with what was decided.
type RoundAgreement struct {
	Round  string
	Before *Agreement
	// After has each decision in the place of every rating coder's answer, without
	// intervals: it is no reliability. Decided is the number of answers (unit ×
	// code) in which that replaced at least one coder's.
	After   *Agreement
	Decided int
	// Reconciling counts the decisions themselves.
	Reconciling Reconciling
}

// BeforeAfterRow is a code before and after deciding.
type BeforeAfterRow struct {
	Before, After CodeAgreement // After is zero where nothing was decided
}

// ByCode is the report that sets before and after side by side, a row a code.
func (a *RoundAgreement) ByCode(label Label) Report[BeforeAfterRow] {
	if label.Name == "" {
		label = Labels[0]
	}
	r := Report[BeforeAfterRow]{Title: fmt.Sprintf("Agreement in the round “%s” before and after deciding; codebook %s", a.Round, a.Before.Codebook), About: a.Before.Methods(label)}
	field := func(key, title string, priority int, show func(BeforeAfterRow) string) {
		r.Fields = append(r.Fields, Field[BeforeAfterRow]{Key: key, Title: title, Numbers: key != "code", Priority: priority, Show: show})
	}
	field("code", "code", 0, func(x BeforeAfterRow) string { return x.Before.Path })
	field("units", "units", 0, func(x BeforeAfterRow) string { return strconv.Itoa(x.Before.Pairable) })
	field("differ", "differ", 0, func(x BeforeAfterRow) string { return strconv.Itoa(x.Before.Disagreements()) })
	field(label.Name, label.Short+" before", 0, func(x BeforeAfterRow) string { return Decimals(a.Before.Value(x.Before, label.Name)) })
	field(label.Name+"_interval", "95 %", 1, func(x BeforeAfterRow) string { return a.Before.intervalOf(x.Before, label.Name) })
	if a.After != nil {
		field("differ_after", "differ after", 0, func(x BeforeAfterRow) string { return strconv.Itoa(x.After.Disagreements()) })
		field(label.Name+"_after", label.Short+" after", 0, func(x BeforeAfterRow) string { return Decimals(a.After.Value(x.After, label.Name)) })
	}
	for i, c := range a.Before.Codes {
		row := BeforeAfterRow{Before: c}
		if a.After != nil {
			row.After = a.After.Codes[i]
		}
		r.Rows = append(r.Rows, row)
	}
	r.Notes = append(a.Before.RatingMatrix.Sentences(), a.Before.IntervalSentence(), a.Sentence())
	return r
}

// Sentence says what “after” is.
func (a *RoundAgreement) Sentence() string {
	if a.After == nil {
		return "Nothing was decided yet: there is no “after”."
	}
	return fmt.Sprintf("After: %s (unit × code) stand in the place of coders' answers. How far coders agree then says how much was talked through; it is not reliability.", prose.Counted(a.Decided, "decided answer", "decided answers"))
}

// Against is each coder of a round beside what was agreed.
type Against struct {
	Round    string
	Standard string // the round whose agreed answers are the measure; the round itself, or the one it trains against
	Coders   []CoderAgainst
	Notes    []string
}

// CoderAgainst counts a coder's answers (unit × code) that can be compared with
// an agreed one.
type CoderAgainst struct {
	Coder    string
	Compared int
	Same     int
	Missed   int             // agreed that the code applies, and she did not apply it
	Added    int             // she applied it, agreed that it does not apply
	Pooled   agreement.Value // pooled κ over the codes
	Codes    []CodeAgainst
}

// CodeAgainst is the same for one code.
type CodeAgainst struct {
	Code                          string
	Compared, Same, Missed, Added int
	Kappa                         agreement.Value // Cohen's
}

// AgainstRow is a coder, or one code of hers, beside what was agreed.
type AgainstRow struct {
	Coder string // "" for a code of the coder above
	CodeAgainst
}

// ByCoder is the report of the comparison: a row a coder, and one for each code
// on which she differs.
func (a *Against) ByCoder() Report[AgainstRow] {
	r := Report[AgainstRow]{Title: fmt.Sprintf("Coders of the round “%s” beside what was agreed in “%s”", a.Round, a.Standard), Notes: a.Notes,
		Apart: func(x AgainstRow) bool { return x.Coder != "" }}
	text := func(key string, of func(AgainstRow) string) {
		r.Fields = append(r.Fields, Field[AgainstRow]{Key: key, Title: key, Show: of})
	}
	number := func(key, title string, of func(AgainstRow) string) {
		r.Fields = append(r.Fields, Field[AgainstRow]{Key: key, Title: title, Numbers: true, Show: of})
	}
	text("coder", func(x AgainstRow) string { return x.Coder })
	text("code", func(x AgainstRow) string { return x.Code })
	number("compared", "compared", func(x AgainstRow) string { return strconv.Itoa(x.Compared) })
	number("same", "same", func(x AgainstRow) string { return strconv.Itoa(x.Same) })
	number("missed", "missed", func(x AgainstRow) string { return strconv.Itoa(x.Missed) })
	number("added", "added", func(x AgainstRow) string { return strconv.Itoa(x.Added) })
	number("kappa", "κ", func(x AgainstRow) string { return Decimals(x.Kappa) })
	for _, c := range a.Coders {
		r.Rows = append(r.Rows, AgainstRow{c.Coder, CodeAgainst{"all codes", c.Compared, c.Same, c.Missed, c.Added, c.Pooled}})
		for _, k := range c.Codes {
			if k.Same < k.Compared {
				r.Rows = append(r.Rows, AgainstRow{"", k})
			}
		}
	}
	return r
}

// JSON gives the comparison with its coefficients.
func (a *Against) JSON() any {
	coders := []object{}
	for _, c := range a.Coders {
		codes := []object{}
		for _, k := range c.Codes {
			codes = append(codes, object{"code": k.Code, "compared": k.Compared, "same": k.Same, "missed": k.Missed, "added": k.Added, "kappa": value(k.Kappa)})
		}
		coders = append(coders, object{"coder": c.Coder, "compared": c.Compared, "same": c.Same, "missed": c.Missed, "added": c.Added, "pooled_kappa": value(c.Pooled), "codes": codes})
	}
	return object{"round": a.Round, "standard": a.Standard, "coders": coders, "rules": a.Notes}
}

// JSON gives both figures.
func (a *RoundAgreement) JSON() any {
	out := object{"round": a.Round, "before": a.Before, "after": nil, "decided": a.Decided, "after_is": a.Sentence()}
	if a.After != nil {
		out["after"] = a.After
	}
	return out
}
