package tui

import (
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
	"github.com/sahilm/fuzzy"

	"concord/codebook"
	"concord/store"
	"concord/tui/theme"
)

// picker chooses a code by typing.
type picker struct {
	title  string
	input  textinput.Model
	pick   func(r *root, c codebook.Code) tea.Cmd
	create func(r *root, name string) tea.Cmd // nil where no code may be made
	keep   bool                               // Tab applies and stays open
	typed  string
	rows   []codebook.Code
	at     int
	first  int
}

func (r *root) openPicker() tea.Cmd {
	s := r.read
	words := strings.Join(strings.Fields(s.data.Text.Slice(s.target())), " ")
	r.dialog = &picker{
		title: "code “" + ansi.Truncate(words, 56, "…") + "”", input: newInput(""), keep: true,
		pick: func(r *root, c codebook.Code) tea.Cmd { return r.apply(c, "") },
		create: func(r *root, name string) tea.Cmd {
			return r.applyNew(store.NewCode{Name: name, Parent: r.parentForNew(), Origin: codebook.Inductive})
		},
	}
	return nil
}

func (r *root) openRecode() tea.Cmd {
	c, _ := r.read.mine()
	was, _ := r.over.Codebook.Follow(c.Code)
	r.dialog = &picker{title: "another code in place of “" + was.Name + "”", input: newInput(""),
		pick: func(r *root, k codebook.Code) tea.Cmd { return r.recode(c, k) }}
	return nil
}

// choices gives the codes that match what was typed: best first, or, with
// nothing typed, the ones used last and then the codebook in its order.
func (p *picker) choices(r *root) []codebook.Code {
	var all []codebook.Code
	for _, c := range r.over.Codebook.Codes() {
		if c.Applicable() {
			all = append(all, c)
		}
	}
	recent := map[codebook.CodeID]int{}
	if !r.habits.Alphabet {
		for i, id := range r.habits.Recent {
			recent[id] = recentCodes - i
		}
	}
	slices.SortStableFunc(all, func(a, b codebook.Code) int { return recent[b.ID] - recent[a.ID] })
	if p.typed == "" {
		return all
	}
	targets := make([]string, len(all))
	for i, c := range all {
		targets[i] = strings.Join(append([]string{c.Name}, c.Aliases...), " ")
	}
	scattered := map[codebook.CodeID]bool{}
	for _, m := range fuzzy.Find(p.typed, targets) {
		scattered[all[m.Index].ID] = true
	}
	typed := strings.ToLower(strings.TrimSpace(p.typed))
	rank := func(c codebook.Code) int {
		name := strings.ToLower(c.Name)
		switch {
		case name == typed:
			return 0
		case strings.HasPrefix(name, typed):
			return 1
		case strings.Contains(" "+name, " "+typed):
			return 2
		case strings.Contains(name, typed):
			return 3
		case scattered[c.ID]:
			return 4
		case strings.Contains(strings.ToLower(r.over.Codebook.Path(c.Parent)), typed):
			return 5
		}
		return 6
	}
	all = slices.DeleteFunc(all, func(c codebook.Code) bool { return rank(c) == 6 })
	slices.SortStableFunc(all, func(a, b codebook.Code) int { return rank(a) - rank(b) })
	return all
}

// offersNew reports whether the last row is “new code”: something was typed
// that is no applicable code's very name where it would be filed.
func (p *picker) offersNew() bool {
	if p.create == nil || strings.TrimSpace(p.typed) == "" {
		return false
	}
	for _, c := range p.rows {
		if strings.EqualFold(c.Name, strings.TrimSpace(p.typed)) {
			return false
		}
	}
	return true
}

func (p *picker) count() int {
	if p.offersNew() {
		return len(p.rows) + 1
	}
	return len(p.rows)
}

func (p *picker) key(r *root, k string, msg tea.KeyMsg) (tea.Cmd, bool) {
	p.refresh(r)
	switch k {
	case "esc":
		return nil, true
	case "down", "ctrl+j":
		p.at = min(p.at+1, max(0, p.count()-1))
	case "up", "ctrl+k":
		p.at = max(p.at-1, 0)
	case "pgdown":
		p.at = min(p.at+8, max(0, p.count()-1))
	case "pgup":
		p.at = max(p.at-8, 0)
	case "ctrl+n":
		if name := strings.TrimSpace(p.input.Value()); p.create != nil && name != "" {
			return p.create(r, name), true
		}
	case "ctrl+o":
		r.habits.Alphabet = !r.habits.Alphabet
		p.at = 0
		return r.keepHabits(), false
	case "enter", "tab":
		if p.at >= len(p.rows) {
			if p.offersNew() {
				return p.create(r, strings.TrimSpace(p.typed)), true
			}
			return nil, false
		}
		cmd := p.pick(r, p.rows[p.at])
		if k == "tab" && p.keep {
			p.input.SetValue("")
			p.at = 0
			p.refresh(r)
			return cmd, false
		}
		return cmd, true
	default:
		p.input, _ = p.input.Update(msg)
		if p.input.Value() != p.typed {
			p.at = 0
		}
	}
	p.refresh(r)
	return nil, false
}

func (p *picker) refresh(r *root) {
	p.typed = p.input.Value()
	p.rows = p.choices(r)
	p.at = max(0, min(p.at, p.count()-1))
}

func (p *picker) view(r *root, width, height int) []string {
	p.refresh(r)
	inner := min(width-4, 92)
	p.input.Width = inner - 4
	lines := []string{pad(p.input.View(), inner)}
	about := 5
	rows := max(3, min(height-about-5, 14))
	p.first = window(p.first, p.at, p.count(), rows)
	counts := r.over.Counts
	nameWidth := min(34, inner/2)
	for i := p.first; i < p.count() && i < p.first+rows; i++ {
		mark, look := "  ", ""
		if i == p.at {
			mark, look = "▶ ", r.theme.Accent
		}
		if i >= len(p.rows) {
			where := ""
			if path := r.over.Codebook.Path(r.parentForNew()); path != "" {
				where = " under " + path
			}
			lines = append(lines, theme.Paint(look, pad(fmt.Sprintf("%s+ new inductive code “%s”%s", mark, strings.TrimSpace(p.typed), where), inner)))
			continue
		}
		c := p.rows[i]
		digit := ""
		for k, id := range r.habits.Digits {
			if id == c.ID {
				digit = k
			}
		}
		n := counts[c.ID][r.coder().ID]
		right := fmt.Sprintf("%-9s %2s %4s", c.Origin, digit, number(n))
		path := ansi.Truncate(strings.ReplaceAll(r.over.Codebook.Path(c.Parent), "/", " › "), max(0, inner-2-nameWidth-2-len(right)), "…")
		line := theme.Paint(look, mark+pad(c.Name, nameWidth)) + "  " + theme.Paint(r.theme.Chrome, pad(path, max(0, inner-2-nameWidth-2-len(right)))+right)
		lines = append(lines, pad(line, inner))
	}
	for len(lines) < 1+min(rows, max(p.count(), 3)) {
		lines = append(lines, pad("", inner))
	}
	lines = append(lines, theme.Paint(r.theme.Chrome, strings.Repeat("─", inner)))
	var words []string
	if p.at < len(p.rows) {
		words = definitionLines(p.rows[p.at], inner)
	} else if p.offersNew() {
		words = []string{"a new code, applied at once; define it when you know what it is"}
	}
	if len(words) > about-1 {
		words = append(words[:about-2], fit(words[about-2], inner-1)+"…")
	}
	for i := range about - 1 {
		if i < len(words) {
			lines = append(lines, pad(theme.Paint(r.theme.Quiet, fit(words[i], inner)), inner))
		} else {
			lines = append(lines, "")
		}
	}
	hint := "Enter apply"
	if p.keep {
		hint += " · Tab apply, and another"
	}
	if p.create != nil {
		hint += " · Ctrl-N new"
	}
	order := "Ctrl-O codebook order"
	if r.habits.Alphabet {
		order = "Ctrl-O recent first"
	}
	lines = append(lines, theme.Paint(r.theme.Chrome, hint+" · "+order+" · Esc back"))
	return frame(r, p.title, lines, width)
}

func number(n int) string {
	if n == 0 {
		return "·"
	}
	return fmt.Sprint(n)
}

// definitionLines writes what a code means, in lines of a width.
func definitionLines(c codebook.Code, width int) []string {
	var out []string
	for _, part := range []struct{ lead, words string }{{"", c.Definition.Text}, {"Use when: ", c.Definition.Include}, {"Not when: ", c.Definition.Exclude}} {
		if part.words == "" {
			continue
		}
		// Many codebooks say it in the words themselves.
		if first, _, _ := strings.Cut(part.lead, " "); first != "" && strings.HasPrefix(part.words, first) {
			part.lead = ""
		}
		out = append(out, wrapText(part.lead+part.words, width)...)
	}
	if len(out) == 0 {
		out = []string{"no definition yet"}
	}
	return out
}
