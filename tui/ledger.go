package tui

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"concord/corpus/exporter"
)

// askLedger asks where the decisions of a round are to be written.
func (r *reconcileScreen) askLedger(name string) tea.Cmd {
	p := newPrompt("write the decisions of "+clean(name)+" to a file", "decisions-"+strings.Join(strings.Fields(name), "-")+".docx", func(path string) tea.Cmd {
		if path = strings.TrimSpace(path); path == "" {
			return nil
		}
		s, ctx, title := r.study, r.ctx, r.over.Title
		r.tell("writing …")
		return func() tea.Msg {
			entries, err := s.Ledger(ctx, name)
			if err != nil {
				return wroteMsg{path, err}
			}
			state, err := s.Reader().State(ctx)
			if err != nil {
				return wroteMsg{path, err}
			}
			return wroteMsg{path, writeLedger(path, title, state, entries)}
		}
	})
	p.hint = "Enter · .docx, .md, .csv or .json, by the ending · Esc back"
	r.Open(p)
	return nil
}

// writeLedger writes decisions in the format that the name's ending asks for. A
// file that is there is left alone.
func writeLedger(path, title, state string, entries []exporter.LedgerEntry) error {
	if len(entries) == 0 {
		return errors.New("nothing was decided yet")
	}
	write, ok := map[string]func(io.Writer) error{
		".docx": func(w io.Writer) error { return exporter.TableDocx(w, exporter.LedgerTable(title, state, entries)) },
		".md":   func(w io.Writer) error { return exporter.LedgerMarkdown(w, title, state, entries) },
		".csv":  func(w io.Writer) error { return exporter.LedgerCSV(w, entries) },
		".json": func(w io.Writer) error {
			e := json.NewEncoder(w)
			e.SetIndent("", "  ")
			e.SetEscapeHTML(false)
			return e.Encode(entries)
		},
	}[strings.ToLower(filepath.Ext(path))]
	if !ok {
		return fmt.Errorf("%s: the ending says the format: .docx, .md, .csv or .json", path)
	}
	return writeNew(path, write)
}
