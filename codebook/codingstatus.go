package codebook

// Standing is what a coding made earlier means under a codebook.
type CodingStatus int

// The standings a coding can have.
const (
	Current CodingStatus = iota // counts as its code
	Stale                       // its code was redefined or split since; somebody must look
	Hidden                      // its code is retired or declined; kept, and shown nowhere
	Unknown                     // its code is not in the codebook
)

// Resolution is where a coding stands: the code it counts as, and why it does
// not where it does not.
type Resolution struct {
	// Code is the code it counts as. For a stale coding it is the code it would
	// count as, or, where that was split, the code that was; see Choices.
	Code   CodeID
	Status CodingStatus
	// Reason says, where it is not current, why. It completes the sentence “the
	// passage does not count, because …”.
	Reason string
}

// way is what a code leads to, worked out once for each code of a codebook, so
// that resolving a coding is one look-up and one comparison.
type way struct {
	own     ChangeID // the definition that codings must have been made under
	current Resolution
	earlier Resolution // for codings made under another definition
}

// Resolve says where a coding stands that was made with a code under a
// definition. It depends on nothing else.
//
// A coding follows renames and moves (it is the same code) and merges (it
// belongs to the survivor). It is stale if its own code had another definition
// when it was made, or was split since; and, once merged, if the survivor was
// redefined after the merge, or split. Where the code that it leads to is
// retired or declined it is hidden, whatever the definition: nobody need look.
func (b *Codebook) Resolve(code CodeID, definition ChangeID) Resolution {
	if b == nil {
		return notHere
	}
	i, ok := b.index[code]
	if !ok {
		return notHere
	}
	if b.ways[i].own == definition {
		return b.ways[i].current
	}
	return b.ways[i].earlier
}

var notHere = Resolution{Status: Unknown, Reason: "its code is not in this codebook"}

// Standing is Resolve for a coding, with the code itself.
func (b *Codebook) StatusOf(c Coding) (Code, CodingStatus, string) {
	r := b.Resolve(c.Code, c.Definition)
	code, _ := b.Code(r.Code)
	return code, r.Status, r.Reason
}

// way follows a code through its merges.
func (b *Codebook) way(i int) way {
	own := &b.codes[i]
	end, merged, redefined := own, false, false
	for range b.codes {
		if end.Status != Merged || len(end.Into) == 0 {
			break
		}
		next, ok := b.index[end.Into[0]]
		if !ok {
			break
		}
		survivor := &b.codes[next]
		redefined = redefined || !end.Under.IsZero() && end.Under != survivor.DefinedBy
		end, merged = survivor, true
	}
	same := func(standing CodingStatus, reason string) way {
		r := Resolution{end.ID, standing, reason}
		return way{own.DefinedBy, r, r}
	}
	its := func(alone, mergedInto string) string {
		if merged {
			return mergedInto
		}
		return alone
	}
	switch end.Status {
	case Retired:
		return same(Hidden, its("its code is retired", "the code it was merged into is retired"))
	case Declined:
		return same(Hidden, its("its code was proposed and declined", "the code it was merged into was declined"))
	case Split:
		return same(Stale, its("its code was split", "the code it was merged into was split"))
	case Merged:
		return same(Stale, "the code it was merged into is not in this codebook")
	}
	w := way{own.DefinedBy, Resolution{Code: end.ID}, Resolution{end.ID, Stale, "its code was redefined"}}
	if redefined {
		w.current = Resolution{end.ID, Stale, "the code it was merged into was redefined"}
	}
	return w
}

// Choices gives the codes in use that passages of a code may belong to now: the
// code itself, the survivor of a merge, the parts of a split, in their order.
// There are none if all of these are retired or declined.
func (b *Codebook) Choices(id CodeID) []Code {
	var out []Code
	seen := map[CodeID]bool{}
	var follow func(id CodeID)
	follow = func(id CodeID) {
		c, ok := b.Code(id)
		if !ok || seen[id] {
			return
		}
		seen[id] = true
		switch {
		case c.InUse():
			out = append(out, c)
		case c.Status == Merged || c.Status == Split:
			for _, into := range c.Into {
				follow(into)
			}
		}
	}
	follow(id)
	return out
}
