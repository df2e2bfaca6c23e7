// Package charset decodes text files whose encoding nobody has named.
package charset

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"

	"concord/corpus/importer/internal/chars"
)

// Decoded is a file's text, with LF line ends and without a leading byte order
// mark.
type Decoded struct {
	Text     string
	Name     string // of the encoding, as corpus.Source has it
	Warnings []string
}

// legacy are the encodings besides UTF-8 and UTF-16 that can be asked for.
var legacy = map[string]encoding.Encoding{
	"windows-1250": charmap.Windows1250, // Central Europe
	"windows-1251": charmap.Windows1251, // Cyrillic
	"windows-1252": charmap.Windows1252, // Western Europe
	"windows-1253": charmap.Windows1253, // Greek
	"windows-1254": charmap.Windows1254, // Turkish
	"windows-1257": charmap.Windows1257, // Baltic
	"iso-8859-2":   charmap.ISO8859_2,
	"iso-8859-15":  charmap.ISO8859_15,
	"macintosh":    charmap.Macintosh,
	"shift-jis":    japanese.ShiftJIS,
}

// Names lists the names that Settings.Encoding can have.
func Names() []string {
	return append([]string{"utf-8", "utf-16le", "utf-16be"}, slices.Sorted(maps.Keys(legacy))...)
}

// Decode finds out the encoding, unless forced names one, in this order: byte
// order mark; NULs at every other place (UTF-16); valid UTF-8; Windows-1252,
// with a warning that shows what it made of the file.
func Decode(content []byte, forced string) (Decoded, error) {
	d := Decoded{Name: strings.ToLower(forced)}
	if d.Name == "" {
		var err error
		if d.Name, err = detect(content); err != nil {
			return d, err
		}
	}
	damaged := 0 // characters that could not be decoded
	switch d.Name {
	case "utf-8":
		content = bytes.TrimPrefix(content, []byte("\xEF\xBB\xBF"))
		if !utf8.Valid(content) {
			return d, fmt.Errorf("is not UTF-8 in line %d: import it without naming an encoding, or name another", lineOfInvalid(content))
		}
		d.Text = string(content)
	case "utf-16le", "utf-16be":
		if len(content)%2 != 0 {
			d.Warnings = append(d.Warnings, "the file ends in the middle of a character: it may have been cut off")
		}
		d.Text, damaged = fromUTF16(content, d.Name == "utf-16be")
	default:
		e, ok := legacy[d.Name]
		if !ok {
			return d, fmt.Errorf("cannot be read as %q: known encodings are %s", forced, strings.Join(Names(), ", "))
		}
		text, err := e.NewDecoder().Bytes(content)
		if err != nil {
			return d, fmt.Errorf("cannot be read as %s: name another encoding", d.Name)
		}
		d.Text = string(text)
		damaged = strings.Count(d.Text, "\uFFFD")
	}
	if isNoise(d.Text, damaged) {
		return d, fmt.Errorf("does not look like text: it holds too many control characters")
	}
	d.Text = LineEnds(d.Text)
	if strings.TrimSpace(strings.Trim(d.Text, "\ufeff\u200b")) == "" {
		return d, fmt.Errorf("holds no words, only blanks and line ends")
	}
	if damaged > 0 {
		d.Warnings = append(d.Warnings, fmt.Sprintf("%d characters could not be read as %s and show as \uFFFD: name another encoding if there is one", damaged, d.Name))
	}
	if forced == "" && d.Name == "windows-1252" {
		d.Warnings = append(d.Warnings, "the file is not UTF-8 and was read as Windows-1252"+
			showing(d.Text)+": if that looks wrong, import it again and name the encoding")
	}
	if w := mojibake(d.Text); w != "" {
		d.Warnings = append(d.Warnings, w)
	}
	return d, nil
}

func detect(content []byte) (string, error) {
	has := func(mark string) bool { return bytes.HasPrefix(content, []byte(mark)) }
	switch {
	case has("\xFF\xFE\x00\x00"), has("\x00\x00\xFE\xFF"):
		return "", fmt.Errorf("is UTF-32, which is not supported: save it as UTF-8")
	case has("\xEF\xBB\xBF"):
		if !utf8.Valid(content) {
			return "", fmt.Errorf("says that it is UTF-8 but is not in line %d: name the encoding it really has, or save it again as UTF-8", lineOfInvalid(content))
		}
		return "utf-8", nil
	case has("\xFF\xFE"):
		return "utf-16le", nil
	case has("\xFE\xFF"):
		return "utf-16be", nil
	}
	if name := utf16Pattern(content); name != "" {
		return name, nil
	}
	if utf8.Valid(content) {
		return "utf-8", nil
	}
	if good, bad := countSequences(content); good >= 2*bad {
		return "", fmt.Errorf("is UTF-8 but for %s, the first in line %d: repair the file, or name the encoding it really has", chars.Count(bad, "byte", "bytes"), lineOfInvalid(content))
	}
	return "windows-1252", nil
}

// countSequences counts the characters beyond ASCII that are valid UTF-8, and
// the bytes that are not. Text in another encoding has hardly any of the first.
func countSequences(content []byte) (good, bad int) {
	for i := 0; i < len(content); {
		if content[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, size := utf8.DecodeRune(content[i:])
		if r == utf8.RuneError && size == 1 {
			bad++
		} else {
			good++
		}
		i += size
	}
	return good, bad
}

// utf16Pattern recognises UTF-16 without a byte order mark: in text of mostly
// Latin letters every other byte is NUL.
func utf16Pattern(content []byte) string {
	head := content[:min(len(content), 4096)]
	var nul [2]int
	for i, c := range head {
		if c == 0 {
			nul[i%2]++
		}
	}
	pairs := len(head) / 2
	switch {
	case pairs < 2:
		return ""
	case nul[1]*3 > pairs && nul[0]*20 < pairs:
		return "utf-16le"
	case nul[0]*3 > pairs && nul[1]*20 < pairs:
		return "utf-16be"
	}
	return ""
}

// fromUTF16 decodes without the byte order mark and counts the halves of
// surrogate pairs that stood alone. A last single byte is left out.
func fromUTF16(content []byte, bigEndian bool) (text string, damaged int) {
	unit := func(i int) rune {
		if bigEndian {
			return rune(content[i])<<8 | rune(content[i+1])
		}
		return rune(content[i+1])<<8 | rune(content[i])
	}
	var b strings.Builder
	b.Grow(len(content)/2 + len(content)/8)
	for i := 0; i+1 < len(content); i += 2 {
		r := unit(i)
		if i == 0 && r == 0xFEFF {
			continue
		}
		if utf16.IsSurrogate(r) {
			low := rune(0)
			if i+3 < len(content) {
				low = unit(i + 2)
			}
			if r = utf16.DecodeRune(r, low); r == unicode.ReplacementChar {
				damaged++
			} else {
				i += 2
			}
		}
		b.WriteRune(r)
	}
	return b.String(), damaged
}

// LineEnds makes CR LF and lone CR into LF.
func LineEnds(s string) string {
	if strings.IndexByte(s, '\r') < 0 {
		return s
	}
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}
