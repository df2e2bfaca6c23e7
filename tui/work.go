package tui

import (
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
	list    study.Worklist
	loaded  bool
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
func (r *root) undecided() []study.Waiting {
	w := &r.work
	var out []study.Waiting
	for _, x := range w.list.Waiting {
		if !w.decided[x.ID] && (w.only.IsZero() || x.Code.ID == w.only) {
			out = append(out, x)
		}
	}
	return out
}

// atWork is the passage that is shown.
func (r *root) atWork() (study.Waiting, bool) {
	list := r.undecided()
	w := &r.work
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

func (r *root) moveWork(to int) {
	list := r.undecided()
	if len(list) == 0 {
		return
	}
	r.work.at = max(0, min(to, len(list)-1))
	r.work.id, r.work.top = list[r.work.at].ID, 0
}

func workKeys() []binding {
	none := func(r *root) string {
		if _, ok := r.atWork(); !ok {
			return "nothing waits for a look"
		}
		return r.noCoder()
	}
	moves := moveKeys("work", "passage", modeWork, func(r *root) rows { return rows{&r.work.at, len(r.undecided()), 10} })
	for i := range moves {
		do := moves[i].do
		moves[i].do = func(r *root) tea.Cmd {
			do(r)
			r.moveWork(r.work.at)
			return nil
		}
	}
	moves[0].foot = "later"
	scroll := func(n int) func(r *root) tea.Cmd {
		return func(r *root) tea.Cmd { r.work.top = max(0, r.work.top+n); return nil }
	}
	on := func(b binding) binding { b.mode = modeWork; return b }
	return append([]binding{
		on(binding{name: "work-keep", keys: []string{"enter", "y"}, help: "keep: it holds under the definition of now; or take what is suggested", foot: "keep", do: (*root).keepWork, why: func(r *root) string {
			if w, ok := r.atWork(); ok && !w.Keep && w.Guess.IsZero() {
				return firstOf(r.noCoder(), "the code was split: {part} say which part it is, {work-recode} another code")
			}
			return none(r)
		}, live: func(r *root) string {
			if w, ok := r.atWork(); ok && !w.Guess.IsZero() {
				return "take the suggestion"
			}
			return "keep"
		}}),
		on(binding{name: "part", keys: []string{"1", "2", "3", "4", "5", "6", "7", "8", "9"}, help: "the part of a split code that it is, by number", foot: "part", do: (*root).choosePart, why: func(r *root) string {
			if w, ok := r.atWork(); ok && w.Keep {
				return "the code was not split: {work-keep} keeps the passage, {work-recode} gives it another code"
			}
			return none(r)
		}}),
		on(binding{name: "work-recode", keys: []string{"r"}, help: "give it another code", foot: "recode", do: (*root).recodeWork, why: none}),
		on(binding{name: "work-remove", keys: []string{"x"}, help: "take the code off the passage", foot: "remove", do: func(r *root) tea.Cmd {
			w, _ := r.atWork()
			return r.decide(w, "−"+w.Code.Name, func(r *root) (string, error) {
				return "removed; {undo} brings it back", r.study.Project.RemoveCoding(r.ctx, r.coder().ID, w.ID)
			})
		}, why: none}),
		on(binding{name: "work-memo", keys: []string{"m"}, help: "memo on this passage; it stays on the list", foot: "memo", do: func(r *root) tea.Cmd {
			w, _ := r.atWork()
			return r.openMemoOn(subject{codebook.Subject{Kind: codebook.AboutCoding, Transcript: w.Coding.Transcript, Coding: w.ID}, "this " + w.Code.Name})
		}, why: none}),
		on(binding{name: "work-read", keys: []string{"right", "l", "o"}, help: "read the passage where it stands", foot: "read", do: func(r *root) tea.Cmd {
			w, _ := r.atWork()
			span := w.Coding.Span
			return tea.Batch(r.keepPlace(), r.openCmd(w.Coding.Transcript, &span))
		}, why: none}),
		on(binding{name: "work-suggest", keys: []string{"s"}, help: "suggest a code for the passages that a search finds; each is still decided one by one", foot: "suggest", do: (*root).askGuess, why: none}),
		on(binding{name: "work-only", keys: []string{"f"}, help: "only passages of this code, or all", do: func(r *root) tea.Cmd {
			if w, ok := r.atWork(); ok && r.work.only.IsZero() {
				r.work.only = w.Code.ID
			} else {
				r.work.only = codebook.CodeID{}
			}
			return nil
		}, why: none}),
		on(binding{name: "work-progress", keys: []string{"p"}, help: "how far each coder has come", do: (*root).showProgress}),
		on(binding{name: "work-meaning", keys: []string{"d"}, help: "both definitions whole", do: (*root).showMeanings, why: none}),
		on(binding{name: "work-scroll", keys: []string{"space", "shift+down", "}"}, help: "scroll the passage", do: scroll(4)}),
		on(binding{name: "work-scroll-back", keys: []string{"shift+up", "{"}, help: "scroll it back", do: scroll(-4)}),
	}, moves...)
}

func (r *root) openWorklist() tea.Cmd {
	r.enter(modeWork)
	return r.readWorklist(false)
}

// readWorklist reads the list anew, with the suggestions asked for; tell says
// how many there are.
func (r *root) readWorklist(tell bool) tea.Cmd {
	w := &r.work
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

func (r *root) takeWorklist(m worklistMsg) {
	w := &r.work
	switch {
	case m.number != w.number:
		return
	case m.err != nil:
		w.guesses = nil
		r.warn(m.err.Error())
		return
	}
	w.list, w.loaded, w.decided = m.list, true, map[codebook.CodingID]bool{}
	if !slices.ContainsFunc(w.list.Waiting, func(x study.Waiting) bool { return x.Code.ID == w.only }) {
		w.only = codebook.CodeID{}
	}
	for _, j := range r.jobs { // what is still on its way
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
func (r *root) decide(w study.Waiting, what string, run func(r *root) (string, error)) tea.Cmd {
	if r.work.decided == nil {
		r.work.decided = map[codebook.CodingID]bool{}
	}
	at := r.work.at
	r.work.decided[w.ID] = true
	r.work.past = append(r.work.past, w.ID)
	r.moveWork(at)
	return r.do(&job{what: what, hidden: []codebook.CodingID{w.ID}, run: run})
}

func (r *root) keepWork() tea.Cmd {
	w, _ := r.atWork()
	if c, ok := r.over.Codebook.Code(w.Guess); ok {
		return r.giveWork(w, c)
	}
	return r.decide(w, "kept", func(r *root) (string, error) {
		return "kept: " + w.Now.Name + "; {undo} takes it back", r.study.Project.Confirm(r.ctx, r.coder().ID, w.ID)
	})
}

// giveWork gives a passage a code.
func (r *root) giveWork(w study.Waiting, c codebook.Code) tea.Cmd {
	return r.decide(w, "now "+c.Name, func(r *root) (string, error) {
		return "now " + c.Name + "; {undo} takes it back", r.study.Project.Recode(r.ctx, r.coder().ID, w.ID, c.ID)
	})
}

func (r *root) choosePart() tea.Cmd {
	w, _ := r.atWork()
	n := int(r.pressed[0] - '1')
	if n >= len(w.Choices) {
		r.tell(fmt.Sprintf("there are %d parts", len(w.Choices)))
		return nil
	}
	return r.giveWork(w, w.Choices[n])
}

func (r *root) recodeWork() tea.Cmd {
	w, _ := r.atWork()
	var first []codebook.CodeID
	for _, c := range w.Choices {
		first = append(first, c.ID)
	}
	r.dialog = &codeChooser{title: "another code in place of “" + w.Code.Name + "”", input: newInput(""), first: append(first, r.habits.Recent...), among: codebook.Code.Applicable,
		pick: func(r *root, c codebook.Code) tea.Cmd { return r.giveWork(w, c) }}
	return nil
}

// askGuess asks which code is to be suggested, and for the passages of which
// search.
func (r *root) askGuess() tea.Cmd {
	w, _ := r.atWork()
	ask := func(c codebook.Code) tea.Cmd {
		was := ""
		for _, g := range r.work.guesses {
			if g.Code.ID == c.ID {
				was = g.Query
			}
		}
		p := newPrompt("suggest “"+c.Name+"” for passages with", was, func(r *root, q string) tea.Cmd {
			r.work.guesses = slices.DeleteFunc(r.work.guesses, func(g study.Guess) bool { return g.Code.ID == c.ID })
			if q = strings.TrimSpace(q); q != "" {
				r.work.guesses = append(r.work.guesses, study.Guess{Code: c, Query: q})
			}
			return r.readWorklist(true)
		})
		p.hint = "words OR others, begin*, /regex/; nothing takes the suggestion back · Esc back"
		r.dialog = p
		return nil
	}
	if len(w.Choices) == 1 {
		return ask(w.Choices[0])
	}
	c := &chooser{title: "suggest which part", enter: func(r *root, i int) tea.Cmd { return ask(w.Choices[i]) }}
	for _, k := range w.Choices {
		c.rows = append(c.rows, clean(k.Name))
	}
	r.dialog = c
	return nil
}

// showProgress lists how far each coder has come.
func (r *root) showProgress() tea.Cmd {
	c := &chooser{title: "the worklists of all coders", hint: "each coder decides about her own passages", enter: func(*root, int) tea.Cmd { return nil }}
	for _, p := range r.work.list.Progress {
		c.rows = append(c.rows, fmt.Sprintf("%-16s %s %4d of %d", fit(p.Name, 16), bar(p.Looked, p.Looked+p.Waiting, 20), p.Looked, p.Looked+p.Waiting))
	}
	if len(c.rows) == 0 {
		c.rows = []string{"nothing waits for anybody"}
	}
	r.dialog = c
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

// refreshed reads again what the screen shows beside the project's overview,
// after something arrived.
func (r *root) refreshed(m freshMsg) tea.Cmd {
	if m.err != nil || m.same {
		return nil
	}
	switch r.mode {
	case modeAgree: // figures on the screen are those of the project as it is
		if !r.agree.busy {
			return r.measure()
		}
	case modeBook:
		return r.readHistory()
	case modeVersions:
		return r.readVersions()
	case modeWork:
		return r.readWorklist(false)
	}
	return nil
}

// contextTurns gives the turns that a passage is shown with: its own, and one
// before and after.
func contextTurns(text *corpus.Text, span corpus.Span) (from, to corpus.TurnIndex) {
	from, to = text.TurnsIn(span)
	return max(0, from-1), min(corpus.TurnIndex(len(text.Turns)), to+1)
}
