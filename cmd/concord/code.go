package main

import (
	"context"
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"concord/corpus"
	"concord/corpus/prose"
	"concord/store/study"
)

func codeCommand(g *globals) *cobra.Command {
	cmd := &cobra.Command{Use: "code", Short: "Apply a code to a passage, or to all that a search finds", Args: args(cobra.NoArgs)}
	cmd.AddCommand(codeAdd(g), codeAuto(g))
	return cmd
}

func codeAdd(g *globals) *cobra.Command {
	var memo string
	cmd := &cobra.Command{
		Use:   "add TRANSCRIPT START END CODE",
		Short: "Apply a code to the code points START to END of a transcript's stored text",
		Long: `Apply a code to a passage. START and END count Unicode code points of the stored
text, as “concord show TRANSCRIPT --text” prints it; END is not included.`,
		Args: args(cobra.ExactArgs(4)),
		RunE: g.verb(func(ctx context.Context, s *study.Study, a []string) (answer, error) {
			start, err1 := strconv.Atoi(a[1])
			end, err2 := strconv.Atoi(a[2])
			if err := firstError(err1, err2); err != nil {
				return answer{}, usageError{fmt.Errorf("code add: START and END are whole numbers: %w", err)}
			}
			done, err := s.Apply(ctx, a[0], corpus.Point(start), corpus.Point(end), a[3], memo)
			if err != nil || !g.json {
				return said("%s %s on %s: “%s”", appliedHow(done), done.Code.Name, done.Transcript.Name, done.Words), err
			}
			row, err := s.CodingRow(ctx, done.Coding)
			return answer{value: row}, err
		}),
	}
	cmd.Flags().StringVar(&memo, "memo", "", "a memo on the coding")
	return cmd
}

func appliedHow(c study.AppliedCode) string {
	switch {
	case c.Already:
		return "was there already:"
	case c.Widened:
		return "widened"
	}
	return "applied"
}

func completeCommand(g *globals) *cobra.Command {
	var undo bool
	var round string
	cmd := &cobra.Command{
		Use:   "complete TRANSCRIPT",
		Short: "Say that you have finished a transcript: where you are silent, you mean it",
		Args:  args(cobra.ExactArgs(1)),
		RunE: g.verb(func(ctx context.Context, s *study.Study, a []string) (answer, error) {
			if undo {
				t, err := s.Reopen(ctx, a[0])
				return said("%s is no longer complete for %s", t.Name, s.Coder.Name), err
			}
			t, c, err := s.Complete(ctx, a[0], round)
			return said("%s is complete for %s: %s, %s in force", t.Name, s.Coder.Name, prose.Counted(c.Codings, "coding", "codings"), prose.Counted(len(c.Definitions), "code", "codes")), err
		}),
	}
	cmd.Flags().BoolVar(&undo, "undo", false, "take it back")
	cmd.Flags().StringVar(&round, "round", "", "in this round (default: the open round that you have the transcript in)")
	return cmd
}

func undoCommand(g *globals) *cobra.Command {
	return &cobra.Command{
		Use: "undo", Short: "Take back your last action in this copy of the project", Args: args(cobra.NoArgs),
		RunE: g.verb(func(ctx context.Context, s *study.Study, _ []string) (answer, error) {
			d, err := s.Project.Undo(ctx, s.Coder.ID)
			return said("undone: %s", d.Text), err
		}),
	}
}

func redoCommand(g *globals) *cobra.Command {
	return &cobra.Command{
		Use: "redo", Short: "Do again what your last undo took back", Args: args(cobra.NoArgs),
		RunE: g.verb(func(ctx context.Context, s *study.Study, _ []string) (answer, error) {
			d, err := s.Project.Redo(ctx, s.Coder.ID)
			return said("done again: %s", d.Text), err
		}),
	}
}
