package main

import (
	"bufio"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"concord/corpus"
)

// turnRow is a turn as “concord show --json” gives it; positions are code
// points.
type turnRow struct {
	Number  corpus.TurnNumber `json:"turn"`
	Speaker string            `json:"speaker,omitempty"`
	Role    corpus.Role       `json:"role,omitempty"`
	Time    string            `json:"time,omitempty"`
	Start   corpus.Point      `json:"start"`
	End     corpus.Point      `json:"end"`
	Words   string            `json:"words"`
}

func showCommand(g *globals) *cobra.Command {
	var text, turns bool
	cmd := &cobra.Command{
		Use:   "show TRANSCRIPT",
		Short: "Print a transcript: its stored text (--text), or its turns (--turns)",
		Long: `Print a transcript. --text prints the stored text exactly as it is kept: offsets in
exports count its code points. --turns prints numbered turns.`,
		Args: args(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, a []string) error {
			s, err := g.open(cmd.Context())
			if err != nil {
				return err
			}
			t, err := s.Transcript(cmd.Context(), a[0])
			if err != nil {
				return err
			}
			r, err := s.Reader().Reading(cmd.Context(), t.ID)
			if err != nil {
				return err
			}
			out := bufio.NewWriter(cmd.OutOrStdout())
			defer out.Flush()
			if text && !g.json {
				_, err := out.WriteString(r.Text.Body)
				return err
			}
			ruler := corpus.NewRuler(r.Text.Body)
			rows := []turnRow{}
			for i, turn := range r.Text.Turns {
				row := turnRow{Number: corpus.TurnIndex(i).Number(), Speaker: turn.Speaker, Role: r.SpokenBy(corpus.TurnIndex(i)), Time: corpus.FormatTime(turn.Start)}
				row.Start, row.End = ruler.Points(turn.Extent)
				var words []string
				for _, sp := range turn.Speech {
					words = append(words, r.Text.Slice(sp))
				}
				row.Words = strings.Join(words, " ")
				rows = append(rows, row)
			}
			if g.json {
				answer := map[string]any{"id": t.ID, "name": t.Name, "text_id": r.Text.ID, "source": t.Source, "turns": rows}
				if text {
					answer["text"] = r.Text.Body
				}
				return printJSON(out, answer)
			}
			for _, row := range rows {
				head := fmt.Sprintf("%d", row.Number)
				for _, part := range []string{row.Speaker, row.Time} {
					if part != "" {
						head += " " + part
					}
				}
				fmt.Fprintf(out, "%s\n%s\n\n", head, row.Words)
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&text, "text", false, "the stored text, exactly")
	cmd.Flags().BoolVar(&turns, "turns", false, "numbered turns (the default)")
	cmd.MarkFlagsMutuallyExclusive("text", "turns")
	return cmd
}
