package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"concord/codebook/findings"
	"concord/codebook/report"
	"concord/corpus/prose"
	"concord/corpus/search"
	"concord/store/study"
)

// linesWide is how many columns strips and words in context take.
const linesWide = 80

func matrixCommand(g *globals) *cobra.Command {
	var q study.MatrixQuestion
	var cell string
	var view viewFlags
	cmd := g.tabular(&cobra.Command{
		Use:   "matrix ROWS COLUMNS",
		Short: "Count codings by two properties: who says what, where",
		Long: `Count codings in a table. ROWS and COLUMNS are codes, themes, cases, transcripts,
speakers, coders, rounds, segments (segments:NAME), or the name of an attribute
(attribute:NAME). Numbers and dates of an attribute are cut into bands that are
named in the table; --bands gives the edges. A cell gives the cases that mention
it, of the cases in the group, unless --cell asks for something else.`,
		Args: args(cobra.ExactArgs(2)),
		RunE: g.verbOn(view.opening(g), func(ctx context.Context, s *study.Study, a []string) (answer, error) {
			var err error
			if q.Cell, err = findings.ParseMeasure(cell); err != nil {
				return answer{}, usageError{err}
			}
			q.Rows, q.Columns = a[0], a[1]
			m, err := s.CodingMatrix(ctx, q)
			if err != nil {
				return answer{}, err
			}
			return answer{value: m, table: m.Table()}, nil
		}),
	})
	view.register(cmd)
	fl := cmd.Flags()
	fl.StringVar(&cell, "cell", "cases", "what a cell counts: cases, passages, turns, words or share (of the group's words)")
	fl.BoolVar(&q.RollUp, "roll-up", false, "count what is coded with codes below a code for it, too")
	fl.StringVar(&q.Query, "query", "", "count only codings that this search finds, or that lie in turns that it finds")
	fl.BoolVar(&q.CodedOnly, "coded-only", false, "leave out transcripts that nobody has coded or finished")
	fl.StringSliceVar(&q.Bands, "bands", nil, "edges that cut an attribute's numbers or dates, from low to high: 5,10,20")
	return cmd
}

func cooccurrenceCommand(g *globals) *cobra.Command {
	var q study.CooccurrenceQuestion
	var within string
	var view viewFlags
	cmd := g.tabular(&cobra.Command{
		Use:   "cooccurrence",
		Short: "Find codes that occur together, by words, turns or nearness",
		Long: `List the pairs of codes that occur together: in how many units both are (units),
and each of them (of A, of B); their Jaccard index J, from 0 to 1; how often B is
there given A, and A given B; and the cases in which both are together. --within
words counts words marked with both, turn (the default) turns that both are on,
and a number turns with one of them where the other is so near.`,
		Args: args(cobra.NoArgs),
		RunE: g.verbOn(view.opening(g), func(ctx context.Context, s *study.Study, _ []string) (answer, error) {
			var err error
			if q.Within, err = study.ParseNearness(within); err != nil {
				return answer{}, usageError{err}
			}
			c, err := s.Cooccurrence(ctx, q)
			if err != nil {
				return answer{}, err
			}
			a := answer{value: c, table: c.Table()}
			if len(c.Pairs) == 0 {
				a = a.noted("no two codes occur together")
			}
			return a, nil
		}),
	})
	view.register(cmd)
	fl := cmd.Flags()
	fl.StringVar(&within, "within", "turn", "words, turn, or a number of turns")
	fl.BoolVar(&q.SameCoder, "same-coder", false, "only where one and the same coder applied both")
	fl.BoolVar(&q.RollUp, "roll-up", false, "count what is coded with codes below a code for it, too")
	fl.StringArrayVar(&q.Codes, "code", nil, "only pairs of these codes")
	fl.StringVar(&q.Query, "query", "", "count only codings that this search finds, or that lie in turns that it finds")
	fl.BoolVar(&q.Clustered, "clustered", false, "put codes that go together side by side, and not in the order of the tree")
	return cmd
}

func saturationCommand(g *globals) *cobra.Command {
	var q study.SaturationQuestion
	var threshold float64
	var view viewFlags
	cmd := g.tabular(&cobra.Command{
		Use:   "saturation",
		Short: "Say whether further interviews still bring new codes",
		Long: `Follow how many codes are new in each interview. New information is the codes
first seen in a run of interviews over the distinct codes of the base, the first
ones; saturation is reached after the first run at or below the threshold (Guest,
Namey and Chen 2020). Random orders of the interviews show how much their order
matters. Under a saved codebook (--version) a code merged in it counts once.`,
		Args: args(cobra.NoArgs),
		RunE: g.verbOn(view.opening(g), func(ctx context.Context, s *study.Study, _ []string) (answer, error) {
			q.Rule.Threshold = threshold / 100
			found, err := s.Saturation(ctx, q)
			if err != nil {
				return answer{}, err
			}
			return answer{value: found, table: found.Table()}, nil
		}),
	})
	view.register(cmd)
	fl := cmd.Flags()
	fl.IntVar(&q.Rule.Base, "base", 4, "number of first interviews whose codes are the measure")
	fl.IntVar(&q.Rule.Run, "run", 2, "number of interviews looked at together for new codes")
	fl.Float64Var(&threshold, "threshold", 5, "per cent of new information at which to stop")
	fl.BoolVar(&q.All, "all", false, "the customary rules, too: base 4, 5, 6; run 2, 3; threshold 5 and 0")
	fl.StringVar(&q.Order, "order", "import", "order of the interviews: import, name, date (or date:ATTRIBUTE), coding")
	fl.StringVar(&q.Query, "query", "", "count only codings that this search finds, or that lie in turns that it finds")
	fl.IntVar(&q.Drawn.Orders, "orders", 1000, "random orders to draw; 0 for none")
	fl.Uint64Var(&q.Drawn.Seed, "seed", 1, "seed of the random orders")
	return cmd
}

func timelineCommand(g *globals) *cobra.Command {
	var rollUp bool
	var query string
	var view viewFlags
	cmd := &cobra.Command{
		Use:   "timeline CODE…",
		Short: "Show where in the interviews codes lie, all transcripts under one another",
		Args:  args(cobra.MinimumNArgs(1)),
		RunE: g.verbOn(view.opening(g), func(ctx context.Context, s *study.Study, codes []string) (answer, error) {
			t, err := s.Timeline(ctx, codes, rollUp, query)
			return answer{value: t, text: func(w io.Writer) {
				for _, line := range t.Lines(linesWide) {
					fmt.Fprintln(w, line)
				}
			}}, err
		}),
	}
	view.register(cmd)
	cmd.Flags().BoolVar(&rollUp, "roll-up", false, "show what is coded with codes below a code for it, too")
	cmd.Flags().StringVar(&query, "query", "", "show only codings that this search finds, or that lie in turns that it finds")
	return cmd
}

func wordsCommand(g *globals) *cobra.Command {
	var q study.WordsQuestion
	var sort, show string
	var view viewFlags
	cmd := g.tabular(&cobra.Command{
		Use:   "words QUERY",
		Short: "Show what a search finds in its context, and the words around it",
		Long: `Show every word or passage that a search finds between the words around it, one
under the other. --show collocates lists the words that are said near it more
often than elsewhere, --show frequencies the words of the turns with hits, and
--show counts how often it is found in each transcript, or by an attribute (--by).`,
		Args: args(cobra.MinimumNArgs(1)),
		RunE: g.verbOn(view.opening(g), func(ctx context.Context, s *study.Study, words []string) (answer, error) {
			var err error
			if q.Sort, err = search.ParseContextOrder(sort); err != nil {
				return answer{}, usageError{err}
			}
			q.Query = strings.Join(words, " ")
			found, err := s.Words(ctx, q)
			if err != nil {
				return answer{}, err
			}
			return wordsAnswer(found, show)
		}),
	})
	view.register(cmd)
	fl := cmd.Flags()
	fl.StringVar(&show, "show", "context", "context, collocates, frequencies or counts")
	fl.StringVar(&sort, "sort", "text", "order of contexts: text (as they stand), left, right (by the words to that side) or match")
	fl.IntVar(&q.Around, "around", 12, "words of context to either side")
	fl.IntVar(&q.Window, "window", 5, "words to either side in which collocates are looked for")
	fl.IntVar(&q.Least, "least", 2, "leave out collocates that are said fewer times near the hits")
	fl.StringVar(&q.Stop, "stop", "none", "leave out the commonest words of a language: "+strings.Join(findings.StopLanguages(), ", ")+", or none (no, not and I mean something)")
	fl.StringVar(&q.Counted, "by", "transcript", "count by transcript, or by this attribute")
	fl.IntVarP(&q.Limit, "limit", "n", 0, "show at most so many contexts")
	return cmd
}

func wordsAnswer(found study.Words, show string) (answer, error) {
	a := answer{value: found}
	switch show {
	case "context":
		a.table = contextTable(found)
		a.text = func(w io.Writer) {
			for _, line := range found.Lines(linesWide) {
				fmt.Fprintln(w, line)
			}
		}
		return a.noted(prose.Counted(found.Hits, "hit", "hits")), nil
	case "collocates":
		a.table = found.CollocateTable()
	case "frequencies":
		a.table = found.FrequencyTable()
	case "counts":
		a.table = found.CountTable()
	default:
		return answer{}, usageError{fmt.Errorf("words: show context, collocates, frequencies or counts, not %q", show)}
	}
	return a, nil
}

func contextTable(found study.Words) *report.Table {
	t := &report.Table{Columns: columns("transcript", "turn#", "left", "match", "right", "start#", "end#")}
	for _, c := range found.Contexts {
		t.Rows = append(t.Rows, report.Row{Cells: []string{c.Transcript, fmt.Sprint(c.Turn), c.Left, c.Match, c.Right, fmt.Sprint(c.Start), fmt.Sprint(c.End)}})
	}
	return t
}
