package coding

import (
	tea "github.com/charmbracelet/bubbletea"

	"concord/codebook"
	"concord/corpus/segment"
	"concord/tui/app"
	"concord/tui/layout"
	"concord/tui/widget"
)

// openPicker asks for a code for what is selected, or for the turn.
func (r *Screen) openPicker() tea.Cmd {
	r.Open(&widget.Picker{Host: r.Host,
		Title: func() string {
			return "code “" + layout.OneLine(r.Read.Data.Text.Slice(r.Read.Target()), 56) + "”"
		},
		Input: widget.NewInput(""), Coding: true, Reselect: r.reselect, Pick: r.Apply,
		Create: func(name string) (*app.Underway, tea.Cmd) { return r.applyNew(name, codebook.Inductive) },
	})
	return nil
}

func (r *Screen) openRecode() tea.Cmd {
	c, _ := r.Read.mine()
	was, _ := r.Over.Codebook.Follow(c.Code)
	r.Open(&widget.Picker{Host: r.Host, Title: func() string { return "another code in place of “" + was.Name + "”" }, Input: widget.NewInput(""),
		Pick: func(k codebook.Code) (*app.Underway, tea.Cmd) { return nil, r.recode(c, k) }})
	return nil
}

// reselect moves or widens what is to be coded, as the same keys do below the
// dialog, and reports whether the key is one of them. Plain arrows do so as long
// as nothing is typed.
func (r *Screen) reselect(k string, typed bool) bool {
	s := r.Read
	switch {
	case k == "shift+right":
		s.extend(segment.Sentence, 1)
	case k == "shift+left":
		s.extend(segment.Sentence, -1)
	case k == "shift+down":
		s.extendByTurn(1)
	case k == "shift+up":
		s.extendByTurn(-1)
	case k == "right" && !typed:
		s.by(segment.Sentence, 1)
	case k == "left" && !typed:
		s.by(segment.Sentence, -1)
	default:
		return false
	}
	return true
}
