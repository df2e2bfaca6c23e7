package corpus

import (
	"testing"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"pgregory.net/rapid"
)

var sampleText = rapid.StringOf(rapid.OneOf(
	rapid.RuneFrom([]rune("ab \n.é’中😀\u0301\u200d")),
	rapid.Rune(),
))

func TestRulerAgreesWithCounting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		unit := sampleText.Draw(t, "text")
		body := ""
		for range rapid.IntRange(1, 200).Draw(t, "repeats") {
			body += unit
		}
		if !utf8.ValidString(body) {
			t.Skip()
		}
		r := NewRuler(body)
		points := []rune(body)
		p := rapid.IntRange(0, len(points)).Draw(t, "point")
		before := string(points[:p])
		at := Offset(len(before))
		if got := r.Point(at); got != Point(p) {
			t.Fatalf("Point(%d) = %d, want %d", at, got, p)
		}
		if got, err := r.Offset(Point(p)); err != nil || got != at {
			t.Fatalf("Offset(%d) = %d, %v, want %d", p, got, err, at)
		}
		u := UTF16(len(utf16.Encode(points[:p])))
		if got := r.UTF16(at); got != u {
			t.Fatalf("UTF16(%d) = %d, want %d", at, got, u)
		}
		if got, err := r.OffsetUTF16(u); err != nil || got != at {
			t.Fatalf("OffsetUTF16(%d) = %d, %v, want %d", u, got, err, at)
		}
	})
}

func TestRulerRefusesPositionsBeyondTheText(t *testing.T) {
	r := NewRuler("héllo 😀")
	for _, p := range []Point{-1, 8, 1 << 40} {
		if at, err := r.Offset(p); err == nil {
			t.Errorf("Offset(%d) = %d without an error", p, at)
		}
	}
	if _, err := r.OffsetUTF16(7); err == nil {
		t.Error("a position between two surrogates was accepted")
	}
	if _, err := r.SpanOf(3, 3); err == nil {
		t.Error("an empty range was accepted")
	}
}

func TestUnionCoversTheSameBytes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		spans := rapid.SliceOf(rapid.Custom(func(t *rapid.T) Span {
			s := rapid.IntRange(0, 60).Draw(t, "start")
			return Span{Offset(s), Offset(s + rapid.IntRange(0, 20).Draw(t, "len"))}
		})).Draw(t, "spans")
		u := Union(spans)
		for at := Offset(0); at < 100; at++ {
			want, got := false, 0
			for _, s := range spans {
				want = want || s.Contains(at)
			}
			for _, s := range u {
				if s.Contains(at) {
					got++
				}
			}
			if (got == 1) != want || got > 1 {
				t.Fatalf("byte %d: covered %d times by %v, want %v", at, got, u, want)
			}
		}
		for i := 1; i < len(u); i++ {
			if u[i].Start <= u[i-1].End {
				t.Fatalf("%v are not ordered and separate", u)
			}
		}
	})
}

func turnsOf(spans ...Span) []Turn {
	var out []Turn
	for _, s := range spans {
		out = append(out, Turn{Extent: s, Speech: []Span{s}, Start: NoTime, End: NoTime})
	}
	return out
}

func TestTurnAtAndTurnsIn(t *testing.T) {
	text, err := NewText("head\n\nAAAA\n\nBBBB\nCCCC\n", turnsOf(Span{6, 10}, Span{12, 16}, Span{17, 21}))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		at     Offset
		turn   TurnIndex
		inside bool
	}{{0, -1, false}, {6, 0, true}, {9, 0, true}, {10, 0, false}, {12, 1, true}, {16, 1, false}, {17, 2, true}, {21, 2, false}} {
		if i, in := text.TurnAt(c.at); i != c.turn || in != c.inside {
			t.Errorf("TurnAt(%d) = %d, %v; want %d, %v", c.at, i, in, c.turn, c.inside)
		}
	}
	for _, c := range []struct {
		span     Span
		from, to TurnIndex
	}{{Span{0, 5}, 0, 0}, {Span{0, 7}, 0, 1}, {Span{9, 13}, 0, 2}, {Span{10, 12}, 1, 1}, {Span{20, 22}, 2, 3}, {Span{21, 22}, 3, 3}} {
		if from, to := text.TurnsIn(c.span); from != c.from || to != c.to {
			t.Errorf("TurnsIn(%v) = %d, %d; want %d, %d", c.span, from, to, c.from, c.to)
		}
	}
}

func TestNewTextRefusesBrokenTurns(t *testing.T) {
	for name, turns := range map[string][]Turn{
		"overlapping":    turnsOf(Span{0, 4}, Span{3, 6}),
		"beyond the end": turnsOf(Span{0, 40}),
		"cut character":  turnsOf(Span{0, 2}),
		"speech outside": {{Extent: Span{0, 4}, Speech: []Span{{3, 6}}}},
	} {
		if _, err := NewText("hé llo wörld", turns); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	if _, err := NewText("a\xffb", nil); err == nil {
		t.Error("invalid UTF-8 was accepted")
	}
}

func TestTrimToWords(t *testing.T) {
	text, _ := NewText("P1: “Well — yes.” ", nil)
	if got := text.Slice(text.TrimToWords(Span{3, Offset(len(text.Body))})); got != "Well — yes" {
		t.Errorf("got %q", got)
	}
	if got := text.TrimToWords(Span{2, 4}); !got.Empty() {
		t.Errorf("punctuation alone gave %v", got)
	}
}

func TestCountWords(t *testing.T) {
	for s, want := range map[string]int{"": 0, "  ": 0, "co-op meets — now.": 3, "a\u00a0b": 2, "42 deaths": 2, "...": 0} {
		if got := CountWords(s); got != want {
			t.Errorf("CountWords(%q) = %d, want %d", s, got, want)
		}
	}
}

func TestTimesAreReadAsTheyAreWritten(t *testing.T) {
	for _, c := range []struct {
		words string
		want  time.Duration
	}{{"0:07", 7 * time.Second}, {"12:30", 12*time.Minute + 30*time.Second}, {"1:02:03", time.Hour + 2*time.Minute + 3*time.Second}, {"75:00", 75 * time.Minute}} {
		got, ok := ParseTime(c.words)
		if !ok || got != c.want {
			t.Errorf("%s is %v, %v", c.words, got, ok)
		}
		if again, ok := ParseTime(FormatTime(got)); !ok || again != got {
			t.Errorf("%s comes back as %v", FormatTime(got), again)
		}
	}
	for _, words := range []string{"", "12", "12:3", "a:00", "1:2:3:04", "-1:00"} {
		if d, ok := ParseTime(words); ok {
			t.Errorf("%q is taken for %v", words, d)
		}
	}
	text := Text{Turns: []Turn{{Start: NoTime}, {Start: time.Minute}, {Start: NoTime}, {Start: 3 * time.Minute}}}
	for at, want := range map[time.Duration]TurnIndex{time.Minute: 1, 2 * time.Minute: 1, time.Hour: 3} {
		if i, ok := text.TurnAtTime(at); !ok || i != want {
			t.Errorf("at %v: turn %d, %v", at, i, ok)
		}
	}
	if _, ok := text.TurnAtTime(0); ok {
		t.Error("a turn before the first")
	}
}
