package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"concord/corpus"
	"concord/corpus/search"
)

// hitRow is a hit as “concord search --json” gives it; positions are code
// points of the stored text, half-open.
type hitRow struct {
	Transcript string            `json:"transcript"`
	Turn       corpus.TurnNumber `json:"turn"`
	Speaker    string            `json:"speaker,omitempty"`
	Time       string            `json:"time,omitempty"`
	Start      corpus.Point      `json:"start"`
	End        corpus.Point      `json:"end"`
	Words      string            `json:"words"`
	Marks      [][2]corpus.Point `json:"marks"`
}

func searchCommand(g *globals) *cobra.Command {
	var limit int
	var help bool
	var view viewFlags
	cmd := &cobra.Command{
		Use:   "search QUERY",
		Short: "Find words, phrases, expressions and coded passages (“search --query-help” explains)",
		Args:  args(cobra.ArbitraryArgs),
		RunE: func(cmd *cobra.Command, words []string) error {
			if help {
				_, err := fmt.Fprint(cmd.OutOrStdout(), search.Help)
				return err
			}
			if len(words) == 0 {
				return usageError{fmt.Errorf("search: say what to look for; “concord search --query-help” explains how")}
			}
			s, err := view.open(cmd, g)
			if err != nil {
				return err
			}
			results, err := s.Search(cmd.Context(), strings.Join(words, " "))
			if err != nil {
				return err
			}
			transcripts, err := s.Reader().Transcripts(cmd.Context())
			if err != nil {
				return err
			}
			names := map[corpus.TranscriptID]string{}
			for _, t := range transcripts {
				names[t.ID] = t.Name
			}
			rows := []hitRow{}
			var ruler *corpus.Ruler
			var text *corpus.Text
			for hit, err := range results.All(cmd.Context()) {
				if err != nil {
					return err
				}
				if limit > 0 && len(rows) == limit {
					break
				}
				if text == nil || text.ID != hit.Text {
					if text, err = s.Reader().Text(cmd.Context(), hit.Text); err != nil {
						return err
					}
					ruler = corpus.NewRuler(text.Body)
				}
				row := hitRow{Transcript: names[hit.Transcript], Words: text.Slice(hit.Span), Marks: [][2]corpus.Point{}}
				if hit.Turn >= 0 {
					row.Turn, row.Speaker, row.Time = hit.Turn.Number(), text.Turns[hit.Turn].Speaker, corpus.FormatTime(text.Turns[hit.Turn].Start)
				}
				row.Start, row.End = ruler.Points(hit.Span)
				for _, m := range hit.Marks {
					start, end := ruler.Points(m.Span)
					row.Marks = append(row.Marks, [2]corpus.Point{start, end})
				}
				rows = append(rows, row)
			}
			out := cmd.OutOrStdout()
			if g.json {
				return printJSON(out, rows)
			}
			for _, r := range rows {
				fmt.Fprintf(out, "%s turn %d %s\n    %s\n", r.Transcript, r.Turn, strings.TrimSpace(r.Speaker+" "+r.Time), oneLine(r.Words, 300))
			}
			hits, in, err := results.Count(cmd.Context())
			if err != nil {
				return err
			}
			fmt.Fprintf(cmd.ErrOrStderr(), "%s in %s\n", counted(hits, "hit", "hits"), counted(in, "transcript", "transcripts"))
			return nil
		},
	}
	view.register(cmd)
	cmd.Flags().IntVarP(&limit, "limit", "n", 0, "print at most so many hits")
	cmd.Flags().BoolVar(&help, "query-help", false, "explain the query language")
	return cmd
}

// oneLine folds white space and cuts after n characters.
func oneLine(s string, n int) string {
	r := []rune(strings.Join(strings.Fields(s), " "))
	if len(r) > n {
		return string(r[:n]) + "…"
	}
	return string(r)
}
