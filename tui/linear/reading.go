package linear

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"concord/codebook"
	"concord/corpus"
	"concord/corpus/segment"
	"concord/store"
)

func (l *session) list(args string) error {
	if len(l.over.Transcripts) == 0 {
		return fmt.Errorf("there are no transcripts yet: quit, and import some with “concord import FILE”")
	}
	told := 0
	for i, t := range l.over.Transcripts {
		about := strings.ToLower(t.Name + " " + l.casesOf(t))
		if slices.ContainsFunc(strings.Fields(strings.ToLower(args)), func(w string) bool { return !strings.Contains(about, w) }) {
			continue
		}
		l.say("%d: %s, %s, %s.", i+1, t.Name, counted(t.WordCount, "word", "words"), progressWords(l.over.Summaries[t.ID][l.study.Coder.ID], t.TurnCount))
		told++
	}
	if told == 0 {
		return fmt.Errorf("no transcript has “%s” in its name, its case or its attributes", args)
	}
	return nil
}

// casesOf tells of a transcript's cases with their attributes.
func (l *session) casesOf(t corpus.Transcript) string {
	words := ""
	for _, id := range t.Cases {
		c := l.over.Cases[id]
		words += ", case " + c.Name
		for _, a := range c.Attributes {
			words += ", " + a.Name + " " + a.Value
		}
	}
	return words
}

func progressWords(m store.Summary, turns int) string {
	switch {
	case m.Completed:
		return "complete, " + counted(m.Codings, "coding", "codings")
	case m.Codings == 0:
		return "not coded"
	}
	return fmt.Sprintf("%d of %s coded, %s", m.CodedTurns, counted(turns, "turn", "turns"), counted(m.Codings, "coding", "codings"))
}

func (l *session) open(args string) error {
	var t corpus.Transcript
	n, err := strconv.Atoi(args)
	switch {
	case args == "":
		return fmt.Errorf("say which: open NAME, or open and its number in the list")
	case err == nil && n >= 1 && n <= len(l.over.Transcripts):
		t = l.over.Transcripts[n-1]
	default:
		if t, err = store.FindTranscript(l.over.Transcripts, args); err != nil {
			return fmt.Errorf("there is no transcript %s; list names them", args)
		}
	}
	if err := l.openAt(t.ID); err != nil {
		return err
	}
	if at, ok, err := l.study.Project.ReadingPosition(l.ctx, l.study.Coder.ID, t.ID); err == nil && ok && at.Text == l.data.Text.ID {
		l.goTo(at.Cursor)
	}
	l.say("%s%s. %s, %s.", t.Name, l.casesOf(t), counted(len(l.data.Text.Turns), "turn", "turns"), progressWords(l.over.Summaries[t.ID][l.study.Coder.ID], t.TurnCount))
	l.tellTurn()
	return nil
}

// openAt reads a transcript; the place is its first turn.
func (l *session) openAt(t corpus.TranscriptID) error {
	if l.opened && l.data.Transcript.ID == t {
		return nil
	}
	data, err := l.study.Reader().Reading(l.ctx, t)
	if err != nil {
		return err
	}
	if len(data.Text.Turns) == 0 {
		return fmt.Errorf("%s has no turns to read one by one; “concord show %s --text” prints it", data.Transcript.Name, data.Transcript.Name)
	}
	l.data, l.bounds, l.opened = data, segment.NewBounds(data.Text), true
	l.turn, l.placed, l.selection, l.told, l.memos = 0, 0, corpus.Span{}, nil, nil
	return nil
}

// goTo goes to the turn that holds a place.
func (l *session) goTo(at corpus.Offset) {
	if i, _ := l.data.Text.TurnAt(at); i >= 0 {
		l.turn = i
	}
	l.selection, l.told = corpus.Span{}, nil
}

// keepPlace remembers the turn that is read, for the screen, too.
func (l *session) keepPlace() {
	if !l.opened || l.turn == l.placed || l.noCoder() {
		return
	}
	l.placed = l.turn
	at := l.data.Text.Turns[l.turn].Extent.Start
	// What hinders it now is no loss: the place is told with every turn.
	_ = l.study.Project.SetReadingPosition(context.WithoutCancel(l.ctx), l.study.Coder.ID, l.data.Transcript.ID, store.ReadingPosition{Text: l.data.Text.ID, Top: at, Cursor: at})
}

// tellTurn reads the turn: where it is, whose, its words, what is on it.
func (l *session) tellTurn() {
	t := l.data.Text.Turns[l.turn]
	head := fmt.Sprintf("Turn %d of %d. %s", l.turn.Number(), len(l.data.Text.Turns), t.Speaker)
	if l.data.SpokenBy(l.turn) == corpus.RoleInterviewer && !strings.EqualFold(t.Speaker, "interviewer") {
		head += ", interviewer"
	}
	if at := corpus.FormatTime(t.Start); at != "" {
		head += ", " + at
	}
	l.say("%s.", head)
	l.say("%s", oneLine(l.data.Text.Slice(t.SpeechSpan())))
	if on := l.on(t.SpeechSpan()); len(on) > 0 {
		var names []string
		for _, c := range on {
			names = append(names, l.about(c))
		}
		l.say("%s: %s.", counted(len(on), "coding", "codings"), strings.Join(names, "; "))
	}
	n := 0
	for _, m := range l.data.Memos {
		if m.About.Kind == codebook.AboutSpan && m.About.Span.Overlaps(t.Extent) {
			n++
		}
	}
	if n > 0 {
		l.say("%s; memos tells them.", counted(n, "memo", "memos"))
	}
}

func (l *session) step(n int) error {
	to := int(l.turn) + n
	switch {
	case to < 0:
		return fmt.Errorf("this is the first turn")
	case to >= len(l.data.Text.Turns):
		return fmt.Errorf("this is the last turn; complete says that you have finished")
	}
	l.goTo(l.data.Text.Turns[to].Extent.Start)
	l.tellTurn()
	return nil
}

func (l *session) goTurn(args string) error {
	n, err := strconv.Atoi(args)
	if err != nil || n < 1 || n > len(l.data.Text.Turns) {
		return fmt.Errorf("there are turns 1 to %d", len(l.data.Text.Turns))
	}
	l.goTo(l.data.Text.Turns[corpus.TurnNumber(n).Index()].Extent.Start)
	l.tellTurn()
	return nil
}

func (l *session) goTime(args string) error {
	at, ok := corpus.ParseTime(args)
	if !ok {
		return fmt.Errorf("“%s” is no time such as 12:30", args)
	}
	i, ok := l.data.Text.TurnAtTime(at)
	if !ok {
		return fmt.Errorf("no turn has a time up to %s", args)
	}
	l.goTo(l.data.Text.Turns[i].Extent.Start)
	l.tellTurn()
	return nil
}

func (l *session) nextUncoded(string) error {
	for i := l.turn + 1; int(i) < len(l.data.Text.Turns); i++ {
		t := l.data.Text.Turns[i]
		if len(t.Speech) == 0 || l.data.SpokenBy(i) == corpus.RoleInterviewer || l.coded(t.SpeechSpan()) {
			continue
		}
		l.goTo(t.Extent.Start)
		l.tellTurn()
		return nil
	}
	return fmt.Errorf("every turn from here on has a coding of yours")
}

func (l *session) coded(s corpus.Span) bool {
	for _, c := range l.data.Codings {
		if c.Coder == l.study.Coder.ID && c.Span.Overlaps(s) {
			return true
		}
	}
	return false
}

// sentencesHere are the sentences of the turn.
func (l *session) sentencesHere() []corpus.Span {
	speech := l.data.Text.Turns[l.turn].SpeechSpan()
	var out []corpus.Span
	for at, ok := l.bounds.At(segment.Sentence, speech.Start); ok && at.Start < speech.End; at, ok = l.bounds.Next(segment.Sentence, at.End-1) {
		if at.Overlaps(speech) {
			out = append(out, at)
		}
	}
	return out
}

func (l *session) sentences(string) error {
	for i, s := range l.sentencesHere() {
		l.say("%d: %s", i+1, oneLine(l.data.Text.Slice(s)))
	}
	return nil
}

var numbers = regexp.MustCompile(`^(\d+)(?:\s*(?:-|–|to|\s)\s*(\d+))?$`)

func (l *session) choose(args string) error {
	if args == "" {
		l.tellSelection()
		return nil
	}
	if m := numbers.FindStringSubmatch(args); m != nil {
		all := l.sentencesHere()
		from, _ := strconv.Atoi(m[1])
		to := from
		if m[2] != "" {
			to, _ = strconv.Atoi(m[2])
		}
		if from < 1 || to < from || to > len(all) {
			return fmt.Errorf("this turn has sentences 1 to %d", len(all))
		}
		l.selection = corpus.Span{Start: all[from-1].Start, End: all[to-1].End}
	} else {
		found := l.places(args)
		if len(found) == 0 {
			return fmt.Errorf("“%s” does not stand in this turn", args)
		}
		l.selection = found[0]
		if len(found) > 1 {
			l.say("The first of %d places.", len(found))
		}
	}
	l.told = nil
	l.tellSelection()
	return nil
}

// places finds words as they stand in the turn, whatever their case, the white
// space between them and the form of their quotation marks.
func (l *session) places(words string) []corpus.Span {
	words = strings.Trim(words, `"“”`)
	parts := strings.Fields(words)
	for i, p := range parts {
		p = regexp.QuoteMeta(p)
		p = regexp.MustCompile(`['’‘]`).ReplaceAllLiteralString(p, `['’‘]`)
		parts[i] = regexp.MustCompile(`["“”]`).ReplaceAllLiteralString(p, `["“”]`)
	}
	if len(parts) == 0 {
		return nil
	}
	find := regexp.MustCompile(`(?i)` + strings.Join(parts, `\s+`))
	speech := l.data.Text.Turns[l.turn].SpeechSpan()
	var out []corpus.Span
	for _, at := range find.FindAllStringIndex(l.data.Text.Slice(speech), -1) {
		out = append(out, segment.SnapGraphemes(l.data.Text.Body, corpus.Span{Start: speech.Start + corpus.Offset(at[0]), End: speech.Start + corpus.Offset(at[1])}))
	}
	return out
}

func (l *session) whole(string) error {
	l.selection, l.told = corpus.Span{}, nil
	l.tellSelection()
	return nil
}

func (l *session) tellSelection() {
	if l.selection.Empty() {
		l.say("Nothing is selected; codes go on the whole turn.")
		return
	}
	words := l.data.Text.Slice(l.target())
	l.say("Selected %s: %s", counted(corpus.CountWords(words), "word", "words"), oneLine(words))
}

// target is what codes and memos go on.
func (l *session) target() corpus.Span {
	if !l.selection.Empty() {
		return l.data.Text.Trim(l.selection)
	}
	return l.data.Text.Trim(l.data.Text.Turns[l.turn].SpeechSpan())
}

func (l *session) progress(string) error {
	told := false
	for _, c := range l.over.Coders {
		if m, ok := l.over.Summaries[l.data.Transcript.ID][c.ID]; ok {
			l.say("%s: %s.", c.Name, progressWords(m, l.data.Transcript.TurnCount))
			told = true
		}
	}
	if !told {
		l.say("Nobody has coded %s yet.", l.data.Transcript.Name)
	}
	return nil
}
