package widget

import (
	"context"
	"strings"

	"github.com/charmbracelet/bubbles/cursor"
	"github.com/charmbracelet/bubbles/textarea"
	tea "github.com/charmbracelet/bubbletea"

	"concord/codebook"
	"concord/store/study"
	"concord/tui/app"
	"concord/tui/theme"
)

// memoDialog writes or changes a memo.
type MemoDialog struct {
	Title string
	about codebook.Subject
	On    *app.Underway // the coding it is about, if that is being saved just now
	Old   codebook.Memo // the coder's own memo there, if there is one
	Area  textarea.Model
	sure  bool   // Esc was pressed once with words unsaved
	Draft string // the words kept last, in case the terminal is killed
}

// writeMemo opens the editor for the coder's memo about something; old is the
// one she has, if she has one.
func WriteMemo(r *app.Host, title string, about codebook.Subject, old codebook.Memo) *MemoDialog {
	d := &MemoDialog{Title: title, about: about, Old: old, Area: textarea.New(), Draft: old.Text}
	d.Area.ShowLineNumbers = false
	d.Area.Prompt = ""
	d.Area.CharLimit = 0
	d.Area.Cursor.SetMode(cursor.CursorStatic)
	d.Area.FocusedStyle, d.Area.BlurredStyle = textarea.Style{}, textarea.Style{}
	d.Area.SetValue(old.Text)
	d.Area.Focus()
	r.Open(d)
	return d
}

// memoOnCoding opens the editor for a memo on a coding that is being saved.
func MemoOnCoding(r *app.Host, u *app.Underway) {
	WriteMemo(r, "memo on this "+u.Code, codebook.Subject{}, codebook.Memo{}).On = u
}

func (d *MemoDialog) changed() bool {
	return strings.TrimSpace(d.Area.Value()) != strings.TrimSpace(d.Old.Text)
}

func (d *MemoDialog) Key(r *app.Host, k string, msg tea.KeyMsg) (tea.Cmd, bool) {
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
		return app.EditCmd(d.Area.Value()), false
	}
	d.sure = false
	d.Area, _ = d.Area.Update(msg)
	return nil, false
}

// subject is what the memo is about, once that is known: a coding that was
// refused leaves its words.
func (d *MemoDialog) Subject() codebook.Subject {
	switch {
	case d.On == nil:
		return d.about
	case d.On.Id.IsZero():
		return codebook.Subject{Kind: codebook.AboutSpan, Transcript: d.On.In, Text: d.On.Text, Span: d.On.Span}
	}
	return codebook.Subject{Kind: codebook.AboutCoding, Transcript: d.On.In, Coding: d.On.Id}
}

func (d *MemoDialog) save(r *app.Host) tea.Cmd {
	text := strings.TrimSpace(d.Area.Value())
	old := d.Old
	switch {
	case !d.changed():
		return nil
	case old.ID.IsZero():
		return r.Do(&app.Job{What: "memo", Run: func(ctx context.Context, st *study.Study) (string, error) {
			_, err := st.Project.AddMemo(ctx, st.Coder.ID, d.Subject(), text)
			return "memo saved", err
		}})
	}
	return r.Do(&app.Job{What: "memo", Run: func(ctx context.Context, st *study.Study) (string, error) {
		said := "memo saved"
		if text == "" {
			said = "memo removed; {undo} brings it back"
		}
		return said, st.Project.EditMemo(ctx, st.Coder.ID, old.ID, text)
	}})
}

func (d *MemoDialog) View(r *app.Host, width, height int) []string {
	inner := min(width-4, 76)
	d.Area.SetWidth(inner)
	d.Area.SetHeight(max(3, min(10, height/3)))
	lines := strings.Split(d.Area.View(), "\n")
	hint := theme.Paint(r.Theme.Chrome, "Ctrl-S save · Ctrl-E your editor · Esc back")
	if d.sure {
		hint = theme.Paint(r.Theme.Alert, "not saved: Esc again loses the words, Ctrl-S saves them")
	}
	return Frame(r, d.Title, append(lines, hint), width)
}

const DraftName = "draft"

func SetDraft(r *app.Host, d *app.Draft) tea.Cmd {
	s, coder := r.Study, r.Coder().ID
	return r.Keep(DraftName, func(ctx context.Context) error { return s.Project.SetLocal(ctx, coder, DraftName, d) })
}

// forget drops the draft of a memo that was saved or given up.
func (d *MemoDialog) Forget(r *app.Host) tea.Cmd {
	if d.Draft == d.Old.Text {
		return nil
	}
	return SetDraft(r, nil)
}

// resume opens the editor with words that were not saved when Concord was left
// last.
func Resume(r *app.Host, d app.Draft) {
	m := WriteMemo(r, d.Title+", not saved last time", d.About, d.Old)
	m.Area.SetValue(d.Text)
	m.Draft = d.Text
}
