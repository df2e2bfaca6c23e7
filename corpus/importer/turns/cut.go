package turns

import (
	"fmt"
	"strings"

	"concord/corpus"
	"concord/corpus/importer/internal/chars"
	"concord/corpus/importer/internal/timestamp"
)

// Cut cuts a text, plain or Markdown, into turns. The body of the result is the
// text as it is.
//
// With labels, what follows one belongs to its speaker until the next, and what
// stands before the first belongs to nobody. Without, each paragraph is a turn
// that names no speaker; package segment says what a paragraph is. Outside the
// speech of turns stand labels, time stamps, rules across the page, the time of
// day at the end, and in Markdown front matter, pictures and headings; a heading ends a turn. The marks "> " of a
// quoted label belong to the label; those of later lines stay in speech.
func Cut(body string, markdown bool, o Options) Transcript {
	sc := scan(body, markdown, o)
	b := detectLabels(sc.candidates, sc.blocks, o)
	c := newCutter(sc, &b)
	c.walk()
	return Transcript{Body: body, Turns: c.turns, Warnings: append(b.warnings, c.warnings()...)}
}

// cutter makes turns of the lines of a text, now that it is known which
// candidates are labels.
type cutter struct {
	*scanned
	*acceptedLabels
	labelled   bool // some label is accepted
	numbered   bool // the labels are those of questions, whose answers have none
	unanswered bool // only interviewers are named
	timed      bool // times without brackets that begin lines are stamps
	turns      []corpus.Turn
	openTurn
	pending pendingTime
	before  int // words before the first label
	empty   int // labels with nothing after them
}

func newCutter(sc *scanned, b *acceptedLabels) *cutter {
	_, numbered := b.labels[labelInForm{formNumbered, "Q"}]
	unanswered := b.onlyInterviewers()
	return &cutter{scanned: sc, acceptedLabels: b, labelled: b.any(), numbered: numbered || unanswered, unanswered: unanswered, timed: sc.lineTimes(), pending: noPendingTime}
}

func (c *cutter) walk() {
	kinds := kinds{markdown: c.markdown}
	next := 0 // candidate
	paragraph := true
	number := c.lineNumber(c.begin)
	for at := c.begin; at < len(c.body) && len(c.turns) <= MaxTurns; number++ {
		line, after := chars.NextLine(c.body, at)
		end := at + len(line)
		var found *candidate
		if next < len(c.candidates) && c.candidates[next].line == number {
			found = &c.candidates[next]
			next++
		}
		k := kinds.of(line)
		switch k {
		case lineText:
			if timestamp.IsCueID(line) && isCueTiming(c.body, after) {
				c.gap(at, end, corpus.NoTime)
				break
			}
			c.text(at, end, found, paragraph || c.wrap == 0)
		case lineHeading:
			c.close()
		case lineRule, lineClock:
			c.gap(at, end, corpus.NoTime)
		case lineCue:
			if !c.labelled {
				c.close()
			}
			start, _, _ := timestamp.ParseCueTiming(line)
			c.gap(at, end, start)
			c.pending = pendingTime(start)
		}
		paragraph = k != lineText
		at = after
	}
	c.close()
}

// isCueTiming reports whether the line of body that begins at from is the time
// line of a caption.
func isCueTiming(body string, from int) bool {
	line, _ := chars.NextLine(body, from)
	_, _, ok := timestamp.ParseCueTiming(line[:min(len(line), 120)])
	return ok
}

// text takes in a line of words, body[from:to].
func (c *cutter) text(from, to int, found *candidate, paragraph bool) {
	if found != nil && c.startsTurn(*found) {
		c.close()
		c.open(found.label, found.at, found.speech)
		c.question = found.form == formNumbered || c.unanswered
		if found.time != corpus.NoTime {
			c.start = found.time
		}
		c.stamps(found.speech, to)
		c.to = to
		return
	}
	from += chars.Blanks(c.body[from:to])
	var lead linePrefix
	if found != nil {
		lead = parseMarks(c.body[from:to])
	}
	stamped := found != nil && lead.time != corpus.NoTime && (c.timed || !lead.bare)
	alone := stamped && from+lead.speech == to // perhaps of the label below
	if c.labelled && !c.isOpen && len(c.turns) == 0 {
		if alone {
			c.pending = pendingTime(lead.time)
		}
		c.before += corpus.CountWords(c.body[from:to])
		return
	}
	if !c.isOpen || !c.labelled && (paragraph || stamped) || c.question && paragraph {
		c.close()
		speaker := ""
		if n := len(c.turns); n > 0 && !c.numbered {
			speaker = c.turns[n-1].Speaker
		}
		c.open(speaker, from, from)
	}
	c.pending = noPendingTime
	c.to = to
	if !stamped {
		c.stamps(from, to)
		return
	}
	c.gap(from, from+lead.speech, lead.time)
	c.stamps(from+lead.speech, to)
	if alone {
		c.pending = pendingTime(lead.time)
	}
}

// stamps notes the time stamps in brackets in body[from:to]. In round brackets
// in running text, "(12:30)" may be the time of day and is left alone.
func (c *cutter) stamps(from, to int) {
	for at := from; at < to; {
		n := strings.IndexAny(c.body[at:to], `[({<#\`)
		if n < 0 {
			return
		}
		at += n
		d, size := timestamp.ParseBracketed(c.body[at:to])
		if size == 0 || c.body[at] == '(' && strings.Count(c.body[at:at+size], ":") < 2 {
			at++
			continue
		}
		c.gap(at, at+size, d)
		at += size
	}
}

func (c *cutter) warnings() []string {
	var out []string
	switch {
	case len(c.turns) == 0:
		out = append(out, "no turns were found: the file holds no speech, only headings, labels or time stamps")
	case !c.labelled:
		out = append(out, "no speaker labels were found: each paragraph is a turn that names nobody")
	}
	if c.unanswered {
		if words, answers := c.unnamedWords(); answers > 0 {
			out = append(out, fmt.Sprintf("only interviewers are named in the file: the %s below their questions are %s that %s nobody", chars.Count(words, "word", "words"),
				chars.Count(answers, "turn", "turns"), map[bool]string{true: "names", false: "name"}[answers == 1]))
		}
	}
	if c.before > 100 {
		out = append(out, fmt.Sprintf("%d words stand before the first speaker label and belong to no turn", c.before))
	}
	if c.empty > 0 {
		out = append(out, fmt.Sprintf("%s nothing behind the label", chars.Count(c.empty, "turn has", "turns have")))
	}
	return out
}

// unnamedWords counts the spoken words in turns that name nobody, and the turns.
func (c *cutter) unnamedWords() (words, turns int) {
	for _, t := range c.turns {
		if t.Speaker != "" {
			continue
		}
		turns++
		for _, s := range t.Speech {
			words += corpus.CountWords(c.body[s.Start:s.End])
		}
	}
	return words, turns
}
