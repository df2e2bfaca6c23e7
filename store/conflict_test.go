package store

import (
	"bytes"
	"testing"

	"concord/codebook"
)

// copyOf makes another copy of a study and gives a way to bring both level.
func (s *study) copyOf(t testing.TB) (other *Project, level func()) {
	t.Helper()
	bundleOf := func(p *Project) *bytes.Buffer {
		var b bytes.Buffer
		if _, err := p.WriteBundle(ctx, s.ana.ID, &b, BundleOptions{}); err != nil {
			t.Fatal(err)
		}
		return &b
	}
	other, _, err := InitCopy(ctx, t.TempDir(), bundleOf(s.Project))
	if err != nil {
		t.Fatal(err)
	}
	return other, func() {
		t.Helper()
		if _, err := other.ReadBundle(ctx, bundleOf(s.Project), ReadBundleOptions{}); err != nil {
			t.Fatal(err)
		}
		if _, err := s.ReadBundle(ctx, bundleOf(other), ReadBundleOptions{}); err != nil {
			t.Fatal(err)
		}
	}
}

func redefine(t testing.TB, p *Project, by codebook.Coder, code codebook.CodeID, text string) {
	t.Helper()
	err := p.ChangeCodes(ctx, by.ID, CodeChange{Code: code, Kind: codebook.Redefine,
		Values: codebook.Values{Defined: &codebook.Defined{Definition: codebook.Definition{Text: text}}}})
	if err != nil {
		t.Fatal(err)
	}
}

// Two copies redefine one code: both definitions are kept, the conflict is shown on
// both sides, and either can be resolved on, with the codings made under it.
func TestTwoCopiesRedefineOneCode(t *testing.T) {
	s := newStudy(t)
	other, level := s.copyOf(t)
	redefine(t, s.Project, s.ana, s.trust.ID, "what ana means")
	redefine(t, other, s.ben, s.trust.ID, "a first go")
	redefine(t, other, s.ben, s.trust.ID, "what ben means")
	hers := s.apply(t, s.ana, s.trust, s.turn(1))
	level()
	conflicts, err := s.As(s.ana.ID).Conflicts(ctx)
	if err != nil || len(conflicts) != 1 || len(conflicts[0].Sides) != 2 || conflicts[0].Resolved {
		t.Fatalf("%+v, %v", conflicts, err)
	}
	c := conflicts[0]
	if c.Name != "the code “trust”" || len(c.Fields) != 1 || c.Fields[0] != "defined" {
		t.Errorf("%+v", c)
	}
	said := map[string]ConflictSide{}
	inForce := 0
	for _, side := range c.Sides {
		said[side.Values["defined"]] = side
		if side.InForce {
			inForce++
		}
	}
	if len(said) != 2 || said["what ben means"].Coder != s.ben.ID || inForce != 1 {
		t.Errorf("%+v", c.Sides)
	}
	if err := s.ResolveConflict(ctx, s.ana.ID, c.Thing, c.Replaced, said["what ana means"].Event, "we met"); err != nil {
		t.Fatal(err)
	}
	level()
	for name, p := range map[string]*Project{"hers": s.Project, "his": other} {
		conflicts, err := p.As(s.ben.ID).Conflicts(ctx)
		if err != nil || len(conflicts) != 1 || !conflicts[0].Resolved {
			t.Errorf("%s: %+v, %v", name, conflicts, err)
		}
		// Each side still says what it said, and which one stayed.
		for _, side := range conflicts[0].Sides {
			if words := side.Values["defined"]; said[words].Event != side.Event || side.InForce != (words == "what ana means") {
				t.Errorf("%s: %+v", name, side)
			}
		}
		book, err := p.As(s.ben.ID).Codebook(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if code, _ := book.Code(s.trust.ID); code.Definition.Text != "what ana means" {
			t.Errorf("%s: the definition in force is %q", name, code.Definition.Text)
		}
		if _, standing, _ := book.StatusOf(hers); standing != codebook.Current {
			t.Errorf("%s: the coding made under the definition kept is %v", name, standing)
		}
	}
}

// Changes of different values, and changes one after the other, do not conflict.
func TestWhatIsNoConflict(t *testing.T) {
	s := newStudy(t)
	other, level := s.copyOf(t)
	name, again := "reliance", "reliance on others"
	if err := s.ChangeCodes(ctx, s.ana.ID, CodeChange{Code: s.trust.ID, Kind: codebook.Rename, Values: codebook.Values{Name: &name}}); err != nil {
		t.Fatal(err)
	}
	redefine(t, other, s.ben, s.trust.ID, "his words")
	if err := s.ChangeCodes(ctx, s.ana.ID, CodeChange{Code: s.trust.ID, Kind: codebook.Rename, Values: codebook.Values{Name: &again}}); err != nil {
		t.Fatal(err)
	}
	redefine(t, s.Project, s.ana, s.grief.ID, "the same words")
	redefine(t, other, s.ben, s.grief.ID, "the same words")
	level()
	redefine(t, s.Project, s.ana, s.trust.ID, "her words, knowing his")
	level()
	if conflicts, err := s.As(s.ana.ID).Conflicts(ctx); err != nil || len(conflicts) != 0 {
		t.Errorf("%+v, %v", conflicts, err)
	}
}

// A conflict about a coding is for its coder to settle.
func TestAConflictAboutACodingIsItsCoders(t *testing.T) {
	s := newStudy(t)
	c := s.apply(t, s.ana, s.trust, s.turn(1))
	other, level := s.copyOf(t)
	if err := s.MoveCoding(ctx, s.ana.ID, c.ID, s.turn(3)); err != nil {
		t.Fatal(err)
	}
	if err := other.MoveCoding(ctx, s.ana.ID, c.ID, s.turn(5)); err != nil {
		t.Fatal(err)
	}
	level()
	conflicts, err := s.As(s.ana.ID).Conflicts(ctx)
	if err != nil || len(conflicts) != 1 {
		t.Fatalf("%+v, %v", conflicts, err)
	}
	x := conflicts[0]
	for _, side := range x.Sides {
		if err := s.ResolveConflict(ctx, s.ben.ID, x.Thing, x.Replaced, side.Event, ""); err == nil {
			t.Error("ben resolved it")
		}
	}
	var loser ConflictSide
	for _, side := range x.Sides {
		if !side.InForce {
			loser = side
		}
	}
	if err := s.ResolveConflict(ctx, s.ana.ID, x.Thing, x.Replaced, loser.Event, ""); err != nil {
		t.Fatal(err)
	}
	level()
	a, b := s.codings(t), mustCodings(t, other, s.ana)
	if len(a) != 1 || len(b) != 1 || a[0] != b[0] {
		t.Errorf("%+v and %+v", a, b)
	}
	if _, err := s.Undo(ctx, s.ana.ID); err != nil {
		t.Fatal(err)
	}
	if conflicts, _ := s.As(s.ana.ID).Conflicts(ctx); len(conflicts) != 1 || conflicts[0].Resolved {
		t.Errorf("after undo: %+v", conflicts)
	}
}

func mustCodings(t testing.TB, p *Project, by codebook.Coder) []codebook.Coding {
	t.Helper()
	o, err := p.As(by.ID).Overview(ctx)
	if err != nil {
		t.Fatal(err)
	}
	cs, err := p.As(by.ID).Codings(ctx, o.Transcripts[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	return cs
}
