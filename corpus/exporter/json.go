package exporter

import (
	"bytes"
	"encoding/json"
	"io"

	"concord/corpus/prose"
)

// JSON writes a value as indented JSON, JSONLine on one line. Control
// characters, those that reorder text among them, are written as escapes, so
// that the output may go to a terminal.
func JSON(w io.Writer, value any) error { return writeJSON(w, value, "  ") }

// JSONLine writes a value as JSON on one line; see JSON.
func JSONLine(w io.Writer, value any) error { return writeJSON(w, value, "") }

func writeJSON(w io.Writer, value any, indent string) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetIndent("", indent)
	e.SetEscapeHTML(false)
	if err := e.Encode(value); err != nil {
		return err
	}
	_, err := io.WriteString(w, prose.EscapeJSON(b.String()))
	return err
}
