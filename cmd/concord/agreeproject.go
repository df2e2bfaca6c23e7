package main

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"concord/codebook/agreement/planning"
	"concord/codebook/report"
	"concord/corpus/exporter"
)

func agreeProject(cmd *cobra.Command, g *globals, f agreeFlags) error {
	q, err := f.question()
	if err != nil {
		return usageError{fmt.Errorf("agree: %w", err)}
	}
	choice, err := f.choice()
	if err != nil {
		return usageError{fmt.Errorf("agree: %w", err)}
	}
	format, err := f.outputFormat(g, "table", "csv", "json", "tex", "docx")
	if err != nil {
		return err
	}
	if err := notToTerminal(cmd, format, f.output); err != nil {
		return err
	}
	if len(f.scripts) > 0 && f.matrixOut == "" {
		return usageError{fmt.Errorf("agree: --script computes the figure again from a matrix: say where that goes with --matrix-out FILE.csv")}
	}
	s, err := f.open(cmd, g, &q)
	if err != nil {
		return err
	}
	if done, err := f.onDecisions(cmd, s, q, choice, format); done || err != nil {
		return err
	}
	if q.Gamma != nil {
		q.Gamma.Progress = gammaProgress(cmd)
	}
	discuss := f.discuss
	if discuss || f.confusion && f.matrixOut == "" {
		q.Bootstrap = 0 // neither shows an interval
	}
	q.BareParts = f.methods || format == "table" || format == "tex" || format == "docx"
	a, err := s.Agreement(cmd.Context(), q)
	if err != nil {
		return err
	}
	choice.Hints = format == "table"
	write, err := writing(a, choice, format, f, discuss)
	if err != nil {
		return err
	}
	if err := writeMatrix(cmd, a, f); err != nil {
		return err
	}
	return writeOutput(cmd, f, write)
}

// choice says what the tables show.
func (f agreeFlags) choice() (report.Choice, error) {
	var t report.Choice
	var err error
	if f.coefficient != "" {
		if t.Label, err = report.FindLabel(f.coefficient); err != nil {
			return t, err
		}
	}
	t.AtLeast = f.atLeast
	if f.benchmark != "" {
		b, err := planning.FindBenchmark(f.benchmark)
		if err != nil {
			return t, err
		}
		t.Benchmark = &b
	}
	return t, nil
}

// writing chooses what is written.
func writing(a *report.Agreement, choice report.Choice, format string, f agreeFlags, discuss bool) (func(io.Writer) error, error) {
	if f.methods {
		return methodsWriter(a.MethodsSection(choice), format), nil
	}
	if discuss {
		d, err := a.Discuss()
		if err != nil {
			return nil, err
		}
		return map[string]func(io.Writer) error{"json": func(w io.Writer) error { return printJSON(w, d) }, "csv": func(w io.Writer) error { return exporter.TableCSV(w, d.ByPassage().Written()) },
			"table": func(w io.Writer) error { return exporter.DiscussionText(w, d) }, "docx": func(w io.Writer) error { return exporter.DiscussionDocx(w, d) },
			"tex": func(w io.Writer) error { return exporter.TableTeX(w, d.Counts().Shown()) }}[format], nil
	}
	if f.confusion {
		if a.Spans != nil {
			return nil, fmt.Errorf("--confusion compares units: choose another unit than the character")
		}
		return tableWriter(a.ByExchange().Shown(), format, a.Exchanges()), nil
	}
	switch format {
	case "json":
		return func(w io.Writer) error { return printJSON(w, a) }, nil
	case "csv":
		return func(w io.Writer) error { return exporter.TableCSV(w, a.Written()) }, nil
	}
	t := a.Table(choice)
	if format == "table" {
		t.Title, t.About = t.Title+"; codebook "+a.Codebook, a.Work // the rules stand below
	}
	return tableWriter(t, format, nil), nil
}

// methodsWriter writes the paragraphs of a methods section.
func methodsWriter(paragraphs []string, format string) func(io.Writer) error {
	return func(w io.Writer) error {
		if format == "json" {
			return printJSON(w, map[string]any{"methods": paragraphs})
		}
		_, err := fmt.Fprintln(w, strings.Join(paragraphs, "\n\n"))
		return err
	}
}

// tableWriter writes a table in a format; value is what JSON gives.
func tableWriter(t report.Table, format string, value any) func(io.Writer) error {
	return func(w io.Writer) error {
		switch format {
		case "json":
			return printJSON(w, value)
		case "csv":
			return exporter.TableCSV(w, t)
		case "tex":
			return exporter.TableTeX(w, t)
		case "docx":
			return exporter.TableDocx(w, t)
		}
		return exporter.TableText(w, t)
	}
}

func writeOutput(cmd *cobra.Command, f agreeFlags, write func(io.Writer) error) error {
	o := outputFlags{path: f.output, force: f.force}
	if err := o.write(cmd, write); err != nil {
		return err
	}
	if o.toFile() {
		fmt.Fprintf(cmd.ErrOrStderr(), "wrote %s\n", f.output)
	}
	return nil
}

// writeMatrix writes the matrix and the scripts that were asked for, and says on
// standard error how to compute the figure again.
func writeMatrix(cmd *cobra.Command, a *report.Agreement, f agreeFlags) error {
	if f.matrixOut == "" {
		return nil
	}
	code := -1
	if len(a.Codes) == 1 {
		code = 0
	}
	m, err := a.Matrix(code)
	if err != nil {
		return fmt.Errorf("writing the matrix: %w", err)
	}
	write := func(path string, content func(io.Writer) error) error {
		o := outputFlags{path: path, force: f.force}
		return o.write(cmd, content)
	}
	scripts := map[string]string{}
	for _, path := range f.scripts {
		switch strings.ToLower(filepath.Ext(path)) {
		case ".r":
			if scripts[path], err = a.ScriptR(m, f.matrixOut, code); err != nil {
				return fmt.Errorf("writing %s: %w", path, err)
			}
		case ".py":
			scripts[path] = a.ScriptPython(m, f.matrixOut, code)
		default:
			return usageError{fmt.Errorf("agree: --script %s: scripts are written in R (.R) and Python (.py)", path)}
		}
	}
	if err := write(f.matrixOut, m.Write); err != nil {
		return err
	}
	for _, path := range f.scripts {
		if err := write(path, func(w io.Writer) error { _, err := io.WriteString(w, scripts[path]); return err }); err != nil {
			return err
		}
	}
	fmt.Fprintf(cmd.ErrOrStderr(), "wrote %s; the same figures:\n%s\n", f.matrixOut, m.Command(f.matrixOut, a.Resampling))
	return nil
}

// gammaProgress reports on standard error how far γ has come, if that is a terminal.
func gammaProgress(cmd *cobra.Command) func(done, planned int) {
	if !isTerminal(cmd.ErrOrStderr()) {
		return nil
	}
	errs := unescaped(cmd.ErrOrStderr())
	return func(done, planned int) {
		fmt.Fprintf(errs, "\rγ: %d of about %d random continua", done, planned)
		if done >= planned {
			fmt.Fprint(errs, "\r\x1b[K")
		}
	}
}

// agreementTable prints the table of codes as “concord agree” does.
func agreementTable(out io.Writer, a *report.Agreement) error {
	write, err := writing(a, report.Choice{Hints: true}, "table", agreeFlags{}, false)
	if err != nil {
		return err
	}
	return write(out)
}
