package store

import (
	"context"
	"errors"
	"fmt"

	"concord/codebook"
)

// NewCode is a code to be added. Status is Live unless said otherwise.
type NewCode struct {
	// ID is an id that the code has elsewhere; it is kept if the project knows
	// nothing of it. Zero for a new one.
	ID         codebook.CodeID
	Name       string
	Parent     codebook.CodeID
	Definition codebook.Definition
	Examples   codebook.Examples
	Origin     codebook.Origin
	Source     string
	Colour     string
	Aliases    []string
	Heading    bool
	Status     codebook.Status
}

// AddCode adds a code to the working codebook. Two codes below one parent may
// not have the same name.
func (p *Project) AddCode(ctx context.Context, by codebook.CoderID, n NewCode, reason string) (codebook.Code, error) {
	var code codebook.Code
	err := p.act(ctx, by, func(a *action) (err error) {
		code, err = a.newCode(n, reason)
		return err
	})
	if err != nil {
		return codebook.Code{}, fmt.Errorf("adding the code “%s”: %w", n.Name, err)
	}
	return code, nil
}

// newCode checks a new code, adds it, and gives it as it is then.
func (a *action) newCode(n NewCode, reason string) (codebook.Code, error) {
	book, err := a.codebook()
	if err != nil {
		return codebook.Code{}, err
	}
	if err := checkName(book, codebook.CodeID{}, n.Parent, n.Name); err != nil {
		return codebook.Code{}, err
	}
	id, err := a.addCode(n, reason)
	if err != nil {
		return codebook.Code{}, err
	}
	if book, err = a.codebook(); err != nil {
		return codebook.Code{}, err
	}
	code, _ := book.Code(id)
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
	if n.Heading {
		v.Heading = &n.Heading
	}
	if n.Status != "" && n.Status != codebook.Live {
		v.State = &codebook.State{Status: n.Status}
	}
	id := n.ID
	if !id.IsZero() {
		// A code that was taken back has values of its own still.
		th, err := a.thing(Thing{ClassCode, id})
		if err != nil {
			return id, err
		}
		if len(th.events) > 0 {
			id = codebook.CodeID{}
		}
	}
	if id.IsZero() {
		id = codebook.CodeID(newID())
	}
	_, err := a.add(Thing{ClassCode, id}, v)
	return id, err
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
//
// A merge is given the survivor's definition of now, a rewording keeps the
// definition's name, and a redefinition in words the code had before is the
// definition it had then.
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
	book, err := a.codebook()
	if err != nil {
		return err
	}
	code, ok := book.Code(c.Code)
	if !ok {
		return fmt.Errorf("the code %s is not in the codebook", c.Code)
	}
	if err := a.checkChange(book, code, c); err != nil {
		return fmt.Errorf("%s of the code “%s”: %w", c.Kind, code.Name, err)
	}
	c.Values.Reason = &c.Reason
	if d := c.Values.Defined; d != nil && d.By.IsZero() {
		d := *d
		switch c.Kind {
		case codebook.Reword:
			d.By = code.DefinedBy
		case codebook.Redefine:
			d.By = a.definedBefore(code.ID, d.Definition)
		}
		c.Values.Defined = &d
	}
	if s := c.Values.State; s != nil && s.Status == codebook.Merged {
		survivor, _ := book.Code(s.Into[0])
		s := *s
		s.Under = survivor.DefinedBy
		c.Values.State = &s
	}
	_, err = a.event(Thing{ClassCode, c.Code}, string(c.Kind), c.Values)
	return err
}

// definedBefore gives the name of the definition in these words that a code had
// before; the zero id if it had none.
func (a *action) definedBefore(code codebook.CodeID, d codebook.Definition) (by codebook.ChangeID) {
	for _, c := range a.dirty.book.changes {
		if c.Code == code && c.Values.Defined != nil && c.Values.Defined.Definition == d {
			if by = c.Values.Defined.By; by.IsZero() {
				by = c.ID
			}
		}
	}
	return by
}

// Part is what a code is split into: a code there is, or a new one, which is
// added beside the code that is split, if its parent is not said.
type Part struct {
	Code codebook.CodeID
	New  NewCode
}

// SplitCode splits a code into two or more, as one action. Its codings are stale
// from then on: their coders say of each passage where it belongs.
func (p *Project) SplitCode(ctx context.Context, by codebook.CoderID, code codebook.CodeID, parts []Part, reason string) ([]codebook.Code, error) {
	var out []codebook.Code
	err := p.act(ctx, by, func(a *action) error {
		out = nil
		book, err := a.codebook()
		if err != nil {
			return err
		}
		whole, ok := book.Code(code)
		if !ok {
			return fmt.Errorf("the code %s is not in the codebook", code)
		}
		state := codebook.State{Status: codebook.Split}
		for _, part := range parts {
			k, ok := book.Code(part.Code)
			if !ok {
				if part.New.Parent.IsZero() {
					part.New.Parent = whole.Parent
				}
				if part.New.Origin == "" {
					part.New.Origin, part.New.Source = whole.Origin, whole.Source
				}
				if k, err = a.newCode(part.New, reason); err != nil {
					return fmt.Errorf("split of the code “%s”: “%s”: %w", whole.Name, part.New.Name, err)
				}
			}
			state.Into = append(state.Into, k.ID)
			out = append(out, k)
		}
		return a.changeCode(CodeChange{Code: code, Kind: codebook.SplitUp, Values: codebook.Values{State: &state}, Reason: reason})
	})
	return out, err
}
