package search

import "slices"

// selects is what a part of a query selects.
type selects int

const (
	selectsTurns selects = iota // turns, by who speaks or by what they lack
	selectsFacts                // facts, such as codings, and the turns they touch
	selectsWords                // turns, by what is said in them
)

// whatSelects tells what a bound part of a query selects. It decides whether
// hits are turns or facts.
func whatSelects(n node) selects {
	switch n := n.(type) {
	case *term, *allOf:
		return selectsWords
	case *factNode, *relationNode:
		return selectsFacts
	case *nearNode:
		return together([]node{n.a, n.b})
	case *orNode:
		return together(n.of)
	case *andNode:
		switch {
		case slices.ContainsFunc(n.plan.rest, func(n node) bool { return whatSelects(n) == selectsWords }):
			return selectsWords
		case len(n.plan.descriptions) > 0:
			return selectsFacts
		}
	}
	return selectsTurns
}

// together is what parts select of which any will do.
func together(of []node) selects {
	all := selectsFacts
	for _, n := range of {
		switch whatSelects(n) {
		case selectsWords:
			return selectsWords
		case selectsTurns:
			all = selectsTurns
		}
	}
	return all
}

// A plan sorts what is joined by AND. Facts with different field names that
// stand side by side describe one thing: code:trust coder:ana is a coding that
// has both. A name that comes again describes another: code:trust code:stigma
// is two codings. Whatever describes different things, and all the rest, is
// joined by the turn.
type plan struct {
	descriptions []*description
	rest         []node
}

// A description selects the facts that all of parts select and none of minus.
type description struct {
	kind  string
	names []string
	parts []node
	minus []*factNode
}

func (b *binder) plan(n *andNode) (*plan, error) {
	p := &plan{}
	var alone []*description // those parts of n that select facts
	for _, part := range n.of {
		if d := describe(part); d != nil {
			alone = append(alone, d)
		}
	}
	if err := b.join(alone, p); err != nil {
		return nil, err
	}
	for _, part := range n.of {
		if whatSelects(part) != selectsFacts && !p.takeAway(part) {
			p.rest = append(p.rest, part)
		}
	}
	p.gather()
	return p, nil
}

// allOf is terms that one look into the index answers together.
type allOf struct{ terms []*term }

// gather makes one part of the terms that are in the index.
func (p *plan) gather() {
	all := &allOf{}
	var others []node
	for _, n := range p.rest {
		if t, ok := n.(*term); ok && t.indexed() {
			all.terms = append(all.terms, t)
		} else {
			others = append(others, n)
		}
	}
	if len(all.terms) > 1 {
		p.rest = append(others, all)
	}
}

// describe makes the description of a part that selects facts; nil for others.
// Its kind is "" if the part cannot be joined with others to describe one
// thing, because it speaks of several itself.
func describe(n node) *description {
	if whatSelects(n) != selectsFacts {
		return nil
	}
	d := &description{parts: []node{n}}
	switch n := n.(type) {
	case *factNode:
		d.kind, d.names = n.field.Kind, []string{n.field.Name}
	case *relationNode:
		of := describe(n.a)
		d.kind, d.names = of.kind, of.names
	case *orNode:
		for i, part := range n.of {
			one := describe(part)
			if d.names = append(d.names, one.names...); i == 0 {
				d.kind = one.kind
			} else if d.kind != one.kind {
				d.kind = ""
			}
		}
	case *andNode:
		if len(n.plan.descriptions) == 1 {
			d.kind, d.names = n.plan.descriptions[0].kind, n.plan.descriptions[0].names
		}
	}
	return d
}

// join joins the descriptions that are of one thing, kind by kind. Those whose
// names conflict are of different things, which share what conflicts with none.
func (b *binder) join(alone []*description, p *plan) error {
	for i, d := range alone {
		if d.kind == "" {
			p.descriptions = append(p.descriptions, d)
			continue
		}
		if slices.ContainsFunc(alone[:i], func(e *description) bool { return e.kind == d.kind }) {
			continue // joined with that one
		}
		var rivals, shared []*description
		for _, d := range alone[i:] {
			switch {
			case d.kind != alone[i].kind:
			case slices.ContainsFunc(alone, d.conflicts):
				rivals = append(rivals, d)
			default:
				shared = append(shared, d)
			}
		}
		for k, d := range rivals {
			for _, e := range rivals[:k] {
				if !d.conflicts(e) {
					return b.wrong(firstFact(d.parts[0]).at, "it is not clear what belongs together here; put each coding into brackets, as in (code:a coder:x) (code:b coder:y)")
				}
			}
		}
		if len(rivals) == 0 {
			rivals = []*description{{kind: d.kind}}
		}
		for _, d := range rivals {
			joined := &description{kind: d.kind, names: slices.Clone(d.names), parts: slices.Clone(d.parts)}
			for _, s := range shared {
				joined.names = append(joined.names, s.names...)
				joined.parts = append(joined.parts, s.parts...)
			}
			p.descriptions = append(p.descriptions, joined)
		}
	}
	return nil
}

// conflicts reports whether two descriptions of one kind have a name in common.
func (d *description) conflicts(e *description) bool {
	return d != e && d.kind == e.kind &&
		slices.ContainsFunc(d.names, func(name string) bool { return slices.Contains(e.names, name) })
}

// takeAway handles -field:value: if there is a description that it can narrow,
// it is about that very thing (code:trust -coder:ana is trust by others). In
// brackets, or with a name that the description has, it is about the turn.
func (p *plan) takeAway(n node) bool {
	not, ok := n.(*notNode)
	if !ok || not.bracketed {
		return false
	}
	fact, ok := not.of.(*factNode)
	if !ok {
		return false
	}
	taken := false
	for _, d := range p.descriptions {
		if d.kind == fact.field.Kind && !slices.Contains(d.names, fact.field.Name) {
			d.minus = append(d.minus, fact)
			taken = true
		}
	}
	return taken
}

// firstFact gives the first fact of a part that selects facts.
func firstFact(n node) *factNode {
	switch n := n.(type) {
	case *factNode:
		return n
	case *nearNode:
		return firstFact(n.a)
	case *relationNode:
		return firstFact(n.a)
	case *orNode:
		return firstFact(n.of[0])
	case *andNode:
		return firstFact(n.plan.descriptions[0].parts[0])
	}
	return &factNode{}
}
