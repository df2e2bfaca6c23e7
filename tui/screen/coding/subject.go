package coding

import (
	"fmt"

	tea "github.com/charmbracelet/bubbletea"

	"concord/codebook"
	"concord/tui/app"
	"concord/tui/widget"
)

// subjects lists what a memo can be about where one reads.
func (s *openTranscript) Subjects() []app.Subject {
	var out []app.Subject
	t := s.Data.Transcript
	c, ok := s.meant()
	code, known := s.screen.LastCode()
	if ok {
		code, known = s.Data.Codebook.Code(c.Code)
		out = append(out, s.codingSubject(c))
	}
	if span := s.Target(); !span.Empty() {
		name := fmt.Sprintf("turn %d", s.Current().Number())
		if !s.Selection.Empty() {
			name = "the words selected"
		}
		out = append(out, app.Subject{Subject: codebook.Subject{Kind: codebook.AboutSpan, Transcript: t.ID, Text: s.Data.Text.ID, Span: span}, Name: name})
	}
	out = append(out, s.screen.TranscriptSubjects(t)...)
	if known {
		out = append(out, app.CodeSubject(code))
	}
	return out
}

func (s *openTranscript) codingSubject(c ShownCoding) app.Subject {
	code, _ := s.Data.Codebook.Code(c.Code)
	return app.Subject{Subject: codebook.Subject{Kind: codebook.AboutCoding, Transcript: c.Transcript, Coding: c.ID}, Name: "this " + code.Name}
}

// meant gives the coding that a memo is about: the focused one, or the coder's
// only one here.
func (s *openTranscript) meant() (ShownCoding, bool) {
	c, ok := s.Focused()
	if !ok {
		own, why := s.mine()
		c, ok = own, why == ""
	}
	return c, ok && !c.pending
}

// openMemo opens the coder's memo on the focused coding, else on the selection,
// else on the transcript.
func (r *Screen) openMemo() tea.Cmd {
	s := r.Read
	about := r.TranscriptSubjects(s.Data.Transcript)[0]
	if c, ok := s.meant(); ok {
		about = s.codingSubject(c)
	} else if !s.Selection.Empty() {
		about = s.Subjects()[0]
	}
	var old codebook.Memo
	for _, m := range s.Data.Memos {
		if m.Coder == r.Coder().ID && m.About == about.Subject {
			old = m
		}
	}
	widget.WriteMemo(r.Host, "memo on "+about.Name, about.Subject, old)
	return nil
}
