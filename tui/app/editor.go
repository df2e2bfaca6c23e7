package app

import (
	"errors"
	"os"

	tea "github.com/charmbracelet/bubbletea"
)

// editMsg says that the words to edit lie in a file, and editedMsg what came
// back from the user's own editor.
type EditMsg struct {
	File string
	Err  error
}

type EditedMsg struct {
	Text string
	Err  error
}

// editCmd puts words into a file that only the user can read, for her editor.
func EditCmd(text string) tea.Cmd {
	return func() tea.Msg {
		f, err := os.CreateTemp("", "concord-memo-*.md")
		if err != nil {
			return EditMsg{Err: err}
		}
		_, err = f.WriteString(text)
		return EditMsg{f.Name(), errors.Join(err, f.Close())}
	}
}
