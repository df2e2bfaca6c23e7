package main

import (
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"concord/codebook"
	"concord/corpus"
	"concord/corpus/exporter"
	"concord/store"
)

func codeCommand(g *globals) *cobra.Command {
	cmd := &cobra.Command{Use: "code", Short: "Apply a code to a passage, or to all that a search finds", Args: args(cobra.NoArgs)}
	var memo string
	add := &cobra.Command{
		Use:   "add TRANSCRIPT START END CODE",
		Short: "Apply a code to the code points START to END of a transcript's stored text",
		Long: `Apply a code to a passage. START and END count Unicode code points of the stored
text, as “concord show TRANSCRIPT --text” prints it; END is not included.`,
		Args: args(cobra.ExactArgs(4)),
		RunE: func(cmd *cobra.Command, a []string) error {
			start, err1 := strconv.Atoi(a[1])
			end, err2 := strconv.Atoi(a[2])
			if err := firstError(err1, err2); err != nil {
				return usageError{fmt.Errorf("code add: START and END are whole numbers: %w", err)}
			}
			s, err := g.open(cmd.Context())
			if err != nil {
				return err
			}
			t, err := s.Transcript(cmd.Context(), a[0])
			if err != nil {
				return err
			}
			r, err := s.Reader().Reading(cmd.Context(), t.ID)
			if err != nil {
				return err
			}
			span, err := corpus.NewRuler(r.Text.Body).SpanOf(corpus.Point(start), corpus.Point(end))
			if err != nil {
				return fmt.Errorf("coding %s: %w", t.Name, err)
			}
			code, err := r.Codebook.Find(a[3])
			if err != nil {
				return err
			}
			done, err := s.Project.Apply(cmd.Context(), s.Coder.ID, store.NewCoding{Transcript: t.ID, Span: span, Code: code.ID, Memo: memo})
			if err != nil {
				return fmt.Errorf("coding %s: %w", t.Name, err)
			}
			if g.json {
				m, err := s.Material(cmd.Context(), func(x corpus.Transcript) bool { return x.ID == t.ID })
				if err != nil {
					return err
				}
				for _, row := range m.CodingRows() {
					if row.ID == done[0].Coding.ID {
						return exporter.CodingsJSONL(cmd.OutOrStdout(), []exporter.CodingRow{row})
					}
				}
			}
			verb := "applied"
			switch {
			case done[0].Already:
				verb = "was there already:"
			case done[0].Widened:
				verb = "widened"
			}
			fmt.Fprintf(cmd.OutOrStdout(), "%s %s on %s: “%s”\n", verb, code.Name, t.Name, r.Text.Slice(done[0].Coding.Span))
			return nil
		},
	}
	add.Flags().StringVar(&memo, "memo", "", "a memo on the coding")
	cmd.AddCommand(add, codeAutoCommand(g))
	return cmd
}

func completeCommand(g *globals) *cobra.Command {
	var undo bool
	var round string
	cmd := &cobra.Command{
		Use:   "complete TRANSCRIPT",
		Short: "Say that you have finished a transcript: where you are silent, you mean it",
		Args:  args(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, a []string) error {
			s, err := g.open(cmd.Context())
			if err != nil {
				return err
			}
			t, err := s.Transcript(cmd.Context(), a[0])
			if err != nil {
				return err
			}
			if undo {
				if err := s.Project.Reopen(cmd.Context(), s.Coder.ID, s.Coder.ID, t.ID); err != nil {
					return fmt.Errorf("%s: %w", t.Name, err)
				}
				fmt.Fprintf(cmd.OutOrStdout(), "%s is no longer complete for %s\n", t.Name, s.Coder.Name)
				return nil
			}
			var in codebook.RoundID
			if round != "" {
				r, err := s.Round(cmd.Context(), round)
				if err != nil {
					return err
				}
				in = r.ID
			}
			c, err := s.Project.CompleteIn(cmd.Context(), in, s.Coder.ID, s.Coder.ID, t.ID)
			if err != nil {
				return fmt.Errorf("%s: %w", t.Name, err)
			}
			fmt.Fprintf(cmd.OutOrStdout(), "%s is complete for %s: %s, %s in force\n", t.Name, s.Coder.Name, counted(c.Codings, "coding", "codings"), counted(len(c.Definitions), "code", "codes"))
			return nil
		},
	}
	cmd.Flags().BoolVar(&undo, "undo", false, "take it back")
	cmd.Flags().StringVar(&round, "round", "", "in this round (default: the open round that you have the transcript in)")
	return cmd
}

func undoCommand(g *globals) *cobra.Command {
	return &cobra.Command{
		Use: "undo", Short: "Take back your last action in this copy of the project", Args: args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := g.open(cmd.Context())
			if err != nil {
				return err
			}
			d, err := s.Project.Undo(cmd.Context(), s.Coder.ID)
			if err != nil {
				return err
			}
			fmt.Fprintln(cmd.OutOrStdout(), "undone:", d.Text)
			return nil
		},
	}
}

func redoCommand(g *globals) *cobra.Command {
	return &cobra.Command{
		Use: "redo", Short: "Do again what your last undo took back", Args: args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := g.open(cmd.Context())
			if err != nil {
				return err
			}
			d, err := s.Project.Redo(cmd.Context(), s.Coder.ID)
			if err != nil {
				return err
			}
			fmt.Fprintln(cmd.OutOrStdout(), "done again:", d.Text)
			return nil
		},
	}
}
