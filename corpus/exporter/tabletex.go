package exporter

import (
	"fmt"
	"io"
	"strings"
	"unicode"

	"concord/codebook/report"
	"concord/corpus/prose"
)

// TableTeX writes a table as a LaTeX float for the package booktabs, to be
// \input into a paper. Everything from outside is escaped. It needs a LaTeX that
// reads UTF-8 (any since 2018); Greek letters of coefficients are set in math.
func TableTeX(w io.Writer, t report.Table) error {
	var b strings.Builder
	b.WriteString("% needs \\usepackage{booktabs}\n")
	for _, p := range t.About {
		b.WriteString(tex(p) + "\n\n")
	}
	b.WriteString("\\begin{table}[htbp]\n\\centering\n\\footnotesize\n\\setlength{\\tabcolsep}{4pt}\n")
	if t.Title != "" {
		fmt.Fprintf(&b, "\\caption{%s}\n", tex(t.Title))
	}
	b.WriteString("\\begin{tabular}{@{}")
	for _, c := range t.Columns {
		if c.Numbers {
			b.WriteByte('r')
		} else {
			b.WriteByte('l')
		}
	}
	b.WriteString("@{}}\n\\toprule\n")
	line := func(cell func(i int) string) {
		var cells []string
		for i := range t.Columns {
			cells = append(cells, tex(prose.Printable(cell(i))))
		}
		// A row that begins with "[" or "*" would be read as an argument of the
		// line end before it.
		if first := cells[0]; strings.HasPrefix(first, "[") || strings.HasPrefix(first, "*") {
			cells[0] = "{}" + first
		}
		b.WriteString(strings.Join(cells, " & ") + ` \\` + "\n")
	}
	if len(t.Columns) > 0 {
		line(func(i int) string { return t.Columns[i].Name })
	}
	b.WriteString("\\midrule\n")
	for _, r := range t.Rows {
		if r.Apart {
			b.WriteString("\\midrule\n")
		}
		line(r.Cell)
	}
	b.WriteString("\\bottomrule\n\\end{tabular}\n")
	if len(t.Notes) > 0 {
		b.WriteString("\n\\medskip\n\\begin{minipage}{\\linewidth}\n")
		for i, n := range t.Notes {
			if i > 0 {
				b.WriteString("\\\\\n")
			}
			b.WriteString(tex(n))
		}
		b.WriteString("\n\\end{minipage}\n")
	}
	b.WriteString("\\end{table}\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// texOf says how characters that mean something to LaTeX, or that its usual
// fonts lack, are written.
var texOf = map[rune]string{
	'\\': `\textbackslash{}`, '{': `\{`, '}': `\}`, '$': `\$`, '&': `\&`, '#': `\#`, '%': `\%`, '_': `\_`,
	'^': `\textasciicircum{}`, '~': `\textasciitilde{}`, '<': `\textless{}`, '>': `\textgreater{}`, '|': `\textbar{}`, '"': "''",
	'α': `$\alpha$`, 'κ': `$\kappa$`, 'π': `$\pi$`, 'γ': `$\gamma$`, '₁': `$_1$`, '₂': `$_2$`, '×': `$\times$`, '−': `$-$`, '≥': `$\geq$`, '≤': `$\leq$`,
	'⁺': `$^{+}$`, '⁻': `$^{-}$`, '…': `\ldots{}`, '–': `--`, '—': `---`, '“': "``", '”': "''", '’': "'", '‘': "`", '·': `$\cdot$`, '\u00a0': "~",
	'→': `$\rightarrow$`, '›': `$>$`, '‹': `$<$`,
}

// tex escapes text for LaTeX. Control characters vanish, which LaTeX refuses.
func tex(s string) string {
	var b strings.Builder
	for _, c := range s {
		written, special := texOf[c]
		switch {
		case special:
			b.WriteString(written)
		case c == '\n' || c == '\t':
			b.WriteByte(' ')
		case unicode.IsControl(c):
		default:
			b.WriteRune(c)
		}
	}
	return b.String()
}
