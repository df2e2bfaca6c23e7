package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"concord/codebook/report"
	"concord/corpus/exporter"
	"concord/store"
	"concord/store/study"
)

// answer is what a verb has to say, once for each form in which it can be
// printed.
type answer struct {
	value any             // for --json
	table *report.Table   // for --csv; for people too where text is nil
	text  func(io.Writer) // for people
	notes []string        // on standard error, unless --json has them
	exit  error           // what the verb found, as an exit code; see errFound
}

// said is the answer of a verb that did something and reports it in a sentence.
func said(format string, a ...any) answer {
	sentence := fmt.Sprintf(format, a...)
	return answer{
		value: map[string]string{"message": sentence},
		text:  func(w io.Writer) { fmt.Fprintln(w, sentence) },
	}
}

// as gives the answer with another value for --json.
func (a answer) as(value any) answer {
	a.value = value
	return a
}

// warned gives the answer with warnings about a file.
func (a answer) warned(file string, warnings []string) answer {
	for _, w := range warnings {
		a.notes = append(a.notes, fmt.Sprintf("concord: %s: %s", file, w))
	}
	return a
}

// noted gives the answer with lines for standard error.
func (a answer) noted(lines ...string) answer {
	a.notes = append(a.notes, lines...)
	return a
}

// emit prints an answer in the form that was asked for.
func (g *globals) emit(cmd *cobra.Command, a answer) error {
	out := bufio.NewWriter(cmd.OutOrStdout())
	var err error
	switch {
	case g.json:
		a.notes = nil // the value has them
		err = printJSON(out, a.value)
	case g.csv && a.table != nil:
		err = exporter.TableCSV(out, *a.table)
	case a.text != nil:
		a.text(out)
	case a.table != nil && len(a.table.Rows) > 0:
		err = exporter.TableText(out, *a.table)
	}
	if err := firstError(err, out.Flush()); err != nil {
		return fmt.Errorf("printing the answer: %w", err)
	}
	for _, line := range a.notes {
		fmt.Fprintln(cmd.ErrOrStderr(), line)
	}
	return a.exit
}

// tabular adds --csv to a verb whose answer is a table.
func (g *globals) tabular(cmd *cobra.Command) *cobra.Command {
	cmd.Flags().BoolVar(&g.csv, "csv", false, "print CSV")
	return cmd
}

type runE = func(*cobra.Command, []string) error

// verb runs a verb on the study around the chosen folder, for the chosen coder.
func (g *globals) verb(do func(ctx context.Context, s *study.Study, a []string) (answer, error)) runE {
	return g.verbOn(func(cmd *cobra.Command) (*study.Study, error) { return g.open(cmd.Context()) }, do)
}

// verbOn is verb on a study that is opened in another way, such as
// viewFlags.opening.
func (g *globals) verbOn(open func(*cobra.Command) (*study.Study, error), do func(ctx context.Context, s *study.Study, a []string) (answer, error)) runE {
	return func(cmd *cobra.Command, a []string) error {
		s, err := open(cmd)
		if err != nil {
			return err
		}
		said, err := do(cmd.Context(), s, a)
		if err != nil {
			return err
		}
		return g.emit(cmd, said)
	}
}

// projectVerb runs a verb that does not ask who codes: that may be what is about
// to be decided.
func (g *globals) projectVerb(do func(ctx context.Context, p *store.Project, a []string) (answer, error)) runE {
	return g.plainVerb(func(ctx context.Context, a []string) (answer, error) {
		dir, err := store.Find(g.dir)
		if err != nil {
			return answer{}, err
		}
		p, err := store.Open(ctx, dir)
		if err != nil {
			return answer{}, err
		}
		return do(ctx, p, a)
	})
}

// plainVerb runs a verb that needs no project.
func (g *globals) plainVerb(do func(ctx context.Context, a []string) (answer, error)) runE {
	return func(cmd *cobra.Command, a []string) error {
		said, err := do(cmd.Context(), a)
		if err != nil {
			return err
		}
		return g.emit(cmd, said)
	}
}

// first gives the first argument, "" if there is none.
func first(a []string) string { return strings.Join(a[:min(1, len(a))], "") }

// columns makes the columns of a table; a name that ends in "#" is of numbers.
func columns(names ...string) (out []report.Column) {
	for _, n := range names {
		name, numbers := strings.CutSuffix(n, "#")
		out = append(out, report.Column{Name: name, Numbers: numbers})
	}
	return out
}
