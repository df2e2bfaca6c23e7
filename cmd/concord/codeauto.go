package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"concord/corpus"
	"concord/store"
	"concord/store/study"
)

func codeAutoCommand(g *globals) *cobra.Command {
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
		RunE: func(cmd *cobra.Command, a []string) error {
			s, err := g.open(cmd.Context())
			if err != nil {
				return err
			}
			if q.Unit, err = study.ParseAutoUnit(unit); err != nil {
				return usageError{fmt.Errorf("code auto: %w", err)}
			}
			book, err := s.Reader().Codebook(cmd.Context())
			if err != nil {
				return err
			}
			code, err := book.Find(a[1])
			if err != nil {
				return err
			}
			q.Query, q.Code = a[0], code.ID
			passages, err := s.AutoPassages(cmd.Context(), q)
			if err != nil {
				return err
			}
			var codings []store.NewCoding
			report := autoReport{Code: book.Path(code.ID), Query: q.Query, Unit: string(q.Unit), Passages: []autoPassage{}}
			var ruler *corpus.Ruler
			var measured *corpus.Text
			for _, p := range passages {
				if p.Already {
					report.Already++
					continue
				}
				codings = append(codings, p.NewCoding(code.ID))
				if measured != p.Text {
					ruler, measured = corpus.NewRuler(p.Text.Body), p.Text
				}
				start, end := ruler.Points(p.Span)
				report.Passages = append(report.Passages, autoPassage{p.Transcript.Name, int(p.Turn.Number()), int(start), int(end), p.Text.Slice(p.Span)})
			}
			if len(codings) > 0 && !dry {
				if _, err := s.Project.Apply(cmd.Context(), s.Coder.ID, codings...); err != nil {
					return fmt.Errorf("coding what the search found: %w", err)
				}
				report.Applied = len(codings)
			}
			if g.json {
				return printJSON(cmd.OutOrStdout(), report)
			}
			for _, p := range report.Passages {
				fmt.Fprintf(cmd.OutOrStdout(), "%s turn %d: %s\n", p.Transcript, p.Turn, strings.Join(strings.Fields(p.Quote), " "))
			}
			already := ""
			if report.Already > 0 {
				already = fmt.Sprintf("; on %d the code is already", report.Already)
			}
			verb := map[bool]string{true: "would be coded", false: "coded"}[dry]
			fmt.Fprintf(cmd.ErrOrStderr(), "%s %s %s%s\n", counted(len(codings), "passage", "passages"), verb, code.Name, already)
			return nil
		},
	}
	cmd.Flags().StringVar(&unit, "unit", string(study.AutoSentence), "what is coded around the words found: turn, sentence or words")
	cmd.Flags().BoolVar(&q.Interviewers, "interviewers", false, "code interviewers' words too")
	cmd.Flags().BoolVar(&dry, "dry-run", false, "only show what would be coded")
	return cmd
}

// autoReport says what auto-coding did.
type autoReport struct {
	Code     string        `json:"code"`
	Query    string        `json:"query"`
	Unit     string        `json:"unit"`
	Applied  int           `json:"applied"` // 0 for a dry run
	Already  int           `json:"already"` // passages that had the code
	Passages []autoPassage `json:"passages"`
}

// autoPassage is one passage; start and end count code points.
type autoPassage struct {
	Transcript string `json:"transcript"`
	Turn       int    `json:"turn"`
	Start      int    `json:"start"`
	End        int    `json:"end"`
	Quote      string `json:"quote"`
}
