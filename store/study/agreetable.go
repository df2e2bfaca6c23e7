package study

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"concord/codebook/agreement"
	"concord/codebook/agreement/planning"
	"concord/corpus/exporter"
	"concord/corpus/prose"
)

// TableChoice says what a table of agreement shows beyond what it always does.
type TableChoice struct {
	// Label is the coefficient with an interval, and that of the table of parts;
	// the first of Labels if zero.
	Label Label
	// Benchmark adds what a scale of interpretation says; nil for none.
	Benchmark *planning.Benchmark
	// Looks adds what is worth a look.
	Looks bool
}

func (t TableChoice) label() Label {
	if t.Label.Name == "" {
		return Labels[0]
	}
	return t.Label
}

// beside are the coefficients that every table of codes has.
var beside = []string{"percent_agreement", "positive_agreement", "negative_agreement", "krippendorff_alpha_nominal", "gwet_ac1"}

// Table is the table of codes for a paper, with the methods above it and the
// rules below.
func (a *Agreement) Table(choice TableChoice) exporter.Table {
	if a.Spans != nil {
		return a.spansTable()
	}
	label := choice.label()
	others := slices.DeleteFunc(slices.Clone(beside), func(name string) bool { return name == label.Name })
	t := exporter.Table{Title: fmt.Sprintf("Agreement of %s on %s", cmp.Or(prose.And(a.RatingMatrix.CoderNames()), "nobody"), a.RatingMatrix.Rules.Noun(len(a.RatingMatrix.Units))),
		About: a.Methods(label), Columns: []exporter.Column{{Name: "code"}}}
	numbers := append([]string{"units"}, a.countHeads()...)
	numbers = append(numbers, "used", label.Short, "95 %")
	value := len(numbers) - 1 // the column of label
	for _, name := range others {
		numbers = append(numbers, labelOf(name).Short)
	}
	for _, name := range numbers {
		t.Columns = append(t.Columns, exporter.Column{Name: name, Numbers: true})
	}
	var looks []string
	if choice.Benchmark != nil {
		t.Columns = append(t.Columns, exporter.Column{Name: choice.Benchmark.Name})
	}
	if choice.Looks {
		t.Columns = append(t.Columns, exporter.Column{Name: "worth a look"})
		looks = a.LookWords()
	}
	for i, c := range a.Codes {
		row := append([]string{c.Path, fmt.Sprint(c.Pairable)}, a.counts(c)...)
		row = append(row, percentOf(c.Prevalence), Decimals(a.Value(c, label.Name)), a.intervalOf(c, label.Name))
		for _, name := range others {
			row = append(row, Decimals(a.Value(c, name)))
		}
		if choice.Benchmark != nil {
			row = append(row, a.class(*choice.Benchmark, c, label.Name))
		}
		if choice.Looks {
			row = append(row, looks[i])
		}
		t.Rows = append(t.Rows, exporter.Row{Cells: row})
	}
	if a.Overall != nil {
		for i, name := range []string{"mean of the codes", "lowest", "highest"} {
			row := make([]string, len(t.Columns))
			row[0], row[value] = name, a.macro(label.Name, i)
			for k, other := range others {
				row[value+2+k] = a.macro(other, i)
			}
			t.Rows = append(t.Rows, exporter.Row{Cells: row, Apart: i == 0})
		}
	}
	t.Notes = a.notes(label, choice.Benchmark)
	return t
}

// countHeads heads the columns of counts.
func (p *Part) countHeads() []string {
	if names := p.RatingMatrix.CoderNames(); len(names) == 2 {
		return []string{"both", "only " + names[0], "only " + names[1], "neither"}
	}
	return []string{"all", "some", "none"}
}

func (p *Part) counts(c CodeAgreement) []string {
	list := []int{c.All, c.Some, c.None}
	if len(p.RatingMatrix.Coders) == 2 {
		// A coder without any rating is left out of the row's own coders.
		list = []int{c.Both, c.OnlyFirst, c.OnlySecond, c.Neither}
	}
	var out []string
	for _, n := range list {
		out = append(out, fmt.Sprint(n))
	}
	return out
}

// macro writes the mean of the codes (0), the lowest (1) or the highest value.
func (p *Part) macro(name string, which int) string {
	k := p.Coefficient(name)
	if k < 0 || p.Overall == nil {
		return "—"
	}
	m := p.Overall.Macro[k]
	return Decimals([]agreement.Value{m.Mean, m.Least, m.Greatest}[which])
}

func (p *Part) intervalOf(c CodeAgreement, name string) string {
	k := p.Coefficient(name)
	if k < 0 || !p.Value(c, name).Defined() {
		return ""
	}
	ci := p.Interval(c, k)
	if !ci.Defined() {
		return ""
	}
	return Decimal(ci.Low) + " to " + Decimal(ci.High)
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

// LookWords say for each code what is worth a look; "" for nothing.
func (p *Part) LookWords() []string {
	var out []string
	for _, k := range p.RatingMatrix.Hints(p.Panel()) {
		out = append(out, p.RatingMatrix.HintText(k))
	}
	return out
}

// PartsTable is a table of one coefficient, a row a code and a column a part.
func (a *Agreement) PartsTable(choice TableChoice) exporter.Table {
	label := choice.label()
	whole := a.Part
	whole.Name = "all"
	parts := append([]Part{whole}, a.Parts...)
	t := exporter.Table{Title: fmt.Sprintf("%s by %s", prose.Upper(label.Long), a.By), About: a.Methods(label), Columns: []exporter.Column{{Name: "code"}}}
	for _, p := range parts {
		t.Columns = append(t.Columns, exporter.Column{Name: p.Name, Numbers: true})
	}
	row := func(name string, apart bool, of func(p *Part) string) {
		cells := []string{name}
		for i := range parts {
			cells = append(cells, of(&parts[i]))
		}
		t.Rows = append(t.Rows, exporter.Row{Cells: cells, Apart: apart})
	}
	for _, c := range a.Codes {
		row(c.Path, false, func(p *Part) string {
			// Under another version a code stands elsewhere, or is not there.
			i := slices.IndexFunc(p.Codes, func(x CodeAgreement) bool { return x.Code.ID == c.Code.ID })
			if i < 0 {
				return ""
			}
			return Decimals(p.Value(p.Codes[i], label.Name))
		})
	}
	row("units coded by two or more", true, func(p *Part) string {
		n := 0
		for _, c := range p.Codes {
			n = max(n, c.Pairable)
		}
		return fmt.Sprint(n)
	})
	if a.Overall != nil {
		row("mean of the codes", false, func(p *Part) string { return p.macro(label.Name, 0) })
		row("pooled κ", false, func(p *Part) string {
			if p.Overall == nil {
				return "—"
			}
			return Decimals(p.Overall.Pooled)
		})
		row("α of the sets, MASI", false, func(p *Part) string { return Decimals(p.setAlpha("alpha_masi").Estimate.Value) })
	}
	t.Notes = a.RatingMatrix.Sentences()
	if a.PartsNote != "" {
		t.Notes = append(t.Notes, a.PartsNote)
	}
	for i := range a.Parts {
		if why := a.Parts[i].whyNone(label.Name); why != "" {
			t.Notes = append(t.Notes, fmt.Sprintf("%s: undefined: %s.", a.Parts[i].Name, why))
		}
	}
	return t
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
	if p.Overall != nil {
		for _, s := range p.Overall.Sets {
			if s.Name == name {
				return s
			}
		}
	}
	return agreement.Reported{Name: name, Estimate: agreement.Estimate{Value: agreement.Value{Undefined: "there is only one code"}}}
}

// Decimals writes a value as papers do: two decimals, no leading zero; "—" for
// none.
func Decimals(v agreement.Value) string {
	if !v.Defined() {
		return "—"
	}
	return Decimal(v.Number)
}

// Decimal writes a number with two decimals and without a leading zero.
func Decimal(x float64) string {
	s := strings.Replace(fmt.Sprintf("%.2f", x), "0.", ".", 1)
	if s == "-.00" {
		return ".00"
	}
	return strings.Replace(s, "-", "−", 1)
}

func percentOf(v agreement.Value) string {
	if !v.Defined() {
		return "—"
	}
	return fmt.Sprintf("%.0f %%", 100*v.Number)
}
