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
	"concord/tui/theme"
)

// conflictScreen lists the things to which two copies of the project gave different
// values, neither knowing of the other.
type conflictScreen struct {
	*host

	at, first int
	resolved  bool // those that are resolved are shown too
}

// conflictList gives the conflicts that are shown.
func (r *conflictScreen) conflictList() []store.Conflict {
	if r.resolved {
		return r.team.conflicts
	}
	return slices.DeleteFunc(slices.Clone(r.team.conflicts), func(c store.Conflict) bool { return c.Resolved })
}

func (r *conflictScreen) chosenConflict() (store.Conflict, bool) {
	all := r.conflictList()
	r.at = max(0, min(r.at, len(all)-1))
	if len(all) == 0 {
		return store.Conflict{}, false
	}
	return all[r.at], true
}

func (r *conflictScreen) openConflicts() tea.Cmd {
	r.Enter(modeConflicts)
	return r.CatchUp()
}

func (r *conflictScreen) Bindings() []binding {
	none := func() string {
		if _, ok := r.chosenConflict(); !ok {
			return "no two copies changed anything differently"
		}
		return r.noCoder()
	}
	return append([]binding{
		{name: "keep-side", mode: modeConflicts, keys: coderLetters[:6], help: "keep that side's values; what the other said stays in the log", foot: "keep a", do: r.keepSide, why: none,
			live: func() string {
				c, _ := r.chosenConflict()
				return "keep a · " + strings.Join(coderLetters[1:max(1, min(len(c.Sides), len(coderLetters)))], " ") + " keep the other"
			}},
		{name: "resolved-conflicts", mode: modeConflicts, keys: []string{"s"}, help: "show resolved ones too, or not", foot: "resolved too", do: func() tea.Cmd {
			r.resolved = !r.resolved
			return nil
		}},
	}, moveKeys("conflict", "conflict", modeConflicts, func() rows { return rows{&r.at, len(r.conflictList()), r.conflictRows()} })...)
}

// keepSide resolves the conflict in favour of the side whose letter was pressed.
func (r *conflictScreen) keepSide() tea.Cmd {
	c, _ := r.chosenConflict()
	i := slices.Index(coderLetters[:6], r.pressed)
	if i < 0 || i >= len(c.Sides) {
		r.tell(fmt.Sprintf("there is no side %s", r.pressed))
		return nil
	}
	side := c.Sides[i]
	p := newPrompt(clean(fmt.Sprintf("keep %s (%s): why?", r.sideName(i, side), c.Name)), "", func(reason string) tea.Cmd {
		return r.Do(&job{what: "resolve " + c.Name, run: func(ctx context.Context, st *study.Study) (string, error) {
			err := st.Project.ResolveConflict(ctx, st.Coder.ID, c.Thing, c.Replaced, side.Event, strings.TrimSpace(reason))
			return c.Name + " is resolved; {undo} takes it back", err
		}})
	})
	p.hint = "in a line, or nothing · Enter resolves · Esc back"
	r.Open(p)
	return nil
}

// sideName says whose side it is.
func (r *conflictScreen) sideName(i int, s store.ConflictSide) string {
	return fmt.Sprintf("%c %s", coderLetter(i), firstOf(r.nameOf(s.Coder), "somebody"))
}

// nameOf gives a coder's name; "" if she is not known here.
func (r *host) nameOf(id codebook.CoderID) string {
	for _, c := range r.over.Coders {
		if c.ID == id {
			return clean(c.Name)
		}
	}
	return ""
}

func (r *conflictScreen) conflictRows() int { return max(2, min(len(r.conflictList()), r.height/4)) }

func (r *conflictScreen) View() []string {
	all := r.conflictList()
	open := r.team.openConflicts()
	about := counted(open, "open conflict", "open conflicts")
	if n := len(r.team.conflicts) - open; n > 0 {
		about += fmt.Sprintf(", %d resolved", n)
	}
	lines := []string{r.header(r.trail(r.over.Title, "conflicts"), theme.Paint(r.theme.Chrome, about+"   ")+r.standing()), r.rule()}
	c, ok := r.chosenConflict()
	if !ok {
		lines = append(lines, "")
		say := "Nothing conflicts: no two copies of the project gave one thing different values."
		if len(r.team.conflicts) > 0 {
			say = r.keys.expand("Every conflict is resolved; {resolved-conflicts} shows them.")
		}
		for _, l := range wrapText(say, min(r.width-4, 90)) {
			lines = append(lines, "  "+l)
		}
		return r.fill(lines)
	}
	rows := r.conflictRows()
	r.first = window(r.first, r.at, len(all), rows)
	for i := r.first; i < len(all) && i < r.first+rows; i++ {
		x := all[i]
		mark, look := "  ", ""
		if i == r.at {
			mark, look = theme.Paint(r.theme.Accent, "▶ "), r.theme.Title
		}
		if x.Resolved {
			look = r.theme.Chrome
		}
		var who []string
		for k, s := range x.Sides {
			who = append(who, r.sideName(k, s))
		}
		note := strings.Join(x.Fields, ", ") + " · " + strings.Join(who, ", ")
		if x.Resolved {
			note += " · resolved"
		}
		lines = append(lines, mark+theme.Paint(look, clean(x.Name))+theme.Paint(r.theme.Chrome, "  "+clean(note)))
	}
	lines = append(lines, r.rule())
	return r.fill(append(lines, r.conflictSides(c)...))
}

// conflictSides show what each side says, in columns.
func (r *conflictScreen) conflictSides(c store.Conflict) []string {
	columns := max(1, min(len(c.Sides), (r.width-2)/(cellWidth+2)))
	width := min((r.width-2)/columns-2, 90)
	var lines []string
	for from := 0; from < len(c.Sides); from += columns {
		var cells [][]string
		height := 0
		for i := from; i < min(len(c.Sides), from+columns); i++ {
			cells = append(cells, r.conflictSide(c, i, width))
			height = max(height, len(cells[len(cells)-1]))
		}
		lines = append(lines, sideBySide(cells, height, width)...)
		lines = append(lines, "")
	}
	return lines
}

func (r *conflictScreen) conflictSide(c store.Conflict, i, width int) []string {
	s := c.Sides[i]
	head := theme.Paint(r.theme.Accent, string(coderLetter(i))) + " " + theme.Paint(r.theme.Title, firstOf(r.nameOf(s.Coder), "somebody"))
	if s.InForce {
		head += theme.Paint(r.theme.Good, "  shown now")
	}
	copyName := s.Copy
	if len(copyName) > 8 {
		copyName = copyName[len(copyName)-8:]
	}
	lines := []string{head, theme.Paint(r.theme.Chrome, fit(fmt.Sprintf("%s, %s, in the copy …%s", clean(s.Verb), s.Time.Local().Format("2 Jan 2006 15:04"), copyName), width)), ""}
	for _, name := range c.Fields {
		value, sets := s.Values[name]
		if !sets {
			continue
		}
		lines = append(lines, theme.Paint(r.theme.Chrome, clean(fieldWords(name))))
		for _, l := range wrapText(value, width-2) {
			lines = append(lines, "  "+l)
		}
	}
	return lines
}

// fieldWords says what a value is.
func fieldWords(name string) string {
	return firstOf(map[string]string{"defined": "definition", "state": "status", "parent": "place in the tree", "place": "bounds", "removed": "removed"}[name], name)
}

// sideBySide puts columns of lines beside each other.
func sideBySide(cells [][]string, height, width int) []string {
	var lines []string
	for i := range height {
		line := "  "
		for _, c := range cells {
			text := ""
			if i < len(c) {
				text = c[i]
			}
			line += pad(text, width) + "  "
		}
		lines = append(lines, line)
	}
	return lines
}

// conflictsRequest asks for the conflicts.
type conflictsRequest struct{}

// show takes the request for the conflicts.
func (r *conflictScreen) Show(request any) (cmd tea.Cmd, mine bool) {
	if _, ok := request.(conflictsRequest); ok {
		return r.openConflicts(), true
	}
	return nil, false
}
