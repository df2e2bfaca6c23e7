package tui

import (
	"context"
	"fmt"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"concord/codebook"
	"concord/corpus"
	"concord/store/study"
)

// workScreen goes through the coder's passages that wait for a look since their
// code changed, one at a time.
type workScreen struct {
	*host

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
func (r *workScreen) undecided() []study.Waiting {
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
func (r *workScreen) atWork() (study.Waiting, bool) {
	list := r.undecided()
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

func (r *workScreen) moveWork(to int) {
	list := r.undecided()
	if len(list) == 0 {
		return
	}
	r.at = max(0, min(to, len(list)-1))
	r.id, r.top = list[r.at].ID, 0
}

func (r *workScreen) Bindings() []binding {
	none := func() string {
		if _, ok := r.atWork(); !ok {
			return "nothing waits for a look"
		}
		return r.noCoder()
	}
	moves := moveKeys("work", "passage", modeWork, func() rows { return rows{&r.at, len(r.undecided()), 10} })
	for i := range moves {
		do := moves[i].do
		moves[i].do = func() tea.Cmd {
			do()
			r.moveWork(r.at)
			return nil
		}
	}
	moves[0].foot = "later"
	scroll := func(n int) func() tea.Cmd {
		return func() tea.Cmd { r.top = max(0, r.top+n); return nil }
	}
	on := func(b binding) binding { b.mode = modeWork; return b }
	return append([]binding{
		on(binding{name: "work-keep", keys: []string{"enter", "y"}, help: "keep: it holds under the definition of now; or take what is suggested", foot: "keep", do: r.keepWork, why: func() string {
			if w, ok := r.atWork(); ok && !w.Keep && w.Guess.IsZero() {
				return firstOf(r.noCoder(), "the code was split: {part} say which part it is, {work-recode} another code")
			}
			return none()
		}, live: func() string {
			if w, ok := r.atWork(); ok && !w.Guess.IsZero() {
				return "take the suggestion"
			}
			return "keep"
		}}),
		on(binding{name: "part", keys: []string{"1", "2", "3", "4", "5", "6", "7", "8", "9"}, help: "the part of a split code that it is, by number", foot: "part", do: r.choosePart, why: func() string {
			if w, ok := r.atWork(); ok && w.Keep {
				return "the code was not split: {work-keep} keeps the passage, {work-recode} gives it another code"
			}
			return none()
		}}),
		on(binding{name: "work-recode", keys: []string{"r"}, help: "give it another code", foot: "recode", do: r.recodeWork, why: none}),
		on(binding{name: "work-remove", keys: []string{"x"}, help: "take the code off the passage", foot: "remove", do: func() tea.Cmd {
			w, _ := r.atWork()
			return r.decide(w, "−"+w.Code.Name, func(ctx context.Context, st *study.Study) (string, error) {
				return "removed; {undo} brings it back", st.Project.RemoveCoding(ctx, st.Coder.ID, w.ID)
			})
		}, why: none}),
		on(binding{name: "work-memo", keys: []string{"m"}, help: "memo on this passage; it stays on the list", foot: "memo", do: func() tea.Cmd {
			w, _ := r.atWork()
			return r.openMemoOn(subject{codebook.Subject{Kind: codebook.AboutCoding, Transcript: w.Coding.Transcript, Coding: w.ID}, "this " + w.Code.Name})
		}, why: none}),
		on(binding{name: "work-read", keys: []string{"right", "l", "o"}, help: "read the passage where it stands", foot: "read", do: func() tea.Cmd {
			w, _ := r.atWork()
			span := w.Coding.Span
			return r.openTranscript(w.Coding.Transcript, &span)
		}, why: none}),
		on(binding{name: "work-suggest", keys: []string{"s"}, help: "suggest a code for the passages that a search finds; each is still decided one by one", foot: "suggest", do: r.askGuess, why: none}),
		on(binding{name: "work-only", keys: []string{"f"}, help: "only passages of this code, or all", do: func() tea.Cmd {
			if w, ok := r.atWork(); ok && r.only.IsZero() {
				r.only = w.Code.ID
			} else {
				r.only = codebook.CodeID{}
			}
			return nil
		}, why: none}),
		on(binding{name: "work-progress", keys: []string{"p"}, help: "how far each coder has come", do: r.showProgress}),
		on(binding{name: "work-meaning", keys: []string{"d"}, help: "both definitions whole", do: r.showMeanings, why: none}),
		on(binding{name: "work-scroll", keys: []string{"space", "shift+down", "}"}, help: "scroll the passage", do: scroll(4)}),
		on(binding{name: "work-scroll-back", keys: []string{"shift+up", "{"}, help: "scroll it back", do: scroll(-4)}),
	}, moves...)
}

func (r *workScreen) openWorklist() tea.Cmd {
	r.Enter(modeWork)
	return r.readWorklist(false)
}

// readWorklist reads the list anew, with the suggestions asked for; tell says
// how many there are.
func (r *workScreen) readWorklist(tell bool) tea.Cmd {
	w := r
	w.number++
	s, ctx, number, guesses := r.study, r.ctx, w.number, slices.Clone(w.guesses)
	return func() tea.Msg {
		m := worklistMsg{number: number, asked: tell}
		if m.list, m.err = s.Worklist(ctx); m.err == nil && len(guesses) > 0 {
			m.suggested, m.err = s.Prefill(ctx, m.list.Waiting, guesses)
		}
		return m
	}
}

func (r *workScreen) takeWorklist(m worklistMsg) {
	w := r
	switch {
	case m.number != w.number:
		return
	case m.err != nil:
		w.guesses = nil
		r.warn(m.err.Error())
		return
	}
	w.list, w.listed, w.decided = m.list, true, map[codebook.CodingID]bool{}
	if !slices.ContainsFunc(w.list.Waiting, func(x study.Waiting) bool { return x.Code.ID == w.only }) {
		w.only = codebook.CodeID{}
	}
	for _, j := range r.Pending() { // what is still on its way
		for _, id := range j.hidden {
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
		if i := slices.IndexFunc(r.undecided(), func(x study.Waiting) bool { return !x.Guess.IsZero() }); i >= 0 {
			r.moveWork(i)
		}
		r.tell(counted(m.suggested, "passage has", "passages have") + " a suggestion; {work-keep} takes it")
	}
}

// decide writes what was decided about a passage, and goes on to the next.
func (r *workScreen) decide(w study.Waiting, what string, run func(ctx context.Context, st *study.Study) (string, error)) tea.Cmd {
	if r.decided == nil {
		r.decided = map[codebook.CodingID]bool{}
	}
	at := r.at
	r.decided[w.ID] = true
	r.past = append(r.past, w.ID)
	r.moveWork(at)
	return r.Do(&job{what: what, hidden: []codebook.CodingID{w.ID}, run: run})
}

func (r *workScreen) keepWork() tea.Cmd {
	w, _ := r.atWork()
	if c, ok := r.over.Codebook.Code(w.Guess); ok {
		return r.giveWork(w, c)
	}
	return r.decide(w, "kept", func(ctx context.Context, st *study.Study) (string, error) {
		return "kept: " + w.Now.Name + "; {undo} takes it back", st.Project.Confirm(ctx, st.Coder.ID, w.ID)
	})
}

// giveWork gives a passage a code.
func (r *workScreen) giveWork(w study.Waiting, c codebook.Code) tea.Cmd {
	return r.decide(w, "now "+c.Name, func(ctx context.Context, st *study.Study) (string, error) {
		return "now " + c.Name + "; {undo} takes it back", st.Project.Recode(ctx, st.Coder.ID, w.ID, c.ID)
	})
}

func (r *workScreen) choosePart() tea.Cmd {
	w, _ := r.atWork()
	n := int(r.pressed[0] - '1')
	if n >= len(w.Choices) {
		r.tell(fmt.Sprintf("there are %d parts", len(w.Choices)))
		return nil
	}
	return r.giveWork(w, w.Choices[n])
}

func (r *workScreen) recodeWork() tea.Cmd {
	w, _ := r.atWork()
	var first []codebook.CodeID
	for _, c := range w.Choices {
		first = append(first, c.ID)
	}
	r.Open(&codeChooser{title: "another code in place of “" + w.Code.Name + "”", input: newInput(""), first: append(first, r.habits.Recent...), among: codebook.Code.Applicable,
		pick: func(c codebook.Code) tea.Cmd { return r.giveWork(w, c) }})
	return nil
}

// askGuess asks which code is to be suggested, and for the passages of which
// search.
func (r *workScreen) askGuess() tea.Cmd {
	w, _ := r.atWork()
	ask := func(c codebook.Code) tea.Cmd {
		was := ""
		for _, g := range r.guesses {
			if g.Code.ID == c.ID {
				was = g.Query
			}
		}
		p := newPrompt("suggest “"+c.Name+"” for passages with", was, func(q string) tea.Cmd {
			r.guesses = slices.DeleteFunc(r.guesses, func(g study.Guess) bool { return g.Code.ID == c.ID })
			if q = strings.TrimSpace(q); q != "" {
				r.guesses = append(r.guesses, study.Guess{Code: c, Query: q})
			}
			return r.readWorklist(true)
		})
		p.hint = "words OR others, begin*, /regex/; nothing takes the suggestion back · Esc back"
		r.Open(p)
		return nil
	}
	if len(w.Choices) == 1 {
		return ask(w.Choices[0])
	}
	c := &chooser{title: "suggest which part", enter: func(i int) tea.Cmd { return ask(w.Choices[i]) }}
	for _, k := range w.Choices {
		c.rows = append(c.rows, clean(k.Name))
	}
	r.Open(c)
	return nil
}

// showProgress lists how far each coder has come.
func (r *workScreen) showProgress() tea.Cmd {
	c := &chooser{title: "the worklists of all coders", hint: "each coder decides about her own passages", enter: func(int) tea.Cmd { return nil }}
	for _, p := range r.list.Progress {
		c.rows = append(c.rows, fmt.Sprintf("%-16s %s %4d of %d", fit(p.Name, 16), bar(p.Looked, p.Looked+p.Waiting, 20), p.Looked, p.Looked+p.Waiting))
	}
	if len(c.rows) == 0 {
		c.rows = []string{"nothing waits for anybody"}
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
func (r *workScreen) Refreshed() tea.Cmd { return r.readWorklist(false) }

// update takes what was read.
func (r *workScreen) Update(msg tea.Msg) (cmd tea.Cmd, mine bool) {
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
func (r *workScreen) Subjects() []subject {
	w, ok := r.atWork()
	if !ok {
		return nil
	}
	return []subject{{codebook.Subject{Kind: codebook.AboutCoding, Transcript: w.Coding.Transcript, Coding: w.ID}, "this " + w.Code.Name}}
}

// worklistRequest asks for the worklist.
type worklistRequest struct{}

// show takes the request for the worklist.
func (r *workScreen) Show(request any) (cmd tea.Cmd, mine bool) {
	if _, ok := request.(worklistRequest); ok {
		return r.openWorklist(), true
	}
	return nil, false
}

// returned reads the list again: much may have been decided since.
func (r *workScreen) Returned() tea.Cmd { return r.readWorklist(false) }
