package turns

import (
	"strings"

	"concord/corpus/importer/internal/chars"
)

// frontMatter gives the length of the YAML block that a Markdown file begins
// with, its last line end included; 0 if there is none.
func frontMatter(body string) int {
	first, at := chars.NextLine(body, 0)
	if strings.TrimRight(first, " \t") != "---" {
		return 0
	}
	for at < len(body) {
		var line string
		line, at = chars.NextLine(body, at)
		if l := strings.TrimRight(line, " \t"); l == "---" || l == "..." {
			return at
		}
	}
	return 0
}

// isHeading reports whether a Markdown line is a heading, "## Coalition".
func isHeading(line string) bool {
	line = strings.TrimLeft(line, " >")
	n := 0
	for n < len(line) && line[n] == '#' {
		n++
	}
	return n > 0 && n <= 6 && (n == len(line) || line[n] == ' ' || line[n] == '\t')
}

// beginsHTML reports whether a Markdown line begins a block of HTML that shows
// something else than words; it lasts until a blank line.
func beginsHTML(line string) bool {
	line = strings.TrimLeft(line, " ")
	if line == "" || line[0] != '<' {
		return false
	}
	for _, tag := range []string{"<figure", "<img", "<!--", "<iframe", "<script", "<style", "<video", "<audio"} {
		if strings.HasPrefix(line, tag) {
			return true
		}
	}
	return false
}

// isRule reports whether a line is drawn across the page: three or more of one
// of - * _ = and nothing else.
func isRule(line string) bool {
	line = strings.TrimSpace(line)
	if len(line) < 3 || strings.IndexByte("-*_=", line[0]) < 0 {
		return false
	}
	n := 0
	for i := range len(line) {
		switch line[i] {
		case line[0]:
			n++
		case ' ':
		default:
			return false
		}
	}
	return n >= 3
}
