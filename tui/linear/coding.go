package linear

import (
	"fmt"
	"strconv"
	"strings"

	"concord/codebook"
	"concord/corpus"
	"concord/store"
	"concord/tui/rank"
)

// on gives the codings on a span that are told, in reading order: the coder's
// own, and others' if asked for.
func (l *session) on(s corpus.Span) []codebook.Coding {
	var out []codebook.Coding
	for _, c := range l.data.Codings {
		if c.Span.Overlaps(s) && (l.others || c.Coder == l.study.Coder.ID) {
			if _, standing, _ := l.data.Codebook.StatusOf(c); standing != codebook.Hidden {
				out = append(out, c)
			}
		}
	}
	return out
}

// about names a coding: its code, whose it is, and what else there is to say.
func (l *session) about(c codebook.Coding) string {
	code, standing, _ := l.data.Codebook.StatusOf(c)
	words := code.Name
	if c.Coder != l.study.Coder.ID {
		words += " of " + l.coderName(c.Coder)
	}
	if standing == codebook.Stale {
		words += ", stale"
	}
	if c.Auto {
		words += ", made by a search"
	}
	if c.Quote {
		words += ", flagged for quoting"
	}
	for _, m := range l.data.Memos {
		if m.About.Kind == codebook.AboutCoding && m.About.Coding == c.ID {
			return words + ", with a memo"
		}
	}
	return words
}

func (l *session) coderName(id codebook.CoderID) string {
	for _, c := range l.over.Coders {
		if c.ID == id {
			return c.Name
		}
	}
	return "somebody"
}

func (l *session) codings(string) error {
	l.told = l.on(l.target())
	if len(l.told) == 0 {
		l.say("No codings here.")
	}
	for i, c := range l.told {
		l.say("%d: %s, on: %s", i+1, l.about(c), short(l.data.Text.Slice(c.Span)))
	}
	return nil
}

// numbered gives the coding that a number stands for; without a number the only
// one here. rest is what follows the number.
func (l *session) numbered(args string) (c codebook.Coding, rest string, err error) {
	if l.told == nil {
		l.told = l.on(l.target())
	}
	word, rest, _ := strings.Cut(args, " ")
	n, err := strconv.Atoi(word)
	if err != nil {
		n, rest = 1, args
		if len(l.told) > 1 {
			return c, "", fmt.Errorf("say which: there are %d codings here, and codings gives their numbers", len(l.told))
		}
	}
	if len(l.told) == 0 {
		return c, "", fmt.Errorf("there is no coding here")
	}
	if n < 1 || n > len(l.told) {
		return c, "", fmt.Errorf("there are codings 1 to %d", len(l.told))
	}
	return l.told[n-1], strings.TrimSpace(rest), nil
}

// pick finds the code that a person means, asking where it may be several. made
// is a new name, where new ones are allowed and she wants one.
func (l *session) pick(name string, allowNew bool) (code codebook.Code, made string, err error) {
	book := l.over.Codebook
	if name == "" {
		return code, "", fmt.Errorf("say which code; codes tells them")
	}
	if c, err := book.Find(name); err == nil && c.Applicable() {
		return c, "", nil
	}
	found := rank.Codes(book, name, l.recent)
	switch {
	case len(found) == 1:
		return found[0], "", nil
	case len(found) > 1:
		found = found[:min(len(found), 9)]
		var rows []string
		for i, c := range found {
			rows = append(rows, fmt.Sprintf("%d %s", i+1, c.Name))
		}
		question := "Which? " + strings.Join(rows, ", ") + ". A number, or nothing."
		if allowNew {
			question = "Which? " + strings.Join(rows, ", ") + ". A number, new for a new code, or nothing."
		}
		answer, _ := l.ask(question)
		if n, err := strconv.Atoi(answer); err == nil && n >= 1 && n <= len(found) {
			return found[n-1], "", nil
		}
		if allowNew && strings.EqualFold(answer, "new") {
			return code, name, nil
		}
	case allowNew:
		under := ""
		if p := book.Path(l.parent()); p != "" {
			under = " under " + p
		}
		if answer, _ := l.ask(fmt.Sprintf("There is no code like “%s”. New inductive code%s? yes or no.", name, under)); strings.HasPrefix(strings.ToLower(answer), "y") {
			return code, name, nil
		}
	default:
		return code, "", fmt.Errorf("there is no code like “%s”", name)
	}
	l.say("Nothing was done.")
	return code, "", errNothing
}

// parent is where a new code is filed: beside the code in use.
func (l *session) parent() codebook.CodeID {
	c, _ := l.over.Codebook.Follow(l.last)
	return c.Parent
}

func (l *session) code(args string) error {
	code, made, err := l.pick(args, true)
	switch {
	case err != nil:
		return err
	case made != "":
		return l.applyNew(made, codebook.Inductive)
	}
	return l.apply(code)
}

func (l *session) again(string) error {
	c, ok := l.over.Codebook.Follow(l.last)
	if !ok || !c.Applicable() {
		return fmt.Errorf("you have not applied a code yet")
	}
	return l.apply(c)
}

func (l *session) newCoding() (store.NewCoding, error) {
	span := l.target()
	if span.Empty() {
		return store.NewCoding{}, fmt.Errorf("there are no words to code here")
	}
	return store.NewCoding{Transcript: l.data.Transcript.ID, Text: l.data.Text.ID, Span: span}, nil
}

func (l *session) apply(code codebook.Code) error {
	n, err := l.newCoding()
	if err != nil {
		return err
	}
	n.Code = code.ID
	l.used(code.ID)
	l.told = nil
	words := counted(corpus.CountWords(l.data.Text.Slice(n.Span)), "word", "words")
	l.do(code.Name, func() (string, error) {
		done, err := l.study.Project.Apply(l.ctx, l.study.Coder.ID, n)
		switch {
		case err != nil:
			return "", err
		case done[0].Already:
			return code.Name + " was there already", nil
		case done[0].Widened:
			return "Your " + code.Name + " here was widened", nil
		}
		return fmt.Sprintf("%s on %s, saved", code.Name, words), nil
	})
	return nil
}

func (l *session) applyNew(name string, origin codebook.Origin) error {
	n, err := l.newCoding()
	if err != nil {
		return err
	}
	l.told = nil
	code := store.NewCode{Name: name, Parent: l.parent(), Origin: origin}
	l.do(name, func() (string, error) {
		made, _, err := l.study.Project.ApplyNewCode(l.ctx, l.study.Coder.ID, code, "", n)
		if err == nil {
			l.used(made.ID)
		}
		return fmt.Sprintf("New %s code %s, saved", origin, name), err
	})
	return nil
}

func (l *session) inVivo(args string) error {
	if l.selection.Empty() {
		return fmt.Errorf("select the words first")
	}
	if args == "" {
		args = strings.TrimSuffix(short(l.data.Text.Slice(l.target())), " …")
	}
	return l.applyNew(args, codebook.InVivo)
}

func (l *session) remove(args string) error {
	c, _, err := l.numbered(args)
	if err != nil {
		return err
	}
	name := l.about(c)
	l.told = nil
	l.do("remove "+name, func() (string, error) {
		return name + " removed; undo brings it back", l.study.Project.RemoveCoding(l.ctx, l.study.Coder.ID, c.ID)
	})
	return nil
}

func (l *session) recode(args string) error {
	c, rest, err := l.numbered(args)
	if err != nil {
		return err
	}
	code, _, err := l.pick(rest, false)
	if err != nil {
		return err
	}
	l.used(code.ID)
	l.told = nil
	l.do("recode as "+code.Name, func() (string, error) {
		return "Now " + code.Name, l.study.Project.Recode(l.ctx, l.study.Coder.ID, c.ID, code.ID)
	})
	return nil
}

func (l *session) rebound(args string) error {
	c, _, err := l.numbered(args)
	if err != nil {
		return err
	}
	span := l.target()
	l.told = nil
	l.do("bounds", func() (string, error) {
		return "Bounds saved", l.study.Project.MoveCoding(l.ctx, l.study.Coder.ID, c.ID, span)
	})
	return nil
}

func (l *session) flag(args string) error {
	c, _, err := l.numbered(args)
	if err != nil {
		return err
	}
	said := "Flagged for quoting"
	if c.Quote {
		said = "No longer flagged for quoting"
	}
	l.told = nil
	l.do("flag", func() (string, error) {
		return said, l.study.Project.FlagQuote(l.ctx, l.study.Coder.ID, c.ID, !c.Quote)
	})
	return nil
}

func (l *session) toggleOthers(string) error {
	l.others = !l.others
	l.told = nil
	if l.others {
		l.say("Others' codings are told, too.")
	} else {
		l.say("Only your codings are told.")
	}
	return nil
}

func (l *session) complete(string) error {
	t := l.data.Transcript
	l.do(t.Name+" complete, or not", func() (string, error) { return l.study.ToggleComplete(l.ctx, t) })
	return nil
}

func (l *session) undo(string) error {
	l.told = nil
	l.do("undo", func() (string, error) {
		d, err := l.study.Project.Undo(l.ctx, l.study.Coder.ID)
		return "Undone: " + d.Text, err
	})
	return nil
}

func (l *session) redo(string) error {
	l.told = nil
	l.do("redo", func() (string, error) {
		d, err := l.study.Project.Redo(l.ctx, l.study.Coder.ID)
		return "Done again: " + d.Text, err
	})
	return nil
}
