package worklist

import (
	"context"
	"fmt"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"concord/codebook"
	"concord/corpus"
	"concord/store/study"
	"concord/tui/app"
	"concord/tui/keymap"
	"concord/tui/layout"
	"concord/tui/widget"
)

// workScreen goes through the coder's passages that wait for a look since their
// code changed, one at a time.
type Screen struct {
	*app.Host

	list    study.Worklist
	listed  bool
	decided map[codebook.CodingID]bool // here, until a reading of the project shows it
	past    []codebook.CodingID        // decided here, newest last: what an undo brings back
	at      int
	id      codebook.CodingID // the passage shown, which stays when the list changes
	only    codebook.CodeID   // passages of this code only; zero for all
	guesses []study.Guess
	top     int // first line of the passage that is shown
	number  int // of what was asked for last; older answers are dropped
}

type worklistMsg struct {
	number    int
	list      study.Worklist
	suggested int // how many have a suggestion, if that was asked for
	asked     bool
	err       error
}

// undecided gives the passages still to be decided, through the filter.
func (r *Screen) Undecided() []study.Waiting {
	w := r
	var out []study.Waiting
	for _, x := range w.list.Waiting {
		if !w.decided[x.ID] && (w.only.IsZero() || x.Code.ID == w.only) {
			out = append(out, x)
		}
	}
	return out
}

// atWork is the passage that is shown.
func (r *Screen) atWork() (study.Waiting, bool) {
	list := r.Undecided()
	w := r
	if len(list) == 0 {
		return study.Waiting{}, false
	}
	w.at = max(0, min(w.at, len(list)-1))
	if i := slices.IndexFunc(list, func(x study.Waiting) bool { return x.ID == w.id }); i >= 0 {
		w.at = i
	}
	if w.id != list[w.at].ID {
		w.id, w.top = list[w.at].ID, 0
	}
	return list[w.at], true
}

func (r *Screen) MoveWork(to int) {
	list := r.Undecided()
	if len(list) == 0 {
		return
	}
	r.at = max(0, min(to, len(list)-1))
	r.id, r.top = list[r.at].ID, 0
}

func (r *Screen) Bindings() []keymap.Binding {
	none := func() string {
		if _, ok := r.atWork(); !ok {
			return "nothing waits for a look"
		}
		return r.NoCoder()
	}
	moves := keymap.MoveKeys("work", "passage", keymap.ModeWork, func() keymap.Rows { return keymap.Rows{At: &r.at, N: len(r.Undecided()), Page: 10} })
	for i := range moves {
		do := moves[i].Do
		moves[i].Do = func() tea.Cmd {
			do()
			r.MoveWork(r.at)
			return nil
		}
	}
	moves[0].Foot = "later"
	scroll := func(n int) func() tea.Cmd {
		return func() tea.Cmd { r.top = max(0, r.top+n); return nil }
	}
	on := func(b keymap.Binding) keymap.Binding { b.Mode = keymap.ModeWork; return b }
	return append([]keymap.Binding{
		on(keymap.Binding{Name: "work-keep", Keys: []string{"enter", "y"}, Help: "keep: it holds under the definition of now; or take what is suggested", Foot: "keep", Do: r.keepWork, Why: func() string {
			if w, ok := r.atWork(); ok && !w.Keep && w.Guess.IsZero() {
				return layout.FirstOf(r.NoCoder(), "the code was split: {part} say which part it is, {work-recode} another code")
			}
			return none()
		}, Live: func() string {
			if w, ok := r.atWork(); ok && !w.Guess.IsZero() {
				return "take the suggestion"
			}
			return "keep"
		}}),
		on(keymap.Binding{Name: "part", Keys: []string{"1", "2", "3", "4", "5", "6", "7", "8", "9"}, Help: "the part of a split code that it is, by number", Foot: "part", Do: r.choosePart, Why: func() string {
			if w, ok := r.atWork(); ok && w.Keep {
				return "the code was not split: {work-keep} keeps the passage, {work-recode} gives it another code"
			}
			return none()
		}}),
		on(keymap.Binding{Name: "work-recode", Keys: []string{"r"}, Help: "give it another code", Foot: "recode", Do: r.recodeWork, Why: none}),
		on(keymap.Binding{Name: "work-remove", Keys: []string{"x"}, Help: "take the code off the passage", Foot: "remove", Do: func() tea.Cmd {
			w, _ := r.atWork()
			return r.decide(w, "−"+w.Code.Name, func(ctx context.Context, st *study.Study) (string, error) {
				return "removed; {undo} brings it back", st.Project.RemoveCoding(ctx, st.Coder.ID, w.ID)
			})
		}, Why: none}),
		on(keymap.Binding{Name: "work-memo", Keys: []string{"m"}, Help: "memo on this passage; it stays on the list", Foot: "memo", Do: func() tea.Cmd {
			w, _ := r.atWork()
			return widget.OpenMemoOn(r.Host, app.Subject{Subject: codebook.Subject{Kind: codebook.AboutCoding, Transcript: w.Coding.Transcript, Coding: w.ID}, Name: "this " + w.Code.Name})
		}, Why: none}),
		on(keymap.Binding{Name: "work-read", Keys: []string{"right", "l", "o"}, Help: "read the passage where it stands", Foot: "read", Do: func() tea.Cmd {
			w, _ := r.atWork()
			span := w.Coding.Span
			return r.OpenTranscript(w.Coding.Transcript, &span)
		}, Why: none}),
		on(keymap.Binding{Name: "work-suggest", Keys: []string{"s"}, Help: "suggest a code for the passages that a search finds; each is still decided one by one", Foot: "suggest", Do: r.askGuess, Why: none}),
		on(keymap.Binding{Name: "work-only", Keys: []string{"f"}, Help: "only passages of this code, or all", Do: func() tea.Cmd {
			if w, ok := r.atWork(); ok && r.only.IsZero() {
				r.only = w.Code.ID
			} else {
				r.only = codebook.CodeID{}
			}
			return nil
		}, Why: none}),
		on(keymap.Binding{Name: "work-progress", Keys: []string{"p"}, Help: "how far each coder has come", Do: r.showProgress}),
		on(keymap.Binding{Name: "work-meaning", Keys: []string{"d"}, Help: "both definitions whole", Do: r.showMeanings, Why: none}),
		on(keymap.Binding{Name: "work-scroll", Keys: []string{"space", "shift+down", "}"}, Help: "scroll the passage", Do: scroll(4)}),
		on(keymap.Binding{Name: "work-scroll-back", Keys: []string{"shift+up", "{"}, Help: "scroll it back", Do: scroll(-4)}),
	}, moves...)
}

func (r *Screen) openWorklist() tea.Cmd {
	r.Enter(keymap.ModeWork)
	return r.readWorklist(false)
}

// readWorklist reads the list anew, with the suggestions asked for; tell says
// how many there are.
func (r *Screen) readWorklist(tell bool) tea.Cmd {
	w := r
	w.number++
	s, ctx, number, guesses := r.Study, r.Ctx, w.number, slices.Clone(w.guesses)
	return func() tea.Msg {
		m := worklistMsg{number: number, asked: tell}
		if m.list, m.err = s.Worklist(ctx); m.err == nil && len(guesses) > 0 {
			m.suggested, m.err = s.Prefill(ctx, m.list.Waiting, guesses)
		}
		return m
	}
}

func (r *Screen) takeWorklist(m worklistMsg) {
	w := r
	switch {
	case m.number != w.number:
		return
	case m.err != nil:
		w.guesses = nil
		r.Warn(m.err.Error())
		return
	}
	w.list, w.listed, w.decided = m.list, true, map[codebook.CodingID]bool{}
	if !slices.ContainsFunc(w.list.Waiting, func(x study.Waiting) bool { return x.Code.ID == w.only }) {
		w.only = codebook.CodeID{}
	}
	for _, j := range r.Pending() { // what is still on its way
		for _, id := range j.Hidden {
			w.decided[id] = true
		}
	}
	// An undo brings a passage back: the cursor goes to it.
	for n := len(w.past); n > 0; n-- {
		id := w.past[n-1]
		if w.decided[id] || !slices.ContainsFunc(w.list.Waiting, func(x study.Waiting) bool { return x.ID == id }) {
			break
		}
		w.id, w.past = id, w.past[:n-1]
	}
	if m.asked {
		if i := slices.IndexFunc(r.Undecided(), func(x study.Waiting) bool { return !x.Guess.IsZero() }); i >= 0 {
			r.MoveWork(i)
		}
		r.Tell(layout.Counted(m.suggested, "passage has", "passages have") + " a suggestion; {work-keep} takes it")
	}
}

// decide writes what was decided about a passage, and goes on to the next.
func (r *Screen) decide(w study.Waiting, what string, run func(ctx context.Context, st *study.Study) (string, error)) tea.Cmd {
	if r.decided == nil {
		r.decided = map[codebook.CodingID]bool{}
	}
	at := r.at
	r.decided[w.ID] = true
	r.past = append(r.past, w.ID)
	r.MoveWork(at)
	return r.Do(&app.Job{What: what, Hidden: []codebook.CodingID{w.ID}, Run: run})
}

func (r *Screen) keepWork() tea.Cmd {
	w, _ := r.atWork()
	if c, ok := r.Over.Codebook.Code(w.Guess); ok {
		return r.giveWork(w, c)
	}
	return r.decide(w, "kept", func(ctx context.Context, st *study.Study) (string, error) {
		return "kept: " + w.Now.Name + "; {undo} takes it back", st.Project.Confirm(ctx, st.Coder.ID, w.ID)
	})
}

// giveWork gives a passage a code.
func (r *Screen) giveWork(w study.Waiting, c codebook.Code) tea.Cmd {
	return r.decide(w, "now "+c.Name, func(ctx context.Context, st *study.Study) (string, error) {
		return "now " + c.Name + "; {undo} takes it back", st.Project.Recode(ctx, st.Coder.ID, w.ID, c.ID)
	})
}

func (r *Screen) choosePart() tea.Cmd {
	w, _ := r.atWork()
	n := int(r.Pressed[0] - '1')
	if n >= len(w.Choices) {
		r.Tell(fmt.Sprintf("there are %d parts", len(w.Choices)))
		return nil
	}
	return r.giveWork(w, w.Choices[n])
}

func (r *Screen) recodeWork() tea.Cmd {
	w, _ := r.atWork()
	var first []codebook.CodeID
	for _, c := range w.Choices {
		first = append(first, c.ID)
	}
	r.Open(&widget.CodeChooser{Title: "another code in place of “" + w.Code.Name + "”", Input: widget.NewInput(""), First: append(first, r.Habits.Recent...), Among: codebook.Code.Applicable,
		Pick: func(c codebook.Code) tea.Cmd { return r.giveWork(w, c) }})
	return nil
}

// askGuess asks which code is to be suggested, and for the passages of which
// search.
func (r *Screen) askGuess() tea.Cmd {
	w, _ := r.atWork()
	ask := func(c codebook.Code) tea.Cmd {
		was := ""
		for _, g := range r.guesses {
			if g.Code.ID == c.ID {
				was = g.Query
			}
		}
		p := widget.NewPrompt("suggest “"+c.Name+"” for passages with", was, func(q string) tea.Cmd {
			r.guesses = slices.DeleteFunc(r.guesses, func(g study.Guess) bool { return g.Code.ID == c.ID })
			if q = strings.TrimSpace(q); q != "" {
				r.guesses = append(r.guesses, study.Guess{Code: c, Query: q})
			}
			return r.readWorklist(true)
		})
		p.Hint = "words OR others, begin*, /regex/; nothing takes the suggestion back · Esc back"
		r.Open(p)
		return nil
	}
	if len(w.Choices) == 1 {
		return ask(w.Choices[0])
	}
	c := &widget.Chooser{Title: "suggest which part", Enter: func(i int) tea.Cmd { return ask(w.Choices[i]) }}
	for _, k := range w.Choices {
		c.Rows = append(c.Rows, layout.Clean(k.Name))
	}
	r.Open(c)
	return nil
}

// showProgress lists how far each coder has come.
func (r *Screen) showProgress() tea.Cmd {
	c := &widget.Chooser{Title: "the worklists of all coders", Hint: "each coder decides about her own passages", Enter: func(int) tea.Cmd { return nil }}
	for _, p := range r.list.Progress {
		c.Rows = append(c.Rows, fmt.Sprintf("%-16s %s %4d of %d", layout.Fit(p.Name, 16), bar(p.Looked, p.Looked+p.Waiting, 20), p.Looked, p.Looked+p.Waiting))
	}
	if len(c.Rows) == 0 {
		c.Rows = []string{"nothing waits for anybody"}
	}
	r.Open(c)
	return nil
}

// bar draws a share.
func bar(n, of, width int) string {
	full := 0
	if of > 0 {
		full = n * width / of
	}
	return strings.Repeat("█", full) + strings.Repeat("░", width-full)
}

// refreshed reads the worklist again.
func (r *Screen) Refreshed() tea.Cmd { return r.readWorklist(false) }

// update takes what was read.
func (r *Screen) Update(msg tea.Msg) (cmd tea.Cmd, mine bool) {
	if m, ok := msg.(worklistMsg); ok {
		r.takeWorklist(m)
		return nil, true
	}
	return nil, false
}

// contextTurns gives the turns that a passage is shown with: its own, and one
// before and after.
func contextTurns(text *corpus.Text, span corpus.Span) (from, to corpus.TurnIndex) {
	from, to = text.TurnsIn(span)
	return max(0, from-1), min(corpus.TurnIndex(len(text.Turns)), to+1)
}

// subjects is what a memo can be about here.
func (r *Screen) Subjects() []app.Subject {
	w, ok := r.atWork()
	if !ok {
		return nil
	}
	return []app.Subject{{Subject: codebook.Subject{Kind: codebook.AboutCoding, Transcript: w.Coding.Transcript, Coding: w.ID}, Name: "this " + w.Code.Name}}
}

// show takes the request for the worklist.
func (r *Screen) Show(request any) (cmd tea.Cmd, mine bool) {
	if _, ok := request.(app.WorklistRequest); ok {
		return r.openWorklist(), true
	}
	return nil, false
}

// returned reads the list again: much may have been decided since.
func (r *Screen) Returned() tea.Cmd { return r.readWorklist(false) }
