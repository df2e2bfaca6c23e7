package findings

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestStatesOfAFrameworkCell(t *testing.T) {
	set := func(coding int, content string) FrameworkEvent {
		return FrameworkEvent{Kind: CodingChanged, Coding: coding, Content: content}
	}
	written, nothing, removed := FrameworkEvent{Kind: SummaryWritten}, FrameworkEvent{Kind: NothingSaidStated}, FrameworkEvent{Kind: SummaryRemoved}
	for _, c := range []struct {
		name   string
		events []FrameworkEvent
		want   FrameworkCell
	}{
		{"nothing happened", nil, FrameworkCell{}},
		{"coded only", []FrameworkEvent{set(1, "a")}, FrameworkCell{State: Unread, Passages: 1}},
		{"summarised", []FrameworkEvent{set(1, "a"), written}, FrameworkCell{State: Summarised, Passages: 1}},
		{"a coding added after", []FrameworkEvent{written, set(1, "a")}, FrameworkCell{State: Stale, Passages: 1, Changed: []int{1}}},
		{"a coding moved after", []FrameworkEvent{set(1, "a"), written, set(1, "b")}, FrameworkCell{State: Stale, Passages: 1, Changed: []int{1}}},
		{"a coding removed after", []FrameworkEvent{set(1, "a"), written, set(1, "")}, FrameworkCell{State: Stale, Changed: []int{1}}},
		{"a change undone", []FrameworkEvent{set(1, "a"), written, set(1, "b"), set(2, "c"), set(1, "a"), set(2, "")}, FrameworkCell{State: Summarised, Passages: 1}},
		{"written again", []FrameworkEvent{set(1, "a"), written, set(1, ""), written}, FrameworkCell{State: Summarised}},
		{"nothing said", []FrameworkEvent{nothing}, FrameworkCell{State: NothingSaid}},
		{"something found after", []FrameworkEvent{nothing, set(3, "x")}, FrameworkCell{State: Stale, Passages: 1, Changed: []int{3}}},
		{"taken back", []FrameworkEvent{set(1, "a"), written, removed, set(1, "b")}, FrameworkCell{State: Unread, Passages: 1}},
	} {
		got, err := Framework(1, 1, c.events)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, got[0][0]); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
	if _, err := Framework(1, 1, []FrameworkEvent{{Theme: 1}}); err == nil {
		t.Error("an event of a theme that does not exist is taken")
	}
}

// slowCell replays the events up to the last statement and to the end, and
// compares what stood.
func slowCell(events []FrameworkEvent) CellState {
	at := func(n int) map[int]string {
		out := map[int]string{}
		for _, e := range events[:n] {
			if e.Kind == CodingChanged {
				out[e.Coding] = e.Content
			}
		}
		for k, v := range out {
			if v == "" {
				delete(out, k)
			}
		}
		return out
	}
	last := -1
	for i, e := range events {
		if e.Kind != CodingChanged {
			last = i
		}
	}
	switch {
	case last < 0 || events[last].Kind == SummaryRemoved:
		return Unread
	case !cmp.Equal(at(last), at(len(events))):
		return Stale
	case events[last].Kind == NothingSaidStated:
		return NothingSaid
	}
	return Summarised
}

func TestFrameworkIsWhatReplayingEachCellGives(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		events := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) FrameworkEvent {
			return FrameworkEvent{rapid.IntRange(0, 1).Draw(t, "case"), rapid.IntRange(0, 1).Draw(t, "theme"),
				FrameworkEventKind(rapid.IntRange(0, 3).Draw(t, "kind")), rapid.IntRange(0, 2).Draw(t, "coding"), rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "content")}
		}), 0, 25).Draw(t, "events")
		got, err := Framework(2, 2, events)
		if err != nil {
			t.Fatal(err)
		}
		for c := range 2 {
			for th := range 2 {
				of := slices.DeleteFunc(slices.Clone(events), func(e FrameworkEvent) bool { return e.Case != c || e.Theme != th })
				if want := slowCell(of); got[c][th].State != want || (want == Stale) != (len(got[c][th].Changed) > 0) {
					t.Fatalf("case %d, theme %d: %+v, replayed %s", c, th, got[c][th], want)
				}
			}
		}
	})
}

// Four sites, two sustained (0) and two failed (1). Sites 0 and 2 differ in one
// theme only.
func TestCompareByHand(t *testing.T) {
	const o, x, u = Absent, Present, Unknown
	got, err := Compare([]int{0, 0, 1, 1, None}, [][]Presence{{x, x, o}, {o, o, o}, {x, o, o}, {u, x, x}, {x, x, o}}, 0)
	if err != nil {
		t.Fatal(err)
	}
	want := []Contrast{
		{0, 2, []int{1}, 1, 0},
		{1, 2, []int{0}, 0, 0},
		{0, 3, []int{2}, 1, 1},
		{1, 3, []int{1, 2}, 0, 1},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestCompareIsWhatLookingAtEveryPairGives(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, themes := rapid.IntRange(0, 6).Draw(t, "cases"), rapid.IntRange(0, 70).Draw(t, "themes")
		var outcome []int
		var says [][]Presence
		for range n {
			outcome = append(outcome, rapid.IntRange(None, 1).Draw(t, "outcome"))
			of := make([]Presence, themes)
			for k := range of {
				of[k] = Presence(rapid.IntRange(0, 2).Draw(t, "says"))
			}
			says = append(says, of)
		}
		got, err := Compare(outcome, says, 0)
		if err != nil {
			t.Fatal(err)
		}
		pairs := 0
		for a := range n {
			for b := a + 1; b < n; b++ {
				if outcome[a] != None && outcome[b] != None && outcome[a] != outcome[b] {
					pairs++
				}
			}
		}
		if len(got) != pairs {
			t.Fatalf("%d pairs, want %d", len(got), pairs)
		}
		for i, c := range got {
			want := Contrast{A: c.A, B: c.B}
			for k := range themes {
				x, y := says[c.A][k], says[c.B][k]
				switch {
				case x == Unknown || y == Unknown:
					want.Unknown++
				case x != y:
					want.Differ = append(want.Differ, k)
				case x == Present:
					want.Shared++
				}
			}
			if diff := cmp.Diff(want, c); diff != "" {
				t.Fatal(diff)
			}
			if i > 0 && len(got[i-1].Differ) > len(c.Differ) {
				t.Fatalf("pair %d differs in more than the next", i-1)
			}
		}
	})
}

func TestTimelineColumnsHoldEveryWordOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawData(t)
		rollUp := rapid.Bool().Draw(t, "roll up")
		codes := drawSubset(t, len(d.Codes))
		strips, err := study(t, d).Timeline(codes, rollUp)
		if err != nil {
			t.Fatal(err)
		}
		if len(strips) != len(codes)*len(d.Transcripts) {
			t.Fatalf("%d strips", len(strips))
		}
		plain := newSlow(d)
		for _, strip := range strips {
			marked := make([]float64, strip.Words)
			for _, c := range d.Codings {
				if int(c.Transcript) == strip.Transcript && plain.counts(int(c.Code), []int{strip.Code}, rollUp) {
					for w := c.Words.Start; w < c.Words.End; w++ {
						marked[w] = 1
					}
				}
			}
			if got := strip.Columns(strip.Words, strip.Words); !cmp.Equal(append([]float64{}, got...), append([]float64{}, marked...)) {
				t.Fatalf("word by word %v, want %v", got, marked)
			}
			width, words := rapid.IntRange(1, 9).Draw(t, "width"), strip.Words+rapid.IntRange(0, 5).Draw(t, "longer")
			for k, share := range strip.Columns(width, words) {
				from, to := k*words/width, max((k+1)*words/width, k*words/width+1)
				want := -1.0
				if from < strip.Words {
					want = 0
					for w := from; w < min(to, strip.Words); w++ {
						want += marked[w]
					}
					want /= float64(min(to, strip.Words) - from)
				}
				if math.Abs(share-want) > 1e-12 {
					t.Fatalf("column %d of %d for %d words: %v, want %v", k, width, words, share, want)
				}
			}
		}
	})
}

func ExampleStrip_Columns() {
	s := Strip{Words: 100, Spans: []Span{{0, 10}, {45, 60}}}
	fmt.Println(s.Columns(10, 100))
	// Output: [1 0 0 0 0.5 1 0 0 0 0]
}
