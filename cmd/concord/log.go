package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"concord/store"
	"concord/store/study"
)

func logCommand(g *globals) *cobra.Command {
	var f logFlags
	cmd := &cobra.Command{
		Use:   "log",
		Short: "Who did what and when, newest last",
		Long: `List what was done to the project, an action a line: number, time, coder, summary.
Filters narrow it: by coder (--by), by what it was done to (--thing), by
transcript, and by time. With --json each entry names its event and action.`,
		Args: args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := g.open(cmd.Context())
			if err != nil {
				return err
			}
			filter, err := f.filter(cmd, s)
			if err != nil {
				return err
			}
			entries, err := s.Reader().Log(cmd.Context(), filter)
			if err != nil {
				return err
			}
			if g.json {
				return printJSON(cmd.OutOrStdout(), entries)
			}
			coders, err := s.Reader().Coders(cmd.Context())
			if err != nil {
				return err
			}
			names := namesOf(coders)
			for _, e := range entries {
				who := names[e.Coder]
				if who == "" {
					who = "—"
				}
				summary := e.Summary
				if !e.Undoes.IsZero() {
					summary = e.Verb + ": " + summary
				}
				fmt.Fprintf(cmd.OutOrStdout(), "%6d  %s  %-10s  %s\n", e.Number, e.Time.Local().Format("2006-01-02 15:04:05"), who, summary)
			}
			return nil
		},
	}
	flags := cmd.Flags()
	flags.IntVarP(&f.last, "last", "n", 0, "only the last so many actions")
	flags.StringVar(&f.by, "by", "", "only what this coder did")
	flags.StringVar(&f.thing, "thing", "", "only what was done to "+strings.Join(store.ClassNames(), ", "))
	flags.StringVar(&f.transcript, "transcript", "", "only in this transcript")
	flags.StringVar(&f.since, "since", "", "only from this day or time on, such as 2026-03-11 or “2026-03-11 15:00”")
	flags.StringVar(&f.until, "until", "", "only up to this day or time")
	return cmd
}

// logFlags are the filters of the log as people write them.
type logFlags struct {
	last                                int
	by, thing, transcript, since, until string
}

func (f logFlags) filter(cmd *cobra.Command, s *study.Study) (store.LogFilter, error) {
	out := store.LogFilter{Last: f.last, Class: strings.ToLower(f.thing)}
	if out.Class != "" && !slices.Contains(store.ClassNames(), out.Class) {
		return out, usageError{fmt.Errorf("log: --thing %s: there are %s", f.thing, strings.Join(store.ClassNames(), ", "))}
	}
	if f.by != "" {
		coders, err := s.Reader().Coders(cmd.Context())
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
		t, err := s.Transcript(cmd.Context(), f.transcript)
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
