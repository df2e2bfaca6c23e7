package linear

import (
	"fmt"
	"strings"
)

// command is something that can be said. A unique beginning of its name does,
// too.
type command struct {
	name, args string
	help       string
	open       bool // needs a transcript that is open
	coder      bool // needs somebody who codes
	do         func(l *session, args string) error
}

// commands are in the order in which help tells them.
var commands []command

func init() {
	commands = []command{
		{name: "list", args: "WORDS", help: "the transcripts, with your progress; with words those that have them in name, case or attributes", do: (*session).list},
		{name: "open", args: "NAME or NUMBER", help: "open a transcript where you stopped", do: (*session).open},
		{name: "next", help: "read the next turn; an empty line does so, too", open: true, do: func(l *session, _ string) error { return l.step(1) }},
		{name: "back", help: "read the turn before", open: true, do: func(l *session, _ string) error { return l.step(-1) }},
		{name: "here", help: "read this turn again", open: true, do: func(l *session, _ string) error { l.tellTurn(); return nil }},
		{name: "turn", args: "NUMBER", help: "go to a turn", open: true, do: (*session).goTurn},
		{name: "time", args: "12:30", help: "go to the turn at a time of the recording", open: true, do: (*session).goTime},
		{name: "uncoded", help: "go to the next participant's turn that you have not coded", open: true, do: (*session).nextUncoded},
		{name: "sentences", help: "this turn, sentence by sentence, with numbers", open: true, do: (*session).sentences},
		{name: "select", args: "2, 2-4 or WORDS", help: "select sentences of this turn by number, or words as they stand in it; codes and memos go on them", open: true, do: (*session).choose},
		{name: "whole", help: "select nothing: codes and memos go on the whole turn", open: true, do: (*session).whole},
		{name: "code", args: "NAME", help: "apply a code; the beginning of its name will do, and a new name makes a new code", open: true, coder: true, do: (*session).code},
		{name: "again", help: "apply the last code again", open: true, coder: true, do: (*session).again},
		{name: "vivo", args: "NAME", help: "new in vivo code on the words selected; without a name the words are the name", open: true, coder: true, do: (*session).inVivo},
		{name: "codings", help: "the codings on what is selected, or on the turn, with numbers", open: true, do: (*session).codings},
		{name: "remove", args: "NUMBER", help: "remove a coding of yours; undo brings it back", open: true, coder: true, do: (*session).remove},
		{name: "recode", args: "NUMBER NAME", help: "give a coding another code; bounds and memos stay", open: true, coder: true, do: (*session).recode},
		{name: "bounds", args: "NUMBER", help: "give a coding the bounds of what is selected", open: true, coder: true, do: (*session).rebound},
		{name: "flag", args: "NUMBER", help: "flag a coding as worth quoting, or take the flag away", open: true, coder: true, do: (*session).flag},
		{name: "others", help: "tell of others' codings, too, or not", do: (*session).toggleOthers},
		{name: "memo", args: "WORDS; on NUMBER, transcript, case or study before them", help: "a memo on what is selected or the turn, on a coding, or on more; words are added to a memo that you have there", coder: true, do: (*session).memo},
		{name: "memos", help: "the memos on this transcript, with numbers", open: true, do: (*session).tellMemos},
		{name: "forget", args: "NUMBER", help: "remove a memo of yours; undo brings it back", coder: true, do: (*session).forget},
		{name: "search", args: "QUERY", help: "search all transcripts: words, “a phrase”, code:trust, speaker:P07 …", do: (*session).search},
		{name: "hit", args: "NUMBER", help: "read a passage that the search found; without a number the next one", do: (*session).hit},
		{name: "codes", args: "WORDS", help: "the codes of the codebook, or those that match", do: (*session).codes},
		{name: "define", args: "NAME", help: "what a code means", do: (*session).define},
		{name: "complete", help: "say that you have finished this transcript, or take it back", open: true, coder: true, do: (*session).complete},
		{name: "progress", help: "who has done how much of this transcript", open: true, do: (*session).progress},
		{name: "undo", help: "take back your last action", coder: true, do: (*session).undo},
		{name: "redo", help: "do again what was taken back", coder: true, do: (*session).redo},
		{name: "retry", help: "try again to save what could not be saved", do: (*session).retryAll},
		{name: "help", args: "WORD", help: "all of this, or about one word", do: (*session).help},
		{name: "quit", help: "leave", do: (*session).quit},
	}
}

// find gives the commands that a word may mean: the one of that name, else those
// that begin with it.
func find(word string) []*command {
	word = strings.ToLower(word)
	var out []*command
	for i := range commands {
		c := &commands[i]
		if c.name == word {
			return []*command{c}
		}
		if strings.HasPrefix(c.name, word) {
			out = append(out, c)
		}
	}
	return out
}

// obey does what a line says.
func (l *session) obey(line string) {
	if line == "" {
		if l.opened {
			line = "next"
		} else {
			line = "list"
		}
	}
	word, args, _ := strings.Cut(line, " ")
	found := find(word)
	if len(found) != 1 {
		var names []string
		for _, c := range found {
			names = append(names, c.name)
		}
		if len(names) > 0 {
			l.say("%s may mean %s.", word, strings.Join(names, " or "))
		} else {
			l.say("There is no command %s; help tells what there is.", word)
		}
		return
	}
	c := found[0]
	switch {
	case c.open && !l.opened:
		l.say("Open a transcript first: list names them, open NAME opens one.")
		return
	case c.coder && l.noCoder():
		l.say("Nobody codes here yet: quit, and choose a coder with “concord coder choose NAME”.")
		return
	}
	if err := c.do(l, strings.TrimSpace(args)); err != nil && err != errNothing {
		l.say("%s.", capital(err.Error()))
	}
}

func (l *session) help(args string) error {
	if args != "" {
		found := find(args)
		if len(found) == 0 {
			return fmt.Errorf("there is no command %s", args)
		}
		for _, c := range found {
			l.say("%s: %s.", strings.TrimSpace(c.name+" "+c.args), c.help)
		}
		return nil
	}
	for _, c := range commands {
		l.say("%s: %s.", strings.TrimSpace(c.name+" "+c.args), c.help)
	}
	l.say("A beginning that only one command has is enough: und is undo.")
	return nil
}

func (l *session) retryAll(string) error {
	if len(l.unsaved) == 0 {
		l.say("Everything is saved.")
	}
	l.retry()
	return nil
}

func (l *session) quit(string) error {
	if n := len(l.unsaved); n > 0 && !l.quitting {
		l.quitting = true
		return fmt.Errorf("%s not saved: say retry, or quit again to lose them", counted(n, "change is", "changes are"))
	}
	l.done = true
	return nil
}
