package layout

import (
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

// The chosen row is always among those that are shown, and no scrolling shows
// rows that there are not.
func TestTheChosenRowIsShown(t *testing.T) {
	for n := 1; n < 12; n++ {
		for height := 1; height < 8; height++ {
			first := 5
			for chosen := range n {
				first = Window(first, chosen, n, height)
				if first < 0 || chosen < first || chosen >= first+height || first > 0 && first+height > n {
					t.Fatalf("row %d of %d in %d lines: the first is %d", chosen, n, height, first)
				}
			}
		}
	}
}

// Cells count, not characters: a wide letter takes two, a combining accent none.
func TestLinesHaveTheWidthAskedFor(t *testing.T) {
	for _, s := range []string{"", "trust", "信頼関係", "nai\u0308vete\u0301", "\x1b[1mbold\x1b[0m and plain", "🏳️‍🌈 flag"} {
		for width := 2; width < 14; width++ {
			if w := ansi.StringWidth(Pad(s, width)); w != width {
				t.Errorf("%q padded to %d takes %d cells", s, width, w)
			}
			if w := ansi.StringWidth(Fit(s, width)); w > width {
				t.Errorf("%q cut to %d takes %d cells", s, width, w)
			}
		}
	}
}

// What is not to be painted raw: escape sequences, and characters that turn text
// around.
func TestForeignWordsAreCleaned(t *testing.T) {
	if got := Clean("a\x1b[31mb\u202ec\nd"); strings.ContainsAny(got, "\x1b\u202e") || !strings.HasSuffix(got, "c\nd") {
		t.Errorf("%q", got)
	}
	if got := OneLine("one\n  two\tthree", 9); got != "one two …" {
		t.Errorf("%q", got)
	}
	if got := OneLine(strings.Repeat("é", 50)+"\xff", 10); !strings.HasSuffix(got, "…") || len([]rune(got)) != 10 {
		t.Errorf("%q", got)
	}
}

// A box lies beside the lines that are to stay in sight, where there is room.
func TestABoxLeavesLinesInSight(t *testing.T) {
	lines := slices.Repeat([]string{strings.Repeat(".", 20)}, 20)
	for _, keep := range []int{2, 7, 17} {
		out := Overlay(lines, []string{"+---+", "|box|", "+---+"}, 20, keep, keep+1)
		if len(out) != 20 || out[keep] != lines[keep] || !strings.Contains(ansi.Strip(strings.Join(out, "")), "|box|") {
			t.Errorf("keeping %d:\n%s", keep, strings.Join(out, "\n"))
		}
	}
}
