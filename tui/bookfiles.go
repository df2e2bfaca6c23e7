package tui

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"concord/codebook"
	"concord/store"
	"concord/store/study"
	"concord/tui/theme"
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
func (r *bookScreen) importBook() tea.Cmd {
	p := newPrompt("import codes from a file", "", func(path string) tea.Cmd {
		if path = strings.TrimSpace(path); path == "" {
			return nil
		}
		s, ctx := r.study, r.ctx
		r.tell("reading …")
		return func() tea.Msg {
			m := importSeenMsg{path: path}
			if m.content, m.err = os.ReadFile(path); m.err == nil {
				m.would, m.warnings, m.err = s.ImportCodebook(ctx, filepath.Base(path), bytes.NewReader(m.content), "", true)
			}
			return m
		}
	})
	p.hint = "Enter shows what it would do · " + strings.Join(study.CodebookFormats, " ") + " · Esc back"
	r.Open(p)
	return nil
}

func (r *bookScreen) importSeen(m importSeenMsg) {
	if m.err != nil {
		r.warn(m.err.Error())
		return
	}
	r.said = ""
	w := m.would
	s := &sheet{title: "what " + filepath.Base(m.path) + " would change", lines: func(width int) []string {
		lines := wrapText(fmt.Sprintf("%d added, %d redefined, %d otherwise changed, %s changed; %d the same, %d not in the file stay",
			len(w.Added), len(w.Redefined), len(w.Described), counted(len(w.Themes), "theme", "themes"), len(w.Unchanged), len(w.Missing)), width)
		for _, x := range append(m.warnings, w.Left...) {
			for _, l := range wrapText(x, width) {
				lines = append(lines, theme.Paint(r.theme.Alert, l))
			}
		}
		lines = append(lines, r.changedLines(w.Diff, nil, nil, width)...)
		if len(w.Missing) > 0 {
			lines = append(lines, "")
			for _, l := range wrapText("not in the file, and stays: "+strings.Join(w.Missing, ", "), width) {
				lines = append(lines, theme.Paint(r.theme.Quiet, l))
			}
		}
		return lines
	}}
	if !w.Empty() {
		s.does = "imports"
		s.yes = func() tea.Cmd {
			r.askReason("import "+filepath.Base(m.path), false, func(why string) tea.Cmd {
				return r.Do(&job{what: "import", run: func(ctx context.Context, st *study.Study) (string, error) {
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
func (r *bookScreen) exportBook() tea.Cmd {
	label := ""
	if r.past != nil {
		label = r.past.book.Label
	}
	p := newPrompt("write the codebook "+r.bookLabel()+" to a file", "codebook.docx", func(path string) tea.Cmd {
		if path = strings.TrimSpace(path); path == "" {
			return nil
		}
		s, ctx := r.study, r.ctx
		r.tell("writing …")
		return func() tea.Msg {
			err := writeNew(path, func(w io.Writer) error {
				_, err := s.WriteCodebook(ctx, w, strings.ToLower(filepath.Ext(path)), label)
				return err
			})
			if err != nil {
				return problemMsg{fmt.Errorf("writing %s: %w", path, err)}
			}
			return wroteMsg{path: path}
		}
	})
	p.hint = "Enter · .docx for a paper, .md to read, .csv .xlsx .json with everything, .qdc for other programs · Esc back"
	r.Open(p)
	return nil
}

// healthMsg is what may be wrong with the codebook.
type healthMsg struct {
	health study.Health
	err    error
}

func (r *bookScreen) openHealth() tea.Cmd {
	s, ctx, label := r.study, r.ctx, ""
	if r.past != nil {
		label = r.past.book.Label
	}
	r.tell("looking …")
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
func (r *bookScreen) showHealth(m healthMsg) {
	if m.err != nil {
		r.warn(m.err.Error())
		return
	}
	r.said = ""
	if len(m.health.Findings) == 0 {
		r.tell("nothing is wrong with the codebook, as far as can be told")
		return
	}
	c := &chooser{title: "what may be wrong with " + m.health.Codebook, hint: "hints only · Enter goes to the code", enter: func(i int) tea.Cmd {
		r.id, r.side = m.health.Findings[i].Codes[0], 0
		return nil
	}}
	for _, f := range m.health.Findings {
		c.rows = append(c.rows, theme.Paint(r.theme.Chrome, pad(string(f.Kind), 23))+clean(f.Say))
	}
	r.Open(c)
}

// changedLines tells how a codebook was changed, code by code: with the effect
// on codings and who changed it and why, where these are known.
func (r *host) changedLines(d codebook.Diff, effect func(codebook.CodeID) string, by map[codebook.CoderID]string, width int) []string {
	var lines []string
	part := func(name string, look string, text string) {
		for _, l := range wrapText(name+": "+text, width-2) {
			lines = append(lines, "  "+theme.Paint(look, l))
		}
	}
	parts := func(ps []codebook.Difference) {
		added := len(ps) > 0 && ps[0].Kind == codebook.Add
		for _, p := range ps {
			switch text := study.DiffLine(p); {
			case text == "":
			case added:
				part(p.Part, "", p.Is)
			default:
				for _, l := range r.paintMarks(wrapText(p.Part+": "+text, width-2)) {
					lines = append(lines, "  "+l)
				}
			}
		}
	}
	for _, c := range d.Codes {
		lines = append(lines, "")
		for _, l := range wrapText(inWords(c.Path)+" ("+study.Kinds(c.Parts)+")", width) {
			lines = append(lines, theme.Paint(r.theme.Accent, l))
		}
		parts(c.Parts)
		if effect != nil {
			if what := effect(c.Code); what != "" {
				part("effect", "", what)
			}
		}
		for _, x := range c.Why {
			part("why", r.theme.Quiet, study.Why{Recorded: x, What: study.Done(x.Kind), By: by[x.Author], Reason: x.Reason()}.String())
		}
	}
	for _, t := range d.Themes {
		lines = append(lines, "", theme.Paint(r.theme.Accent, fit("theme "+clean(t.Name)+" ("+study.Kinds(t.Parts)+")", width)))
		parts(t.Parts)
	}
	return lines
}
