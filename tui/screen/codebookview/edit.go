package codebookview

import (
	"context"
	"fmt"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"concord/codebook"
	"concord/store"
	"concord/store/study"
	"concord/tui/app"
	"concord/tui/layout"
	"concord/tui/widget"
)

// Changes of the codebook on the screen: each asks for a reason, which may stay
// empty, and is one action.

// changeCode writes changes of one code and says what was done.
func (r *Screen) changeCode(changes ...store.CodeChange) tea.Cmd {
	c := changes[0]
	return r.Do(&app.Job{What: string(c.Kind), Run: func(ctx context.Context, st *study.Study) (string, error) {
		if err := st.Project.ChangeCodes(ctx, st.Coder.ID, changes...); err != nil {
			return "", err
		}
		return r.saidOf(c.Kind, c.Code), nil
	}})
}

// saidOf tells what became of a code, and how many passages wait for a look. It
// reads the project: it is for jobs.
func (r *Screen) saidOf(kind codebook.ChangeKind, id codebook.CodeID) string {
	b, err := r.Study.Book(r.Ctx, "")
	if err != nil {
		return "saved"
	}
	c, _ := b.Code(id)
	said := study.Done(kind) + ": " + c.Name
	if c.Status == codebook.Merged || c.Status == codebook.Split {
		said = c.Name + ": " + b.StatusLine(c)
	}
	if n, err := r.Study.Stale(r.Ctx, id); err == nil && n > 0 && (kind == codebook.Redefine || kind == codebook.SplitUp) {
		said += fmt.Sprintf("; %s for a look: {worklist}", layout.Counted(n, "passage waits", "passages wait"))
	}
	return said + "; {undo} takes it back"
}

// askReason asks why a change is made and makes it.
func (r *Screen) askReason(title string, must bool, do func(why string) tea.Cmd) {
	a := widget.Asking{Title: title, Fields: []*widget.Field{widget.ReasonField()}, Save: func(f *widget.Form) tea.Cmd { return do(f.Value("reason")) }}
	if must {
		a.Fields[0].Hint = "for whoever proposed it"
		a.Refuse = func(f *widget.Form) string {
			if f.Value("reason") == "" {
				return "say why, for whoever proposed it"
			}
			return ""
		}
	}
	widget.OpenForm(r.Host, a)
}

func needsName(f *widget.Form) string {
	if wrong := codebook.CheckName(f.Value("name")); wrong != "" {
		return "the name: " + wrong
	}
	return ""
}

var origins = []string{string(codebook.Inductive), string(codebook.Deductive), string(codebook.InVivo)}

func (r *Screen) addCode() tea.Cmd {
	at, some := r.ChosenCode()
	where := []string{"at the root"}
	if some {
		where = []string{"beside " + at.Name, "below " + at.Name, "at the root"}
	}
	widget.OpenForm(r.Host, widget.Asking{Title: "new code", Fields: []*widget.Field{
		widget.TextField("name", "", ""), widget.ChoiceField("where", 0, where...), widget.LinesField("definition", "", "", 3), widget.LinesField("use when", "", "", 2), widget.LinesField("not when", "", "", 2),
		widget.ChoiceField("origin", 0, origins...), widget.TextField("source", "", ""), widget.ChoiceField("it is", 0, "a code", "a heading, which only gathers codes"), widget.ReasonField(),
	}, Refuse: needsName, Save: func(f *widget.Form) tea.Cmd {
		n := store.NewCode{Name: f.Value("name"), Definition: widget.DefinitionOf(f), Origin: codebook.Origin(f.Value("origin")), Source: f.Value("source"), Heading: f.Field("it is").Chosen == 1}
		switch {
		case some && f.Field("where").Chosen == 0:
			n.Parent = at.Parent
		case some && f.Field("where").Chosen == 1:
			n.Parent = at.ID
		}
		why := f.Value("reason")
		var made codebook.Code
		return r.Do(&app.Job{What: "+" + n.Name, Run: func(ctx context.Context, st *study.Study) (_ string, err error) {
			made, err = st.Project.AddCode(ctx, st.Coder.ID, n, why)
			return "added: " + n.Name + "; {undo} takes it back", err
		}, After: func() tea.Cmd { r.id = made.ID; return nil }})
	}})
	return nil
}

func (r *Screen) renameCode() tea.Cmd {
	c, _ := r.ChosenCode()
	widget.OpenForm(r.Host, widget.Asking{Title: "another name for “" + c.Name + "”", Fields: []*widget.Field{widget.TextField("name", c.Name, ""), widget.ReasonField()}, Refuse: needsName, Save: func(f *widget.Form) tea.Cmd {
		name := f.Value("name")
		if name == c.Name {
			return nil
		}
		return r.changeCode(store.CodeChange{Code: c.ID, Kind: codebook.Rename, Values: codebook.Values{Name: &name}, Reason: f.Value("reason")})
	}})
	return nil
}

func (r *Screen) defineCode() tea.Cmd {
	c, _ := r.ChosenCode()
	r.askMeaning(c, "")
	return nil
}

// askMeaning opens the definition of a code to be changed; why is proposed as
// the reason.
func (r *Screen) askMeaning(c codebook.Code, why string) {
	d := c.Definition
	reason := widget.ReasonField()
	reason.Input.SetValue(why)
	reason.Was = why
	widget.OpenForm(r.Host, widget.Asking{Title: "what “" + c.Name + "” means", Fields: []*widget.Field{
		widget.LinesField("definition", d.Text, "", 4), widget.LinesField("use when", d.Include, "", 3), widget.LinesField("not when", d.Exclude, "", 3),
		widget.ChoiceField("it means", 0, "something new: passages wait", "the same, reworded"), reason,
	}, Save: func(f *widget.Form) tea.Cmd {
		if widget.DefinitionOf(f) == d {
			r.Tell("nothing was changed")
			return nil
		}
		kind := codebook.Redefine
		if f.Field("it means").Chosen == 1 {
			kind = codebook.Reword
		}
		return r.changeCode(store.CodeChange{Code: c.ID, Kind: kind, Values: codebook.Values{Defined: &codebook.Defined{Definition: widget.DefinitionOf(f)}}, Reason: f.Value("reason")})
	}})
}

func (r *Screen) describeCode() tea.Cmd {
	c, _ := r.ChosenCode()
	list := func(name string, items []string, lines int) *widget.Field {
		return widget.LinesField(name, strings.Join(items, "\n"), "one a line", lines)
	}
	origin := 0
	for i, o := range origins {
		if o == string(c.Origin) {
			origin = i
		}
	}
	heading := 0
	if c.Heading {
		heading = 1
	}
	colour := widget.TextField("colour", c.Colour, "")
	colour.Hint = "#rrggbb, or nothing for one chosen by the program"
	widget.OpenForm(r.Host, widget.Asking{Title: "about “" + c.Name + "”", Fields: []*widget.Field{
		list("examples", c.Examples.Typical, 3), list("near misses", c.Examples.NearMisses, 2), list("aliases", c.Aliases, 2), colour,
		widget.ChoiceField("origin", origin, origins...), widget.TextField("source", c.Source, ""), widget.ChoiceField("it is", heading, "a code", "a heading, which only gathers codes"), widget.ReasonField(),
	}, Refuse: func(f *widget.Form) string {
		return codebook.CheckColour(f.Value("colour"))
	}, Save: func(f *widget.Form) tea.Cmd {
		var v codebook.Values
		if f.Field("examples").Changed() || f.Field("near misses").Changed() {
			v.Example = &codebook.Examples{Typical: f.Field("examples").Items(), NearMisses: f.Field("near misses").Items()}
		}
		if x := f.Field("aliases"); x.Changed() {
			items := x.Items()
			v.Aliases = &items
		}
		if x := f.Field("colour"); x.Changed() {
			value := x.Value()
			v.Colour = &value
		}
		if f.Field("origin").Changed() || f.Field("source").Changed() {
			v.Origin = &codebook.Provenance{Origin: codebook.Origin(f.Value("origin")), Source: f.Value("source")}
		}
		if x := f.Field("it is"); x.Changed() {
			is := x.Chosen == 1
			v.Heading = &is
		}
		if v == (codebook.Values{}) {
			r.Tell("nothing was changed")
			return nil
		}
		return r.changeCode(store.CodeChange{Code: c.ID, Kind: codebook.Describe, Values: v, Reason: f.Value("reason")})
	}})
	return nil
}

func (r *Screen) moveCode() tea.Cmd {
	c, _ := r.ChosenCode()
	below := r.Over.Codebook.Descendants(c.ID)
	r.Open(&widget.CodeChooser{Title: "move “" + c.Name + "” below", Input: widget.NewInput(""), None: "/ the root: below no code", First: []codebook.CodeID{c.Parent},
		Among: func(k codebook.Code) bool { return k.InUse() && !below[k.ID] },
		Pick: func(to codebook.Code) tea.Cmd {
			where := "to the root"
			if !to.ID.IsZero() {
				where = "below " + to.Name
			}
			r.askReason("move “"+c.Name+"” "+where, false, func(why string) tea.Cmd {
				return r.changeCode(store.CodeChange{Code: c.ID, Kind: codebook.Move, Values: codebook.Values{Parent: &to.ID}, Reason: why})
			})
			return nil
		}})
	return nil
}

func (r *Screen) mergeCode() tea.Cmd {
	c, _ := r.ChosenCode()
	r.Open(&widget.CodeChooser{Title: "merge “" + c.Name + "” into", Input: widget.NewInput(""), First: r.Habits.Recent,
		Among: func(k codebook.Code) bool { return k.Applicable() && k.ID != c.ID },
		Pick: func(to codebook.Code) tea.Cmd {
			r.askReason(fmt.Sprintf("merge “%s” into “%s”", c.Name, to.Name), false, func(why string) tea.Cmd {
				return r.changeCode(store.CodeChange{Code: c.ID, Kind: codebook.Merge, Reason: why,
					Values: codebook.Values{State: &codebook.State{Status: codebook.Merged, Into: []codebook.CodeID{to.ID}}}})
			})
			return nil
		}})
	return nil
}

func (r *Screen) splitCode() tea.Cmd {
	c, _ := r.ChosenCode()
	parts := widget.LinesField("parts", "", "", 4)
	parts.Hint = "one a line, two at least; a name that is no code yet becomes one beside it"
	widget.OpenForm(r.Host, widget.Asking{Title: "split “" + c.Name + "”", Fields: []*widget.Field{parts, widget.ReasonField()}, Refuse: func(f *widget.Form) string {
		if len(f.Field("parts").Items()) < 2 {
			return "a code is split into two or more; name each on a line of its own"
		}
		return ""
	}, Save: func(f *widget.Form) tea.Cmd {
		var into []store.Part
		for _, name := range f.Field("parts").Items() {
			part := store.Part{New: store.NewCode{Name: name}}
			if k, err := r.Over.Codebook.Find(name); err == nil && k.InUse() {
				part.Code = k.ID
			}
			into = append(into, part)
		}
		why := f.Value("reason")
		return r.Do(&app.Job{What: "split " + c.Name, Run: func(ctx context.Context, st *study.Study) (string, error) {
			if _, err := st.Project.SplitCode(ctx, st.Coder.ID, c.ID, into, why); err != nil {
				return "", err
			}
			return r.saidOf(codebook.SplitUp, c.ID), nil
		}})
	}})
	return nil
}

// retireOrRestore takes the chosen code out of use, declines it if it is only
// proposed, or brings it back.
func (r *Screen) retireOrRestore() tea.Cmd {
	c, _ := r.ChosenCode()
	kind, status, title := codebook.Retire, codebook.Retired, "retire “"+c.Name+"”: its passages are kept and hidden"
	switch {
	case c.Status == codebook.Proposed:
		kind, status, title = codebook.Decline, codebook.Declined, "decline “"+c.Name+"”: its passages are kept and hidden"
	case !c.InUse():
		kind, status, title = codebook.Restore, codebook.Live, "bring “"+c.Name+"” back, which is "+r.Over.Codebook.StatusLine(c)
	}
	r.askReason(title, kind == codebook.Decline, func(why string) tea.Cmd {
		return r.changeCode(store.CodeChange{Code: c.ID, Kind: kind, Values: codebook.Values{State: &codebook.State{Status: status}}, Reason: why})
	})
	return nil
}

// acceptCode makes a proposed code a code, under its name or another.
func (r *Screen) acceptCode() tea.Cmd {
	c, _ := r.ChosenCode()
	widget.OpenForm(r.Host, widget.Asking{Title: "accept “" + c.Name + "”", Fields: []*widget.Field{widget.TextField("name", c.Name, ""), widget.ReasonField()}, Refuse: needsName, Save: func(f *widget.Form) tea.Cmd {
		v := codebook.Values{State: &codebook.State{Status: codebook.Live}}
		if name := f.Value("name"); name != c.Name {
			v.Name = &name
		}
		return r.changeCode(store.CodeChange{Code: c.ID, Kind: codebook.Accept, Values: v, Reason: f.Value("reason")})
	}})
	return nil
}

func (r *Screen) saveVersion() tea.Cmd {
	r.askReason("save the codebook as a version that never changes", false, func(why string) tea.Cmd {
		return r.Do(&app.Job{What: "save the codebook", Run: func(ctx context.Context, st *study.Study) (string, error) {
			v, err := st.Project.SaveVersion(ctx, st.Coder.ID, why)
			return "saved " + v.Citation(), err
		}})
	})
	return nil
}
