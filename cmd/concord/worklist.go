package main

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"concord/codebook"
	"concord/corpus/prose"
	"concord/store/study"
)

func worklistCommand(g *globals) *cobra.Command {
	var f study.WorklistFilter
	var guesses []string
	cmd := &cobra.Command{
		Use:   "worklist",
		Short: "Passages that wait for a look since their code was redefined, split or merged",
		Long: `List the coder's passages that wait for a look, because their code was redefined
or split since, or merged into one that was: what the code meant then and means
now, word by word, and why. “worklist keep”, “recode”, “remove” and “memo” work
it off; on the screen, w does. --guess CODE=QUERY suggests a code for the
passages that a search finds; “worklist fill” takes such suggestions.`,
		Args: args(cobra.NoArgs),
		RunE: g.verb(func(ctx context.Context, s *study.Study, _ []string) (answer, error) {
			list, b, err := s.WorklistOf(ctx, f, guesses)
			return answer{value: list, text: func(w io.Writer) { printWorklist(w, b, list) }}, err
		}),
	}
	cmd.Flags().StringVar(&f.Code, "code", "", "only passages coded with this code")
	cmd.Flags().StringVar(&f.Transcript, "transcript", "", "only passages of this transcript")
	cmd.Flags().StringArrayVar(&guesses, "guess", nil, "CODE=QUERY: suggest this code for the passages that the search finds")
	cmd.AddCommand(worklistKeep(g), worklistRecode(g), worklistRemove(g), worklistMemo(g), worklistFill(g))
	return cmd
}

// tailOf is the end of an id that names a passage on the command line: unlike
// the beginning, it differs between codings made at once.
func tailOf(id codebook.CodingID) string { return id.String()[28:] }

func printWorklist(out io.Writer, b *codebook.Codebook, list study.Worklist) {
	fmt.Fprintf(out, "codebook %s; %s\n", list.Codebook, prose.Counted(len(list.Waiting), "passage waits for a look", "passages wait for a look"))
	for _, p := range list.Progress {
		fmt.Fprintf(out, "    %s: %d of %d done\n", p.Name, p.Looked, p.Looked+p.Waiting)
	}
	var last study.Waiting
	for _, w := range list.Waiting {
		if w.Code.ID != last.Code.ID || w.Coding.Definition != last.Coding.Definition {
			fmt.Fprintf(out, "\n%s: %s\n", w.Path, w.Reason)
			for _, p := range codebook.CompareDefinitions(w.Was.Definition, w.Is.Definition) {
				fmt.Fprintln(out, hang(label(p.Part), study.DiffLine(p)))
			}
			for _, why := range w.Changes {
				fmt.Fprintln(out, hang(label("why"), why.String()))
			}
			if !w.Keep {
				for _, c := range w.Choices {
					fmt.Fprintln(out, hang(label("now"), b.Path(c.ID)+": "+joinOr(nonEmpty(c.Definition.Text, c.Definition.Include), "no definition yet")))
				}
			}
		}
		last = w
		fmt.Fprintln(out, hang(tailOf(w.ID)+"  ", w.Where+": “"+prose.Excerpt(w.Words, 300)+"”"))
		for _, m := range w.Memos {
			fmt.Fprintln(out, hang("          memo: ", prose.Excerpt(m.Text, 300)))
		}
		if !w.Guess.IsZero() {
			fmt.Fprintf(out, "          perhaps %s (%s)\n", b.Path(w.Guess), w.By)
		}
	}
}

// passagesVerb makes a verb that does one thing to passages of the worklist.
func passagesVerb(g *globals, use, short string, least int, do func(ctx context.Context, s *study.Study, a []string) error) *cobra.Command {
	return &cobra.Command{
		Use: use, Short: short, Args: args(cobra.MinimumNArgs(least)),
		Long: short + ".\nPASSAGE is the id that “concord worklist” prints before it, or a whole id.",
		RunE: g.verb(func(ctx context.Context, s *study.Study, a []string) (answer, error) {
			if err := do(ctx, s, a); err != nil {
				return answer{}, err
			}
			return waitingNow(ctx, s)
		}),
	}
}

func worklistKeep(g *globals) *cobra.Command {
	return passagesVerb(g, "keep PASSAGE…", "Passages still hold under the definition of now", 1, func(ctx context.Context, s *study.Study, a []string) error {
		ids, err := s.FindWaiting(ctx, a)
		if err != nil {
			return err
		}
		return s.Project.Confirm(ctx, s.Coder.ID, ids...)
	})
}

func worklistRecode(g *globals) *cobra.Command {
	return passagesVerb(g, "recode PASSAGE… CODE", "Give passages another code", 2, func(ctx context.Context, s *study.Study, a []string) error {
		ids, err1 := s.FindWaiting(ctx, a[:len(a)-1])
		b, err2 := s.Reader().Codebook(ctx)
		if err := firstError(err1, err2); err != nil {
			return err
		}
		c, err := b.Find(a[len(a)-1])
		if err != nil {
			return err
		}
		return s.Project.RecodeAll(ctx, s.Coder.ID, c.ID, ids...)
	})
}

func worklistRemove(g *globals) *cobra.Command {
	return passagesVerb(g, "remove PASSAGE…", "Take the code off passages", 1, func(ctx context.Context, s *study.Study, a []string) error {
		ids, err := s.FindWaiting(ctx, a)
		if err != nil {
			return err
		}
		return s.Project.RemoveCoding(ctx, s.Coder.ID, ids...)
	})
}

func worklistMemo(g *globals) *cobra.Command {
	return passagesVerb(g, "memo PASSAGE WORDS", "Write a memo on a passage, and leave it on the list", 2, func(ctx context.Context, s *study.Study, a []string) error {
		ids, err := s.FindWaiting(ctx, a[:len(a)-1])
		if err != nil {
			return err
		}
		for _, id := range ids {
			if _, err := s.Project.AddMemo(ctx, s.Coder.ID, codebook.Subject{Kind: codebook.AboutCoding, Coding: id}, a[len(a)-1]); err != nil {
				return err
			}
		}
		return nil
	})
}

// waitingNow says how far the coder has come.
func waitingNow(ctx context.Context, s *study.Study) (answer, error) {
	list, err := s.Worklist(ctx)
	p := list.Of(s.Coder.ID)
	return said("%d of %d done, %s", p.Looked, p.Looked+p.Waiting, prose.Counted(p.Waiting, "passage waits", "passages wait")).as(p), err
}

func worklistFill(g *globals) *cobra.Command {
	var dry bool
	cmd := &cobra.Command{
		Use:   "fill CODE=QUERY…",
		Short: "Give each passage that exactly one search finds the code of that search, as one action",
		Args:  args(cobra.MinimumNArgs(1)),
		RunE: g.verb(func(ctx context.Context, s *study.Study, guesses []string) (answer, error) {
			list, b, err := s.FillWorklist(ctx, guesses, dry)
			if err != nil {
				return answer{}, err
			}
			return worklistFilled(ctx, s, b, list, dry)
		}),
	}
	cmd.Flags().BoolVar(&dry, "dry-run", false, "only say which passages would get which code")
	return cmd
}

// worklistFilled says which passages got a code, or would get one.
func worklistFilled(ctx context.Context, s *study.Study, b *codebook.Codebook, filled []study.Waiting, dry bool) (answer, error) {
	total := said("%s would get a code", prose.Counted(len(filled), "passage", "passages"))
	if !dry && len(filled) > 0 {
		var err error
		if total, err = waitingNow(ctx, s); err != nil {
			return answer{}, err
		}
	}
	return answer{value: filled, text: func(w io.Writer) {
		for _, x := range filled {
			fmt.Fprintln(w, hang(tailOf(x.ID)+"  ", b.Path(x.Guess)+" ← "+x.Where+": “"+prose.Excerpt(x.Words, 120)+"”"))
		}
		total.text(w)
	}}, nil
}
