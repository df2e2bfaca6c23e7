package app

import (
	"context"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"concord/codebook"
	"concord/corpus"
	"concord/store/study"
)

// coderNamed gives the name of a coder.
func (r *Host) CoderNamed(id codebook.CoderID) string {
	for _, c := range r.Over.Coders {
		if c.ID == id {
			return c.Name
		}
	}
	return "—"
}

// lastCode is the code that “.” applies.
func (r *Host) LastCode() (codebook.Code, bool) {
	c, ok := r.Over.Codebook.Follow(r.Habits.Last)
	return c, ok && c.Applicable()
}

// tell shows a line of news until the next key, with the keys of actions for
// their names in braces; warn shows one of bad news.
func (r *Host) Tell(s string) { r.Said, r.Alert, r.OfJob = r.Keys.Expand(s), false, false }

func (r *Host) Warn(s string) {
	r.Said, r.Alert, r.OfJob = strings.ReplaceAll(s, "\n", "; "), true, false
}

// coder is who sits at the screen.
func (r *Host) Coder() codebook.Coder { return r.Study.Coder }

// noCoder says why coding is off, or "".
func (r *Host) NoCoder() string {
	if r.Coder().ID.IsZero() {
		return "nobody codes here yet: leave, and choose a coder with “concord coder choose NAME”"
	}
	return ""
}

// toggleComplete records that the coder has finished a transcript, or takes it
// back.
func (r *Host) ToggleComplete(t corpus.Transcript) tea.Cmd {
	return r.Do(&Job{What: t.Name + " complete, or not", Run: func(ctx context.Context, st *study.Study) (string, error) { return st.ToggleComplete(ctx, t) }})
}
