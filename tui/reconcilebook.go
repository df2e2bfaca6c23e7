package tui

import (
	"context"
	"fmt"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"concord/codebook"
	"concord/codebook/reconcile"
	"concord/corpus"
	"concord/store/study"
)

// From a decision to the codebook: the passage becomes an example, or the
// definition is made clearer.

// passageFor are the words of the place that stand for a code: those decided on,
// else those that coders marked, else the whole unit.
func (s *roundQueue) passageFor(unit int, code codebook.CodeID, made *codebook.Decision) corpus.Span {
	if made != nil {
		for _, a := range made.Answers {
			if a.Code == code && !a.Span.Empty() {
				return a.Span
			}
		}
	}
	l := &s.work.RatingMatrix
	if line := slices.IndexFunc(l.Codes, func(x reconcile.RatedCode) bool { return x.Code.ID == code }); line >= 0 {
		var marked []corpus.Span
		for g := range l.Coders {
			marked = append(marked, l.Marked(unit, line, g)...)
		}
		if x := hull(corpus.Union(marked)); !x.Empty() {
			return x
		}
	}
	return l.Units[unit].Segment.Span
}

// exampleHere makes the place that is shown an example of the code that is
// meant.
func (r *reconcileScreen) exampleHere(nearMiss bool) tea.Cmd {
	d, _ := r.rec.place()
	q, _ := r.rec.meant()
	r.askExample(d.Index, q.Code.ID, d.Decision, nearMiss)
	return nil
}

// illustrate makes the place that was just decided an example, or a near miss,
// of one of the codes that the decision is about.
func (r *reconcileScreen) illustrate(unit int, made codebook.Decision, nearMiss bool) {
	codes := said(made, !nearMiss)
	switch len(codes) {
	case 0:
		r.tell("recorded; the decision has no code for that")
	case 1:
		r.askExample(unit, codes[0], &made, nearMiss)
	default:
		c := &chooser{title: "of which code?"}
		for _, id := range codes {
			c.rows = append(c.rows, clean(r.rec.work.RatingMatrix.Codebook.Path(id)))
		}
		c.enter = func(i int) tea.Cmd {
			r.askExample(unit, codes[i], &made, nearMiss)
			return nil
		}
		r.Open(c)
	}
}

// askExample shows the words that would become an example, to be changed.
func (r *reconcileScreen) askExample(unit int, id codebook.CodeID, made *codebook.Decision, nearMiss bool) {
	s := r.rec
	code, _ := s.work.RatingMatrix.Codebook.Code(id)
	where := s.work.RatingMatrix.Ref(unit)
	words := fmt.Sprintf("%s (%s)", strings.Join(strings.Fields(s.textOf(unit).Slice(s.passageFor(unit, id, made))), " "), where)
	title, what := "example of "+code.Name, "an example"
	if nearMiss {
		title, what = "near miss of "+code.Name+": looks like it, and is not", "a near miss"
	}
	p := newPrompt(clean(title), words, func(text string) tea.Cmd {
		if text = strings.TrimSpace(text); text == "" {
			return nil
		}
		reason := fmt.Sprintf("from %s in %s", where, r.rec.work.Round.Name)
		return r.Do(&job{what: what + " of " + code.Name, run: func(ctx context.Context, st *study.Study) (string, error) {
			return fmt.Sprintf("%s of %s added to the codebook", what, code.Name), st.AddExample(ctx, code.ID, text, nearMiss, reason)
		}})
	})
	p.hint = "Enter adds it to the codebook · Esc back"
	r.Open(p)
}

// askDefinition opens the code's definition of now. Who leads the study, or
// anybody where nobody was named, changes it; others propose theirs as a memo on
// the code.
func (r *reconcileScreen) askDefinition() tea.Cmd {
	s := r.rec
	d, _ := s.place()
	q, _ := s.meant()
	c, ok := r.over.Codebook.Code(q.Code.ID)
	if !ok || !c.Applicable() {
		r.tell(clean(q.Code.Name) + " is not in the working codebook any more, or may not be applied there")
		return nil
	}
	why := fmt.Sprintf("after %s in %s", s.work.RatingMatrix.Ref(d.Index), s.work.Round.Name)
	if r.over.Lead.IsZero() || r.over.Lead == r.coder().ID {
		return r.GoTo(meaningRequest{c, why})
	}
	reason := reasonField()
	reason.input.SetValue(why)
	reason.was = why
	r.openForm(asking{title: "propose what “" + c.Name + "” means to who leads the study", fields: []*field{
		linesField("definition", c.Definition.Text, "", 4), linesField("use when", c.Definition.Include, "", 3), linesField("not when", c.Definition.Exclude, "", 3), reason,
	}, refuse: func(f *form) string {
		if definitionOf(f) == c.Definition {
			return "nothing was changed"
		}
		return ""
	}, save: func(f *form) tea.Cmd { return r.proposeDefinition(c, definitionOf(f), f.value("reason")) }})
	return nil
}

// proposeDefinition writes a memo on the code, where who leads the study finds
// it.
func (r *reconcileScreen) proposeDefinition(c codebook.Code, def codebook.Definition, reason string) tea.Cmd {
	k := c
	k.Definition = def
	text := "Proposed definition (" + reason + "):\n" + strings.Join(definitionLines(k, 1<<16), "\n")
	return r.Do(&job{what: "proposal for " + c.Name, run: func(ctx context.Context, st *study.Study) (string, error) {
		_, err := st.Project.AddMemo(ctx, st.Coder.ID, codebook.Subject{Kind: codebook.AboutCode, Code: c.ID}, text)
		return "the definition is proposed, as a memo on " + c.Name, err
	}})
}
