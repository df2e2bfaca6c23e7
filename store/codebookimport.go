package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"concord/codebook"
)

// ImportedCode is one code of a codebook file. Path leads from the root to the
// code; parents come before their children. A code is that of the project which
// has its id, else the one at its path.
type ImportedCode struct {
	Path []string
	NewCode
	// Told are the parts that the file can tell (see codebook.PartName and the
	// others); the others stay as they are. Nil for all.
	Told map[string]bool
	// At says where in the file it stands: “line 7”; "" if that is unknown.
	At string
}

func (c ImportedCode) tells(part string) bool { return c.Told == nil || c.Told[part] }

// ImportedTheme is a theme of a codebook file, with the places of its codes in
// the list of codes. A theme is that of the project which has its id, else the
// one of its name. Codes come into it; none leaves.
type ImportedTheme struct {
	ID        codebook.ThemeID
	Name      string
	Narrative string // "" leaves that of the project as it is
	Codes     []int
}

// CodebookImport says what importing a codebook file did, by path.
type CodebookImport struct {
	Added     []string `json:"added"`
	Redefined []string `json:"redefined"`
	Described []string `json:"described"` // another name, place, examples, origin, colour or aliases
	Unchanged []string `json:"unchanged"`
	// Themes were added or changed, by name.
	Themes []string `json:"themes"`
	// Missing are codes of the project that the file does not name. They stay.
	Missing []string `json:"missing"`
	// Left are sentences about codes that were left out, and why.
	Left []string `json:"left"`
	// Diff is how the working codebook was changed, part by part.
	codebook.Diff `json:"differences"`
}

var errDryRun = errors.New("dry run")

// ImportCodebook adds the codes and themes of a file that the project has not,
// and changes those that differ, as one action. With dry, it only says what it
// would do.
func (p *Project) ImportCodebook(ctx context.Context, by codebook.CoderID, codes []ImportedCode, themes []ImportedTheme, reason string, dry bool) (CodebookImport, error) {
	var out CodebookImport
	err := p.act(ctx, by, func(a *action) error {
		out = CodebookImport{Added: []string{}, Redefined: []string{}, Described: []string{}, Unchanged: []string{}, Themes: []string{}, Missing: []string{}, Left: []string{}}
		before, err := a.withThemes(nil)
		if err != nil {
			return err
		}
		i := codeImport{action: a, reason: reason, out: &out, known: map[string]codebook.Code{}, named: map[string]string{}, done: map[codebook.CodeID]bool{},
			children: map[string]bool{}, inFile: map[string]codebook.CodeID{}, before: before}
		for _, c := range before.All() {
			i.known[strings.ToLower(before.Path(c.ID))] = c
			i.children[childKey(c.Parent, c.Name)] = true
		}
		ids := make([]codebook.CodeID, len(codes))
		for n, c := range codes {
			if ids[n], err = i.one(c); err != nil {
				at := ""
				if c.At != "" {
					at = c.At + ": "
				}
				return fmt.Errorf("%sthe code “%s”: %w", at, codebook.JoinPath(c.Path...), err)
			}
		}
		for _, t := range themes {
			if err := i.theme(t, ids); err != nil {
				return fmt.Errorf("the theme “%s”: %w", t.Name, err)
			}
		}
		for _, c := range before.All() {
			if !i.done[c.ID] && c.Applicable() {
				out.Missing = append(out.Missing, before.Path(c.ID))
			}
		}
		after, err := a.withThemes(i.themes)
		if err != nil {
			return err
		}
		out.Diff = codebook.Compare(before, after)
		if dry {
			return errDryRun
		}
		return nil
	})
	if errors.Is(err, errDryRun) {
		err = nil
	}
	return out, err
}

type codeImport struct {
	*action
	reason   string
	out      *CodebookImport
	before   *codebook.Codebook
	known    map[string]codebook.Code   // of the project, by path in lower case
	children map[string]bool            // parent and name of every code there is by now
	named    map[string]string          // where paths of the file stood
	inFile   map[string]codebook.CodeID // codes of the file, by path in lower case
	done     map[codebook.CodeID]bool   // codes of the project that the file named
	themes   []codebook.ThemeID         // added
}

// withThemes gives the working codebook as the action has left it so far; added
// are the themes that the action added.
func (a *action) withThemes(added []codebook.ThemeID) (*codebook.Codebook, error) {
	book, err := a.codebook()
	if err != nil {
		return nil, err
	}
	themes, err := readThemes(a) // as they were before the action
	if err != nil {
		return nil, err
	}
	for i := range themes {
		if themes[i], err = a.theme(themes[i].ID); err != nil {
			return nil, err
		}
	}
	for _, id := range added {
		t, err := a.theme(id)
		if err != nil {
			return nil, err
		}
		themes = append(themes, t)
	}
	return codebook.New(book.Codes(), themes...), nil
}

func childKey(parent codebook.CodeID, name string) string {
	return parent.String() + "/" + strings.ToLower(name)
}

func (i *codeImport) one(c ImportedCode) (codebook.CodeID, error) {
	if len(c.Path) == 0 {
		return codebook.CodeID{}, errors.New("it has no name")
	}
	path := codebook.JoinPath(c.Path...)
	key := strings.ToLower(path)
	if _, twice := i.named[key]; twice {
		return codebook.CodeID{}, errors.New("it stands twice in the file")
	}
	i.named[key] = c.At
	c.Name = c.Path[len(c.Path)-1]
	if wrong := codebook.CheckName(c.Name); wrong != "" {
		return codebook.CodeID{}, errors.New(wrong)
	}
	if wrong := codebook.CheckColour(c.Colour); wrong != "" {
		return codebook.CodeID{}, errors.New(wrong)
	}
	if above := c.Path[:len(c.Path)-1]; len(above) > 0 {
		parent := strings.ToLower(codebook.JoinPath(above...))
		var ok bool
		if c.Parent, ok = i.inFile[parent]; !ok {
			k, there := i.known[parent]
			if !there {
				return codebook.CodeID{}, fmt.Errorf("its parent “%s” is neither in the file nor in the project", codebook.JoinPath(above...))
			}
			c.Parent = k.ID
		}
	}
	old, there := i.before.Code(c.ID)
	if !there {
		old, there = i.known[key]
	}
	if there && i.done[old.ID] {
		return codebook.CodeID{}, fmt.Errorf("the file names it twice, here and as “%s”", i.before.Path(old.ID))
	}
	if there {
		i.done[old.ID], i.inFile[key] = true, old.ID
		return old.ID, i.change(old, c, path)
	}
	if i.children[childKey(c.Parent, c.Name)] {
		return codebook.CodeID{}, errors.New("another code has this name and place")
	}
	id, err := i.addCode(c.NewCode, i.reason)
	i.inFile[key], i.children[childKey(c.Parent, c.Name)] = id, true
	i.out.Added = append(i.out.Added, path)
	return id, err
}

// change brings a code that is there to what the file says. Lists, colours and
// origins that the file leaves empty stay.
func (i *codeImport) change(old codebook.Code, c ImportedCode, path string) error {
	v, differs := codebook.Values{Reason: &i.reason}, false
	kind := codebook.Describe
	if old.Name != c.Name {
		v.Name, differs, kind = &c.Name, true, codebook.Rename
	}
	if old.Parent != c.Parent {
		v.Parent, differs, kind = &c.Parent, true, codebook.Move
	}
	d := old.Definition
	for part, to := range map[string]*string{codebook.PartDefinition: &d.Text, codebook.PartInclude: &d.Include, codebook.PartExclude: &d.Exclude} {
		if c.tells(part) {
			*to = map[string]string{codebook.PartDefinition: c.Definition.Text, codebook.PartInclude: c.Definition.Include, codebook.PartExclude: c.Definition.Exclude}[part]
		}
	}
	if d != old.Definition {
		v.Defined = &codebook.Defined{Definition: d, By: i.definedBefore(old.ID, d)}
	}
	x := old.Examples
	if len(c.Examples.Typical) > 0 {
		x.Typical = c.Examples.Typical
	}
	if len(c.Examples.NearMisses) > 0 {
		x.NearMisses = c.Examples.NearMisses
	}
	if !sameJSON(old.Examples, x) {
		v.Example, differs = &x, true
	}
	if c.Origin != "" && (old.Origin != c.Origin || old.Source != c.Source && c.tells(codebook.PartSource)) {
		p := codebook.Provenance{Origin: c.Origin, Source: old.Source}
		if c.tells(codebook.PartSource) {
			p.Source = c.Source
		}
		v.Origin, differs = &p, true
	}
	if c.Colour != "" && !strings.EqualFold(old.Colour, c.Colour) {
		v.Colour, differs = &c.Colour, true
	}
	if len(c.Aliases) > 0 && !sameJSON(old.Aliases, c.Aliases) {
		v.Aliases, differs = &c.Aliases, true
	}
	if c.tells(codebook.PartHeading) && old.Heading != c.Heading {
		v.Heading, differs = &c.Heading, true
	}
	list := &i.out.Described
	switch {
	case v.Defined == nil && !differs:
		i.out.Unchanged = append(i.out.Unchanged, path)
		return nil
	case !old.InUse():
		i.out.Left = append(i.out.Left, fmt.Sprintf("“%s” is %s here: it stays as it is", path, i.before.StatusLine(old)))
		return nil
	case v.Defined != nil:
		kind, list = codebook.Redefine, &i.out.Redefined
	}
	if v.Name != nil || v.Parent != nil {
		// The tree as it is by now decides, with what came from the file before.
		book, err := i.codebook()
		if err != nil {
			return err
		}
		if err := i.checkChange(book, old, CodeChange{Code: old.ID, Kind: kind, Values: codebook.Values{Name: v.Name, Parent: v.Parent}}); err != nil {
			return err
		}
		delete(i.children, childKey(old.Parent, old.Name))
		i.children[childKey(c.Parent, c.Name)] = true
	}
	*list = append(*list, path)
	_, err := i.event(Thing{ClassCode, old.ID}, string(kind), v)
	return err
}

// theme adds a theme, or brings the one that is there to what the file says.
func (i *codeImport) theme(t ImportedTheme, ids []codebook.CodeID) error {
	var codes []codebook.CodeID
	for _, n := range t.Codes {
		if !slices.Contains(codes, ids[n]) {
			codes = append(codes, ids[n])
		}
	}
	old, there := i.before.Theme(t.ID)
	if !there {
		if found, err := i.before.FindTheme(t.Name); err == nil {
			old, there = found, true
		}
	}
	if !there {
		i.out.Themes = append(i.out.Themes, t.Name)
		made, err := i.newTheme(NewTheme{ID: t.ID, Name: t.Name, Narrative: t.Narrative, Codes: codes}, i.reason)
		i.themes = append(i.themes, made.ID)
		return err
	}
	c := ThemeChange{Gather: codes}
	if t.Name != old.Name {
		c.Name = &t.Name
	}
	if t.Narrative != "" && t.Narrative != old.Narrative {
		c.Narrative = &t.Narrative
	}
	if c.Name != nil || c.Narrative != nil || slices.ContainsFunc(codes, func(id codebook.CodeID) bool { return !old.Holds(id) }) {
		i.out.Themes = append(i.out.Themes, t.Name)
	}
	return i.changeTheme(old.ID, c, i.reason)
}

func sameJSON(a, b any) bool {
	x, err1 := json.Marshal(a)
	y, err2 := json.Marshal(b)
	return err1 == nil && err2 == nil && string(x) == string(y)
}
