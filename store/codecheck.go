package store

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"concord/codebook"
)

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
	for _, other := range book.Children(parent) {
		if other.ID != self && strings.EqualFold(other.Name, name) {
			return fmt.Errorf("there is a code “%s” there already (%s)", book.Path(other.ID), book.StatusLine(other))
		}
	}
	return nil
}

// checkChange refuses a change that makes no sense for a code as it is.
func (a *action) checkChange(book *codebook.Codebook, code codebook.Code, c CodeChange) error {
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
	if d := c.Values.Defined; d != nil {
		if !code.InUse() {
			return fmt.Errorf("it is %s; restore it first", book.StatusLine(code))
		}
		if d.Definition == code.Definition {
			return errors.New("the definition would stay as it is")
		}
	}
	if c.Values.State == nil {
		return nil
	}
	if err := checkState(book, code, c); err != nil {
		return err
	}
	if c.Kind == codebook.Accept || c.Kind == codebook.Decline {
		return a.onlyLead()
	}
	return nil
}

// checkState refuses a change of status that does not lead from the present one
// to another, and merges and splits into codes that cannot take codings.
func checkState(book *codebook.Codebook, code codebook.Code, c CodeChange) error {
	to, is := c.Values.State.Status, book.StatusLine(code)
	switch c.Kind {
	case codebook.Accept, codebook.Decline:
		if code.Status != codebook.Proposed {
			return fmt.Errorf("it is %s, not proposed", is)
		}
		if c.Kind == codebook.Decline && strings.TrimSpace(c.Reason) == "" {
			return errors.New("say why, for whoever proposed it")
		}
		return nil
	}
	switch to {
	case codebook.Live:
		if code.InUse() {
			return errors.New("it is in use already")
		}
	case codebook.Retired:
		if !code.InUse() {
			return fmt.Errorf("it is %s already", is)
		}
	case codebook.Merged, codebook.Split:
		if code.Status == codebook.Merged || code.Status == codebook.Split || to == codebook.Split && !code.InUse() {
			return fmt.Errorf("it is %s; restore it first", is)
		}
		return checkInto(book, code, *c.Values.State)
	}
	return nil
}

func checkInto(book *codebook.Codebook, code codebook.Code, s codebook.State) error {
	switch {
	case len(s.Into) == 0:
		return errors.New("say what takes its place")
	case s.Status == codebook.Merged && len(s.Into) > 1:
		return errors.New("a code is merged into one other; into several it is split")
	case s.Status == codebook.Split && len(s.Into) == 1:
		return errors.New("a code is split into two or more; into one other it is merged")
	}
	for i, into := range s.Into {
		other, ok := book.Code(into)
		switch {
		case !ok:
			return errors.New("the code that is to take its place is not in the codebook")
		case into == code.ID:
			return errors.New("a code cannot take its own place")
		case !other.InUse():
			return fmt.Errorf("“%s” is %s", other.Name, book.StatusLine(other))
		case other.Heading:
			return fmt.Errorf("“%s” only gathers the codes below it; no passage can have it", other.Name)
		case slices.Contains(s.Into[:i], into):
			return fmt.Errorf("“%s” is named twice", other.Name)
		}
	}
	return nil
}

// cannotApply says why a code cannot be applied; nil if it can.
func cannotApply(c codebook.Code) error {
	switch {
	case c.Applicable():
		return nil
	case c.InUse():
		return fmt.Errorf("the code “%s” only gathers the codes below it; apply one of them", c.Name)
	}
	return fmt.Errorf("the code “%s” is %s and can no longer be applied", c.Name, c.Status)
}
