package linear

import (
	"fmt"
	"strconv"
	"strings"

	"concord/codebook"
	"concord/corpus"
	"concord/tui/rank"
)

// subject finds what a memo is about: the first word may say so. words is what
// follows it.
func (l *session) subject(args string) (about codebook.Subject, name, words string, err error) {
	first, rest, _ := strings.Cut(args, " ")
	rest = strings.TrimSpace(rest)
	t := l.data.Transcript
	switch {
	case strings.EqualFold(first, "study"):
		return codebook.Subject{Kind: codebook.AboutProject}, "the whole study", rest, nil
	case !l.opened:
		return about, "", "", fmt.Errorf("open a transcript first, or say memo study and the words")
	case strings.EqualFold(first, "transcript"):
		return codebook.Subject{Kind: codebook.AboutTranscript, Transcript: t.ID}, t.Name, rest, nil
	case strings.EqualFold(first, "case"):
		if len(t.Cases) != 1 {
			return about, "", "", fmt.Errorf("%s has %s", t.Name, counted(len(t.Cases), "case", "cases"))
		}
		return codebook.Subject{Kind: codebook.AboutCase, Case: t.Cases[0]}, "the case " + l.over.Cases[t.Cases[0]].Name, rest, nil
	case strings.EqualFold(first, "on"):
		c, words, err := l.numbered(rest)
		if err != nil {
			return about, "", "", err
		}
		return codebook.Subject{Kind: codebook.AboutCoding, Transcript: t.ID, Coding: c.ID}, "this " + l.about(c), words, nil
	}
	name = "turn " + strconv.Itoa(int(l.turn.Number()))
	if !l.selection.Empty() {
		name = "the words selected"
	}
	return codebook.Subject{Kind: codebook.AboutSpan, Transcript: t.ID, Text: l.data.Text.ID, Span: l.target()}, name, args, nil
}

func (l *session) memo(args string) error {
	about, name, words, err := l.subject(args)
	if err != nil {
		return err
	}
	if words == "" {
		if words, _ = l.ask("The memo on " + name + "?"); words == "" {
			l.say("Nothing was done.")
			return errNothing
		}
	}
	coder := l.study.Coder.ID
	old, err := l.study.Reader().Memos(l.ctx, func(m codebook.Memo) bool { return m.Coder == coder && m.About == about })
	if err != nil {
		return err
	}
	l.do("memo on "+name, func() (string, error) {
		if n := len(old); n > 0 {
			return "Added to your memo on " + name, l.study.Project.EditMemo(l.ctx, coder, old[n-1].ID, old[n-1].Text+"\n"+words)
		}
		_, err := l.study.Project.AddMemo(l.ctx, coder, about, words)
		return "Memo on " + name + " saved", err
	})
	return nil
}

func (l *session) tellMemos(string) error {
	l.memos = l.data.Memos
	if len(l.memos) == 0 {
		l.say("No memos on %s.", l.data.Transcript.Name)
	}
	for i, m := range l.memos {
		l.say("%d: %s, on %s: %s", i+1, l.coderName(m.Coder), l.subjectName(m.About), oneLine(m.Text))
	}
	return nil
}

func (l *session) subjectName(about codebook.Subject) string {
	switch about.Kind {
	case codebook.AboutSpan:
		i, _ := l.data.Text.TurnAt(about.Span.Start)
		return fmt.Sprintf("turn %d, %s", i.Number(), short(l.data.Text.Slice(about.Span)))
	case codebook.AboutCoding:
		for _, c := range l.data.Codings {
			if c.ID == about.Coding {
				i, _ := l.data.Text.TurnAt(c.Span.Start)
				code, _ := l.data.Codebook.Follow(c.Code)
				return fmt.Sprintf("%s in turn %d", code.Name, i.Number())
			}
		}
	}
	return "the transcript"
}

func (l *session) forget(args string) error {
	n, err := strconv.Atoi(args)
	if err != nil || n < 1 || n > len(l.memos) {
		return fmt.Errorf("say which: memos gives the numbers")
	}
	m := l.memos[n-1]
	l.memos = nil
	l.do("remove a memo", func() (string, error) {
		return "Memo removed; undo brings it back", l.study.Project.EditMemo(l.ctx, l.study.Coder.ID, m.ID, "")
	})
	return nil
}

// hit is a passage that a search found.
type hit struct {
	transcript corpus.TranscriptID
	name       string
	turn       corpus.TurnIndex
	span       corpus.Span
	words      string
}

// mostHits is how many passages of a search are told by number, and hitsAtOnce
// how many are told at once.
const (
	mostHits   = 500
	hitsAtOnce = 10
)

func (l *session) search(args string) error {
	if args == "" {
		return fmt.Errorf("say what to look for")
	}
	results, err := l.study.Search(l.ctx, args)
	if err != nil {
		return fmt.Errorf("the query: %w", err)
	}
	names := map[corpus.TranscriptID]string{}
	for _, t := range l.over.Transcripts {
		names[t.ID] = t.Name
	}
	l.hits, l.hitAt, l.query = nil, -1, args
	text := &corpus.Text{}
	for h, err := range results.All(l.ctx) {
		if err != nil {
			return err
		}
		if len(l.hits) == mostHits {
			break
		}
		if text.ID != h.Text {
			if text, err = l.study.Reader().Text(l.ctx, h.Text); err != nil {
				return err
			}
		}
		x := hit{h.Transcript, names[h.Transcript], h.Turn, h.Span, ""}
		at := h.Span
		if len(h.Marks) > 0 && h.Marks[0].Span.Start > at.Start {
			at.Start = h.Marks[0].Span.Start
		}
		x.words = short(text.Slice(at))
		l.hits = append(l.hits, x)
	}
	switch n := len(l.hits); {
	case n == 0:
		l.say("Nothing found.")
		return nil
	case n == mostHits:
		l.say("The first %d passages. hit and a number reads one, hit the next.", n)
	default:
		l.say("%s. hit and a number reads one, hit the next.", counted(n, "passage", "passages"))
	}
	for i, h := range l.hits[:min(len(l.hits), hitsAtOnce)] {
		l.say("%d: %s turn %d: %s", i+1, h.name, h.turn.Number(), h.words)
	}
	return nil
}

func (l *session) hit(args string) error {
	at := l.hitAt + 1
	if args != "" {
		n, err := strconv.Atoi(args)
		if err != nil {
			return fmt.Errorf("say the number of a passage")
		}
		at = n - 1
	}
	switch {
	case len(l.hits) == 0:
		return fmt.Errorf("there are no passages; search looks for some")
	case at < 0 || at >= len(l.hits):
		return fmt.Errorf("there are passages 1 to %d of the search %s", len(l.hits), l.query)
	}
	h := l.hits[at]
	if err := l.openAt(h.transcript); err != nil {
		return err
	}
	l.hitAt = at
	l.goTo(h.span.Start)
	l.say("Passage %d of %d, %s.", at+1, len(l.hits), h.name)
	l.tellTurn()
	return nil
}

func (l *session) codes(args string) error {
	found := rank.Codes(l.over.Codebook, args, nil)
	if len(found) == 0 {
		l.say("No codes.")
	}
	for _, c := range found {
		l.say("%s: %s", strings.ReplaceAll(l.over.Codebook.Path(c.ID), "/", ", "), counted(l.over.Counts[c.ID][l.study.Coder.ID], "coding of yours", "codings of yours"))
	}
	return nil
}

func (l *session) define(args string) error {
	c, err := l.over.Codebook.Find(args) // one that may not be applied, too
	if err != nil {
		if c, _, err = l.pick(args, false); err != nil {
			return err
		}
	}
	l.say("%s, %s.", c.Name, c.Origin)
	if c.Definition.Empty() {
		l.say("No definition yet.")
	}
	for _, part := range c.Definition.Sentences() {
		l.say("%s", oneLine(part))
	}
	for _, x := range c.Examples.Typical {
		l.say("Example: %s", oneLine(x))
	}
	return nil
}
