package tui

import (
	"errors"
	"os"
	"os/exec"
	"strings"

	tea "github.com/charmbracelet/bubbletea"
)

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
	switch d := r.dialog.(type) {
	case *memoDialog:
		d.area.SetValue(m.text)
	case *form:
		if d.at < len(d.fields) {
			d.fields[d.at].set(m.text)
		}
	}
	return nil
}
