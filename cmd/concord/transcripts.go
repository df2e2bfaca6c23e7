package main

import (
	"fmt"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"concord/corpus"
)

// transcriptRow is a transcript as “concord transcripts --json” gives it.
type transcriptRow struct {
	ID         string            `json:"id"`
	Name       string            `json:"name"`
	Turns      int               `json:"turns"`
	Words      int               `json:"words"`
	Cases      []string          `json:"cases"`
	Attributes map[string]string `json:"attributes"`
	Progress   []progressRow     `json:"progress"`
}

type progressRow struct {
	Coder      string    `json:"coder"`
	CodedTurns int       `json:"coded_turns"`
	Codings    int       `json:"codings"`
	Complete   bool      `json:"complete"`
	LastWorked time.Time `json:"last_worked"`
}

func transcriptsCommand(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:   "transcripts",
		Short: "List the transcripts, with each coder's progress",
		Args:  args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := g.open(cmd.Context())
			if err != nil {
				return err
			}
			o, err := s.Reader().Overview(cmd.Context())
			if err != nil {
				return err
			}
			rows := []transcriptRow{}
			for _, t := range o.Transcripts {
				row := transcriptRow{ID: t.ID.String(), Name: t.Name, Turns: t.TurnCount, Words: t.WordCount, Cases: []string{}, Attributes: map[string]string{}, Progress: []progressRow{}}
				add := func(attributes []corpus.Attribute) {
					for _, a := range attributes {
						row.Attributes[a.Name] = a.Value
					}
				}
				for _, id := range t.Cases {
					row.Cases = append(row.Cases, o.Cases[id].Name)
					add(o.Cases[id].Attributes)
				}
				add(t.Attributes)
				for _, c := range o.Coders {
					if m, ok := o.Summaries[t.ID][c.ID]; ok {
						row.Progress = append(row.Progress, progressRow{c.Name, m.CodedTurns, m.Codings, m.Completed, m.LastWorked})
					}
				}
				rows = append(rows, row)
			}
			if g.json {
				return printJSON(cmd.OutOrStdout(), rows)
			}
			w := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
			fmt.Fprint(w, "transcript\tturns\twords\tcase")
			for _, c := range o.Coders {
				fmt.Fprintf(w, "\t%s", c.Name)
			}
			fmt.Fprintln(w)
			for i, row := range rows {
				fmt.Fprintf(w, "%s\t%d\t%d\t%s", row.Name, row.Turns, row.Words, joinOr(row.Cases, "—"))
				for _, c := range o.Coders {
					fmt.Fprintf(w, "\t%s", progress(o.Summaries[o.Transcripts[i].ID][c.ID].Codings, o.Summaries[o.Transcripts[i].ID][c.ID].Completed))
				}
				fmt.Fprintln(w)
			}
			return w.Flush()
		},
	}
}

func progress(codings int, complete bool) string {
	switch {
	case complete:
		return fmt.Sprintf("%d, complete", codings)
	case codings == 0:
		return "—"
	}
	return fmt.Sprint(codings)
}
