package search

import (
	"math/rand/v2"
	"strings"

	index "github.com/blevesearch/bleve_index_api"
)

type indexReader = index.IndexReader

// talk gives a maker of speech: n words, common ones as often as people say
// them, and a long tail of made-up ones. The same seed gives the same speech.
func talk(seed uint64) func(n int) string {
	common := strings.Fields("the and I to a of that you it in we was is they have so but know like for on this not with do be " +
		"are just what think he people at she there really about if can when or all because my as would from them out up get " +
		"then me one had how were more who your our time yeah don’t going some want no work very by right say other did could " +
		"been go things lot county treatment program health kind way see those need their these mean an now well where which " +
		"also even thing said overdose waiting waited counties treatments")
	syllables := strings.Fields("ba re mi to lu san der fic tion ing er al ent com pro con ver si ty na mo ka ter ly est")
	r := rand.New(rand.NewPCG(seed, 1))
	vocabulary := common
	for len(vocabulary) < 30000 {
		var b strings.Builder
		for range 2 + r.IntN(3) {
			b.WriteString(syllables[r.IntN(len(syllables))])
		}
		vocabulary = append(vocabulary, b.String())
	}
	often := rand.NewZipf(r, 1.1, 5, uint64(len(vocabulary)-1))
	return func(n int) string {
		var b strings.Builder
		for i := range n {
			switch {
			case i == 0:
			case r.IntN(12) == 0:
				b.WriteString(", ")
			default:
				b.WriteByte(' ')
			}
			b.WriteString(vocabulary[often.Uint64()])
		}
		b.WriteByte('.')
		return b.String()
	}
}
