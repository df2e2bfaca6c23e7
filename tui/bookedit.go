package tui

import (
	"context"
	"errors"
	"fmt"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"concord/codebook"
	"concord/store"
	"concord/store/study"
)

// Changes of the codebook on the screen: each asks for a reason, which may stay
// empty, and is one action.

// changeCode writes changes of one code and says what was done.
func (r *bookScreen) changeCode(changes ...store.CodeChange) tea.Cmd {
	c := changes[0]
	return r.Do(&job{what: string(c.Kind), run: func(ctx context.Context, st *study.Study) (string, error) {
		if err := st.Project.ChangeCodes(ctx, st.Coder.ID, changes...); err != nil {
			return "", err
		}
		return r.saidOf(c.Kind, c.Code), nil
	}})
}

// saidOf tells what became of a code, and how many passages wait for a look. It
// reads the project: it is for jobs.
func (r *bookScreen) saidOf(kind codebook.ChangeKind, id codebook.CodeID) string {
	b, err := r.study.Book(r.ctx, "")
	if err != nil {
		return "saved"
	}
	c, _ := b.Code(id)
	said := study.Done(kind) + ": " + c.Name
	if c.Status == codebook.Merged || c.Status == codebook.Split {
		said = c.Name + ": " + b.StatusLine(c)
	}
	if n, err := r.study.Stale(r.ctx, id); err == nil && n > 0 && (kind == codebook.Redefine || kind == codebook.SplitUp) {
		said += fmt.Sprintf("; %s for a look: {worklist}", counted(n, "passage waits", "passages wait"))
	}
	return said + "; {undo} takes it back"
}

// asking is a form for a change of the codebook.
type asking struct {
	title  string
	fields []*field
	// refuse says why the change cannot be made as it is; nil or "" if it can.
	refuse func(f *form) string
	save   func(f *form) tea.Cmd
}

func (r *host) openForm(a asking) {
	f := &form{title: a.title, send: "save", fields: a.fields, enter: func(f *form) (tea.Cmd, error) {
		if a.refuse != nil {
			if wrong := a.refuse(f); wrong != "" {
				return nil, errors.New(wrong)
			}
		}
		return a.save(f), nil
	}}
	f.step(0)
	r.Open(f)
}

// askReason asks why a change is made and makes it.
func (r *bookScreen) askReason(title string, must bool, do func(why string) tea.Cmd) {
	a := asking{title: title, fields: []*field{reasonField()}, save: func(f *form) tea.Cmd { return do(f.value("reason")) }}
	if must {
		a.fields[0].hint = "for whoever proposed it"
		a.refuse = func(f *form) string {
			if f.value("reason") == "" {
				return "say why, for whoever proposed it"
			}
			return ""
		}
	}
	r.openForm(a)
}

func needsName(f *form) string {
	if wrong := codebook.CheckName(f.value("name")); wrong != "" {
		return "the name: " + wrong
	}
	return ""
}

var origins = []string{string(codebook.Inductive), string(codebook.Deductive), string(codebook.InVivo)}

func (r *bookScreen) addCode() tea.Cmd {
	at, some := r.chosenCode()
	where := []string{"at the root"}
	if some {
		where = []string{"beside " + at.Name, "below " + at.Name, "at the root"}
	}
	r.openForm(asking{title: "new code", fields: []*field{
		textField("name", "", ""), choiceField("where", 0, where...), linesField("definition", "", "", 3), linesField("use when", "", "", 2), linesField("not when", "", "", 2),
		choiceField("origin", 0, origins...), textField("source", "", ""), choiceField("it is", 0, "a code", "a heading, which only gathers codes"), reasonField(),
	}, refuse: needsName, save: func(f *form) tea.Cmd {
		n := store.NewCode{Name: f.value("name"), Definition: definitionOf(f), Origin: codebook.Origin(f.value("origin")), Source: f.value("source"), Heading: f.field("it is").chosen == 1}
		switch {
		case some && f.field("where").chosen == 0:
			n.Parent = at.Parent
		case some && f.field("where").chosen == 1:
			n.Parent = at.ID
		}
		why := f.value("reason")
		var made codebook.Code
		return r.Do(&job{what: "+" + n.Name, run: func(ctx context.Context, st *study.Study) (_ string, err error) {
			made, err = st.Project.AddCode(ctx, st.Coder.ID, n, why)
			return "added: " + n.Name + "; {undo} takes it back", err
		}, after: func() tea.Cmd { r.id = made.ID; return nil }})
	}})
	return nil
}

func definitionOf(f *form) codebook.Definition {
	return codebook.Definition{Text: f.value("definition"), Include: f.value("use when"), Exclude: f.value("not when")}
}

func (r *bookScreen) renameCode() tea.Cmd {
	c, _ := r.chosenCode()
	r.openForm(asking{title: "another name for “" + c.Name + "”", fields: []*field{textField("name", c.Name, ""), reasonField()}, refuse: needsName, save: func(f *form) tea.Cmd {
		name := f.value("name")
		if name == c.Name {
			return nil
		}
		return r.changeCode(store.CodeChange{Code: c.ID, Kind: codebook.Rename, Values: codebook.Values{Name: &name}, Reason: f.value("reason")})
	}})
	return nil
}

func (r *bookScreen) defineCode() tea.Cmd {
	c, _ := r.chosenCode()
	r.askMeaning(c, "")
	return nil
}

// askMeaning opens the definition of a code to be changed; why is proposed as
// the reason.
func (r *bookScreen) askMeaning(c codebook.Code, why string) {
	d := c.Definition
	reason := reasonField()
	reason.input.SetValue(why)
	reason.was = why
	r.openForm(asking{title: "what “" + c.Name + "” means", fields: []*field{
		linesField("definition", d.Text, "", 4), linesField("use when", d.Include, "", 3), linesField("not when", d.Exclude, "", 3),
		choiceField("it means", 0, "something new: passages wait", "the same, reworded"), reason,
	}, save: func(f *form) tea.Cmd {
		if definitionOf(f) == d {
			r.tell("nothing was changed")
			return nil
		}
		kind := codebook.Redefine
		if f.field("it means").chosen == 1 {
			kind = codebook.Reword
		}
		return r.changeCode(store.CodeChange{Code: c.ID, Kind: kind, Values: codebook.Values{Defined: &codebook.Defined{Definition: definitionOf(f)}}, Reason: f.value("reason")})
	}})
}

func (r *bookScreen) describeCode() tea.Cmd {
	c, _ := r.chosenCode()
	list := func(name string, items []string, lines int) *field {
		return linesField(name, strings.Join(items, "\n"), "one a line", lines)
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
	colour := textField("colour", c.Colour, "")
	colour.hint = "#rrggbb, or nothing for one chosen by the program"
	r.openForm(asking{title: "about “" + c.Name + "”", fields: []*field{
		list("examples", c.Examples.Typical, 3), list("near misses", c.Examples.NearMisses, 2), list("aliases", c.Aliases, 2), colour,
		choiceField("origin", origin, origins...), textField("source", c.Source, ""), choiceField("it is", heading, "a code", "a heading, which only gathers codes"), reasonField(),
	}, refuse: func(f *form) string {
		return codebook.CheckColour(f.value("colour"))
	}, save: func(f *form) tea.Cmd {
		var v codebook.Values
		if f.field("examples").changed() || f.field("near misses").changed() {
			v.Example = &codebook.Examples{Typical: f.field("examples").items(), NearMisses: f.field("near misses").items()}
		}
		if x := f.field("aliases"); x.changed() {
			items := x.items()
			v.Aliases = &items
		}
		if x := f.field("colour"); x.changed() {
			value := x.value()
			v.Colour = &value
		}
		if f.field("origin").changed() || f.field("source").changed() {
			v.Origin = &codebook.Provenance{Origin: codebook.Origin(f.value("origin")), Source: f.value("source")}
		}
		if x := f.field("it is"); x.changed() {
			is := x.chosen == 1
			v.Heading = &is
		}
		if v == (codebook.Values{}) {
			r.tell("nothing was changed")
			return nil
		}
		return r.changeCode(store.CodeChange{Code: c.ID, Kind: codebook.Describe, Values: v, Reason: f.value("reason")})
	}})
	return nil
}

func (r *bookScreen) moveCode() tea.Cmd {
	c, _ := r.chosenCode()
	below := r.over.Codebook.Descendants(c.ID)
	r.Open(&codeChooser{title: "move “" + c.Name + "” below", input: newInput(""), none: "/ the root: below no code", first: []codebook.CodeID{c.Parent},
		among: func(k codebook.Code) bool { return k.InUse() && !below[k.ID] },
		pick: func(to codebook.Code) tea.Cmd {
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

func (r *bookScreen) mergeCode() tea.Cmd {
	c, _ := r.chosenCode()
	r.Open(&codeChooser{title: "merge “" + c.Name + "” into", input: newInput(""), first: r.habits.Recent,
		among: func(k codebook.Code) bool { return k.Applicable() && k.ID != c.ID },
		pick: func(to codebook.Code) tea.Cmd {
			r.askReason(fmt.Sprintf("merge “%s” into “%s”", c.Name, to.Name), false, func(why string) tea.Cmd {
				return r.changeCode(store.CodeChange{Code: c.ID, Kind: codebook.Merge, Reason: why,
					Values: codebook.Values{State: &codebook.State{Status: codebook.Merged, Into: []codebook.CodeID{to.ID}}}})
			})
			return nil
		}})
	return nil
}

func (r *bookScreen) splitCode() tea.Cmd {
	c, _ := r.chosenCode()
	parts := linesField("parts", "", "", 4)
	parts.hint = "one a line, two at least; a name that is no code yet becomes one beside it"
	r.openForm(asking{title: "split “" + c.Name + "”", fields: []*field{parts, reasonField()}, refuse: func(f *form) string {
		if len(f.field("parts").items()) < 2 {
			return "a code is split into two or more; name each on a line of its own"
		}
		return ""
	}, save: func(f *form) tea.Cmd {
		var into []store.Part
		for _, name := range f.field("parts").items() {
			part := store.Part{New: store.NewCode{Name: name}}
			if k, err := r.over.Codebook.Find(name); err == nil && k.InUse() {
				part.Code = k.ID
			}
			into = append(into, part)
		}
		why := f.value("reason")
		return r.Do(&job{what: "split " + c.Name, run: func(ctx context.Context, st *study.Study) (string, error) {
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
func (r *bookScreen) retireOrRestore() tea.Cmd {
	c, _ := r.chosenCode()
	kind, status, title := codebook.Retire, codebook.Retired, "retire “"+c.Name+"”: its passages are kept and hidden"
	switch {
	case c.Status == codebook.Proposed:
		kind, status, title = codebook.Decline, codebook.Declined, "decline “"+c.Name+"”: its passages are kept and hidden"
	case !c.InUse():
		kind, status, title = codebook.Restore, codebook.Live, "bring “"+c.Name+"” back, which is "+r.over.Codebook.StatusLine(c)
	}
	r.askReason(title, kind == codebook.Decline, func(why string) tea.Cmd {
		return r.changeCode(store.CodeChange{Code: c.ID, Kind: kind, Values: codebook.Values{State: &codebook.State{Status: status}}, Reason: why})
	})
	return nil
}

// acceptCode makes a proposed code a code, under its name or another.
func (r *bookScreen) acceptCode() tea.Cmd {
	c, _ := r.chosenCode()
	r.openForm(asking{title: "accept “" + c.Name + "”", fields: []*field{textField("name", c.Name, ""), reasonField()}, refuse: needsName, save: func(f *form) tea.Cmd {
		v := codebook.Values{State: &codebook.State{Status: codebook.Live}}
		if name := f.value("name"); name != c.Name {
			v.Name = &name
		}
		return r.changeCode(store.CodeChange{Code: c.ID, Kind: codebook.Accept, Values: v, Reason: f.value("reason")})
	}})
	return nil
}

func (r *bookScreen) saveVersion() tea.Cmd {
	r.askReason("save the codebook as a version that never changes", false, func(why string) tea.Cmd {
		return r.Do(&job{what: "save the codebook", run: func(ctx context.Context, st *study.Study) (string, error) {
			v, err := st.Project.SaveVersion(ctx, st.Coder.ID, why)
			return "saved " + v.Citation(), err
		}})
	})
	return nil
}
