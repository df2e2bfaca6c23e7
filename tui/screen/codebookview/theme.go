package codebookview

import (
	"context"
	"fmt"

	tea "github.com/charmbracelet/bubbletea"

	"concord/codebook"
	"concord/store"
	"concord/store/study"
	"concord/tui/app"
	"concord/tui/layout"
	"concord/tui/theme"
	"concord/tui/widget"
)

// chooseThemes lists the themes; Enter puts the chosen code into one or takes it
// out.
func (r *Screen) chooseThemes() tea.Cmd {
	code, _ := r.ChosenCode()
	themes := r.Over.Codebook.Themes()
	c := &widget.Chooser{Title: "themes of “" + code.Name + "”", Hint: "Enter puts it in or takes it out"}
	for _, t := range themes {
		sign := "○ "
		if t.Holds(code.ID) {
			sign = "● "
		}
		c.Rows = append(c.Rows, sign+layout.Clean(t.Name)+theme.Paint(r.Theme.Chrome, fmt.Sprintf("  %s", layout.Counted(len(t.Codes), "code", "codes"))))
	}
	c.Rows = append(c.Rows, "+ a new theme")
	c.Enter = func(i int) tea.Cmd {
		if i == len(themes) {
			r.newTheme(code)
			return nil
		}
		t := themes[i]
		change, title := store.ThemeChange{Gather: []codebook.CodeID{code.ID}}, fmt.Sprintf("put “%s” into the theme “%s”", code.Name, t.Name)
		if t.Holds(code.ID) {
			change, title = store.ThemeChange{Release: []codebook.CodeID{code.ID}}, fmt.Sprintf("take “%s” out of the theme “%s”", code.Name, t.Name)
		}
		r.askReason(title, false, func(why string) tea.Cmd { return r.changeTheme(t, change, why) })
		return nil
	}
	r.Open(c)
	return nil
}

func (r *Screen) changeTheme(t codebook.Theme, change store.ThemeChange, why string) tea.Cmd {
	return r.Do(&app.Job{What: "theme " + t.Name, Run: func(ctx context.Context, st *study.Study) (string, error) {
		return "theme “" + t.Name + "” saved; {undo} takes it back", st.Project.ChangeTheme(ctx, st.Coder.ID, t.ID, change, why)
	}})
}

// newTheme asks for a theme that holds a code.
func (r *Screen) newTheme(with codebook.Code) {
	narrative := widget.LinesField("narrative", "", "", 4)
	narrative.Hint = "what its codes say together; it can wait"
	widget.OpenForm(r.Host, widget.Asking{Title: "new theme with “" + with.Name + "”", Fields: []*widget.Field{widget.TextField("name", "", ""), narrative, widget.ReasonField()}, Refuse: needsName, Save: func(f *widget.Form) tea.Cmd {
		n, why := store.NewTheme{Name: f.Value("name"), Narrative: f.Value("narrative"), Codes: []codebook.CodeID{with.ID}}, f.Value("reason")
		return r.Do(&app.Job{What: "+" + n.Name, Run: func(ctx context.Context, st *study.Study) (string, error) {
			_, err := st.Project.AddTheme(ctx, st.Coder.ID, n, why)
			return "new theme “" + n.Name + "”; {undo} takes it back", err
		}})
	}})
}

// editTheme asks for another name or narrative of the theme under the cursor.
func (r *Screen) editTheme() tea.Cmd {
	row, _ := r.chosenRow()
	t := *row.theme
	widget.OpenForm(r.Host, widget.Asking{Title: "theme “" + t.Name + "”", Fields: []*widget.Field{widget.TextField("name", t.Name, ""), widget.LinesField("narrative", t.Narrative, "", 6), widget.ReasonField()}, Refuse: needsName, Save: func(f *widget.Form) tea.Cmd {
		var change store.ThemeChange
		if name := f.Value("name"); name != t.Name {
			change.Name = &name
		}
		if narrative := f.Value("narrative"); narrative != t.Narrative {
			change.Narrative = &narrative
		}
		if change.Name == nil && change.Narrative == nil {
			r.Tell("nothing was changed")
			return nil
		}
		return r.changeTheme(t, change, f.Value("reason"))
	}})
	return nil
}

func (r *Screen) removeTheme() tea.Cmd {
	row, _ := r.chosenRow()
	t := *row.theme
	r.askReason("remove the theme “"+t.Name+"”; its codes stay", false, func(why string) tea.Cmd {
		return r.Do(&app.Job{What: "−" + t.Name, Run: func(ctx context.Context, st *study.Study) (string, error) {
			return "removed: theme “" + t.Name + "”; {undo} brings it back", st.Project.RemoveTheme(ctx, st.Coder.ID, t.ID, why)
		}})
	})
	return nil
}
