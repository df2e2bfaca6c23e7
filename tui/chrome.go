package tui

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"concord/codebook"
	"concord/tui/reader"
	"concord/tui/theme"
)

// The smallest screen that works, and those that show a panel, or two, beside the
// text.
const (
	minWidth   = 60
	minHeight  = 18
	panelWidth = 34
	wideScreen = 110
	twoPanels  = 170
)

func (r *host) tooSmall() string {
	return fit(fmt.Sprintf("%d×%d is too small: Concord needs %d×%d", r.width, r.height, minWidth, minHeight), r.width)
}

// fit cuts a line to a width.
func fit(line string, width int) string {
	if ansi.StringWidth(line) <= width {
		return line
	}
	return ansi.Truncate(line, width-1, "") + "\x1b[0m…"
}

// pad fills a line with blanks to a width, cutting what is longer.
func pad(line string, width int) string {
	line = fit(line, width)
	return line + strings.Repeat(" ", max(0, width-ansi.StringWidth(line)))
}

// rule is a line across the screen.
func (r *host) rule() string { return theme.Paint(r.theme.Chrome, strings.Repeat("─", r.width)) }

// ruleOf is a line across the screen with something written on it.
func (r *host) ruleOf(look string, words ...string) string {
	if len(words) == 0 {
		return r.rule()
	}
	line := fit("── "+strings.Join(words, " · ")+" ", r.width)
	return theme.Paint(look, line) + theme.Paint(r.theme.Chrome, strings.Repeat("─", max(0, r.width-ansi.StringWidth(line))))
}

// header is the top line: where one is at the left, who and what at the right.
// The right gives way first.
func (r *host) header(left, right string) string {
	l, w := ansi.StringWidth(left), ansi.StringWidth(right)
	if l+w+3 > r.width {
		return fit(" "+left, r.width)
	}
	return " " + left + strings.Repeat(" ", r.width-l-w-2) + right + " "
}

// trail is a title with what is below it: “study › KI-07”.
func (r *host) trail(parts ...string) string {
	for i, p := range parts {
		if i == len(parts)-1 {
			p = theme.Paint(r.theme.Title, p)
		}
		parts[i] = p
	}
	return strings.Join(parts, theme.Paint(r.theme.Chrome, " › "))
}

// inWords writes the path of a code for people: “relations › trust”.
func inWords(path string) string {
	if path == "" {
		return ""
	}
	return strings.Join(codebook.SplitPath(path), " › ")
}

// standing says who codes, and under which codebook.
func (r *host) standing() string {
	who := r.coder().Name
	if who == "" {
		who = "nobody codes"
	}
	return theme.Paint(r.theme.Chrome, who+"   codebook "+r.versionLabel())
}

// versionLabel is "v2", "v2+" if changed since, or "unsaved".
func (r *host) versionLabel() string {
	n := len(r.over.Versions)
	switch {
	case n == 0:
		return "unsaved"
	case r.over.Changed:
		return r.over.Versions[n-1].Label() + "+"
	}
	return r.over.Versions[n-1].Label()
}

// bottom gives the last line: the news if there are any, else the keys that
// matter here.
func (r *host) bottom() string {
	switch {
	case r.stuck != "":
		return theme.Paint(r.theme.Alert, fit(fmt.Sprintf(" NOT SAVED, trying again: %s. %s", counted(r.unsaved, "change waits", "changes wait"), r.stuck), r.width))
	case r.said != "" && r.alert:
		return theme.Paint(r.theme.Alert, fit(" "+r.said, r.width))
	case r.said != "":
		return theme.Paint(r.theme.Good, fit(" "+r.said, r.width))
	}
	return r.footer()
}

// footer lists the keys of the screen, as many as fit, from the table of keys.
func (r *host) footer() string {
	end := r.keys.expand("{help} keys")
	line, room := "", r.width-ansi.StringWidth(end)-2
	for _, b := range r.keys.on(r.mode) {
		if b.foot == "" || len(b.keys) == 0 || b.off(r.keys) != "" {
			continue
		}
		words := b.label()
		if ansi.StringWidth(line)+ansi.StringWidth(b.shown()+words)+5 > room {
			break
		}
		line += " " + theme.Paint(r.theme.Accent, b.shown()) + theme.Paint(r.theme.Chrome, " "+words) + " "
	}
	return pad(line, room) + " " + theme.Paint(r.theme.Chrome, end)
}

// overlay puts a box on the screen, cutting the lines it covers: a third of the
// way down, but beside the lines from keep to end, exclusively, as far as there is
// room above or below them.
func overlay(lines, box []string, width, keep, end int) []string {
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
		out[top+i] = pad(ansi.Truncate(under, left, ""), left) + "\x1b[0m" + pad(l, w) + "\x1b[0m" + ansi.TruncateLeft(under, left+w, "")
	}
	return out
}

// window gives the range of rows of a list to show so that the chosen one is
// visible, and the new first row.
func window(first, chosen, n, height int) int {
	first = min(first, chosen)
	if chosen >= first+height {
		first = chosen - height + 1
	}
	return max(0, min(first, n-height))
}

// wrapText breaks plain text into lines of a width.
func wrapText(s string, width int) []string {
	if s == "" {
		return nil
	}
	return strings.Split(ansi.Wrap(clean(s), max(width, 8), ""), "\n")
}

// clean takes out of foreign words what would do something to the terminal.
// Line ends stay.
func clean(s string) string {
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

func counted(n int, one, many string) string { return fmt.Sprintf("%d %s", n, plural(n, one, many)) }
