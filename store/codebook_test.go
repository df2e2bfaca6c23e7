package store

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"concord/codebook"
)

// wanderCodebook does a random thing with codes and themes; what is refused is
// simply not done.
func wanderCodebook(rng *rand.Rand, p *Project, by codebook.CoderID, book *codebook.Codebook, cs []codebook.Coding) {
	codes, themes := book.Codes(), book.Themes()
	some := func() codebook.CodeID {
		if len(codes) == 0 {
			return codebook.CodeID{}
		}
		return codes[rng.IntN(len(codes))].ID
	}
	state := func(kind codebook.ChangeKind, s codebook.Status) {
		_ = p.ChangeCodes(ctx, by, CodeChange{Code: some(), Kind: kind, Reason: "because", Values: codebook.Values{State: &codebook.State{Status: s}}})
	}
	switch rng.IntN(9) {
	case 0:
		_, _ = p.SplitCode(ctx, by, some(), []Part{{New: NewCode{Name: fmt.Sprint("part ", rng.IntN(9))}}, {Code: some()}}, "because")
	case 1:
		state(codebook.Retire, codebook.Retired)
	case 2:
		state(codebook.Restore, codebook.Live)
	case 3:
		_, _ = p.AddTheme(ctx, by, NewTheme{Name: fmt.Sprint("theme ", rng.IntN(4)), Codes: []codebook.CodeID{some()}}, "because")
	case 4:
		if len(themes) > 0 {
			t := themes[rng.IntN(len(themes))]
			_ = p.ChangeTheme(ctx, by, t.ID, ThemeChange{Narrative: ptr(fmt.Sprint("told ", rng.IntN(9))), Gather: []codebook.CodeID{some()}, Release: []codebook.CodeID{some()}}, "")
		}
	case 5:
		if len(themes) > 0 {
			_ = p.RemoveTheme(ctx, by, themes[rng.IntN(len(themes))].ID, "")
		}
	case 6:
		if len(cs) > 0 {
			c := cs[rng.IntN(len(cs))]
			_ = p.Confirm(ctx, c.Coder, c.ID)
		}
	case 7:
		_ = p.SetLead(ctx, by, []codebook.CoderID{by, {}}[rng.IntN(2)])
	case 8:
		state(codebook.Accept, codebook.Live)
		state(codebook.Decline, codebook.Declined)
	}
}

func (s *study) change(t testing.TB, c CodeChange) {
	t.Helper()
	if err := s.ChangeCodes(ctx, s.ana.ID, c); err != nil {
		t.Fatal(err)
	}
}

func (s *study) redefine(t testing.TB, code codebook.Code, text string) {
	t.Helper()
	s.change(t, CodeChange{Code: code.ID, Kind: codebook.Redefine, Values: codebook.Values{Defined: &codebook.Defined{Definition: codebook.Definition{Text: text}}}})
}

func merging(code, into codebook.Code) CodeChange {
	return CodeChange{Code: code.ID, Kind: codebook.Merge, Values: codebook.Values{State: &codebook.State{Status: codebook.Merged, Into: []codebook.CodeID{into.ID}}}}
}

func stated(code codebook.Code, kind codebook.ChangeKind, s codebook.Status, reason string) CodeChange {
	return CodeChange{Code: code.ID, Kind: kind, Values: codebook.Values{State: &codebook.State{Status: s}}, Reason: reason}
}

func (s *study) book(t testing.TB) *codebook.Codebook {
	t.Helper()
	b, err := s.As(s.ana.ID).Codebook(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// standing tells how the only coding stands.
func (s *study) standing(t testing.TB) string {
	t.Helper()
	c := s.codings(t)[0]
	code, standing, why := s.book(t).StatusOf(c)
	return fmt.Sprintf("%s %d %s", code.Name, standing, why)
}

func TestConfirmingMovingAndRecodingStaleCodings(t *testing.T) {
	s := newStudy(t)
	c := s.apply(t, s.ana, s.trust, s.turn(1))
	says := func(want string) {
		t.Helper()
		if got := s.standing(t); got != want {
			t.Errorf("it stands %q, want %q", got, want)
		}
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	const redefined = "trust 1 its code was redefined"
	s.redefine(t, s.trust, "relies under risk")
	says(redefined)
	must(s.Confirm(ctx, s.ana.ID, c.ID))
	says("trust 0 ")
	if _, err := s.Undo(ctx, s.ana.ID); err != nil {
		t.Fatal(err)
	}
	says(redefined)
	// Whoever moves the bounds has looked.
	must(s.MoveCoding(ctx, s.ana.ID, c.ID, s.turn(3)))
	says("trust 0 ")
	// Wording alone keeps codings current; the old words are the old definition.
	s.change(t, CodeChange{Code: s.trust.ID, Kind: codebook.Reword, Values: codebook.Values{Defined: &codebook.Defined{Definition: codebook.Definition{Text: "Relies under risk."}}}})
	says("trust 0 ")
	s.redefine(t, s.trust, "relies on the other")
	says(redefined)
	s.redefine(t, s.trust, "Relies under risk.")
	says("trust 0 ")
	// What came by a merge and is kept belongs to the survivor from then on.
	s.change(t, merging(s.trust, s.grief))
	says("grief 0 ")
	must(s.Confirm(ctx, s.ana.ID, c.ID))
	if got := s.codings(t)[0]; got.Code != s.trust.ID {
		t.Error("confirming a coding that is not stale changed it")
	}
	s.redefine(t, s.grief, "sorrow")
	says("grief 1 the code it was merged into was redefined")
	must(s.Confirm(ctx, s.ana.ID, c.ID))
	says("grief 0 ")
	s.change(t, stated(s.trust, codebook.Restore, codebook.Live, ""))
	says("grief 0 ")
	parts, err := s.SplitCode(ctx, s.ana.ID, s.grief.ID, []Part{{New: NewCode{Name: "loss"}}, {Code: s.trust.ID}}, "two things")
	must(err)
	says("grief 1 its code was split")
	if err := s.Confirm(ctx, s.ana.ID, c.ID); err == nil || !strings.Contains(err.Error(), "say which of its parts") {
		t.Errorf("a passage of a split code was confirmed: %v", err)
	}
	must(s.MoveCoding(ctx, s.ana.ID, c.ID, s.turn(1)))
	says("grief 1 its code was split")
	must(s.RecodeAll(ctx, s.ana.ID, parts[0].ID, c.ID))
	says("loss 0 ")
	s.change(t, stated(parts[0], codebook.Retire, codebook.Retired, ""))
	says("loss 2 its code is retired")
	if err := s.Confirm(ctx, s.ana.ID, c.ID); err == nil {
		t.Error("a hidden passage was confirmed")
	}
	if err := s.Confirm(ctx, s.ben.ID, c.ID); err == nil || !strings.Contains(err.Error(), "another coder's") {
		t.Errorf("another's passage: %v", err)
	}
}

func TestMergeAndSplitCanBeReversed(t *testing.T) {
	s := newStudy(t)
	s.apply(t, s.ana, s.trust, s.turn(1))
	before := s.standing(t)
	for _, c := range [][]CodeChange{
		{merging(s.trust, s.grief), stated(s.trust, codebook.Restore, codebook.Live, "")},
		{stated(s.trust, codebook.Retire, codebook.Retired, ""), stated(s.trust, codebook.Restore, codebook.Live, "")},
	} {
		for _, x := range c {
			s.change(t, x)
		}
		if got := s.standing(t); got != before {
			t.Errorf("after %s and %s: %s", c[0].Kind, c[1].Kind, got)
		}
	}
	split := func() {
		t.Helper()
		if _, err := s.SplitCode(ctx, s.ana.ID, s.trust.ID, []Part{{New: NewCode{Name: "one"}}, {New: NewCode{Name: "two"}}}, ""); err != nil {
			t.Fatal(err)
		}
	}
	split()
	d, err := s.Undo(ctx, s.ana.ID)
	if err != nil || d.Text != "split of code “trust”" {
		t.Fatalf("%q %v", d.Text, err)
	}
	if got := s.standing(t); got != before || s.book(t).Len() != 2 {
		t.Errorf("after undoing the split: %s", got)
	}
	split()
	s.change(t, stated(s.trust, codebook.Restore, codebook.Live, ""))
	if got := s.standing(t); got != before {
		t.Errorf("after putting together: %s", got)
	}
	// Work that stands on a part keeps the split from being undone.
	if _, err := s.Undo(ctx, s.ana.ID); err != nil {
		t.Fatal(err)
	}
	one, _ := s.book(t).Find("one")
	s.apply(t, s.ben, one, s.turn(5))
	if _, err := s.Undo(ctx, s.ana.ID); err == nil || !strings.Contains(err.Error(), "1 coding stands on it") {
		t.Errorf("the split was undone under a coding: %v", err)
	}
	// So does a merge into a code that was added.
	ana := s.ana.ID
	third, err := s.AddCode(ctx, ana, NewCode{Name: "third"}, "")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.ChangeCodes(ctx, s.ben.ID, merging(s.grief, third)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Undo(ctx, ana); err == nil || !strings.Contains(err.Error(), "merged or split into it") {
		t.Errorf("a survivor was taken away: %v", err)
	}
}

func TestChangesThatMakeNoSenseAreRefused(t *testing.T) {
	s := newStudy(t)
	loss, err := s.AddCode(ctx, s.ana.ID, NewCode{Name: "loss", Parent: s.grief.ID}, "")
	if err != nil {
		t.Fatal(err)
	}
	heading, err := s.AddCode(ctx, s.ana.ID, NewCode{Name: "heading", Heading: true}, "")
	if err != nil {
		t.Fatal(err)
	}
	s.change(t, stated(loss, codebook.Retire, codebook.Retired, ""))
	v := func(v codebook.Values) codebook.Values { return v }
	into := func(s codebook.Status, ids ...codebook.CodeID) codebook.Values {
		return v(codebook.Values{State: &codebook.State{Status: s, Into: ids}})
	}
	for _, c := range []struct {
		change CodeChange
		says   string
	}{
		{CodeChange{Code: s.trust.ID, Kind: codebook.Rename, Values: v(codebook.Values{Name: ptr("Grief")})}, "already (live)"},
		{CodeChange{Code: s.trust.ID, Kind: codebook.Rename, Values: v(codebook.Values{Name: ptr(" ")})}, "needs a name"},
		{CodeChange{Code: s.trust.ID, Kind: codebook.Move, Values: v(codebook.Values{Parent: ptr(codebook.CodeID{1})})}, "parent is not in"},
		{CodeChange{Code: s.grief.ID, Kind: codebook.Move, Values: v(codebook.Values{Parent: &loss.ID})}, "below itself"},
		{CodeChange{Code: s.trust.ID, Kind: codebook.Describe, Values: v(codebook.Values{Colour: ptr("red")})}, "#rrggbb"},
		{CodeChange{Code: s.trust.ID, Kind: codebook.Redefine, Values: v(codebook.Values{Defined: &codebook.Defined{Definition: s.trust.Definition}})}, "would stay as it is"},
		{CodeChange{Code: loss.ID, Kind: codebook.Redefine, Values: v(codebook.Values{Defined: &codebook.Defined{}})}, "it is retired; restore it first"},
		{CodeChange{Code: s.trust.ID, Kind: codebook.Merge, Values: into(codebook.Merged)}, "say what takes its place"},
		{CodeChange{Code: s.trust.ID, Kind: codebook.Merge, Values: into(codebook.Merged, s.trust.ID)}, "its own place"},
		{CodeChange{Code: s.trust.ID, Kind: codebook.Merge, Values: into(codebook.Merged, loss.ID)}, "“loss” is retired"},
		{CodeChange{Code: s.trust.ID, Kind: codebook.Merge, Values: into(codebook.Merged, heading.ID)}, "only gathers"},
		{CodeChange{Code: s.trust.ID, Kind: codebook.Merge, Values: into(codebook.Merged, s.grief.ID, heading.ID)}, "merged into one other"},
		{CodeChange{Code: s.trust.ID, Kind: codebook.SplitUp, Values: into(codebook.Split, s.grief.ID)}, "split into two or more"},
		{CodeChange{Code: s.trust.ID, Kind: codebook.SplitUp, Values: into(codebook.Split, s.grief.ID, s.grief.ID)}, "named twice"},
		{CodeChange{Code: loss.ID, Kind: codebook.SplitUp, Values: into(codebook.Split, s.grief.ID, s.trust.ID)}, "restore it first"},
		{stated(s.trust, codebook.Restore, codebook.Live, ""), "in use already"},
		{stated(loss, codebook.Retire, codebook.Retired, ""), "retired already"},
		{stated(s.trust, codebook.Accept, codebook.Live, ""), "not proposed"},
		{stated(s.trust, codebook.Decline, codebook.Declined, "no"), "not proposed"},
	} {
		if err := s.ChangeCodes(ctx, s.ana.ID, c.change); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v; want %q", c.change.Kind, err, c.says)
		}
	}
	if _, err := s.Apply(ctx, s.ana.ID, NewCoding{Transcript: s.transcript.ID, Span: s.turn(1), Code: heading.ID}); err == nil || !strings.Contains(err.Error(), "only gathers") {
		t.Errorf("a heading was applied: %v", err)
	}
}

func TestWhoeverDoesNotLeadProposes(t *testing.T) {
	s := newStudy(t)
	coin := func(by codebook.Coder, name string) codebook.Code {
		t.Helper()
		code, _, err := s.ApplyNewCode(ctx, by.ID, NewCode{Name: name}, "", NewCoding{Transcript: s.transcript.ID, Span: s.turn(1)})
		if err != nil {
			t.Fatal(err)
		}
		return code
	}
	if c := coin(s.ben, "a"); c.Status != codebook.Live {
		t.Errorf("nobody leads, and the code is %s", c.Status)
	}
	if err := s.SetLead(ctx, s.ana.ID, s.ana.ID); err != nil {
		t.Fatal(err)
	}
	if c := coin(s.ana, "b"); c.Status != codebook.Live {
		t.Errorf("the lead's code is %s", c.Status)
	}
	bens := coin(s.ben, "c")
	if bens.Status != codebook.Proposed {
		t.Errorf("ben's code is %s", bens.Status)
	}
	decide := func(by codebook.Coder, kind codebook.ChangeKind, status codebook.Status, reason string) error {
		return s.ChangeCodes(ctx, by.ID, stated(bens, kind, status, reason))
	}
	if err := decide(s.ben, codebook.Accept, codebook.Live, ""); err == nil || !strings.Contains(err.Error(), "only ana, who leads") {
		t.Errorf("ben accepts his own: %v", err)
	}
	if err := decide(s.ana, codebook.Decline, codebook.Declined, " "); err == nil || !strings.Contains(err.Error(), "say why") {
		t.Errorf("declined without a reason: %v", err)
	}
	if err := decide(s.ana, codebook.Decline, codebook.Declined, "it is grief"); err != nil {
		t.Fatal(err)
	}
	if err := s.ChangeCodes(ctx, s.ana.ID, merging(bens, s.grief)); err != nil {
		t.Errorf("what was declined cannot be merged later: %v", err)
	}
	for range 2 {
		if _, err := s.Undo(ctx, s.ana.ID); err != nil {
			t.Fatal(err)
		}
	}
	if err := decide(s.ana, codebook.Accept, codebook.Live, ""); err != nil {
		t.Fatal(err)
	}
	if c, _ := s.book(t).Code(bens.ID); c.Status != codebook.Live {
		t.Errorf("accepted, it is %s", c.Status)
	}
}

func TestThemes(t *testing.T) {
	s := newStudy(t)
	theme, err := s.AddTheme(ctx, s.ana.ID, NewTheme{Name: "distance", Narrative: "far", Codes: []codebook.CodeID{s.trust.ID}}, "for the paper")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.AddTheme(ctx, s.ana.ID, NewTheme{Name: "Distance"}, ""); err == nil {
		t.Error("two themes of one name")
	}
	err = s.ChangeTheme(ctx, s.ana.ID, theme.ID, ThemeChange{Name: ptr("nearness"), Narrative: ptr("near"), Gather: []codebook.CodeID{s.grief.ID, s.trust.ID}, Release: []codebook.CodeID{s.trust.ID}}, "")
	if err != nil {
		t.Fatal(err)
	}
	got, ok := s.book(t).Theme(theme.ID)
	if !ok || got.Name != "nearness" || got.Narrative != "near" || len(got.Codes) != 1 || !got.Holds(s.grief.ID) {
		t.Errorf("%+v", got)
	}
	v1, err := s.SaveVersion(ctx, s.ana.ID, "one")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.RemoveTheme(ctx, s.ana.ID, theme.ID, ""); err != nil {
		t.Fatal(err)
	}
	if n := len(s.book(t).Themes()); n != 0 {
		t.Errorf("%d themes after removing the only one", n)
	}
	versions, err := s.As(s.ana.ID).Versions(ctx)
	if err != nil || len(versions[0].Codebook().Themes()) != 1 {
		t.Errorf("the saved version lost its theme: %v", err)
	}
	if o, _ := s.As(s.ana.ID).Overview(ctx); !o.Changed || o.Working != "v1+" {
		t.Errorf("a theme was removed, and the codebook is %q", o.Working)
	}
	for _, want := range []string{"remove of theme “nearness”", "saved codebook v1", "4 changes of a theme", "new theme “distance”"} {
		if d, err := s.Undo(ctx, s.ana.ID); err != nil || d.Text != want {
			t.Errorf("undo says %q, %v; want %q", d.Text, err, want)
		}
	}
	if n := len(s.book(t).Themes()); n != 0 {
		t.Errorf("%d themes after undoing everything", n)
	}
	// The number of the version that was taken back is not given again.
	v2, err := s.SaveVersion(ctx, s.ana.ID, "two")
	if err != nil || v2.Number != v1.Number+1 {
		t.Errorf("a number that was used is given to another version: %v %v", v2.Number, err)
	}
}

func TestVersionsSavedApart(t *testing.T) {
	s := newStudy(t)
	exchange := func(from, to *Project) {
		t.Helper()
		events, texts := everything(t, from)
		if _, err := to.merge(ctx, delivery{events: events, texts: texts}, nil, steps{}); err != nil {
			t.Fatal(err)
		}
	}
	save := func(p *Project, by codebook.Coder, reason string) codebook.Version {
		t.Helper()
		v, err := p.SaveVersion(ctx, by.ID, reason)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	labels := func(p *Project) string {
		t.Helper()
		vs, err := p.As(s.ana.ID).Versions(ctx)
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, v := range vs {
			out = append(out, v.Label())
		}
		o, err := p.As(s.ana.ID).Overview(ctx)
		if err != nil {
			t.Fatal(err)
		}
		return strings.Join(out, ", ") + "; now " + o.Working
	}
	save(s.Project, s.ana, "one")
	other := twin(t, s.Project)
	exchange(s.Project, other)
	s.redefine(t, s.trust, "ana's words")
	two := save(s.Project, s.ana, "ana's two")
	if err := other.ChangeCodes(ctx, s.ben.ID, CodeChange{Code: s.grief.ID, Kind: codebook.Rename, Values: codebook.Values{Name: ptr("sorrow")}, Reason: "softer"}); err != nil {
		t.Fatal(err)
	}
	twoToo := save(other, s.ben, "ben's two")
	exchange(s.Project, other)
	exchange(other, s.Project)
	if got := labels(s.Project); got != "v1, v2 ana, v2 ben; now v2 ana & v2 ben+" {
		t.Error(got)
	}
	three := save(s.Project, s.ana, "both")
	if three.Number != 3 || len(three.Parents) != 2 {
		t.Errorf("the version that joins them is %d with %d parents", three.Number, len(three.Parents))
	}
	if got := labels(s.Project); got != "v1, v2 ana, v2 ben, v3; now v3" {
		t.Error(got)
	}
	// Each version holds what led to it, and not what came from elsewhere later.
	history, err := s.As(s.ana.ID).History(ctx)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range history {
		got = append(got, fmt.Sprintf("%s %s %v %v", r.Kind, r.Version, two.Holds(r.Change), twoToo.Holds(r.Change)))
	}
	want := []string{"add v1 true true", "add v1 true true", "redefine v2 ana true false", "rename v2 ben false true"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestHistoryKnowsWhatWasTakenBack(t *testing.T) {
	s := newStudy(t)
	s.redefine(t, s.trust, "one")
	s.redefine(t, s.trust, "two")
	for range 2 {
		if _, err := s.Undo(ctx, s.ana.ID); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Redo(ctx, s.ana.ID); err != nil {
		t.Fatal(err)
	}
	history, err := s.As(s.ana.ID).History(ctx)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range history[2:] {
		got = append(got, fmt.Sprintf("%s %v", r.Kind, r.TakenBack))
	}
	if d := cmp.Diff([]string{"redefine false", "redefine true", "undo true", "undo true", "undo true"}, got); d != "" {
		t.Error(d)
	}
}

// BenchmarkNewCode2000 is a new code with its first coding where there are 2,000
// codes with three changes each.
func BenchmarkNewCode2000(b *testing.B) {
	p := open(b)
	ana, err := p.AddCoder(ctx, "ana", "")
	if err != nil {
		b.Fatal(err)
	}
	var codes []ImportedCode
	for i := range 2000 {
		path := []string{fmt.Sprint("code ", i)}
		if i > 20 {
			path = append([]string{fmt.Sprint("code ", i%20)}, path...)
		}
		codes = append(codes, ImportedCode{Path: path, NewCode: NewCode{Definition: codebook.Definition{Text: "when the speaker names it"}}})
	}
	for range 2 {
		if _, err := p.ImportCodebook(ctx, ana.ID, codes, nil, "", false); err != nil {
			b.Fatal(err)
		}
		for i := range codes {
			codes[i].Definition.Include = "always"
		}
	}
	text := interview(b, 1)
	tr := importText(b, p, ana.ID, "KI-01", text)
	n := 0
	for b.Loop() {
		n++
		if _, _, err := p.ApplyNewCode(ctx, ana.ID, NewCode{Name: fmt.Sprint("new ", n)}, "", NewCoding{Transcript: tr.ID, Span: text.Turns[1].SpeechSpan()}); err != nil {
			b.Fatal(err)
		}
	}
}
