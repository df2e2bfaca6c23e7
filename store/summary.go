package store

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"concord/codebook"
	"concord/corpus"
)

// ActionSummary describes an action for people: what an undo took back, or what a line
// of the log says. Transcript and Span say where it was, if it was in one
// place.
type ActionSummary struct {
	Text       string
	Time       time.Time
	Transcript corpus.TranscriptID
	Span       corpus.Span
}

var verbSigns = map[string]string{"add": "+", "remove": "−"}

// describe says what the events of an action did.
func describe(v view, events []*Event) (ActionSummary, error) {
	count := map[Class]int{}
	for _, e := range events {
		count[e.Thing.Class]++
	}
	first := events[0]
	d := ActionSummary{Time: first.Time}
	var err error
	switch class := first.Thing.Class; {
	case class == ClassTranscript && first.Verb == "add":
		var name string
		name, err = transcriptName(v, corpus.TranscriptID(first.Thing.ID), first)
		d.Text = "import of " + name
	case class == ClassCode && count[ClassCoding] > 0:
		var name string
		name, err = codeName(v, codebook.CodeID(first.Thing.ID))
		d.Text = fmt.Sprintf("new code “%s” and its first coding", name)
		if n := count[ClassCoding]; n > 1 {
			d.Text = fmt.Sprintf("new code “%s” and its first %d codings", name, n)
		}
	case class == ClassCode && events[len(events)-1].Verb == string(codebook.SplitUp):
		err = describeOne(v, events[len(events)-1], &d)
	case class == ClassCode && count[ClassCode] > 1:
		d.Text = fmt.Sprintf("%d changes of the codebook", count[ClassCode])
	case class == ClassTheme && count[ClassTheme] > 1:
		d.Text = fmt.Sprintf("%d changes of a theme", count[ClassTheme])
	case class == ClassCoding && count[ClassCoding] > 1:
		var of string
		of, err = sameCode(v, events)
		d.Text = fmt.Sprintf("%d codings%s", count[ClassCoding], of)
	case class == ClassCoding || len(events) == 1:
		err = describeOne(v, first, &d)
	default:
		d.Text = describeMany(events)
	}
	return d, err
}

// describeMany counts what an action of several events was about: "14 memos",
// "changes of 8 speakers", "12 cases, changes of 8 transcripts".
func describeMany(events []*Event) string {
	type kind struct {
		class Class
		verb  string
	}
	things := map[kind]map[Thing]bool{}
	var order []kind
	for _, e := range events {
		k := kind{e.Thing.Class, "changes of "}
		if e.Verb == "add" {
			k.verb = ""
		}
		if things[k] == nil {
			things[k] = map[Thing]bool{}
			order = append(order, k)
		}
		things[k][e.Thing] = true
	}
	var parts []string
	for _, k := range order {
		n := len(things[k])
		parts = append(parts, fmt.Sprintf("%s%d %s", k.verb, n, plural(n, k.class.String(), k.class.String()+"s")))
	}
	return strings.Join(parts, ", ")
}

// sameCode is " of trust" if that is the code of every coding added by events.
func sameCode(v view, events []*Event) (string, error) {
	var code *codebook.CodeID
	for _, e := range events {
		var p codingPayload
		if e.Thing.Class != ClassCoding || e.Verb != "add" {
			return "", nil
		}
		if err := json.Unmarshal(e.Payload, &p); err != nil || p.Code == nil || code != nil && p.Code.Code != *code {
			return "", err
		}
		code = &p.Code.Code
	}
	name, err := codeName(v, *code)
	return " of " + name, err
}

// describeOne says what a single event did.
func describeOne(v view, e *Event, d *ActionSummary) error {
	th, err := fold(v, e.Thing, func(x *Event) bool { return x.Compare(e) <= 0 })
	if err != nil {
		return err
	}
	switch e.Thing.Class {
	case ClassCoding:
		return describeCoding(v, th, e, d)
	case ClassTheme, ClassVersion, ClassProject:
		return describeCodebook(th, e, d)
	case ClassCode:
		name, err := codeName(v, codebook.CodeID(e.Thing.ID))
		d.Text = fmt.Sprintf("%s of code “%s”", e.Verb, name)
		if e.Verb == "add" {
			d.Text = fmt.Sprintf("new code “%s”", name)
		}
		return err
	case ClassCompletion:
		// As it was when it was added: a removed one has no values any more.
		c, err := completionOf(th.asAdded())
		if err != nil || c == nil {
			return err
		}
		d.Transcript = c.Transcript
		d.Text, err = transcriptName(v, c.Transcript, nil)
		if e.Verb == "remove" {
			d.Text += " no longer complete"
		} else {
			d.Text += " marked as complete"
		}
		return err
	case ClassMemo:
		d.Text = "memo changed"
		if text, ok := map[string]string{"add": "new memo", "remove": "memo removed"}[e.Verb]; ok {
			d.Text = text
		}
		return nil
	}
	return describeTeamwork(v, th, e, d)
}

// describeTeamwork says what an event about a round, a decision, a coder or
// anything else with a name did.
func describeTeamwork(v view, th *thing, e *Event, d *ActionSummary) error {
	if e.Thing.Class == ClassDecision {
		x, err := decisionOf(th.asAdded())
		if err != nil || x == nil {
			return err
		}
		on, err := transcriptName(v, x.Transcript, nil)
		if err != nil {
			return err
		}
		d.Transcript, d.Span = x.Transcript, x.Span
		d.Text = fmt.Sprintf("decision on %s%s: %s", on, turnOf(v, x.Text, x.Span), x.Outcome)
		if e.Verb == "remove" {
			d.Text = "removed: " + d.Text
		}
		return nil
	}
	var named struct {
		Name  string `json:"name"`
		Title string `json:"title"`
		Label string `json:"label"`
		Round struct {
			Name string `json:"name"`
		} `json:"round"`
	}
	set, err := th.values()
	if err != nil {
		return err
	}
	if err := json.Unmarshal(object(set), &named); err != nil {
		return err
	}
	name := cmp.Or(named.Name, named.Title, named.Label, named.Round.Name)
	if name == "" {
		d.Text = fmt.Sprintf("%s of a %s", e.Verb, e.Thing.Class)
		return nil
	}
	did := map[string]string{"add": "new", "close": "closed", "reopen": "reopened", "remove": "removed", "join": "joined to another:", "rename": "renamed", "segment": "change of the"}[e.Verb]
	if did == "" {
		did = e.Verb
	}
	d.Text = fmt.Sprintf("%s %s “%s”", did, e.Thing.Class, name)
	return nil
}

// turnOf says in which turn a span begins: ", turn 12"; "" if none.
func turnOf(v view, text corpus.TextID, span corpus.Span) string {
	turns, err := corpus.DecodeTurns(v.get(bucketTurns, text[:]))
	if err != nil {
		return ""
	}
	t := corpus.Text{Turns: turns}
	if i, _ := t.TurnAt(span.Start); i >= 0 {
		return fmt.Sprintf(", turn %d", i.Number())
	}
	return ""
}

func describeCoding(v view, th *thing, e *Event, d *ActionSummary) error {
	// A removed coding is described as it was.
	shown := &thing{Thing: th.Thing, who: th.who}
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
	d.Text += turnOf(v, r.Text, r.Span)
	return nil
}

// describeCodebook says what was done to a theme, a version or the project.
func describeCodebook(th *thing, e *Event, d *ActionSummary) error {
	set, err := th.values()
	if err != nil {
		return err
	}
	var name string
	switch e.Thing.Class {
	case ClassTheme:
		if f := set["name"]; !f.isNull() {
			err = json.Unmarshal(f.value, &name)
		}
		d.Text = fmt.Sprintf("%s of theme “%s”", e.Verb, name)
		if e.Verb == "add" {
			d.Text = fmt.Sprintf("new theme “%s”", name)
		}
	case ClassVersion:
		var saved struct {
			Number int `json:"number"`
		}
		if f := set["version"]; !f.isNull() {
			err = json.Unmarshal(f.value, &saved)
		}
		d.Text = fmt.Sprintf("saved codebook v%d", saved.Number)
	default:
		d.Text = map[string]string{"add": "made the project", "lead": "who leads", "rename": "title of the project"}[e.Verb]
		if d.Text == "" {
			d.Text = e.Verb + " of the project"
		}
	}
	return err
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
