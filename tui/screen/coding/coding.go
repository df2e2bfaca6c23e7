package coding

import (
	"context"
	"fmt"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/google/uuid"

	"concord/codebook"
	"concord/store"
	"concord/store/study"
	"concord/tui/app"
	"concord/tui/keymap"
	"concord/tui/layout"
	"concord/tui/widget"
)

const recentCodes = 12

// used remembers a code as the last one used.
func (r *Screen) used(id codebook.CodeID) tea.Cmd {
	r.Habits.Last = id
	recent := []codebook.CodeID{id}
	for _, x := range r.Habits.Recent {
		if x != id && len(recent) < recentCodes {
			recent = append(recent, x)
		}
	}
	r.Habits.Recent = recent
	return r.KeepHabits()
}

// offerName opens the prompt for a code after a selection, in open coding.
func (r *Screen) offerName() tea.Cmd {
	s := r.Read
	if !r.Habits.Open || r.Mode != keymap.ModeRead || s.extending || s.edge != 0 || s.Selection.Empty() || r.canCode() != "" {
		return nil
	}
	return r.openPicker()
}

// begin prepares a coding of what is selected, or of the turn.
func (r *Screen) begin(code codebook.Code) (*app.Underway, store.NewCoding, codebook.Coding) {
	s := r.Read
	u := &app.Underway{Code: code.Name, Span: s.Target(), Text: s.Data.Text.ID, In: s.Data.Transcript.ID}
	s.Focus = codebook.CodingID{}
	// What is shown until the real one is saved has an id that is good for
	// nothing else.
	shown := codebook.Coding{ID: codebook.CodingID(uuid.New()), Transcript: u.In, Text: u.Text, Span: u.Span,
		Code: code.ID, Definition: code.DefinedBy, Coder: r.Coder().ID, Created: r.Now()}
	return u, store.NewCoding{Transcript: u.In, Text: u.Text, Span: u.Span, Code: code.ID}, shown
}

// apply puts a code on what is selected, or on the turn.
func (r *Screen) Apply(code codebook.Code) (*app.Underway, tea.Cmd) {
	u, n, shown := r.begin(code)
	var made store.Applied
	j := &app.Job{What: "+" + code.Name, Shown: []codebook.Coding{shown}, After: func() tea.Cmd { r.arrive(u, made); return nil }}
	j.Run = func(ctx context.Context, st *study.Study) (string, error) {
		done, err := st.Project.Apply(ctx, st.Coder.ID, n)
		if err != nil {
			return "", err
		}
		made = done[0]
		switch {
		case made.Already:
			return code.Name + " was there already", nil
		case made.Widened:
			return "your " + code.Name + " beside it was widened", nil
		}
		return "+" + code.Name + " saved", nil
	}
	return u, tea.Batch(r.Do(j), r.used(code.ID))
}

// applyNew makes a code and applies it at once.
func (r *Screen) applyNew(name string, origin codebook.Origin) (*app.Underway, tea.Cmd) {
	n := store.NewCode{Name: name, Parent: r.parentForNew(), Origin: origin}
	u, coding, shown := r.begin(codebook.Code{Name: name})
	var code codebook.Code
	var made store.Applied
	return u, r.Do(&app.Job{
		What:  "+" + name,
		Shown: []codebook.Coding{shown},
		Run: func(ctx context.Context, st *study.Study) (string, error) {
			k, done, err := st.Project.ApplyNewCode(ctx, st.Coder.ID, n, "", coding)
			if err != nil {
				return "", err
			}
			code, made = k, done[0]
			return fmt.Sprintf("new %s code “%s” applied", origin, name), nil
		},
		After: func() tea.Cmd {
			r.arrive(u, made)
			return r.used(code.ID)
		},
	})
}

// arrive says that a coding was saved.
func (r *Screen) arrive(u *app.Underway, made store.Applied) {
	u.Id = made.Coding.ID
	r.focusOn(u.Id)
}

// focusOn gives a new coding the focus, if the reader still is where it is.
func (r *Screen) focusOn(id codebook.CodingID) {
	if r.Read == nil || r.Read.Focus != (codebook.CodingID{}) {
		return
	}
	for _, c := range r.Read.Here() {
		if c.ID == id {
			r.Read.Focus = id
		}
	}
}

func (r *Screen) again() tea.Cmd {
	c, _ := r.LastCode()
	_, cmd := r.Apply(c)
	return cmd
}

func (r *Screen) applyDigit() tea.Cmd {
	id, bound := r.Habits.Digits[r.Pressed]
	c, ok := r.Over.Codebook.Follow(id)
	if !bound || !ok || !c.Applicable() {
		r.Tell(r.Pressed + " has no code; {bind} binds one")
		return nil
	}
	_, cmd := r.Apply(c)
	return cmd
}

// parentForNew is where a new code is filed: beside the code in use, so that it
// lands in the part of the tree the coder is working in.
func (r *Screen) parentForNew() codebook.CodeID {
	if r.Read == nil {
		c, _ := r.LastCode()
		return c.Parent
	}
	if c, ok := r.Read.Focused(); ok {
		if k, ok := r.Over.Codebook.Follow(c.Code); ok {
			return k.Parent
		}
	}
	if c, ok := r.LastCode(); ok {
		return c.Parent
	}
	return codebook.CodeID{}
}

func (r *Screen) removeCoding() tea.Cmd {
	c, _ := r.Read.mine()
	code, _ := r.Over.Codebook.Follow(c.Code)
	r.Read.Focus = codebook.CodingID{}
	return r.Do(&app.Job{What: "−" + code.Name, Hidden: []codebook.CodingID{c.ID}, Run: func(ctx context.Context, st *study.Study) (string, error) {
		return "−" + code.Name + " removed; {undo} brings it back", st.Project.RemoveCoding(ctx, st.Coder.ID, c.ID)
	}})
}

func (r *Screen) flagCoding() tea.Cmd {
	c, _ := r.Read.mine()
	said := "flagged for quoting"
	if c.Quote {
		said = "no longer flagged for quoting"
	}
	return r.Do(&app.Job{What: "flag", Run: func(ctx context.Context, st *study.Study) (string, error) {
		return said, st.Project.FlagQuote(ctx, st.Coder.ID, c.ID, !c.Quote)
	}})
}

// recode gives the coding that is meant another code.
func (r *Screen) recode(c ShownCoding, code codebook.Code) tea.Cmd {
	shown := c.Coding
	shown.ID, shown.Code = codebook.CodingID(uuid.New()), code.ID
	r.Read.Focus = codebook.CodingID{}
	return tea.Batch(r.Do(&app.Job{What: "now " + code.Name, Hidden: []codebook.CodingID{c.ID}, Shown: []codebook.Coding{shown}, Run: func(ctx context.Context, st *study.Study) (string, error) {
		return "now " + code.Name, st.Project.Recode(ctx, st.Coder.ID, c.ID, code.ID)
	}, After: func() tea.Cmd { r.focusOn(c.ID); return nil }}), r.used(code.ID))
}

// pickEdge takes hold of the end of the coding that is meant.
func (r *Screen) pickEdge() tea.Cmd {
	c, _ := r.Read.mine()
	s := r.Read
	s.Focus, s.edge, s.moved = c.ID, ']', c.Span
	return nil
}

func (r *Screen) keepEdge() tea.Cmd {
	s := r.Read
	span := s.Data.Text.Trim(s.moved)
	c, ok := s.Focused()
	s.edge = 0
	if !ok || span.Empty() || span == c.Span {
		return nil
	}
	shown := c.Coding
	shown.ID, shown.Span = codebook.CodingID(uuid.New()), span
	return r.Do(&app.Job{What: "bounds", Hidden: []codebook.CodingID{c.ID}, Shown: []codebook.Coding{shown}, Run: func(ctx context.Context, st *study.Study) (string, error) {
		return "bounds saved", st.Project.MoveCoding(ctx, st.Coder.ID, c.ID, span)
	}})
}

func (r *Screen) bracketLeft() tea.Cmd { return r.bracket('[', -1) }

func (r *Screen) bracketRight() tea.Cmd { return r.bracket(']', 1) }

// bracket takes the other edge while one is held, and steps on otherwise.
func (r *Screen) bracket(edge rune, way int) tea.Cmd {
	s := r.Read
	if s.edge != 0 {
		s.edge = edge
		return nil
	}
	return r.step(way)
}

// inVivo asks for the name of a code in the informant's words.
func (r *Screen) inVivo() tea.Cmd {
	words := strings.TrimSuffix(layout.OneLine(r.Read.Data.Text.Slice(r.Read.Target()), 60), "…")
	r.Open(widget.NewPrompt("new in vivo code", words, func(name string) tea.Cmd {
		name = strings.TrimSpace(name)
		if name == "" {
			return nil
		}
		_, cmd := r.applyNew(name, codebook.InVivo)
		return cmd
	}))
	return nil
}

// bindDigit waits for a digit and binds it to the focused code, or the last.
func (r *Screen) bindDigit() tea.Cmd {
	code, ok := r.LastCode()
	if c, focused := r.Read.Focused(); focused {
		code, ok = r.Over.Codebook.Follow(c.Code)
	}
	if !ok {
		r.Tell("apply or focus a code first, then bind it")
		return nil
	}
	r.Open(&digitDialog{screen: r, code: code})
	return nil
}

// digitDialog takes one digit.
type digitDialog struct {
	screen *Screen
	code   codebook.Code
}

func (d *digitDialog) Key(_ *app.Host, k string, _ tea.KeyMsg) (tea.Cmd, bool) {
	r := d.screen
	if len(k) != 1 || k[0] < '1' || k[0] > '9' {
		return nil, true
	}
	r.Habits.Digits[k] = d.code.ID
	r.Tell(k + " now applies " + d.code.Name)
	return r.KeepHabits(), true
}

func (d *digitDialog) View(_ *app.Host, width, _ int) []string {
	r := d.screen
	lines := []string{"press a digit for “" + d.code.Name + "”; Esc leaves it"}
	for _, k := range r.boundDigits() {
		c, _ := r.Over.Codebook.Follow(r.Habits.Digits[k])
		lines = append(lines, k+" "+c.Name)
	}
	return widget.Frame(r.Host, "bind", lines, width)
}

// boundDigits lists the digits that have a code, in order.
func (r *Screen) boundDigits() []string {
	var out []string
	for k, id := range r.Habits.Digits {
		if c, ok := r.Over.Codebook.Follow(id); ok && c.Applicable() {
			out = append(out, k)
		}
	}
	slices.Sort(out)
	return out
}
