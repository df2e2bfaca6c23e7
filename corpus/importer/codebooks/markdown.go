package codebooks

import (
	"fmt"
	"strings"

	"concord/codebook"
	"concord/corpus/importer/charset"
	"concord/corpus/importer/internal/chars"
)

// readMarkdown reads a codebook as “concord codebook export” writes it
// in Markdown: a heading a code, as deep as the code; a line in italics with its
// origin; its definition; and what stands behind the bold leads. Lists are
// examples, near misses and other names. Themes follow below the heading
// “Themes”, each with a narrative and the paths of its codes as a list.
func readMarkdown(content []byte) (Sheet, error) {
	d, err := charset.Decode(content, "")
	if err != nil {
		return Sheet{}, err
	}
	m := markdownReader{sheet: Sheet{Warnings: d.Warnings}}
	for i, line := range strings.Split(d.Text, "\n") {
		m.line = i + 1
		if err := m.read(strings.TrimRight(line, " \r")); err != nil {
			return m.sheet, fmt.Errorf("line %d: %w", m.line, err)
		}
	}
	if err := m.end(); err != nil {
		return m.sheet, err
	}
	if len(m.sheet.Rows) == 0 {
		return m.sheet, fmt.Errorf("it holds no code; a code is a heading (## name) with its definition below it")
	}
	return m.sheet, nil
}

type markdownReader struct {
	sheet   Sheet
	line    int
	above   []string // of the code at hand, by depth
	row     *CodeRow
	theme   *ThemeRow
	members map[int][]string // paths of the codes of themes
	themes  bool             // below the heading “Themes”
	part    *string          // where the next paragraph goes
	list    *[]string        // where the next item goes
	apart   bool             // a blank line stood before
}

func (m *markdownReader) read(line string) error {
	if level := len(line) - len(strings.TrimLeft(line, "#")); level > 0 && strings.HasPrefix(line[level:], " ") {
		return m.heading(level, plainMarkdown(strings.TrimSpace(line[level:])))
	}
	switch {
	case line == "":
		m.apart = true
		return nil
	case m.row == nil && m.theme == nil:
		return nil // above the first code: title and version
	}
	defer func() { m.apart = false }()
	if item, ok := strings.CutPrefix(line, "- "); ok {
		switch {
		case m.theme != nil:
			n := len(m.sheet.Themes) - 1
			m.members[n] = append(m.members[n], plainMarkdown(item))
			return nil
		case m.list != nil:
			*m.list = append(*m.list, plainMarkdown(item))
			return nil
		}
	}
	if m.row != nil {
		if m.part == &m.row.Definition.Text && m.row.Definition.Text == "" && strings.HasPrefix(line, "*") && strings.HasSuffix(line, "*") && !strings.HasPrefix(line, "**") {
			return m.about(plainMarkdown(strings.Trim(line, "*")))
		}
		for _, lead := range []struct {
			words string
			part  *string
			list  *[]string
		}{{"**Use when** ", &m.row.Definition.Include, nil}, {"**Not when** ", &m.row.Definition.Exclude, nil}, {"**Examples**", nil, &m.row.Examples.Typical},
			{"**Looks like it, but is not**", nil, &m.row.Examples.NearMisses}, {"**Also called**", nil, &m.row.Aliases}} {
			if rest, ok := strings.CutPrefix(line, lead.words); ok {
				m.part, m.list = lead.part, lead.list
				line, m.apart = rest, false
				if line == "" {
					return nil
				}
			}
		}
	}
	switch {
	case m.part != nil:
		if *m.part != "" {
			*m.part += map[bool]string{true: "\n\n", false: "\n"}[m.apart]
		}
		*m.part += plainMarkdown(line)
	case m.list != nil && len(*m.list) > 0:
		(*m.list)[len(*m.list)-1] += "\n" + plainMarkdown(strings.TrimSpace(line))
	}
	return nil
}

func (m *markdownReader) heading(level int, name string) error {
	m.row, m.theme, m.part, m.list, m.apart = nil, nil, nil, nil, false
	switch {
	case level == 1:
		m.themes = name == "Themes" && len(m.sheet.Rows) > 0
		return nil
	case m.themes:
		if m.members == nil {
			m.members = map[int][]string{}
		}
		m.sheet.Themes = append(m.sheet.Themes, ThemeRow{Name: name})
		m.theme = &m.sheet.Themes[len(m.sheet.Themes)-1]
		m.part = &m.theme.Narrative
		return nil
	}
	depth := level - 2
	if depth > len(m.above) {
		return fmt.Errorf("the heading “%s” is %d deep, but no code above it is %d deep", name, level, level-1)
	}
	m.above = append(m.above[:depth:depth], name)
	c := CodeRow{At: fmt.Sprintf("line %d", m.line), Path: append([]string{}, m.above...)}
	if err := c.check(); err != nil {
		return fmt.Errorf("code %q: %s", chars.Shorten(name), codebook.CheckName(name))
	}
	m.sheet.Rows = append(m.sheet.Rows, c)
	m.row = &m.sheet.Rows[len(m.sheet.Rows)-1]
	m.part = &m.row.Definition.Text
	return nil
}

// about reads the line in italics: “deductive, a heading, colour #aabbcc,
// retired, below a/b, from Peterson”. The source stands last, for it may hold
// commas.
func (m *markdownReader) about(line string) error {
	line, source, _ := strings.Cut(line, codebook.LeadSource)
	m.row.Source = source
	for _, word := range strings.Split(line, ", ") {
		if colour, ok := strings.CutPrefix(word, "colour "); ok {
			if wrong := codebook.CheckColour(colour); wrong != "" {
				return fmt.Errorf("%q: %s", chars.Shorten(colour), wrong)
			}
			m.row.Colour = colour
			continue
		}
		if above, ok := strings.CutPrefix(word, "below "); ok {
			m.row.Path = append(codebook.SplitPath(above), m.row.Path[len(m.row.Path)-1])
			m.above = append([]string{}, m.row.Path...)
			continue
		}
		if word == "a heading" {
			m.row.Heading = true
			continue
		}
		if o, err := parseOrigin(word); err == nil {
			m.row.Origin = o
		} else if s, err := parseStatus(word); err == nil {
			m.row.Status = s
		}
	}
	return nil
}

// end gives the themes their codes.
func (m *markdownReader) end() error {
	at := map[string]int{}
	for i, c := range m.sheet.Rows {
		at[strings.ToLower(codebook.JoinPath(c.Path...))] = i
	}
	for n, paths := range m.members {
		for _, p := range paths {
			i, ok := at[strings.ToLower(p)]
			if !ok {
				return fmt.Errorf("the theme “%s” holds a code that the file does not have: %q", m.sheet.Themes[n].Name, chars.Shorten(p))
			}
			m.sheet.Themes[n].Codes = append(m.sheet.Themes[n].Codes, i)
		}
	}
	return nil
}

// plainMarkdown takes away the backslashes that keep signs from being Markdown.
func plainMarkdown(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) && strings.IndexByte("\\*_`<[]#-+>|", s[i+1]) >= 0 {
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String()
}
