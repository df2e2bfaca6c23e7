package tui

import (
	"context"
	"fmt"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/google/uuid"

	"concord/codebook"
	"concord/corpus"
	"concord/store"
	"concord/store/study"
)

// lastCode is the code that “.” applies.
func (r *host) lastCode() (codebook.Code, bool) {
	c, ok := r.over.Codebook.Follow(r.habits.Last)
	return c, ok && c.Applicable()
}

const recentCodes = 12

// used remembers a code as the last one used.
func (r *codingScreen) used(id codebook.CodeID) tea.Cmd {
	r.habits.Last = id
	recent := []codebook.CodeID{id}
	for _, x := range r.habits.Recent {
		if x != id && len(recent) < recentCodes {
			recent = append(recent, x)
		}
	}
	r.habits.Recent = recent
	return r.keepHabits()
}

// offerName opens the prompt for a code after a selection, in open coding.
func (r *codingScreen) offerName() tea.Cmd {
	s := r.read
	if !r.habits.Open || r.mode != modeRead || s.extending || s.edge != 0 || s.selection.Empty() || r.canCode() != "" {
		return nil
	}
	return r.openPicker()
}

// underway is a coding that is being saved. Its id is known once it is; only
// Update sets it.
type underway struct {
	id   codebook.CodingID
	code string
	span corpus.Span
	text corpus.TextID
	in   corpus.TranscriptID
}

// begin prepares a coding of what is selected, or of the turn.
func (r *codingScreen) begin(code codebook.Code) (*underway, store.NewCoding, codebook.Coding) {
	s := r.read
	u := &underway{code: code.Name, span: s.target(), text: s.data.Text.ID, in: s.data.Transcript.ID}
	s.focus = codebook.CodingID{}
	// What is shown until the real one is saved has an id that is good for
	// nothing else.
	shown := codebook.Coding{ID: codebook.CodingID(uuid.New()), Transcript: u.in, Text: u.text, Span: u.span,
		Code: code.ID, Definition: code.DefinedBy, Coder: r.coder().ID, Created: r.now()}
	return u, store.NewCoding{Transcript: u.in, Text: u.text, Span: u.span, Code: code.ID}, shown
}

// apply puts a code on what is selected, or on the turn.
func (r *codingScreen) apply(code codebook.Code) (*underway, tea.Cmd) {
	u, n, shown := r.begin(code)
	var made store.Applied
	j := &job{what: "+" + code.Name, shown: []codebook.Coding{shown}, after: func() tea.Cmd { r.arrive(u, made); return nil }}
	j.run = func(ctx context.Context, st *study.Study) (string, error) {
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
func (r *codingScreen) applyNew(name string, origin codebook.Origin) (*underway, tea.Cmd) {
	n := store.NewCode{Name: name, Parent: r.parentForNew(), Origin: origin}
	u, coding, shown := r.begin(codebook.Code{Name: name})
	var code codebook.Code
	var made store.Applied
	return u, r.Do(&job{
		what:  "+" + name,
		shown: []codebook.Coding{shown},
		run: func(ctx context.Context, st *study.Study) (string, error) {
			k, done, err := st.Project.ApplyNewCode(ctx, st.Coder.ID, n, "", coding)
			if err != nil {
				return "", err
			}
			code, made = k, done[0]
			return fmt.Sprintf("new %s code “%s” applied", origin, name), nil
		},
		after: func() tea.Cmd {
			r.arrive(u, made)
			return r.used(code.ID)
		},
	})
}

// arrive says that a coding was saved.
func (r *codingScreen) arrive(u *underway, made store.Applied) {
	u.id = made.Coding.ID
	r.focusOn(u.id)
}

// focusOn gives a new coding the focus, if the reader still is where it is.
func (r *codingScreen) focusOn(id codebook.CodingID) {
	if r.read == nil || r.read.focus != (codebook.CodingID{}) {
		return
	}
	for _, c := range r.read.Here() {
		if c.ID == id {
			r.read.focus = id
		}
	}
}

func (r *codingScreen) again() tea.Cmd {
	c, _ := r.lastCode()
	_, cmd := r.apply(c)
	return cmd
}

func (r *codingScreen) applyDigit() tea.Cmd {
	id, bound := r.habits.Digits[r.pressed]
	c, ok := r.over.Codebook.Follow(id)
	if !bound || !ok || !c.Applicable() {
		r.tell(r.pressed + " has no code; {bind} binds one")
		return nil
	}
	_, cmd := r.apply(c)
	return cmd
}

// parentForNew is where a new code is filed: beside the code in use, so that it
// lands in the part of the tree the coder is working in.
func (r *codingScreen) parentForNew() codebook.CodeID {
	if r.read == nil {
		c, _ := r.lastCode()
		return c.Parent
	}
	if c, ok := r.read.focused(); ok {
		if k, ok := r.over.Codebook.Follow(c.Code); ok {
			return k.Parent
		}
	}
	if c, ok := r.lastCode(); ok {
		return c.Parent
	}
	return codebook.CodeID{}
}

func (r *codingScreen) removeCoding() tea.Cmd {
	c, _ := r.read.mine()
	code, _ := r.over.Codebook.Follow(c.Code)
	r.read.focus = codebook.CodingID{}
	return r.Do(&job{what: "−" + code.Name, hidden: []codebook.CodingID{c.ID}, run: func(ctx context.Context, st *study.Study) (string, error) {
		return "−" + code.Name + " removed; {undo} brings it back", st.Project.RemoveCoding(ctx, st.Coder.ID, c.ID)
	}})
}

func (r *codingScreen) flagCoding() tea.Cmd {
	c, _ := r.read.mine()
	said := "flagged for quoting"
	if c.Quote {
		said = "no longer flagged for quoting"
	}
	return r.Do(&job{what: "flag", run: func(ctx context.Context, st *study.Study) (string, error) {
		return said, st.Project.FlagQuote(ctx, st.Coder.ID, c.ID, !c.Quote)
	}})
}

// recode gives the coding that is meant another code.
func (r *codingScreen) recode(c shownCoding, code codebook.Code) tea.Cmd {
	shown := c.Coding
	shown.ID, shown.Code = codebook.CodingID(uuid.New()), code.ID
	r.read.focus = codebook.CodingID{}
	return tea.Batch(r.Do(&job{what: "now " + code.Name, hidden: []codebook.CodingID{c.ID}, shown: []codebook.Coding{shown}, run: func(ctx context.Context, st *study.Study) (string, error) {
		return "now " + code.Name, st.Project.Recode(ctx, st.Coder.ID, c.ID, code.ID)
	}, after: func() tea.Cmd { r.focusOn(c.ID); return nil }}), r.used(code.ID))
}

// pickEdge takes hold of the end of the coding that is meant.
func (r *codingScreen) pickEdge() tea.Cmd {
	c, _ := r.read.mine()
	s := r.read
	s.focus, s.edge, s.moved = c.ID, ']', c.Span
	return nil
}

func (r *codingScreen) keepEdge() tea.Cmd {
	s := r.read
	span := s.data.Text.Trim(s.moved)
	c, ok := s.focused()
	s.edge = 0
	if !ok || span.Empty() || span == c.Span {
		return nil
	}
	shown := c.Coding
	shown.ID, shown.Span = codebook.CodingID(uuid.New()), span
	return r.Do(&job{what: "bounds", hidden: []codebook.CodingID{c.ID}, shown: []codebook.Coding{shown}, run: func(ctx context.Context, st *study.Study) (string, error) {
		return "bounds saved", st.Project.MoveCoding(ctx, st.Coder.ID, c.ID, span)
	}})
}

func (r *codingScreen) bracketLeft() tea.Cmd  { return r.bracket('[', -1) }
func (r *codingScreen) bracketRight() tea.Cmd { return r.bracket(']', 1) }

// bracket takes the other edge while one is held, and steps on otherwise.
func (r *codingScreen) bracket(edge rune, way int) tea.Cmd {
	s := r.read
	if s.edge != 0 {
		s.edge = edge
		return nil
	}
	return r.step(way)
}

// inVivo asks for the name of a code in the informant's words.
func (r *codingScreen) inVivo() tea.Cmd {
	words := strings.TrimSuffix(oneLine(r.read.data.Text.Slice(r.read.target()), 60), "…")
	r.Open(newPrompt("new in vivo code", words, func(name string) tea.Cmd {
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
func (r *codingScreen) bindDigit() tea.Cmd {
	code, ok := r.lastCode()
	if c, focused := r.read.focused(); focused {
		code, ok = r.over.Codebook.Follow(c.Code)
	}
	if !ok {
		r.tell("apply or focus a code first, then bind it")
		return nil
	}
	r.Open(&digitDialog{screen: r, code: code})
	return nil
}

// digitDialog takes one digit.
type digitDialog struct {
	screen *codingScreen
	code   codebook.Code
}

func (d *digitDialog) Key(_ *host, k string, _ tea.KeyMsg) (tea.Cmd, bool) {
	r := d.screen
	if len(k) != 1 || k[0] < '1' || k[0] > '9' {
		return nil, true
	}
	r.habits.Digits[k] = d.code.ID
	r.tell(k + " now applies " + d.code.Name)
	return r.keepHabits(), true
}

func (d *digitDialog) View(_ *host, width, _ int) []string {
	r := d.screen
	lines := []string{"press a digit for “" + d.code.Name + "”; Esc leaves it"}
	for _, k := range r.boundDigits() {
		c, _ := r.over.Codebook.Follow(r.habits.Digits[k])
		lines = append(lines, k+" "+c.Name)
	}
	return frame(r.host, "bind", lines, width)
}

// boundDigits lists the digits that have a code, in order.
func (r *codingScreen) boundDigits() []string {
	var out []string
	for k, id := range r.habits.Digits {
		if c, ok := r.over.Codebook.Follow(id); ok && c.Applicable() {
			out = append(out, k)
		}
	}
	slices.Sort(out)
	return out
}
