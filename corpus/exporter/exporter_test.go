package exporter

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"concord/codebook"
	"concord/corpus"
	"concord/corpus/importer/sheets"
)

// sample is a study of one short interview with awkward characters, two coders
// and two codes.
func sample(t testing.TB) *Study {
	t.Helper()
	body := "INT: And?\n\nP07: Très *bien* 😀, we met.\nThen \"nobody\" called; <b>nobody</b>.\n"
	p := strings.Index(body, "P07")
	end := corpus.Offset(len(body) - 1)
	text, err := corpus.NewText(body, []corpus.Turn{
		{Extent: corpus.Span{Start: 0, End: 9}, Speech: []corpus.Span{{Start: 5, End: 9}}, Speaker: "INT", Start: corpus.NoTime, End: corpus.NoTime},
		{Extent: corpus.Span{Start: corpus.Offset(p), End: end}, Speech: []corpus.Span{{Start: corpus.Offset(p + 5), End: end}}, Speaker: "P07", Start: 65 * time.Second, End: corpus.NoTime},
	})
	if err != nil {
		t.Fatal(err)
	}
	add := func(n int, name string, parent codebook.CodeID) codebook.Change {
		return codebook.Change{ID: codebook.ChangeID{15: byte(n)}, Clock: uint64(n), Kind: codebook.Add, Code: codebook.CodeID{15: byte(n)},
			Values: codebook.Values{Name: &name, Parent: &parent, Defined: &codebook.Defined{Definition: codebook.Definition{Text: "about " + name, Include: "a,b"}},
				Example: &codebook.Examples{Typical: []string{"one", "two"}}, Origin: &codebook.Provenance{Origin: codebook.Deductive, Source: "a theory"}}}
	}
	book, _ := codebook.Replay([]codebook.Change{add(1, "trust", codebook.CodeID{}), add(2, "a/b", codebook.CodeID{15: 1})})
	ana, ben := codebook.Coder{ID: codebook.CoderID{1}, Name: "ana"}, codebook.Coder{ID: codebook.CoderID{2}, Name: "ben"}
	quote := func(words string) corpus.Span {
		at := corpus.Offset(strings.Index(body, words))
		return corpus.Span{Start: at, End: at + corpus.Offset(len(words))}
	}
	coding := func(n byte, coder codebook.Coder, code byte, words string) codebook.Coding {
		return codebook.Coding{ID: codebook.CodingID{n}, Transcript: corpus.TranscriptID{9}, Text: text.ID, Span: quote(words), Code: codebook.CodeID{15: code},
			Definition: codebook.ChangeID{15: code}, Coder: coder.ID, Created: time.Date(2026, 3, 4, 14, 6, 11, 0, time.UTC)}
	}
	c := corpus.Case{ID: corpus.CaseID{3}, Name: "07", Attributes: []corpus.Attribute{{Name: "sector", Value: "treatment"}}}
	w := &codebook.CodedTranscript{Transcript: corpus.Transcript{ID: corpus.TranscriptID{9}, Name: "KI-07", Cases: []corpus.CaseID{c.ID}}, Text: text,
		Speakers: map[string]corpus.Speaker{}, Codings: []codebook.Coding{coding(1, ana, 1, "Très *bien* 😀"), coding(2, ben, 2, "we met.\nThen \"nobody\" called")},
		Memos: []codebook.Memo{{About: codebook.Subject{Kind: codebook.AboutCoding, Coding: codebook.CodingID{1}}, Text: "irony?"}}}
	v := codebook.Version{Number: 1, Codes: book.Codes(), Digest: codebook.Digest(book)}
	return &Study{Title: "Night *shifts*", State: "5-abc", Codebook: book, Versions: []codebook.Version{v}, Coders: []codebook.Coder{ana, ben},
		Cases: map[corpus.CaseID]corpus.Case{c.ID: c}, Coded: []*codebook.CodedTranscript{w}}
}

func excerptsOf(s *Study) []Excerpt {
	var ps []Passage
	for _, c := range s.Coded[0].Codings {
		ps = append(ps, Passage{s.Coded[0], c.Span, []codebook.Coding{c}})
	}
	return s.Excerpts(append(ps, Passage{s.Coded[0], s.Coded[0].Text.Turns[0].Extent, nil}))
}

func TestExcerptsCarryTheirLabels(t *testing.T) {
	got := excerptsOf(sample(t))
	want := Excerpt{Transcript: "KI-07", Case: "07", Speaker: "P07", Turn: 2, LastTurn: 2, Time: "01:05", Attributes: map[string]string{"sector": "treatment"},
		Codes: []string{"trust"}, Coders: []string{"ana"}, Version: []string{"v1"}, Memos: []string{"irony?"}, Start: 16, End: 29, Quote: "Très *bien* 😀"}
	if d := cmp.Diff(want, got[0]); d != "" {
		t.Error(d)
	}
	if l := got[0].Label(); l != "KI-07, case 07, P07, turn 2, 01:05" {
		t.Errorf("label %q", l)
	}
	if got[1].Codes[0] != `trust/a\/b` {
		t.Errorf("code %q", got[1].Codes[0])
	}
}

func TestMarkdownKeepsWordsFromMeaningAnything(t *testing.T) {
	s := sample(t)
	var b bytes.Buffer
	e := excerptsOf(s)
	if err := ExcerptsMarkdown(&b, s.HeadingFor("code:trust", e), e); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`# Night \*shifts\*: excerpts`, "3 excerpts. Codebook v1 (", "Project state 5-abc.", `> Très \*bien\* 😀`, "> — KI-07, case 07, P07, turn 2, 01:05 (ana)",
		"*Memo:* irony?", "> we met.\n> Then \"nobody\" called", "## trust (1)"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, b.String())
		}
	}
	if strings.Index(b.String(), "INT: And?") < strings.Index(b.String(), "nobody") {
		t.Error("an excerpt without a code stands before those with one")
	}
}

func TestExcerptsCSVAndJSONHoldTheSame(t *testing.T) {
	s := sample(t)
	e := excerptsOf(s)
	var c, j bytes.Buffer
	if err := ExcerptsCSV(&c, e); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&c).ReadAll()
	if err != nil || len(rows) != 4 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	if rows[0][len(rows[0])-1] != "sector" || rows[1][len(rows[1])-1] != "treatment" || rows[2][12] != "we met.\nThen \"nobody\" called" {
		t.Errorf("rows %q", rows)
	}
	if err := ExcerptsJSON(&j, s.HeadingFor("x", e), e); err != nil {
		t.Fatal(err)
	}
	var back struct {
		Count    int
		Excerpts []Excerpt
	}
	if err := json.Unmarshal(j.Bytes(), &back); err != nil || back.Count != 3 {
		t.Fatalf("%+v %v", back, err)
	}
	if d := cmp.Diff(e, back.Excerpts); d != "" {
		t.Error(d)
	}
}

// What codings export writes, codings import reads: the same words at the same
// code points.
func TestCodingsComeBack(t *testing.T) {
	s := sample(t)
	rows := s.CodingRows()
	for name, write := range map[string]func(*bytes.Buffer) error{
		"x.csv":   func(b *bytes.Buffer) error { return CodingsCSV(b, rows) },
		"x.jsonl": func(b *bytes.Buffer) error { return CodingsJSONL(b, rows) },
	} {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			t.Fatal(err)
		}
		sheet, err := sheets.ReadCodings(name, &b)
		if err != nil {
			t.Fatal(err)
		}
		w := s.Coded[0]
		w.Transcript.Texts = []corpus.TextID{w.Text.ID}
		back, err := sheets.ResolveCodings(name, sheet.Rows, sheets.Target{Transcripts: []corpus.Transcript{w.Transcript}, Codebook: s.Codebook,
			Versions: s.Versions, Coders: s.Coders, Text: func(corpus.TextID) (*corpus.Text, error) { return w.Text, nil }})
		if err != nil {
			t.Fatal(err)
		}
		for i, c := range back {
			c.Coding.ID = w.Codings[i].ID
			if d := cmp.Diff(w.Codings[i], c.Coding); d != "" {
				t.Errorf("%s: %s", name, d)
			}
		}
	}
}

func TestVersionLineSaysWhetherAnythingChanged(t *testing.T) {
	s := sample(t)
	if l := s.VersionLine(); !strings.HasPrefix(l, "v1 (") {
		t.Errorf("line %q", l)
	}
	s.Versions[0].Digest = "other"
	if l := s.VersionLine(); !strings.HasPrefix(l, "v1+ (") {
		t.Errorf("line %q", l)
	}
	s.Versions = nil
	if l := s.VersionLine(); !strings.HasPrefix(l, "unsaved (") {
		t.Errorf("line %q", l)
	}
}
