package search

import (
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

// hardText draws what goes wrong: combining marks, composed and decomposed
// letters, letters whose cases differ in length, quotes, blanks, emoji, CJK.
var hardText = rapid.StringOf(rapid.OneOf(
	rapid.RuneFrom([]rune("aAbBeEsSkK \n'’ʼ“”-.\u00a0\u00ad\u200b\u200déÉ\u0301\u0302\u0323ſKÅåİıȺⱥßẞ中文한각ᄀ\u1161\u11a8😀👩💻")),
	rapid.Rune().Filter(func(r rune) bool { return utf8.ValidRune(r) }),
))

func TestFoldingIgnoresTheNormalForm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := hardText.Draw(t, "text")
		how := folding(rapid.IntRange(0, int(foldWords)).Draw(t, "how"))
		composed, decomposed := foldString(norm.NFC.String(s), how), foldString(norm.NFD.String(s), how)
		if composed != decomposed {
			t.Fatalf("%q folds to %q composed and to %q decomposed", s, composed, decomposed)
		}
		if got := fold(s, how).text; got != foldString(s, how) {
			t.Fatalf("fold and foldString differ: %q, %q", got, foldString(s, how))
		}
	})
}

// The way back from any range of the folded text is a range of the original
// that folds to it, or to more where it cuts a composed character.
func TestFoldedRangesLeadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := hardText.Draw(t, "text")
		how := folding(rapid.IntRange(0, int(foldWords)).Draw(t, "how"))
		f := fold(s, how)
		var cuts []int
		for i := range f.text {
			cuts = append(cuts, i)
		}
		cuts = append(cuts, len(f.text))
		i := rapid.IntRange(0, len(cuts)-1).Draw(t, "start")
		j := rapid.IntRange(i, len(cuts)-1).Draw(t, "end")
		if cuts[i] == cuts[j] {
			t.Skip()
		}
		start, end := f.back(cuts[i], cuts[j])
		if start < 0 || end > len(s) || start >= end {
			t.Fatalf("%q: [%d,%d) of %q leads back to [%d,%d)", s, cuts[i], cuts[j], f.text, start, end)
		}
		if !utf8.ValidString(s[start:end]) {
			t.Fatalf("%q: [%d,%d) cuts a character", s, start, end)
		}
		if got, want := foldString(s[start:end], how), f.text[cuts[i]:cuts[j]]; !strings.Contains(got, want) {
			t.Fatalf("%q: [%d,%d) = %q folds to %q, want %q", s, start, end, s[start:end], got, want)
		}
	})
}

func TestCaseFoldsAsRegexpDoes(t *testing.T) {
	for r := rune(0); r < 0x1F000; r++ {
		if !utf8.ValidRune(r) || unicode.SimpleFold(r) == r {
			continue
		}
		same := regexp.MustCompile("(?i)^" + regexp.QuoteMeta(string(r)) + "$")
		if !same.MatchString(string(oneCase(r))) {
			t.Errorf("%q folds to %q, which is another letter", r, oneCase(r))
		}
		if oneCase(unicode.SimpleFold(r)) != oneCase(r) {
			t.Errorf("%q and %q differ by case and fold apart", r, unicode.SimpleFold(r))
		}
	}
}

func TestFoldWords(t *testing.T) {
	for in, want := range map[string]string{
		"Don’t":              "don't",
		"CAFE\u0301":         "café",
		"soft\u00adhyphen":   "softhyphen",
		"Dr.\u00a0Who\nasks": "dr. who asks",
		"ΟΔΥΣΣΕΥΣ":           "οδυσσευσ",
		"οδυσσεύς":           "οδυσσεύσ",
	} {
		if got := foldString(in, foldWords); got != want {
			t.Errorf("%q folds to %q, want %q", in, got, want)
		}
	}
}

func BenchmarkFold(b *testing.B) {
	text := strings.Repeat("So I went to the office again, and the woman said: “You don’t have the form.” ", 10000)
	for name, how := range map[string]folding{"words": foldWords, "regexp": foldLooks} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				foldString(text, how)
			}
		})
	}
}
