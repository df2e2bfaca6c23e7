package codebook

import (
	"slices"
	"time"
)

// Theme gathers codes above the tree, for writing up: what they say together is
// its narrative. A code may stand in several themes.
type Theme struct {
	ID        ThemeID   `json:"id"`
	Name      string    `json:"name"`
	Narrative string    `json:"narrative,omitempty"`
	Codes     []CodeID  `json:"codes,omitempty"`
	Added     time.Time `json:"added"`
	AddedBy   CoderID   `json:"added_by"`
}

// Holds reports whether a code stands in the theme.
func (t Theme) Holds(code CodeID) bool { return slices.Contains(t.Codes, code) }

func (t Theme) clone() Theme {
	t.Codes = slices.Clone(t.Codes)
	return t
}
