package coding

import (
	"context"
	"fmt"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"concord/corpus"
	"concord/tui/layout"
	"concord/tui/theme"
	"concord/tui/widget"
)

// Bookmarks are places in a text, kept for each coder in this copy.

// toggleBookmark sets a bookmark where the reader is, or takes it away.
func (r *Screen) toggleBookmark() tea.Cmd {
	s := r.Read
	at := s.Cursor
	if i, found := slices.BinarySearch(s.Page.Bookmarks, at); found {
		s.Page.Bookmarks = slices.Delete(slices.Clone(s.Page.Bookmarks), i, i+1)
		r.Tell("bookmark taken away")
	} else {
		s.Page.Bookmarks = slices.Insert(slices.Clone(s.Page.Bookmarks), i, at)
		r.Tell("bookmark set; {bookmarks} lists them")
	}
	return r.keepBookmarks()
}

func (r *Screen) keepBookmarks() tea.Cmd {
	s, coder, name, marks := r.Study, r.Coder().ID, bookmarksName(r.Read.Data.Text.ID), r.Read.Page.Bookmarks
	return r.Keep(name, func(ctx context.Context) error { return s.Project.SetLocal(ctx, coder, name, marks) })
}

// bookmarksName is where the bookmarks of a text are kept.
func bookmarksName(t corpus.TextID) string { return "bookmarks/" + t.String() }

// listBookmarks shows the bookmarks of the transcript.
func (r *Screen) listBookmarks() tea.Cmd {
	s := r.Read
	c := &widget.Chooser{Title: "bookmarks in " + s.Data.Transcript.Name, Hint: "Enter goes there"}
	for _, at := range s.Page.Bookmarks {
		c.Rows = append(c.Rows, s.passageLine(corpus.Span{Start: at, End: at}))
	}
	c.Enter = func(i int) tea.Cmd {
		r.Read.GoTo(corpus.Span{Start: s.Page.Bookmarks[i], End: s.Page.Bookmarks[i]})
		return nil
	}
	c.Drop = func(i int) tea.Cmd {
		s.Page.Bookmarks = slices.Delete(slices.Clone(s.Page.Bookmarks), i, i+1)
		return r.keepBookmarks()
	}
	r.Open(c)
	return nil
}

// passageLine is a passage on one line: its turn, the speaker and the words; a
// place without words is shown by those that follow it in its turn.
func (s *openTranscript) passageLine(span corpus.Span) string {
	where := ""
	i, inside := s.Data.Text.TurnAt(span.Start)
	if inside {
		t := s.Data.Text.Turns[i]
		where = fmt.Sprintf("%*d %s  ", len(fmt.Sprint(len(s.Data.Text.Turns))), i.Number(), layout.Clean(t.Speaker))
		if span.Empty() {
			span = corpus.Span{Start: max(span.Start, t.SpeechSpan().Start), End: t.Extent.End}
		}
	}
	return theme.Paint(s.screen.Theme.Chrome, where) + layout.OneLine(s.Data.Text.Slice(span), 200)
}

// listCodings shows every coding on the selection or turn, which may be more
// than have room beside the text.
func (r *Screen) listCodings() tea.Cmd {
	return r.chooseCoding("codings here", r.Read.Here())
}

func (r *Screen) chooseCoding(title string, codings []ShownCoding) tea.Cmd {
	c := &widget.Chooser{Title: title, Hint: "Enter focuses"}
	for i, x := range codings {
		c.Rows = append(c.Rows, layout.Pad(r.codingLine(x, 44), 46)+theme.Paint(r.Theme.Chrome, layout.OneLine(r.Read.Data.Text.Slice(x.Span), 60)))
		if x.ID == r.Read.Focus {
			c.At = i
		}
	}
	c.Enter = func(i int) tea.Cmd {
		r.Read.Focus = codings[i].ID
		r.Read.Show(codings[i].Span)
		return nil
	}
	r.Open(c)
	return nil
}
