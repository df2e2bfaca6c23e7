package transcripts

import (
	"fmt"

	"concord/tui/app"
	"concord/tui/layout"
)

// news says in the list of transcripts what waits for a decision, and what is
// still to be coded.
func news(r *app.Host) []string {
	left, mine := 0, 0
	for _, row := range r.Team.Rows {
		if !row.Round.Open {
			left += row.Tally.Left()
			continue
		}
		for _, c := range row.Coders {
			if c.Coder.ID == r.Coder().ID {
				mine += c.Of() - c.Complete
			}
		}
	}
	var out []string
	if mine > 0 {
		out = append(out, r.Keys.Expand(fmt.Sprintf("%s of yours to complete {rounds}", layout.Counted(mine, "transcript", "transcripts"))))
	}
	if left > 0 {
		out = append(out, r.Keys.Expand(fmt.Sprintf("%s to reconcile {rounds}", layout.Counted(left, "place", "places"))))
	}
	if n := r.Over.Waiting; n > 0 {
		out = append(out, r.Keys.Expand(fmt.Sprintf("%s to look at again {worklist}", layout.Counted(n, "passage", "passages"))))
	}
	if n := r.Team.OpenConflicts(); n > 0 {
		out = append(out, r.Keys.Expand(fmt.Sprintf("%s {conflicts}", layout.Counted(n, "conflict", "conflicts"))))
	}
	return out
}
