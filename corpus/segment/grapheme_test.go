package segment

import (
	"testing"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"pgregory.net/rapid"

	"concord/corpus"
)

var clusters = rapid.StringOf(rapid.OneOf(
	rapid.RuneFrom([]rune("ab \n.é中😀🇩🇪👩❤\u0301\u200d\ufe0f\u0e33\u0915\u094d\u1100\u1161")),
	rapid.Rune(),
))

func TestGraphemesAgreeWithReadingFromTheBeginning(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		body := clusters.Draw(t, "body")
		starts := map[corpus.Offset]bool{}
		for it := graphemes.FromString(body); it.Next(); {
			want := corpus.Span{Start: corpus.Offset(it.Start()), End: corpus.Offset(it.End())}
			starts[want.Start] = true
			for at := want.Start; at < want.End; at++ {
				if got := GraphemeAt(body, at); got != want {
					t.Fatalf("GraphemeAt(%q, %d) = %v, want %v", body, at, got, want)
				}
			}
			if got := PrevGrapheme(body, want.End); got != want.Start {
				t.Fatalf("PrevGrapheme(%q, %d) = %d, want %d", body, want.End, got, want.Start)
			}
		}
		starts[corpus.Offset(len(body))] = true
		from := corpus.Offset(rapid.IntRange(-1, len(body)+1).Draw(t, "from"))
		to := from + corpus.Offset(rapid.IntRange(0, 9).Draw(t, "length"))
		got := SnapGraphemes(body, corpus.Span{Start: from, End: to})
		if !starts[got.Start] || !starts[got.End] {
			t.Fatalf("%v cuts a cluster of %q", got, body)
		}
		if inside := (corpus.Span{Start: from, End: to}).Intersect(corpus.Span{End: corpus.Offset(len(body))}); !inside.Empty() && !got.Covers(inside) {
			t.Fatalf("%v does not cover %v", got, inside)
		}
		if from == to && !got.Empty() {
			t.Fatalf("an empty span became %v", got)
		}
		if again := SnapGraphemes(body, got); again != got {
			t.Fatalf("snapping %v again gives %v", got, again)
		}
	})
}

func TestSnapGraphemesKeepsFamiliesAndFlagsWhole(t *testing.T) {
	body := "a👩‍👩‍👧b e\u0301 🇩🇪🇫🇷"
	for _, c := range []struct{ from, to, wantFrom, wantTo corpus.Offset }{
		{5, 8, 1, 19},
		{1, 19, 1, 19},
		{21, 22, 21, 24},
		{29, 33, 25, 33},
		{33, 34, 33, 41},
	} {
		if got := SnapGraphemes(body, corpus.Span{Start: c.from, End: c.to}); got != (corpus.Span{Start: c.wantFrom, End: c.wantTo}) {
			t.Errorf("[%d,%d) became %v, want [%d,%d)", c.from, c.to, got, c.wantFrom, c.wantTo)
		}
	}
}
