package tui

import (
	"fmt"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"concord/codebook"
	"concord/tui/theme"
)

// bookScreen shows the codebook as a tree, and the code under the cursor beside
// it.
type bookScreen struct {
	at, first int
}

func bookKeys() []binding {
	move := func(n int) func(r *root) tea.Cmd {
		return func(r *root) tea.Cmd {
			r.book.at = max(0, min(r.book.at+n, r.over.Codebook.Len()-1))
			return nil
		}
	}
	empty := func(r *root) string {
		if r.over.Codebook.Len() == 0 {
			return "the codebook is empty: “concord codebook import FILE” or coding with new codes fills it"
		}
		return ""
	}
	return []binding{
		{name: "excerpts", mode: modeBook, keys: []string{"enter", "right", "l"}, help: "the passages coded with this code", foot: "passages", why: empty, do: func(r *root) tea.Cmd {
			c, _ := r.chosenCode()
			return r.search("code:\"" + strings.ReplaceAll(r.over.Codebook.Path(c.ID), `"`, "") + "\"")
		}},
		{name: "book-down", mode: modeBook, keys: []string{"down", "j"}, help: "next code", do: move(1)},
		{name: "book-up", mode: modeBook, keys: []string{"up", "k"}, help: "code before", do: move(-1)},
		{name: "book-page-down", mode: modeBook, keys: []string{"pgdown", "space", "ctrl+d"}, help: "a page down", do: move(12)},
		{name: "book-page-up", mode: modeBook, keys: []string{"pgup", "ctrl+u"}, help: "a page up", do: move(-12)},
		{name: "book-first", mode: modeBook, keys: []string{"home", "g"}, help: "first code", do: move(-1 << 20)},
		{name: "book-last", mode: modeBook, keys: []string{"end", "G"}, help: "last code", do: move(1 << 20)},
	}
}

func (r *root) chosenCode() (codebook.Code, bool) {
	codes := r.over.Codebook.Codes()
	if len(codes) == 0 {
		return codebook.Code{}, false
	}
	r.book.at = max(0, min(r.book.at, len(codes)-1))
	return codes[r.book.at], true
}

func (r *root) bookView() []string {
	b := r.over.Codebook
	lines := []string{r.header(r.trail(r.over.Title, "codebook "+r.versionLabel()), theme.Paint(r.theme.Chrome, counted(b.Len(), "code", "codes")+"   "+r.coder().Name)), r.rule()}
	height := r.height - 3
	chosen, ok := r.chosenCode()
	left := min(48, r.width/2)
	r.book.first = window(r.book.first, r.book.at, b.Len(), height)
	var side []string
	if ok {
		side = r.codeLines(chosen, r.width-left-4)
	}
	codes := b.Codes()
	for i := range height {
		line := ""
		if n := r.book.first + i; n < len(codes) {
			c := codes[n]
			sign, look := "  ", ""
			switch {
			case n == r.book.at:
				sign, look = "▶ ", r.theme.Accent
			case !c.Applicable():
				look = r.theme.Chrome
			}
			total := 0
			for _, k := range r.over.Counts[c.ID] {
				total += k
			}
			name := strings.Repeat("  ", b.Depth(c.ID)) + c.Name
			if !c.Applicable() {
				name += " (" + string(c.Status) + ")"
			}
			line = theme.Paint(look, sign+pad(name, left-8)) + theme.Paint(r.theme.Chrome, fmt.Sprintf("%5s", number(total)))
		}
		line = pad(line, left) + theme.Paint(r.theme.Chrome, " │ ")
		if i < len(side) {
			line += side[i]
		}
		lines = append(lines, line)
	}
	return append(lines, r.bottom())
}

// codeLines tells everything about a code.
func (r *root) codeLines(c codebook.Code, width int) []string {
	lines := []string{theme.Paint(r.theme.Title, c.Name)}
	if path := r.over.Codebook.Path(c.Parent); path != "" {
		lines = append(lines, theme.Paint(r.theme.Chrome, strings.ReplaceAll(path, "/", " › ")))
	}
	about := string(c.Origin)
	if c.Source != "" {
		about += " · " + c.Source
	}
	if c.Status != codebook.Live {
		about += " · " + string(c.Status)
	}
	for _, l := range wrapText(about, width) {
		lines = append(lines, theme.Paint(r.theme.Chrome, l))
	}
	lines = append(lines, "")
	lines = append(lines, definitionLines(c, width)...)
	for _, part := range []struct {
		lead  string
		items []string
	}{{"Example: ", c.Examples.Typical}, {"Looks like it, but is not: ", c.Examples.NearMisses}} {
		for _, x := range part.items {
			lines = append(lines, "")
			lines = append(lines, wrapText(part.lead+x, width)...)
		}
	}
	var counts []string
	for _, k := range r.over.Coders {
		if n := r.over.Counts[c.ID][k.ID]; n > 0 {
			counts = append(counts, fmt.Sprintf("%s %d", k.Name, n))
		}
	}
	if len(counts) > 0 {
		lines = append(lines, "", theme.Paint(r.theme.Chrome, "used by "+strings.Join(counts, ", ")))
	}
	return lines
}
