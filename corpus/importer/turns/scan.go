package turns

import (
	"strings"
	"unicode/utf8"

	"concord/corpus"
	"concord/corpus/importer/internal/chars"
	"concord/corpus/importer/internal/timestamp"
	"concord/corpus/segment"
)

// lineKind is what a line is before anything is known about labels.
type lineKind int

const (
	lineText    lineKind = iota
	lineBlank            // white space only
	lineHeading          // of Markdown: ends a turn
	lineRule             // across the page, or a picture in HTML: nobody's words
	lineClock            // the time of day at which a meeting ended, alone
	lineCue              // 00:00:01.000 --> 00:00:04.000, pasted from captions
)

// scanned is what one pass over the lines of a text finds.
type scanned struct {
	body       string
	markdown   bool
	wrap       int // column at which lines are wrapped, 0 if they are not
	begin      int // where turns may begin: behind front matter and head block
	candidates []candidate
	blocks     int // paragraphs
}

// scan looks at every line for what may be a label.
func scan(body string, markdown bool, o Options) *scanned {
	known := knownLabels(o)
	sc := &scanned{body: body, markdown: markdown, wrap: segment.WrapWidth(body)}
	if markdown {
		sc.begin = frontMatter(body)
	}
	kinds := kinds{markdown: sc.markdown}
	above := "" // the line above, where it is text
	number := sc.lineNumber(sc.begin)
	for at := sc.begin; at < len(body); number++ {
		line, next := chars.NextLine(body, at)
		if kinds.of(line) != lineText {
			above, at = "", next
			continue
		}
		h, ok := parseLine(line, known)
		if n := len(sc.candidates); n > 0 && sc.candidates[n-1].line == number-1 {
			sc.candidates[n-1].below = !ok || h.time == corpus.NoTime
		}
		block := above == "" || sc.wrap == 0 || fits(above, line, sc.wrap)
		if block {
			sc.blocks++
		}
		if ok {
			h.at += at
			h.speech += at
			sc.candidates = append(sc.candidates, candidate{linePrefix: h, line: number, block: block, apart: above == ""})
		}
		above, at = line, next
	}
	sc.skipHeader()
	return sc
}

// knownLabels gives the labels that a person named, in lower case.
func knownLabels(o Options) []string {
	var out []string
	for _, l := range o.Speakers {
		out = append(out, strings.ToLower(l))
	}
	return out
}

// parseLine reads the beginning of a line; a label that a person named counts
// before any other.
func parseLine(line string, known []string) (linePrefix, bool) {
	if len(known) > 0 {
		if p, ok := matchKnown(line, known); ok {
			return p, true
		}
	}
	return parsePrefix(line)
}

// lineNumber counts lines from one.
func (sc *scanned) lineNumber(at int) int { return 1 + strings.Count(sc.body[:at], "\n") }

// kinds tells the kinds of lines that it is given in order.
type kinds struct {
	markdown bool
	html     bool // inside a block of HTML
}

func (k *kinds) of(line string) lineKind {
	switch {
	case chars.Blanks(line) == len(line):
		k.html = false
		return lineBlank
	case k.html:
		return lineRule
	case k.markdown && isHeading(line):
		return lineHeading
	case k.markdown && beginsHTML(line):
		k.html = true
		return lineRule
	case isRule(line):
		return lineRule
	case isClock(line):
		return lineClock
	case strings.Contains(line[:min(len(line), 80)], "-->"):
		if _, _, ok := timestamp.ParseCueTiming(line); ok {
			return lineCue
		}
	}
	return lineText
}

// fits reports whether the first word of line would have fitted on the line
// above, so that the line end between them was meant.
func fits(above, line string, width int) bool {
	line = line[chars.Blanks(line):]
	if n := strings.IndexByte(line, ' '); n >= 0 {
		line = line[:n]
	}
	return utf8.RuneCountInString(above)+1+utf8.RuneCountInString(line) <= width
}

// lineTimes reports whether times without brackets at the beginning of lines are
// stamps: at least two lines and one paragraph in five have them.
func (sc *scanned) lineTimes() bool {
	n := 0
	for _, c := range sc.candidates {
		if c.bare {
			n++
		}
	}
	return n >= 2 && n*5 >= sc.blocks
}

// headerLines bounds the lines that a head block is looked for in.
const headerLines = 60

// skipHeader moves the start of the text behind the block of facts that many
// transcripts begin with, "Interviewee: P07", "Date: 3 May", and drops its
// candidates: those names speak later.
func (sc *scanned) skipHeader() {
	first := map[int]*candidate{} // by line
	seen := map[string]int{}
	for i := range sc.candidates {
		if c := &sc.candidates[i]; c.form == formColon {
			seen[c.label]++
			if _, ok := first[c.line]; !ok && len(first) < headerLines {
				first[c.line] = c
			}
		}
	}
	kinds := kinds{markdown: sc.markdown}
	end, at, number := sc.begin, sc.begin, sc.lineNumber(sc.begin)
	for last := number + headerLines; at < len(sc.body) && number < last; {
		from := at
		var block []*candidate // nil for a line that is no fact
		for at < len(sc.body) {
			line, next := chars.NextLine(sc.body, at)
			number++
			at = next
			if kinds.of(line) != lineText {
				break
			}
			block = append(block, first[number-1])
		}
		facts := factLines(sc.body, block, seen)
		if facts > 0 {
			end = from
			for range facts {
				_, end = chars.NextLine(sc.body, end)
			}
		}
		// A single other line may be a title above the facts.
		if facts < len(block) && (len(block) > 1 || block[0] != nil || at-from > 120) {
			break
		}
	}
	if strings.TrimSpace(sc.body[end:]) == "" {
		return // nothing but facts: then they are the text
	}
	sc.begin = end
	n := 0
	for n < len(sc.candidates) && sc.candidates[n].at < end {
		n++
	}
	sc.candidates = sc.candidates[n:]
}

// factLines gives the number of lines at the beginning of a block that state
// facts about the recording rather than speech: all of them, if each has a
// different key, some key is no speaker's and no value is a sentence; else as
// many as have keys like "Date".
func factLines(body string, block []*candidate, seen map[string]int) int {
	meta := 0
	for meta < len(block) && block[meta] != nil && isMeta(block[meta].label) {
		meta++
	}
	keys := map[string]bool{}
	strange := meta > 0
	for _, c := range block {
		if c == nil || keys[c.label] {
			return meta
		}
		keys[c.label] = true
		value, _ := chars.NextLine(body, c.speech)
		value = strings.TrimRight(value, " \u00a0*_")
		if !isMeta(c.label) && value != "" && strings.Contains(".?!…", value[len(value)-1:]) {
			return meta
		}
		if isMeta(c.label) || styleOf(c.label) >= styleTitle && seen[c.label] == 1 && len(block) > 1 {
			strange = true
		}
	}
	if strange {
		return len(block)
	}
	return meta
}

// isClock reports whether a line holds nothing but the time of day at which a
// meeting began or ended, as "2:04 P.M. EDT" or "END 11:47 A.M. EST": it is
// nobody's words.
func isClock(line string) bool {
	line = strings.TrimPrefix(line[chars.Blanks(line):], "END")
	line = line[chars.Blanks(line):]
	if line == "" || !chars.IsDigit(line[0]) {
		return false
	}
	_, n := timestamp.Parse(line)
	if n == 0 || len(line) > 200 {
		return false
	}
	words := strings.FieldsFunc(line[n:], chars.IsBlank)
	if len(words) == 0 || len(words) > 2 {
		return false
	}
	switch strings.ToLower(strings.ReplaceAll(words[0], ".", "")) {
	case "am", "pm":
		return len(words) == 1 || len(words[1]) <= 4 && strings.ToUpper(words[1]) == words[1]
	}
	return false
}
