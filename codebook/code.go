package codebook

import (
	"slices"
	"strings"
	"time"

	"concord/corpus/prose"
)

// Origin says where a code came from.
type Origin string

// The origins a code can have.
const (
	Deductive Origin = "deductive" // from a theory or an earlier study
	Inductive Origin = "inductive" // from reading the material
	InVivo    Origin = "in vivo"   // in an informant's own words
)

// Status says whether a code may be applied.
type Status string

// The states of a code. Merged and split codes stay in the codebook so that
// codings made with them can be followed to what came after.
const (
	Live     Status = "live"
	Proposed Status = "proposed" // by a coder while coding; the lead has not accepted it yet
	Declined Status = "declined" // proposed, and not accepted
	Retired  Status = "retired"
	Merged   Status = "merged"
	Split    Status = "split"
)

// Definition is what a code means: the words a coder is held to. A change of
// any of its parts is a redefinition, and makes earlier codings stale.
type Definition struct {
	Text    string `json:"text,omitempty"`
	Include string `json:"include,omitempty"` // use when …
	Exclude string `json:"exclude,omitempty"` // not when …
}

// Empty reports whether nothing has been written down.
func (d Definition) Empty() bool { return d == Definition{} }

// Examples illustrate a definition without changing it.
type Examples struct {
	Typical    []string `json:"typical,omitempty"`
	NearMisses []string `json:"near_misses,omitempty"` // look like it, and are not
}

// Code is a concept one may apply to a passage.
type Code struct {
	ID         CodeID     `json:"id"`
	Name       string     `json:"name"`
	Parent     CodeID     `json:"parent,omitzero"`
	Definition Definition `json:"definition"`
	// DefinedBy names the change that last set the definition.
	DefinedBy ChangeID `json:"defined_by"`
	Examples  Examples `json:"examples,omitzero"`
	Origin    Origin   `json:"origin"`
	Source    string   `json:"source,omitempty"` // the theory or paper of a deductive code
	Colour    string   `json:"colour,omitempty"` // #rrggbb, or "" for one chosen by the program
	Aliases   []string `json:"aliases,omitempty"`
	// Heading marks a code that only gathers those below it: it cannot be
	// applied.
	Heading bool     `json:"heading,omitempty"`
	Status  Status   `json:"status"`
	Into    []CodeID `json:"into,omitempty"` // the survivor of a merge, the parts of a split
	// Under names the definition that the survivor of a merge had then: codings
	// that came by the merge were taken to hold under it.
	Under   ChangeID  `json:"under,omitzero"`
	Added   time.Time `json:"added"`
	AddedBy CoderID   `json:"added_by"`
}

// Applicable reports whether a coder may apply the code now.
func (c Code) Applicable() bool { return c.InUse() && !c.Heading }

// InUse reports whether the code is live or proposed, and not retired, declined,
// merged or split.
func (c Code) InUse() bool { return c.Status == Live || c.Status == Proposed }

// clone copies the code so that the copy shares no slices with it.
func (c Code) clone() Code {
	c.Examples.Typical = slices.Clone(c.Examples.Typical)
	c.Examples.NearMisses = slices.Clone(c.Examples.NearMisses)
	c.Aliases = slices.Clone(c.Aliases)
	c.Into = slices.Clone(c.Into)
	return c
}

// CheckName says what is wrong with a code's name; "" if nothing is.
func CheckName(name string) string {
	switch {
	case strings.TrimSpace(name) == "":
		return "a code needs a name"
	case name != strings.TrimSpace(name):
		return "a code's name begins or ends with a blank"
	case strings.ContainsAny(name, "\n\r\t\x00"):
		return "a code's name holds a line break or a tab"
	case prose.CheckName(name) != "":
		return "a code's name cannot be used: " + prose.CheckName(name)
	case len(name) > 200:
		return "a code's name is longer than 200 bytes; put the rest into the definition"
	}
	return ""
}

// CheckColour says what is wrong with a colour; "" if nothing is.
func CheckColour(colour string) string {
	if colour == "" {
		return ""
	}
	if len(colour) == 7 && colour[0] == '#' && strings.Trim(strings.ToLower(colour[1:]), "0123456789abcdef") == "" {
		return ""
	}
	return "a colour is written #rrggbb, for example #4477aa"
}
