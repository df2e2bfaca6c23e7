package rank

import (
	"slices"
	"testing"

	"concord/codebook"
)

func TestWhatIsMeantComesFirst(t *testing.T) {
	var codes []codebook.Code
	ids := map[string]codebook.CodeID{}
	add := func(name, parent string, aliases ...string) {
		id := codebook.CodeID{byte(len(codes) + 1)}
		ids[name] = id
		codes = append(codes, codebook.Code{ID: id, Name: name, Parent: ids[parent], Aliases: aliases, Status: codebook.Live})
	}
	add("toll", "")
	add("grief and burnout", "toll", "exhaustion")
	add("trust in police", "")
	add("trust", "")
	add("distrust", "")
	add("mutual trust", "")
	add("tired resting", "")
	codes = append(codes, codebook.Code{ID: codebook.CodeID{99}, Name: "trusted", Status: codebook.Retired})
	book := codebook.New(codes)
	for _, c := range []struct {
		typed  string
		recent []codebook.CodeID
		want   []string
	}{
		{"trust", nil, []string{"trust", "trust in police", "mutual trust", "distrust"}},
		{"TRUST ", nil, []string{"trust", "trust in police", "mutual trust", "distrust"}},
		{"exh", nil, []string{"grief and burnout"}},
		{"toll", nil, []string{"toll", "grief and burnout"}},
		{"tr", []codebook.CodeID{ids["trust in police"]}, []string{"trust in police", "trust", "mutual trust", "distrust", "tired resting"}},
		{"zzz", nil, nil},
	} {
		var got []string
		for _, k := range Codes(book, c.typed, c.recent) {
			got = append(got, k.Name)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q: got %q, want %q", c.typed, got, c.want)
		}
	}
	if all := Codes(book, "", []codebook.CodeID{ids["distrust"]}); len(all) != 7 || all[0].Name != "distrust" || all[1].Name != "toll" {
		t.Errorf("nothing typed: %v", all)
	}
}
