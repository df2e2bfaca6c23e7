package codebook

import (
	"fmt"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestDiffWordsReadsLikeAnEdit(t *testing.T) {
	for _, c := range []struct{ was, is, want string }{
		{"", "", ""},
		{"the same words", "the  same words", "the  same words"},
		{"", "all new", "{+all new+}"},
		{"all gone", "", "[-all gone-]"},
		{"Reliance on another.", "Reliance on a named partner.", "Reliance on [-another-] {+a named partner+}."},
		{"Use when a partner is relied on, or trusted.", "Use when a partner is relied on under risk, or trusted.", "Use when a partner is relied on {+under risk+}, or trusted."},
		{"don't", "don’t", "[-don't-] {+don’t+}"},
		{"stay calm. Use when named here.", "stay calm. Use when shown under risk, or named here.", "stay calm. Use when {+shown under risk, or+} named here."},
		{"one two three", "three two one", "[-one two three-] {+three two one+}"},
	} {
		if got := MarkWords(DiffWords(c.was, c.is)); got != c.want {
			t.Errorf("%q → %q: %s", c.was, c.is, got)
		}
	}
}

// Whatever the texts, both can be read off the runs.
func TestDiffWordsLosesNothing(t *testing.T) {
	letters := rapid.StringOf(rapid.RuneFrom([]rune("ab .,é\n")))
	squeeze := func(s string) string { return strings.Join(strings.Fields(s), "") }
	rapid.Check(t, func(t *rapid.T) {
		was, is := letters.Draw(t, "was"), letters.Draw(t, "is")
		var a, b strings.Builder
		for _, r := range DiffWords(was, is) {
			if r.Text == "" {
				t.Fatal("an empty run")
			}
			if r.Op != In {
				a.WriteString(r.Text)
			}
			if r.Op != Out {
				b.WriteString(r.Text)
			}
		}
		if squeeze(a.String()) != squeeze(was) || strings.TrimRightFunc(is, unicode.IsSpace) != b.String() {
			t.Fatalf("%q and %q give back %q and %q", was, is, a.String(), b.String())
		}
		if Changed(DiffWords(was, was)) {
			t.Fatal("a text differs from itself")
		}
	})
	if runs := DiffWords(strings.Repeat("a ", 5000), strings.Repeat("b ", 5000)); len(runs) != 2 {
		t.Errorf("two long texts give %d runs", len(runs))
	}
}

// marks writes a diff on one line, for tests.
func marks(d Diff) string {
	var out []string
	for _, c := range d.Codes {
		for _, p := range c.Parts {
			out = append(out, fmt.Sprintf("%s: %s %s %q→%q", c.Path, p.Kind, p.Part, p.Was, p.Is))
		}
	}
	for _, c := range d.Themes {
		for _, p := range c.Parts {
			out = append(out, fmt.Sprintf("theme %s: %s %s %q→%q", c.Name, p.Kind, p.Part, p.Was, p.Is))
		}
	}
	return strings.Join(out, "\n")
}

func TestCompareTellsEveryKindOfChange(t *testing.T) {
	h := &history{}
	a, b, c, d, e := h.add("a"), h.add("b"), h.add("c"), h.add("d"), h.add("e")
	h.state(Describe, e, Proposed)
	before := h.book()
	if d := Compare(before, before); !d.Empty() {
		t.Fatal(marks(d))
	}
	h.do(Rename, a, Values{Name: ptr("alpha")})
	h.do(Move, a, Values{Parent: &b})
	h.redefine(a, "about alpha")
	h.do(Describe, a, Values{Example: &Examples{Typical: []string{"one"}, NearMisses: []string{"two"}}, Colour: ptr("#4477aa"), Aliases: &[]string{"al"},
		Heading: ptr(true), Origin: &Provenance{Deductive, "Zimmerman"}})
	h.state(Merge, c, Merged, b)
	h.state(Retire, d, Retired)
	h.state(Accept, e, Live)
	h.add("new")
	want := `b/alpha: rename name "a"→"alpha"
b/alpha: move parent "/"→"b"
b/alpha: redefine definition "about a"→"about alpha"
b/alpha: describe example ""→"one"
b/alpha: describe near miss ""→"two"
b/alpha: describe alias ""→"al"
b/alpha: describe origin "inductive"→"deductive"
b/alpha: describe source ""→"Zimmerman"
b/alpha: describe colour ""→"#4477aa"
b/alpha: describe heading ""→"yes"
c: merge status "live"→"merged into b"
d: retire status "live"→"retired"
e: accept status "proposed"→"live"
new: add code ""→"new"
new: redefine definition ""→"about new"
new: describe origin ""→"inductive"`
	if diff := cmp.Diff(want, marks(Compare(before, h.book()))); diff != "" {
		t.Error(diff)
	}
	if d := Compare(before, h.book()); MarkWords(d.Codes[0].Parts[2].Words) != "about [-a-] {+alpha+}" {
		t.Error(d.Codes[0].Parts[2].Words)
	}
	theme := Theme{ID: ThemeID{1}, Name: "distance", Narrative: "far apart", Codes: []CodeID{a, b}}
	later := theme
	later.Name, later.Narrative, later.Codes = "nearness", "near apart", []CodeID{b, d}
	got := marks(Compare(New(before.Codes(), theme), New(before.Codes(), later)))
	want = `theme nearness: rename name "distance"→"nearness"
theme nearness: narrate narrative "far apart"→"near apart"
theme nearness: release code "a"→""
theme nearness: gather code ""→"d"`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// Wherever a coding stands otherwise under two codebooks, the diff says why;
// where the diff does not touch its code, it stands as it did.
func TestFiguresDifferOnlyAsTheChangesSay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := &history{}
		for range rapid.IntRange(2, 6).Draw(t, "codes") {
			h.add(fmt.Sprint("c", h.codes+1))
		}
		var uses []Use
		use := func() {
			for _, c := range h.book().Codes() {
				uses = append(uses, Use{Code: c.ID, Definition: c.DefinedBy, N: 1})
			}
		}
		use()
		h.wander(t, rapid.IntRange(0, 8).Draw(t, "steps"))
		was := h.book()
		use()
		h.wander(t, rapid.IntRange(0, 8).Draw(t, "steps"))
		is := h.book()
		use()
		d := Compare(was, is)
		for _, u := range uses {
			if a, b := was.Resolve(u.Code, u.Definition), is.Resolve(u.Code, u.Definition); a != b && !d.Touches(was, is, u.Code) {
				t.Fatalf("a coding of %v stood %+v, now %+v, and the diff says nothing of it:\n%s", u.Code, a, b, marks(d))
			}
		}
		// Every coding is counted exactly once under each.
		for _, b := range []*Codebook{was, is} {
			counts := b.Count(uses)
			sum := counts.Unknown
			for code := range counts.Codes {
				n := counts.Of(code)
				sum += n.Current + n.Stale + n.Hidden
			}
			if sum != len(uses) {
				t.Fatalf("%d of %d codings counted", sum, len(uses))
			}
		}
	})
}

func TestBlameNamesWhoSetWhat(t *testing.T) {
	h := &history{}
	a, b := h.add("a"), h.add("b")
	why := func(author byte, reason string) {
		c := &h.changes[len(h.changes)-1]
		c.Author, c.Values.Reason = CoderID{author}, &reason
	}
	h.do(Redefine, a, Values{Defined: &Defined{Definition: Definition{Text: "about a", Include: "named"}}})
	why(1, "too wide")
	h.do(Redefine, a, Values{Defined: &Defined{Definition: Definition{Text: "all about a", Include: "named"}}})
	why(2, "wider again")
	h.do(Redefine, a, Values{Defined: &Defined{Definition: Definition{Text: "undone"}}})
	why(3, "a slip")
	h.do(Undo, a, Values{Defined: &Defined{Definition{Text: "all about a", Include: "named"}, changeID(4)}})
	h.do(Move, a, Values{Parent: &b})
	h.do(Move, b, Values{Parent: &a}) // closes a cycle: no effect
	var recorded []Recorded
	for i, c := range h.changes {
		r := Recorded{Change: c, Version: fmt.Sprintf("v%d", 1+i/4)}
		recorded = append(recorded, r)
	}
	got := map[string]string{}
	for _, p := range Blame(h.book(), recorded, a) {
		got[p.Part] = fmt.Sprint(p.Value, "; ", p.Set.Author[0], " ", p.Set.Reason(), " ", p.Set.Version)
	}
	want := map[string]string{"name": "a; 0  v1", "parent": "b; 0  v2", "definition": "all about a; 2 wider again v1", "use when": "named; 1 too wide v1", "origin": "inductive; 0  "}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	var steps []string
	for _, s := range Steps(recorded, a) {
		for _, p := range s.Parts {
			steps = append(steps, fmt.Sprintf("%s %s", s.Kind, p.Part))
		}
	}
	if got := strings.Join(steps, ", "); got != "add code, add definition, add origin, redefine use when, redefine definition, redefine definition, redefine use when, undo definition, undo use when, move parent" {
		t.Error(got)
	}
}

func TestLabelsOfVersionsSavedApart(t *testing.T) {
	ana, ben := Coder{ID: CoderID{1}, Name: "ana"}, Coder{ID: CoderID{2}, Name: "ben"}
	one := Version{ID: VersionID{1}, Number: 1, Digest: "1111111111"}
	two := Version{ID: VersionID{2}, Number: 2, Digest: "2222222222", Author: ana.ID, Parents: []VersionID{one.ID}}
	twoToo := Version{ID: VersionID{3}, Number: 2, Digest: "3333333333", Author: ben.ID, Parents: []VersionID{one.ID}}
	versions := []Version{one, two}
	LabelVersions(versions, []Coder{ana, ben})
	if got := versions[1].Citation(); got != "v2 (22222222)" {
		t.Error(got)
	}
	if got := WorkingLabel(versions, "2222222222") + " " + WorkingLabel(versions, "9"); got != "v2 v2+" {
		t.Error(got)
	}
	versions = append(versions, twoToo)
	LabelVersions(versions, []Coder{ana, ben})
	if got := versions[0].Label() + "," + versions[1].Label() + "," + versions[2].Label(); got != "v1,v2 ana,v2 ben" {
		t.Error(got)
	}
	if got := WorkingLabel(versions, "3333333333") + ", " + WorkingLabel(versions, "9"); got != "v2 ben, v2 ana & v2 ben+" {
		t.Error(got)
	}
	twoToo.Author = ana.ID
	versions[2] = twoToo
	LabelVersions(versions, []Coder{ana, ben})
	if got := versions[1].Label() + "," + versions[2].Label(); got != "v2 ana 22222222,v2 ana 33333333" {
		t.Error(got)
	}
	if got := WorkingLabel(nil, ""); got != "unsaved" {
		t.Error(got)
	}
}
