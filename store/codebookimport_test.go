package store

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"concord/codebook"
)

// A code of a file is that of the project which has its id, wherever it stands
// by now; what the file cannot tell stays; codes out of use stay as they are.
func TestCodebookImportGoesByID(t *testing.T) {
	s := newStudy(t)
	book := func() *codebook.Codebook {
		b, err := s.As(s.ana.ID).Codebook(ctx)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	trust, err := book().Find("trust")
	if err != nil {
		t.Fatal(err)
	}
	themeID := codebook.ThemeID(uuid.New())
	told := map[string]bool{codebook.PartDefinition: true}
	file := []ImportedCode{
		{Path: []string{"relations"}, NewCode: NewCode{Heading: true}, Told: map[string]bool{codebook.PartHeading: true}, At: "line 2"},
		{Path: []string{"relations", "reliance"}, NewCode: NewCode{ID: trust.ID, Definition: codebook.Definition{Text: trust.Definition.Text, Include: "the file cannot tell this"}}, Told: told, At: "line 3"},
	}
	themes := []ImportedTheme{{ID: themeID, Name: "what holds", Narrative: "ties", Codes: []int{1, 1}}}
	got, err := s.ImportCodebook(ctx, s.ana.ID, file, themes, "from a workshop", false)
	if err != nil || !slices.Equal(got.Added, []string{"relations"}) || !slices.Equal(got.Described, []string{"relations/reliance"}) || !slices.Equal(got.Themes, []string{"what holds"}) || len(got.Diff.Themes) != 1 {
		t.Fatalf("%+v %v", got, err)
	}
	is, _ := book().Code(trust.ID)
	if book().Path(trust.ID) != "relations/reliance" || is.Definition != trust.Definition || is.DefinedBy != trust.DefinedBy {
		t.Errorf("it is %+v", is)
	}
	if th, ok := book().Theme(themeID); !ok || len(th.Codes) != 1 || th.Codes[0] != trust.ID {
		t.Errorf("the theme is %+v", th)
	}
	before, _ := s.As(s.ana.ID).State(ctx)
	if got, err = s.ImportCodebook(ctx, s.ana.ID, file, themes, "", false); err != nil || !got.Empty() || len(got.Unchanged) != 2 {
		t.Errorf("the second time: %+v %v", got, err)
	}
	if after, _ := s.As(s.ana.ID).State(ctx); after != before {
		t.Error("the same file twice left events")
	}

	if err := s.ChangeCodes(ctx, s.ana.ID, CodeChange{Code: trust.ID, Kind: codebook.Retire, Values: codebook.Values{State: &codebook.State{Status: codebook.Retired}}}); err != nil {
		t.Fatal(err)
	}
	file[1].Definition.Text = "something else"
	if got, err = s.ImportCodebook(ctx, s.ana.ID, file, nil, "", false); err != nil || !got.Empty() || len(got.Left) != 1 || !strings.Contains(got.Left[0], "is retired here") {
		t.Errorf("a retired code: %+v %v", got, err)
	}

	for want, bad := range map[string][]ImportedCode{
		"line 3: the code “X”: it stands twice in the file":                                {{Path: []string{"x"}, At: "line 2"}, {Path: []string{"X"}, At: "line 3"}},
		"the file names it twice":                                                          {{Path: []string{"a"}, NewCode: NewCode{ID: is.Parent}}, {Path: []string{"relations"}}},
		"line 9: the code “y/z”: its parent “y” is neither in the file nor in the project": {{Path: []string{"y", "z"}, At: "line 9"}},
		"a colour is written #rrggbb":                                                      {{Path: []string{"c"}, NewCode: NewCode{Colour: "red"}}},
	} {
		if _, err := s.ImportCodebook(ctx, s.ana.ID, bad, nil, "", false); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("the error is %v, want %q", err, want)
		}
	}
}
