package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"concord/codebook"
	"concord/codebook/report"
	"concord/store"
	"concord/store/study"
)

func logCommand(g *globals) *cobra.Command {
	var f logFlags
	cmd := g.tabular(&cobra.Command{
		Use:   "log",
		Short: "Who did what and when, newest last",
		Long: `List what was done to the project, an action a line: number, time, coder, summary.
Filters narrow it: by coder (--by), by what it was done to (--thing), by
transcript, and by time. With --json each entry names its event and action.`,
		Args: args(cobra.NoArgs),
		RunE: g.verb(func(ctx context.Context, s *study.Study, _ []string) (answer, error) {
			filter, err := f.filter(ctx, s)
			if err != nil {
				return answer{}, err
			}
			entries, err1 := s.Reader().Log(ctx, filter)
			names, err2 := s.CoderNames(ctx)
			return answer{value: entries, table: logTable(entries, names), text: func(w io.Writer) { printLog(w, entries, names) }}, firstError(err1, err2)
		}),
	})
	flags := cmd.Flags()
	flags.IntVarP(&f.last, "last", "n", 0, "only the last so many actions")
	flags.StringVar(&f.by, "by", "", "only what this coder did")
	flags.StringVar(&f.thing, "thing", "", "only what was done to "+strings.Join(store.ClassNames(), ", "))
	flags.StringVar(&f.transcript, "transcript", "", "only in this transcript")
	flags.StringVar(&f.since, "since", "", "only from this day or time on, such as 2026-03-11 or “2026-03-11 15:00”")
	flags.StringVar(&f.until, "until", "", "only up to this day or time")
	return cmd
}

func printLog(w io.Writer, entries []store.LogEntry, names map[codebook.CoderID]string) {
	for _, e := range entries {
		fmt.Fprintf(w, "%6d  %s  %-10s  %s\n", e.Number, e.Time.Local().Format("2006-01-02 15:04:05"), cmp.Or(names[e.Coder], "—"), logged(e))
	}
}

func logTable(entries []store.LogEntry, names map[codebook.CoderID]string) *report.Table {
	t := &report.Table{Columns: columns("number#", "time", "coder", "summary")}
	for _, e := range entries {
		t.Rows = append(t.Rows, report.Row{Cells: []string{strconv.FormatUint(uint64(e.Number), 10), e.Time.Format(time.RFC3339), names[e.Coder], logged(e)}})
	}
	return t
}

// logged is the summary of an action, with what an undo or redo did to it.
func logged(e store.LogEntry) string {
	if e.Undoes.IsZero() {
		return e.Summary
	}
	return e.Verb + ": " + e.Summary
}

// logFlags are the filters of the log as people write them.
type logFlags struct {
	last                                int
	by, thing, transcript, since, until string
}

func (f logFlags) filter(ctx context.Context, s *study.Study) (store.LogFilter, error) {
	out := store.LogFilter{Last: f.last, Class: strings.ToLower(f.thing)}
	if out.Class != "" && !slices.Contains(store.ClassNames(), out.Class) {
		return out, usageError{fmt.Errorf("log: --thing %s: there are %s", f.thing, strings.Join(store.ClassNames(), ", "))}
	}
	if f.by != "" {
		coders, err := s.Reader().Coders(ctx)
		if err != nil {
			return out, err
		}
		c, err := store.FindCoder(coders, f.by)
		if err != nil {
			return out, err
		}
		out.Coder = c.ID
	}
	if f.transcript != "" {
		t, err := s.Transcript(ctx, f.transcript)
		if err != nil {
			return out, err
		}
		out.Transcript = t.ID
	}
	var err error
	if f.since != "" {
		if out.Since, _, err = store.ParseMoment(f.since); err != nil {
			return out, usageError{fmt.Errorf("log: --since: %w", err)}
		}
	}
	if f.until != "" {
		var last time.Duration
		if out.Until, last, err = store.ParseMoment(f.until); err != nil {
			return out, usageError{fmt.Errorf("log: --until: %w", err)}
		}
		out.Until = out.Until.Add(last)
	}
	return out, nil
}
