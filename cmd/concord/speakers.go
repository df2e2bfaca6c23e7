package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"concord/codebook/report"
	"concord/corpus"
	"concord/corpus/prose"
	"concord/store/study"
)

func speakersCommand(g *globals) *cobra.Command {
	var role string
	var in []string
	cmd := g.tabular(&cobra.Command{
		Use:   "speakers [LABEL…]",
		Short: "List the speakers, or give the labels named a role (--role)",
		Long: `List the speakers of all transcripts with their roles, or give the labels named a
role: interviewer, participant, other, or none. Words of interviewers are left
out of units of agreement unless asked for.`,
		RunE: g.verb(func(ctx context.Context, s *study.Study, labels []string) (answer, error) {
			if role != "" || len(labels) > 0 {
				return setRoles(ctx, s, role, labels, in)
			}
			speakers, err := s.Speakers(ctx)
			return answer{value: speakersJSON(speakers), table: speakerTable(speakers)}, err
		}),
	})
	cmd.Flags().StringVar(&role, "role", "", "interviewer, participant, other or none")
	cmd.Flags().StringSliceVar(&in, "in", nil, "only in these transcripts")
	return cmd
}

func setRoles(ctx context.Context, s *study.Study, role string, labels, in []string) (answer, error) {
	if role == "" || len(labels) == 0 {
		return answer{}, usageError{fmt.Errorf("speakers: name labels and a role: concord speakers --role interviewer INT")}
	}
	wanted, err := study.ParseRole(role)
	if err != nil {
		return answer{}, usageError{fmt.Errorf("speakers: %w", err)}
	}
	n, err := s.SetRoles(ctx, wanted, labels, in)
	return said("%s changed", prose.Counted(n, "speaker", "speakers")), err
}

func speakersJSON(all []study.Speaker) []corpus.Speaker {
	out := []corpus.Speaker{}
	for _, sp := range all {
		out = append(out, sp.Speaker)
	}
	return out
}

func speakerTable(all []study.Speaker) *report.Table {
	t := &report.Table{Columns: columns("transcript", "speaker", "role")}
	for _, sp := range all {
		t.Rows = append(t.Rows, report.Row{Cells: []string{sp.In, sp.Label, joinOr(nonEmpty(string(sp.Role)), "—")}})
	}
	return t
}
