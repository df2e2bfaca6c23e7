package tui

import (
	"fmt"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"concord/codebook"
	"concord/store"
	"concord/tui/theme"
)

// clashScreen lists the things to which two copies of the project gave different
// values, neither knowing of the other.
type clashScreen struct {
	at, first int
	settled   bool // those that are settled are shown too
}

// clashList gives the clashes that are shown.
func (r *root) clashList() []store.Clash {
	if r.clashes.settled {
		return r.rounds.clashes
	}
	return slices.DeleteFunc(slices.Clone(r.rounds.clashes), func(c store.Clash) bool { return c.Settled })
}

func (r *root) chosenClash() (store.Clash, bool) {
	all := r.clashList()
	r.clashes.at = max(0, min(r.clashes.at, len(all)-1))
	if len(all) == 0 {
		return store.Clash{}, false
	}
	return all[r.clashes.at], true
}

func (r *root) openClashes() tea.Cmd {
	r.enter(modeClashes)
	return r.follow()
}

func clashKeys() []binding {
	none := func(r *root) string {
		if _, ok := r.chosenClash(); !ok {
			return "no two copies changed anything differently"
		}
		return r.noCoder()
	}
	return append([]binding{
		{name: "keep-side", mode: modeClashes, keys: coderLetters[:6], help: "keep that side's values; what the other said stays in the log", foot: "keep a", do: (*root).keepSide, why: none,
			live: func(r *root) string {
				c, _ := r.chosenClash()
				return "keep a · " + strings.Join(coderLetters[1:max(1, min(len(c.Sides), len(coderLetters)))], " ") + " keep the other"
			}},
		{name: "settled-clashes", mode: modeClashes, keys: []string{"s"}, help: "show settled ones too, or not", foot: "settled too", do: func(r *root) tea.Cmd {
			r.clashes.settled = !r.clashes.settled
			return nil
		}},
	}, moveKeys("clash", "clash", modeClashes, func(r *root) rows { return rows{&r.clashes.at, len(r.clashList()), r.clashRows()} })...)
}

// keepSide settles the clash in favour of the side whose letter was pressed.
func (r *root) keepSide() tea.Cmd {
	c, _ := r.chosenClash()
	i := slices.Index(coderLetters[:6], r.pressed)
	if i < 0 || i >= len(c.Sides) {
		r.tell(fmt.Sprintf("there is no side %s", r.pressed))
		return nil
	}
	side := c.Sides[i]
	p := newPrompt(clean(fmt.Sprintf("keep %s (%s): why?", r.sideName(i, side), c.Name)), "", func(r *root, reason string) tea.Cmd {
		return r.do(&job{what: "settle " + c.Name, run: func(r *root) (string, error) {
			err := r.study.Project.SettleClash(r.ctx, r.coder().ID, c.Thing, c.Replaced, side.Event, strings.TrimSpace(reason))
			return c.Name + " is settled; {undo} takes it back", err
		}})
	})
	p.hint = "in a line, or nothing · Enter settles · Esc back"
	r.dialog = p
	return nil
}

// sideName says whose side it is.
func (r *root) sideName(i int, s store.ClashSide) string {
	return fmt.Sprintf("%c %s", coderLetter(i), firstOf(r.nameOf(s.Coder), "somebody"))
}

// nameOf gives a coder's name; "" if she is not known here.
func (r *root) nameOf(id codebook.CoderID) string {
	for _, c := range r.over.Coders {
		if c.ID == id {
			return clean(c.Name)
		}
	}
	return ""
}

func (r *root) clashRows() int { return max(2, min(len(r.clashList()), r.height/4)) }

func (r *root) clashesView() []string {
	all := r.clashList()
	open := r.rounds.openClashes()
	about := counted(open, "open clash", "open clashes")
	if n := len(r.rounds.clashes) - open; n > 0 {
		about += fmt.Sprintf(", %d settled", n)
	}
	lines := []string{r.header(r.trail(r.over.Title, "clashes"), theme.Paint(r.theme.Chrome, about+"   ")+r.standing()), r.rule()}
	c, ok := r.chosenClash()
	if !ok {
		lines = append(lines, "")
		say := "Nothing clashes: no two copies of the project gave one thing different values."
		if len(r.rounds.clashes) > 0 {
			say = r.keys.expand("Every clash is settled; {settled-clashes} shows them.")
		}
		for _, l := range wrapText(say, min(r.width-4, 90)) {
			lines = append(lines, "  "+l)
		}
		return r.fill(lines)
	}
	rows := r.clashRows()
	r.clashes.first = window(r.clashes.first, r.clashes.at, len(all), rows)
	for i := r.clashes.first; i < len(all) && i < r.clashes.first+rows; i++ {
		x := all[i]
		mark, look := "  ", ""
		if i == r.clashes.at {
			mark, look = theme.Paint(r.theme.Accent, "▶ "), r.theme.Title
		}
		if x.Settled {
			look = r.theme.Chrome
		}
		var who []string
		for k, s := range x.Sides {
			who = append(who, r.sideName(k, s))
		}
		note := strings.Join(x.Fields, ", ") + " · " + strings.Join(who, ", ")
		if x.Settled {
			note += " · settled"
		}
		lines = append(lines, mark+theme.Paint(look, clean(x.Name))+theme.Paint(r.theme.Chrome, "  "+clean(note)))
	}
	lines = append(lines, r.rule())
	return r.fill(append(lines, r.clashSides(c)...))
}

// clashSides show what each side says, in columns.
func (r *root) clashSides(c store.Clash) []string {
	columns := max(1, min(len(c.Sides), (r.width-2)/(cellWidth+2)))
	width := min((r.width-2)/columns-2, 90)
	var lines []string
	for from := 0; from < len(c.Sides); from += columns {
		var cells [][]string
		height := 0
		for i := from; i < min(len(c.Sides), from+columns); i++ {
			cells = append(cells, r.clashSide(c, i, width))
			height = max(height, len(cells[len(cells)-1]))
		}
		lines = append(lines, sideBySide(cells, height, width)...)
		lines = append(lines, "")
	}
	return lines
}

func (r *root) clashSide(c store.Clash, i, width int) []string {
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
