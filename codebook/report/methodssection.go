package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"concord/codebook/reconcile"
	"concord/corpus/prose"
)

// MethodsSection is what a paper has to report of an agreement, in paragraphs: how
// it was measured (Methods), who coded and in which rounds, what came out code by
// code and over all codes, what fell below the value chosen in advance, and the
// references.
func (a *Agreement) MethodsSection(choice Choice) []string {
	label := choice.label()
	out := a.Methods(label)
	add := func(s ...string) {
		if s = slices.DeleteFunc(s, func(x string) bool { return x == "" }); len(s) > 0 {
			out = append(out, strings.Join(s, " "))
		}
	}
	add(a.coderNotes(), a.History)
	if a.Spans == nil {
		add(a.codeByCode(label))
		add(a.overallSentence(), a.shortfall(label, choice.AtLeast))
	}
	add(a.references(label))
	return out
}

// coverage says how many units two coders or more rated, of how many, and by how
// many coders: only what two rated can agree.
func (a *Agreement) coverage() []string {
	l := &a.RatingMatrix
	rated := l.RatedBy()
	pairable, all, transcripts := 0, 0, map[int]bool{}
	for n, units := range rated {
		if n > 0 {
			all += units
		}
		if n > 1 {
			pairable += units
		}
	}
	for u, raters := range l.Raters() {
		if raters > 1 {
			transcripts[l.Units[u].Coded] = true
		}
	}
	s := []string{fmt.Sprintf("Agreement was measured on %s of %s, coded by %s (%s) under codebook %s.",
		l.Rules.Noun(pairable), prose.Counted(len(transcripts), "transcript", "transcripts"), prose.Counted(len(l.Coders), "coder", "coders"), cmp.Or(prose.And(l.CoderNames()), "nobody"), a.Codebook)}
	switch {
	case all == 0:
		return s
	case rated[len(rated)-1] == all && pairable == all:
		return append(s, "Each was rated by every coder.")
	}
	var by []string
	for n := len(rated) - 1; n > 0; n-- {
		if rated[n] > 0 {
			by = append(by, fmt.Sprintf("%d by %s", rated[n], prose.Counted(n, "coder", "coders")))
		}
	}
	if pairable == all {
		return append(s, fmt.Sprintf("Two coders or more rated each: %s.", prose.And(by)))
	}
	return append(s, fmt.Sprintf("These are the units that two coders or more rated, %.0f %% of the %d that anybody rated: %s.", 100*float64(pairable)/float64(all), all, prose.And(by)))
}

// unitRule says what a unit was.
func unitRule(r reconcile.Rules) string {
	switch {
	case r.Unit == reconcile.UnitTurn:
		return "A turn is what one speaker says without interruption, as transcribed."
	case r.Unit == reconcile.UnitSentence:
		return "Turns were cut into sentences by the rules of the Unicode standard (Annex 29)."
	case r.Unit == reconcile.UnitParagraph:
		return "Paragraphs are those of the transcripts."
	case r.Segmentation != "":
		return fmt.Sprintf("Segments are those of the segmentation “%s”, the same for all coders.", r.Segmentation)
	case r.Words > 0:
		return fmt.Sprintf("Each transcript was cut into segments of %d words.", r.Words)
	case r.Pattern != "":
		return fmt.Sprintf("Transcripts were cut into segments at the expression “%s”.", r.Pattern)
	}
	return "The unit was the whole transcript."
}

// coderNotes tell what the project notes about the coders.
func (a *Agreement) coderNotes() string {
	coders := a.RatingMatrix.Coders
	if a.Spans != nil {
		coders = a.Spans.Coders
	}
	var out []string
	for _, c := range coders {
		if about := strings.TrimRight(prose.OneLine(c.About), "."); about != "" {
			out = append(out, c.Name+": "+about)
		}
	}
	if len(out) == 0 {
		return ""
	}
	return "Coders. " + strings.Join(out, "; ") + "."
}

// codeByCode gives percent agreement, prevalence and one coefficient with its
// interval of each code.
func (a *Agreement) codeByCode(label Label) string {
	if len(a.Codes) == 0 {
		return ""
	}
	about := "percent agreement, share of ratings that give the code"
	if label.Name != "percent_agreement" {
		about += ", " + label.Short + " with its 95 % interval"
	}
	var out []string
	for _, c := range a.Codes {
		s := fmt.Sprintf("%s %s, %s", c.Path, percentOf(a.Value(c, "percent_agreement")), percentOf(c.Prevalence))
		if v := a.Value(c, label.Name); label.Name != "percent_agreement" {
			s += ", " + Decimals(v)
			if bounds := a.intervalOf(c, label.Name); bounds != "" {
				s += " (" + bounds + ")"
			}
		}
		out = append(out, s)
	}
	say := fmt.Sprintf("Code by code (%s): %s.", about, strings.Join(out, "; "))
	return strings.Join(append([]string{say}, a.undefinedSentences(label)...), " ")
}

// shortfall says which codes fell below the value chosen in advance.
func (a *Agreement) shortfall(label Label, atLeast float64) string {
	if atLeast == 0 {
		return ""
	}
	var below []string
	known := 0
	for _, c := range a.Codes {
		v := a.Value(c, label.Name)
		if v.Defined() {
			known++
		}
		if v.Defined() && v.Number < atLeast {
			shown := Decimals(v)
			if shown == Decimal(atLeast) { // or it would seem to have reached it
				shown = strings.Replace(fmt.Sprintf("%.4f", v.Number), "0.", ".", 1)
			}
			below = append(below, fmt.Sprintf("%s (%s)", c.Path, shown))
		}
	}
	s := fmt.Sprintf("The value chosen in advance for %s was %s.", label.Short, Decimal(atLeast))
	if len(below) == 0 {
		return s + fmt.Sprintf(" All %d codes with a value reached it.", known)
	}
	return s + fmt.Sprintf(" Of %s with a value %d fell below it: %s.", prose.Counted(known, "code", "codes"), len(below), prose.And(below))
}

// references lists the sources of what was reported, alphabetically.
func (a *Agreement) references(label Label) string {
	wanted := map[string]bool{}
	for key := range strings.SplitSeq(label.Source, "; ") {
		wanted[key] = true
	}
	if a.Spans != nil {
		wanted = map[string]bool{"Krippendorff et al. 2016": true, "Mathet, Widlöcher & Métivier 2015": len(a.Report.Gamma) > 0}
	}
	if a.Panel.Overall != nil {
		wanted["de Vries et al. 2008"], wanted["Passonneau 2006"] = true, true
	}
	sentence := a.IntervalSentence()
	wanted["Gwet 2014"] = wanted["Gwet 2014"] || strings.Contains(sentence, "Gwet 2014")
	wanted["MacKinnon, Nielsen & Webb 2023"] = strings.Contains(sentence, "MacKinnon")
	var out []string
	for key, full := range fullReferences {
		if wanted[key] {
			out = append(out, full)
		}
	}
	if len(out) == 0 {
		return ""
	}
	slices.SortFunc(out, func(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) })
	return "References. " + strings.Join(out, " ")
}

// fullReferences are the sources of coefficients by their short citation.
var fullReferences = map[string]string{
	"Krippendorff 2019":                 "Krippendorff, K. (2019). Content analysis: An introduction to its methodology (4th ed.). Sage.",
	"Cohen 1960":                        "Cohen, J. (1960). A coefficient of agreement for nominal scales. Educational and Psychological Measurement, 20, 37–46.",
	"Fleiss 1971":                       "Fleiss, J. L. (1971). Measuring nominal scale agreement among many raters. Psychological Bulletin, 76, 378–382.",
	"Gwet 2008":                         "Gwet, K. L. (2008). Computing inter-rater reliability and its variance in the presence of high agreement. British Journal of Mathematical and Statistical Psychology, 61, 29–48.",
	"Gwet 2014":                         "Gwet, K. L. (2014). Handbook of inter-rater reliability (4th ed.). Advanced Analytics.",
	"Conger 1980":                       "Conger, A. J. (1980). Integration and generalization of kappas for multiple raters. Psychological Bulletin, 88, 322–328.",
	"Light 1971":                        "Light, R. J. (1971). Measures of response agreement for qualitative data: Some generalizations and alternatives. Psychological Bulletin, 76, 365–377.",
	"Scott 1955":                        "Scott, W. A. (1955). Reliability of content analysis: The case of nominal scale coding. Public Opinion Quarterly, 19, 321–325.",
	"Brennan & Prediger 1981":           "Brennan, R. L., & Prediger, D. J. (1981). Coefficient kappa: Some uses, misuses, and alternatives. Educational and Psychological Measurement, 41, 687–699.",
	"Byrt, Bishop & Carlin 1993":        "Byrt, T., Bishop, J., & Carlin, J. B. (1993). Bias, prevalence and kappa. Journal of Clinical Epidemiology, 46, 423–429.",
	"Cicchetti & Feinstein 1990":        "Cicchetti, D. V., & Feinstein, A. R. (1990). High agreement but low kappa: II. Resolving the paradoxes. Journal of Clinical Epidemiology, 43, 551–558.",
	"de Vries et al. 2008":              "de Vries, H., Elliott, M. N., Kanouse, D. E., & Teleki, S. S. (2008). Using pooled kappa to summarize interrater agreement across many items. Field Methods, 20, 272–282.",
	"Passonneau 2006":                   "Passonneau, R. (2006). Measuring agreement on set-valued items (MASI) for semantic and pragmatic annotation. Proceedings of LREC 2006.",
	"MacKinnon, Nielsen & Webb 2023":    "MacKinnon, J. G., Nielsen, M. Ø., & Webb, M. D. (2023). Fast and reliable jackknife and bootstrap methods for cluster-robust inference. Journal of Applied Econometrics, 38, 671–694.",
	"Krippendorff et al. 2016":          "Krippendorff, K., Mathet, Y., Bouvry, S., & Widlöcher, A. (2016). On the reliability of unitizing textual continua: Further developments. Quality & Quantity, 50, 2347–2364.",
	"Mathet, Widlöcher & Métivier 2015": "Mathet, Y., Widlöcher, A., & Métivier, J.-P. (2015). The unified and holistic method gamma (γ) for inter-annotator agreement measure and alignment. Computational Linguistics, 41, 437–479.",
}
