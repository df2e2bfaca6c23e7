package linear

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gofrs/flock"

	"concord/codebook"
	"concord/examples"
	"concord/store"
	"concord/store/study"
)

var ctx = context.Background()

// example is the example study, made once and copied for each test.
var example = sync.OnceValues(func() (string, error) {
	files, err := examples.Files("overdose-coalitions")
	if err != nil {
		return "", err
	}
	dir, err := os.MkdirTemp("", "concord-linear-")
	if err != nil {
		return "", err
	}
	_, err = study.Replay(ctx, files, dir)
	return dir, err
})

func TestMain(m *testing.M) {
	code := m.Run()
	if dir, err := example(); err == nil {
		os.RemoveAll(dir)
	}
	os.Exit(code)
}

// talk is a sitting in which a test speaks.
type talk struct {
	t     *testing.T
	l     *session
	lines chan string
	heard bytes.Buffer
}

func begins(t *testing.T, options ...store.Option) *talk {
	t.Helper()
	template, err := example()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(template)); err != nil {
		t.Fatal(err)
	}
	s, err := study.Open(ctx, dir, "ana", options...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		c, err := s.Project.Check(ctx)
		if err != nil || len(c.Problems) > 0 {
			t.Errorf("check: %v %v", c.Problems, err)
		}
	})
	x := &talk{t: t, lines: make(chan string, 10)}
	// A question without an answer is not waited for.
	short, cancel := context.WithTimeout(ctx, time.Minute)
	t.Cleanup(cancel)
	if x.l, err = begin(short, s, x.lines, &x.heard); err != nil {
		t.Fatal(err)
	}
	return x
}

// say says a line, with the answers to what is asked then, and gives what is
// heard.
func (x *talk) say(line string, answers ...string) string {
	x.t.Helper()
	for _, a := range answers {
		x.lines <- a
	}
	if err := x.l.refresh(); err != nil {
		x.t.Fatal(err)
	}
	x.heard.Reset()
	x.l.obey(line)
	x.l.keepPlace()
	_ = x.l.out.Flush()
	return x.heard.String()
}

// hears fails unless the answer to a line holds all of the words.
func (x *talk) hears(line string, words ...string) {
	x.t.Helper()
	line, answer, asked := strings.Cut(line, " / ")
	var answers []string
	if asked {
		answers = append(answers, answer)
	}
	got := x.say(line, answers...)
	for _, w := range words {
		if !strings.Contains(got, w) {
			x.t.Fatalf("“%s” is answered without %q:\n%s", line, w, got)
		}
	}
}

func (x *talk) codings() []codebook.Coding {
	x.t.Helper()
	r, err := x.l.study.Reader().Reading(ctx, x.l.data.Transcript.ID)
	if err != nil {
		x.t.Fatal(err)
	}
	var out []codebook.Coding
	for _, c := range r.Codings {
		if c.Coder == x.l.study.Coder.ID {
			out = append(out, c)
		}
	}
	return out
}

func (x *talk) quote(i int) string { return x.l.data.Text.Slice(x.codings()[i].Span) }

// Reading, coding, memos, search and undo, by ear.
func TestASitting(t *testing.T) {
	x := begins(t)
	x.hears("code trust", "Open a transcript first")
	x.hears("list", "7: KI-07", "not coded")
	x.hears("list harm reduction", "1: KI-01", "7: KI-07")
	if strings.Contains(x.say("list harm reduction"), "KI-02") {
		t.Error("list tells of transcripts without the words")
	}
	x.hears("list nothing like it", "No transcript has")
	x.hears("open KI-07", "case P07", "sector harm reduction", "Turn 1 of 58", "interviewer")
	x.hears("", "Turn 2 of 58. Teo R., 00:10.", "I'm on the hotspot")
	x.hears("back", "Turn 1 of")
	x.hears("back", "This is the first turn.")
	x.hears("turn 4", "Turn 4 of", "behind the Lutheran church")
	x.hears("sentences", "1: I'm in the van.", "2: I'm behind")
	x.hears("select 1", "Selected 4 words: I'm in the van.")
	x.hears("code trust", "trust on 4 words, saved")
	x.hears("again", "there already")
	if q := x.quote(0); q != "I'm in the van." {
		t.Errorf("coded %q", q)
	}
	x.hears("select 1-2")
	x.hears("again", "Your trust here was widened")
	x.hears("select behind THE  lutheran church", "Selected 4 words: behind the Lutheran church")
	x.hears("code t / 2", "Which? 1 ", "saved")
	x.hears("code no such thing / yes", "New inductive code")
	if _, err := x.l.over.Codebook.Find("no such thing"); err != nil {
		t.Error(err)
	}
	x.hears("code no such thing", "there already")
	x.hears("code never heard / no", "Nothing was done")
	x.hears("vivo", "New in vivo code behind the Lutheran church")
	if n := len(x.codings()); n != 4 {
		t.Fatalf("%d codings", n)
	}
	x.hears("codings", "1: trust", "4: ")
	x.hears("memo on 1 because of the van", "Memo on this trust saved")
	x.hears("memo on 1 and the church", "Added to your memo")
	x.hears("memo where is he", "Memo on the words selected saved")
	x.hears("memo transcript / ", "The memo on KI-07?", "Nothing was done")
	x.hears("memo transcript / a good one", "Memo on KI-07 saved")
	x.hears("memo study early days", "the whole study")
	x.hears("memos", "because of the van and the church", "where is he", "a good one")
	x.hears("forget 1", "Memo removed")
	x.hears("undo", "Undone: memo removed")
	x.hears("whole", "whole turn")
	x.hears("here", "4 codings: trust, with a memo; ")
	x.hears("flag", "Say which: there are 4 codings here")
	x.hears("flag 1", "Flagged for quoting")
	x.hears("recode 1 informal", "Now informal channel")
	x.hears("select 1")
	x.hears("bounds 1", "Bounds saved")
	if cs := x.codings(); !cs[0].Quote || x.quote(0) != "I'm in the van." {
		t.Errorf("%+v %q", cs[0], x.quote(0))
	}
	x.hears("remove 1", "removed")
	if n := len(x.codings()); n != 3 {
		t.Errorf("%d codings", n)
	}
	x.hears("undo", "Undone: ")
	x.hears("redo", "Done again: ")
	x.hears("progress", "ana: 1 of 58 turns coded, 3 codings")
	x.hears("uncoded", "Turn 6 of")
	x.hears("complete", "KI-07 is complete: 3 codings")
	x.hears("complete", "open again")
	x.hears("time 00:12", "Turn 2 of")
	x.hears("time noon", "no time such as")
	x.hears("search naloxone", "passages", "1: KI-01 turn")
	x.hears("hit 2", "Passage 2 of", "KI-01")
	x.hears("hit", "Passage 3 of")
	x.hears("search code:trust coder:ben", "passages")
	x.hears("search (", "The query: ")
	x.hears("define trust", "Reliance", "Use when", "Example")
	x.hears("codes grief", "context, grief and burnout")
	x.hears("s", "s may mean")
	x.hears("frobnicate", "There is no command frobnicate")
	x.hears("help memo", "memo WORDS")
	if got := strings.Count(x.say("help"), "\n"); got != len(commands)+1 {
		t.Errorf("help has %d lines for %d commands", got, len(commands))
	}
	x.hears("quit")
	if !x.l.done {
		t.Error("quit does not leave")
	}
}

// Where one stopped is remembered; the screen goes on from there.
func TestThePlaceIsRemembered(t *testing.T) {
	x := begins(t)
	x.say("open KI-07")
	x.say("turn 20")
	again := &talk{t: t, lines: make(chan string, 1)}
	var err error
	if again.l, err = begin(ctx, x.l.study, again.lines, &again.heard); err != nil {
		t.Fatal(err)
	}
	again.hears("open 7", "Turn 20 of 58")
}

// Others' new work is told before the next answer, and moves nobody.
func TestOthersWorkIsTold(t *testing.T) {
	x := begins(t)
	x.say("open KI-07")
	x.say("turn 20")
	ben, err := study.Open(ctx, x.l.study.Project.Dir(), "ben")
	if err != nil {
		t.Fatal(err)
	}
	trust, err := x.l.over.Codebook.Find("trust")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ben.Project.Apply(ctx, ben.Coder.ID, store.NewCoding{Transcript: x.l.data.Transcript.ID, Span: x.l.target(), Code: trust.ID}); err != nil {
		t.Fatal(err)
	}
	x.heard.Reset()
	if err := x.l.refresh(); err != nil {
		t.Fatal(err)
	}
	_ = x.l.out.Flush()
	if !strings.Contains(x.heard.String(), "New: 1 coding of ben on this transcript.") || x.l.turn.Number() != 20 {
		t.Errorf("turn %d, heard %q", x.l.turn.Number(), x.heard.String())
	}
	if strings.Contains(x.say("here"), "trust of ben") {
		t.Error("others' codings are told without being asked for")
	}
	x.hears("others", "Others' codings are told")
	x.hears("here", "trust of ben")
	x.hears("remove 1", "another coder's")
}

// A project that somebody else holds: nothing is said to be saved, and nothing
// is lost.
func TestWhatCannotBeSavedWaits(t *testing.T) {
	x := begins(t, store.WithPatience(30*time.Millisecond))
	x.say("open KI-07")
	x.say("turn 4")
	lock := flock.New(filepath.Join(x.l.study.Project.Dir(), ".concord", "queue.lock"))
	if err := lock.Lock(); err != nil {
		t.Fatal(err)
	}
	x.heard.Reset()
	x.l.obey("code trust")
	x.l.obey("code grief")
	x.l.obey("quit")
	_ = x.l.out.Flush()
	got := x.heard.String()
	for _, w := range []string{"NOT SAVED: trust", "busy", "2 changes wait", "2 changes are not saved"} {
		if !strings.Contains(got, w) {
			t.Errorf("without %q:\n%s", w, got)
		}
	}
	if strings.Contains(got, ", saved") || x.l.done {
		t.Errorf("said to be saved, or left:\n%s", got)
	}
	if err := lock.Unlock(); err != nil {
		t.Fatal(err)
	}
	x.hears("retry", "trust on", "grief and burnout on")
	if n := len(x.codings()); n != 2 {
		t.Errorf("%d codings", n)
	}
	x.hears("retry", "Everything is saved.")
}

// Without anybody who codes one may read and search.
func TestWithoutACoder(t *testing.T) {
	x := begins(t)
	x.l.study = study.New(x.l.study.Project, codebook.Coder{})
	x.hears("open KI-01", "Turn 1 of")
	x.hears("code trust", "Nobody codes here yet")
	x.hears("search naloxone", "passages")
}

// What transcripts hold does nothing to the terminal, and no escape sequence is
// ever written.
func TestNoControlCharacters(t *testing.T) {
	x := begins(t)
	x.say("open KI-01")
	x.say("memo \x1b[31mred\x07")
	for _, line := range []string{"memos", "list", "help", "sentences", "search trust", "hit"} {
		for _, c := range x.say(line) {
			if c < ' ' && c != '\n' || c == 0x7f {
				t.Errorf("%s: control character %q", line, c)
			}
		}
	}
}

// Run ends with its input, and reads what it is given.
func TestRun(t *testing.T) {
	x := begins(t)
	var out bytes.Buffer
	if err := Run(ctx, x.l.study, strings.NewReader("open KI-07\n\ncode trust\nundo\n"), &out); err != nil {
		t.Fatal(err)
	}
	for _, w := range []string{"You are ana.", "Turn 2 of 58", "trust on", "Undone: +trust"} {
		if !strings.Contains(out.String(), w) {
			t.Errorf("without %q:\n%s", w, out.String())
		}
	}
	if got := x.say("help nothing"); !strings.Contains(got, "There is no command") {
		t.Errorf("%q", got)
	}
}
