package codebook

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// history makes changes one after another, as a copy of a project does.
type history struct {
	changes []Change
	codes   int
}

func (h *history) do(kind ChangeKind, code CodeID, v Values) ChangeID {
	n := len(h.changes) + 1
	h.changes = append(h.changes, Change{ID: changeID(n), Clock: uint64(n), Kind: kind, Code: code, Values: v})
	return changeID(n)
}

func (h *history) add(name string) CodeID {
	h.codes++
	id := codeID(h.codes)
	h.do(Add, id, Values{Name: &name, Defined: &Defined{Definition: Definition{Text: "about " + name}}})
	return id
}

func (h *history) redefine(code CodeID, text string) ChangeID {
	return h.do(Redefine, code, Values{Defined: &Defined{Definition: Definition{Text: text}}})
}

func (h *history) state(kind ChangeKind, code CodeID, status Status, into ...CodeID) {
	s := State{Status: status, Into: into}
	if status == Merged && len(into) > 0 {
		survivor, _ := h.book().Code(into[0])
		s.Under = survivor.DefinedBy
	}
	h.do(kind, code, Values{State: &s})
}

func (h *history) book() *Codebook {
	b, _ := Replay(h.changes)
	return b
}

// coding is one made now with a code.
func (h *history) coding(code CodeID) Coding {
	c, _ := h.book().Code(code)
	return Coding{Code: code, Definition: c.DefinedBy}
}

func TestStandingAfterEachKindOfChange(t *testing.T) {
	for name, c := range map[string]struct {
		change func(h *history, a, b, x, y CodeID)
		leads  int // the code it counts as
		want   CodingStatus
		why    string
	}{
		"renamed": {func(h *history, a, b, x, y CodeID) { h.do(Rename, a, Values{Name: ptr("other")}) }, 1, Current, ""},
		"moved":   {func(h *history, a, b, x, y CodeID) { h.do(Move, a, Values{Parent: &b}) }, 1, Current, ""},
		"examples added": {func(h *history, a, b, x, y CodeID) {
			h.do(Describe, a, Values{Example: &Examples{Typical: []string{"so"}}})
		}, 1, Current, ""},
		"redefined":             {func(h *history, a, b, x, y CodeID) { h.redefine(a, "new") }, 1, Stale, "its code was redefined"},
		"another one redefined": {func(h *history, a, b, x, y CodeID) { h.redefine(b, "new") }, 1, Current, ""},
		"merged":                {func(h *history, a, b, x, y CodeID) { h.state(Merge, a, Merged, b) }, 2, Current, ""},
		"merged, survivor redefined": {func(h *history, a, b, x, y CodeID) { h.state(Merge, a, Merged, b); h.redefine(b, "new") }, 2, Stale,
			"the code it was merged into was redefined"},
		"survivor redefined, then merged": {func(h *history, a, b, x, y CodeID) { h.redefine(b, "new"); h.state(Merge, a, Merged, b) }, 2, Current, ""},
		"redefined, then merged": {func(h *history, a, b, x, y CodeID) { h.redefine(a, "new"); h.state(Merge, a, Merged, b) }, 2, Stale,
			"its code was redefined"},
		"merged twice":             {func(h *history, a, b, x, y CodeID) { h.state(Merge, a, Merged, b); h.state(Merge, b, Merged, x) }, 3, Current, ""},
		"merged, survivor retired": {func(h *history, a, b, x, y CodeID) { h.state(Merge, a, Merged, b); h.state(Retire, b, Retired) }, 2, Hidden, "the code it was merged into is retired"},
		"merged, survivor split":   {func(h *history, a, b, x, y CodeID) { h.state(Merge, a, Merged, b); h.state(SplitUp, b, Split, x, y) }, 2, Stale, "the code it was merged into was split"},
		"merged and taken apart":   {func(h *history, a, b, x, y CodeID) { h.state(Merge, a, Merged, b); h.state(Restore, a, Live) }, 1, Current, ""},
		"split":                    {func(h *history, a, b, x, y CodeID) { h.state(SplitUp, a, Split, x, y) }, 1, Stale, "its code was split"},
		"split and put together":   {func(h *history, a, b, x, y CodeID) { h.state(SplitUp, a, Split, x, y); h.state(Restore, a, Live) }, 1, Current, ""},
		"retired":                  {func(h *history, a, b, x, y CodeID) { h.state(Retire, a, Retired) }, 1, Hidden, "its code is retired"},
		"redefined, then retired":  {func(h *history, a, b, x, y CodeID) { h.redefine(a, "new"); h.state(Retire, a, Retired) }, 1, Hidden, "its code is retired"},
		"retired and restored":     {func(h *history, a, b, x, y CodeID) { h.state(Retire, a, Retired); h.state(Restore, a, Live) }, 1, Current, ""},
		"proposed":                 {func(h *history, a, b, x, y CodeID) { h.state(Describe, a, Proposed) }, 1, Current, ""},
		"accepted":                 {func(h *history, a, b, x, y CodeID) { h.state(Describe, a, Proposed); h.state(Accept, a, Live) }, 1, Current, ""},
		"declined":                 {func(h *history, a, b, x, y CodeID) { h.state(Describe, a, Proposed); h.state(Decline, a, Declined) }, 1, Hidden, "its code was proposed and declined"},
		"redefinition taken back": {func(h *history, a, b, x, y CodeID) {
			was, _ := h.book().Code(a)
			h.redefine(a, "new")
			h.do(Undo, a, Values{Defined: &Defined{was.Definition, was.DefinedBy}})
		}, 1, Current, ""},
		"survivor's redefinition taken back": {func(h *history, a, b, x, y CodeID) {
			was, _ := h.book().Code(b)
			h.state(Merge, a, Merged, b)
			h.redefine(b, "new")
			h.do(Undo, b, Values{Defined: &Defined{was.Definition, was.DefinedBy}})
		}, 2, Current, ""},
		"merged into a code that is gone": {func(h *history, a, b, x, y CodeID) {
			h.state(Merge, a, Merged, b)
			h.do(Undo, b, Values{Removed: ptr(true)})
		}, 1, Current, ""},
	} {
		t.Run(name, func(t *testing.T) {
			h := &history{}
			a, b, x, y := h.add("a"), h.add("b"), h.add("x"), h.add("y")
			made := h.coding(a)
			c.change(h, a, b, x, y)
			code, standing, why := h.book().StatusOf(made)
			if standing != c.want || code.ID != codeID(c.leads) || why != c.why {
				t.Errorf("%q, standing %v (%s)", code.Name, standing, why)
			}
		})
	}
	if _, s, why := New(nil).StatusOf(Coding{Code: codeID(1)}); s != Unknown || why == "" {
		t.Error("an unknown code is not reported")
	}
}

func TestChoicesAfterASplit(t *testing.T) {
	h := &history{}
	a, b, x, y, z := h.add("a"), h.add("b"), h.add("x"), h.add("y"), h.add("z")
	h.state(SplitUp, a, Split, x, y)
	h.state(Merge, b, Merged, a) // as two copies may have done at once
	names := func(id CodeID) (out []string) {
		for _, c := range h.book().Choices(id) {
			out = append(out, c.Name)
		}
		return out
	}
	if got := fmt.Sprint(names(a), names(b)); got != "[x y] [x y]" {
		t.Error(got)
	}
	h.state(Merge, x, Merged, z)
	if got := fmt.Sprint(names(a)); got != "[z y]" {
		t.Error("after one part was merged:", got)
	}
	h.state(Retire, y, Retired)
	h.state(Retire, z, Retired)
	if got := names(a); got != nil {
		t.Error("after all parts were retired:", got)
	}
	if got := fmt.Sprint(names(z)); got != "[]" {
		t.Error(got)
	}
}

// wander makes random changes, sensible or not, in one copy.
func (h *history) wander(t *rapid.T, steps int) {
	for range steps {
		some := func() CodeID { return codeID(rapid.IntRange(1, h.codes).Draw(t, "code")) }
		switch rapid.IntRange(0, 9).Draw(t, "kind") {
		case 0:
			h.add(fmt.Sprint("c", h.codes+1))
		case 1, 2:
			h.redefine(some(), fmt.Sprint("d", len(h.changes)))
		case 3, 4:
			h.state(Merge, some(), Merged, some())
		case 5:
			h.state(SplitUp, some(), Split, some(), some())
		case 6:
			h.state(Retire, some(), Retired)
		case 7:
			h.state(Restore, some(), Live)
		case 8:
			h.do(Move, some(), Values{Parent: ptr(some())})
		case 9:
			h.state(Decline, some(), Declined)
		}
	}
}

// Any sequence of changes leaves every coding resolved to exactly one code in
// use, or stale with a reason, or hidden with a reason. Where it is stale, the
// choices are codes in use.
func TestEveryCodingStandsSomewhere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := &history{}
		for range rapid.IntRange(1, 6).Draw(t, "codes") {
			h.add(fmt.Sprint("c", h.codes+1))
		}
		var made []Coding
		for range 4 {
			h.wander(t, rapid.IntRange(0, 8).Draw(t, "steps"))
			for _, c := range h.book().Codes() {
				made = append(made, h.coding(c.ID))
			}
		}
		h.wander(t, rapid.IntRange(0, 8).Draw(t, "steps"))
		b := h.book()
		for _, c := range made {
			code, standing, why := b.StatusOf(c)
			switch standing {
			case Current:
				if !code.InUse() || why != "" {
					t.Fatalf("current, as %q (%s): %s", code.Name, code.Status, why)
				}
			case Stale:
				if why == "" || code.ID.IsZero() {
					t.Fatalf("stale without a reason: %+v", c)
				}
				for _, k := range b.Choices(c.Code) {
					if !k.InUse() {
						t.Fatalf("the choice %q is %s", k.Name, k.Status)
					}
				}
				if code.Status != Split && len(b.Choices(c.Code)) != 1 {
					t.Fatalf("%q leads to %d codes without a split", code.Name, len(b.Choices(c.Code)))
				}
			case Hidden:
				if why == "" || code.Status != Retired && code.Status != Declined {
					t.Fatalf("hidden, as %q (%s): %s", code.Name, code.Status, why)
				}
			default:
				t.Fatalf("standing %v: %s", standing, why)
			}
		}
	})
}

// Merging and taking apart, splitting and putting together, retiring and
// restoring give back what was, codings included, whatever happened to other
// codes in between; so does a redefinition taken back.
func TestWhatIsReversedGivesBackWhatWas(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := &history{}
		for range rapid.IntRange(3, 6).Draw(t, "codes") {
			h.add(fmt.Sprint("c", h.codes+1))
		}
		h.wander(t, rapid.IntRange(0, 10).Draw(t, "before"))
		before := h.book()
		var inUse []Code
		for _, c := range before.Codes() {
			if c.InUse() {
				inUse = append(inUse, c)
			}
		}
		if len(inUse) < 3 {
			return
		}
		code, b, c := inUse[0], inUse[1], inUse[2]
		var made []Coding
		for _, k := range before.Codes() {
			made = append(made, h.coding(k.ID), Coding{Code: k.ID, Definition: changeID(999)})
		}
		kind := rapid.IntRange(0, 3).Draw(t, "kind")
		switch kind {
		case 0:
			h.state(Merge, code.ID, Merged, b.ID)
		case 1:
			h.state(SplitUp, code.ID, Split, b.ID, c.ID)
		case 2:
			h.state(Retire, code.ID, Retired)
		case 3:
			h.redefine(code.ID, "something else")
		}
		h.do(Rename, b.ID, Values{Name: ptr("meanwhile")})
		h.add("new")
		if kind == 3 {
			h.do(Undo, code.ID, Values{Defined: &Defined{code.Definition, code.DefinedBy}})
		} else {
			h.state(Restore, code.ID, code.Status)
		}
		after := h.book()
		for _, m := range made {
			if was, is := before.Resolve(m.Code, m.Definition), after.Resolve(m.Code, m.Definition); was != is {
				t.Fatalf("%+v was %+v, is %+v", m, was, is)
			}
		}
	})
}

// What a coder says again, or anew, is current at once: she saw the definition
// in force.
func TestConfirmingAndRecodingMakeCurrent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := &history{}
		for range 4 {
			h.add(fmt.Sprint("c", h.codes+1))
		}
		made := h.coding(codeID(1))
		h.wander(t, rapid.IntRange(0, 12).Draw(t, "steps"))
		b := h.book()
		for _, k := range b.Choices(made.Code) {
			if r := b.Resolve(k.ID, k.DefinedBy); r.Status != Current || r.Code != k.ID {
				t.Fatalf("recoded to %q it stands %+v", k.Name, r)
			}
		}
	})
}

func TestResolutionsAreAllocatedOnce(t *testing.T) {
	h := &history{}
	a := h.add("a")
	made := h.coding(a)
	h.redefine(a, "b")
	b := h.book()
	if n := testing.AllocsPerRun(100, func() { b.Resolve(made.Code, made.Definition) }); n > 0 {
		t.Errorf("%v allocations to resolve one coding", n)
	}
}

// large is a codebook of 2,000 codes, one in ten merged, with three changes a
// code.
func large() ([]Change, []CodeID) {
	h := &history{}
	var ids []CodeID
	for i := range 2000 {
		id := h.add(fmt.Sprint("code ", i))
		if i > 20 {
			h.do(Move, id, Values{Parent: ptr(ids[i%20])})
		}
		ids = append(ids, id)
	}
	for i, id := range ids {
		h.do(Redefine, id, Values{Defined: &Defined{Definition: Definition{Text: "when the speaker names it", Include: "always", Exclude: "never"}}})
		if i > 20 && i%10 == 0 {
			h.do(Merge, id, Values{State: &State{Status: Merged, Into: []CodeID{ids[i-1]}}})
		}
	}
	return h.changes, ids
}

// BenchmarkResolve resolves 100,000 codings under a codebook of 2,000 codes. The
// figure to stay under is 10 ms.
func BenchmarkResolve(b *testing.B) {
	changes, ids := large()
	book, _ := Replay(changes)
	codings := make([]Coding, 100_000)
	for i := range codings {
		k, _ := book.Code(ids[i*7919%len(ids)])
		codings[i] = Coding{Code: k.ID, Definition: k.DefinedBy}
	}
	for b.Loop() {
		current := 0
		for i := range codings {
			if book.Resolve(codings[i].Code, codings[i].Definition).Status == Current {
				current++
			}
		}
		if current != len(codings) {
			b.Fatal(current)
		}
	}
}

func BenchmarkReplay2000Codes(b *testing.B) {
	changes, ids := large()
	if !slices.IsSortedFunc(changes, Change.Compare) {
		b.Fatal("not in order")
	}
	for b.Loop() {
		if book, bad := Replay(changes); book.Len() != len(ids) || len(bad) > 0 {
			b.Fatal(book.Len(), bad)
		}
	}
}

func BenchmarkFind2000Codes(b *testing.B) {
	changes, _ := large()
	book, _ := Replay(changes)
	for b.Loop() {
		if _, err := book.Find("code 1999"); err != nil {
			b.Fatal(err)
		}
	}
}
