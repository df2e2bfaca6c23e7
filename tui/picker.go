package tui

import (
	"slices"
	"strings"

	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"

	"concord/codebook"
	"concord/corpus/segment"
	"concord/tui/rank"
)

// picker chooses a code by typing.
type picker struct {
	host   *host
	title  func() string
	input  textinput.Model
	pick   func(c codebook.Code) (*underway, tea.Cmd)
	create func(name string) (*underway, tea.Cmd) // nil where no code may be made
	book   *codebook.Codebook                     // whose codes; nil for the working ones
	coding bool                                   // it codes what is selected, and may go on doing so
	// reselect moves what is selected by a key; it says whether the key does so.
	reselect func(k string, typed bool) bool
	typed    string
	rows     []codebook.Code
	at       int
	first    int
}

// openPicker asks for a code for what is selected, or for the turn.
func (r *codingScreen) openPicker() tea.Cmd {
	r.Open(&picker{host: r.host,
		title: func() string {
			return "code “" + oneLine(r.read.data.Text.Slice(r.read.target()), 56) + "”"
		},
		input: newInput(""), coding: true, reselect: r.reselect, pick: r.apply,
		create: func(name string) (*underway, tea.Cmd) { return r.applyNew(name, codebook.Inductive) },
	})
	return nil
}

func (r *codingScreen) openRecode() tea.Cmd {
	c, _ := r.read.mine()
	was, _ := r.over.Codebook.Follow(c.Code)
	r.Open(&picker{host: r.host, title: func() string { return "another code in place of “" + was.Name + "”" }, input: newInput(""),
		pick: func(k codebook.Code) (*underway, tea.Cmd) { return nil, r.recode(c, k) }})
	return nil
}

// pickerOrder is how codes that match equally well are ordered: which code comes
// to hand first is a choice of method.
type pickerOrder string

const (
	pickRecent   pickerOrder = "" // the ones used last first
	pickAlphabet pickerOrder = "alphabet"
	pickBook     pickerOrder = "codebook"
)

var pickerOrders = []pickerOrder{pickRecent, pickAlphabet, pickBook}

var pickerOrderNames = map[pickerOrder]string{pickRecent: "recent first", pickAlphabet: "alphabetical", pickBook: "as in the codebook"}

// choices gives the codes that match what was typed, best first, equal ones in
// the order that was asked for.
func (p *picker) choices() []codebook.Code {
	r := p.host
	var first []codebook.CodeID
	switch r.habits.Picker {
	case pickRecent:
		first = r.habits.Recent
	case pickAlphabet:
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
func (r *host) nextPickerOrder() tea.Cmd {
	at := slices.Index(pickerOrders, r.habits.Picker)
	r.habits.Picker = pickerOrders[(at+1)%len(pickerOrders)]
	r.tell("codes " + pickerOrderNames[r.habits.Picker])
	return r.keepHabits()
}

// codes gives the codebook that is chosen from.
func (p *picker) codes() *codebook.Codebook {
	r := p.host
	if p.book != nil {
		return p.book
	}
	return r.over.Codebook
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

func (p *picker) Key(_ *host, k string, msg tea.KeyMsg) (tea.Cmd, bool) {
	r := p.host
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
		return r.nextPickerOrder(), false
	case "enter", "tab", "ctrl+n", "ctrl+e":
		u, cmd, ok := p.choose(k == "ctrl+n")
		switch {
		case !ok:
			return nil, false
		case k == "tab" && p.coding:
			p.input.SetValue("")
			p.at = 0
			p.refresh()
			return cmd, false
		case k == "ctrl+e" && u != nil:
			r.memoOnCoding(u)
		}
		return cmd, true
	default:
		if p.reselect != nil && p.reselect(k, p.typed != "") {
			return nil, false
		}
		p.input, _ = p.input.Update(msg)
		if p.input.Value() != p.typed {
			p.at = 0
		}
	}
	p.refresh()
	return nil, false
}

// choose applies the chosen code, or makes the one typed. ok is false if there
// is none.
func (p *picker) choose(fresh bool) (u *underway, cmd tea.Cmd, ok bool) {
	name := strings.TrimSpace(p.typed)
	switch {
	case !fresh && p.at < len(p.rows):
		u, cmd = p.pick(p.rows[p.at])
	case name != "" && (p.offersNew() || fresh && p.create != nil):
		u, cmd = p.create(name)
	default:
		return nil, nil, false
	}
	return u, cmd, true
}

// reselect moves or widens what is to be coded, as the same keys do below the
// dialog, and reports whether the key is one of them. Plain arrows do so as long
// as nothing is typed.
func (r *codingScreen) reselect(k string, typed bool) bool {
	s := r.read
	switch {
	case k == "shift+right":
		s.extend(segment.Sentence, 1)
	case k == "shift+left":
		s.extend(segment.Sentence, -1)
	case k == "shift+down":
		s.extendByTurn(1)
	case k == "shift+up":
		s.extendByTurn(-1)
	case k == "right" && !typed:
		s.by(segment.Sentence, 1)
	case k == "left" && !typed:
		s.by(segment.Sentence, -1)
	default:
		return false
	}
	return true
}

func (p *picker) refresh() {
	p.typed = p.input.Value()
	p.rows = p.choices()
	p.at = max(0, min(p.at, p.count()-1))
}
