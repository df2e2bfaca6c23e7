package exporter

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"strings"
	"testing"
)

// document gives the words of a .docx's paragraphs.
func document(t testing.TB, docx []byte) []string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(docx), int64(len(docx)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []string
	d := xml.NewDecoder(f)
	for {
		tok, err := d.Token()
		if err == io.EOF {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		switch x := tok.(type) {
		case xml.StartElement:
			if x.Name.Local == "p" {
				out = append(out, "")
			}
		case xml.CharData:
			if len(out) > 0 {
				out[len(out)-1] += string(x)
			}
		}
	}
}

func TestExcerptsAsADocument(t *testing.T) {
	s := sample(t)
	e := excerptsOf(s)
	var one, two bytes.Buffer
	for _, b := range []*bytes.Buffer{&one, &two} {
		if err := ExcerptsDocx(b, s.HeadingFor("code:trust", e), e); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(one.Bytes(), two.Bytes()) {
		t.Error("the same excerpts give two documents")
	}
	words := document(t, one.Bytes())
	at := func(want string) int {
		for i, w := range words {
			if strings.Contains(w, want) {
				return i
			}
		}
		t.Errorf("no %q in %q", want, words)
		return -1
	}
	if h, q, l := at("trust (1)"), at("Très *bien* 😀"), at("— KI-07, case 07, P07, turn 2, 01:05 (ana)"); h > q || q > l || at("Memo: irony?") < l {
		t.Errorf("heading, quote, label and memo are out of order in %q", words)
	}
	if at("INT: And?") < at("nobody") {
		t.Error("an excerpt without a code stands before those with one")
	}
}

func benchmarkExcerpts(b *testing.B, write func(io.Writer, Heading, []Excerpt) error) {
	s := sample(b)
	some := excerptsOf(s)
	var e []Excerpt
	for len(e) < 100_000 {
		e = append(e, some...)
	}
	for b.Loop() {
		if err := write(io.Discard, s.HeadingFor("code:*", e), e); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkExcerptsCSV(b *testing.B) {
	benchmarkExcerpts(b, func(w io.Writer, _ Heading, e []Excerpt) error { return ExcerptsCSV(w, e) })
}

func BenchmarkExcerptsDocx(b *testing.B) { benchmarkExcerpts(b, ExcerptsDocx) }
