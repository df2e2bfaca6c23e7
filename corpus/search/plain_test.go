package search

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"concord/corpus"
)

// A plainQuery is a query whose meaning is written down as plainly as can be:
// which facts it selects in a transcript and in which turns it holds, computed
// fact by fact and turn by turn, with no index, no plan and no order of work.
type plainQuery interface {
	String() string
	selects() selects
	// kind and names are those of the facts selected; kind is "" for parts that
	// speak of several things.
	kind() (string, []string)
	in(w *plainWorld) plainSet
}

// plainSet is what a query selects: facts (if it selects facts) and turns, -1
// being what is outside.
type plainSet struct {
	facts map[plainFact]bool
	turns map[int]bool
}

type plainFact struct {
	kind       string
	id         byte
	start, end int
}

// plainWorld is one transcript.
type plainWorld struct {
	text  *corpus.Text
	place int
	facts []plainRow
}

type plainRow struct {
	place int
	plainFact
	values map[string]string // by field
}

func (w *plainWorld) universe() map[int]bool {
	out := map[int]bool{-1: true}
	for i := range w.text.Turns {
		out[i] = true
	}
	return out
}

// touches lists the turns that share a byte with a fact (or in which an empty
// one stands), or -1.
func (w *plainWorld) touches(f plainFact) []int {
	var out []int
	for i, t := range w.text.Turns {
		if f.start < int(t.Extent.End) && f.end > int(t.Extent.Start) {
			out = append(out, i)
		}
	}
	if out == nil {
		out = []int{-1}
	}
	return out
}

func (w *plainWorld) touchedBy(facts map[plainFact]bool) map[int]bool {
	out := map[int]bool{}
	for f := range facts {
		for _, t := range w.touches(f) {
			out[t] = true
		}
	}
	return out
}

// letters are the spoken letters, digits and marks of a fact, by their bytes.
func (w *plainWorld) letters(f plainFact) map[int]bool {
	out := map[int]bool{}
	for at, r := range w.text.Body {
		spoken := slices.ContainsFunc(w.text.Turns, func(t corpus.Turn) bool {
			return slices.ContainsFunc(t.Speech, func(s corpus.Span) bool { return s.Contains(corpus.Offset(at)) })
		})
		if f.start <= at && at < f.end && spoken && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)) {
			out[at] = true
		}
	}
	return out
}

func meet[K comparable](a, b map[K]bool) map[K]bool {
	out := map[K]bool{}
	for k := range a {
		if b[k] {
			out[k] = true
		}
	}
	return out
}

func join[K comparable](a, b map[K]bool) map[K]bool {
	out := map[K]bool{}
	for _, m := range []map[K]bool{a, b} {
		for k := range m {
			out[k] = true
		}
	}
	return out
}

func without[K comparable](a, b map[K]bool) map[K]bool {
	out := map[K]bool{}
	for k := range a {
		if !b[k] {
			out[k] = true
		}
	}
	return out
}

// touching gives those facts that touch one of the turns.
func (w *plainWorld) touching(facts map[plainFact]bool, turns map[int]bool) map[plainFact]bool {
	out := map[plainFact]bool{}
	for f := range facts {
		if slices.ContainsFunc(w.touches(f), func(t int) bool { return turns[t] }) {
			out[f] = true
		}
	}
	return out
}

type (
	plainWord struct {
		word  string
		edits int
	}
	plainFactField struct{ field, value string }
	plainUncoded   struct{ coder string }
	plainNot       struct {
		of        plainQuery
		bracketed bool
	}
	plainOr   struct{ of []plainQuery }
	plainAnd  struct{ of []plainQuery }
	plainNear struct {
		turns int
		a, b  plainQuery
	}
	plainRelation struct {
		how   string
		turns int // -1: any number
		a, b  plainQuery
	}
)

func bracket(q plainQuery) string { return "(" + q.String() + ")" }

func (q plainWord) String() string {
	if q.edits > 0 {
		return fmt.Sprintf("%s~%d", q.word, q.edits)
	}
	return "=" + q.word
}
func (q plainFactField) String() string { return q.field + ":" + q.value }
func (q plainUncoded) String() string {
	if q.coder == "" {
		return "uncoded"
	}
	return "uncoded by " + q.coder
}
func (q plainNot) String() string {
	if q.bracketed {
		return "-" + bracket(q.of)
	}
	return "-" + q.of.String()
}
func (q plainOr) String() string {
	var parts []string
	for _, p := range q.of {
		parts = append(parts, bracket(p))
	}
	return strings.Join(parts, " OR ")
}
func (q plainAnd) String() string {
	var parts []string
	for _, p := range q.of {
		if not, ok := p.(plainNot); ok {
			parts = append(parts, not.String())
		} else {
			parts = append(parts, bracket(p))
		}
	}
	return strings.Join(parts, " ")
}
func (q plainNear) String() string { return fmt.Sprintf("within %d (%s, %s)", q.turns, q.a, q.b) }
func (q plainRelation) String() string {
	how := q.how
	if q.turns >= 0 {
		how += fmt.Sprintf(" %d turns", q.turns)
	}
	return bracket(q.a) + " " + how + " " + bracket(q.b)
}

func (plainWord) selects() selects      { return selectsWords }
func (plainFactField) selects() selects { return selectsFacts }
func (plainUncoded) selects() selects   { return selectsTurns }
func (plainNot) selects() selects       { return selectsTurns }
func (plainRelation) selects() selects  { return selectsFacts }
func (q plainOr) selects() selects      { return anyOf(q.of) }
func (q plainNear) selects() selects    { return anyOf([]plainQuery{q.a, q.b}) }

func anyOf(of []plainQuery) selects {
	out := selectsFacts
	for _, p := range of {
		switch p.selects() {
		case selectsWords:
			return selectsWords
		case selectsTurns:
			out = selectsTurns
		}
	}
	return out
}

func (q plainAnd) selects() selects {
	out := selectsTurns
	for _, p := range q.of {
		switch p.selects() {
		case selectsWords:
			return selectsWords
		case selectsFacts:
			out = selectsFacts
		}
	}
	return out
}

func kindOf(field string) string {
	if field == "memo" {
		return "memo"
	}
	return "coding"
}

func (plainWord) kind() (string, []string)        { return "", nil }
func (plainUncoded) kind() (string, []string)     { return "", nil }
func (plainNot) kind() (string, []string)         { return "", nil }
func (plainNear) kind() (string, []string)        { return "", nil }
func (q plainFactField) kind() (string, []string) { return kindOf(q.field), []string{q.field} }
func (q plainRelation) kind() (string, []string)  { return q.a.kind() }
func (q plainOr) kind() (string, []string) {
	var names []string
	kind := ""
	for i, p := range q.of {
		k, n := p.kind()
		names = append(names, n...)
		if i == 0 {
			kind = k
		} else if k != kind {
			kind = ""
		}
	}
	return kind, names
}
func (q plainAnd) kind() (string, []string) {
	if of, _ := q.descriptions(); len(of) == 1 {
		return of[0].kind, of[0].names
	}
	return "", nil
}

func (q plainWord) in(w *plainWorld) plainSet {
	turns := map[int]bool{}
	for i := range w.text.Turns {
		for _, word := range strings.FieldsFunc(strings.ToLower(speechOf(w.text, corpus.TurnIndex(i)).words), func(r rune) bool { return !unicode.IsLetter(r) }) {
			if plainDistance([]rune(q.word), []rune(word)) <= q.edits {
				turns[i] = true
			}
		}
	}
	return plainSet{turns: turns}
}

// plainDistance is the optimal string alignment distance by its recursion.
func plainDistance(a, b []rune) int {
	n, m := len(a), len(b)
	if n == 0 || m == 0 {
		return n + m
	}
	change := 1
	if a[n-1] == b[m-1] {
		change = 0
	}
	d := min(plainDistance(a[:n-1], b)+1, plainDistance(a, b[:m-1])+1, plainDistance(a[:n-1], b[:m-1])+change)
	if n > 1 && m > 1 && a[n-1] == b[m-2] && a[n-2] == b[m-1] {
		d = min(d, plainDistance(a[:n-2], b[:m-2])+1)
	}
	return d
}

func (q plainFactField) in(w *plainWorld) plainSet {
	facts := map[plainFact]bool{}
	for _, r := range w.facts {
		if r.place == w.place && r.values[q.field] == q.value {
			facts[r.plainFact] = true
		}
	}
	return plainSet{facts, w.touchedBy(facts)}
}

func (q plainUncoded) in(w *plainWorld) plainSet {
	facts := map[plainFact]bool{}
	for _, r := range w.facts {
		if r.place == w.place && r.kind == "coding" && (q.coder == "" || r.values["coder"] == q.coder) {
			facts[r.plainFact] = true
		}
	}
	return plainSet{turns: without(w.universe(), w.touchedBy(facts))}
}

func (q plainNot) in(w *plainWorld) plainSet {
	return plainSet{turns: without(w.universe(), q.of.in(w).turns)}
}

func (q plainOr) in(w *plainWorld) plainSet {
	out := plainSet{map[plainFact]bool{}, map[int]bool{}}
	for _, p := range q.of {
		set := p.in(w)
		out.facts, out.turns = join(out.facts, set.facts), join(out.turns, set.turns)
	}
	return out
}

func (q plainNear) in(w *plainWorld) plainSet {
	a, b := q.a.in(w), q.b.in(w)
	close := func(turns, to map[int]bool) map[int]bool {
		out := map[int]bool{}
		for t := range turns {
			for u := range to {
				if t == u || t >= 0 && u >= 0 && max(t-u, u-t) <= q.turns {
					out[t] = true
				}
			}
		}
		return out
	}
	ta, tb := close(a.turns, b.turns), close(b.turns, a.turns)
	return plainSet{join(w.touching(a.facts, ta), w.touching(b.facts, tb)), join(ta, tb)}
}

func (q plainRelation) in(w *plainWorld) plainSet {
	a, b := q.a.in(w), q.b.in(w)
	facts := map[plainFact]bool{}
	for f := range a.facts {
		for g := range b.facts {
			if (f.kind != g.kind || f.id != g.id) && q.holds(w, f, g) {
				facts[f] = true
			}
		}
	}
	return plainSet{facts, meet(a.turns, w.touchedBy(facts))}
}

func (q plainRelation) holds(w *plainWorld, f, g plainFact) bool {
	a, b := w.letters(f), w.letters(g)
	switch q.how {
	case "overlaps":
		return len(meet(a, b)) > 0
	case "inside":
		return len(a) > 0 && len(without(a, b)) == 0
	case "contains":
		return len(b) > 0 && len(without(b, a)) == 0
	}
	nearest := -1 // the least distance of two turns
	for _, t := range w.touches(f) {
		for _, u := range w.touches(g) {
			if t < 0 || u < 0 {
				return false
			}
			if d := max(t-u, u-t); nearest < 0 || d < nearest {
				nearest = d
			}
		}
	}
	if q.turns >= 0 && nearest > q.turns {
		return false
	}
	ends := func(letters map[int]bool, x plainFact) (int, int) {
		if len(letters) == 0 {
			return x.start, x.end
		}
		first, last := -1, -1
		for at := range letters {
			if first < 0 || at < first {
				first = at
			}
			last = max(last, at)
		}
		return first, last + 1 // the last letter begins there; all are one byte
	}
	startF, endF := ends(a, f)
	startG, endG := ends(b, g)
	switch q.how {
	case "before":
		return endF <= startG
	case "after":
		return endG <= startF
	}
	return true
}

// plainDescription is what describes one thing in an AND.
type plainDescription struct {
	kind  string
	names []string
	parts []plainQuery
	minus []plainFactField
}

// descriptions sorts the parts of an AND as package search says: facts of one
// kind whose names differ are one thing.
func (q plainAnd) descriptions() (of []plainDescription, rest []plainQuery) {
	var alone []plainDescription
	for _, p := range q.of {
		if p.selects() == selectsFacts {
			kind, names := p.kind()
			alone = append(alone, plainDescription{kind: kind, names: names, parts: []plainQuery{p}})
		}
	}
	for _, kind := range []string{"coding", "memo"} {
		var rivals []plainDescription
		shared := plainDescription{kind: kind}
		for i, d := range alone {
			conflicts := slices.ContainsFunc(alone[:i], d.clashes) || slices.ContainsFunc(alone[i+1:], d.clashes)
			switch {
			case d.kind != kind:
			case conflicts:
				rivals = append(rivals, d)
			default:
				shared.names, shared.parts = append(shared.names, d.names...), append(shared.parts, d.parts...)
			}
		}
		if rivals == nil && shared.parts != nil {
			rivals = []plainDescription{{kind: kind}}
		}
		for _, d := range rivals {
			of = append(of, plainDescription{kind, slices.Concat(d.names, shared.names), slices.Concat(d.parts, shared.parts), nil})
		}
	}
	for _, d := range alone {
		if d.kind == "" {
			of = append(of, d)
		}
	}
	for _, p := range q.of {
		if p.selects() == selectsFacts {
			continue
		}
		taken := false
		if not, ok := p.(plainNot); ok && !not.bracketed {
			if field, ok := not.of.(plainFactField); ok {
				for i := range of {
					if of[i].kind == kindOf(field.field) && !slices.Contains(of[i].names, field.field) {
						of[i].minus = append(of[i].minus, field)
						taken = true
					}
				}
			}
		}
		if !taken {
			rest = append(rest, p)
		}
	}
	return of, rest
}

func (d plainDescription) clashes(e plainDescription) bool {
	return d.kind == e.kind && slices.ContainsFunc(d.names, func(n string) bool { return slices.Contains(e.names, n) })
}

func (d plainDescription) in(w *plainWorld) plainSet {
	var out plainSet
	turns := w.universe()
	for i, p := range d.parts {
		set := p.in(w)
		if turns = meet(turns, set.turns); i == 0 {
			out.facts = set.facts
		} else {
			out.facts = meet(out.facts, set.facts)
		}
	}
	for _, m := range d.minus {
		out.facts = without(out.facts, m.in(w).facts)
	}
	out.turns = meet(turns, w.touchedBy(out.facts))
	out.facts = w.touching(out.facts, out.turns)
	return out
}

func (q plainAnd) in(w *plainWorld) plainSet {
	of, rest := q.descriptions()
	out := plainSet{map[plainFact]bool{}, w.universe()}
	for _, p := range rest {
		out.turns = meet(out.turns, p.in(w).turns)
	}
	for _, d := range of {
		out.turns = meet(out.turns, d.in(w).turns)
	}
	for _, d := range of {
		out.facts = join(out.facts, w.touching(d.in(w).facts, out.turns))
	}
	return out
}
