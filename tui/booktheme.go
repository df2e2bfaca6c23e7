package tui

import (
	"context"
	"fmt"

	tea "github.com/charmbracelet/bubbletea"

	"concord/codebook"
	"concord/store"
	"concord/store/study"
	"concord/tui/theme"
)

// chooseThemes lists the themes; Enter puts the chosen code into one or takes it
// out.
func (r *bookScreen) chooseThemes() tea.Cmd {
	code, _ := r.chosenCode()
	themes := r.over.Codebook.Themes()
	c := &chooser{title: "themes of “" + code.Name + "”", hint: "Enter puts it in or takes it out"}
	for _, t := range themes {
		sign := "○ "
		if t.Holds(code.ID) {
			sign = "● "
		}
		c.rows = append(c.rows, sign+clean(t.Name)+theme.Paint(r.theme.Chrome, fmt.Sprintf("  %s", counted(len(t.Codes), "code", "codes"))))
	}
	c.rows = append(c.rows, "+ a new theme")
	c.enter = func(i int) tea.Cmd {
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

func (r *bookScreen) changeTheme(t codebook.Theme, change store.ThemeChange, why string) tea.Cmd {
	return r.Do(&job{what: "theme " + t.Name, run: func(ctx context.Context, st *study.Study) (string, error) {
		return "theme “" + t.Name + "” saved; {undo} takes it back", st.Project.ChangeTheme(ctx, st.Coder.ID, t.ID, change, why)
	}})
}

// newTheme asks for a theme that holds a code.
func (r *bookScreen) newTheme(with codebook.Code) {
	narrative := linesField("narrative", "", "", 4)
	narrative.hint = "what its codes say together; it can wait"
	r.openForm(asking{title: "new theme with “" + with.Name + "”", fields: []*field{textField("name", "", ""), narrative, reasonField()}, refuse: needsName, save: func(f *form) tea.Cmd {
		n, why := store.NewTheme{Name: f.value("name"), Narrative: f.value("narrative"), Codes: []codebook.CodeID{with.ID}}, f.value("reason")
		return r.Do(&job{what: "+" + n.Name, run: func(ctx context.Context, st *study.Study) (string, error) {
			_, err := st.Project.AddTheme(ctx, st.Coder.ID, n, why)
			return "new theme “" + n.Name + "”; {undo} takes it back", err
		}})
	}})
}

// editTheme asks for another name or narrative of the theme under the cursor.
func (r *bookScreen) editTheme() tea.Cmd {
	row, _ := r.chosenRow()
	t := *row.theme
	r.openForm(asking{title: "theme “" + t.Name + "”", fields: []*field{textField("name", t.Name, ""), linesField("narrative", t.Narrative, "", 6), reasonField()}, refuse: needsName, save: func(f *form) tea.Cmd {
		var change store.ThemeChange
		if name := f.value("name"); name != t.Name {
			change.Name = &name
		}
		if narrative := f.value("narrative"); narrative != t.Narrative {
			change.Narrative = &narrative
		}
		if change.Name == nil && change.Narrative == nil {
			r.tell("nothing was changed")
			return nil
		}
		return r.changeTheme(t, change, f.value("reason"))
	}})
	return nil
}

func (r *bookScreen) removeTheme() tea.Cmd {
	row, _ := r.chosenRow()
	t := *row.theme
	r.askReason("remove the theme “"+t.Name+"”; its codes stay", false, func(why string) tea.Cmd {
		return r.Do(&job{what: "−" + t.Name, run: func(ctx context.Context, st *study.Study) (string, error) {
			return "removed: theme “" + t.Name + "”; {undo} brings it back", st.Project.RemoveTheme(ctx, st.Coder.ID, t.ID, why)
		}})
	})
	return nil
}
