package tui

import (
	"context"
	"errors"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"concord/codebook"
	"concord/corpus"
	"concord/store"
	"concord/store/study"
	"concord/tui/app"
	"concord/tui/screen/coding"
	"concord/tui/widget"
)

func TestBookmarksAreKeptForTheCoderAndTheTranscript(t *testing.T) {
	d := drive(t, 120, 36)
	d.Open("KI-07")
	d.goTurn("20")
	d.press("'")
	d.sees("20◆")
	d.goTurn("4")
	d.press("'", "esc")
	again := driveStudy(t, d.r.Study, 80, 24)
	again.Open("KI-07")
	again.goTurn("1")
	again.press(`"`)
	again.sees("bookmarks in KI-07")
	again.press("down", "enter")
	if got := again.coding().Read.Current().Number(); got != 20 {
		t.Errorf("the second bookmark leads to turn %d", got)
	}
	again.press(`"`, "x", "esc")
	if n := len(again.coding().Read.Page.Bookmarks); n != 1 {
		t.Errorf("%d bookmarks are left", n)
	}
	again.press("esc")
	again.Open("KI-06")
	again.press(`"`)
	again.sees("there are no bookmarks here")
	ben, err := study.Open(context.Background(), d.r.Study.Project.Dir(), "ben")
	if err != nil {
		t.Fatal(err)
	}
	other := driveStudy(t, ben, 80, 24)
	other.Open("KI-07")
	if n := len(other.coding().Read.Page.Bookmarks); n != 0 {
		t.Errorf("ben sees %d of ana's bookmarks", n)
	}
}

// ] and [ go through what was chosen with s, there and back.
func TestStepping(t *testing.T) {
	d := drive(t, 120, 36)
	d.Open("KI-01")
	d.press("home", "O")
	// through steps from the beginning to the end, and gives what it met.
	through := func(letter string) (met []coding.ShownCoding, turns []corpus.TurnIndex) {
		t.Helper()
		if letter != "t" {
			d.press("home")
			for d.coding().Read.LetGo() {
			}
		}
		d.press("s")
		d.sees("] and [ go through")
		d.press(letter)
		for !strings.Contains(d.screen(), "none after this") {
			if c, ok := d.coding().Read.Focused(); ok {
				met = append(met, c)
			}
			turns = append(turns, d.coding().Read.Current())
			if len(turns) > 500 {
				t.Fatal("] does not come to an end")
			}
			d.press("]")
		}
		steps := len(turns)
		for range steps - 1 {
			d.press("[")
		}
		if d.coding().Read.Current() != turns[0] {
			t.Errorf("%s: %d steps back lead to turn %d, not %d", letter, steps-1, d.coding().Read.Current().Number(), turns[0].Number())
		}
		return met, turns
	}
	all, _ := through("c")
	if len(all) != len(d.coding().Read.Data.Codings) {
		t.Errorf("] meets %d of %d codings", len(all), len(d.coding().Read.Data.Codings))
	}
	mine, _ := through("m")
	if len(mine) != len(d.codings("KI-01")) {
		t.Errorf("] meets %d of %d codings of mine", len(mine), len(d.codings("KI-01")))
	}
	d.press("home", "s", "c")
	d.coding().Read.Focus = all[0].ID
	code, _ := d.coding().Read.Focused()
	ofCode, _ := through("t")
	want := 0
	for _, c := range all {
		if c.Code == code.Code {
			want++
		}
	}
	if len(ofCode) == 0 || len(ofCode) > want {
		t.Errorf("] meets %d of %d codings of %s", len(ofCode), want, d.code(code.Coding))
	}
	for _, c := range ofCode {
		if c.Code != ofCode[0].Code {
			t.Errorf("] meets %s among codings of %s", d.code(c.Coding), d.code(ofCode[0].Coding))
		}
	}
	_, turns := through("d")
	for _, i := range turns {
		if !d.coding().Read.Page.Differ(i) {
			t.Errorf("] stops at turn %d, on which coders do not differ", i.Number())
		}
	}
	_, turns = through("o")
	for _, i := range turns {
		if d.coding().Read.CodedTurns()[i] {
			t.Errorf("] stops at turn %d, which is coded", i.Number())
		}
	}
	if d.r.Habits.Step != app.StopUncoded {
		t.Error("what ] goes through was not remembered")
	}
}

func TestTurnsOnWhichCodersDifferAreMarked(t *testing.T) {
	text, err := corpus.NewText("P: one\nP: two\nI: three\nP: four\n", []corpus.Turn{
		{Extent: corpus.Span{Start: 0, End: 6}, Speech: []corpus.Span{{Start: 3, End: 6}}, Speaker: "P"},
		{Extent: corpus.Span{Start: 7, End: 13}, Speech: []corpus.Span{{Start: 10, End: 13}}, Speaker: "P"},
		{Extent: corpus.Span{Start: 14, End: 22}, Speech: []corpus.Span{{Start: 17, End: 22}}, Speaker: "I"},
		{Extent: corpus.Span{Start: 23, End: 30}, Speech: []corpus.Span{{Start: 26, End: 30}}, Speaker: "P"},
	})
	if err != nil {
		t.Fatal(err)
	}
	ana, ben, chloe := codebook.CoderID{1}, codebook.CoderID{2}, codebook.CoderID{3}
	coded := func(who codebook.CoderID, turn int, code byte) codebook.Coding {
		return codebook.Coding{Coder: who, Span: text.Turns[turn].SpeechSpan(), Code: codebook.CodeID{code}}
	}
	finished := func(who ...codebook.CoderID) (out []codebook.Completion) {
		for _, c := range who {
			out = append(out, codebook.Completion{Coder: c, Text: text.ID})
		}
		return out
	}
	belongs := func(c codebook.Coding) (codebook.CodeID, codebook.CodingStatus) {
		if c.Code[0] == 9 {
			return c.Code, codebook.Hidden
		}
		return c.Code, codebook.Current
	}
	for _, c := range []struct {
		name        string
		codings     []codebook.Coding
		completions []codebook.Completion
		want        []corpus.TurnIndex
	}{
		{"one has not got there yet", []codebook.Coding{coded(ana, 0, 1)}, finished(ana), nil},
		{"silence of one who has finished", []codebook.Coding{coded(ana, 0, 1)}, finished(ana, ben), []corpus.TurnIndex{0}},
		{"other codes", []codebook.Coding{coded(ana, 1, 1), coded(ben, 1, 2)}, nil, []corpus.TurnIndex{1}},
		{"the same code", []codebook.Coding{coded(ana, 1, 1), coded(ben, 1, 1), coded(ben, 1, 1)}, nil, nil},
		{"the same, and one more", []codebook.Coding{coded(ana, 1, 1), coded(ben, 1, 1), coded(ben, 1, 2)}, nil, []corpus.TurnIndex{1}},
		{"a third who has finished", []codebook.Coding{coded(ana, 3, 1), coded(ben, 3, 1)}, finished(chloe), []corpus.TurnIndex{3}},
		{"interviewers and retired codes", []codebook.Coding{coded(ana, 2, 1), coded(ana, 3, 9)}, finished(ana, ben), nil},
	} {
		w := &codebook.CodedTranscript{Text: text, Codings: c.codings, Completions: c.completions, Speakers: map[string]corpus.Speaker{"I": {Role: corpus.RoleInterviewer}}}
		differ := coding.Differing(w, belongs)
		var got []corpus.TurnIndex
		for i := range text.Turns {
			if differ(corpus.TurnIndex(i)) {
				got = append(got, corpus.TurnIndex(i))
			}
		}
		if len(got) != len(c.want) || len(got) > 0 && got[0] != c.want[0] {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
	d := drive(t, 120, 36)
	d.Open("KI-01")
	if strings.Contains(d.screen(), "≠") {
		t.Error("disagreement is marked although others' codings are not shown")
	}
	d.press("O")
	d.sees("≠│")
}

// More codings than there are lanes are counted, and the list leads to each.
func TestEveryCodingOnATurnCanBeReached(t *testing.T) {
	d := drive(t, 80, 24)
	d.Open("KI-07")
	d.goTurn("4")
	names := []string{"trust", "leadership", "grief", "data sharing", "viability", "advocacy"}
	d.press("c")
	for _, n := range names {
		d.typed(n)
		d.press("tab")
	}
	d.press("esc", "esc")
	all := d.coding().Read.Here()
	if len(all) != len(names) {
		t.Fatalf("%d codings", len(all))
	}
	d.sees("abc3")
	for i := range names {
		d.press("a")
		d.sees("codings here")
		for range len(names) {
			d.press("up")
		}
		for range i {
			d.press("down")
		}
		d.press("enter")
		if d.coding().Read.Focus != all[i].ID {
			t.Errorf("row %d of the list focuses another coding", i)
		}
	}
}

func TestInterviewersWordsCanBeAsBrightAsOthers(t *testing.T) {
	d := drive(t, 120, 36)
	d.Open("KI-01")
	dimmed := func() bool { return strings.Contains(d.r.View(), "\x1b[2mBefore we get") }
	if !dimmed() {
		t.Fatal("interviewers' words are not dimmed at first")
	}
	d.press("D")
	if dimmed() {
		t.Error("D does not end it")
	}
	d.press("esc")
	again := driveStudy(t, d.r.Study, 120, 36)
	again.Open("KI-01")
	if strings.Contains(again.r.View(), "\x1b[2mBefore we get") {
		t.Error("it was not remembered")
	}
}

// The panel says under which version of the codebook a coding was made, and
// when that definition no longer holds.
func TestThePanelTellsVersionAndStanding(t *testing.T) {
	d := drive(t, 120, 36)
	ctx := context.Background()
	d.Open("KI-01")
	d.goTurn("6")
	d.press("tab")
	d.sees("under v1")
	c, _ := d.coding().Read.Focused()
	redefined := codebook.Defined{Definition: codebook.Definition{Text: "something else"}}
	if err := d.r.Study.Project.ChangeCodes(ctx, d.r.Coder().ID, store.CodeChange{Code: c.Code, Kind: codebook.Redefine, Values: codebook.Values{Defined: &redefined}}); err != nil {
		t.Fatal(err)
	}
	d.look()
	d.sees("stale: its code was redefined")
	d.press("esc", ".")
	d.press("c")
	d.typed(d.code(c.Coding))
	d.press("enter")
	d.sees("under v2+")
}

func TestEdgesAndSelectionsMoveByCharacter(t *testing.T) {
	d := drive(t, 100, 30)
	d.Open("KI-07")
	d.goTurn("4")
	d.press("right", "c")
	d.typed("trust")
	d.press("enter")
	was := d.codings("KI-07")[0].Span
	d.press("E", "<", "<", "[", ">", "enter")
	if got := d.codings("KI-07")[0].Span; got.Start != was.Start+1 || got.End != was.End-2 {
		t.Errorf("the edges went from %v to %v", was, got)
	}
	selected := d.coding().Read.Selection
	d.press("<", ">", ">")
	if got := d.coding().Read.Selection; got.Start != selected.Start || got.End != selected.End+1 {
		t.Errorf("the selection went from %v to %v", selected, got)
	}
}

// Each selection asks for a name by itself; Enter codes and goes on reading.
func TestOpenCoding(t *testing.T) {
	d := drive(t, 100, 30)
	d.Open("KI-07")
	d.goTurn("4")
	d.press("I")
	d.count()
	d.press("right")
	d.sees("code “")
	d.typed("being early")
	d.press("enter")
	if n := d.count(); n != len("being early")+2 {
		t.Errorf("a new code on a sentence took %d keys", n)
	}
	d.press("right", "right", "shift+right")
	two := d.coding().Read.Target()
	d.typed("staying late")
	d.press("enter")
	cs := d.codings("KI-07")
	if len(cs) != 2 || d.code(cs[0]) != "being early" || d.code(cs[1]) != "staying late" || cs[1].Span != two {
		t.Fatalf("%+v", cs)
	}
	d.press("esc", "down", "w", "W") // words wait
	if d.r.dialog != nil {
		t.Error("the prompt opened on words")
	}
	d.press("enter")
	d.sees("code “")
	d.press("esc", "v", "w", "v")
	d.sees("code “")
	d.press("esc", "esc", "esc", "I", "right")
	if d.r.dialog != nil {
		t.Error("the prompt opens although open coding was ended")
	}
}

// A code and its memo in one gesture; each is taken back by itself.
func TestCodeAndMemoInOneGesture(t *testing.T) {
	d := drive(t, 120, 36)
	d.Open("KI-07")
	d.goTurn("4")
	d.press("c")
	d.typed("trust")
	d.press("ctrl+e")
	d.sees("memo on this trust")
	d.typed("because of the van")
	d.press("ctrl+s")
	d.sees("memo saved", "because of the van")
	d.goTurn("6")
	d.press("c")
	d.typed("a new thing")
	d.press("ctrl+e")
	d.sees("memo on this a new thing")
	d.typed("why")
	d.press("ctrl+s")
	d.sees("MEMO (ana", "why")
	if n := len(d.codings("KI-07")); n != 2 {
		t.Fatalf("%d codings", n)
	}
	d.press("u")
	d.sees("undone: new memo")
	d.press("u")
	d.sees("undone: new code")
}

// A memo whose coding was refused stays on the words.
func TestAMemoOutlivesARefusedCoding(t *testing.T) {
	d := drive(t, 120, 36)
	d.Open("KI-07")
	d.goTurn("4")
	code, _ := d.r.Over.Codebook.Find("trust")
	u, cmd := d.coding().Apply(code)
	d.r.jobs[0].Run = func(context.Context, *study.Study) (string, error) { return "", errors.New("the code is gone") }
	widget.MemoOnCoding(d.r.Host, u)
	d.run(cmd)
	d.typed("thoughts")
	d.press("ctrl+s")
	memos := d.coding().Read.Data.Memos
	if len(memos) != 1 || memos[0].About.Kind != codebook.AboutSpan || memos[0].Text != "thoughts" {
		t.Errorf("memos %+v", memos)
	}
}

// A memo can be on anything, from where one is, and is found again there.
func TestMemosOnAnything(t *testing.T) {
	d := drive(t, 120, 36)
	d.Open("KI-01")
	d.goTurn("6")
	d.press("tab", "M")
	d.sees("memo on", "this ", "turn 6", "KI-01", "the case P01", "the code ", "the whole study")
	rows := len(d.r.dialog.(*widget.Chooser).Rows)
	d.press("esc")
	for i := range rows {
		d.press("M")
		for range i {
			d.press("down")
		}
		d.press("enter")
		d.typed("thought")
		d.press("ctrl+s")
		d.press("M")
		for range i {
			d.press("down")
		}
		d.press("enter")
		if m, ok := d.r.dialog.(*widget.MemoDialog); !ok || !strings.Contains(m.Old.Text, "thought") {
			t.Errorf("row %d: the memo is not found again", i)
		}
		d.press("esc")
	}
	memos, err := d.r.Study.Reader().Memos(context.Background(), func(m codebook.Memo) bool { return strings.Contains(m.Text, "thought") })
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[codebook.SubjectKind]bool{}
	for _, m := range memos {
		kinds[m.About.Kind] = true
	}
	if len(kinds) != 6 {
		t.Errorf("memos on %v", kinds)
	}
}

// The words of a memo outlive a killed terminal.
func TestADraftComesBack(t *testing.T) {
	d := drive(t, 120, 36)
	d.Open("KI-07")
	d.press("m")
	d.typed("half a thou")
	d.run(keepDraft(d.r.Host))
	// Killed here. The next start brings the words back.
	again := driveStudy(t, d.r.Study, 120, 36)
	again.sees("memo on KI-07", "half a thou")
	again.typed("ght")
	again.press("ctrl+s")
	third := driveStudy(t, d.r.Study, 120, 36)
	if third.r.dialog != nil {
		t.Error("a saved draft comes back")
	}
	third.Open("KI-07")
	third.press("m")
	third.sees("half a thought")
}

// Leaving waits for what is being saved, and asks about what cannot be.
func TestLeavingWithUnsavedWork(t *testing.T) {
	d := drive(t, 120, 36)
	d.Open("KI-07")
	d.goTurn("4")
	code, _ := d.r.Over.Codebook.Find("trust")
	_, cmd := d.coding().Apply(code)
	d.press("Q")
	if d.quits {
		t.Fatal("left while a coding was being saved")
	}
	d.run(cmd)
	if !d.quits || len(d.codings("KI-07")) != 1 {
		t.Error("did not leave once the coding was saved")
	}

	d = drive(t, 120, 36)
	d.Open("KI-07")
	d.goTurn("4")
	code, _ = d.r.Over.Codebook.Find("trust")
	_, cmd = d.coding().Apply(code)
	run, full := d.r.jobs[0].Run, true
	d.r.jobs[0].Run = func(ctx context.Context, s *study.Study) (string, error) {
		if full {
			full = false
			d.press("Q")
			d.sees("leaving as soon as everything is saved")
			return "", store.ErrFull
		}
		d.sees("leave without saving?", "+trust", "the disk is full", "NOT SAVED")
		d.press("n")
		if d.quits {
			t.Error("left although another key than y was pressed")
		}
		return run(ctx, s)
	}
	d.run(cmd)
	if d.quits || len(d.codings("KI-07")) != 1 {
		t.Errorf("left %v, %d codings", d.quits, len(d.codings("KI-07")))
	}
	_, cmd = d.coding().Apply(code)
	d.r.jobs[0].Run = func(ctx context.Context, s *study.Study) (string, error) {
		if len(d.r.jobs) == 1 && !d.quits {
			d.press("Q", "Q", "y")
		}
		return "", nil
	}
	d.run(cmd)
	if !d.quits {
		t.Error("y does not leave")
	}
}

// The place is remembered now and then while one reads, and writing it makes
// nobody read the project again.
func TestThePlaceIsRememberedWhileReading(t *testing.T) {
	d := drive(t, 120, 36)
	d.Open("KI-07")
	d.goTurn("20")
	d.coding().Read.KeptAt = d.r.Now().Add(-coding.PlaceEvery)
	stamp, err := d.r.Study.Project.Stamp()
	d.run(d.r.result(polledMsg{stamp, err}))
	again := driveStudy(t, d.r.Study, 120, 36) // d was killed
	again.Open("KI-07")
	if got := again.coding().Read.Current().Number(); got != 20 {
		t.Errorf("the place was turn %d", got)
	}
	m := d.r.refresh()()
	if m.Err != nil || !m.Same {
		t.Errorf("a remembered place makes the project look changed: %v", m.Err)
	}
	d.r.Update(tea.Msg(m))
	if !d.r.Loaded || len(d.r.Over.Transcripts) != 8 {
		t.Error("the overview is gone")
	}
}

// In a blind round the screen says so, and shows nothing of what others did.
func TestABlindRoundIsSaidAndKept(t *testing.T) {
	d := drive(t, 120, 36)
	ctx := context.Background()
	ben, err := study.Open(ctx, d.r.Study.Project.Dir(), "ben")
	if err != nil {
		t.Fatal(err)
	}
	tr, err := ben.Transcript(ctx, "KI-07")
	if err != nil {
		t.Fatal(err)
	}
	trust, err := d.r.Over.Codebook.Find("trust")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ben.Project.NewRound(ctx, ben.Coder.ID, codebook.Round{Name: "round 9", Version: d.r.Over.Versions[len(d.r.Over.Versions)-1].ID, Unit: "turn", Blind: true,
		Assignments: []codebook.Assignment{{Transcript: tr.ID, Text: tr.Text(), Coders: []codebook.CoderID{d.r.Coder().ID, ben.Coder.ID}}}}); err != nil {
		t.Fatal(err)
	}
	again := driveStudy(t, d.r.Study, 120, 36)
	again.Open("KI-07")
	again.sees("round 9, blind")
	turn := again.goTurn("4")
	if _, err := ben.Project.Apply(ctx, ben.Coder.ID, store.NewCoding{Transcript: tr.ID, Span: turn.SpeechSpan(), Code: trust.ID}); err != nil {
		t.Fatal(err)
	}
	again.look()
	again.press("O")
	if s := again.screen(); strings.Contains(s, "trust") || strings.Contains(s, "≠") {
		t.Errorf("ben's work can be seen:\n%s", s)
	}
	again.press("esc")
	again.sees("58 turns, not coded yet")
}

// An edge that stands inside a word is moved to the end of that word first.
func TestAnEdgeInsideAWordFinishesIt(t *testing.T) {
	d := drive(t, 100, 30)
	d.Open("KI-07")
	d.goTurn("4")
	d.press("right", "c")
	d.typed("trust")
	d.press("enter")
	d.press("E", "<", "<", "enter") // “van.” without its last two characters
	if q := d.quote(d.codings("KI-07")[0]); q != "I'm in the va" {
		t.Fatalf("%q", q)
	}
	d.press("E", "w", "enter")
	if q := d.quote(d.codings("KI-07")[0]); q != "I'm in the van" {
		t.Errorf("the edge went to the end of %q", q)
	}
}
