package captions

import (
	"fmt"
	"html"
	"strings"
	"time"
	"unicode"

	"concord/corpus"
	"concord/corpus/importer/internal/chars"
	"concord/corpus/importer/internal/timestamp"
)

// cue is one caption as it stands in a .vtt or .srt file.
type cue struct {
	line       int // of its times, counted from one
	start, end time.Duration
	lines      []string // its text, tags and all
}

// cueFile collects what is read from a caption file and what is wrong with it.
type cueFile struct {
	cues     []cue
	warnings []string
	reversed []int // lines of cues that end before they start
	untimed  []int // lines with an arrow whose times make no sense
	stray    []int // lines of text outside any cue, put to the one before
	before   int   // lines before the first cue, left out
}

// isArrow reports whether a line is, or was meant to be, the times of a cue.
func isArrow(line string) bool {
	n := chars.Blanks(line)
	return n < len(line) && chars.IsDigit(line[n]) && strings.Contains(line[:min(len(line), 80)], "-->")
}

// readCues reads the captions of body from line number on: times, then text
// until a blank line, the next times, or the number of the next caption.
// Comments and style blocks of WebVTT are left out.
func readCues(body string, number int, webvtt bool) *cueFile {
	f := &cueFile{}
	blank, skip := true, false // after a blank line; inside NOTE, STYLE or REGION
	for at := 0; at < len(body); number++ {
		line, next := chars.NextLine(body, at)
		at = next
		switch {
		case line == "":
			blank, skip = true, false
			continue
		case chars.Blanks(line) == len(line):
			continue // YouTube writes a space for an empty line of a caption
		case isArrow(line):
			f.begin(line, number)
			skip = false
		case skip:
		case webvtt && blank && isCommentBlock(line):
			skip = true
		case timestamp.IsCueID(line) && (isArrowAt(body, next) || next == len(body)):
		case len(f.cues) == 0:
			f.before++
		default:
			c := &f.cues[len(f.cues)-1]
			if blank && len(c.lines) > 0 {
				f.stray = append(f.stray, number)
			}
			c.lines = append(c.lines, line)
		}
		blank = false
	}
	return f
}

func isArrowAt(body string, from int) bool {
	line, _ := chars.NextLine(body, from)
	return isArrow(line)
}

// isCommentBlock reports whether a line begins a block of WebVTT that is no
// caption.
func isCommentBlock(line string) bool {
	word, _, _ := strings.Cut(line, " ")
	return word == "NOTE" || word == "STYLE" || word == "REGION"
}

// begin starts a cue at a line with an arrow.
func (f *cueFile) begin(line string, number int) {
	start, end, ok := timestamp.ParseCueTiming(line)
	switch {
	case !ok:
		f.untimed = append(f.untimed, number)
	case end < start:
		f.reversed = append(f.reversed, number)
		end = corpus.NoTime
	}
	f.cues = append(f.cues, cue{line: number, start: start, end: end})
}

// check says what is wrong with the file; an error if it has no captions.
func (f *cueFile) check(example string) error {
	if len(f.cues) == 0 {
		return fmt.Errorf("holds no captions: a line like “%s” was expected; if it is a plain transcript, rename it to .txt", example)
	}
	if n := len(f.untimed); n > 0 {
		f.warn("%s that cannot be read, %s: their captions have no time", chars.Count(n, "line has times", "lines have times"), lineList(f.untimed))
	}
	if n := len(f.reversed); n > 0 {
		f.warn("%s before it begins, %s: its end was left out", chars.Count(n, "caption ends", "captions end"), lineList(f.reversed))
	}
	if len(f.stray) > 0 {
		f.warn("text outside any caption (%s) was put to the caption above", lineList(f.stray))
	}
	if f.before > 0 {
		f.warn("the text before the first caption (%s) was left out", chars.Count(f.before, "line", "lines"))
	}
	if last := f.cues[len(f.cues)-1]; len(last.lines) == 0 {
		f.warn("the last caption, line %d, has no text: the file may have been cut off", last.line)
	}
	return nil
}

func (f *cueFile) warn(format string, args ...any) {
	f.warnings = append(f.warnings, fmt.Sprintf(format, args...))
}

// lineList names the first lines of a list.
func lineList(lines []int) string {
	var b strings.Builder
	b.WriteString("line")
	if len(lines) > 1 {
		b.WriteString("s")
	}
	for i, n := range lines {
		switch {
		case i == 3:
			return b.String() + " and others"
		case i > 0:
			b.WriteString(",")
		}
		fmt.Fprintf(&b, " %d", n)
	}
	return b.String()
}

// rolls reports whether most captions begin with the last line of the one
// before, as captions that roll up do.
func (f *cueFile) rolls() bool {
	n := 0
	for i := 1; i < len(f.cues); i++ {
		if repeated(f.cues[i-1].lines, f.cues[i].lines) > 0 {
			n++
		}
	}
	return n > 2 && n*2 > len(f.cues)
}

// undoRollUp drops from each caption the lines that repeat the one before.
func (f *cueFile) undoRollUp() {
	for i := len(f.cues) - 1; i > 0; i-- {
		c := &f.cues[i]
		c.lines = c.lines[repeated(f.cues[i-1].lines, c.lines):]
	}
}

// repeated gives how many lines at the end of before come again at the beginning
// of after. Tags do not count.
func repeated(before, after []string) int {
	for n := min(len(before), len(after)); n > 0; n-- {
		same := true
		for i := range n {
			same = same && plain(before[len(before)-n+i]) == plain(after[i])
		}
		if same && plain(after[0]) != "" {
			return n
		}
	}
	return 0
}

// plain is a caption's line without tags and escapes, its blanks made one.
func plain(line string) string {
	var b strings.Builder
	for line != "" {
		n := strings.IndexAny(line, "<{")
		if n < 0 {
			b.WriteString(line)
			break
		}
		b.WriteString(line[:n])
		line = line[n:]
		if _, size := parseTag(line); size > 0 {
			line = line[size:]
			continue
		}
		b.WriteByte(line[0])
		line = line[1:]
	}
	return chars.JoinBlanks(html.UnescapeString(b.String()))
}

// tagNames are what captions know; any other thing in angle brackets is text, as
// in <UNIN/>.
var tagNames = chars.WordSet("v,c,i,b,u,s,lang,ruby,rt,font,span")

// maxTag bounds the length of a tag.
const maxTag = 200

// parseTag reads a tag at the beginning of s: <v Name>, </v>, <00:00:01.000>, or
// {\an8} of SubRip. It gives the tag's inside and the number of bytes, 0 if there
// is no tag.
func parseTag(s string) (inside string, size int) {
	closer := byte('>')
	if s[0] == '{' {
		if !strings.HasPrefix(s, `{\`) {
			return "", 0
		}
		closer = '}'
	}
	n := strings.IndexByte(s[:min(len(s), maxTag)], closer)
	if n < 0 {
		return "", 0
	}
	inside = s[1:n]
	if closer == '}' {
		return inside, n + 1
	}
	if _, size := timestamp.Parse(inside); size > 0 && size == len(inside) {
		return inside, n + 1
	}
	name := strings.TrimPrefix(inside, "/")
	if i := strings.IndexFunc(name, func(r rune) bool { return !unicode.IsLetter(r) }); i >= 0 {
		name = name[:i]
	}
	if !tagNames[strings.ToLower(name)] {
		return "", 0
	}
	return inside, n + 1
}
