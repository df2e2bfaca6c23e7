package reconciling

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"concord/corpus/exporter"
	"concord/tui/app"
	"concord/tui/layout"
	"concord/tui/widget"
)

// askLedger asks where the decisions of a round are to be written.
func (r *Screen) askLedger(name string) tea.Cmd {
	p := widget.NewPrompt("write the decisions of "+layout.Clean(name)+" to a file", "decisions-"+strings.Join(strings.Fields(name), "-")+".docx", func(path string) tea.Cmd {
		if path = strings.TrimSpace(path); path == "" {
			return nil
		}
		s, ctx := r.Study, r.Ctx
		r.Tell("writing …")
		return func() tea.Msg {
			ledger, err := s.Ledger(ctx, name)
			if err != nil {
				return app.WroteMsg{Path: path, Err: err}
			}
			return app.WroteMsg{Path: path, Err: writeLedger(path, ledger)}
		}
	})
	p.Hint = "Enter · .docx, .md, .csv or .json, by the ending · Esc back"
	r.Open(p)
	return nil
}

// writeLedger writes decisions in the format that the name's ending asks for. A
// file that is there is left alone.
func writeLedger(path string, ledger exporter.Ledger) error {
	if len(ledger.Entries) == 0 {
		return errors.New("nothing was decided yet")
	}
	write, ok := map[string]func(io.Writer) error{
		".docx": func(w io.Writer) error { return exporter.TableDocx(w, exporter.LedgerTable(ledger)) },
		".md":   func(w io.Writer) error { return exporter.LedgerMarkdown(w, ledger) },
		".csv":  func(w io.Writer) error { return exporter.LedgerCSV(w, ledger.Entries) },
		".json": func(w io.Writer) error {
			e := json.NewEncoder(w)
			e.SetIndent("", "  ")
			e.SetEscapeHTML(false)
			return e.Encode(ledger.Entries)
		},
	}[strings.ToLower(filepath.Ext(path))]
	if !ok {
		return fmt.Errorf("%s: the ending says the format: .docx, .md, .csv or .json", path)
	}
	return app.WriteNew(path, write)
}
