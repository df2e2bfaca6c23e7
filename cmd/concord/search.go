package main

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"concord/codebook/report"
	"concord/corpus/prose"
	"concord/corpus/search"
	"concord/store/study"
)

func searchCommand(g *globals) *cobra.Command {
	var limit int
	var help bool
	var view viewFlags
	cmd := g.tabular(&cobra.Command{
		Use:   "search QUERY",
		Short: "Find words, phrases, expressions and coded passages (“search --query-help” explains)",
		Args: func(_ *cobra.Command, words []string) error {
			if len(words) == 0 && !help {
				return usageError{fmt.Errorf("search: say what to look for; “concord search --query-help” explains how")}
			}
			return nil
		},
		RunE: g.verbOn(view.opening(g), func(ctx context.Context, s *study.Study, words []string) (answer, error) {
			found, err := s.Hits(ctx, strings.Join(words, " "), limit)
			a := answer{value: found.Hits, table: hitTable(found.Hits), text: func(w io.Writer) { printHits(w, found.Hits) }}
			a = a.noted(hitCount(found))
			if found.Hint != "" {
				a = a.noted(found.Hint)
			}
			return a, err
		}),
	})
	search := cmd.RunE
	cmd.RunE = func(cmd *cobra.Command, words []string) error {
		if help {
			return queryHelp(cmd)
		}
		return search(cmd, words)
	}
	view.register(cmd)
	cmd.Flags().IntVarP(&limit, "limit", "n", 0, "print at most so many hits")
	cmd.Flags().BoolVar(&help, "query-help", false, "explain the query language")
	return cmd
}

func hitCount(found study.Hits) string {
	if found.More {
		return "the first " + prose.Counted(len(found.Hits), "hit", "hits") + "; there are more, which were not counted"
	}
	return prose.Counted(found.Total, "hit", "hits") + " in " + prose.Counted(found.Transcripts, "transcript", "transcripts")
}

func queryHelp(cmd *cobra.Command) error {
	_, err := fmt.Fprint(cmd.OutOrStdout(), search.Help)
	return err
}

func printHits(w io.Writer, hits []study.Hit) {
	for _, h := range hits {
		if h.Turn == 0 && h.Words == "" {
			fmt.Fprintf(w, "%s (the whole transcript)\n", h.Transcript)
			continue
		}
		fmt.Fprintf(w, "%s turn %d %s\n    %s\n", h.Transcript, h.Turn, strings.TrimSpace(h.Speaker+" "+h.Time), prose.Excerpt(h.Words, 300))
	}
}

func hitTable(hits []study.Hit) *report.Table {
	t := &report.Table{Columns: columns("transcript", "turn#", "speaker", "time", "start#", "end#", "words")}
	for _, h := range hits {
		t.Rows = append(t.Rows, report.Row{Cells: []string{h.Transcript, strconv.Itoa(int(h.Turn)), h.Speaker, h.Time,
			strconv.Itoa(int(h.Start)), strconv.Itoa(int(h.End)), h.Words}})
	}
	return t
}
