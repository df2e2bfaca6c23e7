// Package linear is the workbench for people who listen to it: plain lines, one
// after another, for screen readers, Braille displays and terminals that can do
// nothing else. Nothing is drawn, nothing is overwritten, and no colour is used.
//
// Start with Run. It reads a command a line (commands.go) and answers in
// sentences. What is changed is changed by the same calls as on the screen, and
// so are its rules: nothing is said to be saved that is not.
package linear

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"concord/codebook"
	"concord/corpus"
	"concord/corpus/segment"
	"concord/store"
	"concord/store/study"
	"concord/tui/reader"
)

// session is one sitting.
type session struct {
	ctx   context.Context
	study *study.Study
	lines <-chan string
	out   *bufio.Writer

	over    store.Overview
	stamp   store.Stamp
	arrived uint64

	// The transcript that is open, if opened is set.
	opened    bool
	data      store.Reading
	bounds    *segment.Bounds
	turn      corpus.TurnIndex
	selection corpus.Span // empty: the whole turn
	placed    corpus.TurnIndex

	told   []codebook.Coding // the codings that numbers stand for
	memos  []codebook.Memo   // the memos that numbers stand for
	hits   []hit
	query  string
	hitAt  int
	last   codebook.CodeID
	recent []codebook.CodeID
	others bool // others' codings are told too

	unsaved  []change // oldest first
	quitting bool     // quit was said with changes unsaved
	done     bool
}

// change is something that is to be written.
type change struct {
	what string
	run  func() (said string, err error)
}

// Run reads commands from in and answers on out until the user leaves or in
// ends.
func Run(ctx context.Context, s *study.Study, in io.Reader, out io.Writer) error {
	l, err := begin(ctx, s, readLines(ctx, in), out)
	if err != nil {
		return err
	}
	defer l.out.Flush()
	for !l.done {
		line, ok := l.ask("")
		if !ok {
			break
		}
		if err := l.refresh(); err != nil {
			l.say("%s", err)
		}
		l.obey(line)
		l.keepPlace()
	}
	if n := len(l.unsaved); n > 0 && !l.done {
		return fmt.Errorf("%s could not be saved before the end: %s", counted(n, "change", "changes"), l.unsaved[0].what)
	}
	return nil
}

// begin greets who sits here.
func begin(ctx context.Context, s *study.Study, lines <-chan string, out io.Writer) (*session, error) {
	l := &session{ctx: ctx, study: s, lines: lines, out: bufio.NewWriter(out)}
	if err := l.refresh(); err != nil {
		return nil, err
	}
	l.rememberedCode()
	who := "Nobody codes here; choose a coder with “concord coder choose NAME”."
	if !l.noCoder() {
		who = "You are " + s.Coder.Name + "."
	}
	l.say("%s. %s. %s Say help for what you can say, list for the transcripts.", l.over.Title, counted(len(l.over.Transcripts), "transcript", "transcripts"), who)
	return l, nil
}

// readLines gives the lines of in as they come, so that an interrupt does not
// wait for one.
func readLines(ctx context.Context, in io.Reader) <-chan string {
	lines := make(chan string)
	go func() {
		defer close(lines)
		scanner := bufio.NewScanner(in)
		scanner.Buffer(nil, 1<<20)
		for scanner.Scan() {
			select {
			case lines <- scanner.Text():
			case <-ctx.Done():
				return
			}
		}
	}()
	return lines
}

// ask says a question, or nothing, and reads a line; ok is false at the end.
func (l *session) ask(question string) (line string, ok bool) {
	if question != "" {
		l.say("%s", question)
	}
	_, _ = l.out.WriteString("> ")
	if l.out.Flush() != nil {
		return "", false
	}
	select {
	case line, ok = <-l.lines:
	case <-l.ctx.Done():
	}
	if !ok {
		_, _ = l.out.WriteString("\n")
	}
	return strings.TrimSpace(line), ok
}

// say writes a line. Characters that would do something to a terminal are left
// out.
func (l *session) say(format string, values ...any) {
	line := strings.Map(func(c rune) rune {
		switch {
		case c == '\n' || c == '\t':
			return ' '
		case !reader.Printable(c):
			return -1
		}
		return c
	}, fmt.Sprintf(format, values...))
	_, _ = l.out.WriteString(line + "\n")
}

// refresh reads what others have done since, and tells of it. The reader's place
// stays.
func (l *session) refresh() error {
	stamp, err := l.study.Project.Stamp()
	if err != nil {
		return err
	}
	if l.arrived > 0 && l.stamp.SameAs(stamp) {
		return nil
	}
	var arrived uint64
	var over store.Overview
	var data store.Reading
	err = l.study.Reader().Snapshot(l.ctx, func(r store.Reader) (err error) {
		if arrived, err = r.Arrived(l.ctx); err != nil || l.arrived > 0 && arrived == l.arrived {
			return err
		}
		if over, err = r.Overview(l.ctx); err != nil || !l.opened {
			return err
		}
		data, err = r.Reading(l.ctx, l.data.Transcript.ID)
		return err
	})
	if err != nil {
		return err
	}
	if l.arrived > 0 && arrived == l.arrived {
		l.stamp = stamp
		return nil
	}
	l.over, l.stamp, l.arrived = over, stamp, arrived
	if !l.opened {
		return nil
	}
	if data.Text.ID != l.data.Text.ID {
		l.say("A corrected text of %s came in; open it again to read it.", l.data.Transcript.Name)
		return nil
	}
	before := l.codingsOfOthers()
	l.data = data
	after := l.codingsOfOthers()
	for _, c := range l.over.Coders {
		if n := after[c.ID] - before[c.ID]; n > 0 {
			l.say("New: %s of %s on this transcript.", counted(n, "coding", "codings"), c.Name)
		}
	}
	return nil
}

func (l *session) codingsOfOthers() map[codebook.CoderID]int {
	n := map[codebook.CoderID]int{}
	for _, c := range l.data.Codings {
		if c.Coder != l.study.Coder.ID {
			n[c.Coder]++
		}
	}
	return n
}

// do writes a change, after those that wait, and says what was done. One that
// cannot be written now waits, too.
func (l *session) do(what string, run func() (string, error)) {
	l.unsaved = append(l.unsaved, change{what, run})
	l.retry()
}

// retry writes what waits, in the order in which it was said.
func (l *session) retry() {
	for len(l.unsaved) > 0 {
		c := l.unsaved[0]
		said, err := c.run()
		if err != nil && store.MayPass(err) {
			l.say("NOT SAVED: %s. %s. %s; say retry to try again.", c.what, err, counted(len(l.unsaved), "change waits", "changes wait"))
			return
		}
		l.unsaved, l.quitting = l.unsaved[1:], false
		if err != nil {
			l.say("Not done: %s. %s.", c.what, err)
			continue
		}
		l.say("%s.", said)
		if err := l.refresh(); err != nil {
			l.say("%s", err)
		}
	}
}

func (l *session) noCoder() bool { return l.study.Coder.ID.IsZero() }

// rememberedCode takes the code used last on the screen for “again”.
func (l *session) rememberedCode() {
	var habits struct {
		Last codebook.CodeID `json:"last"`
	}
	if _, err := l.study.Project.Local(l.ctx, l.study.Coder.ID, "habits", &habits); err == nil {
		l.last = habits.Last
	}
}

func (l *session) used(id codebook.CodeID) {
	l.last = id
	l.recent = append([]codebook.CodeID{id}, slices.DeleteFunc(l.recent, func(x codebook.CodeID) bool { return x == id })...)
}

// errNothing is said by a command that has said what is wrong itself.
var errNothing = errors.New("")

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// capital begins a sentence.
func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// oneLine folds white space.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// short is the beginning of a passage.
func short(s string) string {
	words := strings.Fields(s)
	if len(words) > 12 {
		return strings.Join(words[:12], " ") + " …"
	}
	return strings.Join(words, " ")
}
