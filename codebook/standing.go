package codebook

// Standing is what a coding made earlier means under a codebook.
type Standing int

// The standings a coding can have.
const (
	Current Standing = iota // counts as its code
	Stale                   // its code was redefined or split since; somebody must look
	Hidden                  // its code is retired or declined; kept, and shown nowhere
	Unknown                 // its code is not in the codebook
)

// Standing says which code a coding belongs to under this codebook and how it
// stands there, with the reason in words where it is not current.
//
// A coding follows renames and moves (it is the same code) and merges (it
// belongs to the survivor). It is stale only if its own code was redefined, or
// split, after the definition it was made under.
func (b *Codebook) Standing(c Coding) (Code, Standing, string) {
	own, ok := b.Code(c.Code)
	if !ok {
		return Code{}, Unknown, "its code is not in this codebook"
	}
	code, ok := b.Follow(c.Code)
	switch {
	case !ok:
		return own, Unknown, "the code it was merged into is not in this codebook"
	case own.Status == Split:
		return own, Stale, "its code was split"
	case own.DefinedBy != c.Definition:
		return code, Stale, "its code was redefined"
	case code.Status == Split:
		return code, Stale, "the code it was merged into was split"
	case code.Status == Retired:
		return code, Hidden, "its code is retired"
	case code.Status == Declined:
		return code, Hidden, "its code was declined"
	}
	return code, Current, ""
}
