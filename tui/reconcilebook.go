package tui

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"concord/codebook"
	"concord/codebook/reconcile"
	"concord/corpus"
	"concord/store"
)

// From a decision to the codebook: the passage becomes an example, or the
// definition is made clearer.

// passageFor are the words of the place that stand for a code: those decided on,
// else those that coders marked, else the whole unit.
func (s *reconcileScreen) passageFor(unit int, code codebook.CodeID, made *codebook.Decision) corpus.Span {
	if made != nil {
		for _, a := range made.Answers {
			if a.Code == code && !a.Span.Empty() {
				return a.Span
			}
		}
	}
	l := &s.work.Lineup
	if line := slices.IndexFunc(l.Lines, func(x reconcile.Line) bool { return x.Code.ID == code }); line >= 0 {
		var marked []corpus.Span
		for g := range l.Coders {
			marked = append(marked, l.Marked(unit, line, g)...)
		}
		if x := hull(corpus.Union(marked)); !x.Empty() {
			return x
		}
	}
	return l.Places[unit].Segment.Span
}

// exampleHere makes the place that is shown an example of the code that is
// meant.
func (r *root) exampleHere(nearMiss bool) tea.Cmd {
	d, _ := r.rec.place()
	q, _ := r.rec.meant()
	r.askExample(d.Unit, q.Code.ID, d.Decision, nearMiss)
	return nil
}

// illustrate makes the place that was just decided an example, or a near miss,
// of one of the codes that the decision is about.
func (r *root) illustrate(unit int, made codebook.Decision, nearMiss bool) {
	codes := said(made, !nearMiss)
	switch len(codes) {
	case 0:
		r.tell("recorded; the decision has no code for that")
	case 1:
		r.askExample(unit, codes[0], &made, nearMiss)
	default:
		c := &chooser{title: "of which code?"}
		for _, id := range codes {
			c.rows = append(c.rows, clean(r.rec.work.Lineup.Codebook.Path(id)))
		}
		c.enter = func(r *root, i int) tea.Cmd {
			r.askExample(unit, codes[i], &made, nearMiss)
			return nil
		}
		r.dialog = c
	}
}

// askExample shows the words that would become an example, to be changed.
func (r *root) askExample(unit int, id codebook.CodeID, made *codebook.Decision, nearMiss bool) {
	s := r.rec
	code, _ := s.work.Lineup.Codebook.Code(id)
	where := s.work.Lineup.Ref(unit)
	words := fmt.Sprintf("%s (%s)", strings.Join(strings.Fields(s.textOf(unit).Slice(s.passageFor(unit, id, made))), " "), where)
	title, what := "example of "+code.Name, "an example"
	if nearMiss {
		title, what = "near miss of "+code.Name+": looks like it, and is not", "a near miss"
	}
	p := newPrompt(clean(title), words, func(r *root, text string) tea.Cmd {
		if text = strings.TrimSpace(text); text == "" {
			return nil
		}
		reason := fmt.Sprintf("from %s in %s", where, r.rec.work.Round.Name)
		return r.do(&job{what: what + " of " + code.Name, run: func(r *root) (string, error) {
			return fmt.Sprintf("%s of %s added to the codebook", what, code.Name), r.study.AddExample(r.ctx, code.ID, text, nearMiss, reason)
		}})
	})
	p.hint = "Enter adds it to the codebook · Esc back"
	r.dialog = p
}

// askDefinition opens the code's definition of now. Who leads the study, or
// anybody where nobody was named, changes it; others propose theirs as a memo on
// the code.
func (r *root) askDefinition() tea.Cmd {
	s := r.rec
	d, _ := s.place()
	q, _ := s.meant()
	c, ok := r.over.Codebook.Code(q.Code.ID)
	if !ok || !c.Applicable() {
		r.tell(clean(q.Code.Name) + " is not in the working codebook any more, or may not be applied there")
		return nil
	}
	propose := !r.over.Lead.IsZero() && r.over.Lead != r.coder().ID
	where := fmt.Sprintf("%s in %s", s.work.Lineup.Ref(d.Unit), s.work.Round.Name)
	f := &form{title: "definition of " + clean(c.Name) + ", as it is now", send: "redefine", fields: []*field{
		proseField("definition", c.Definition.Text), proseField("use when", c.Definition.Include), proseField("not when", c.Definition.Exclude),
		textField("reason", "after "+where, "why it changes"),
	}}
	if propose {
		f.title, f.send = "propose a definition of "+clean(c.Name), "propose it"
	}
	f.fields[3].warn = func(*form) string {
		if propose {
			return "Who leads the study finds the proposal among the memos on the code."
		}
		return "Codings made under the definition of before stay, and wait for a second look by their coders."
	}
	f.fields[0].prose.Focus()
	f.enter = func(r *root, f *form) (tea.Cmd, error) {
		def := codebook.Definition{Text: f.field("definition").value(), Include: f.field("use when").value(), Exclude: f.field("not when").value()}
		reason := f.field("reason").value()
		if def == c.Definition {
			return nil, errors.New("nothing was changed")
		}
		if propose {
			return r.proposeDefinition(c, def, reason), nil
		}
		return r.do(&job{what: "redefine " + c.Name, run: func(r *root) (string, error) {
			err := r.study.ChangeCodes(r.ctx, r.coder().ID, store.CodeChange{Code: c.ID, Kind: codebook.Redefine, Values: codebook.Values{Defined: &codebook.Defined{Definition: def}}, Reason: reason})
			return c.Name + " is redefined; the round keeps the definition it was coded under", err
		}}), nil
	}
	r.dialog = f
	return nil
}

func (r *root) proposeDefinition(c codebook.Code, def codebook.Definition, reason string) tea.Cmd {
	k := c
	k.Definition = def
	text := "Proposed definition (" + reason + "):\n" + strings.Join(definitionLines(k, 1<<16), "\n")
	return r.do(&job{what: "proposal for " + c.Name, run: func(r *root) (string, error) {
		_, err := r.study.AddMemo(r.ctx, r.coder().ID, codebook.Subject{Kind: codebook.AboutCode, Code: c.ID}, text)
		return "the definition is proposed, as a memo on " + c.Name, err
	}})
}
