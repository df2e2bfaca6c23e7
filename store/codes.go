package store

import (
	"context"
	"errors"
	"fmt"

	"concord/codebook"
)

// NewCode is a code to be added. Status is Live unless said otherwise.
type NewCode struct {
	Name       string
	Parent     codebook.CodeID
	Definition codebook.Definition
	Examples   codebook.Examples
	Origin     codebook.Origin
	Source     string
	Colour     string
	Aliases    []string
	Status     codebook.Status
}

// AddCode adds a code to the working codebook. Two codes below one parent may
// not have the same name.
func (p *Project) AddCode(ctx context.Context, by codebook.CoderID, n NewCode, reason string) (codebook.Code, error) {
	var code codebook.Code
	err := p.act(ctx, by, func(a *action) error {
		book, _, err := replayCodes(a, nil)
		if err != nil {
			return err
		}
		if err := checkName(book, codebook.CodeID{}, n.Parent, n.Name); err != nil {
			return err
		}
		id, err := a.addCode(n, reason)
		if err != nil {
			return err
		}
		if book, _, err = replayCodes(a, nil); err != nil {
			return err
		}
		code, _ = book.Code(id)
		return nil
	})
	if err != nil {
		return codebook.Code{}, fmt.Errorf("adding the code “%s”: %w", n.Name, err)
	}
	return code, nil
}

// addCode writes a new code whose name and parent were checked.
func (a *action) addCode(n NewCode, reason string) (codebook.CodeID, error) {
	if wrong := codebook.CheckColour(n.Colour); wrong != "" {
		return codebook.CodeID{}, errors.New(wrong)
	}
	if n.Origin == "" {
		n.Origin = codebook.Inductive
	}
	v := codebook.Values{
		Name: &n.Name, Defined: &codebook.Defined{Definition: n.Definition},
		Origin: &codebook.Provenance{Origin: n.Origin, Source: n.Source}, Reason: &reason,
	}
	if !n.Parent.IsZero() {
		v.Parent = &n.Parent
	}
	if len(n.Examples.Typical)+len(n.Examples.NearMisses) > 0 {
		v.Example = &n.Examples
	}
	if n.Colour != "" {
		v.Colour = &n.Colour
	}
	if len(n.Aliases) > 0 {
		v.Aliases = &n.Aliases
	}
	if n.Status != "" && n.Status != codebook.Live {
		v.State = &codebook.State{Status: n.Status}
	}
	id := codebook.CodeID(newID())
	_, err := a.add(Thing{ClassCode, id}, v)
	return id, err
}

// checkName refuses a name that is no name, or that another code below the same
// parent has. self is the code that is to bear it; zero for a new one.
func checkName(book *codebook.Codebook, self, parent codebook.CodeID, name string) error {
	if wrong := codebook.CheckName(name); wrong != "" {
		return errors.New(wrong)
	}
	if !parent.IsZero() {
		if _, ok := book.Code(parent); !ok {
			return errors.New("its parent is not in the codebook")
		}
	}
	if other, taken := book.Child(parent, name); taken && other.ID != self {
		return fmt.Errorf("there is a code “%s” there already (%s)", book.Path(other.ID), other.Status)
	}
	return nil
}

// CodeChange is a change of one code of the working codebook.
type CodeChange struct {
	Code   codebook.CodeID
	Kind   codebook.ChangeKind
	Values codebook.Values
	Reason string
}

// ChangeCodes makes changes of the working codebook as one action, after
// checking each against the state the ones before it led to.
func (p *Project) ChangeCodes(ctx context.Context, by codebook.CoderID, changes ...CodeChange) error {
	return p.act(ctx, by, func(a *action) error {
		for _, c := range changes {
			if err := a.changeCode(c); err != nil {
				return err
			}
		}
		return nil
	})
}

func (a *action) changeCode(c CodeChange) error {
	book, _, err := replayCodes(a, nil)
	if err != nil {
		return err
	}
	code, ok := book.Code(c.Code)
	if !ok {
		return fmt.Errorf("the code %s is not in the codebook", c.Code)
	}
	if err := checkChange(book, code, c); err != nil {
		return fmt.Errorf("%s of the code “%s”: %w", c.Kind, code.Name, err)
	}
	c.Values.Reason = &c.Reason
	_, err = a.event(Thing{ClassCode, c.Code}, string(c.Kind), c.Values)
	return err
}

func checkChange(book *codebook.Codebook, code codebook.Code, c CodeChange) error {
	name, parent := code.Name, code.Parent
	if c.Values.Name != nil {
		name = *c.Values.Name
	}
	if c.Values.Parent != nil {
		parent = *c.Values.Parent
		if book.Descendants(code.ID)[parent] {
			return errors.New("a code cannot be moved below itself")
		}
	}
	if c.Values.Name != nil || c.Values.Parent != nil {
		if err := checkName(book, code.ID, parent, name); err != nil {
			return err
		}
	}
	if c.Values.Colour != nil {
		if wrong := codebook.CheckColour(*c.Values.Colour); wrong != "" {
			return errors.New(wrong)
		}
	}
	if c.Values.State == nil {
		return nil
	}
	for _, into := range c.Values.State.Into {
		other, ok := book.Code(into)
		if !ok {
			return errors.New("the code that is to take its place is not in the codebook")
		}
		if end, _ := book.Follow(into); end.ID == code.ID || into == code.ID {
			return fmt.Errorf("“%s” leads back to the code itself", other.Name)
		}
	}
	return nil
}
