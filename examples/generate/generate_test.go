package generate

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"concord/corpus"
	"concord/corpus/importer"
	"concord/corpus/importer/codebooks"
)

func mustNew(t testing.TB, size Size, seed uint64) *Study {
	t.Helper()
	s, err := New(size, seed)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

var small = Size{Interviews: 7, Turns: 40, Words: 1001, Codes: 23, Coders: 4, CodersEach: 2, Codings: 500, Rounds: 2}

func TestSizesAreAsAsked(t *testing.T) {
	for _, size := range []Size{small, Typical.WithInterviews(3), {Interviews: 1, Turns: 2, Words: 4, Codes: 1, Coders: 1},
		{Interviews: 2, Turns: 11, Words: 300, Codes: 200, Coders: 12, Codings: 99}} {
		s := mustNew(t, size, 5)
		applicable, codings := 0, 0
		for _, c := range s.Codes {
			if !c.Heading {
				applicable++
			}
		}
		if applicable != size.Codes || len(s.Coders) != size.Coders {
			t.Errorf("%+v: %d codes, %d coders", size, applicable, len(s.Coders))
		}
		for i, x := range s.Interviews() {
			d, err := importer.Read(x.Name+".txt", []byte(x.Body), importer.Settings{})
			if err != nil {
				t.Fatal(err)
			}
			if len(d) != 1 || len(d[0].Text.Turns) != size.Turns || d[0].Words != size.Words || len(d[0].Warnings) > 0 && size.Turns > 2 {
				t.Errorf("%+v: interview %d is read as %d turns, %d words, warnings %q", size, i, len(d[0].Text.Turns), d[0].Words, d[0].Warnings)
			}
			text, err := x.Text()
			if err != nil || text.ID != d[0].Text.ID {
				t.Errorf("%+v: the text of interview %d is not what the importer reads (%v)", size, i, err)
			}
			codings += len(x.Codings)
			checkCodings(t, s, i, x)
		}
		if codings != size.Codings {
			t.Errorf("%+v: %d codings", size, codings)
		}
	}
}

// checkCodings: what importing would refuse, or leave out as already there.
func checkCodings(t *testing.T, s *Study, i int, x *Interview) {
	t.Helper()
	type key struct {
		coder, code int
		span        corpus.Span
	}
	seen := map[key]bool{}
	coders := s.CodersOf(i)
	for k, c := range x.Codings {
		id := key{c.Coder, c.Code, c.Span}
		quote := x.Body[c.Span.Start:c.Span.End]
		switch {
		case seen[id]:
			t.Errorf("%s: coding %d is there twice", x.Name, k)
		case s.Codes[c.Code].Heading:
			t.Errorf("%s: coding %d applies a heading", x.Name, k)
		case !slices.Contains(coders, c.Coder):
			t.Errorf("%s: coding %d is by a coder who does not code it", x.Name, k)
		case !utf8.ValidString(quote) || strings.Contains(quote, "\n") || !strings.ContainsAny(quote[len(quote)-len("…"):], ".?…"):
			t.Errorf("%s: coding %d is on %q, which are no sentences", x.Name, k, quote)
		case k > 0 && c.Coder == x.Codings[k-1].Coder && !c.Created.After(x.Codings[k-1].Created):
			t.Errorf("%s: coding %d is not later than the one before", x.Name, k)
		}
		seen[id] = true
	}
}

func TestImpossibleSizesAreErrors(t *testing.T) {
	for _, spoil := range []func(*Size){
		func(z *Size) { z.Interviews = 0 },
		func(z *Size) { z.Turns = 1 },
		func(z *Size) { z.Words = z.Turns },
		func(z *Size) { z.Codes = 0 },
		func(z *Size) { z.CodersEach = z.Coders + 1 },
		func(z *Size) { z.Rounds = z.Interviews + 1 },
		func(z *Size) { z.Codings = -1 },
		func(z *Size) { z.Codings = 100_000_000 },
	} {
		size := small
		spoil(&size)
		if _, err := New(size, 1); err == nil {
			t.Errorf("%+v is taken", size)
		}
	}
}

// digest is of all files below dir, with their names.
func digest(t *testing.T, dir string) string {
	t.Helper()
	h := sha256.New()
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		body, err := os.ReadFile(filepath.Join(dir, name))
		h.Write([]byte(name))
		h.Write(body)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// The digest stands for every byte of a study. If it changes on purpose,
// figures of before and after the change are of different studies.
func TestSameSeedSameBytes(t *testing.T) {
	const want = "30bac7042a9479b1ab7394a3ac35362e97f9327c6a3e4a7d4dcd7b249014530c"
	write := func(seed uint64) string {
		dir := t.TempDir()
		if err := mustNew(t, small, seed).WriteFiles(dir); err != nil {
			t.Fatal(err)
		}
		return digest(t, dir)
	}
	if got := write(1); got != want {
		t.Errorf("the files of seed 1 have the digest %s", got)
	}
	if write(2) == want {
		t.Error("seed 2 gives what seed 1 gives")
	}
}

// An interview does not depend on those made before it.
func TestInterviewsStandAlone(t *testing.T) {
	a, b := mustNew(t, small, 3), mustNew(t, small, 3)
	b.Interview(6)
	for i, x := range a.Interviews() {
		y := b.Interview(i)
		if x.Body != y.Body || !slices.Equal(x.Codings, y.Codings) {
			t.Errorf("interview %d is another one when made alone", i)
		}
	}
}

// Coders agree as people do: on most, and not on all; and better on some codes
// than on others.
func TestCodersAgreeInPart(t *testing.T) {
	s := mustNew(t, Typical.WithInterviews(5), 1)
	type unit struct {
		interview int
		turn      corpus.TurnIndex
		code      int
	}
	by := make([]map[unit]bool, 2)
	for c := range by {
		by[c] = map[unit]bool{}
		for i, x := range s.Interviews() {
			for _, coding := range x.Codings {
				if coding.Coder == c {
					by[c][unit{i, coding.Turn, coding.Code}] = true
				}
			}
		}
	}
	both := 0
	for u := range by[0] {
		if by[1][u] {
			both++
		}
	}
	// F1 of one coder against the other.
	f1 := 2 * float64(both) / float64(len(by[0])+len(by[1]))
	if f1 < .5 || f1 > .85 {
		t.Errorf("two coders agree with F1 = %.3f", f1)
	}
}

func TestRoundsDealAllInterviews(t *testing.T) {
	s := mustNew(t, small, 1)
	var of []int
	for i := range small.Interviews {
		of = append(of, s.RoundOf(i))
	}
	if !slices.Equal(of, []int{0, 0, 0, 0, 1, 1, 1}) {
		t.Errorf("rounds %v", of)
	}
	var book bytes.Buffer
	if err := s.WriteCodebook(&book); err != nil {
		t.Fatal(err)
	}
	if sheet, err := codebooks.Read("codebook.csv", &book); err != nil || len(sheet.Rows) != len(s.Codes) || len(sheet.Ignored) > 0 {
		t.Errorf("the codebook is read as %d codes, ignored %v: %v", len(sheet.Rows), sheet.Ignored, err)
	}
}

// BenchmarkInterview is what a benchmark that asks for a study pays for each
// interview.
func BenchmarkInterview(b *testing.B) {
	s := mustNew(b, Typical, 1)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		x := s.Interview(i % 45)
		b.SetBytes(int64(len(x.Body)))
	}
}
