package corpus

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestTurnTableRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var turns []Turn
		var at Offset
		for range rapid.IntRange(0, 30).Draw(t, "turns") {
			start := at + Offset(rapid.IntRange(0, 5).Draw(t, "gap"))
			turn := Turn{Speaker: rapid.SampledFrom([]string{"", "INT", "P07"}).Draw(t, "label"), Start: NoTime, End: NoTime, Speech: []Span{}}
			at = start + Offset(rapid.IntRange(1, 9).Draw(t, "label length"))
			for range rapid.IntRange(0, 3).Draw(t, "parts") {
				s := Span{at, at + Offset(rapid.IntRange(1, 300).Draw(t, "length"))}
				turn.Speech = append(turn.Speech, s)
				at = s.End
			}
			turn.Extent = Span{start, at}
			if rapid.Bool().Draw(t, "timed") {
				turn.Start = time.Duration(rapid.Int64Range(0, int64(4*time.Hour)).Draw(t, "time"))
			}
			turns = append(turns, turn)
		}
		got, err := DecodeTurns(EncodeTurns(turns))
		if err != nil {
			t.Fatal(err)
		}
		if len(turns) == 0 {
			turns = []Turn{}
		}
		if d := cmp.Diff(turns, got); d != "" {
			t.Fatal(d)
		}
	})
}

func FuzzDecodeTurns(f *testing.F) {
	f.Add(EncodeTurns(turnsOf(Span{3, 9}, Span{12, 40})))
	f.Add([]byte{255, 255, 255, 255, 255, 1})
	f.Fuzz(func(t *testing.T, b []byte) {
		if turns, err := DecodeTurns(b); err == nil && len(turns) > len(b) {
			t.Fatalf("%d turns out of %d bytes", len(turns), len(b))
		}
	})
}

func TestTextIDNamesBodyAndTurns(t *testing.T) {
	one, _ := NewText("hello", turnsOf(Span{0, 5}))
	two, _ := NewText("hello", turnsOf(Span{0, 2}, Span{2, 5}))
	if one.ID == two.ID {
		t.Fatal("two turn tables over one body share an id")
	}
}
