package importer

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"concord/corpus"
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
	for _, c := range captions {
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
	f.Add([]byte(wordFile(f, p("INT: hello")+p("P1: there"))))
	f.Add([]byte(zipOf(f, "word/document.xml", wordHead)))
	f.Fuzz(func(t *testing.T, content []byte) { fuzzRead(t, "a.docx", content, Settings{}) })
}

func FuzzDocxText(f *testing.F) {
	f.Add(`<w:tbl><w:tr><w:tc>` + p("INT") + `</w:tc><w:tc>` + p("How?") + `</w:tc></w:tr></w:tbl>`)
	f.Add(`<w:p><w:del><w:r><w:t>x</w:t></w:r></w:del><w:r><w:t>INT: a</w:t><w:tab/><w:br/></w:r></w:p>`)
	f.Fuzz(func(t *testing.T, body string) {
		doc, err := docxText(strings.NewReader(wordHead + body + `</w:body></w:document>`))
		if err != nil {
			return
		}
		made, err := readText(doc.text, "docx", Settings{})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := corpus.NewText(made.body, made.turns); err != nil {
			t.Fatal(err)
		}
	})
}

func FuzzCases(f *testing.F) {
	f.Add([]byte(sheet))
	f.Add([]byte("sep=;\nid;a\nP1;\"x\ny\"\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		s, err := ReadCases("p.csv", bytes.NewReader(content))
		if err != nil {
			checkError(t, "p.csv", err)
			return
		}
		last := 1
		ids := map[string]bool{}
		for _, r := range s.Rows {
			if r.Line <= last || r.ID == "" || ids[r.ID] {
				t.Fatalf("row %+v after line %d", r, last)
			}
			last, ids[r.ID] = r.Line, true
			for _, a := range r.Attributes {
				if isMissing(a.Value) || a.Name == "" {
					t.Fatalf("attribute %+v", a)
				}
			}
		}
	})
}

func FuzzCodings(f *testing.F) {
	f.Add([]byte("transcript,start,end,code,coder\nP1,0,3,k,a\n"), false)
	f.Add([]byte(`{"transcript":"P1","start":0,"end":1,"code":"k","coder":"a"}`), true)
	f.Fuzz(func(t *testing.T, content []byte, lines bool) {
		name := "c.csv"
		if lines {
			name = "c.jsonl"
		}
		s, err := ReadCodings(name, bytes.NewReader(content))
		if err != nil {
			checkError(t, name, err)
			return
		}
		for _, r := range s.Rows {
			if r.Start < 0 || r.End <= r.Start || r.Line < 1 || r.Transcript+r.TranscriptID == "" || r.Code+r.CodeID == "" || r.Coder+r.CoderID == "" {
				t.Fatalf("row %+v", r)
			}
		}
	})
}

func FuzzTime(f *testing.F) {
	for _, s := range []string{"0:00", "[00:01:02]", "#00:01:23-4#", "00:00:01,000 --> 00:00:04.5", `\[01:46\]`, "(1:02 - 1:09)", "2:04 P.M. EDT", "[00:01", "[00:01 - ", "#0:01-", "\\[", "0:01.", "1:02:03:04"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, parse := range []func(string) (time.Duration, int){parseTime, parseStamp, leadingTime} {
			if d, n := parse(s); n < 0 || n > len(s) || d < 0 || d > 1001*time.Hour {
				t.Fatalf("%v, %d of %q", d, n, s)
			}
		}
		if start, end, ok := parseCueTiming(s); ok && (start < 0 || end < 0) {
			t.Fatalf("%v --> %v of %q", start, end, s)
		}
		isClock(s)
	})
}
