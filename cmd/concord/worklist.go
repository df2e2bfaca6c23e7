package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"concord/codebook"
	"concord/store/study"
)

func worklistCommand(g *globals) *cobra.Command {
	var code, transcript string
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
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, b, err := g.codes(cmd)
			if err != nil {
				return err
			}
			list, err := s.Worklist(cmd.Context())
			if err != nil {
				return err
			}
			if list.Waiting, err = filterWaiting(s, cmd, b, list.Waiting, code, transcript); err != nil {
				return err
			}
			if err := prefill(cmd, s, b, list.Waiting, guesses); err != nil {
				return err
			}
			if g.json {
				return printJSON(cmd.OutOrStdout(), list)
			}
			printWorklist(cmd.OutOrStdout(), b, list)
			return nil
		},
	}
	cmd.Flags().StringVar(&code, "code", "", "only passages coded with this code")
	cmd.Flags().StringVar(&transcript, "transcript", "", "only passages of this transcript")
	cmd.Flags().StringArrayVar(&guesses, "guess", nil, "CODE=QUERY: suggest this code for the passages that the search finds")
	cmd.AddCommand(
		worklistDo(g, "keep PASSAGE…", "Passages still hold under the definition of now", 0, func(cmd *cobra.Command, s *study.Study, ids []codebook.CodingID, _ string) error {
			return s.Project.Confirm(cmd.Context(), s.Coder.ID, ids...)
		}),
		worklistDo(g, "recode PASSAGE… CODE", "Give passages another code", 1, func(cmd *cobra.Command, s *study.Study, ids []codebook.CodingID, name string) error {
			b, err := s.Reader().Codebook(cmd.Context())
			if err != nil {
				return err
			}
			c, err := b.Find(name)
			if err != nil {
				return err
			}
			return s.Project.RecodeAll(cmd.Context(), s.Coder.ID, c.ID, ids...)
		}),
		worklistDo(g, "remove PASSAGE…", "Take the code off passages", 0, func(cmd *cobra.Command, s *study.Study, ids []codebook.CodingID, _ string) error {
			return s.Project.RemoveCoding(cmd.Context(), s.Coder.ID, ids...)
		}),
		worklistDo(g, "memo PASSAGE WORDS", "Write a memo on a passage, and leave it on the list", 1, func(cmd *cobra.Command, s *study.Study, ids []codebook.CodingID, words string) error {
			for _, id := range ids {
				if _, err := s.Project.AddMemo(cmd.Context(), s.Coder.ID, codebook.Subject{Kind: codebook.AboutCoding, Coding: id}, words); err != nil {
					return err
				}
			}
			return nil
		}),
		worklistFill(g),
	)
	return cmd
}

func filterWaiting(s *study.Study, cmd *cobra.Command, b *codebook.Codebook, all []study.Waiting, code, transcript string) ([]study.Waiting, error) {
	out := []study.Waiting{}
	var wanted codebook.Code
	var err error
	if code != "" {
		if wanted, err = b.Find(code); err != nil {
			return nil, err
		}
	}
	in := ""
	if transcript != "" {
		t, err := s.Transcript(cmd.Context(), transcript)
		if err != nil {
			return nil, err
		}
		in = t.ID.String()
	}
	for _, w := range all {
		if (code == "" || w.Code.ID == wanted.ID || w.Now.ID == wanted.ID) && (in == "" || w.Transcript.ID.String() == in) {
			out = append(out, w)
		}
	}
	return out, nil
}

func prefill(cmd *cobra.Command, s *study.Study, b *codebook.Codebook, waiting []study.Waiting, guesses []string) error {
	var all []study.Guess
	for _, x := range guesses {
		guess, err := study.ParseGuess(b, x)
		if err != nil {
			return err
		}
		all = append(all, guess)
	}
	if len(all) == 0 {
		return nil
	}
	_, err := s.Prefill(cmd.Context(), waiting, all)
	return err
}

// tailOf is the end of an id that names a passage on the command line: unlike
// the beginning, it differs between codings made at once.
func tailOf(id codebook.CodingID) string { return id.String()[28:] }

func printWorklist(out io.Writer, b *codebook.Codebook, list study.Worklist) {
	fmt.Fprintf(out, "codebook %s; %s\n", list.Codebook, counted(len(list.Waiting), "passage waits for a look", "passages wait for a look"))
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
		fmt.Fprintln(out, hang(tailOf(w.ID)+"  ", w.Where+": “"+oneLine(w.Words, 300)+"”"))
		for _, m := range w.Memos {
			fmt.Fprintln(out, hang("          memo: ", oneLine(m.Text, 300)))
		}
		if !w.Guess.IsZero() {
			fmt.Fprintf(out, "          perhaps %s (%s)\n", b.Path(w.Guess), w.By)
		}
	}
}

// worklistDo makes a verb that does one thing to passages; the last extra
// arguments are not passages.
func worklistDo(g *globals, use, short string, extra int, do func(cmd *cobra.Command, s *study.Study, ids []codebook.CodingID, last string) error) *cobra.Command {
	return &cobra.Command{
		Use: use, Short: short, Args: args(cobra.MinimumNArgs(1 + extra)),
		Long: short + ".\nPASSAGE is the id that “concord worklist” prints before it, or a whole id.",
		RunE: func(cmd *cobra.Command, a []string) error {
			s, err := g.open(cmd.Context())
			if err != nil {
				return err
			}
			last := ""
			if extra == 1 {
				a, last = a[:len(a)-1], a[len(a)-1]
			}
			list, err := s.Worklist(cmd.Context())
			if err != nil {
				return err
			}
			var ids []codebook.CodingID
			for _, name := range a {
				id, err := findWaiting(list, name)
				if err != nil {
					return err
				}
				ids = append(ids, id)
			}
			if err := do(cmd, s, ids, last); err != nil {
				return err
			}
			return sayWaiting(cmd, s)
		},
	}
}

func findWaiting(list study.Worklist, name string) (codebook.CodingID, error) {
	var found []codebook.CodingID
	for _, w := range list.Waiting {
		if strings.HasSuffix(w.ID.String(), strings.ToLower(name)) && len(name) >= 4 {
			found = append(found, w.ID)
		}
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return codebook.CodingID{}, fmt.Errorf("no passage of the worklist is called %q; “concord worklist” lists them", name)
	}
	return codebook.CodingID{}, fmt.Errorf("%q may be any of %d passages; give more of the id", name, len(found))
}

// sayWaiting says how far the coder has come.
func sayWaiting(cmd *cobra.Command, s *study.Study) error {
	list, err := s.Worklist(cmd.Context())
	if err != nil {
		return err
	}
	p := list.Of(s.Coder.ID)
	fmt.Fprintf(cmd.OutOrStdout(), "%d of %d done, %s\n", p.Looked, p.Looked+p.Waiting, counted(p.Waiting, "passage waits", "passages wait"))
	return nil
}

func worklistFill(g *globals) *cobra.Command {
	var dry bool
	cmd := &cobra.Command{
		Use:   "fill CODE=QUERY…",
		Short: "Give each passage that exactly one search finds the code of that search, as one action",
		Args:  args(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, a []string) error {
			s, b, err := g.codes(cmd)
			if err != nil {
				return err
			}
			list, err := s.Worklist(cmd.Context())
			if err != nil {
				return err
			}
			if err := prefill(cmd, s, b, list.Waiting, a); err != nil {
				return err
			}
			choices := map[codebook.CodingID]codebook.CodeID{}
			for _, w := range list.Waiting {
				if !w.Guess.IsZero() {
					choices[w.ID] = w.Guess
					fmt.Fprintln(cmd.OutOrStdout(), hang(tailOf(w.ID)+"  ", b.Path(w.Guess)+" ← "+w.Where+": “"+oneLine(w.Words, 120)+"”"))
				}
			}
			if dry || len(choices) == 0 {
				fmt.Fprintf(cmd.OutOrStdout(), "%s would get a code\n", counted(len(choices), "passage", "passages"))
				return nil
			}
			if err := s.Project.RecodeEach(cmd.Context(), s.Coder.ID, choices); err != nil {
				return err
			}
			return sayWaiting(cmd, s)
		},
	}
	cmd.Flags().BoolVar(&dry, "dry-run", false, "only say which passages would get which code")
	return cmd
}
