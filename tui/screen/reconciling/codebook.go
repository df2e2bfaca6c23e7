package reconciling

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
	"concord/tui/app"
	"concord/tui/layout"
	"concord/tui/widget"
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
	l := &s.Work.RatingMatrix
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
func (r *Screen) exampleHere(nearMiss bool) tea.Cmd {
	d, _ := r.Rec.place()
	q, _ := r.Rec.meant()
	r.askExample(d.Index, q.Code.ID, d.Decision, nearMiss)
	return nil
}

// illustrate makes the place that was just decided an example, or a near miss,
// of one of the codes that the decision is about.
func (r *Screen) illustrate(unit int, made codebook.Decision, nearMiss bool) {
	codes := said(made, !nearMiss)
	switch len(codes) {
	case 0:
		r.Tell("recorded; the decision has no code for that")
	case 1:
		r.askExample(unit, codes[0], &made, nearMiss)
	default:
		c := &widget.Chooser{Title: "of which code?"}
		for _, id := range codes {
			c.Rows = append(c.Rows, layout.Clean(r.Rec.Work.RatingMatrix.Codebook.Path(id)))
		}
		c.Enter = func(i int) tea.Cmd {
			r.askExample(unit, codes[i], &made, nearMiss)
			return nil
		}
		r.Open(c)
	}
}

// askExample shows the words that would become an example, to be changed.
func (r *Screen) askExample(unit int, id codebook.CodeID, made *codebook.Decision, nearMiss bool) {
	s := r.Rec
	code, _ := s.Work.RatingMatrix.Codebook.Code(id)
	where := s.Work.RatingMatrix.Ref(unit)
	words := fmt.Sprintf("%s (%s)", strings.Join(strings.Fields(s.textOf(unit).Slice(s.passageFor(unit, id, made))), " "), where)
	title, what := "example of "+code.Name, "an example"
	if nearMiss {
		title, what = "near miss of "+code.Name+": looks like it, and is not", "a near miss"
	}
	p := widget.NewPrompt(layout.Clean(title), words, func(text string) tea.Cmd {
		if text = strings.TrimSpace(text); text == "" {
			return nil
		}
		reason := fmt.Sprintf("from %s in %s", where, r.Rec.Work.Round.Name)
		return r.Do(&app.Job{What: what + " of " + code.Name, Run: func(ctx context.Context, st *study.Study) (string, error) {
			return fmt.Sprintf("%s of %s added to the codebook", what, code.Name), st.AddExample(ctx, code.ID, text, nearMiss, reason)
		}})
	})
	p.Hint = "Enter adds it to the codebook · Esc back"
	r.Open(p)
}

// askDefinition opens the code's definition of now. Who leads the study, or
// anybody where nobody was named, changes it; others propose theirs as a memo on
// the code.
func (r *Screen) askDefinition() tea.Cmd {
	s := r.Rec
	d, _ := s.place()
	q, _ := s.meant()
	c, ok := r.Over.Codebook.Code(q.Code.ID)
	if !ok || !c.Applicable() {
		r.Tell(layout.Clean(q.Code.Name) + " is not in the working codebook any more, or may not be applied there")
		return nil
	}
	why := fmt.Sprintf("after %s in %s", s.Work.RatingMatrix.Ref(d.Index), s.Work.Round.Name)
	if r.Over.Lead.IsZero() || r.Over.Lead == r.Coder().ID {
		return r.GoTo(app.MeaningRequest{Code: c, Why: why})
	}
	reason := widget.ReasonField()
	reason.Input.SetValue(why)
	reason.Was = why
	widget.OpenForm(r.Host, widget.Asking{Title: "propose what “" + c.Name + "” means to who leads the study", Fields: []*widget.Field{
		widget.LinesField("definition", c.Definition.Text, "", 4), widget.LinesField("use when", c.Definition.Include, "", 3), widget.LinesField("not when", c.Definition.Exclude, "", 3), reason,
	}, Refuse: func(f *widget.Form) string {
		if widget.DefinitionOf(f) == c.Definition {
			return "nothing was changed"
		}
		return ""
	}, Save: func(f *widget.Form) tea.Cmd { return r.proposeDefinition(c, widget.DefinitionOf(f), f.Value("reason")) }})
	return nil
}

// proposeDefinition writes a memo on the code, where who leads the study finds
// it.
func (r *Screen) proposeDefinition(c codebook.Code, def codebook.Definition, reason string) tea.Cmd {
	k := c
	k.Definition = def
	text := "Proposed definition (" + reason + "):\n" + strings.Join(widget.DefinitionLines(k, 1<<16), "\n")
	return r.Do(&app.Job{What: "proposal for " + c.Name, Run: func(ctx context.Context, st *study.Study) (string, error) {
		_, err := st.Project.AddMemo(ctx, st.Coder.ID, codebook.Subject{Kind: codebook.AboutCode, Code: c.ID}, text)
		return "the definition is proposed, as a memo on " + c.Name, err
	}})
}
