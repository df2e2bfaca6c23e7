package tui

import (
	"errors"
	"os"
	"os/exec"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"concord/tui/app"
	"concord/tui/widget"
)

// edit opens $VISUAL or $EDITOR on a file and removes it afterwards.
func edit(h *app.Host, m app.EditMsg) tea.Cmd {
	if m.Err != nil {
		h.Warn("the editor: " + m.Err.Error())
		return nil
	}
	words := []string{"vi"}
	for _, name := range []string{"EDITOR", "VISUAL"} {
		if w := strings.Fields(os.Getenv(name)); len(w) > 0 {
			words = w
		}
	}
	return tea.ExecProcess(exec.Command(words[0], append(words[1:], m.File)...), func(err error) tea.Msg {
		content, readErr := os.ReadFile(m.File)
		return app.EditedMsg{Text: strings.TrimRight(string(content), "\n"), Err: errors.Join(err, readErr, os.Remove(m.File))}
	})
}

// edited puts what came back into the dialog that asked for it.
func edited(h *app.Host, m app.EditedMsg) {
	if m.Err != nil {
		h.Warn("the editor: " + m.Err.Error())
		return
	}
	switch d := h.Top().(type) {
	case *widget.MemoDialog:
		d.Area.SetValue(m.Text)
	case *widget.Form:
		if d.At < len(d.Fields) {
			d.Fields[d.At].Set(m.Text)
		}
	}
}
