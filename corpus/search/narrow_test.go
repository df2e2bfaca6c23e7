package search

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// Expressions cut from what was said, with everything in it that goes wrong: by
// the index, which looks for the turns where they may match, they find what they
// find by scanning.
func TestExpressionsByTheIndexFindWhatTheScanFinds(t *testing.T) {
	say := talk(3)
	hard := rapid.Custom(func(t *rapid.T) string {
		words := rapid.SliceOfN(rapid.SampledFrom([]string{
			"waiting", "don’t", "county’s", "caf\u00e9", "cafe\u0301s", "harm-reduction", "soft\u00adhyphen", "U.S.A.", "3.14159", "Keſſel", "B\u200bA:abc",
			"naïveté", "ZÜRICH", strings.Repeat("endless", 40), "中文text", "x2y3z4", "over_dose",
		}), 1, 6).Draw(t, "words")
		return strings.Join(words, rapid.SampledFrom([]string{" ", ", ", "\u00a0"}).Draw(t, "between"))
	})
	narrowed, asked := 0, 0
	for seed := range 8 {
		var turns []string
		for range 300 {
			turns = append(turns, say(12))
		}
		var rare []string
		for k := range 25 {
			rare = append(rare, hard.Example(100*seed+k))
		}
		// The first transcripts are scanned in any case.
		all := make([][]string, scanFirst)
		for i := range all {
			all[i] = []string{say(5)}
		}
		l := study(t, append(all, append(turns, rare...), []string{say(9)}, rare[:5])...)
		x := NewIndex(t.TempDir(), project)
		if err := x.Sync(t.Context(), l, 1); err != nil {
			t.Fatal(err)
		}
		r := rand.New(rand.NewPCG(uint64(seed), 9))
		for range 60 {
			from := []rune(rare[r.IntN(len(rare))])
			at := r.IntN(len(from))
			cut := regexp.QuoteMeta(string(from[at:min(at+1+r.IntN(12), len(from))]))
			query := fmt.Sprintf([]string{"/%s/", "/%s/i", "/(zebra|%s)/i", `/%s\W+\w+/`, `/\b%s/`, "/(%s)+/"}[r.IntN(6)], strings.ReplaceAll(cut, "/", `\/`))
			result, err := Searcher{Source: l, Index: x}.Search(t.Context(), query)
			if err != nil {
				continue // it asks for nothing
			}
			if _, _, err := result.Count(t.Context()); err != nil {
				t.Fatal(err)
			}
			asked++
			narrowed += min(len(result.narrowed), 1)
			if d := cmp.Diff(hitsOf(t, Searcher{Source: l}, query), hitsOf(t, Searcher{Source: l, Index: x}, query)); d != "" {
				t.Fatalf("%s: scan and index differ (-scan +index):\n%s", query, d)
			}
		}
	}
	if narrowed < asked/4 {
		t.Errorf("of %d expressions the index narrowed %d", asked, narrowed)
	}
}

func TestFuzzyWordsByTheIndexFindWhatTheScanFinds(t *testing.T) {
	l := generated(t, 3, 60, 5)
	x := NewIndex(t.TempDir(), project)
	if err := x.Sync(t.Context(), l, 1); err != nil {
		t.Fatal(err)
	}
	for _, query := range []string{"conty~", "tretament~1", "overdsoe~2", "oi~", "zzzz~2", "a~", "county -conty~"} {
		if d := cmp.Diff(hitsOf(t, Searcher{Source: l}, query), hitsOf(t, Searcher{Source: l, Index: x}, query)); d != "" {
			t.Errorf("%s: scan and index differ (-scan +index):\n%s", query, d)
		}
	}
}

// What bleve's automaton finds, checked by our own distance, is every word that is
// near enough.
func TestTheIndexFindsAllWordsSpelledNearlySo(t *testing.T) {
	words := strings.Fields("trust trusted thrust trsut tust rust turst county country conty café cafe cafés naïve naive ab ba abc acb bca über uber 中文 文中 x2y x2")
	l := study(t, []string{strings.Join(words, " ")})
	x := NewIndex(t.TempDir(), project)
	if err := x.Sync(t.Context(), l, 1); err != nil {
		t.Fatal(err)
	}
	err := x.read(func(reader indexReader, r record) error {
		k := &lookup{ctx: t.Context(), reader: reader}
		var all []string
		if err := k.eachWord("", func(w string) error { all = append(all, w); return nil }); err != nil {
			return err
		}
		for _, w := range append(words, "tr", "zzz", "tursted", "éfac") {
			for edits := 1; edits <= maxEdits; edits++ {
				var got, want []string
				if err := k.eachNearly(w, edits, func(found string) error { got = append(got, found); return nil }); err != nil {
					return err
				}
				for _, v := range all {
					if plainDistance([]rune(v), []rune(w)) <= edits {
						want = append(want, v)
					}
				}
				if d := cmp.Diff(want, got); d != "" {
					t.Errorf("%s~%d (-by distance +by automaton):\n%s", w, edits, d)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
