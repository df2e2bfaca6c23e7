package codebook

import (
	"cmp"
	"slices"
	"time"
)

// ChangeKind is what a change does, in a word.
type ChangeKind string

// The kinds of change. Undo marks a change that takes another back.
const (
	Add      ChangeKind = "add"
	Rename   ChangeKind = "rename"
	Redefine ChangeKind = "redefine"
	Reword   ChangeKind = "reword"   // other words for the same definition
	Describe ChangeKind = "describe" // examples, colour, aliases, origin, source, heading
	Move     ChangeKind = "move"
	Merge    ChangeKind = "merge"
	SplitUp  ChangeKind = "split"
	Retire   ChangeKind = "retire"
	Restore  ChangeKind = "restore"
	Accept   ChangeKind = "accept"
	Decline  ChangeKind = "decline"
	Undo     ChangeKind = "undo"
)

// Change is one step from one state of the codebook to the next: new values for
// some of one code's properties. What is nil stays as it was.
type Change struct {
	ID     ChangeID
	Clock  uint64
	Kind   ChangeKind
	Code   CodeID
	Author CoderID
	Copy   string // of the project, in which it was made
	Time   time.Time
	Values Values
}

// Values are the properties of a code that a change sets. Each is decided on
// its own by the last change that names it.
type Values struct {
	Name    *string     `json:"name,omitempty"`
	Parent  *CodeID     `json:"parent,omitempty"`
	Defined *Defined    `json:"defined,omitempty"`
	Example *Examples   `json:"examples,omitempty"`
	Origin  *Provenance `json:"origin,omitempty"`
	Colour  *string     `json:"colour,omitempty"`
	Aliases *[]string   `json:"aliases,omitempty"`
	Heading *bool       `json:"heading,omitempty"`
	State   *State      `json:"state,omitempty"`
	Removed *bool       `json:"removed,omitempty"`
	Reason  *string     `json:"reason,omitempty"`
}

// Defined is a definition and the change that made it. By is the zero id in the
// change itself, which then names itself; a change that takes a redefinition
// back sets the earlier definition with its earlier name, so that codings made
// under it are under it again. A rewording keeps the name: it says the same in
// other words.
type Defined struct {
	Definition
	By ChangeID `json:"by,omitzero"`
}

// Provenance is where a code came from.
type Provenance struct {
	Origin Origin `json:"origin"`
	Source string `json:"source,omitempty"`
}

// State is whether a code may be applied, and what took its place if it was
// merged or split. Under is the definition of the survivor of a merge then.
type State struct {
	Status Status   `json:"status"`
	Into   []CodeID `json:"into,omitempty"`
	Under  ChangeID `json:"under,omitzero"`
}

// Compare orders changes as they take effect: by clock, then id.
func (c Change) Compare(d Change) int {
	return cmp.Or(cmp.Compare(c.Clock, d.Clock), c.ID.Compare(d.ID))
}

// Ineffective is a change that has no effect, and why.
type Ineffective struct {
	Change ChangeID
	Why    string
}

// Replay makes the codebook that a set of changes leads to. The result depends
// on the set alone, not on the order of the argument: changes take effect in
// the order of Compare, a code exists from its Add, and each of its properties
// is what the last change that names it says. Moves and merges that would close
// a cycle have no effect and are listed; so are changes to codes that no change
// in the set adds, and merges and splits into codes that are not there.
func Replay(changes []Change) (*Codebook, []Ineffective) {
	sorted := changes
	if !slices.IsSortedFunc(sorted, Change.Compare) {
		sorted = slices.Clone(changes)
		slices.SortFunc(sorted, Change.Compare)
	}
	r := replay{codes: map[CodeID]*Code{}, removed: map[CodeID]bool{}}
	for _, c := range sorted {
		if c.Kind == Add {
			r.add(c)
		}
		if c.Values.Removed != nil {
			r.removed[c.Code] = *c.Values.Removed
		}
	}
	for i, c := range sorted {
		if i == 0 || c.ID != sorted[i-1].ID {
			r.apply(c)
		}
	}
	codes := make([]Code, 0, len(r.order))
	for _, id := range r.order {
		if !r.removed[id] {
			codes = append(codes, *r.codes[id])
		}
	}
	return New(codes), r.ineffective
}

type replay struct {
	codes       map[CodeID]*Code
	order       []CodeID
	removed     map[CodeID]bool
	ineffective []Ineffective
}

func (r *replay) add(c Change) {
	if r.codes[c.Code] != nil {
		return
	}
	r.codes[c.Code] = &Code{ID: c.Code, Status: Live, Origin: Inductive, DefinedBy: c.ID, Added: c.Time, AddedBy: c.Author}
	r.order = append(r.order, c.Code)
}

func (r *replay) apply(c Change) {
	code := r.codes[c.Code]
	if code == nil {
		r.ignore(c, "the code it changes is not in this copy")
		return
	}
	v := c.Values
	if v.Name != nil {
		code.Name = *v.Name
	}
	if v.Parent != nil {
		if r.leadsTo(*v.Parent, c.Code, parentOf) {
			r.ignore(c, "the move would put the code below itself")
		} else {
			code.Parent = *v.Parent
		}
	}
	if v.Defined != nil {
		code.Definition = v.Defined.Definition
		code.DefinedBy = v.Defined.By
		if code.DefinedBy.IsZero() {
			code.DefinedBy = c.ID
		}
	}
	if v.Example != nil {
		code.Examples = *v.Example
	}
	if v.Origin != nil {
		code.Origin, code.Source = v.Origin.Origin, v.Origin.Source
	}
	if v.Colour != nil {
		code.Colour = *v.Colour
	}
	if v.Aliases != nil {
		code.Aliases = *v.Aliases
	}
	if v.Heading != nil {
		code.Heading = *v.Heading
	}
	if v.State != nil {
		r.state(c, code, *v.State)
	}
}

// state sets a code's state, unless a merge or split leads nowhere.
func (r *replay) state(c Change, code *Code, s State) {
	if s.Status != Merged && s.Status != Split {
		code.Status, code.Into, code.Under = s.Status, nil, ChangeID{}
		return
	}
	gone := func(into CodeID) bool { return r.codes[into] == nil || r.removed[into] }
	switch {
	case len(s.Into) == 0 || slices.ContainsFunc(s.Into, gone):
		r.ignore(c, "the code that was to take its place is not there")
	case s.Status == Merged && slices.ContainsFunc(s.Into, func(into CodeID) bool { return r.leadsTo(into, c.Code, mergedInto) }):
		r.ignore(c, "the merge would lead back to the code itself")
	default:
		code.Status, code.Into, code.Under = s.Status, s.Into, s.Under
	}
}

func (r *replay) ignore(c Change, why string) {
	r.ineffective = append(r.ineffective, Ineffective{c.ID, why})
}

// leadsTo reports whether following next from a code arrives at goal.
func (r *replay) leadsTo(from, goal CodeID, next func(*Code) []CodeID) bool {
	seen := map[CodeID]bool{}
	todo := []CodeID{from}
	for len(todo) > 0 {
		at := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if at == goal {
			return true
		}
		if code := r.codes[at]; code != nil && !seen[at] {
			seen[at] = true
			todo = append(todo, next(code)...)
		}
	}
	return false
}

func parentOf(c *Code) []CodeID {
	if c.Parent.IsZero() {
		return nil
	}
	return []CodeID{c.Parent}
}

func mergedInto(c *Code) []CodeID {
	if c.Status != Merged {
		return nil
	}
	return c.Into
}
