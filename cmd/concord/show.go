package main

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"concord/store/study"
)

func showCommand(g *globals) *cobra.Command {
	var text, turns bool
	cmd := &cobra.Command{
		Use:   "show TRANSCRIPT",
		Short: "Print a transcript: its stored text (--text), or its turns (--turns)",
		Long: `Print a transcript. --text prints the stored text exactly as it is kept: offsets in
exports count its code points. --turns prints numbered turns.`,
		Args: args(cobra.ExactArgs(1)),
		RunE: g.verb(func(ctx context.Context, s *study.Study, a []string) (answer, error) {
			t, err := s.Turns(ctx, a[0])
			if text {
				return answer{value: t, text: func(w io.Writer) { io.WriteString(w, t.Text) }}, err
			}
			t.Text = ""
			return answer{value: t, text: func(w io.Writer) { printTurns(w, t.Turns) }}, err
		}),
	}
	cmd.Flags().BoolVar(&text, "text", false, "the stored text, exactly")
	cmd.Flags().BoolVar(&turns, "turns", false, "numbered turns (the default)")
	cmd.MarkFlagsMutuallyExclusive("text", "turns")
	return cmd
}

func printTurns(w io.Writer, turns []study.NumberedTurn) {
	for _, t := range turns {
		head := fmt.Sprint(t.Number)
		for _, part := range nonEmpty(t.Speaker, t.Time) {
			head += " " + part
		}
		fmt.Fprintf(w, "%s\n%s\n\n", head, t.Words)
	}
}
