package codebook

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"concord/corpus"
)

// Candidate is a transcript that may be drawn for a round, with the value of
// the attribute that strata are made by ("" where it has none).
type Candidate struct {
	Transcript corpus.Transcript
	Stratum    string
}

// Draw chooses transcripts at random: n of all, or, with perStratum, n of each
// stratum (all of one that has fewer). The same candidates and seed give the
// same choice everywhere. The result keeps the candidates' order.
func Draw(candidates []Candidate, n int, perStratum bool, seed uint64) ([]corpus.Transcript, error) {
	if n < 1 {
		return nil, fmt.Errorf("drawing transcripts: %d is no number of transcripts", n)
	}
	strata := map[string][]int{}
	for i, c := range candidates {
		key := ""
		if perStratum {
			key = c.Stratum
		}
		strata[key] = append(strata[key], i)
	}
	if !perStratum && n > len(candidates) {
		return nil, fmt.Errorf("drawing transcripts: there are %d, fewer than the %d asked for", len(candidates), n)
	}
	rng := rand.New(rand.NewPCG(seed, 0x636f6e636f7264))
	var names []string
	for name := range strata {
		names = append(names, name)
	}
	slices.Sort(names)
	var chosen []int
	for _, name := range names {
		in := strata[name]
		// Spelled out, so that a draw in print can be repeated whatever the
		// library does to its own shuffle.
		for i := len(in) - 1; i > 0; i-- {
			j := int(rng.Uint64() % uint64(i+1))
			in[i], in[j] = in[j], in[i]
		}
		chosen = append(chosen, in[:min(n, len(in))]...)
	}
	slices.Sort(chosen)
	out := make([]corpus.Transcript, len(chosen))
	for i, c := range chosen {
		out[i] = candidates[c].Transcript
	}
	return out, nil
}

// Assign shares transcripts out among coders: all of them to all coders, or, if
// each is above 0, to that many coders each, balanced so that coders have as
// many transcripts as each other (within one) and pairs of coders meet as
// evenly as that allows.
func Assign(transcripts []corpus.Transcript, coders []CoderID, each int) ([]Assignment, error) {
	if len(coders) == 0 {
		return nil, fmt.Errorf("assigning transcripts: there are no coders")
	}
	if each <= 0 || each > len(coders) {
		each = len(coders)
	}
	load := map[CoderID]int{}
	met := map[[2]CoderID]int{}
	var out []Assignment
	for _, t := range transcripts {
		var chosen []CoderID
		for len(chosen) < each {
			best := -1
			for i, c := range coders {
				if slices.Contains(chosen, c) {
					continue
				}
				if best < 0 || less(load[c], together(met, chosen, c), load[coders[best]], together(met, chosen, coders[best])) {
					best = i
				}
			}
			c := coders[best]
			for _, other := range chosen {
				met[pairOf(c, other)]++
			}
			chosen = append(chosen, c)
			load[c]++
		}
		slices.SortFunc(chosen, CoderID.Compare)
		out = append(out, Assignment{Transcript: t.ID, Text: t.Text(), Coders: chosen})
	}
	return out, nil
}

func less(load, met, load2, met2 int) bool { return load < load2 || load == load2 && met < met2 }

func together(met map[[2]CoderID]int, with []CoderID, c CoderID) int {
	n := 0
	for _, other := range with {
		n += met[pairOf(c, other)]
	}
	return n
}

func pairOf(a, b CoderID) [2]CoderID {
	if a.Compare(b) > 0 {
		a, b = b, a
	}
	return [2]CoderID{a, b}
}

// DescribeDraw says for the methods section how transcripts were drawn.
func DescribeDraw(n, of int, perStratum bool, attribute string, seed uint64) string {
	if perStratum {
		return fmt.Sprintf("%d at random for each %s, of %d, seed %d", n, strings.ToLower(attribute), of, seed)
	}
	return fmt.Sprintf("%d at random of %d, seed %d", n, of, seed)
}
