package reconcile

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"concord/codebook"
	"concord/codebook/agreement"
)

// interviews makes synthetic transcripts of 300 turns, of which a third are the
// interviewer's, coded by three coders with 60 codes: about 550 codings each.
func interviews(t testing.TB, n int) (*codebook.Codebook, []*codebook.CodedTranscript) {
	book := bookOf(60)
	random := rand.New(rand.NewPCG(21, 22))
	definitions := make([]int, 60)
	for i := range definitions {
		definitions[i] = i + 1
	}
	turns := make([]string, 300)
	for i := range turns {
		speaker := "P"
		if i%3 == 0 {
			speaker = "INT"
		}
		turns[i] = fmt.Sprintf("%s: what was said in turn %d of them", speaker, i)
	}
	var works []*codebook.CodedTranscript
	for range n {
		w := workOf(t, turns...)
		for i, turn := range w.Text.Turns {
			if random.IntN(2) == 0 || i%3 == 0 {
				continue
			}
			truth := 1 + min(random.IntN(60), random.IntN(60), random.IntN(60))
			for coder := 1; coder <= 3; coder++ {
				if random.IntN(6) > 0 {
					span := turn.Speech[0]
					w.Codings = append(w.Codings, codebook.Coding{Code: codeID(truth), Coder: coderID(coder),
						Text: w.Text.ID, Span: span, Definition: changeID(truth)})
				}
			}
		}
		for coder := 1; coder <= 3; coder++ {
			complete(w, coder, definitions...)
		}
		works = append(works, w)
	}
	return book, works
}

// Agreement by turn on all codes, from codings to coefficients.
func BenchmarkMeasure(b *testing.B) {
	for _, n := range []int{45, 1000} {
		book, works := interviews(b, n)
		for _, resamples := range []int{0, 1000} {
			b.Run(fmt.Sprintf("%dinterviews/%dresamples", n, resamples), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					l := BuildRatings(book, works, coders(3), all(book), DefaultRules)
					if _, err := l.Measure(context.Background(), agreement.Resampling{Resamples: resamples, Seed: 1}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
