package codebookview

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"concord/store"
	"concord/store/study"
	"concord/tui/app"
	"concord/tui/layout"
	"concord/tui/theme"
	"concord/tui/widget"
)

// importSeenMsg is what importing a file would do.
type importSeenMsg struct {
	path     string
	content  []byte
	would    store.CodebookImport
	warnings []string
	err      error
}

// importBook asks for a file and shows what importing it would do.
func (r *Screen) importBook() tea.Cmd {
	p := widget.NewPrompt("import codes from a file", "", func(path string) tea.Cmd {
		if path = strings.TrimSpace(path); path == "" {
			return nil
		}
		s, ctx := r.Study, r.Ctx
		r.Tell("reading …")
		return func() tea.Msg {
			m := importSeenMsg{path: path}
			if m.content, m.err = os.ReadFile(path); m.err == nil {
				m.would, m.warnings, m.err = s.ImportCodebook(ctx, filepath.Base(path), bytes.NewReader(m.content), "", true)
			}
			return m
		}
	})
	p.Hint = "Enter shows what it would do · " + strings.Join(study.CodebookFormats, " ") + " · Esc back"
	r.Open(p)
	return nil
}

func (r *Screen) importSeen(m importSeenMsg) {
	if m.err != nil {
		r.Warn(m.err.Error())
		return
	}
	r.Said = ""
	w := m.would
	s := &widget.Sheet{Title: "what " + filepath.Base(m.path) + " would change", Lines: func(width int) []string {
		lines := layout.WrapText(fmt.Sprintf("%d added, %d redefined, %d otherwise changed, %s changed; %d the same, %d not in the file stay",
			len(w.Added), len(w.Redefined), len(w.Described), layout.Counted(len(w.Themes), "theme", "themes"), len(w.Unchanged), len(w.Missing)), width)
		for _, x := range append(m.warnings, w.Left...) {
			for _, l := range layout.WrapText(x, width) {
				lines = append(lines, theme.Paint(r.Theme.Alert, l))
			}
		}
		lines = append(lines, widget.ChangedLines(r.Host, w.Diff, nil, nil, width)...)
		if len(w.Missing) > 0 {
			lines = append(lines, "")
			for _, l := range layout.WrapText("not in the file, and stays: "+strings.Join(w.Missing, ", "), width) {
				lines = append(lines, theme.Paint(r.Theme.Quiet, l))
			}
		}
		return lines
	}}
	if !w.Empty() {
		s.Does = "imports"
		s.Yes = func() tea.Cmd {
			r.askReason("import "+filepath.Base(m.path), false, func(why string) tea.Cmd {
				return r.Do(&app.Job{What: "import", Run: func(ctx context.Context, st *study.Study) (string, error) {
					done, _, err := st.ImportCodebook(ctx, filepath.Base(m.path), bytes.NewReader(m.content), why, false)
					return fmt.Sprintf("imported: %d added, %d redefined, %d otherwise changed; {undo} takes it back", len(done.Added), len(done.Redefined), len(done.Described)), err
				}})
			})
			return nil
		}
	}
	r.Open(s)
}

// exportBook asks for a file and writes the codebook that is shown.
func (r *Screen) exportBook() tea.Cmd {
	label := ""
	if r.past != nil {
		label = r.past.book.Label
	}
	p := widget.NewPrompt("write the codebook "+r.bookLabel()+" to a file", "codebook.docx", func(path string) tea.Cmd {
		if path = strings.TrimSpace(path); path == "" {
			return nil
		}
		s, ctx := r.Study, r.Ctx
		r.Tell("writing …")
		return func() tea.Msg {
			err := app.WriteNew(path, func(w io.Writer) error {
				_, err := s.WriteCodebook(ctx, w, strings.ToLower(filepath.Ext(path)), label)
				return err
			})
			if err != nil {
				return app.ProblemMsg{Err: fmt.Errorf("writing %s: %w", path, err)}
			}
			return app.WroteMsg{Path: path}
		}
	})
	p.Hint = "Enter · .docx for a paper, .md to read, .csv .xlsx .json with everything, .qdc for other programs · Esc back"
	r.Open(p)
	return nil
}

// healthMsg is what may be wrong with the codebook.
type healthMsg struct {
	health study.Health
	err    error
}

func (r *Screen) openHealth() tea.Cmd {
	s, ctx, label := r.Study, r.Ctx, ""
	if r.past != nil {
		label = r.past.book.Label
	}
	r.Tell("looking …")
	return func() tea.Msg {
		under, err := s.Under(ctx, label)
		if err != nil {
			return healthMsg{err: err}
		}
		h, err := under.Health(ctx)
		return healthMsg{h, err}
	}
}

// showHealth lists what was found; Enter goes to the code.
func (r *Screen) showHealth(m healthMsg) {
	if m.err != nil {
		r.Warn(m.err.Error())
		return
	}
	r.Said = ""
	if len(m.health.Findings) == 0 {
		r.Tell("nothing is wrong with the codebook, as far as can be told")
		return
	}
	c := &widget.Chooser{Title: "what may be wrong with " + m.health.Codebook, Hint: "hints only · Enter goes to the code", Enter: func(i int) tea.Cmd {
		r.id, r.side = m.health.Findings[i].Codes[0], 0
		return nil
	}}
	for _, f := range m.health.Findings {
		c.Rows = append(c.Rows, theme.Paint(r.Theme.Chrome, layout.Pad(string(f.Kind), 23))+layout.Clean(f.Say))
	}
	r.Open(c)
}
