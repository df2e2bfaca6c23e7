package store

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"concord/codebook"
	"concord/corpus"
	"concord/store/projectfile"
)

// large is the project that the figures of the design speak of: 1,000
// interviews of about 9,000 words, 300,000 codings by three coders. It is made
// once for all benchmarks that ask for it.
var large = sync.OnceValues(func() (*Project, error) {
	dir, err := os.MkdirTemp("", "concord-bench-")
	if err != nil {
		return nil, err
	}
	p, err := Init(ctx, dir, "large")
	if err != nil {
		return nil, err
	}
	return p, fill(p, 1000, 300, 300_000)
})

func fill(p *Project, interviews, turns, codings int) error {
	rng := rand.New(rand.NewPCG(1, 1))
	var coders []codebook.Coder
	for _, name := range []string{"ana", "ben", "chloe"} {
		c, err := p.AddCoder(ctx, name, "")
		if err != nil {
			return err
		}
		coders = append(coders, c)
	}
	var codes []codebook.Code
	for i := range 60 {
		c, err := p.AddCode(ctx, coders[0].ID, NewCode{Name: fmt.Sprint("code ", i), Definition: codebook.Definition{Text: "when the speaker names it"}}, "")
		if err != nil {
			return err
		}
		codes = append(codes, c)
	}
	each := codings / interviews
	for i := range interviews {
		text := longInterview(i, turns)
		got, err := p.Import(ctx, coders[0].ID, NewTranscript{Name: fmt.Sprintf("KI-%04d", i), Original: []byte(text.Body), Text: text,
			Speakers: []corpus.Speaker{{Label: "INT", Role: corpus.RoleInterviewer}, {Label: "P"}}})
		if err != nil {
			return err
		}
		var batch []NewCoding
		for k := range each {
			turn := text.Turns[rng.IntN(len(text.Turns))].SpeechSpan()
			batch = append(batch, NewCoding{Transcript: got.Transcript.ID, Span: turn, Code: codes[rng.IntN(len(codes))].ID, Coder: coders[k%3].ID})
		}
		if _, err := p.ImportCodings(ctx, coders[0].ID, batch); err != nil {
			return err
		}
	}
	return nil
}

// longInterview makes an interview of the given number of turns of about 30
// words.
func longInterview(n, turns int) *corpus.Text {
	words := []string{"coalition", "deputy", "naloxone", "we", "the", "and", "they", "county", "meeting", "trust", "nobody", "called", "back", "for", "years", "then", "review"}
	rng := rand.New(rand.NewPCG(uint64(n), 2))
	var body []byte
	var table []corpus.Turn
	for i := range turns {
		label := []string{"INT: ", "P: "}[i%2]
		start := corpus.Offset(len(body))
		body = append(body, label...)
		for range 10 + rng.IntN(40) {
			body = append(append(body, words[rng.IntN(len(words))]...), ' ')
		}
		end := corpus.Offset(len(body) - 1)
		table = append(table, corpus.Turn{Extent: corpus.Span{Start: start, End: end}, Speech: []corpus.Span{{Start: start + corpus.Offset(len(label)), End: end}},
			Speaker: label[:len(label)-2], Start: corpus.NoTime, End: corpus.NoTime})
		body = append(body, '\n', '\n')
	}
	text, err := corpus.NewText(string(body), table)
	if err != nil {
		panic(err)
	}
	return text
}

// BenchmarkCoding is one coding opened, committed and synced, in a project of
// 45 interviews. BenchmarkSync beside it is what the disk itself takes.
func BenchmarkCoding(b *testing.B) {
	p := open(b)
	if err := fill(p, 45, 300, 13_500); err != nil {
		b.Fatal(err)
	}
	benchmarkCoding(b, p)
}

func BenchmarkCodingLarge(b *testing.B) {
	p, err := large()
	if err != nil {
		b.Fatal(err)
	}
	benchmarkCoding(b, p)
}

func benchmarkCoding(b *testing.B, p *Project) {
	r := p.As(codebook.CoderID{})
	coders, _ := r.Coders(ctx)
	book, _ := r.Codebook(ctx)
	ts, _ := r.Transcripts(ctx)
	text, _ := r.Text(ctx, ts[3].Text())
	var took []time.Duration
	rng := rand.New(rand.NewPCG(5, 5))
	for b.Loop() {
		start := corpus.Offset(rng.IntN(len(text.Body) - 100))
		began := time.Now()
		_, err := p.apply(ctx, coders[0].ID, false, []NewCoding{{Transcript: ts[3].ID, Span: corpus.Span{Start: start, End: start + 40}, Code: book.Codes()[rng.IntN(60)].ID}})
		if err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(began))
	}
	percentiles(b, took)
}

func percentiles(b *testing.B, took []time.Duration) {
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
}

func BenchmarkSync(b *testing.B) {
	f, err := os.Create(filepath.Join(b.TempDir(), "x"))
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	page := make([]byte, projectfile.PageSize)
	var took []time.Duration
	for b.Loop() {
		began := time.Now()
		if _, err := f.WriteAt(page, 0); err != nil {
			b.Fatal(err)
		}
		if err := f.Sync(); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(began))
	}
	percentiles(b, took)
}

func BenchmarkOverviewLarge(b *testing.B) {
	p, err := large()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		q, err := Open(ctx, p.Dir())
		if err != nil {
			b.Fatal(err)
		}
		o, err := q.As(codebook.CoderID{}).Overview(ctx)
		if err != nil || len(o.Transcripts) != 1000 {
			b.Fatal(len(o.Transcripts), err)
		}
	}
}

func BenchmarkReadingLarge(b *testing.B) {
	p, err := large()
	if err != nil {
		b.Fatal(err)
	}
	r := p.As(codebook.CoderID{})
	ts, _ := r.Transcripts(ctx)
	for b.Loop() {
		if _, err := r.Reading(ctx, ts[7].ID); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAllCodingsLarge(b *testing.B) {
	p, err := large()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		cs, err := p.As(codebook.CoderID{}).Codings(ctx, corpus.TranscriptID{})
		if err != nil || len(cs) < 290_000 {
			b.Fatal(len(cs), err)
		}
	}
}

func BenchmarkCheckLarge(b *testing.B) {
	p, err := large()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		r, err := p.Check(ctx)
		if err != nil || len(r.Problems) > 0 {
			b.Fatal(r.Problems, err)
		}
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	info, err := os.Stat(p.file)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(info.Size())/1e6, "file-MB")
}

// BenchmarkCompactLarge says how large the large project is without the free
// pages that many small transactions leave.
func BenchmarkCompactLarge(b *testing.B) {
	p, err := large()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		path := filepath.Join(b.TempDir(), "compact.db")
		err := p.withFile(ctx, true, func(db *bolt.DB) error {
			to, err := bolt.Open(path, 0o600, &bolt.Options{PageSize: projectfile.PageSize})
			if err != nil {
				return err
			}
			defer to.Close()
			return bolt.Compact(to, db, 1<<20)
		})
		if err != nil {
			b.Fatal(err)
		}
		info, err := os.Stat(path)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(info.Size())/1e6, "file-MB")
	}
}

// BenchmarkReadBundleLarge reads everything of the large project, about 300,000
// events and 1,000 texts, into an empty copy.
func BenchmarkReadBundleLarge(b *testing.B) {
	p, err := large()
	if err != nil {
		b.Fatal(err)
	}
	began := time.Now()
	content := bundleOf(b, p, BundleOptions{})
	b.ReportMetric(time.Since(began).Seconds(), "write-s")
	b.ReportMetric(float64(len(content))/1e6, "bundle-MB")
	steps := map[string]bool{}
	for b.Loop() {
		b.StopTimer()
		to := twin(b, p)
		b.StartTimer()
		r, err := to.ReadBundle(ctx, bytes.NewReader(content), ReadBundleOptions{Progress: func(what string, _, _ int) { steps[what] = true }})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(r.Events), "events")
	}
	if len(steps) < 3 {
		b.Errorf("progress told only %v", steps)
	}
}

// BenchmarkAsOfLarge reads the large project as of a moment after all its events,
// which is the most there is to do.
func BenchmarkAsOfLarge(b *testing.B) {
	p, err := large()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		r, err := p.As(codebook.CoderID{}).AsOf(ctx, time.Now().Add(time.Hour).Format(time.RFC3339))
		if err != nil {
			b.Fatal(err)
		}
		if cs, err := r.Codings(ctx, corpus.TranscriptID{}); err != nil || len(cs) < 290_000 {
			b.Fatal(len(cs), err)
		}
	}
}
