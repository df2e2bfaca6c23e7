package store

import (
	"encoding/json"
	"fmt"
	"time"

	"concord/codebook"
	"concord/corpus"
)

// Deed describes an action for people: what an undo took back, or what a line
// of the log says. Transcript and Span say where it was, if it was in one
// place.
type Deed struct {
	Text       string
	Time       time.Time
	Transcript corpus.TranscriptID
	Span       corpus.Span
}

var verbSigns = map[string]string{"add": "+", "remove": "−"}

// describe says what the events of an action did.
func describe(v view, events []*Event) (Deed, error) {
	first := events[0]
	d := Deed{Time: first.Time}
	switch {
	case first.Thing.Class == ClassCoding && len(events) > 1:
		d.Text = fmt.Sprintf("%d codings", len(events))
		return d, nil
	case first.Thing.Class == ClassTranscript && first.Verb == "add":
		name, err := transcriptName(v, corpus.TranscriptID(first.Thing.ID), first)
		d.Text = "import of " + name
		return d, err
	case len(events) > 1:
		d.Text = fmt.Sprintf("%s of a %s and %d more", first.Verb, first.Thing.Class, len(events)-1)
		if first.Thing.Class == ClassCode {
			d.Text = fmt.Sprintf("%d changes of the codebook", len(events))
		}
		return d, nil
	}
	th, err := fold(v, first.Thing, func(e *Event) bool { return e.Compare(first) <= 0 })
	if err != nil {
		return d, err
	}
	switch first.Thing.Class {
	case ClassCoding:
		return d, describeCoding(v, th, first, &d)
	case ClassCode:
		name, err := codeName(v, codebook.CodeID(first.Thing.ID))
		d.Text = fmt.Sprintf("%s of code “%s”", first.Verb, name)
		if first.Verb == "add" {
			d.Text = fmt.Sprintf("new code “%s”", name)
		}
		return d, err
	case ClassCompletion:
		c, err := completionOf(&thing{Thing: th.Thing, events: th.events[:1]})
		if err != nil || c == nil {
			return d, err
		}
		name, err := transcriptName(v, c.Transcript, nil)
		d.Transcript = c.Transcript
		d.Text = name + " marked as complete"
		if first.Verb == "remove" {
			d.Text = name + " no longer complete"
		}
		return d, err
	case ClassMemo:
		d.Text = map[string]string{"add": "new memo", "remove": "memo removed"}[first.Verb]
		if d.Text == "" {
			d.Text = "memo changed"
		}
		return d, nil
	}
	d.Text = fmt.Sprintf("%s of a %s", first.Verb, first.Thing.Class)
	return d, nil
}

func describeCoding(v view, th *thing, e *Event, d *Deed) error {
	// A removed coding is described as it was.
	shown := &thing{Thing: th.Thing}
	for _, x := range th.events {
		if x.ID != e.ID || e.Verb != "remove" {
			shown.events = append(shown.events, x)
		}
	}
	r, err := codingOf(shown)
	if err != nil || r == nil {
		d.Text = e.Verb + " of a coding"
		return err
	}
	code, err := codeName(v, r.Code)
	if err != nil {
		return err
	}
	name, err := transcriptName(v, r.Transcript, nil)
	if err != nil {
		return err
	}
	d.Transcript, d.Span = r.Transcript, r.Span
	if sign := verbSigns[e.Verb]; sign != "" {
		d.Text = fmt.Sprintf("%s%s on %s", sign, code, name)
	} else {
		d.Text = fmt.Sprintf("%s of %s on %s", e.Verb, code, name)
	}
	if table := v.get(bucketTurns, r.Text[:]); table != nil {
		turns, err := corpus.DecodeTurns(table)
		if err != nil {
			return err
		}
		text := corpus.Text{Turns: turns}
		if i, _ := text.TurnAt(r.Span.Start); i >= 0 {
			d.Text += fmt.Sprintf(", turn %d", i.Number())
		}
	}
	return nil
}

func codeName(v view, id codebook.CodeID) (string, error) {
	th, err := fold(v, Thing{ClassCode, id}, nil)
	if err != nil {
		return "", err
	}
	set, err := th.values()
	if err != nil {
		return "", err
	}
	var name string
	if f := set["name"]; !f.isNull() {
		err = json.Unmarshal(f.value, &name)
	}
	return name, err
}

// transcriptName reads a transcript's name, or, if it is gone, the name that
// the event which added it gave.
func transcriptName(v view, id corpus.TranscriptID, added *Event) (string, error) {
	var tr struct {
		Name string `json:"name"`
	}
	if raw := v.get(bucketTranscript, id[:]); raw != nil {
		err := json.Unmarshal(raw, &tr)
		return tr.Name, err
	}
	if added != nil {
		err := json.Unmarshal(added.Payload, &tr)
		return tr.Name, err
	}
	return "a transcript", nil
}
