package gamma

import (
	"context"
	"math"
	"strings"
	"testing"

	"concord/codebook/agreement/continuum"
	"concord/codebook/agreement/internal/spancase"
)

// The published example with a matrix of categories, read from CSV with each
// number once.
func TestReadDissimilarities(t *testing.T) {
	d, err := ReadDissimilarities(strings.NewReader("\ufeff,Alice,Bob,Carol,Jeremy\nAlice,0,0.5,0.3,0.7\nBob,,0,.6,.4\r\nCarol,,,,0.7\nJeremy,,,,0\n"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range spancase.Read(t, "gamma.json") {
		if c.ID != "gamma-matrix-dissimilarity" {
			continue
		}
		o := caseOptions(t, c)
		o.Categorical, o.MaxSamples = d, 30
		got, err := Compute(context.Background(), []continuum.Continuum{c.Continuum(t)}, o)
		if err != nil {
			t.Fatal(err)
		}
		c.Check(t, "best_alignment_disorder", got.Observed)
		o.Categorical, _ = ReadDissimilarities(strings.NewReader("x,Alice\nAlice,0\n"))
		if _, err := Compute(context.Background(), []continuum.Continuum{c.Continuum(t)}, o); err == nil || !strings.Contains(err.Error(), "is not given") {
			t.Errorf("categories of which nothing is said: %v", err)
		}
	}
	if !math.IsNaN(d("Alice", "Dora")) || d("Bob", "Alice") != 0.5 || d("Carol", "Carol") != 0 {
		t.Error("what was read is not what is given")
	}
}

func TestReadDissimilaritiesNamesThePlace(t *testing.T) {
	for text, want := range map[string]string{
		"":                  "is empty",
		"x;a;b\n":           "separate them by commas",
		"x,a,b\na,0\n":      "line 2 has 2 cells, the header 3",
		"x,a,b\nc,0,1\n":    `line 2: "c" is no category`,
		"x,a,b\na,0,1.5\n":  `line 2, column "b": "1.5" is no number from 0 to 1`,
		"x,a,b\na,0,half\n": `column "b": "half"`,
		"x,a\n\"a,0\n":      "reading the dissimilarities",
	} {
		if _, err := ReadDissimilarities(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

func FuzzReadDissimilarities(f *testing.F) {
	f.Add("x,a,b\na,0,.5\nb,,0\n")
	f.Add("\ufeffx;a\n")
	f.Fuzz(func(t *testing.T, text string) {
		d, err := ReadDissimilarities(strings.NewReader(text))
		if err == nil {
			if x := d("a", "b"); x < 0 || x > 1 {
				t.Errorf("a dissimilarity of %v", x)
			}
		}
	})
}
