package report

import (
	"fmt"
	"slices"
	"strings"
)

// Label is how a coefficient of a code's row is called in tables and in prose.
type Label struct {
	Name   string   // in reports: krippendorff_alpha_nominal
	Short  string   // heads a column
	Long   string   // in a sentence
	Source string   // short citation
	Also   []string // other names that people may give
}

// Labels are those of all coefficients of a row, the usual choices first.
var Labels = []Label{
	{"krippendorff_alpha_nominal", "α", "Krippendorff's α for nominal data", "Krippendorff 2019", []string{"alpha", "krippendorff"}},
	{"cohen_kappa", "κ Cohen", "Cohen's κ", "Cohen 1960", []string{"kappa", "cohen"}},
	{"fleiss_kappa", "κ Fleiss", "Fleiss' κ", "Fleiss 1971; Gwet 2014", []string{"fleiss"}},
	{"gwet_ac1", "AC1", "Gwet's AC1", "Gwet 2008", []string{"ac1", "gwet"}},
	{"conger_kappa", "κ Conger", "Conger's κ", "Conger 1980", []string{"conger"}},
	{"light_kappa", "κ Light", "Light's κ", "Light 1971", []string{"light"}},
	{"scott_pi", "π Scott", "Scott's π", "Scott 1955", []string{"pi", "scott"}},
	{"brennan_prediger", "κ B-P", "Brennan and Prediger's κ", "Brennan & Prediger 1981", []string{"bp"}},
	{"pabak", "PABAK", "the prevalence- and bias-adjusted κ", "Byrt, Bishop & Carlin 1993", nil},
	{"percent_agreement", "agree", "percent agreement", "", []string{"percent"}},
	{"positive_agreement", "PA+", "positive agreement", "Cicchetti & Feinstein 1990", []string{"pa+"}},
	{"negative_agreement", "PA−", "negative agreement", "Cicchetti & Feinstein 1990", []string{"pa-"}},
	{"f1", "F1", "F1", "", nil},
	{"cohen_kappa_max", "κ max", "the largest κ that the margins allow", "Cohen 1960", nil},
	{"prevalence_index", "prev. index", "the prevalence index", "Byrt, Bishop & Carlin 1993", nil},
	{"bias_index", "bias index", "the bias index", "Byrt, Bishop & Carlin 1993", nil},
}

// FindLabel gives the coefficient that a person means by s.
func FindLabel(s string) (Label, error) {
	var names []string
	for _, l := range Labels {
		if l.Name == strings.ToLower(s) || slices.Contains(l.Also, strings.ToLower(s)) {
			return l, nil
		}
		names = append(names, l.Name)
	}
	return Label{}, fmt.Errorf("%q is no coefficient of a code; there are %s", s, strings.Join(names, ", "))
}

// labelOf gives the label of a coefficient by its name in reports.
func labelOf(name string) Label {
	if l, err := FindLabel(name); err == nil {
		return l
	}
	return Label{Name: name, Short: name, Long: name}
}
