package codebook

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"concord/corpus"
)

func candidates(n int, strata ...string) []Candidate {
	var out []Candidate
	for i := range n {
		s := ""
		if len(strata) > 0 {
			s = strata[i%len(strata)]
		}
		out = append(out, Candidate{corpus.Transcript{ID: corpus.TranscriptID{15: byte(i)}, Name: fmt.Sprint("KI-", i)}, s})
	}
	return out
}

func TestDrawIsRepeatableAndStratified(t *testing.T) {
	one, err := Draw(candidates(45), 6, false, 7)
	two, _ := Draw(candidates(45), 6, false, 7)
	other, _ := Draw(candidates(45), 6, false, 8)
	if err != nil || len(one) != 6 || fmt.Sprint(one) != fmt.Sprint(two) || fmt.Sprint(one) == fmt.Sprint(other) {
		t.Errorf("%v %v %v %v", one, two, other, err)
	}
	for i := 1; i < len(one); i++ {
		if one[i].ID.Compare(one[i-1].ID) <= 0 {
			t.Errorf("not in the order of the candidates: %v", one)
		}
	}
	byStratum, err := Draw(candidates(10, "a", "b", "a", "c"), 2, true, 1)
	if err != nil || len(byStratum) != 6 {
		t.Fatalf("%d drawn, %v", len(byStratum), err)
	}
	if _, err := Draw(candidates(3), 4, false, 1); err == nil {
		t.Error("drew more than there are")
	}
	if all, err := Draw(candidates(3, "a", "b"), 9, true, 1); err != nil || len(all) != 3 {
		t.Errorf("a stratum smaller than asked for: %d, %v", len(all), err)
	}
}

// Every transcript is drawn about equally often.
func TestDrawIsEven(t *testing.T) {
	seen := map[string]int{}
	for seed := range uint64(2000) {
		got, err := Draw(candidates(5), 2, false, seed)
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range got {
			seen[x.Name]++
		}
	}
	for name, n := range seen {
		if n < 700 || n > 900 {
			t.Errorf("%s was drawn %d times of 2000, expected about 800", name, n)
		}
	}
}

func TestAssignIsBalanced(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var coders []CoderID
		for i := range rapid.IntRange(1, 6).Draw(t, "coders") {
			coders = append(coders, CoderID{15: byte(i + 1)})
		}
		each := rapid.IntRange(0, 7).Draw(t, "each")
		var ts []corpus.Transcript
		for _, c := range candidates(rapid.IntRange(1, 40).Draw(t, "transcripts")) {
			ts = append(ts, c.Transcript)
		}
		out, err := Assign(ts, coders, each)
		if err != nil || len(out) != len(ts) {
			t.Fatal(out, err)
		}
		want := each
		if each <= 0 || each > len(coders) {
			want = len(coders)
		}
		load := map[CoderID]int{}
		for _, a := range out {
			seen := map[CoderID]bool{}
			for _, c := range a.Coders {
				seen[c] = true
				load[c]++
			}
			if len(seen) != want {
				t.Fatalf("%d coders for a transcript, want %d", len(seen), want)
			}
		}
		least, most := len(ts), 0
		for _, c := range coders {
			least, most = min(least, load[c]), max(most, load[c])
		}
		if most-least > 1 {
			t.Fatalf("loads from %d to %d", least, most)
		}
	})
}
