package conflicts

import (
	"context"
	"fmt"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"concord/store"
	"concord/store/study"
	"concord/tui/app"
	"concord/tui/keymap"
	"concord/tui/layout"
	"concord/tui/theme"
	"concord/tui/widget"
)

// conflictScreen lists the things to which two copies of the project gave different
// values, neither knowing of the other.
type Screen struct {
	*app.Host

	at, first int
	resolved  bool // those that are resolved are shown too
}

// conflictList gives the conflicts that are shown.
func (r *Screen) conflictList() []store.Conflict {
	if r.resolved {
		return r.Team.Conflicts
	}
	return slices.DeleteFunc(slices.Clone(r.Team.Conflicts), func(c store.Conflict) bool { return c.Resolved })
}

func (r *Screen) chosenConflict() (store.Conflict, bool) {
	all := r.conflictList()
	r.at = max(0, min(r.at, len(all)-1))
	if len(all) == 0 {
		return store.Conflict{}, false
	}
	return all[r.at], true
}

func (r *Screen) openConflicts() tea.Cmd {
	r.Enter(keymap.ModeConflicts)
	return r.CatchUp()
}

func (r *Screen) Bindings() []keymap.Binding {
	none := func() string {
		if _, ok := r.chosenConflict(); !ok {
			return "no two copies changed anything differently"
		}
		return r.NoCoder()
	}
	return append([]keymap.Binding{
		{Name: "keep-side", Mode: keymap.ModeConflicts, Keys: app.CoderLetters[:6], Help: "keep that side's values; what the other said stays in the log", Foot: "keep a", Do: r.keepSide, Why: none,
			Live: func() string {
				c, _ := r.chosenConflict()
				return "keep a · " + strings.Join(app.CoderLetters[1:max(1, min(len(c.Sides), len(app.CoderLetters)))], " ") + " keep the other"
			}},
		{Name: "resolved-conflicts", Mode: keymap.ModeConflicts, Keys: []string{"s"}, Help: "show resolved ones too, or not", Foot: "resolved too", Do: func() tea.Cmd {
			r.resolved = !r.resolved
			return nil
		}},
	}, keymap.MoveKeys("conflict", "conflict", keymap.ModeConflicts, func() keymap.Rows { return keymap.Rows{At: &r.at, N: len(r.conflictList()), Page: r.conflictRows()} })...)
}

// keepSide resolves the conflict in favour of the side whose letter was pressed.
func (r *Screen) keepSide() tea.Cmd {
	c, _ := r.chosenConflict()
	i := slices.Index(app.CoderLetters[:6], r.Pressed)
	if i < 0 || i >= len(c.Sides) {
		r.Tell(fmt.Sprintf("there is no side %s", r.Pressed))
		return nil
	}
	side := c.Sides[i]
	p := widget.NewPrompt(layout.Clean(fmt.Sprintf("keep %s (%s): why?", r.sideName(i, side), c.Name)), "", func(reason string) tea.Cmd {
		return r.Do(&app.Job{What: "resolve " + c.Name, Run: func(ctx context.Context, st *study.Study) (string, error) {
			err := st.Project.ResolveConflict(ctx, st.Coder.ID, c.Thing, c.Replaced, side.Event, strings.TrimSpace(reason))
			return c.Name + " is resolved; {undo} takes it back", err
		}})
	})
	p.Hint = "in a line, or nothing · Enter resolves · Esc back"
	r.Open(p)
	return nil
}

// sideName says whose side it is.
func (r *Screen) sideName(i int, s store.ConflictSide) string {
	return fmt.Sprintf("%c %s", app.CoderLetter(i), layout.FirstOf(r.NameOf(s.Coder), "somebody"))
}

func (r *Screen) conflictRows() int { return max(2, min(len(r.conflictList()), r.Height/4)) }

func (r *Screen) View() []string {
	all := r.conflictList()
	open := r.Team.OpenConflicts()
	about := layout.Counted(open, "open conflict", "open conflicts")
	if n := len(r.Team.Conflicts) - open; n > 0 {
		about += fmt.Sprintf(", %d resolved", n)
	}
	lines := []string{r.Header(r.Trail(r.Over.Title, "conflicts"), theme.Paint(r.Theme.Chrome, about+"   ")+r.Standing()), r.Rule()}
	c, ok := r.chosenConflict()
	if !ok {
		lines = append(lines, "")
		say := "Nothing conflicts: no two copies of the project gave one thing different values."
		if len(r.Team.Conflicts) > 0 {
			say = r.Keys.Expand("Every conflict is resolved; {resolved-conflicts} shows them.")
		}
		for _, l := range layout.WrapText(say, min(r.Width-4, 90)) {
			lines = append(lines, "  "+l)
		}
		return r.Fill(lines)
	}
	rows := r.conflictRows()
	r.first = layout.Window(r.first, r.at, len(all), rows)
	for i := r.first; i < len(all) && i < r.first+rows; i++ {
		x := all[i]
		mark, look := "  ", ""
		if i == r.at {
			mark, look = theme.Paint(r.Theme.Accent, "▶ "), r.Theme.Title
		}
		if x.Resolved {
			look = r.Theme.Chrome
		}
		var who []string
		for k, s := range x.Sides {
			who = append(who, r.sideName(k, s))
		}
		note := strings.Join(x.Fields, ", ") + " · " + strings.Join(who, ", ")
		if x.Resolved {
			note += " · resolved"
		}
		lines = append(lines, mark+theme.Paint(look, layout.Clean(x.Name))+theme.Paint(r.Theme.Chrome, "  "+layout.Clean(note)))
	}
	lines = append(lines, r.Rule())
	return r.Fill(append(lines, r.conflictSides(c)...))
}

// conflictSides show what each side says, in columns.
func (r *Screen) conflictSides(c store.Conflict) []string {
	columns := max(1, min(len(c.Sides), (r.Width-2)/(app.CellWidth+2)))
	width := min((r.Width-2)/columns-2, 90)
	var lines []string
	for from := 0; from < len(c.Sides); from += columns {
		var cells [][]string
		height := 0
		for i := from; i < min(len(c.Sides), from+columns); i++ {
			cells = append(cells, r.conflictSide(c, i, width))
			height = max(height, len(cells[len(cells)-1]))
		}
		lines = append(lines, layout.SideBySide(cells, height, width)...)
		lines = append(lines, "")
	}
	return lines
}

func (r *Screen) conflictSide(c store.Conflict, i, width int) []string {
	s := c.Sides[i]
	head := theme.Paint(r.Theme.Accent, string(app.CoderLetter(i))) + " " + theme.Paint(r.Theme.Title, layout.FirstOf(r.NameOf(s.Coder), "somebody"))
	if s.InForce {
		head += theme.Paint(r.Theme.Good, "  shown now")
	}
	copyName := s.Copy
	if len(copyName) > 8 {
		copyName = copyName[len(copyName)-8:]
	}
	lines := []string{head, theme.Paint(r.Theme.Chrome, layout.Fit(fmt.Sprintf("%s, %s, in the copy …%s", layout.Clean(s.Verb), s.Time.Local().Format("2 Jan 2006 15:04"), copyName), width)), ""}
	for _, name := range c.Fields {
		value, sets := s.Values[name]
		if !sets {
			continue
		}
		lines = append(lines, theme.Paint(r.Theme.Chrome, layout.Clean(fieldWords(name))))
		for _, l := range layout.WrapText(value, width-2) {
			lines = append(lines, "  "+l)
		}
	}
	return lines
}

// fieldWords says what a value is.
func fieldWords(name string) string {
	return layout.FirstOf(map[string]string{"defined": "definition", "state": "status", "parent": "place in the tree", "place": "bounds", "removed": "removed"}[name], name)
}

// show takes the request for the conflicts.
func (r *Screen) Show(request any) (cmd tea.Cmd, mine bool) {
	if _, ok := request.(app.ConflictsRequest); ok {
		return r.openConflicts(), true
	}
	return nil, false
}
