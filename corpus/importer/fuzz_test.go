package importer

import (
	"strings"
	"testing"

	"concord/corpus/importer/internal/filetest"
)

// fuzzRead reads bytes under a name; whatever they are, the outcome is an error
// in words or a sound document, and the same the second time.
func fuzzRead(t *testing.T, name string, content []byte, s Settings) {
	docs, err := Read(name, content, s)
	if err != nil {
		checkError(t, name, err)
		return
	}
	checkDocument(t, docs[0])
	again, err := Read(name, content, s)
	if err != nil || again[0].Text.ID != docs[0].Text.ID {
		t.Fatalf("reading twice gives two texts (%v)", err)
	}
}

func checkError(t *testing.T, name string, err error) {
	t.Helper()
	if !strings.HasPrefix(err.Error(), name+" ") || strings.Contains(err.Error(), "could not be cut") {
		t.Fatalf("the error is not for people: %v", err)
	}
}

func FuzzText(f *testing.F) {
	for _, c := range looks {
		f.Add([]byte(c.content), strings.HasSuffix(c.file, ".md"))
	}
	f.Fuzz(func(t *testing.T, content []byte, markdown bool) {
		name := "a.txt"
		if markdown {
			name = "a.md"
		}
		fuzzRead(t, name, content, Settings{})
		fuzzRead(t, name, content, Settings{Roster: Labels("a", "P1"), Encoding: "windows-1252"})
	})
}

func FuzzCaptions(f *testing.F) {
	for _, c := range captionFiles {
		f.Add([]byte(c.content), strings.HasSuffix(c.file, ".vtt"), c.settings.UndoRollUp)
	}
	f.Fuzz(func(t *testing.T, content []byte, webvtt, undo bool) {
		name := "a.srt"
		if webvtt {
			name = "a.vtt"
		}
		fuzzRead(t, name, content, Settings{UndoRollUp: undo})
	})
}

func FuzzDocxArchive(f *testing.F) {
	f.Add([]byte(filetest.Word(f, filetest.P("INT: hello")+filetest.P("P1: there"))))
	f.Add([]byte(filetest.Zip(f, "word/document.xml", filetest.WordHead)))
	f.Fuzz(func(t *testing.T, content []byte) { fuzzRead(t, "a.docx", content, Settings{}) })
}
