package study

import (
	"bytes"
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"concord/codebook"
	"concord/corpus"
	"concord/corpus/exporter"
	"concord/corpus/importer"
	"concord/store"
)

// Real transcripts are coded at random places, exported and imported into
// another project: every quote must be the very words at its positions. The
// files are not part of the project; CONCORD_SHARED says where they lie.
func TestRealFilesRoundTrip(t *testing.T) {
	shared := os.Getenv("CONCORD_SHARED")
	if shared == "" {
		t.Skip("CONCORD_SHARED is not set")
	}
	var files []string
	for _, pattern := range []string{"*/*.md", "*/*.txt", "*/*.docx"} {
		found, err := filepath.Glob(filepath.Join(shared, "transcripts", pattern))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	if len(files) < 40 {
		t.Skipf("only %d files in %s", len(files), shared)
	}
	ctx := context.Background()
	one, two := newStudy(t), newStudy(t)
	for _, s := range []*Study{one, two} {
		for _, f := range files {
			content, err := ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := s.Import(ctx, f, content, importer.Settings{}); err != nil {
				t.Error(err)
			}
		}
	}
	m, err := one.Material(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	code, _ := m.Codebook.Find("anything")
	rng := rand.New(rand.NewPCG(1, 2))
	n := 0
	for _, w := range m.Coded {
		ruler := corpus.NewRuler(w.Text.Body)
		var codings []store.NewCoding
		for range 40 {
			start := corpus.Point(rng.IntN(int(ruler.Len()) - 1))
			span, err := ruler.SpanOf(start, min(start+corpus.Point(1+rng.IntN(400)), ruler.Len()))
			if err != nil {
				t.Fatal(err)
			}
			codings = append(codings, store.NewCoding{Transcript: w.Transcript.ID, Span: span, Code: code.ID, Coder: one.Coder.ID})
		}
		done, err := one.Project.ImportCodings(ctx, one.Coder.ID, codings)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range done {
			if !d.Already {
				n++
			}
		}
	}
	if m, err = one.Material(ctx, nil); err != nil {
		t.Fatal(err)
	}
	for name, write := range map[string]func(*bytes.Buffer, []exporter.CodingRow) error{
		"out.csv":   func(b *bytes.Buffer, rows []exporter.CodingRow) error { return exporter.CodingsCSV(b, rows) },
		"out.jsonl": func(b *bytes.Buffer, rows []exporter.CodingRow) error { return exporter.CodingsJSONL(b, rows) },
	} {
		rows := m.CodingRows()
		for i := range rows { // the other project knows other ids
			rows[i].CodeID, rows[i].CoderID, rows[i].TranscriptID = codebook.CodeID{}, codebook.CoderID{}, corpus.TranscriptID{}
		}
		var out bytes.Buffer
		if err := write(&out, rows); err != nil {
			t.Fatal(err)
		}
		report, err := two.ImportCodings(ctx, name, bytes.NewReader(out.Bytes()), nil)
		if err != nil {
			t.Fatalf("%s: %.2000s", name, err)
		}
		if report.Rows != n {
			t.Errorf("%s: %d rows of %d", name, report.Rows, n)
		}
	}
	back, err := two.Material(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	got := back.CodingRows()
	want := m.CodingRows()
	if len(got) != len(want) {
		t.Fatalf("%d codings came back of %d", len(got), len(want))
	}
	quotes := map[string]int{}
	for _, r := range want {
		quotes[strings.Join([]string{r.Transcript, r.Quote}, "\x00")]++
	}
	for _, r := range got {
		quotes[strings.Join([]string{r.Transcript, r.Quote}, "\x00")]--
	}
	for q, n := range quotes {
		if n != 0 {
			t.Errorf("a quote differs: %.60q", q)
		}
	}
	t.Logf("%d files, %d codings", len(m.Coded), n)
}

// newStudy makes a project with one coder and the code “anything”.
func newStudy(t testing.TB) *Study {
	t.Helper()
	ctx := context.Background()
	p, err := store.Init(ctx, t.TempDir(), "a study")
	if err != nil {
		t.Fatal(err)
	}
	ana, err := p.AddCoder(ctx, "ana", "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.AddCode(ctx, ana.ID, store.NewCode{Name: "anything"}, ""); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		r, err := p.Check(ctx)
		if err != nil || len(r.Problems) > 0 {
			t.Errorf("check: %v %v", r.Problems, err)
		}
	})
	return New(p, ana)
}
