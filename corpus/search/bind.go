package search

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"concord/corpus"
)

// Field is a name that may stand before a colon in a query.
type Field struct {
	Name string
	Help string
}

// The fields that every project has.
const (
	speakerField    = "speaker"
	roleField       = "role"
	transcriptField = "transcript"
	// attributeField, with a dot and a name, is an attribute whose name is
	// taken by another field.
	attributeField = "attribute"
	// uncodedField may stand alone, and before "by".
	uncodedField = "uncoded"
)

var ownFields = []Field{
	{speakerField, "the label of the turn's speaker"},
	{roleField, "interviewer, participant, other or unknown"},
	{transcriptField, "the transcript's name or id"},
}

// factNode is a fact field with its values.
type factNode struct {
	at    int
	field FactField
	facts FactsIn
}

// binder puts conditions and facts in the place of fields.
type binder struct {
	ctx        context.Context
	query      string
	list       []Transcript
	facts      Facts
	factFields []FactField
}

func (b *binder) bind(n node) (node, error) {
	var err error
	switch n := n.(type) {
	case *fieldNode:
		return b.field(n)
	case *notNode:
		n.of, err = b.bind(n.of)
		return n, err
	case *relationNode:
		return b.relation(n)
	case *nearNode:
		if n.a, err = b.bind(n.a); err == nil {
			n.b, err = b.bind(n.b)
		}
		return n, err
	case *orNode:
		return n, b.all(n.of)
	case *andNode:
		if err := b.all(n.of); err != nil {
			return nil, err
		}
		n.plan, err = b.plan(n)
		return n, err
	}
	return n, nil
}

func (b *binder) all(of []node) (err error) {
	for i := range of {
		if of[i], err = b.bind(of[i]); err != nil {
			return err
		}
	}
	return nil
}

func (b *binder) wrong(at int, format string, args ...any) error {
	return (&parser{query: b.query}).wrong(at, format, args...)
}

func (b *binder) field(n *fieldNode) (node, error) {
	name := foldName(n.name)
	for _, f := range b.factFields {
		if foldName(f.Name) == name {
			return b.fact(n, f)
		}
	}
	switch name {
	case speakerField, roleField, transcriptField:
		v, err := b.oneValue(n)
		if err != nil {
			return nil, err
		}
		return b.own(name, v)
	}
	if n.word != nil {
		return n.word, nil
	}
	name = strings.TrimPrefix(name, attributeField+".")
	if !slices.ContainsFunc(attributeNames(b.list), func(a string) bool { return foldName(a) == name }) {
		return nil, b.unknown(n)
	}
	v, err := b.oneValue(n)
	if err != nil {
		return nil, err
	}
	return attributeCondition(name, v), nil
}

func (b *binder) unknown(n *fieldNode) error {
	names := b.names()
	meant := ""
	if near := nearest(n.name, names); near != "" {
		meant = fmt.Sprintf("was %s: meant? ", near)
	}
	return b.wrong(n.at, "there is no field %q here; %sthere are %s; to look for the words themselves put them in quotes",
		n.name, meant, strings.Join(names, ", "))
}

// names lists the fields that may be used.
func (b *binder) names() []string {
	var names []string
	for _, f := range fields(b.list, b.factFields) {
		names = append(names, f.Name)
	}
	return names
}

func (b *binder) oneValue(n *fieldNode) (value, error) {
	if len(n.values) != 1 {
		return value{}, b.wrong(n.at, `%s: needs one value right after the colon, in quotes if there are blanks in it, as in %s:"…"`, n.name, n.name)
	}
	return n.values[0], nil
}

func (b *binder) own(name string, v value) (node, error) {
	switch name {
	case transcriptField:
		return transcriptCondition(v), nil
	case speakerField:
		return speakerCondition(v), nil
	}
	role := corpus.Role(foldName(v.typed()))
	switch role {
	case corpus.RoleInterviewer, corpus.RoleParticipant, corpus.RoleOther, "unknown":
		return roleCondition(role), nil
	}
	return nil, b.wrong(v.at, "%q is no role; the roles are interviewer, participant, other and unknown", v.typed())
}

func (b *binder) fact(n *fieldNode, f FactField) (node, error) {
	var values []string
	for _, v := range n.values {
		values = append(values, v.typed())
	}
	switch {
	case len(values) < f.Min && f.Min == 1:
		return nil, b.wrong(n.at, `%s: needs a value right after the colon, in quotes if there are blanks in it, as in %s:"…"`, f.Name, f.Name)
	case len(values) < f.Min:
		return nil, b.wrong(n.at, "%s needs %d values, as in %s(…, …)", f.Name, f.Min, f.Name)
	case len(values) > f.Max:
		return nil, b.wrong(n.values[f.Max].at, "%s takes no more than %d values", f.Name, f.Max)
	}
	selected, err := b.facts.Select(b.ctx, f.Name, values)
	if err != nil {
		if b.ctx.Err() != nil {
			return nil, b.ctx.Err()
		}
		return nil, b.wrong(n.at, "%v", err)
	}
	fact := &factNode{n.at, f, selected}
	if f.Absent {
		return &notNode{of: fact, bracketed: true}, nil
	}
	return fact, nil
}

// fields lists the names that may be used, the project's own first.
func fields(list []Transcript, facts []FactField) []Field {
	out := slices.Clone(ownFields)
	taken := map[string]bool{}
	for _, f := range facts {
		out = append(out, Field{f.Name, f.Help})
	}
	for _, f := range out {
		taken[foldName(f.Name)] = true
	}
	for _, name := range attributeNames(list) {
		f := Field{name, "attribute of a case or transcript"}
		if taken[foldName(name)] {
			f.Name = attributeField + "." + name
		}
		if strings.ContainsFunc(f.Name, func(r rune) bool { return !isWordRune(r) && !strings.ContainsRune("_-.", r) }) {
			f.Name = `"` + f.Name + `"`
		}
		out = append(out, f)
	}
	return out
}

// attributeNames lists the attributes of all transcripts, by name.
func attributeNames(list []Transcript) []string {
	seen := map[string]bool{}
	var names []string
	for _, t := range list {
		for _, a := range t.Attributes {
			if key := foldName(a.Name); !seen[key] {
				seen[key] = true
				names = append(names, a.Name)
			}
		}
	}
	slices.Sort(names)
	return names
}
