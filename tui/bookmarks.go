package tui

import (
	"context"
	"fmt"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"concord/corpus"
	"concord/tui/theme"
)

// Bookmarks are places in a text, kept for each coder in this copy.

// toggleBookmark sets a bookmark where the reader is, or takes it away.
func (r *codingScreen) toggleBookmark() tea.Cmd {
	s := r.read
	at := s.cursor
	if i, found := slices.BinarySearch(s.page.Bookmarks, at); found {
		s.page.Bookmarks = slices.Delete(slices.Clone(s.page.Bookmarks), i, i+1)
		r.tell("bookmark taken away")
	} else {
		s.page.Bookmarks = slices.Insert(slices.Clone(s.page.Bookmarks), i, at)
		r.tell("bookmark set; {bookmarks} lists them")
	}
	return r.keepBookmarks()
}

func (r *codingScreen) keepBookmarks() tea.Cmd {
	s, coder, name, marks := r.study, r.coder().ID, bookmarksName(r.read.data.Text.ID), r.read.page.Bookmarks
	return r.Keep(name, func(ctx context.Context) error { return s.Project.SetLocal(ctx, coder, name, marks) })
}

// bookmarksName is where the bookmarks of a text are kept.
func bookmarksName(t corpus.TextID) string { return "bookmarks/" + t.String() }

// listBookmarks shows the bookmarks of the transcript.
func (r *codingScreen) listBookmarks() tea.Cmd {
	s := r.read
	c := &chooser{title: "bookmarks in " + s.data.Transcript.Name, hint: "Enter goes there"}
	for _, at := range s.page.Bookmarks {
		c.rows = append(c.rows, s.passageLine(corpus.Span{Start: at, End: at}))
	}
	c.enter = func(i int) tea.Cmd {
		r.read.GoTo(corpus.Span{Start: s.page.Bookmarks[i], End: s.page.Bookmarks[i]})
		return nil
	}
	c.drop = func(i int) tea.Cmd {
		s.page.Bookmarks = slices.Delete(slices.Clone(s.page.Bookmarks), i, i+1)
		return r.keepBookmarks()
	}
	r.Open(c)
	return nil
}

// passageLine is a passage on one line: its turn, the speaker and the words; a
// place without words is shown by those that follow it in its turn.
func (s *openTranscript) passageLine(span corpus.Span) string {
	where := ""
	i, inside := s.data.Text.TurnAt(span.Start)
	if inside {
		t := s.data.Text.Turns[i]
		where = fmt.Sprintf("%*d %s  ", len(fmt.Sprint(len(s.data.Text.Turns))), i.Number(), clean(t.Speaker))
		if span.Empty() {
			span = corpus.Span{Start: max(span.Start, t.SpeechSpan().Start), End: t.Extent.End}
		}
	}
	return theme.Paint(s.screen.theme.Chrome, where) + oneLine(s.data.Text.Slice(span), 200)
}

// oneLine makes foreign words fit for one line of at most so many characters.
func oneLine(words string, most int) string {
	words = strings.ToValidUTF8(words[:min(len(words), 8*most)], "") // a cut may go through a character
	words = clean(strings.Join(strings.Fields(words), " "))
	if runes := []rune(words); len(runes) > most {
		words = string(runes[:most-1]) + "…"
	}
	return words
}

// listCodings shows every coding on the selection or turn, which may be more
// than have room beside the text.
func (r *codingScreen) listCodings() tea.Cmd {
	return r.chooseCoding("codings here", r.read.Here())
}

func (r *codingScreen) chooseCoding(title string, codings []shownCoding) tea.Cmd {
	c := &chooser{title: title, hint: "Enter focuses"}
	for i, x := range codings {
		c.rows = append(c.rows, pad(r.codingLine(x, 44), 46)+theme.Paint(r.theme.Chrome, oneLine(r.read.data.Text.Slice(x.Span), 60)))
		if x.ID == r.read.focus {
			c.at = i
		}
	}
	c.enter = func(i int) tea.Cmd {
		r.read.focus = codings[i].ID
		r.read.Show(codings[i].Span)
		return nil
	}
	r.Open(c)
	return nil
}
