package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"concord/codebook"
)

// ImportedCode is one code of a codebook file. Path leads from the root to the
// code; parents come before their children.
type ImportedCode struct {
	Path []string
	NewCode
}

// CodebookImport says what importing a codebook file did, by path.
type CodebookImport struct {
	Added     []string `json:"added"`
	Redefined []string `json:"redefined"`
	Described []string `json:"described"` // examples, origin, colour or aliases changed
	Unchanged []string `json:"unchanged"`
	// Missing are codes of the project that the file does not name. They stay.
	Missing []string `json:"missing"`
}

var errDryRun = errors.New("dry run")

// ImportCodebook adds the codes of a file that the project has not, and changes
// those that differ, as one action. Codes are matched by path, whatever the
// case of its letters. With dry, it only says what it would do.
func (p *Project) ImportCodebook(ctx context.Context, by codebook.CoderID, codes []ImportedCode, reason string, dry bool) (CodebookImport, error) {
	var out CodebookImport
	err := p.act(ctx, by, func(a *action) error {
		out = CodebookImport{}
		book, err := a.codebook()
		if err != nil {
			return err
		}
		i := codeImport{action: a, reason: reason, out: &out, known: map[string]codebook.Code{}, named: map[string]bool{}}
		for _, c := range book.Codes() {
			i.known[strings.ToLower(book.Path(c.ID))] = c
		}
		for _, c := range codes {
			if err := i.one(c); err != nil {
				return fmt.Errorf("the code “%s”: %w", codebook.JoinPath(c.Path...), err)
			}
		}
		for _, c := range book.Codes() {
			if path := book.Path(c.ID); !i.named[strings.ToLower(path)] && c.Applicable() {
				out.Missing = append(out.Missing, path)
			}
		}
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
	reason string
	out    *CodebookImport
	known  map[string]codebook.Code // by path in lower case, those just added too
	named  map[string]bool          // paths of the file so far
}

func (i *codeImport) one(c ImportedCode) error {
	if len(c.Path) == 0 {
		return errors.New("it has no name")
	}
	path := codebook.JoinPath(c.Path...)
	key := strings.ToLower(path)
	if i.named[key] {
		return errors.New("it stands twice in the file")
	}
	i.named[key] = true
	c.Name = c.Path[len(c.Path)-1]
	if wrong := codebook.CheckName(c.Name); wrong != "" {
		return errors.New(wrong)
	}
	if above := c.Path[:len(c.Path)-1]; len(above) > 0 {
		parent, ok := i.known[strings.ToLower(codebook.JoinPath(above...))]
		if !ok {
			return fmt.Errorf("its parent “%s” is neither before it in the file nor in the project", codebook.JoinPath(above...))
		}
		c.Parent = parent.ID
	}
	old, there := i.known[key]
	if !there {
		id, err := i.addCode(c.NewCode, i.reason)
		i.known[key] = codebook.Code{ID: id, Name: c.Name, Parent: c.Parent}
		i.out.Added = append(i.out.Added, path)
		return err
	}
	return i.change(old, c.NewCode, path)
}

// change brings a code that is there to what the file says. What the file
// leaves empty, but for the definition, stays.
func (i *codeImport) change(old codebook.Code, c NewCode, path string) error {
	v, differs := codebook.Values{Reason: &i.reason}, false
	if old.Definition != c.Definition {
		v.Defined = &codebook.Defined{Definition: c.Definition}
	}
	if len(c.Examples.Typical)+len(c.Examples.NearMisses) > 0 && !sameJSON(old.Examples, c.Examples) {
		v.Example, differs = &c.Examples, true
	}
	if c.Origin != "" && (old.Origin != c.Origin || old.Source != c.Source) {
		v.Origin, differs = &codebook.Provenance{Origin: c.Origin, Source: c.Source}, true
	}
	if c.Colour != "" && !strings.EqualFold(old.Colour, c.Colour) {
		if wrong := codebook.CheckColour(c.Colour); wrong != "" {
			return errors.New(wrong)
		}
		v.Colour, differs = &c.Colour, true
	}
	if len(c.Aliases) > 0 && !sameJSON(old.Aliases, c.Aliases) {
		v.Aliases, differs = &c.Aliases, true
	}
	kind, list := codebook.Describe, &i.out.Described
	switch {
	case v.Defined != nil:
		kind, list = codebook.Redefine, &i.out.Redefined
	case !differs:
		i.out.Unchanged = append(i.out.Unchanged, path)
		return nil
	}
	*list = append(*list, path)
	_, err := i.event(Thing{ClassCode, old.ID}, string(kind), v)
	return err
}

func sameJSON(a, b any) bool {
	x, err1 := json.Marshal(a)
	y, err2 := json.Marshal(b)
	return err1 == nil && err2 == nil && string(x) == string(y)
}
