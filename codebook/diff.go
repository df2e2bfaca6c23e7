package codebook

import (
	"slices"
	"strings"
)

// Diff is how one codebook became another: what differs, code by code in tree
// order, and theme by theme.
type Diff struct {
	Codes  []CodeDiff  `json:"codes"`
	Themes []ThemeDiff `json:"themes"`
}

// Empty reports whether the two are the same.
func (d Diff) Empty() bool { return len(d.Codes)+len(d.Themes) == 0 }

// CodeDiff is how one code became another.
type CodeDiff struct {
	Code CodeID `json:"id"`
	// Path is the code's path in the later codebook, or in the earlier one if it
	// is no longer there.
	Path  string       `json:"code"`
	Parts []Difference `json:"differences"`
	Why   []Recorded   `json:"-"` // the changes that led to it, see Explain
}

// ThemeDiff is how one theme became another.
type ThemeDiff struct {
	Theme ThemeID      `json:"id"`
	Name  string       `json:"theme"`
	Parts []Difference `json:"differences"`
}

// Difference is one part of a code or theme that differs. Kind is the kind of
// change that leads from Was to Is.
type Difference struct {
	Kind ChangeKind `json:"kind"`
	Part string     `json:"part"`
	Was  string     `json:"was"`
	Is   string     `json:"is"`
	// Words is the difference word by word, where both are prose.
	Words []Run `json:"words,omitempty"`
}

// The kinds of change that a theme knows, besides Add, Rename and Undo.
const (
	Narrate ChangeKind = "narrate" // the narrative
	Gather  ChangeKind = "gather"  // a code comes into the theme
	Release ChangeKind = "release" // a code leaves it
)

// The parts of a code, as differences and blame name them.
const (
	PartCode       = "code"
	PartName       = "name"
	PartParent     = "parent"
	PartDefinition = "definition"
	PartInclude    = "use when"
	PartExclude    = "not when"
	PartExample    = "example"
	PartNearMiss   = "near miss"
	PartOrigin     = "origin"
	PartSource     = "source"
	PartColour     = "colour"
	PartAlias      = "alias"
	PartHeading    = "heading"
	PartStatus     = "status"
	PartTheme      = "theme"
	PartNarrative  = "narrative"
)

// Compare says how codebook was became codebook is.
func Compare(was, is *Codebook) Diff {
	d := Diff{Codes: []CodeDiff{}, Themes: []ThemeDiff{}}
	for _, c := range is.All() {
		old, there := was.Code(c.ID)
		var parts []Difference
		if !there {
			parts = []Difference{{Kind: Add, Part: PartCode, Is: is.Path(c.ID)}}
			old = Code{Name: c.Name, Parent: c.Parent, Status: Live}
		}
		parts = append(parts, compareCode(was, is, old, c)...)
		if len(parts) > 0 {
			d.Codes = append(d.Codes, CodeDiff{Code: c.ID, Path: is.Path(c.ID), Parts: parts})
		}
	}
	for _, c := range was.All() {
		if _, there := is.Code(c.ID); !there {
			d.Codes = append(d.Codes, CodeDiff{Code: c.ID, Path: was.Path(c.ID),
				Parts: []Difference{{Kind: Undo, Part: PartCode, Was: was.Path(c.ID)}}})
		}
	}
	d.compareThemes(was, is)
	return d
}

// comparing gathers the differences between two states of one thing.
type comparing []Difference

func (c *comparing) words(kind ChangeKind, part, was, is string) {
	if was == is {
		return
	}
	d := Difference{Kind: kind, Part: part, Was: was, Is: is}
	if was != "" && is != "" {
		d.Words = DiffWords(was, is)
	}
	*c = append(*c, d)
}

func (c *comparing) value(kind ChangeKind, part, was, is string) {
	if was != is {
		*c = append(*c, Difference{Kind: kind, Part: part, Was: was, Is: is})
	}
}

// items compares lists: what left one, what came into the other.
func (c *comparing) items(out, in ChangeKind, part string, was, is []string) {
	for _, x := range was {
		if !slices.Contains(is, x) {
			c.value(out, part, x, "")
		}
	}
	for _, x := range is {
		if !slices.Contains(was, x) {
			c.value(in, part, "", x)
		}
	}
}

func compareCode(before, after *Codebook, was, is Code) []Difference {
	var c comparing
	c.value(Rename, PartName, was.Name, is.Name)
	if was.Parent != is.Parent {
		c.value(Move, PartParent, before.orRoot(was.Parent), after.orRoot(is.Parent))
	}
	defined := Redefine
	if was.DefinedBy == is.DefinedBy {
		defined = Reword
	}
	c.definition(defined, was.Definition, is.Definition)
	c.items(Describe, Describe, PartExample, was.Examples.Typical, is.Examples.Typical)
	c.items(Describe, Describe, PartNearMiss, was.Examples.NearMisses, is.Examples.NearMisses)
	c.items(Describe, Describe, PartAlias, was.Aliases, is.Aliases)
	c.value(Describe, PartOrigin, string(was.Origin), string(is.Origin))
	c.value(Describe, PartSource, was.Source, is.Source)
	c.value(Describe, PartColour, was.Colour, is.Colour)
	c.value(Describe, PartHeading, yes(was.Heading), yes(is.Heading))
	if was.Status != is.Status || !slices.Equal(was.Into, is.Into) {
		c.value(statusChange(was.Status, is.Status), PartStatus, before.StatusLine(was), after.StatusLine(is))
	} else if was.Under != is.Under {
		c.value(Merge, PartStatus, before.StatusLine(was), after.StatusLine(is)+" again, as that is defined now")
	}
	return c
}

func (c *comparing) definition(kind ChangeKind, was, is Definition) {
	c.words(kind, PartDefinition, was.Text, is.Text)
	c.words(kind, PartInclude, was.Include, is.Include)
	c.words(kind, PartExclude, was.Exclude, is.Exclude)
}

// CompareDefinitions says part by part how one definition became another.
func CompareDefinitions(was, is Definition) []Difference {
	var c comparing
	c.definition(Redefine, was, is)
	return c
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return ""
}

// orRoot gives a path, or "/" for the root.
func (b *Codebook) orRoot(id CodeID) string {
	if path := b.Path(id); path != "" {
		return path
	}
	return "/"
}

// StatusLine tells the status of a code, with the names of what took its place:
// “merged into trust”.
func (b *Codebook) StatusLine(c Code) string {
	if c.Status != Merged && c.Status != Split {
		return string(c.Status)
	}
	var into []string
	for _, id := range c.Into {
		k, _ := b.Code(id)
		into = append(into, k.Name)
	}
	return string(c.Status) + " into " + strings.Join(into, ", ")
}

// statusChange names the change that leads from one status to another.
func statusChange(was, is Status) ChangeKind {
	switch is {
	case Merged:
		return Merge
	case Split:
		return SplitUp
	case Retired:
		return Retire
	case Declined:
		return Decline
	}
	if was == Proposed {
		return Accept
	}
	return Restore
}

func (d *Diff) compareThemes(was, is *Codebook) {
	paths := func(b *Codebook, t Theme) (out []string) {
		for _, id := range t.Codes {
			if path := b.Path(id); path != "" {
				out = append(out, path)
			}
		}
		return out
	}
	for _, t := range is.Themes() {
		var c comparing
		old, there := was.Theme(t.ID)
		if !there {
			c.value(Add, PartTheme, "", t.Name)
			old.Name = t.Name
		}
		c.value(Rename, PartName, old.Name, t.Name)
		c.words(Narrate, PartNarrative, old.Narrative, t.Narrative)
		// Codes that only changed their path have neither come nor gone.
		kept := old
		kept.Codes = slices.DeleteFunc(slices.Clone(old.Codes), t.Holds)
		came := t
		came.Codes = slices.DeleteFunc(slices.Clone(t.Codes), old.Holds)
		c.items(Release, Gather, PartCode, paths(was, kept), paths(is, came))
		if len(c) > 0 {
			d.Themes = append(d.Themes, ThemeDiff{t.ID, t.Name, c})
		}
	}
	for _, t := range was.Themes() {
		if _, there := is.Theme(t.ID); !there {
			d.Themes = append(d.Themes, ThemeDiff{t.ID, t.Name, []Difference{{Kind: Undo, Part: PartTheme, Was: t.Name}}})
		}
	}
}

// Touches reports whether the diff may make a coding of a code stand otherwise:
// whether the code, or one it leads to in either codebook, was redefined or
// changed its status, or came or went.
func (d Diff) Touches(was, is *Codebook, code CodeID) bool {
	led := map[CodeID]bool{code: true}
	for _, b := range []*Codebook{was, is} {
		for at := code; ; {
			c, ok := b.Code(at)
			if !ok || c.Status != Merged || len(c.Into) == 0 || led[c.Into[0]] && c.Into[0] != code {
				break
			}
			at = c.Into[0]
			led[at] = true
		}
	}
	return slices.ContainsFunc(d.Codes, func(c CodeDiff) bool {
		return led[c.Code] && slices.ContainsFunc(c.Parts, func(p Difference) bool {
			return p.Kind == Redefine || p.Part == PartStatus || p.Part == PartCode
		})
	})
}
