package charset

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"concord/corpus/importer/internal/chars"
)

// isNoise reports whether more than one character in a hundred is one that no
// text holds. A few stray ones are let pass.
func isNoise(text string, damaged int) bool {
	bad := damaged
	for i := range len(text) {
		switch c := text[i]; {
		case c >= 0x20 && c != 0x7F:
		case c == '\t', c == '\n', c == '\r', c == '\f', c == '\v', c == 0x15: // CHAT puts times between 0x15
		default:
			bad++
		}
	}
	bad += strings.Count(text, "\u0081") + strings.Count(text, "\u008D") + strings.Count(text, "\u008F") +
		strings.Count(text, "\u0090") + strings.Count(text, "\u009D") // bytes that Windows-1252 leaves free
	return bad > 3 && bad > len(text)/100
}

// lineOfInvalid gives the number of the first line that is not UTF-8.
func lineOfInvalid(content []byte) int {
	line := 1
	for len(content) > 0 {
		n := bytes.IndexByte(content, '\n') + 1
		if n == 0 {
			n = len(content)
		}
		if !utf8.Valid(content[:n]) {
			break
		}
		content = content[n:]
		line++
	}
	return line
}

// showing lists up to three words that are not ASCII, so that a person can see
// whether the encoding is right.
func showing(text string) string {
	var words []string
	for i := 0; i < len(text) && len(words) < 3; {
		n := strings.IndexFunc(text[i:], func(r rune) bool { return r >= utf8.RuneSelf })
		if n < 0 {
			break
		}
		w := wordAround(text, i+n)
		if !slices.Contains(words, "“"+w+"”") {
			words = append(words, "“"+w+"”")
		}
		i += n
		_, size := utf8.DecodeRuneInString(text[i:])
		i += size
	}
	if words == nil {
		return ""
	}
	return " (it holds " + strings.Join(words, ", ") + ")"
}

// wordAround gives the blank-separated word around byte at, cut to a length
// that fits into a sentence.
func wordAround(text string, at int) string {
	const most = 24
	from, to := at, at
	for n := 0; from > 0 && n < most; n++ {
		r, size := utf8.DecodeLastRuneInString(text[:from])
		if unicode.IsSpace(r) {
			break
		}
		from -= size
	}
	for n := 0; to < len(text) && n < most; n++ {
		r, size := utf8.DecodeRuneInString(text[to:])
		if unicode.IsSpace(r) {
			break
		}
		to += size
	}
	return text[from:to]
}

// mojibake describes UTF-8 that was once read as Windows-1252 and saved again,
// as in "â€™" for an apostrophe; "" if there is none. It is never repaired: the
// file may be quoting.
func mojibake(text string) string {
	n, first := 0, -1
	for _, c := range []string{"â€", "Ã"} {
		for rest, at := text, 0; ; {
			i := strings.Index(rest, c)
			if i < 0 {
				break
			}
			at += i
			rest = rest[i+len(c):]
			follower, _ := utf8.DecodeRuneInString(rest)
			if c == "â€" || follower >= 0x80 && follower <= 0xBF || follower >= 0x2013 && follower <= 0x2122 {
				if n++; first < 0 || at < first {
					first = at
				}
			}
			at += len(c)
		}
	}
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("%s such as “%s” look as if UTF-8 was once read as Windows-1252 and saved again: the text was taken as it is; if it is wrong, repair the file and import that",
		chars.Count(n, "place", "places"), wordAround(text, first))
}
