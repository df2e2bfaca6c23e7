package autocoding

import (
	"context"
	"fmt"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"concord/codebook"
	"concord/store"
	"concord/store/study"
	"concord/tui/app"
	"concord/tui/keymap"
	"concord/tui/layout"
	"concord/tui/widget"
)

// autoScreen shows what a search would code before it does.
type Screen struct {
	*app.Host

	Question study.AutoQuestion
	code     codebook.Code // its id is zero for a new code
	Rows     []autoRow
	at       int
	first    int
	number   int // of the question asked last; older answers are dropped
	busy     bool
}

// autoRow is a passage that is to be coded, or not.
type autoRow struct {
	app.PassageRow
	Passage study.AutoPassage
	on      bool
}

type autoMsg struct {
	number int
	rows   []autoRow
	err    error
}

// askAuto asks for what is to be coded, and then for the code.
func (r *Screen) askAuto() tea.Cmd {
	p := widget.NewPrompt("auto-code what a search finds", r.Passages.Query, func(q string) tea.Cmd {
		if q = strings.TrimSpace(q); q != "" {
			return r.chooseAutoCode(q)
		}
		return nil
	})
	p.Hint = `words “a phrase” begin* /pattern/ speaker:P07 transcript:KI-07 county:… -not OR · Enter, then the code`
	r.Open(p)
	return nil
}

// chooseAutoCode asks for the code that a query's passages are to get.
func (r *Screen) chooseAutoCode(query string) tea.Cmd {
	preview := func(c codebook.Code) (*app.Underway, tea.Cmd) {
		r.code = c
		r.Question = study.AutoQuestion{Query: query, Unit: study.AutoSentence, Code: c.ID}
		r.Enter(keymap.ModeAuto)
		return nil, r.findAuto()
	}
	r.Open(&widget.Picker{Host: r.Host,
		Title: func() string { return "auto-code “" + layout.OneLine(query, 56) + "”" }, Input: widget.NewInput(""), Pick: preview,
		Create: func(name string) (*app.Underway, tea.Cmd) { return preview(codebook.Code{Name: name}) },
	})
	return nil
}

// findAuto looks for the passages in a command.
func (r *Screen) findAuto() tea.Cmd {
	a := r
	a.number++
	a.busy, a.Rows, a.at, a.first = true, nil, 0, 0
	number, q, s, ctx := a.number, a.Question, r.Study, r.Ctx
	return func() tea.Msg {
		passages, err := s.AutoPassages(ctx, q)
		m := autoMsg{number: number, err: err}
		for _, p := range passages {
			row := autoRow{Passage: p, on: !p.Already, PassageRow: app.PassageRow{Transcript: p.Transcript.ID, Name: p.Transcript.Name,
				Text: p.Text.ID, Turn: p.Turn, Span: p.Span, Marks: slices.Clone(p.Found)}}
			row.Fill(p.Text)
			m.rows = append(m.rows, row)
		}
		return m
	}
}

func (r *Screen) take(m autoMsg) {
	if m.number != r.number {
		return
	}
	r.busy, r.Rows = false, m.rows
	if m.err != nil {
		r.Warn(app.SearchProblem(m.err))
		if r.Mode == keymap.ModeAuto {
			r.Leave()
		}
	}
}

// chosen are the passages that are to be coded.
func (a *Screen) Chosen() []study.AutoPassage {
	var out []study.AutoPassage
	for _, row := range a.Rows {
		if row.on {
			out = append(out, row.Passage)
		}
	}
	return out
}

func (r *Screen) Bindings() []keymap.Binding {
	none := func() string {
		if len(r.Rows) == 0 {
			return "nothing was found"
		}
		return ""
	}
	return append([]keymap.Binding{
		{Name: "auto-apply", Mode: keymap.ModeAuto, Keys: []string{"enter"}, Help: "code the passages that are ticked, as one step; undo takes all of them back", Foot: "code them",
			Do: r.applyAuto, Why: func() string {
				if len(r.Chosen()) == 0 {
					return "no passage is ticked"
				}
				return r.NoCoder()
			}},
		{Name: "auto-tick", Mode: keymap.ModeAuto, Keys: []string{"space", "x"}, Help: "leave the passage out, or take it in again", Foot: "leave out", Do: r.tickAuto, Why: none},
		{Name: "auto-all", Mode: keymap.ModeAuto, Keys: []string{"a"}, Help: "leave all out, or take all in", Foot: "all", Do: r.tickAll, Why: none},
		{Name: "auto-unit", Mode: keymap.ModeAuto, Keys: []string{"t"}, Help: "code the sentences that hold the words found, the words alone, or whole turns", Foot: "unit", Do: r.nextAutoUnit},
		{Name: "auto-interviewers", Mode: keymap.ModeAuto, Keys: []string{"i"}, Help: "code interviewers' words too, or not", Foot: "interviewers", Do: func() tea.Cmd {
			r.Question.Interviewers = !r.Question.Interviewers
			return r.findAuto()
		}},
		{Name: "auto-open", Mode: keymap.ModeAuto, Keys: []string{"right", "l", "o"}, Help: "read the passage where it stands", Foot: "read", Why: none, Do: func() tea.Cmd {
			return r.GoTo(app.PassageRequest{Row: r.Rows[r.at].PassageRow})
		}},
	}, keymap.MoveKeys("auto", "passage", keymap.ModeAuto, func() keymap.Rows { return keymap.Rows{At: &r.at, N: len(r.Rows), Page: r.PassagesShown()} })...)
}

func (r *Screen) tickAuto() tea.Cmd {
	row := &r.Rows[r.at]
	if row.Passage.Already {
		r.Tell("you have the code here already")
		return nil
	}
	row.on = !row.on
	r.at = min(r.at+1, len(r.Rows)-1)
	return nil
}

func (r *Screen) tickAll() tea.Cmd {
	on := len(r.Chosen()) == 0
	for i := range r.Rows {
		r.Rows[i].on = on && !r.Rows[i].Passage.Already
	}
	return nil
}

func (r *Screen) nextAutoUnit() tea.Cmd {
	next := map[study.AutoUnit]study.AutoUnit{study.AutoSentence: study.AutoWords, study.AutoWords: study.AutoTurn, study.AutoTurn: study.AutoSentence}
	r.Question.Unit = next[r.Question.Unit]
	return r.findAuto()
}

// applyAuto codes what is ticked, and goes back to where one was.
func (r *Screen) applyAuto() tea.Cmd {
	code, passages := r.code, r.Chosen()
	codings := make([]store.NewCoding, len(passages))
	for i, p := range passages {
		codings[i] = p.NewCoding(code.ID)
	}
	n := store.NewCode{Name: code.Name, Parent: r.NewCodeParent(), Origin: codebook.Inductive}
	said := fmt.Sprintf("%s of %s, marked as made by a search; {undo} takes all of them back", layout.Counted(len(codings), "coding", "codings"), code.Name)
	r.Leave()
	return r.Do(&app.Job{What: "auto-code " + code.Name, Run: func(ctx context.Context, st *study.Study) (string, error) {
		if code.ID.IsZero() {
			_, _, err := st.Project.ApplyNewCode(ctx, st.Coder.ID, n, "", codings...)
			return said, err
		}
		_, err := st.Project.Apply(ctx, st.Coder.ID, codings...)
		return said, err
	}})
}

func (r *Screen) View() []string {
	a := r
	title := r.Trail(r.Over.Title, "auto-code “"+layout.OneLine(a.Question.Query, 40)+"” as "+a.code.Name)
	about := map[study.AutoUnit]string{study.AutoSentence: "sentences", study.AutoWords: "the words found", study.AutoTurn: "whole turns"}[a.Question.Unit]
	if a.Question.Interviewers {
		about += ", interviewers' too"
	}
	about = fmt.Sprintf("%d of %s · %s", len(a.Chosen()), layout.Counted(len(a.Rows), "passage", "passages"), about)
	lines := []string{r.Header(title, r.Standing()), r.RuleOf(r.Theme.Chrome, about)}
	switch {
	case a.busy:
		lines = append(lines, "", " searching …")
	case len(a.Rows) == 0:
		lines = append(lines, "", " nothing found; interviewers' words are left out unless "+r.Keys.Expand("{auto-interviewers}")+" takes them in")
	}
	a.first = layout.Window(a.first, a.at, len(a.Rows), r.PassagesShown())
	for i := a.first; i < len(a.Rows) && i < a.first+r.PassagesShown(); i++ {
		row := a.Rows[i]
		sign, note := "[x] ", ""
		switch {
		case row.Passage.Already:
			sign, note = "    ", "coded already"
		case !row.on:
			sign, note = "[ ] ", "left out"
		}
		lines = append(lines, row.Lines(r.Host, i == a.at, sign, note)...)
	}
	return r.Fill(lines)
}

// show takes the request for auto-coding.
func (r *Screen) Show(request any) (cmd tea.Cmd, mine bool) {
	switch q := request.(type) {
	case app.AskAutoRequest:
		return r.askAuto(), true
	case app.AutoRequest:
		return r.chooseAutoCode(q.Query), true
	}
	return nil, false
}

// update takes what was found.
func (r *Screen) Update(msg tea.Msg) (cmd tea.Cmd, mine bool) {
	if m, ok := msg.(autoMsg); ok {
		r.take(m)
		return nil, true
	}
	return nil, false
}
