package tui

import (
	"context"
	"fmt"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"concord/codebook"
	"concord/store"
	"concord/store/study"
)

// autoScreen shows what a search would code before it does.
type autoScreen struct {
	*host

	question study.AutoQuestion
	code     codebook.Code // its id is zero for a new code
	rows     []autoRow
	at       int
	first    int
	number   int // of the question asked last; older answers are dropped
	busy     bool
}

// autoRow is a passage that is to be coded, or not.
type autoRow struct {
	hitRow
	passage study.AutoPassage
	on      bool
}

type autoMsg struct {
	number int
	rows   []autoRow
	err    error
}

// askAuto asks for what is to be coded, and then for the code.
func (r *autoScreen) askAuto() tea.Cmd {
	p := newPrompt("auto-code what a search finds", r.passages.query, func(q string) tea.Cmd {
		if q = strings.TrimSpace(q); q != "" {
			return r.chooseAutoCode(q)
		}
		return nil
	})
	p.hint = `words “a phrase” begin* /pattern/ speaker:P07 transcript:KI-07 county:… -not OR · Enter, then the code`
	r.Open(p)
	return nil
}

// chooseAutoCode asks for the code that a query's passages are to get.
func (r *autoScreen) chooseAutoCode(query string) tea.Cmd {
	preview := func(c codebook.Code) (*underway, tea.Cmd) {
		r.code = c
		r.question = study.AutoQuestion{Query: query, Unit: study.AutoSentence, Code: c.ID}
		r.Enter(modeAuto)
		return nil, r.findAuto()
	}
	r.Open(&picker{host: r.host,
		title: func() string { return "auto-code “" + oneLine(query, 56) + "”" }, input: newInput(""), pick: preview,
		create: func(name string) (*underway, tea.Cmd) { return preview(codebook.Code{Name: name}) },
	})
	return nil
}

// findAuto looks for the passages in a command.
func (r *autoScreen) findAuto() tea.Cmd {
	a := r
	a.number++
	a.busy, a.rows, a.at, a.first = true, nil, 0, 0
	number, q, s, ctx := a.number, a.question, r.study, r.ctx
	return func() tea.Msg {
		passages, err := s.AutoPassages(ctx, q)
		m := autoMsg{number: number, err: err}
		for _, p := range passages {
			row := autoRow{passage: p, on: !p.Already, hitRow: hitRow{transcript: p.Transcript.ID, name: p.Transcript.Name,
				text: p.Text.ID, turn: p.Turn, span: p.Span, marks: slices.Clone(p.Found)}}
			row.fill(p.Text)
			m.rows = append(m.rows, row)
		}
		return m
	}
}

func (r *autoScreen) take(m autoMsg) {
	if m.number != r.number {
		return
	}
	r.busy, r.rows = false, m.rows
	if m.err != nil {
		r.warn(searchProblem(m.err))
		if r.mode == modeAuto {
			r.Leave()
		}
	}
}

// chosen are the passages that are to be coded.
func (a *autoScreen) chosen() []study.AutoPassage {
	var out []study.AutoPassage
	for _, row := range a.rows {
		if row.on {
			out = append(out, row.passage)
		}
	}
	return out
}

func (r *autoScreen) Bindings() []binding {
	none := func() string {
		if len(r.rows) == 0 {
			return "nothing was found"
		}
		return ""
	}
	return append([]binding{
		{name: "auto-apply", mode: modeAuto, keys: []string{"enter"}, help: "code the passages that are ticked, as one step; undo takes all of them back", foot: "code them",
			do: r.applyAuto, why: func() string {
				if len(r.chosen()) == 0 {
					return "no passage is ticked"
				}
				return r.noCoder()
			}},
		{name: "auto-tick", mode: modeAuto, keys: []string{"space", "x"}, help: "leave the passage out, or take it in again", foot: "leave out", do: r.tickAuto, why: none},
		{name: "auto-all", mode: modeAuto, keys: []string{"a"}, help: "leave all out, or take all in", foot: "all", do: r.tickAll, why: none},
		{name: "auto-unit", mode: modeAuto, keys: []string{"t"}, help: "code the sentences that hold the words found, the words alone, or whole turns", foot: "unit", do: r.nextAutoUnit},
		{name: "auto-interviewers", mode: modeAuto, keys: []string{"i"}, help: "code interviewers' words too, or not", foot: "interviewers", do: func() tea.Cmd {
			r.question.Interviewers = !r.question.Interviewers
			return r.findAuto()
		}},
		{name: "auto-open", mode: modeAuto, keys: []string{"right", "l", "o"}, help: "read the passage where it stands", foot: "read", why: none, do: func() tea.Cmd {
			return r.GoTo(passageRequest{r.rows[r.at].hitRow})
		}},
	}, moveKeys("auto", "passage", modeAuto, func() rows { return rows{&r.at, len(r.rows), r.passagesShown()} })...)
}

func (r *autoScreen) tickAuto() tea.Cmd {
	row := &r.rows[r.at]
	if row.passage.Already {
		r.tell("you have the code here already")
		return nil
	}
	row.on = !row.on
	r.at = min(r.at+1, len(r.rows)-1)
	return nil
}

func (r *autoScreen) tickAll() tea.Cmd {
	on := len(r.chosen()) == 0
	for i := range r.rows {
		r.rows[i].on = on && !r.rows[i].passage.Already
	}
	return nil
}

func (r *autoScreen) nextAutoUnit() tea.Cmd {
	next := map[study.AutoUnit]study.AutoUnit{study.AutoSentence: study.AutoWords, study.AutoWords: study.AutoTurn, study.AutoTurn: study.AutoSentence}
	r.question.Unit = next[r.question.Unit]
	return r.findAuto()
}

// applyAuto codes what is ticked, and goes back to where one was.
func (r *autoScreen) applyAuto() tea.Cmd {
	code, passages := r.code, r.chosen()
	codings := make([]store.NewCoding, len(passages))
	for i, p := range passages {
		codings[i] = p.NewCoding(code.ID)
	}
	n := store.NewCode{Name: code.Name, Parent: r.newCodeParent(), Origin: codebook.Inductive}
	said := fmt.Sprintf("%s of %s, marked as made by a search; {undo} takes all of them back", counted(len(codings), "coding", "codings"), code.Name)
	r.Leave()
	return r.Do(&job{what: "auto-code " + code.Name, run: func(ctx context.Context, st *study.Study) (string, error) {
		if code.ID.IsZero() {
			_, _, err := st.Project.ApplyNewCode(ctx, st.Coder.ID, n, "", codings...)
			return said, err
		}
		_, err := st.Project.Apply(ctx, st.Coder.ID, codings...)
		return said, err
	}})
}

func (r *autoScreen) View() []string {
	a := r
	title := r.trail(r.over.Title, "auto-code “"+oneLine(a.question.Query, 40)+"” as "+a.code.Name)
	about := map[study.AutoUnit]string{study.AutoSentence: "sentences", study.AutoWords: "the words found", study.AutoTurn: "whole turns"}[a.question.Unit]
	if a.question.Interviewers {
		about += ", interviewers' too"
	}
	about = fmt.Sprintf("%d of %s · %s", len(a.chosen()), counted(len(a.rows), "passage", "passages"), about)
	lines := []string{r.header(title, r.standing()), r.ruleOf(r.theme.Chrome, about)}
	switch {
	case a.busy:
		lines = append(lines, "", " searching …")
	case len(a.rows) == 0:
		lines = append(lines, "", " nothing found; interviewers' words are left out unless "+r.keys.expand("{auto-interviewers}")+" takes them in")
	}
	a.first = window(a.first, a.at, len(a.rows), r.passagesShown())
	for i := a.first; i < len(a.rows) && i < a.first+r.passagesShown(); i++ {
		row := a.rows[i]
		sign, note := "[x] ", ""
		switch {
		case row.passage.Already:
			sign, note = "    ", "coded already"
		case !row.on:
			sign, note = "[ ] ", "left out"
		}
		lines = append(lines, row.lines(r.host, i == a.at, sign, note)...)
	}
	return r.fill(lines)
}

// askAutoRequest asks what is to be searched for, and coded.
type askAutoRequest struct{}

// autoRequest asks for what a query finds to be coded.
type autoRequest struct{ query string }

// show takes the request for auto-coding.
func (r *autoScreen) Show(request any) (cmd tea.Cmd, mine bool) {
	switch q := request.(type) {
	case askAutoRequest:
		return r.askAuto(), true
	case autoRequest:
		return r.chooseAutoCode(q.query), true
	}
	return nil, false
}

// update takes what was found.
func (r *autoScreen) Update(msg tea.Msg) (cmd tea.Cmd, mine bool) {
	if m, ok := msg.(autoMsg); ok {
		r.take(m)
		return nil, true
	}
	return nil, false
}
