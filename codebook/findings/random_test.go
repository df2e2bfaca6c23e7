package findings

import (
	"fmt"

	"pgregory.net/rapid"
)

// drawData makes a small study: several cases in an interview, speakers linked
// to cases or not, turns without words, passages over several turns, of no words
// and outside every turn.
func drawData(t *rapid.T) Data {
	var d Data
	for i := range rapid.IntRange(1, 5).Draw(t, "codes") {
		d.Codes = append(d.Codes, Code{fmt.Sprint("code ", i), rapid.IntRange(None, i-1).Draw(t, "parent")})
	}
	for i := range rapid.IntRange(0, 3).Draw(t, "cases") {
		d.Cases = append(d.Cases, fmt.Sprint("case ", i))
	}
	for i := range rapid.IntRange(0, 2).Draw(t, "themes") {
		d.Themes = append(d.Themes, Theme{fmt.Sprint("theme ", i), drawSubset(t, len(d.Codes))})
	}
	d.Speakers = []string{"I", "P"}
	for i := range rapid.IntRange(1, 3).Draw(t, "transcripts") {
		d.Transcripts = append(d.Transcripts, drawTranscript(t, i, len(d.Cases)))
	}
	for i := range rapid.IntRange(1, 3).Draw(t, "coders") {
		d.Coders = append(d.Coders, Coder{fmt.Sprint("coder ", i), drawSubset(t, len(d.Transcripts))})
	}
	for i := range rapid.IntRange(0, 2).Draw(t, "rounds") {
		r := Round{Name: fmt.Sprint("round ", i)}
		for _, tr := range drawSubset(t, len(d.Transcripts)) {
			r.Assignments = append(r.Assignments, Assignment{tr, drawSubset(t, len(d.Coders))})
		}
		d.Rounds = append(d.Rounds, r)
	}
	for range rapid.IntRange(0, 12).Draw(t, "codings") {
		d.Codings = append(d.Codings, drawCoding(t, &d))
	}
	return d
}

func drawSubset(t *rapid.T, n int) []int {
	var out []int
	for i := range n {
		if rapid.Bool().Draw(t, "in") {
			out = append(out, i)
		}
	}
	return out
}

func drawTranscript(t *rapid.T, i, cases int) Transcript {
	tr := Transcript{Name: fmt.Sprint("interview ", i), Cases: drawSubset(t, cases)}
	for range rapid.IntRange(0, 4).Draw(t, "turns") {
		start := tr.Words + rapid.IntRange(0, 1).Draw(t, "gap")
		end := start + rapid.IntRange(0, 4).Draw(t, "words")
		tr.Turns = append(tr.Turns, Turn{Span{int32(start), int32(end)},
			rapid.IntRange(None, 1).Draw(t, "speaker"), rapid.SampledFrom([]int{None, None, cases - 1}).Draw(t, "case")})
		tr.Words = end
	}
	return tr
}

func drawCoding(t *rapid.T, d *Data) Coding {
	c := Coding{Code: drawIndex(t, len(d.Codes)), Coder: drawIndex(t, len(d.Coders)), Transcript: drawIndex(t, len(d.Transcripts))}
	tr := &d.Transcripts[c.Transcript]
	if len(tr.Turns) == 0 || rapid.IntRange(0, 9).Draw(t, "outside") == 0 {
		return c
	}
	first := drawIndex(t, len(tr.Turns))
	last := min(first+drawIndex(t, 3), int32(len(tr.Turns)-1))
	c.Turns = Span{first, last + 1}
	a := rapid.Int32Range(tr.Turns[first].Words.Start, tr.Turns[first].Words.End).Draw(t, "from")
	b := rapid.Int32Range(tr.Turns[last].Words.Start, tr.Turns[last].Words.End).Draw(t, "to")
	c.Words = Span{a, max(a, b)}
	return c
}

func drawIndex(t *rapid.T, n int) int32 { return rapid.Int32Range(0, int32(n-1)).Draw(t, "index") }

// drawSegments cuts some words of the transcripts into segments.
func drawSegments(t *rapid.T, d Data) []Segment {
	var out []Segment
	for i, tr := range d.Transcripts {
		at := 0
		for at < tr.Words {
			end := min(at+rapid.IntRange(1, 5).Draw(t, "length"), tr.Words)
			if rapid.Bool().Draw(t, "segment") {
				out = append(out, Segment{fmt.Sprint("segment ", len(out)), i, Span{int32(at), int32(end)}})
			}
			at = end
		}
	}
	return out
}

func drawGroups(t *rapid.T, d Data) *Groups {
	g := &Groups{Attribute: "county", Names: []string{"Dane", "Rock"}}
	draw := func(n int) [][]int {
		var out [][]int
		for range n {
			out = append(out, drawSubset(t, 2))
		}
		return out
	}
	if rapid.Bool().Draw(t, "of cases") {
		g.Cases = draw(len(d.Cases))
	}
	if rapid.Bool().Draw(t, "of transcripts") {
		g.Transcripts = draw(len(d.Transcripts))
	}
	return g
}

func study(t interface {
	Helper()
	Fatal(...any)
}, d Data) *Study {
	t.Helper()
	s, err := New(d)
	if err != nil {
		t.Fatal(err)
	}
	return s
}
