package layout

import (
	"fmt"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"concord/codebook"
	"concord/tui/reader"
)

// oneLine makes foreign words fit for one line of at most so many characters.
func OneLine(words string, most int) string {
	words = strings.ToValidUTF8(words[:min(len(words), 8*most)], "") // a cut may go through a character
	words = Clean(strings.Join(strings.Fields(words), " "))
	if runes := []rune(words); len(runes) > most {
		words = string(runes[:most-1]) + "…"
	}
	return words
}

// fit cuts a line to a width.
func Fit(line string, width int) string {
	if ansi.StringWidth(line) <= width {
		return line
	}
	return ansi.Truncate(line, width-1, "") + "\x1b[0m…"
}

// pad fills a line with blanks to a width, cutting what is longer.
func Pad(line string, width int) string {
	line = Fit(line, width)
	return line + strings.Repeat(" ", max(0, width-ansi.StringWidth(line)))
}

// inWords writes the path of a code for people: “relations › trust”.
func InWords(path string) string {
	if path == "" {
		return ""
	}
	return strings.Join(codebook.SplitPath(path), " › ")
}

// overlay puts a box on the screen, cutting the lines it covers: a third of the
// way down, but beside the lines from keep to end, exclusively, as far as there is
// room above or below them.
func Overlay(lines, box []string, width, keep, end int) []string {
	w := 0
	for _, l := range box {
		w = max(w, ansi.StringWidth(l))
	}
	top, left := max(0, (len(lines)-len(box))/3), max(0, (width-w)/2)
	lowest := max(0, len(lines)-len(box))
	switch {
	case keep >= end || top >= end || top+len(box) <= keep:
	case end <= lowest:
		top = end
	case len(box) <= keep:
		top = keep - len(box)
	case keep < len(lines)-end:
		top = lowest
	default:
		top = 0
	}
	out := append([]string{}, lines...)
	for i, l := range box {
		if top+i >= len(out) {
			break
		}
		under := out[top+i]
		out[top+i] = Pad(ansi.Truncate(under, left, ""), left) + "\x1b[0m" + Pad(l, w) + "\x1b[0m" + ansi.TruncateLeft(under, left+w, "")
	}
	return out
}

// window gives the range of rows of a list to show so that the chosen one is
// visible, and the new first row.
func Window(first, chosen, n, height int) int {
	first = min(first, chosen)
	if chosen >= first+height {
		first = chosen - height + 1
	}
	return max(0, min(first, n-height))
}

// wrapText breaks plain text into lines of a width.
func WrapText(s string, width int) []string {
	if s == "" {
		return nil
	}
	return strings.Split(ansi.Wrap(Clean(s), max(width, 8), ""), "\n")
}

// clean takes out of foreign words what would do something to the terminal.
// Line ends stay.
func Clean(s string) string {
	return strings.Map(func(c rune) rune {
		if c != '\n' && !reader.Printable(c) {
			return '·'
		}
		return c
	}, s)
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

func Counted(n int, one, many string) string { return fmt.Sprintf("%d %s", n, plural(n, one, many)) }

// sideBySide puts columns of lines beside each other.
func SideBySide(cells [][]string, height, width int) []string {
	var lines []string
	for i := range height {
		line := "  "
		for _, c := range cells {
			text := ""
			if i < len(c) {
				text = c[i]
			}
			line += Pad(text, width) + "  "
		}
		lines = append(lines, line)
	}
	return lines
}

func FirstOf(reasons ...string) string {
	for _, s := range reasons {
		if s != "" {
			return s
		}
	}
	return ""
}

func Thousands(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// day writes a day as people say it: today, a weekday within the week, a date.
func Day(t, now time.Time) string {
	if t.IsZero() {
		return ""
	}
	t, now = t.Local(), now.Local()
	switch {
	case t.Format(time.DateOnly) == now.Format(time.DateOnly):
		return "today"
	case now.Sub(t) < 6*24*time.Hour && now.After(t):
		return t.Format("Mon")
	case t.Year() == now.Year():
		return t.Format("2 Jan")
	}
	return t.Format("Jan 06")
}
