package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"concord/corpus/prose"
	"concord/store/study"
)

func codeAuto(g *globals) *cobra.Command {
	var unit string
	var dry bool
	var q study.AutoQuestion
	cmd := &cobra.Command{
		Use:   "auto QUERY CODE",
		Short: "Apply a code to everything that a search finds, as one step",
		Long: `Apply a code to everything that a search finds: words, a /pattern/, a speaker:NAME …
(“concord search --query-help” tells all). The codings are marked as made by a
search, and one undo takes all of them back. Passages on which you have the code
already are left alone, and so are interviewers' words. --dry-run shows what would
be coded.`,
		Args: args(cobra.ExactArgs(2)),
		RunE: g.verb(func(ctx context.Context, s *study.Study, a []string) (answer, error) {
			var err error
			if q.Unit, err = study.ParseAutoUnit(unit); err != nil {
				return answer{}, usageError{fmt.Errorf("code auto: %w", err)}
			}
			q.Query = a[0]
			r, err := s.AutoCode(ctx, q, a[1], dry)
			return autoCoded(r, dry), err
		}),
	}
	cmd.Flags().StringVar(&unit, "unit", string(study.AutoSentence), "what is coded around the words found: turn, sentence or words")
	cmd.Flags().BoolVar(&q.Interviewers, "interviewers", false, "code interviewers' words too")
	cmd.Flags().BoolVar(&dry, "dry-run", false, "only show what would be coded")
	return cmd
}

func autoCoded(r study.AutoReport, dry bool) answer {
	done, already := "coded", ""
	if dry {
		done = "would be coded"
	}
	if r.Already > 0 {
		already = fmt.Sprintf("; on %d the code is already", r.Already)
	}
	a := answer{value: r, text: func(w io.Writer) {
		for _, p := range r.Passages {
			fmt.Fprintf(w, "%s turn %d: %s\n", p.Transcript, p.Turn, strings.Join(strings.Fields(p.Quote), " "))
		}
	}}
	return a.noted(fmt.Sprintf("%s %s %s%s", prose.Counted(len(r.Passages), "passage", "passages"), done, r.Name, already))
}
