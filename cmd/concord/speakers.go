package main

import (
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"concord/corpus"
)

func speakersCommand(g *globals) *cobra.Command {
	var role string
	var in []string
	cmd := &cobra.Command{
		Use:   "speakers [LABEL…]",
		Short: "List the speakers, or give the labels named a role (--role)",
		Long: `List the speakers of all transcripts with their roles, or give the labels named a
role: interviewer, participant, other, or none. Words of interviewers are left
out of units of agreement unless asked for.`,
		RunE: func(cmd *cobra.Command, labels []string) error {
			s, err := g.open(cmd.Context())
			if err != nil {
				return err
			}
			transcripts, err := s.Reader().Transcripts(cmd.Context())
			if err != nil {
				return err
			}
			if role != "" || len(labels) > 0 {
				if role == "" || len(labels) == 0 {
					return usageError{fmt.Errorf("speakers: name labels and a role: concord speakers --role interviewer INT")}
				}
				wanted := corpus.Role(strings.ToLower(role))
				if wanted == "none" {
					wanted = corpus.RoleUnknown
				}
				if !slices.Contains([]corpus.Role{corpus.RoleInterviewer, corpus.RoleParticipant, corpus.RoleOther, corpus.RoleUnknown}, wanted) {
					return usageError{fmt.Errorf("speakers: %q is no role; roles are interviewer, participant, other and none", role)}
				}
				var ids []corpus.TranscriptID
				for _, name := range in {
					t, err := s.Transcript(cmd.Context(), name)
					if err != nil {
						return err
					}
					ids = append(ids, t.ID)
				}
				n, err := s.Project.SetRoles(cmd.Context(), s.Coder.ID, wanted, labels, ids...)
				if err != nil {
					return err
				}
				fmt.Fprintf(cmd.OutOrStdout(), "%s changed\n", counted(n, "speaker", "speakers"))
				return nil
			}
			names := map[corpus.TranscriptID]string{}
			for _, t := range transcripts {
				names[t.ID] = t.Name
			}
			speakers, err := s.Reader().Speakers(cmd.Context(), corpus.TranscriptID{})
			if err != nil {
				return err
			}
			slices.SortStableFunc(speakers, func(a, b corpus.Speaker) int { return strings.Compare(names[a.Transcript], names[b.Transcript]) })
			if g.json {
				return printJSON(cmd.OutOrStdout(), speakers)
			}
			w := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
			for _, sp := range speakers {
				shown := string(sp.Role)
				if shown == "" {
					shown = "—"
				}
				fmt.Fprintf(w, "%s\t%s\t%s\n", names[sp.Transcript], sp.Label, shown)
			}
			return w.Flush()
		},
	}
	cmd.Flags().StringVar(&role, "role", "", "interviewer, participant, other or none")
	cmd.Flags().StringSliceVar(&in, "in", nil, "only in these transcripts")
	return cmd
}
