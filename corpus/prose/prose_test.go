package prose

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"
)

func TestWidthIsInCells(t *testing.T) {
	for s, want := range map[string]int{
		"":                   0,
		"trust":              5,
		"信頼関係":               8,
		"re\u0301sume\u0301": 6, // combining accents take no cell
		"é":                  1,
		"👩\u200d👩\u200d👧":    2,
		"a…b":                3,
	} {
		if got := Width(s); got != want {
			t.Errorf("%q is %d cells wide, not %d", s, got, want)
		}
	}
}

func TestTruncateKeepsLettersWhole(t *testing.T) {
	for _, c := range []struct {
		s    string
		most int
		want string
	}{
		{"trust", 5, "trust"}, {"trust", 4, "tru…"}, {"信頼関係", 8, "信頼関係"}, {"信頼関係", 6, "信頼…"}, {"cafe\u0301s", 5, "cafe\u0301s"}, {"trust", 1, "…"}, {"trust", 0, ""},
	} {
		if got := Truncate(c.s, c.most); got != c.want {
			t.Errorf("Truncate(%q, %d) is %q, not %q", c.s, c.most, got, c.want)
		}
	}
}

// What is printed stays within the room it was given and does nothing to a
// terminal, whatever it is.
func TestExcerptFitsAndPrints(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, most := rapid.String().Draw(t, "s"), rapid.IntRange(0, 40).Draw(t, "most")
		got := Excerpt(s, most)
		if Width(got) > most {
			t.Errorf("%q takes %d cells of %d", got, Width(got), most)
		}
		if Printable(got) != got {
			t.Errorf("%q holds what is not printed", got)
		}
		if w := Width(Left(got, most)); w != most {
			t.Errorf("%q filled to %d cells takes %d", got, most, w)
		}
	})
}

func ExampleCounted() {
	fmt.Println(Counted(1, "coding", "codings"), Counted(0, "coding", "codings"))
	// Output: 1 coding 0 codings
}

func ExampleAnd() {
	fmt.Println(And([]string{"ana", "ben", "chloe"}))
	// Output: ana, ben and chloe
}

func ExampleOneLine() {
	fmt.Println(OneLine("two\nlines,\tand a bell\a"))
	// Output: two lines, and a bell
}
