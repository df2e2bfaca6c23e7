package report

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"concord/codebook"
	"concord/codebook/agreement"
	"concord/codebook/reconcile"
	"concord/corpus"
)

var people = Report[string]{
	Fields: []Field[string]{
		{Key: "name", Title: "name", Show: func(s string) string { return s }, Write: func(s string) string { return s }},
		{Key: "letters", Title: "n", Long: "letters", Numbers: true, Priority: 1, Show: func(s string) string { return fmt.Sprint(len(s)) }, Write: func(s string) string { return fmt.Sprint(len(s)) + ".0" }},
		{Key: "first", Title: "first", Priority: 2, Show: func(s string) string { return s[:1] }},
		{Key: "raw", Write: func(s string) string { return "raw " + s }},
	},
	Rows:    []string{"ana", "chloe"},
	Summary: []Summary{{true, map[string]string{"name": "together", "letters": "8"}}},
}

func TestOneListOfColumnsMakesBothTables(t *testing.T) {
	heads := func(x Table) string {
		var out []string
		for _, c := range x.Columns {
			out = append(out, c.Name)
		}
		return strings.Join(out, " ")
	}
	shown, written := people.Shown(), people.Written()
	if got := heads(shown); got != "name n first" {
		t.Errorf("people see the columns %s", got)
	}
	if got := heads(written); got != "name letters raw" {
		t.Errorf("programs get the columns %s", got)
	}
	if got := strings.Join(written.Rows[1].Cells, "|"); got != "chloe|5.0|raw chloe" || len(written.Rows) != 2 {
		t.Errorf("%d rows are written, the second %s", len(written.Rows), got)
	}
	if last := shown.Rows[2]; !last.Apart || strings.Join(last.Cells, "|") != "together|8|" {
		t.Errorf("below the rows stands %v", last)
	}
}

// Columns give way in the order of their priority, and what is left over goes to
// longer titles.
func TestColumnsGiveWay(t *testing.T) {
	for room, want := range map[int]string{40: "name letters first", 21: "name letters first", 17: "name n first", 14: "name letters", 13: "name n", 8: "name n", 7: "name", 1: "name"} {
		var got []string
		used := -Gap
		for _, c := range people.Fit(room) {
			got, used = append(got, c.Head), used+c.Cells+Gap
		}
		if strings.Join(got, " ") != want {
			t.Errorf("in %d cells there are the columns %v, not %s", room, got, want)
		}
		if used > room && len(got) > 1 {
			t.Errorf("the columns %v take %d of %d cells", got, used, room)
		}
	}
}

// The paragraph says on how many units two coders can agree, not how many there
// are.
func TestMethodsCountUnitsThatTwoRated(t *testing.T) {
	miss := int8(agreement.Missing)
	text := &corpus.Text{Body: strings.Repeat("x", 10)}
	w := &codebook.CodedTranscript{Text: text}
	l := reconcile.RatingMatrix{Rules: reconcile.DefaultRules, Coded: []*codebook.CodedTranscript{w},
		Coders: []codebook.Coder{{ID: codebook.CoderID{1}, Name: "ana", About: "doctoral student."}, {ID: codebook.CoderID{2}, Name: "ben"}, {ID: codebook.CoderID{3}, Name: "chloe"}},
		Codes:  []reconcile.RatedCode{{Path: "trust", Marks: []int8{1, 1, 1, 0, 1, miss, 1, miss, miss, 0, miss, miss}}},
		Units:  make([]reconcile.Unit, 4)}
	a := &Agreement{Part: Part{RatingMatrix: l}, Codebook: "v1", History: "Independent coding was done in 1 round."}
	all := strings.Join(a.MethodsSection(Choice{}), "\n")
	for _, want := range []string{"measured on 2 turns of 1 transcript, coded by 3 coders (ana, ben and chloe)",
		"50 % of the 4 that anybody rated: 1 by 3 coders, 1 by 2 coders and 2 by 1 coder.", "Coders. ana: doctoral student.", "in 1 round.", "Krippendorff, K. (2019)"} {
		if !strings.Contains(all, want) {
			t.Errorf("the methods do not say %q:\n%s", want, all)
		}
	}
}

// Every short citation that a label gives has its full reference.
func TestEverySourceHasAReference(t *testing.T) {
	for _, l := range Labels {
		for key := range strings.SplitSeq(l.Source, "; ") {
			if key != "" && fullReferences[key] == "" {
				t.Errorf("%s cites %s, of which there is no reference", l.Name, key)
			}
		}
	}
}

// Totals of decisions add up in one sentence.
func TestReconcilingAddsUp(t *testing.T) {
	r := Reconciling{Places: 49, Decided: 5, Parked: 1, Open: 43, Accepted: 9, Elsewhere: 1, Replaced: 2}
	want := "Coders differ on 49 places: 5 decided, 1 parked, 0 to be looked at again, 43 undecided. On 9 places all agreed and that was looked at and accepted." +
		" On 1 place more something was decided although coders do not differ about a code there: they marked other words, or the decision goes against all." +
		" Together: 16 decisions in force, and 2 replaced by later ones."
	if got := r.Sentence(); got != want {
		t.Errorf("%s", got)
	}
	if r.Places != r.Decided+r.Parked+r.Review+r.Open {
		t.Error("the places do not add up")
	}
}

func TestShortfallNamesTheCodes(t *testing.T) {
	name := Labels[0].Name
	code := func(path string, x float64) CodeAgreement {
		var c CodeAgreement
		c.Path, c.Estimates = path, []agreement.Estimate{{Value: agreement.Value{Number: x}}}
		return c
	}
	i := slices.IndexFunc(agreement.RowCoefficients(3), func(c agreement.Coefficient) bool { return c.Name() == name })
	a := &Agreement{Part: Part{Codes: []CodeAgreement{code("trust", .8), code("fear", .66), code("hope", .6996)}}}
	a.Panel.Coefficients = agreement.RowCoefficients(3)[i : i+1]
	want := "The value chosen in advance for α was .70. Of 3 codes with a value 2 fell below it: fear (.66) and hope (.6996)."
	if got := a.shortfall(Labels[0], .7); got != want {
		t.Errorf("%s", got)
	}
}
