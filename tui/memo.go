package tui

import (
	"errors"
	"os"
	"os/exec"
	"strings"

	"github.com/charmbracelet/bubbles/cursor"
	"github.com/charmbracelet/bubbles/textarea"
	tea "github.com/charmbracelet/bubbletea"

	"concord/codebook"
	"concord/tui/theme"
)

// memoDialog writes or changes a memo.
type memoDialog struct {
	title string
	about codebook.Subject
	old   codebook.Memo // the coder's own memo there, if there is one
	area  textarea.Model
	sure  bool // Esc was pressed once with words unsaved
}

// openMemo opens the coder's memo on the focused coding, else on the selection,
// else on the transcript.
func (r *root) openMemo() tea.Cmd {
	s := r.read
	t := s.data.Transcript
	about := codebook.Subject{Kind: codebook.AboutTranscript, Transcript: t.ID}
	title := "memo on " + t.Name
	c, focused := s.focused()
	if !focused {
		if own, why := s.mine(); why == "" {
			c, focused = own, true
		}
	}
	switch {
	case focused && !c.pending:
		code, _ := s.data.Codebook.Follow(c.Code)
		about = codebook.Subject{Kind: codebook.AboutCoding, Transcript: t.ID, Coding: c.ID}
		title = "memo on this " + code.Name
	case !s.selection.Empty():
		about = codebook.Subject{Kind: codebook.AboutSpan, Transcript: t.ID, Text: s.data.Text.ID, Span: s.target()}
		title = "memo on the words selected"
	}
	d := &memoDialog{title: title, about: about, area: textarea.New()}
	for _, m := range s.data.Memos {
		if m.Coder == r.coder().ID && m.About == about {
			d.old = m
		}
	}
	d.area.ShowLineNumbers = false
	d.area.Prompt = ""
	d.area.CharLimit = 0
	d.area.Cursor.SetMode(cursor.CursorStatic)
	d.area.FocusedStyle, d.area.BlurredStyle = textarea.Style{}, textarea.Style{}
	d.area.SetValue(d.old.Text)
	d.area.Focus()
	r.dialog = d
	return nil
}

func (d *memoDialog) key(r *root, k string, msg tea.KeyMsg) (tea.Cmd, bool) {
	changed := d.area.Value() != d.old.Text
	switch k {
	case "ctrl+s":
		return d.save(r), true
	case "esc":
		if changed && !d.sure {
			d.sure = true
			return nil, false
		}
		return nil, true
	case "ctrl+e":
		return editCmd(d.area.Value()), false
	}
	d.sure = false
	d.area, _ = d.area.Update(msg)
	return nil, false
}

func (d *memoDialog) save(r *root) tea.Cmd {
	text := strings.TrimSpace(d.area.Value())
	old, about := d.old, d.about
	switch {
	case text == strings.TrimSpace(old.Text):
		return nil
	case old.ID == (codebook.MemoID{}):
		return r.do(&job{what: "memo", run: func(r *root) (string, error) {
			_, err := r.study.AddMemo(r.ctx, r.coder().ID, about, text)
			return "memo saved", err
		}})
	}
	return r.do(&job{what: "memo", run: func(r *root) (string, error) {
		said := "memo saved"
		if text == "" {
			said = "memo removed; u brings it back"
		}
		return said, r.study.EditMemo(r.ctx, r.coder().ID, old.ID, text)
	}})
}

func (d *memoDialog) view(r *root, width, height int) []string {
	inner := min(width-4, 76)
	d.area.SetWidth(inner)
	d.area.SetHeight(max(3, min(10, height-5)))
	lines := strings.Split(d.area.View(), "\n")
	hint := theme.Paint(r.theme.Chrome, "Ctrl-S save · Ctrl-E your editor · Esc back")
	if d.sure {
		hint = theme.Paint(r.theme.Alert, "not saved: Esc again loses the words, Ctrl-S saves them")
	}
	return frame(r, d.title, append(lines, hint), width)
}

// editMsg says that the words to edit lie in a file, and editedMsg what came
// back from the user's own editor.
type editMsg struct {
	file string
	err  error
}

type editedMsg struct {
	text string
	err  error
}

// editCmd puts words into a file that only the user can read, for her editor.
func editCmd(text string) tea.Cmd {
	return func() tea.Msg {
		f, err := os.CreateTemp("", "concord-memo-*.md")
		if err != nil {
			return editMsg{err: err}
		}
		_, err = f.WriteString(text)
		return editMsg{f.Name(), errors.Join(err, f.Close())}
	}
}

// edit opens $VISUAL or $EDITOR on a file and removes it afterwards.
func (r *root) edit(m editMsg) tea.Cmd {
	if m.err != nil {
		r.warn("the editor: " + m.err.Error())
		return nil
	}
	words := []string{"vi"}
	for _, name := range []string{"EDITOR", "VISUAL"} {
		if w := strings.Fields(os.Getenv(name)); len(w) > 0 {
			words = w
		}
	}
	return tea.ExecProcess(exec.Command(words[0], append(words[1:], m.file)...), func(err error) tea.Msg {
		content, readErr := os.ReadFile(m.file)
		return editedMsg{strings.TrimRight(string(content), "\n"), errors.Join(err, readErr, os.Remove(m.file))}
	})
}

func (r *root) edited(m editedMsg) tea.Cmd {
	if m.err != nil {
		r.warn("the editor: " + m.err.Error())
		return nil
	}
	if d, ok := r.dialog.(*memoDialog); ok {
		d.area.SetValue(m.text)
	}
	return nil
}
