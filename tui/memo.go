package tui

import (
	"context"
	"strings"

	"github.com/charmbracelet/bubbles/cursor"
	"github.com/charmbracelet/bubbles/textarea"
	tea "github.com/charmbracelet/bubbletea"

	"concord/codebook"
	"concord/store/study"
	"concord/tui/theme"
)

// memoDialog writes or changes a memo.
type memoDialog struct {
	title string
	about codebook.Subject
	on    *underway     // the coding it is about, if that is being saved just now
	old   codebook.Memo // the coder's own memo there, if there is one
	area  textarea.Model
	sure  bool   // Esc was pressed once with words unsaved
	draft string // the words kept last, in case the terminal is killed
}

// writeMemo opens the editor for the coder's memo about something; old is the
// one she has, if she has one.
func (r *host) writeMemo(title string, about codebook.Subject, old codebook.Memo) *memoDialog {
	d := &memoDialog{title: title, about: about, old: old, area: textarea.New(), draft: old.Text}
	d.area.ShowLineNumbers = false
	d.area.Prompt = ""
	d.area.CharLimit = 0
	d.area.Cursor.SetMode(cursor.CursorStatic)
	d.area.FocusedStyle, d.area.BlurredStyle = textarea.Style{}, textarea.Style{}
	d.area.SetValue(old.Text)
	d.area.Focus()
	r.Open(d)
	return d
}

// memoOnCoding opens the editor for a memo on a coding that is being saved.
func (r *host) memoOnCoding(u *underway) {
	r.writeMemo("memo on this "+u.code, codebook.Subject{}, codebook.Memo{}).on = u
}

func (d *memoDialog) changed() bool {
	return strings.TrimSpace(d.area.Value()) != strings.TrimSpace(d.old.Text)
}

func (d *memoDialog) Key(r *host, k string, msg tea.KeyMsg) (tea.Cmd, bool) {
	switch k {
	case "ctrl+s":
		return tea.Batch(d.save(r), d.Forget(r)), true
	case "esc":
		if d.changed() && !d.sure {
			d.sure = true
			return nil, false
		}
		return d.Forget(r), true
	case "ctrl+e":
		return editCmd(d.area.Value()), false
	}
	d.sure = false
	d.area, _ = d.area.Update(msg)
	return nil, false
}

// subject is what the memo is about, once that is known: a coding that was
// refused leaves its words.
func (d *memoDialog) subject() codebook.Subject {
	switch {
	case d.on == nil:
		return d.about
	case d.on.id.IsZero():
		return codebook.Subject{Kind: codebook.AboutSpan, Transcript: d.on.in, Text: d.on.text, Span: d.on.span}
	}
	return codebook.Subject{Kind: codebook.AboutCoding, Transcript: d.on.in, Coding: d.on.id}
}

func (d *memoDialog) save(r *host) tea.Cmd {
	text := strings.TrimSpace(d.area.Value())
	old := d.old
	switch {
	case !d.changed():
		return nil
	case old.ID.IsZero():
		return r.Do(&job{what: "memo", run: func(ctx context.Context, st *study.Study) (string, error) {
			_, err := st.Project.AddMemo(ctx, st.Coder.ID, d.subject(), text)
			return "memo saved", err
		}})
	}
	return r.Do(&job{what: "memo", run: func(ctx context.Context, st *study.Study) (string, error) {
		said := "memo saved"
		if text == "" {
			said = "memo removed; {undo} brings it back"
		}
		return said, st.Project.EditMemo(ctx, st.Coder.ID, old.ID, text)
	}})
}

func (d *memoDialog) View(r *host, width, height int) []string {
	inner := min(width-4, 76)
	d.area.SetWidth(inner)
	d.area.SetHeight(max(3, min(10, height/3)))
	lines := strings.Split(d.area.View(), "\n")
	hint := theme.Paint(r.theme.Chrome, "Ctrl-S save · Ctrl-E your editor · Esc back")
	if d.sure {
		hint = theme.Paint(r.theme.Alert, "not saved: Esc again loses the words, Ctrl-S saves them")
	}
	return frame(r, d.title, append(lines, hint), width)
}

// A draft is the words of a memo that is being written, kept now and then so
// that a killed terminal does not lose them.
type draft struct {
	Title string           `json:"title"`
	About codebook.Subject `json:"about"`
	Old   codebook.Memo    `json:"old"`
	Text  string           `json:"text"`
}

const draftName = "draft"

// keepDraft remembers what is being written, if it has changed.
func (r *root) keepDraft() tea.Cmd {
	d, ok := r.dialog.(*memoDialog)
	if !ok || d.area.Value() == d.draft || d.on != nil && d.on.id.IsZero() {
		return nil
	}
	d.draft = d.area.Value()
	return r.setDraft(&draft{d.title, d.subject(), d.old, d.draft})
}

func (r *host) setDraft(d *draft) tea.Cmd {
	s, coder := r.study, r.coder().ID
	return r.Keep(draftName, func(ctx context.Context) error { return s.Project.SetLocal(ctx, coder, draftName, d) })
}

// forget drops the draft of a memo that was saved or given up.
func (d *memoDialog) Forget(r *host) tea.Cmd {
	if d.draft == d.old.Text {
		return nil
	}
	return r.setDraft(nil)
}

// resume opens the editor with words that were not saved when Concord was left
// last.
func (r *host) resume(d draft) {
	m := r.writeMemo(d.Title+", not saved last time", d.About, d.Old)
	m.area.SetValue(d.Text)
	m.draft = d.Text
}
