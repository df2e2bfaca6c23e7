package turns

import (
	"fmt"
	"slices"
	"strings"

	"concord/corpus"
)

// candidate is a prefix in its place in the text.
type candidate struct {
	linePrefix
	line  int  // counted from one
	block bool // it begins a paragraph, or a line that nothing wrapped
	apart bool // the line above is blank
	below bool // the next line holds text that does not begin with a time
}

// labelStats is what the whole text says about one label in one form.
type labelStats struct {
	label string
	style style
	known bool // named as a speaker by a person
	long  bool // with a comma or many words
	n     int  // occurrences that may count
	block int  // of them at the beginning of a paragraph
	apart int  // of them below a blank line
	timed int  // of them with a time
	line  int  // of the first
}

// acceptedLabels says which labels are speakers, and in which forms.
type acceptedLabels struct {
	labels   map[labelInForm]everywhere
	count    int  // turns that the labels begin
	captions bool // of captions, which begin with a label or not at all
	warnings []string
}

// everywhere is set for labels that count at the beginning of any line, not of
// paragraphs only.
type everywhere bool

type labelInForm struct {
	form  labelForm
	label string
}

// startsTurn reports whether c begins a turn.
func (b *acceptedLabels) startsTurn(c candidate) bool {
	anyLine, ok := b.labels[labelInForm{c.form, c.label}]
	return ok && (c.block || bool(anyLine))
}

// has reports whether a label is accepted in a form.
func (b *acceptedLabels) has(f labelForm, t *labelStats) bool {
	_, ok := b.labels[labelInForm{f, t.label}]
	return ok
}

// onlyInterviewers reports whether all labels, of two turns or more, are those of
// interviewers: then the answers have none.
func (b *acceptedLabels) onlyInterviewers() bool {
	for l := range b.labels {
		if GuessRole(l.label) != corpus.RoleInterviewer {
			return false
		}
	}
	return b.count >= 2
}

// any reports whether any label is accepted.
func (b *acceptedLabels) any() bool { return len(b.labels) > 0 }

// detectLabels decides which candidates name speakers. blocks is the number of
// paragraphs of the text, or of captions.
//
// Labels are accepted that come twice, or that are roles, known, timed, or of
// the same kind as accepted ones. What reads like prose needs more: to open most
// of the paragraphs. One form is enough for one text, but colons, bare Q and A
// and brackets may stand together.
func detectLabels(candidates []candidate, blocks int, o Options) acceptedLabels {
	b := acceptedLabels{labels: map[labelInForm]everywhere{}, captions: o.captions}
	stats := countLabels(candidates, o)
	b.colons(stats[formColon], blocks)
	b.brackets(stats[formBracket])
	b.questions(stats[formQA], stats[formDotQA])
	b.alone(stats[formAlone])
	b.under(stats[formUnder])
	b.parens(stats[formParen])
	if !b.any() {
		b.tabs(stats[formTab], blocks)
	}
	if q := stats[formNumbered]; len(q) > 0 && q[0].n >= 2 && q[0].n > b.turns(stats) {
		b.accept(formNumbered, q[0]) // where others lead, a number is only what they say
	}
	b.longLabels(stats[formColon])
	for f, list := range stats {
		for _, t := range list {
			if t.known {
				b.accept(f, t)
			}
		}
	}
	b.count = b.turns(stats)
	return b
}

// turns counts the turns that the labels accepted so far begin.
func (b *acceptedLabels) turns(stats map[labelForm][]*labelStats) int {
	n := 0
	for l, list := range stats {
		for _, t := range list {
			if b.has(l, t) {
				n += t.n
			}
		}
	}
	return n
}

// accept accept a label. In wrapped text a name before a colon may be prose, if
// the paragraphs that it opens are set apart by blank lines.
func (b *acceptedLabels) accept(l labelForm, t *labelStats) {
	dense := t.apart*10 < t.n*8
	b.labels[labelInForm{l, t.label}] = everywhere(t.known || l == formColon && (t.style.strong() || dense))
}

// countLabels counts candidates by form and label, in order of first appearance.
// Stopped labels are left out, and so are those that stand where only a strong
// style is accepted.
func countLabels(candidates []candidate, o Options) map[labelForm][]*labelStats {
	known, not := labelSet(o.Speakers), labelSet(o.NotSpeakers)
	stats := map[labelForm][]*labelStats{}
	index := map[labelInForm]*labelStats{}
	for _, c := range candidates {
		if c.form == formNone {
			continue
		}
		key := labelInForm{c.form, c.label}
		t := index[key]
		if t == nil {
			folded := strings.ToLower(c.label)
			if not[folded] {
				continue
			}
			t = &labelStats{label: c.label, style: styleOf(c.label), known: known[folded], long: c.long, line: c.line}
			if !t.known && isStopped(c.label) && folded != "question" && folded != "answer" {
				continue
			}
			index[key] = t
			stats[c.form] = append(stats[c.form], t)
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
	return stats
}

// counts reports whether a candidate stands where its label may be accepted.
func counts(c candidate, t *labelStats) bool {
	switch {
	case t.known:
		return true
	case (c.form == formAlone || c.form == formUnder) && !c.below:
		return false
	case t.style.strong() && c.form == formColon:
		return true
	}
	return c.block && !c.tight
}

func labelSet(list []string) map[string]bool {
	m := map[string]bool{}
	for _, l := range list {
		m[strings.ToLower(l)] = true
	}
	return m
}

// colons decides about labels with a colon.
func (b *acceptedLabels) colons(list []*labelStats, blocks int) {
	list = slices.DeleteFunc(slices.Clone(list), func(t *labelStats) bool { return t.long && !t.known })
	timed := 0
	pair := map[string]*labelStats{}
	list = slices.DeleteFunc(slices.Clone(list), func(t *labelStats) bool {
		if l := strings.ToLower(t.label); !t.known && (l == "question" || l == "answer") {
			pair[l] = t
			return true
		}
		timed += t.timed
		return false
	})
	if q, a := pair["question"], pair["answer"]; q != nil && a != nil && q.n >= 2 && a.n >= 2 {
		b.accept(formColon, q)
		b.accept(formColon, a)
	}
	sure := 0 // turns of labels accepted for their own sake
	for _, t := range list {
		switch {
		case t.known,
			t.style == styleRole && t.block >= 1,
			t.style.strong() && t.n >= 2 && t.block >= 1,
			timed >= 2 && t.timed > 0 && (t.style <= styleTitle || t.timed >= 2):
			b.accept(formColon, t)
			sure += t.n
		}
	}
	b.names(list, sure, blocks)
	if len(b.labels) == 0 {
		b.prose(list, blocks)
	}
	b.singles(list, blocks)
}

// names decides about labels in title case that come twice or more.
func (b *acceptedLabels) names(list []*labelStats, sure, blocks int) {
	var twice []*labelStats
	sum := 0
	for _, t := range list {
		if t.style == styleTitle && t.n >= 2 && !b.has(formColon, t) {
			twice = append(twice, t)
			sum += t.n
		}
	}
	for _, t := range twice {
		switch {
		case sure >= 6 && t.n < 3 && t.n*20 < sure:
		case sure == 0 && (sum*10 < blocks || len(twice) < 2 && t.n < 3):
		default:
			b.accept(formColon, t)
		}
	}
}

// prose decides about labels that look like prose, as "anna:" does: they are
// accepted if they open half of the paragraphs.
func (b *acceptedLabels) prose(list []*labelStats, blocks int) {
	var often []*labelStats
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
		b.accept(formColon, t)
	}
}

// singles decides about labels that stand only once.
func (b *acceptedLabels) singles(list []*labelStats, blocks int) {
	has := map[style]bool{}
	names := false // names of two words are accepted
	onlyInterviewers := b.any()
	for _, t := range list {
		if b.has(formColon, t) {
			has[t.style] = true
			names = names || t.style == styleTitle && strings.Contains(t.label, " ")
			onlyInterviewers = onlyInterviewers && GuessRole(t.label) == "interviewer"
		}
	}
	var once []*labelStats
	for _, t := range list {
		if t.n == 1 && t.block == 1 && t.style <= styleTitle && !b.has(formColon, t) {
			once = append(once, t)
		}
	}
	turns := 0
	for _, t := range list {
		if b.has(formColon, t) {
			turns += t.n
		}
	}
	everyCaption := b.captions && turns*2 >= blocks
	var doubtful []string
	for _, t := range once {
		twoWords := strings.Contains(t.label, " ")
		switch {
		case t.style == styleCaps && has[styleCaps],
			t.style == styleCode && b.any(),
			t.style == styleTitle && names && twoWords,
			onlyInterviewers && len(once) == 1,
			everyCaption,
			!b.any() && len(once) == 1 && t.style == styleCaps && twoWords:
			b.accept(formColon, t)
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
func (b *acceptedLabels) brackets(list []*labelStats) {
	for _, t := range list {
		if t.style <= styleCode && t.n >= 2 || b.has(formColon, t) {
			b.accept(formBracket, t)
		}
	}
}

// questions decides about bare Q and A. Reporters often give only the Q, as one
// of several forms; Q. and A. must take turns, because lists look like them.
func (b *acceptedLabels) questions(wide, dotted []*labelStats) {
	for _, t := range wide {
		if t.label == "Q" && (t.n >= 2 || t.n == 1 && b.any()) {
			for _, t := range wide {
				b.accept(formQA, t)
			}
			break
		}
	}
	if len(dotted) == 2 && dotted[0].n >= 2 && dotted[1].n >= 1 {
		b.accept(formDotQA, dotted[0])
		b.accept(formDotQA, dotted[1])
	}
}

// alone decides about names with a time on a line of their own.
func (b *acceptedLabels) alone(list []*labelStats) {
	sum := 0
	for _, t := range list {
		sum += t.n
	}
	for _, t := range list {
		if sum >= 2 && (t.style <= styleTitle && t.n >= 1 || t.n >= 2) {
			b.accept(formAlone, t)
		}
	}
}

// under decides about names behind a time, with the text below. Short lines of
// speech look the same: names must come again and again.
func (b *acceptedLabels) under(list []*labelStats) {
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
			b.accept(formUnder, t)
		}
	}
}

// parens decides about (Name) above a caption.
func (b *acceptedLabels) parens(list []*labelStats) {
	for _, t := range list {
		if t.style <= styleTitle && t.n >= 2 {
			b.accept(formParen, t)
		}
	}
}

// tabs decides about labels set off by a TAB, as in tables of two columns. They
// must open a fifth of the paragraphs: other tables hold figures.
func (b *acceptedLabels) tabs(list []*labelStats, blocks int) {
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
			b.accept(formTab, t)
		}
	}
}
