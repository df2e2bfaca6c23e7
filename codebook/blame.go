package codebook

import (
	"slices"
	"strings"
)

// Recorded is a change of the codebook with what became of it.
type Recorded struct {
	Change
	// Version is the label of the first saved version that holds it; "" if none
	// does yet.
	Version string
	// TakenBack: it was undone, or is itself an undo. It led to nothing.
	TakenBack bool
}

// Reason is why the change was made, as its author put it; "" if she did not
// say.
func (r Recorded) Reason() string {
	if r.Values.Reason == nil {
		return ""
	}
	return *r.Values.Reason
}

// Blamed is one part of a code and the change that gave it its present value.
type Blamed struct {
	Part  string
	Value string
	Set   Recorded
}

// Blame says for each part of a code that has a value which change gave it that
// value, and under which saved version it first appeared. The history holds all
// changes of the codebook, in their order.
func Blame(b *Codebook, history []Recorded, id CodeID) []Blamed {
	code, ok := b.Code(id)
	if !ok {
		return nil
	}
	type setting struct {
		value string
		by    Recorded
	}
	settings := map[string][]setting{}
	for _, r := range history {
		if r.Code != id {
			continue
		}
		for part, value := range b.valuesSet(r.Change) {
			past := settings[part]
			if n := len(past); n > 0 && past[n-1].value == value {
				continue // it said what was so already
			}
			s := setting{value, r}
			if r.Kind == Undo {
				// What an undo gives back is the doing of whoever set it first.
				for _, p := range slices.Backward(past) {
					if p.value == value {
						s = p
						break
					}
				}
			}
			settings[part] = append(past, s)
		}
	}
	var out []Blamed
	for _, part := range b.valuesOf(code) {
		// A change that had no effect may stand last.
		for _, s := range slices.Backward(settings[part.Part]) {
			if s.value == part.Value {
				part.Set = s.by
				break
			}
		}
		out = append(out, part)
	}
	return out
}

const itemSeparator = " | "

// valuesOf lists the parts of a code that have a value.
func (b *Codebook) valuesOf(c Code) []Blamed {
	parent := ""
	if !c.Parent.IsZero() {
		parent = b.orRoot(c.Parent)
	}
	status := ""
	if c.Status != Live {
		status = b.StatusLine(c)
	}
	all := []Blamed{
		{Part: PartName, Value: c.Name}, {Part: PartParent, Value: parent},
		{Part: PartDefinition, Value: c.Definition.Text}, {Part: PartInclude, Value: c.Definition.Include}, {Part: PartExclude, Value: c.Definition.Exclude},
		{Part: PartExample, Value: strings.Join(c.Examples.Typical, itemSeparator)}, {Part: PartNearMiss, Value: strings.Join(c.Examples.NearMisses, itemSeparator)},
		{Part: PartOrigin, Value: string(c.Origin)}, {Part: PartSource, Value: c.Source}, {Part: PartColour, Value: c.Colour},
		{Part: PartAlias, Value: strings.Join(c.Aliases, itemSeparator)}, {Part: PartHeading, Value: yes(c.Heading)}, {Part: PartStatus, Value: status},
	}
	return slices.DeleteFunc(all, func(p Blamed) bool { return p.Value == "" })
}

// valuesSet lists the parts of a code that a change sets.
func (b *Codebook) valuesSet(c Change) map[string]string {
	v, out := c.Values, map[string]string{}
	if v.Name != nil {
		out[PartName] = *v.Name
	}
	if v.Parent != nil {
		out[PartParent] = ""
		if !v.Parent.IsZero() {
			out[PartParent] = b.orRoot(*v.Parent)
		}
	}
	if v.Defined != nil {
		out[PartDefinition], out[PartInclude], out[PartExclude] = v.Defined.Text, v.Defined.Include, v.Defined.Exclude
	}
	if v.Example != nil {
		out[PartExample], out[PartNearMiss] = strings.Join(v.Example.Typical, itemSeparator), strings.Join(v.Example.NearMisses, itemSeparator)
	}
	if v.Origin != nil {
		out[PartOrigin], out[PartSource] = string(v.Origin.Origin), v.Origin.Source
	}
	if v.Colour != nil {
		out[PartColour] = *v.Colour
	}
	if v.Aliases != nil {
		out[PartAlias] = strings.Join(*v.Aliases, itemSeparator)
	}
	if v.Heading != nil {
		out[PartHeading] = yes(*v.Heading)
	}
	if v.State != nil {
		out[PartStatus] = ""
		if v.State.Status != Live {
			out[PartStatus] = b.StatusLine(Code{Status: v.State.Status, Into: v.State.Into})
		}
	}
	return out
}

// Explain writes beside each code that differs the changes for which keep holds
// and which were not taken back: who made it so, when, and why.
func (d *Diff) Explain(history []Recorded, keep func(Change) bool) {
	at := map[CodeID]int{}
	for i, c := range d.Codes {
		at[c.Code] = i
	}
	for _, r := range history {
		if i, ok := at[r.Code]; ok && !r.TakenBack && keep(r.Change) {
			d.Codes[i].Why = append(d.Codes[i].Why, r)
		}
	}
}

// Step is one change of a code with what it changed.
type Step struct {
	Recorded
	Parts []Difference
}

// Steps tells how a code came to be what it is: every change of it, oldest
// first, with what it changed.
func Steps(history []Recorded, id CodeID) []Step {
	changes := make([]Change, len(history))
	for i, r := range history {
		changes[i] = r.Change
	}
	var out []Step
	for i, r := range history {
		if r.Code != id {
			continue
		}
		before, _ := Replay(changes[:i])
		after, _ := Replay(changes[:i+1])
		step := Step{Recorded: r}
		for _, c := range Compare(before, after).Codes {
			if c.Code == id {
				step.Parts = c.Parts
			}
		}
		out = append(out, step)
	}
	return out
}
