package widget

import (
	"slices"
	"strings"

	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"

	"concord/codebook"
	"concord/tui/app"
	"concord/tui/rank"
)

// picker chooses a code by typing.
type Picker struct {
	Host   *app.Host
	Title  func() string
	Input  textinput.Model
	Pick   func(c codebook.Code) (*app.Underway, tea.Cmd)
	Create func(name string) (*app.Underway, tea.Cmd) // nil where no code may be made
	Book   *codebook.Codebook                         // whose codes; nil for the working ones
	Coding bool                                       // it codes what is selected, and may go on doing so
	// reselect moves what is selected by a key; it says whether the key does so.
	Reselect func(k string, typed bool) bool
	typed    string
	Rows     []codebook.Code
	at       int
	first    int
}

var pickerOrders = []app.PickerOrder{app.PickRecent, app.PickAlphabet, app.PickBook}

var pickerOrderNames = map[app.PickerOrder]string{app.PickRecent: "recent first", app.PickAlphabet: "alphabetical", app.PickBook: "as in the codebook"}

// choices gives the codes that match what was typed, best first, equal ones in
// the order that was asked for.
func (p *Picker) choices() []codebook.Code {
	r := p.Host
	var first []codebook.CodeID
	switch r.Habits.Picker {
	case app.PickRecent:
		first = r.Habits.Recent
	case app.PickAlphabet:
		codes := slices.Clone(p.codes().Codes())
		slices.SortStableFunc(codes, func(a, b codebook.Code) int {
			return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name))
		})
		for _, c := range codes {
			first = append(first, c.ID)
		}
	}
	return rank.Codes(p.codes(), p.typed, first)
}

// nextPickerOrder goes through the orders.
func nextPickerOrder(r *app.Host) tea.Cmd {
	at := slices.Index(pickerOrders, r.Habits.Picker)
	r.Habits.Picker = pickerOrders[(at+1)%len(pickerOrders)]
	r.Tell("codes " + pickerOrderNames[r.Habits.Picker])
	return r.KeepHabits()
}

// codes gives the codebook that is chosen from.
func (p *Picker) codes() *codebook.Codebook {
	r := p.Host
	if p.Book != nil {
		return p.Book
	}
	return r.Over.Codebook
}

// offersNew reports whether the last row is “new code”: something was typed
// that is no applicable code's very name where it would be filed.
func (p *Picker) offersNew() bool {
	if p.Create == nil || strings.TrimSpace(p.typed) == "" {
		return false
	}
	for _, c := range p.Rows {
		if strings.EqualFold(c.Name, strings.TrimSpace(p.typed)) {
			return false
		}
	}
	return true
}

func (p *Picker) count() int {
	if p.offersNew() {
		return len(p.Rows) + 1
	}
	return len(p.Rows)
}

func (p *Picker) Key(_ *app.Host, k string, msg tea.KeyMsg) (tea.Cmd, bool) {
	r := p.Host
	p.refresh()
	switch k {
	case "esc":
		return nil, true
	case "down", "ctrl+j":
		p.at++
	case "up", "ctrl+k":
		p.at--
	case "pgdown":
		p.at += 8
	case "pgup":
		p.at -= 8
	case "ctrl+o":
		p.at = 0
		return nextPickerOrder(r), false
	case "enter", "tab", "ctrl+n", "ctrl+e":
		u, cmd, ok := p.choose(k == "ctrl+n")
		switch {
		case !ok:
			return nil, false
		case k == "tab" && p.Coding:
			p.Input.SetValue("")
			p.at = 0
			p.refresh()
			return cmd, false
		case k == "ctrl+e" && u != nil:
			MemoOnCoding(r, u)
		}
		return cmd, true
	default:
		if p.Reselect != nil && p.Reselect(k, p.typed != "") {
			return nil, false
		}
		p.Input, _ = p.Input.Update(msg)
		if p.Input.Value() != p.typed {
			p.at = 0
		}
	}
	p.refresh()
	return nil, false
}

// choose applies the chosen code, or makes the one typed. ok is false if there
// is none.
func (p *Picker) choose(fresh bool) (u *app.Underway, cmd tea.Cmd, ok bool) {
	name := strings.TrimSpace(p.typed)
	switch {
	case !fresh && p.at < len(p.Rows):
		u, cmd = p.Pick(p.Rows[p.at])
	case name != "" && (p.offersNew() || fresh && p.Create != nil):
		u, cmd = p.Create(name)
	default:
		return nil, nil, false
	}
	return u, cmd, true
}

func (p *Picker) refresh() {
	p.typed = p.Input.Value()
	p.Rows = p.choices()
	p.at = max(0, min(p.at, p.count()-1))
}

// proposedTo says who decides on a code that the coder makes, if it is not she.
func proposedTo(r *app.Host) string {
	if lead := r.Over.Lead; !lead.IsZero() && lead != r.Coder().ID {
		for _, c := range r.Over.Coders {
			if c.ID == lead {
				return "; it is proposed to " + c.Name
			}
		}
	}
	return ""
}
