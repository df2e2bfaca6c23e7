package widget

import (
	tea "github.com/charmbracelet/bubbletea"

	"concord/codebook"
	"concord/tui/app"
	"concord/tui/layout"
)

// subjects lists what a memo can be about, nearest first: what the screen that is
// open offers, and the study.
func memoSubjects(r *app.Host) []app.Subject {
	return append(r.Here(), app.Subject{Subject: codebook.Subject{Kind: codebook.AboutProject}, Name: "the whole study"})
}

// chooseSubject asks what a memo is to be about.
func ChooseSubject(r *app.Host) tea.Cmd {
	all := memoSubjects(r)
	c := &Chooser{Title: "memo on", Hint: "Enter writes"}
	for _, x := range all {
		c.Rows = append(c.Rows, layout.Clean(x.Name))
	}
	c.Enter = func(i int) tea.Cmd { return OpenMemoOn(r, all[i]) }
	r.Open(c)
	return nil
}

// memoMsg is the coder's memo about something, to be changed; the zero memo if
// she has none.
type MemoMsg struct {
	about app.Subject
	old   codebook.Memo
	err   error
}

// openMemoOn reads the coder's memo about something and opens it. Keys typed
// meanwhile wait.
func OpenMemoOn(r *app.Host, about app.Subject) tea.Cmd {
	r.Hold()
	s, ctx, coder := r.Study, r.Ctx, r.Coder().ID
	return func() tea.Msg {
		memos, err := s.Reader().Memos(ctx, func(m codebook.Memo) bool { return m.Coder == coder && m.About == about.Subject })
		m := MemoMsg{about: about, err: err}
		if len(memos) > 0 {
			m.old = memos[len(memos)-1]
		}
		return m
	}
}

func MemoRead(r *app.Host, m MemoMsg) tea.Cmd {
	if m.err != nil {
		r.Warn(m.err.Error())
	} else {
		WriteMemo(r, "memo on "+m.about.Name, m.about.Subject, m.old)
	}
	return r.Release()
}
