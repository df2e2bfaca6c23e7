package codebook

import (
	"slices"
	"testing"
)

func TestDefinitionsInSentences(t *testing.T) {
	for _, c := range []struct {
		d    Definition
		want []string
	}{
		{Definition{}, nil},
		{Definition{Text: "Reliance.", Exclude: "Not for liking"}, []string{"Reliance.", "Not for liking"}},
		{Definition{Include: "it is named", Exclude: "it merely exists"}, []string{"Use when: it is named", "Not when: it merely exists"}},
		{Definition{Include: "Use when it is named"}, []string{"Use when it is named"}},
	} {
		if got := c.d.Sentences(); !slices.Equal(got, c.want) {
			t.Errorf("%+v: %q", c.d, got)
		}
	}
}
