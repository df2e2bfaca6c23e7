package tui

import (
	"fmt"

	tea "github.com/charmbracelet/bubbletea"

	"concord/codebook"
	"concord/corpus"
)

// subject is something that a memo can be about, with its name for people.
type subject struct {
	codebook.Subject
	name string
}

// subjects lists what a memo can be about, nearest first: what the screen that is
// open offers, and the study.
func (r *host) memoSubjects() []subject {
	return append(r.Here(), subject{codebook.Subject{Kind: codebook.AboutProject}, "the whole study"})
}

func (r *host) transcriptSubjects(t corpus.Transcript) []subject {
	out := []subject{{codebook.Subject{Kind: codebook.AboutTranscript, Transcript: t.ID}, t.Name}}
	for _, id := range t.Cases {
		out = append(out, subject{codebook.Subject{Kind: codebook.AboutCase, Case: id}, "the case " + r.over.Cases[id].Name})
	}
	return out
}

func codeSubject(c codebook.Code) subject {
	return subject{codebook.Subject{Kind: codebook.AboutCode, Code: c.ID}, "the code " + c.Name}
}

// subjects lists what a memo can be about where one reads.
func (s *openTranscript) Subjects() []subject {
	var out []subject
	t := s.data.Transcript
	c, ok := s.meant()
	code, known := s.screen.lastCode()
	if ok {
		code, known = s.data.Codebook.Code(c.code)
		out = append(out, s.codingSubject(c))
	}
	if span := s.target(); !span.Empty() {
		name := fmt.Sprintf("turn %d", s.current().Number())
		if !s.selection.Empty() {
			name = "the words selected"
		}
		out = append(out, subject{codebook.Subject{Kind: codebook.AboutSpan, Transcript: t.ID, Text: s.data.Text.ID, Span: span}, name})
	}
	out = append(out, s.screen.transcriptSubjects(t)...)
	if known {
		out = append(out, codeSubject(code))
	}
	return out
}

func (s *openTranscript) codingSubject(c shownCoding) subject {
	code, _ := s.data.Codebook.Code(c.code)
	return subject{codebook.Subject{Kind: codebook.AboutCoding, Transcript: c.Transcript, Coding: c.ID}, "this " + code.Name}
}

// meant gives the coding that a memo is about: the focused one, or the coder's
// only one here.
func (s *openTranscript) meant() (shownCoding, bool) {
	c, ok := s.focused()
	if !ok {
		own, why := s.mine()
		c, ok = own, why == ""
	}
	return c, ok && !c.pending
}

// openMemo opens the coder's memo on the focused coding, else on the selection,
// else on the transcript.
func (r *codingScreen) openMemo() tea.Cmd {
	s := r.read
	about := r.transcriptSubjects(s.data.Transcript)[0]
	if c, ok := s.meant(); ok {
		about = s.codingSubject(c)
	} else if !s.selection.Empty() {
		about = s.Subjects()[0]
	}
	var old codebook.Memo
	for _, m := range s.data.Memos {
		if m.Coder == r.coder().ID && m.About == about.Subject {
			old = m
		}
	}
	r.writeMemo("memo on "+about.name, about.Subject, old)
	return nil
}

// chooseSubject asks what a memo is to be about.
func (r *host) chooseSubject() tea.Cmd {
	all := r.memoSubjects()
	c := &chooser{title: "memo on", hint: "Enter writes"}
	for _, x := range all {
		c.rows = append(c.rows, clean(x.name))
	}
	c.enter = func(i int) tea.Cmd { return r.openMemoOn(all[i]) }
	r.Open(c)
	return nil
}

// memoMsg is the coder's memo about something, to be changed; the zero memo if
// she has none.
type memoMsg struct {
	about subject
	old   codebook.Memo
	err   error
}

// openMemoOn reads the coder's memo about something and opens it. Keys typed
// meanwhile wait.
func (r *host) openMemoOn(about subject) tea.Cmd {
	r.Hold()
	s, ctx, coder := r.study, r.ctx, r.coder().ID
	return func() tea.Msg {
		memos, err := s.Reader().Memos(ctx, func(m codebook.Memo) bool { return m.Coder == coder && m.About == about.Subject })
		m := memoMsg{about: about, err: err}
		if len(memos) > 0 {
			m.old = memos[len(memos)-1]
		}
		return m
	}
}

func (r *host) memoRead(m memoMsg) tea.Cmd {
	if m.err != nil {
		r.warn(m.err.Error())
	} else {
		r.writeMemo("memo on "+m.about.name, m.about.Subject, m.old)
	}
	return r.Release()
}
