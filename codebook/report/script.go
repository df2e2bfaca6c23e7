package report

import (
	"fmt"
	"strings"

	"concord/codebook/agreement"
)

// ScriptR gives lines of R that compute the figures of one code again from a
// file of the matrix, with the packages irrCAC and irr. Expected figures stand
// beside them.
func (a *Agreement) ScriptR(m Matrix, file string, code int) (string, error) {
	if m.Code == "" {
		return "", fmt.Errorf("the packages irrCAC and irr of R take one code at a time: choose one with --code, or a script in Python")
	}
	c := a.Codes[code]
	var b strings.Builder
	fmt.Fprintf(&b, "# Agreement on %s, computed again.\n", comment(m.Code))
	fmt.Fprintf(&b, "# %s\n# install.packages(c(\"irrCAC\", \"irr\"))\n", comment(a.programSentence()))
	fmt.Fprintf(&b, "m <- read.csv(%s, check.names = FALSE, na.strings = \"\", encoding = \"UTF-8\")\n", quoted(file))
	var names []string
	for _, n := range c.Row.Coders { // those with data
		names = append(names, quoted(n))
	}
	fmt.Fprintf(&b, "ratings <- m[, c(%s)]\n", strings.Join(names, ", "))
	b.WriteString("ratings <- ratings[rowSums(!is.na(ratings)) > 0, ]  # irrCAC cannot do with units that nobody rated\n")
	for _, l := range []struct{ name, call string }{
		{"krippendorff_alpha_nominal", "krippen.alpha.raw"}, {"gwet_ac1", "gwet.ac1.raw"}, {"fleiss_kappa", "fleiss.kappa.raw"},
		{"conger_kappa", "conger.kappa.raw"}, {"brennan_prediger", "bp.coeff.raw"}, {"percent_agreement", "pa.coeff.raw"},
	} {
		fmt.Fprintf(&b, "irrCAC::%s(ratings, categ.labels = c(0, 1))$est  # %s %s\n", l.call, l.name, expected(a.Value(c, l.name)))
	}
	fmt.Fprintf(&b, "irr::kripp.alpha(t(as.matrix(ratings)), method = \"nominal\")$value  # krippendorff_alpha_nominal %s; irr up to 0.84.1 errs for three coders or more without missing ratings\n",
		expected(a.Value(c, "krippendorff_alpha_nominal")))
	if len(c.Row.Coders) == 2 {
		fmt.Fprintf(&b, "irr::kappa2(ratings)$value  # cohen_kappa %s\n", expected(a.Value(c, "cohen_kappa")))
	}
	return b.String(), nil
}

// ScriptPython gives lines of Python that compute α again from a file of the
// matrix: of one code with the package krippendorff, of sets without any.
func (a *Agreement) ScriptPython(m Matrix, file string, code int) string {
	var b strings.Builder
	what := m.Code
	if what == "" {
		what = "all codes together"
	}
	fmt.Fprintf(&b, "# Agreement on %s, computed again.\n# %s\nimport csv\n", comment(what), comment(a.programSentence()))
	read := fmt.Sprintf("rows = list(csv.DictReader(open(%s, encoding=\"utf-8\", newline=\"\")))\n", quoted(file))
	var names []string
	for _, n := range m.Coders {
		names = append(names, quoted(n))
	}
	coders := fmt.Sprintf("coders = [%s]\n", strings.Join(names, ", "))
	if m.Code != "" {
		b.WriteString("import krippendorff  # pip install krippendorff\n" + read + coders)
		b.WriteString("data = [[float(r[c]) if r[c] else float(\"nan\") for r in rows] for c in coders]\n")
		fmt.Fprintf(&b, "print(krippendorff.alpha(reliability_data=data, value_domain=[0, 1], level_of_measurement=\"nominal\"))  # krippendorff_alpha_nominal %s\n",
			expected(a.Value(a.Codes[code], "krippendorff_alpha_nominal")))
		return b.String()
	}
	b.WriteString(read + coders + `

def sets(cell):  # "" is missing; "-" is the empty set
    return None if cell == "" else frozenset() if cell == "-" else frozenset(x.strip() for x in cell.split(";"))


def jaccard(a, b):
    return 0 if a == b else 1 - len(a & b) / len(a | b)


def masi(a, b):
    if a == b:
        return 0
    if not a & b:
        return 1
    return 1 - (2 / 3 if a <= b or b <= a else 1 / 3) * len(a & b) / len(a | b)


def alpha(distance):  # Krippendorff (2019), with a distance of sets in place of the squared difference
    units = [u for u in ([s for s in (sets(r[c]) for c in coders) if s is not None] for r in rows) if len(u) > 1]
    values = [s for u in units for s in u]
    observed = sum(distance(a, b) / (len(u) - 1) for u in units for a in u for b in u) / len(values)
    counts = {s: values.count(s) for s in set(values)}
    expected = sum(counts[a] * counts[b] * distance(a, b) for a in counts for b in counts) / (len(values) * (len(values) - 1))
    return 1 - observed / expected


`)
	for _, l := range []struct{ name, call string }{{"alpha_jaccard", "jaccard"}, {"alpha_masi", "masi"}} {
		fmt.Fprintf(&b, "print(alpha(%s))  # %s %s\n", l.call, l.name, expected(a.setAlpha(l.name).Estimate.Value))
	}
	return b.String()
}

// quoted writes a string as R and Python both read it.
func quoted(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(s) + `"`
}

// comment keeps words on the line of a comment.
func comment(s string) string { return strings.Join(strings.Fields(s), " ") }

func expected(v agreement.Value) string {
	if !v.Defined() {
		return "undefined: " + v.Undefined
	}
	return decimal(v)
}
