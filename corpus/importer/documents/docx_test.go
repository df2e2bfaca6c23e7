package documents

import (
	"strings"
	"testing"

	"concord/corpus"
	"concord/corpus/importer/internal/filetest"
	"concord/corpus/importer/turns"
)

func FuzzDocxText(f *testing.F) {
	f.Add(`<w:tbl><w:tr><w:tc>` + filetest.P("INT") + `</w:tc><w:tc>` + filetest.P("How?") + `</w:tc></w:tr></w:tbl>`)
	f.Add(`<w:p><w:del><w:r><w:t>x</w:t></w:r></w:del><w:r><w:t>INT: a</w:t><w:tab/><w:br/></w:r></w:p>`)
	f.Fuzz(func(t *testing.T, body string) {
		doc, err := wordText(strings.NewReader(filetest.WordHead + body + `</w:body></w:document>`))
		if err != nil {
			return
		}
		made := turns.Cut(doc.text, false, turns.Options{})
		if _, err := corpus.NewText(made.Body, made.Turns); err != nil {
			t.Fatal(err)
		}
	})
}
