package store

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"concord/codebook"
)

// themePayload has, besides these, a field "code/ID" (true) for each code: a
// list would be one value, and of two copies that add to it one would win.
type themePayload struct {
	Name      *string `json:"name,omitempty"`
	Narrative *string `json:"narrative,omitempty"`
	Reason    *string `json:"reason,omitempty"`
	Removed   *bool   `json:"removed,omitempty"`
}

const fieldCode = "code/"

// themeRecord is a theme with the clock of the event that added it, which puts
// themes in order.
type themeRecord struct {
	Clock uint64 `json:"clock"`
	codebook.Theme
}

// themeOf makes a theme from its events; nil if there is none.
func themeOf(t *thing) (*themeRecord, error) {
	var p themePayload
	live, err := t.decode(&p)
	if err != nil || !live {
		return nil, err
	}
	set, err := t.values()
	if err != nil {
		return nil, err
	}
	added := t.added()
	r := &themeRecord{added.Clock, codebook.Theme{ID: codebook.ThemeID(t.ID), Name: deref(p.Name), Narrative: deref(p.Narrative), Added: added.Time, AddedBy: added.Coder}}
	for name, f := range set {
		hexID, ok := strings.CutPrefix(name, fieldCode)
		if !ok || string(f.value) != "true" {
			continue
		}
		var id codebook.CodeID
		if err := id.UnmarshalText([]byte(hexID)); err != nil {
			return nil, err
		}
		r.Codes = append(r.Codes, id)
	}
	slices.SortFunc(r.Codes, codebook.CodeID.Compare)
	return r, nil
}

// readThemes gives the themes in the order they were added.
func readThemes(v view) ([]codebook.Theme, error) {
	rs, err := records[themeRecord](v, bucketTheme, nil)
	slices.SortFunc(rs, func(a, b themeRecord) int { return cmp.Or(cmp.Compare(a.Clock, b.Clock), a.ID.Compare(b.ID)) })
	var out []codebook.Theme
	for _, r := range rs {
		out = append(out, r.Theme)
	}
	return out, err
}

// NewTheme is a theme to be added.
type NewTheme struct {
	// ID is an id that the theme has elsewhere; it is kept if the project knows
	// nothing of it. Zero for a new one.
	ID        codebook.ThemeID
	Name      string
	Narrative string
	Codes     []codebook.CodeID
}

// AddTheme adds a theme above the tree of codes. Two themes may not have the
// same name.
func (p *Project) AddTheme(ctx context.Context, by codebook.CoderID, n NewTheme, reason string) (codebook.Theme, error) {
	var out codebook.Theme
	err := p.act(ctx, by, func(a *action) (err error) {
		out, err = a.newTheme(n, reason)
		return err
	})
	if err != nil {
		return out, fmt.Errorf("adding the theme “%s”: %w", n.Name, err)
	}
	return out, nil
}

func (a *action) newTheme(n NewTheme, reason string) (codebook.Theme, error) {
	id := n.ID
	if !id.IsZero() {
		// A theme that was taken back has values of its own still.
		th, err := a.thing(Thing{ClassTheme, id})
		if err != nil {
			return codebook.Theme{}, err
		}
		if len(th.events) > 0 {
			id = codebook.ThemeID{}
		}
	}
	if id.IsZero() {
		id = codebook.ThemeID(newID())
	}
	if err := a.checkTheme(id, n.Name, n.Codes); err != nil {
		return codebook.Theme{}, err
	}
	fields := map[string]any{}
	for _, c := range n.Codes {
		fields[fieldCode+c.String()] = true
	}
	payload, err := withFields(themePayload{Name: &n.Name, Narrative: &n.Narrative, Reason: &reason}, fields)
	if err != nil {
		return codebook.Theme{}, err
	}
	if _, err := a.add(Thing{ClassTheme, id}, payload); err != nil {
		return codebook.Theme{}, err
	}
	return a.theme(id)
}

// ThemeChange is a change of a theme; what is nil stays as it is.
type ThemeChange struct {
	Name      *string
	Narrative *string
	Gather    []codebook.CodeID // come into it
	Release   []codebook.CodeID // leave it
}

// ChangeTheme changes a theme, as one action.
func (p *Project) ChangeTheme(ctx context.Context, by codebook.CoderID, id codebook.ThemeID, c ThemeChange, reason string) error {
	return p.act(ctx, by, func(a *action) error { return a.changeTheme(id, c, reason) })
}

func (a *action) changeTheme(id codebook.ThemeID, c ThemeChange, reason string) error {
	was, err := a.theme(id)
	if err != nil {
		return err
	}
	name := was.Name
	if c.Name != nil {
		name = *c.Name
	}
	if err := a.checkTheme(id, name, c.Gather); err != nil {
		return fmt.Errorf("changing the theme “%s”: %w", was.Name, err)
	}
	// Each of these is an event of its own, which the log can name.
	if c.Name != nil && *c.Name != was.Name {
		if _, err := a.event(Thing{ClassTheme, id}, string(codebook.Rename), themePayload{Name: c.Name, Reason: &reason}); err != nil {
			return err
		}
	}
	if c.Narrative != nil && *c.Narrative != was.Narrative {
		if _, err := a.event(Thing{ClassTheme, id}, string(codebook.Narrate), themePayload{Narrative: c.Narrative, Reason: &reason}); err != nil {
			return err
		}
	}
	gather := slices.DeleteFunc(slices.Clone(c.Gather), was.Holds)
	release := slices.DeleteFunc(slices.Clone(c.Release), func(k codebook.CodeID) bool { return !was.Holds(k) })
	return errors.Join(a.gather(id, codebook.Gather, gather, true, reason), a.gather(id, codebook.Release, release, nil, reason))
}

func (a *action) gather(id codebook.ThemeID, kind codebook.ChangeKind, codes []codebook.CodeID, value any, reason string) error {
	if len(codes) == 0 {
		return nil
	}
	fields := map[string]any{}
	for _, c := range codes {
		fields[fieldCode+c.String()] = value
	}
	payload, err := withFields(themePayload{Reason: &reason}, fields)
	if err != nil {
		return err
	}
	_, err = a.event(Thing{ClassTheme, id}, string(kind), payload)
	return err
}

// RemoveTheme takes a theme away; its codes stay. Undo brings it back.
func (p *Project) RemoveTheme(ctx context.Context, by codebook.CoderID, id codebook.ThemeID, reason string) error {
	return p.act(ctx, by, func(a *action) error {
		if _, err := a.theme(id); err != nil {
			return err
		}
		_, err := a.event(Thing{ClassTheme, id}, "remove", themePayload{Removed: ptr(true), Reason: &reason})
		return err
	})
}

func (a *action) theme(id codebook.ThemeID) (codebook.Theme, error) {
	th, err := a.thing(Thing{ClassTheme, id})
	if err != nil {
		return codebook.Theme{}, err
	}
	r, err := themeOf(th)
	if err == nil && r == nil {
		err = errors.New("this theme is no longer there")
	}
	if err != nil {
		return codebook.Theme{}, err
	}
	return r.Theme, nil
}

// checkTheme refuses a name that is no name or that another theme has, and codes
// that are not there.
func (a *action) checkTheme(self codebook.ThemeID, name string, gather []codebook.CodeID) error {
	if wrong := codebook.CheckName(name); wrong != "" {
		return errors.New(strings.Replace(wrong, "code", "theme", 1))
	}
	book, err := a.codebook() // with the codes that the action itself has added
	if err != nil {
		return err
	}
	for _, c := range gather {
		if _, ok := book.Code(c); !ok {
			return fmt.Errorf("the code %s is not in the codebook", c)
		}
	}
	return a.scan(bucketTheme, nil, func(_, v []byte) error {
		var t themeRecord
		if err := json.Unmarshal(v, &t); err != nil {
			return err
		}
		if t.ID != self && strings.EqualFold(t.Name, name) {
			return fmt.Errorf("there is a theme “%s” already", t.Name)
		}
		return nil
	})
}
