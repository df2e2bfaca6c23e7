package report

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"concord/codebook/agreement"
	"concord/codebook/agreement/planning"
	"concord/corpus/prose"
)

// Choice says what a table of agreement shows beyond what it always does.
type Choice struct {
	// Label is the coefficient with an interval, and that of the table of parts;
	// the first of Labels if zero.
	Label Label
	// Benchmark adds what a scale of interpretation says; nil for none.
	Benchmark *planning.Benchmark
	// Hints adds what is worth a look.
	Hints bool
	// AtLeast is the value that was chosen in advance for a code's coefficient to
	// reach; the methods section says which fell below. 0 for none.
	AtLeast float64
}

func (c Choice) label() Label {
	if c.Label.Name == "" {
		return Labels[0]
	}
	return c.Label
}

// CodeRow is a code's row in the report of agreement: of the whole or of a part.
type CodeRow struct {
	*Part
	CodeAgreement
	Hint string
}

// CodeReport is the report of agreement, a row a code.
type CodeReport = Report[CodeRow]

// beside are the coefficients that every table of codes has.
var beside = []string{"percent_agreement", "positive_agreement", "negative_agreement", "krippendorff_alpha_nominal", "gwet_ac1"}

// ByCode is the report on the codes, with the methods above it and the rules
// below. Its rows are those of the whole; see ByCodeAndPart.
func (a *Agreement) ByCode(choice Choice) CodeReport {
	label := choice.label()
	r := CodeReport{Title: fmt.Sprintf("Agreement of %s on %s", cmp.Or(prose.And(a.RatingMatrix.CoderNames()), "nobody"), a.RatingMatrix.Rules.Noun(len(a.RatingMatrix.Units))),
		About: a.Methods(label), Fields: a.codeFields(choice), Notes: a.notes(label, choice.Benchmark)}
	var hints []string
	if choice.Hints {
		hints = a.HintTexts()
	}
	for i, c := range a.Codes {
		row := CodeRow{&a.Part, c, ""}
		if choice.Hints {
			row.Hint = hints[i]
		}
		r.Rows = append(r.Rows, row)
	}
	if a.Panel.Overall == nil {
		return r
	}
	for i, name := range []string{"mean of the codes", "lowest", "highest"} {
		s := Summary{Apart: i == 0, Cells: map[string]string{"code": name}}
		for _, f := range r.Fields {
			if a.Coefficient(f.Key) >= 0 {
				s.Cells[f.Key] = a.macro(f.Key, i)
			}
		}
		r.Summary = append(r.Summary, s)
	}
	return r
}

// ByCodeAndPart is ByCode with the rows of every part after those of the whole.
func (a *Agreement) ByCodeAndPart(choice Choice) CodeReport {
	r := a.ByCode(choice)
	for i := range a.Parts {
		for _, c := range a.Parts[i].Codes {
			r.Rows = append(r.Rows, CodeRow{&a.Parts[i], c, ""})
		}
	}
	return r
}

// codeFields is the one list of the columns of a code: first what is counted,
// then each coefficient with its interval and, for programs, the reason where it
// has no value.
func (a *Agreement) codeFields(choice Choice) []Field[CodeRow] {
	var out []Field[CodeRow]
	if a.By != "" {
		out = append(out, Field[CodeRow]{Key: "part", Write: func(r CodeRow) string { return r.Name }})
	}
	path := func(r CodeRow) string { return r.Path }
	out = append(out, Field[CodeRow]{Key: "code", Title: "code", Show: path, Write: path},
		Field[CodeRow]{Key: "unit", Write: func(r CodeRow) string { return string(r.RatingMatrix.Rules.Unit) }})
	count := func(key, title, long string, shown bool, of func(CodeRow) int, known func(CodeRow) bool) {
		text := func(r CodeRow) string { return strconv.Itoa(of(r)) }
		f := Field[CodeRow]{Key: key, Title: title, Long: long, Numbers: true, Write: func(r CodeRow) string {
			if known != nil && !known(r) {
				return ""
			}
			return text(r)
		}}
		if shown {
			f.Show = text
		}
		out = append(out, f)
	}
	names := a.RatingMatrix.CoderNames()
	two := len(names) == 2
	if !two {
		names = []string{"", ""}
	}
	pair := func(r CodeRow) bool { return len(r.Row.Coders) == 2 }
	count("units", "units", "", true, func(r CodeRow) int { return r.Pairable }, nil)
	count("coders", "", "", false, func(r CodeRow) int { return len(r.Row.Coders) }, nil)
	count("all", "all", "", !two, func(r CodeRow) int { return r.All }, nil)
	count("some", "some", "", !two, func(r CodeRow) int { return r.Some }, nil)
	count("none", "none", "", !two, func(r CodeRow) int { return r.None }, nil)
	count("both", "both", "", two, func(r CodeRow) int { return r.Both }, pair)
	count("only_first", "only "+names[0], "", two, func(r CodeRow) int { return r.OnlyFirst }, pair)
	count("only_second", "only "+names[1], "", two, func(r CodeRow) int { return r.OnlySecond }, pair)
	count("neither", "neither", "", two, func(r CodeRow) int { return r.Neither }, pair)
	out = append(out, Field[CodeRow]{Key: "prevalence", Title: "used", Numbers: true, Priority: 4,
		Show:  func(r CodeRow) string { return percentOf(r.Prevalence) },
		Write: func(r CodeRow) string { return decimal(r.Prevalence) }})
	out = append(out, shownCoefficients(choice.label().Name)...)
	if b := choice.Benchmark; b != nil {
		out = append(out, Field[CodeRow]{Key: "benchmark", Title: b.Name, Priority: 5, Show: func(r CodeRow) string { return r.class(*b, r.CodeAgreement, choice.label().Name) }})
	}
	if choice.Hints {
		out = append(out, Field[CodeRow]{Key: "hint", Title: "worth a look", Priority: 6, Show: func(r CodeRow) string { return r.Hint }})
	}
	for _, k := range a.Panel.Coefficients {
		out = append(out, writtenCoefficient(k.Name())...)
	}
	return out
}

// shownCoefficients are the columns for people: one coefficient with its
// interval, then those that stand beside it.
func shownCoefficients(name string) []Field[CodeRow] {
	shown := func(name string, priority int) Field[CodeRow] {
		return Field[CodeRow]{Key: name, Title: labelOf(name).Short, Numbers: true, Priority: priority,
			Show: func(r CodeRow) string { return Decimals(r.Value(r.CodeAgreement, name)) }}
	}
	out := []Field[CodeRow]{shown(name, 1), {Key: name + "_interval", Title: "95 %", Numbers: true, Priority: 3,
		Show: func(r CodeRow) string { return r.intervalOf(r.CodeAgreement, name) }}}
	for _, other := range beside {
		if other != name {
			out = append(out, shown(other, 7))
		}
	}
	return out
}

// writtenCoefficient are the columns for programs of one coefficient. A part with
// other coders may have other coefficients than the whole.
func writtenCoefficient(name string) []Field[CodeRow] {
	bound := func(of func(agreement.CI) float64) func(CodeRow) string {
		return func(r CodeRow) string {
			i := r.Coefficient(name)
			if i < 0 || !r.Value(r.CodeAgreement, name).Defined() {
				return ""
			}
			ci := r.Interval(r.CodeAgreement, i)
			if !ci.Defined() {
				return ""
			}
			return decimal(agreement.Value{Number: of(ci)})
		}
	}
	return []Field[CodeRow]{
		{Key: name, Write: func(r CodeRow) string { return decimal(r.Value(r.CodeAgreement, name)) }},
		{Key: name + "_low", Write: bound(func(ci agreement.CI) float64 { return ci.Low })},
		{Key: name + "_high", Write: bound(func(ci agreement.CI) float64 { return ci.High })},
		{Key: name + "_reason", Write: func(r CodeRow) string { return r.Value(r.CodeAgreement, name).Undefined }},
	}
}

// macro writes the mean of the codes (0), the lowest (1) or the highest value.
func (p *Part) macro(name string, which int) string {
	k := p.Coefficient(name)
	if k < 0 || p.Panel.Overall == nil {
		return "—"
	}
	m := p.Panel.Overall.Macro[k]
	return Decimals([]agreement.Value{m.Mean, m.Least, m.Greatest}[which])
}

func (p *Part) intervalOf(c CodeAgreement, name string) string {
	k := p.Coefficient(name)
	if k < 0 || !p.Value(c, name).Defined() {
		return ""
	}
	return Bounds(p.Interval(c, k))
}

// class says what a scale of interpretation calls the value, and what its
// sampling error allows to claim.
func (p *Part) class(b planning.Benchmark, c CodeAgreement, name string) string {
	v := p.Value(c, name)
	if !v.Defined() {
		return "—"
	}
	words := b.Of(v.Number)
	if claim, _, err := b.Classify(c.Estimates[p.Coefficient(name)]); err == nil && claim != words {
		words += " (claim: " + claim + ")"
	}
	return words
}

// PartRow is a code's row in the report of parts: the coefficient in each.
type PartRow struct {
	Code  CodeAgreement
	Parts []*Part // the whole, then each part
}

// PartReport is a report of one coefficient, a row a code and a column a part.
type PartReport = Report[PartRow]

// ByPart is the report of one coefficient, a row a code and a column a part.
func (a *Agreement) ByPart(choice Choice) PartReport {
	label := choice.label()
	whole := a.Part
	whole.Name = "all"
	parts := []*Part{&whole}
	for i := range a.Parts {
		parts = append(parts, &a.Parts[i])
	}
	r := PartReport{Title: fmt.Sprintf("%s by %s", prose.Upper(label.Long), a.By), About: a.Methods(label),
		Fields: []Field[PartRow]{{Key: "code", Title: "code", Show: func(r PartRow) string { return r.Code.Path }}}}
	for i, p := range parts {
		r.Fields = append(r.Fields, Field[PartRow]{Key: strconv.Itoa(i), Title: p.Name, Numbers: true, Show: func(r PartRow) string {
			c, ok := r.Parts[i].Find(r.Code)
			if !ok {
				return ""
			}
			return Decimals(r.Parts[i].Value(c, label.Name))
		}})
	}
	for _, c := range a.Codes {
		r.Rows = append(r.Rows, PartRow{c, parts})
	}
	sum := func(name string, apart bool, of func(p *Part) string) {
		s := Summary{Apart: apart, Cells: map[string]string{"code": name}}
		for i, p := range parts {
			s.Cells[strconv.Itoa(i)] = of(p)
		}
		r.Summary = append(r.Summary, s)
	}
	sum("units coded by two or more", true, func(p *Part) string { return strconv.Itoa(p.MostPairable()) })
	if a.Panel.Overall != nil {
		sum("mean of the codes", false, func(p *Part) string { return p.macro(label.Name, 0) })
		sum("pooled κ", false, func(p *Part) string {
			if p.Panel.Overall == nil {
				return "—"
			}
			return Decimals(p.Panel.Overall.Pooled)
		})
		sum("α of the sets, MASI", false, func(p *Part) string { return Decimals(p.setAlpha("alpha_masi").Estimate.Value) })
	}
	r.Notes = a.RatingMatrix.Sentences()
	if a.PartsNote != "" {
		r.Notes = append(r.Notes, a.PartsNote)
	}
	for i := range a.Parts {
		if why := a.Parts[i].whyNone(label.Name); why != "" {
			r.Notes = append(r.Notes, fmt.Sprintf("%s: undefined: %s.", a.Parts[i].Name, why))
		}
	}
	return r
}

// Find gives a code of another part in this one. Under another version of the
// codebook it may stand elsewhere, or not be there.
func (p *Part) Find(c CodeAgreement) (CodeAgreement, bool) {
	i := slices.IndexFunc(p.Codes, func(x CodeAgreement) bool { return x.Code.ID == c.Code.ID })
	if i < 0 {
		return CodeAgreement{}, false
	}
	return p.Codes[i], true
}

// MostPairable is the number of units coded by two or more on the code that has
// most of them.
func (p *Part) MostPairable() int {
	n := 0
	for _, c := range p.Codes {
		n = max(n, c.Pairable)
	}
	return n
}

// whyNone gives the reason why no code of a part has a value, if it is the same
// for all.
func (p *Part) whyNone(name string) string {
	why := ""
	for _, c := range p.Codes {
		v := p.Value(c, name)
		if v.Defined() || why != "" && v.Undefined != why {
			return ""
		}
		why = v.Undefined
	}
	return why
}

// setAlpha gives a coefficient of the sets of codes.
func (p *Part) setAlpha(name string) agreement.Reported {
	if p.Panel.Overall != nil {
		for _, s := range p.Panel.Overall.Sets {
			if s.Name == name {
				return s
			}
		}
	}
	return agreement.Reported{Name: name, Estimate: agreement.Estimate{Value: agreement.Value{Undefined: "there is only one code"}}}
}

// Table is the table for people: of characters, codes, or one coefficient by
// part where parts were asked for.
func (a *Agreement) Table(choice Choice) Table {
	switch {
	case a.Spans != nil:
		return a.BySpan().Shown()
	case a.By != "":
		return a.ByPart(choice).Shown()
	}
	return a.ByCode(choice).Shown()
}

// Written is the table for programs, which holds every coefficient: a row a code,
// of the whole and then of each part, or for characters a row a code and pair of
// coders.
func (a *Agreement) Written() Table {
	if a.Spans != nil {
		return a.BySpanPair().Written()
	}
	return a.ByCodeAndPart(Choice{}).Written()
}
