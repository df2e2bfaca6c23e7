package importer

import (
	"fmt"
	"slices"
	"strings"
)

// candidate is a head in its place in the text.
type candidate struct {
	head
	line  int  // counted from one
	block bool // it begins a paragraph, or a line that nothing wrapped
	apart bool // the line above is blank
	below bool // the next line holds text that does not begin with a time
}

// tally is what the whole text says about one label in one look.
type tally struct {
	label string
	style style
	known bool // on the roster
	n     int  // occurrences that may count
	block int  // of them at the beginning of a paragraph
	apart int  // of them below a blank line
	timed int  // of them with a time
	line  int  // of the first
}

// believed says which labels are speakers, and in which looks.
type believed struct {
	labels   map[labelLook]anywhere
	warnings []string
}

// anywhere is set for labels that count at the beginning of any line, not of
// paragraphs only.
type anywhere bool

type labelLook struct {
	look  look
	label string
}

// opens reports whether c begins a turn.
func (b *believed) opens(c candidate) bool {
	everywhere, ok := b.labels[labelLook{c.look, c.label}]
	return ok && (c.block || bool(everywhere))
}

// has reports whether a label is believed in a look.
func (b *believed) has(l look, t *tally) bool {
	_, ok := b.labels[labelLook{l, t.label}]
	return ok
}

// any reports whether any label is believed.
func (b *believed) any() bool { return len(b.labels) > 0 }

// believe decides which candidates name speakers. blocks is the number of
// paragraphs of the text, or of captions.
//
// Labels are believed that come twice, or that are roles, known, timed, or of
// the same kind as believed ones. What reads like prose needs more: to open most
// of the paragraphs. One look is enough for one text, but colons, bare Q and A
// and brackets may stand together.
func believe(candidates []candidate, blocks int, s Settings) believed {
	b := believed{labels: map[labelLook]anywhere{}}
	tallies := tallyLabels(candidates, s)
	b.colons(tallies[lookColon], blocks)
	b.brackets(tallies[lookBracket])
	b.questions(tallies[lookQA], tallies[lookDotQA])
	b.alone(tallies[lookAlone])
	b.under(tallies[lookUnder])
	b.parens(tallies[lookParen])
	if !b.any() {
		b.tabs(tallies[lookTab], blocks)
	}
	if q := tallies[lookNumbered]; len(q) > 0 && q[0].n >= 2 && q[0].n > b.turns(tallies) {
		b.accept(lookNumbered, q[0]) // where others lead, a number is only what they say
	}
	for l, list := range tallies {
		for _, t := range list {
			if t.known {
				b.accept(l, t)
			}
		}
	}
	return b
}

// turns counts the turns that the labels believed so far begin.
func (b *believed) turns(tallies map[look][]*tally) int {
	n := 0
	for l, list := range tallies {
		for _, t := range list {
			if b.has(l, t) {
				n += t.n
			}
		}
	}
	return n
}

// accept believes a label. In wrapped text a name before a colon may be prose, if
// the paragraphs that it opens are set apart by blank lines.
func (b *believed) accept(l look, t *tally) {
	dense := t.apart*10 < t.n*8
	b.labels[labelLook{l, t.label}] = anywhere(t.known || l == lookColon && (t.style.strong() || dense))
}

// tallyLabels counts candidates by look and label, in order of first appearance.
// Stopped labels are left out, and so are those that stand where only a strong
// style is believed.
func tallyLabels(candidates []candidate, s Settings) map[look][]*tally {
	roster, not := labelSet(s.Roster), labelSet(s.NotSpeakers)
	tallies := map[look][]*tally{}
	index := map[labelLook]*tally{}
	for _, c := range candidates {
		if c.look == lookNone {
			continue
		}
		key := labelLook{c.look, c.label}
		t := index[key]
		if t == nil {
			folded := strings.ToLower(c.label)
			if not[folded] {
				continue
			}
			t = &tally{label: c.label, style: styleOf(c.label), known: roster[folded], line: c.line}
			if !t.known && isStopped(c.label) && folded != "question" && folded != "answer" {
				continue
			}
			index[key] = t
			tallies[c.look] = append(tallies[c.look], t)
		}
		if !counts(c, t) {
			continue
		}
		t.n++
		if c.block {
			t.block++
		}
		if c.apart {
			t.apart++
		}
		if c.timed {
			t.timed++
		}
	}
	return tallies
}

// counts reports whether a candidate stands where its label may be believed.
func counts(c candidate, t *tally) bool {
	switch {
	case t.known:
		return true
	case (c.look == lookAlone || c.look == lookUnder) && !c.below:
		return false
	case t.style.strong() && c.look == lookColon:
		return true
	}
	return c.block && !c.tight
}

func labelSet(list string) map[string]bool {
	m := map[string]bool{}
	for l := range strings.SplitSeq(list, "\n") {
		if l != "" {
			m[strings.ToLower(l)] = true
		}
	}
	return m
}

// colons decides about labels with a colon.
func (b *believed) colons(list []*tally, blocks int) {
	timed := 0
	pair := map[string]*tally{}
	list = slices.DeleteFunc(slices.Clone(list), func(t *tally) bool {
		if l := strings.ToLower(t.label); !t.known && (l == "question" || l == "answer") {
			pair[l] = t
			return true
		}
		timed += t.timed
		return false
	})
	if q, a := pair["question"], pair["answer"]; q != nil && a != nil && q.n >= 2 && a.n >= 2 {
		b.accept(lookColon, q)
		b.accept(lookColon, a)
	}
	sure := 0 // turns of labels believed for their own sake
	for _, t := range list {
		switch {
		case t.known,
			t.style == styleRole && t.block >= 1,
			t.style.strong() && t.n >= 2 && t.block >= 1,
			timed >= 2 && t.timed > 0 && (t.style <= styleTitle || t.timed >= 2):
			b.accept(lookColon, t)
			sure += t.n
		}
	}
	b.names(list, sure, blocks)
	if len(b.labels) == 0 {
		b.prose(list, blocks)
	}
	b.singles(list)
}

// names decides about labels in title case that come twice or more.
func (b *believed) names(list []*tally, sure, blocks int) {
	var twice []*tally
	sum := 0
	for _, t := range list {
		if t.style == styleTitle && t.n >= 2 && !b.has(lookColon, t) {
			twice = append(twice, t)
			sum += t.n
		}
	}
	for _, t := range twice {
		switch {
		case sure >= 6 && t.n < 3 && t.n*20 < sure:
		case sure == 0 && (sum*10 < blocks || len(twice) < 2 && t.n < 3):
		default:
			b.accept(lookColon, t)
		}
	}
}

// prose decides about labels that look like prose, as "anna:" does: they are
// believed if they open half of the paragraphs.
func (b *believed) prose(list []*tally, blocks int) {
	var often []*tally
	sum := 0
	for _, t := range list {
		if t.n >= 3 {
			often = append(often, t)
			sum += t.n
		}
	}
	if len(often) < 2 || sum*2 < blocks {
		return
	}
	for _, t := range often {
		b.accept(lookColon, t)
	}
}

// singles decides about labels that stand only once.
func (b *believed) singles(list []*tally) {
	has := map[style]bool{}
	names := false // names of two words are believed
	onlyInterviewers := b.any()
	for _, t := range list {
		if b.has(lookColon, t) {
			has[t.style] = true
			names = names || t.style == styleTitle && strings.Contains(t.label, " ")
			onlyInterviewers = onlyInterviewers && guessRole(t.label) == "interviewer"
		}
	}
	var once []*tally
	for _, t := range list {
		if t.n == 1 && t.block == 1 && t.style <= styleTitle && !b.has(lookColon, t) {
			once = append(once, t)
		}
	}
	var doubtful []string
	for _, t := range once {
		twoWords := strings.Contains(t.label, " ")
		switch {
		case t.style == styleCaps && has[styleCaps],
			t.style == styleCode && b.any(),
			t.style == styleTitle && names && twoWords,
			onlyInterviewers && len(once) == 1,
			!b.any() && len(once) == 1 && t.style == styleCaps && twoWords:
			b.accept(lookColon, t)
		case b.any():
			doubtful = append(doubtful, fmt.Sprintf("“%s” (line %d)", t.label, t.line))
		}
	}
	if n := len(doubtful); n > 3 {
		doubtful = append(doubtful[:3], fmt.Sprintf("%d more", n-3))
	}
	if doubtful != nil {
		b.warnings = append(b.warnings, "taken as words, not as speakers, because they stand only once before a colon: "+
			strings.Join(doubtful, ", ")+"; name those that are speakers (--speakers on the command line) and import the file again")
	}
}

// brackets decides about [SPEAKER_00] without a colon.
func (b *believed) brackets(list []*tally) {
	for _, t := range list {
		if t.style <= styleCode && t.n >= 2 || b.has(lookColon, t) {
			b.accept(lookBracket, t)
		}
	}
}

// questions decides about bare Q and A. Reporters often give only the Q, as one
// of several looks; Q. and A. must take turns, because lists look like them.
func (b *believed) questions(wide, dotted []*tally) {
	for _, t := range wide {
		if t.label == "Q" && (t.n >= 2 || t.n == 1 && b.any()) {
			for _, t := range wide {
				b.accept(lookQA, t)
			}
			break
		}
	}
	if len(dotted) == 2 && dotted[0].n >= 2 && dotted[1].n >= 1 {
		b.accept(lookDotQA, dotted[0])
		b.accept(lookDotQA, dotted[1])
	}
}

// alone decides about names with a time on a line of their own.
func (b *believed) alone(list []*tally) {
	sum := 0
	for _, t := range list {
		sum += t.n
	}
	for _, t := range list {
		if sum >= 2 && (t.style <= styleTitle && t.n >= 1 || t.n >= 2) {
			b.accept(lookAlone, t)
		}
	}
}

// under decides about names behind a time, with the text below. Short lines of
// speech look the same: names must come again and again.
func (b *believed) under(list []*tally) {
	names, sum := 0, 0
	for _, t := range list {
		sum += t.n
		if t.style <= styleTitle && t.n >= 2 {
			names += t.n
		}
	}
	if names*2 <= sum {
		return
	}
	for _, t := range list {
		if t.style <= styleTitle && (t.n >= 2 || t.n == 1 && t.style.strong()) {
			b.accept(lookUnder, t)
		}
	}
}

// parens decides about (Name) above a caption.
func (b *believed) parens(list []*tally) {
	for _, t := range list {
		if t.style <= styleTitle && t.n >= 2 {
			b.accept(lookParen, t)
		}
	}
}

// tabs decides about labels set off by a TAB, as in tables of two columns. They
// must open a fifth of the paragraphs: other tables hold figures.
func (b *believed) tabs(list []*tally, blocks int) {
	sum := 0
	for _, t := range list {
		if t.n >= 2 && t.style <= styleTitle {
			sum += t.n
		}
	}
	if sum == 0 || sum*5 < blocks {
		return
	}
	for _, t := range list {
		if t.style <= styleTitle && t.n >= 2 || t.style.strong() && t.n == 1 {
			b.accept(lookTab, t)
		}
	}
}
