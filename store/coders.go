package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"concord/codebook"
	"concord/corpus"
)

func (p *Project) setTitle(ctx context.Context, title string) error {
	return p.act(ctx, codebook.CoderID{}, func(a *action) error {
		a.stack = 0
		_, err := a.add(Thing{ClassProject, p.id}, projectPayload{Title: &title})
		return err
	})
}

// SetTitle changes what the project is called and what it is about; an empty
// title stays as it is.
func (p *Project) SetTitle(ctx context.Context, by codebook.CoderID, title, about string) error {
	return p.act(ctx, by, func(a *action) error {
		payload := projectPayload{About: &about}
		if strings.TrimSpace(title) != "" {
			payload.Title = &title
		}
		_, err := a.event(Thing{ClassProject, p.id}, "rename", payload)
		return err
	})
}

// AddCoder adds a person, or a named program, who codes. Names are unique in
// one copy, whatever their case; two copies may each add one of the same name.
func (p *Project) AddCoder(ctx context.Context, name, about string) (codebook.Coder, error) {
	var coder codebook.Coder
	name = strings.TrimSpace(name)
	if name == "" || strings.ContainsAny(name, ",|\n\t") {
		return coder, fmt.Errorf("adding the coder %q: a coder's name needs at least one letter and no comma, bar or line break", name)
	}
	id := codebook.CoderID(newID())
	err := p.act(ctx, id, func(a *action) error {
		err := a.scan(bucketCoder, nil, func(_, v []byte) error {
			var c codebook.Coder
			if err := json.Unmarshal(v, &c); err != nil {
				return err
			}
			if strings.EqualFold(c.Name, name) {
				return fmt.Errorf("adding the coder %q: there is one called %q already", name, c.Name)
			}
			return nil
		})
		if err != nil {
			return err
		}
		a.stack = 0 // nobody undoes herself
		coder = codebook.Coder{ID: id, Name: name, About: about, Added: a.time}
		_, err = a.add(Thing{ClassCoder, id}, coderPayload{Name: &name, About: &about})
		return err
	})
	return coder, err
}

// SetCase adds a case or changes it: the attributes given take the place of
// those of the same names, and transcripts are linked to it. It reports whether
// anything changed.
func (p *Project) SetCase(ctx context.Context, by codebook.CoderID, cases []CaseChange) (changed int, err error) {
	err = p.act(ctx, by, func(a *action) error {
		changed = 0
		for _, c := range cases {
			n := len(a.events)
			if err := a.setCase(c); err != nil {
				return fmt.Errorf("case %q: %w", c.Name, err)
			}
			if len(a.events) > n {
				changed++
			}
		}
		return nil
	})
	return changed, err
}

// CaseChange is what a row of a participants sheet says of one case.
type CaseChange struct {
	Name        string
	Attributes  []corpus.Attribute
	Transcripts []corpus.TranscriptID
}

func (a *action) setCase(c CaseChange) error {
	id := corpus.DeriveCaseID(a.p.id, c.Name)
	th, err := a.thing(Thing{ClassCase, id})
	if err != nil {
		return err
	}
	old, err := th.values()
	if err != nil {
		return err
	}
	extra := map[string]any{}
	for _, attribute := range c.Attributes {
		value := attributePayload{attribute.Value, attribute.Type}
		raw, err := json.Marshal(value)
		if err != nil {
			return err
		}
		if f, ok := old[fieldAttribute+attribute.Name]; !ok || string(f.value) != string(raw) {
			extra[fieldAttribute+attribute.Name] = value
		}
	}
	switch {
	case th.added() == nil:
		payload, err := withFields(casePayload{Name: &c.Name, Removed: ptr(false)}, extra)
		if err != nil {
			return err
		}
		if _, err := a.add(th.Thing, payload); err != nil {
			return err
		}
	case th.removed() || len(extra) > 0:
		payload, err := withFields(casePayload{Removed: ptr(false)}, extra)
		if err != nil {
			return err
		}
		if _, err := a.event(th.Thing, "describe", payload); err != nil {
			return err
		}
	}
	for _, t := range c.Transcripts {
		if err := a.linkCase(t, id); err != nil {
			return err
		}
	}
	return nil
}

func (a *action) linkCase(t corpus.TranscriptID, c corpus.CaseID) error {
	th, err := a.thing(Thing{ClassTranscript, t})
	if err != nil {
		return err
	}
	set, err := th.values()
	if err != nil {
		return err
	}
	if string(set[fieldCase+c.String()].value) == "true" {
		return nil
	}
	payload, err := withFields(transcriptPayload{}, map[string]any{fieldCase + c.String(): true})
	if err != nil {
		return err
	}
	_, err = a.event(th.Thing, "link", payload)
	return err
}
