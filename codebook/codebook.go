package codebook

import (
	"fmt"
	"iter"
	"slices"
	"strings"
)

// Codebook is the codes of a study at one moment, in the order of their tree:
// a parent before its children, siblings in the order they were added; and the
// themes above the tree, in the order they were added. It is never changed once
// made; the zero value is an empty codebook.
type Codebook struct {
	codes  []Code
	index  map[CodeID]int
	depth  []int
	ways   []way // of the codes, see Resolve
	themes []Theme
}

// New puts codes into tree order, below themes. A code whose parent is not among
// them, or is removed, stands at the root.
func New(codes []Code, themes ...Theme) *Codebook {
	known := make(map[CodeID]bool, len(codes))
	for i := range codes {
		known[codes[i].ID] = true
	}
	children := map[CodeID][]int{}
	for i := range codes {
		parent := codes[i].Parent
		if !known[parent] {
			parent = CodeID{}
		}
		children[parent] = append(children[parent], i)
	}
	b := &Codebook{index: make(map[CodeID]int, len(codes)), codes: make([]Code, 0, len(codes)), themes: themes}
	var walk func(parent CodeID, depth int)
	walk = func(parent CodeID, depth int) {
		for _, i := range children[parent] {
			id := codes[i].ID
			if _, twice := b.index[id]; twice {
				continue
			}
			b.index[id] = len(b.codes)
			b.codes = append(b.codes, codes[i])
			b.depth = append(b.depth, depth)
			walk(id, depth+1)
		}
	}
	walk(CodeID{}, 0)
	b.ways = make([]way, len(b.codes))
	for i := range b.codes {
		b.ways[i] = b.way(i)
	}
	return b
}

// Themes gives the themes in the order they were added. The slice is the
// caller's.
func (b *Codebook) Themes() []Theme {
	if b == nil {
		return nil
	}
	out := make([]Theme, len(b.themes))
	for i, t := range b.themes {
		out[i] = t.clone()
	}
	return out
}

// Theme gives the theme with an id.
func (b *Codebook) Theme(id ThemeID) (Theme, bool) {
	if b != nil {
		for _, t := range b.themes {
			if t.ID == id {
				return t.clone(), true
			}
		}
	}
	return Theme{}, false
}

// FindTheme gives the theme that a person means by s: an id, or a name, whatever
// the case of its letters.
func (b *Codebook) FindTheme(s string) (Theme, error) {
	var names []string
	for _, t := range b.Themes() {
		if t.ID.String() == s || strings.EqualFold(t.Name, s) {
			return t, nil
		}
		names = append(names, "“"+t.Name+"”")
	}
	if len(names) == 0 {
		return Theme{}, fmt.Errorf("there is no theme %q, nor any other yet; “concord codebook theme add” makes one", s)
	}
	return Theme{}, fmt.Errorf("there is no theme %q; there are %s", s, strings.Join(names, ", "))
}

// Len is the number of codes, whatever their status.
func (b *Codebook) Len() int {
	if b == nil {
		return 0
	}
	return len(b.codes)
}

// Codes gives every code in tree order. The slice is the caller's.
func (b *Codebook) Codes() []Code {
	if b == nil {
		return nil
	}
	out := make([]Code, len(b.codes))
	for i, c := range b.codes {
		out[i] = c.clone()
	}
	return out
}

// All goes through the codes in tree order, with their depth. They are not
// copied: do not change what their slices hold.
func (b *Codebook) All() iter.Seq2[int, Code] {
	return func(yield func(int, Code) bool) {
		if b == nil {
			return
		}
		for i, c := range b.codes {
			if !yield(b.depth[i], c) {
				return
			}
		}
	}
}

// Code gives the code with an id.
func (b *Codebook) Code(id CodeID) (Code, bool) {
	if b == nil {
		return Code{}, false
	}
	i, ok := b.index[id]
	if !ok {
		return Code{}, false
	}
	return b.codes[i], true
}

// Depth is the number of a code's ancestors in this codebook.
func (b *Codebook) Depth(id CodeID) int {
	if i, ok := b.index[id]; ok {
		return b.depth[i]
	}
	return 0
}

// Position is the code's place in tree order, for sorting; codes that are not
// in the book come last.
func (b *Codebook) Position(id CodeID) int {
	if b == nil {
		return 0
	}
	if i, ok := b.index[id]; ok {
		return i
	}
	return len(b.codes)
}

// Children gives the codes directly below parent (the zero id for the root).
func (b *Codebook) Children(parent CodeID) []Code {
	var out []Code
	for _, c := range b.codes {
		if p := c.Parent; p == parent || parent.IsZero() && b.Depth(c.ID) == 0 {
			out = append(out, c)
		}
	}
	return out
}

// Path names a code from the root down: parent/child. A "/" or "\" in a name is
// written with a "\" before it. "" if the code is not in the book.
func (b *Codebook) Path(id CodeID) string {
	var names []string
	for range b.Len() {
		c, ok := b.Code(id)
		if !ok {
			break
		}
		names = append(names, escape(c.Name))
		id = c.Parent
	}
	slices.Reverse(names)
	return strings.Join(names, "/")
}

func escape(name string) string {
	return strings.NewReplacer(`\`, `\\`, "/", `\/`).Replace(name)
}

// SplitPath takes a path apart into names, the opposite of Path.
func SplitPath(path string) []string {
	var names []string
	var name strings.Builder
	for i := 0; i < len(path); i++ {
		switch {
		case path[i] == '\\' && i+1 < len(path):
			i++
			name.WriteByte(path[i])
		case path[i] == '/':
			names = append(names, name.String())
			name.Reset()
		default:
			name.WriteByte(path[i])
		}
	}
	return append(names, name.String())
}

// JoinPath makes a path of names.
func JoinPath(names ...string) string {
	escaped := make([]string, len(names))
	for i, n := range names {
		escaped[i] = escape(n)
	}
	return strings.Join(escaped, "/")
}

// Child finds the code with a name below a parent, whatever its status.
func (b *Codebook) Child(parent CodeID, name string) (Code, bool) {
	for _, c := range b.Children(parent) {
		if strings.EqualFold(c.Name, name) {
			return c, true
		}
	}
	return Code{}, false
}

// Find gives the code that a person means by s: an id, a full path, or a name
// or alias that is unique. Case does not matter where the exact case does not
// decide. What is ambiguous is an error that lists the choices; codes in use win
// over those that are not.
func (b *Codebook) Find(s string) (Code, error) {
	if parsed, err := parseCodeID(s); err == nil {
		if c, ok := b.Code(parsed); ok {
			return c, nil
		}
	}
	names := SplitPath(s)
	last := names[len(names)-1]
	for _, equal := range []func(a, b string) bool{func(a, b string) bool { return a == b }, strings.EqualFold} {
		var byPath, byName []Code
		for _, c := range b.All() {
			// The path is worked out only where its end fits.
			if equal(c.Name, last) && equal(b.Path(c.ID), s) {
				byPath = append(byPath, c)
			}
			if equal(c.Name, s) || slices.ContainsFunc(c.Aliases, func(a string) bool { return equal(a, s) }) {
				byName = append(byName, c)
			}
		}
		for _, found := range [][]Code{byPath, byName} {
			c, err := b.theOne(found, s)
			if err != nil || !c.ID.IsZero() {
				return c, err
			}
		}
	}
	return Code{}, fmt.Errorf("there is no code %q in the codebook; “concord codebook show” lists them", s)
}

// theOne chooses among codes of one name: the only one in use, or the only one.
func (b *Codebook) theOne(found []Code, s string) (Code, error) {
	if usable := slices.DeleteFunc(slices.Clone(found), func(c Code) bool { return !c.InUse() }); len(usable) > 0 {
		found = usable
	}
	switch len(found) {
	case 0:
		return Code{}, nil
	case 1:
		return found[0].clone(), nil
	}
	var choices []string
	for _, c := range found {
		choices = append(choices, "“"+b.Path(c.ID)+"”")
	}
	slices.Sort(choices)
	if len(slices.Compact(slices.Clone(choices))) < len(choices) {
		for i, c := range found {
			choices[i] = c.ID.String()
		}
		return Code{}, fmt.Errorf("the code %q is ambiguous: several have this path; rename one, or give an id: %s", s, strings.Join(choices, " or "))
	}
	return Code{}, fmt.Errorf("the code name %q is ambiguous: it may be %s; give the full path", s, strings.Join(choices, " or "))
}

// Follow gives the code that codings of id belong to now: the code itself, or
// the survivor of the merges it went through. ok is false if id, or a survivor,
// is not in the book.
func (b *Codebook) Follow(id CodeID) (c Code, ok bool) {
	for range b.Len() {
		c, ok = b.Code(id)
		if !ok || c.Status != Merged || len(c.Into) == 0 {
			return c, ok
		}
		id = c.Into[0]
	}
	return c, ok
}

// Descendants gives the ids of a code and of all codes below it.
func (b *Codebook) Descendants(id CodeID) map[CodeID]bool {
	all := map[CodeID]bool{id: true}
	for _, c := range b.codes {
		if all[c.Parent] {
			all[c.ID] = true
		}
	}
	return all
}
