package codebook

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func ptr[T any](v T) *T { return &v }

func codeID(n int) CodeID     { return CodeID{15: byte(n), 14: byte(n >> 8), 0: 1} }
func changeID(n int) ChangeID { return ChangeID{15: byte(n), 14: byte(n >> 8), 0: 2} }

func added(n int, name string, parent int) Change {
	v := Values{Name: &name, Defined: &Defined{Definition: Definition{Text: "about " + name}}}
	if parent > 0 {
		v.Parent = ptr(codeID(parent))
	}
	return Change{ID: changeID(n), Clock: uint64(n), Kind: Add, Code: codeID(n), Values: v}
}

func tree(b *Codebook) string {
	var out []string
	for _, c := range b.Codes() {
		out = append(out, b.Path(c.ID))
	}
	return strings.Join(out, " ")
}

func TestReplayMakesTheTree(t *testing.T) {
	b, bad := Replay([]Change{
		added(1, "intra", 0), added(2, "extra", 0), added(3, "trust", 1), added(4, "a/b", 3),
		{ID: changeID(5), Clock: 5, Kind: Move, Code: codeID(3), Values: Values{Parent: ptr(codeID(2))}},
		{ID: changeID(6), Clock: 6, Kind: Rename, Code: codeID(2), Values: Values{Name: ptr("outer")}},
	})
	if len(bad) != 0 {
		t.Fatal(bad)
	}
	if got, want := tree(b), `intra outer outer/trust outer/trust/a\/b`; got != want {
		t.Errorf("tree is %q, want %q", got, want)
	}
	if c, err := b.Find(`outer/trust/a\/b`); err != nil || c.ID != codeID(4) {
		t.Errorf("Find by path: %v, %v", c.Name, err)
	}
}

func TestMovesThatCloseACycleHaveNoEffect(t *testing.T) {
	b, bad := Replay([]Change{
		added(1, "a", 0), added(2, "b", 1),
		{ID: changeID(3), Clock: 3, Kind: Move, Code: codeID(1), Values: Values{Parent: ptr(codeID(2))}},
		{ID: changeID(4), Clock: 4, Kind: Move, Code: codeID(1), Values: Values{Parent: ptr(codeID(1))}},
		{ID: changeID(5), Clock: 5, Kind: Rename, Code: codeID(9), Values: Values{Name: ptr("x")}},
	})
	if len(bad) != 3 || tree(b) != "a a/b" {
		t.Errorf("tree %q, ineffective %v", tree(b), bad)
	}
}

func TestMergesThatCloseACycleHaveNoEffect(t *testing.T) {
	merge := func(n, from, into int) Change {
		return Change{ID: changeID(n), Clock: uint64(n), Kind: Merge, Code: codeID(from), Values: Values{State: &State{Status: Merged, Into: []CodeID{codeID(into)}}}}
	}
	b, bad := Replay([]Change{added(1, "a", 0), added(2, "b", 0), added(3, "c", 0), merge(4, 1, 2), merge(5, 2, 3), merge(6, 3, 1)})
	if len(bad) != 1 || bad[0].Change != changeID(6) {
		t.Fatalf("ineffective: %v", bad)
	}
	if c, ok := b.Follow(codeID(1)); !ok || c.ID != codeID(3) {
		t.Errorf("a leads to %q", c.Name)
	}
}

// Whatever the changes, the codebook depends on their set alone and is a tree
// in which every code is reachable.
func TestReplayDependsOnTheSetAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 8).Draw(t, "codes")
		var changes []Change
		for i := 1; i <= n; i++ {
			changes = append(changes, added(i, fmt.Sprint("c", i), rapid.IntRange(0, n).Draw(t, "parent")))
		}
		for i := range rapid.IntRange(0, 30).Draw(t, "changes") {
			c := Change{ID: changeID(100 + i), Clock: rapid.Uint64Range(1, 20).Draw(t, "clock"), Code: codeID(rapid.IntRange(1, n+1).Draw(t, "code"))}
			other := codeID(rapid.IntRange(1, n).Draw(t, "other"))
			switch rapid.IntRange(0, 3).Draw(t, "kind") {
			case 0:
				c.Kind, c.Values.Parent = Move, &other
			case 1:
				c.Kind, c.Values.State = Merge, &State{Status: Merged, Into: []CodeID{other}}
			case 2:
				c.Kind, c.Values.Defined = Redefine, &Defined{Definition: Definition{Text: fmt.Sprint("d", i)}}
			case 3:
				c.Kind, c.Values.State = Restore, &State{Status: Live}
			}
			changes = append(changes, c)
		}
		one, bad := Replay(changes)
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		again := append(append([]Change{}, changes...), changes[:rng.IntN(len(changes))]...)
		rng.Shuffle(len(again), func(i, j int) { again[i], again[j] = again[j], again[i] })
		two, bad2 := Replay(again)
		if d := cmp.Diff(one.Codes(), two.Codes()); d != "" {
			t.Fatal(d)
		}
		if d := cmp.Diff(bad, bad2); d != "" {
			t.Fatal(d)
		}
		if one.Len() != n {
			t.Fatalf("%d of %d codes are in the tree", one.Len(), n)
		}
		for _, c := range one.Codes() {
			if end, ok := one.Follow(c.ID); !ok || end.Status == Merged {
				t.Fatalf("following %q ends at %q (%s)", c.Name, end.Name, end.Status)
			}
		}
	})
}

func TestUndoneRedefinitionIsTheEarlierDefinition(t *testing.T) {
	redefined := Change{ID: changeID(2), Clock: 2, Kind: Redefine, Code: codeID(1), Values: Values{Defined: &Defined{Definition: Definition{Text: "other"}}}}
	undone := Change{ID: changeID(3), Clock: 3, Kind: Undo, Code: codeID(1), Values: Values{Defined: &Defined{Definition{Text: "about a"}, changeID(1)}}}
	made := Coding{Code: codeID(1), Definition: changeID(1)}
	b, _ := Replay([]Change{added(1, "a", 0), redefined})
	if _, s, _ := b.StatusOf(made); s != Stale {
		t.Errorf("after a redefinition the coding's standing is %v", s)
	}
	b, _ = Replay([]Change{added(1, "a", 0), redefined, undone})
	if _, s, why := b.StatusOf(made); s != Current {
		t.Errorf("after undoing it the standing is %v: %s", s, why)
	}
}

func TestFindSaysWhatIsAmbiguous(t *testing.T) {
	b, _ := Replay([]Change{added(1, "x", 0), added(2, "y", 0), added(3, "Trust", 1), added(4, "trust", 2)})
	if c, err := b.Find("trust"); err != nil || c.ID != codeID(4) {
		t.Errorf("exact case should decide: %v %v", c, err)
	}
	_, err := b.Find("TRUST")
	if err == nil || !strings.Contains(err.Error(), "x/Trust") || !strings.Contains(err.Error(), "y/trust") {
		t.Errorf("error does not list the choices: %v", err)
	}
	if _, err := b.Find("nothing"); err == nil {
		t.Error("an unknown name was found")
	}
}

func TestPathsRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		names := rapid.SliceOfN(rapid.StringOf(rapid.RuneFrom([]rune(`ab/\é`))), 1, 4).Draw(t, "names")
		if d := cmp.Diff(names, SplitPath(JoinPath(names...))); d != "" {
			t.Fatal(d)
		}
	})
}
