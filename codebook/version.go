package codebook

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Version is an immutable saved codebook.
type Version struct {
	ID      VersionID   `json:"id"`
	Number  int         `json:"number"` // part of the label; identity is ID and Digest
	Digest  string      `json:"digest"` // hex SHA-256 of the content, see Digest
	Parents []VersionID `json:"parents,omitempty"`
	Author  CoderID     `json:"author"`
	Time    time.Time   `json:"time"`
	Reason  string      `json:"reason"`
	Codes   []Code      `json:"codes"`
	Themes  []Theme     `json:"themes,omitempty"`
	// Held says which changes led to it: for each copy of the project, the
	// clock of the last one made there.
	Held map[string]uint64 `json:"held,omitempty"`

	label string // set by LabelVersions where the number is not enough
}

// Label is how the version is called on screen and in exports: "v3", or "v4 ana"
// where two copies have saved a version of one number.
func (v Version) Label() string {
	if v.label != "" {
		return v.label
	}
	return fmt.Sprintf("v%d", v.Number)
}

// Line names the version for the record: label and short digest.
func (v Version) Citation() string { return v.Label() + " (" + v.ShortDigest() + ")" }

// ShortDigest is the beginning of the digest, as printed beside the label.
func (v Version) ShortDigest() string { return v.Digest[:min(8, len(v.Digest))] }

// Codebook gives the codes and themes of the version as a codebook.
func (v Version) Codebook() *Codebook { return New(v.Codes, v.Themes...) }

// Holds reports whether a change is among those that led to the version.
func (v Version) Holds(c Change) bool {
	if v.Held == nil { // saved before this was written down
		return !c.Time.After(v.Time)
	}
	return c.Clock <= v.Held[c.Copy]
}

// LabelVersions gives versions that share a number labels that tell them apart:
// by who saved them, and if that is not enough by their digests.
func LabelVersions(versions []Version, coders []Coder) {
	numbers, labels := map[int]int{}, map[string]int{}
	for _, v := range versions {
		numbers[v.Number]++
	}
	for i := range versions {
		v := &versions[i]
		v.label = ""
		if numbers[v.Number] == 1 {
			continue
		}
		name := "?"
		for _, c := range coders {
			if c.ID == v.Author {
				name = c.Name
			}
		}
		v.label = fmt.Sprintf("v%d %s", v.Number, name)
		labels[v.label]++
	}
	for i := range versions {
		if v := &versions[i]; labels[v.label] > 1 {
			v.label += " " + v.ShortDigest()
		}
	}
}

// Heads gives the versions from which no other one was made: the last one, or,
// where copies have saved apart, the last of each.
func Heads(versions []Version) []Version {
	parents := map[VersionID]bool{}
	for _, v := range versions {
		for _, p := range v.Parents {
			parents[p] = true
		}
	}
	var out []Version
	for _, v := range versions {
		if !parents[v.ID] {
			out = append(out, v)
		}
	}
	return out
}

// WorkingLabel names a codebook of the given digest that may have changed since
// the last version was saved: "v3", "v3+" if it has, "unsaved" if there is none.
func WorkingLabel(versions []Version, digest string) string {
	heads := Heads(versions)
	if len(heads) == 0 {
		return "unsaved"
	}
	var labels []string
	for _, h := range heads {
		if h.Digest == digest {
			return h.Label()
		}
		labels = append(labels, h.Label())
	}
	return strings.Join(labels, " & ") + "+"
}

// Digest is the hex SHA-256 of a codebook's content: the JSON of its codes in
// tree order, followed by that of its themes if there are any. Two codebooks
// with the same digest hold the same codes with the same definitions made by the
// same changes.
func Digest(b *Codebook) string {
	content, err := json.Marshal(b.Codes())
	if err == nil && len(b.Themes()) > 0 {
		var themes []byte
		themes, err = json.Marshal(b.Themes())
		content = append(content, themes...)
	}
	if err != nil {
		// Codes and themes hold nothing that JSON cannot write.
		panic(err)
	}
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

// DefinitionLabel says which saved version first held a code's definition:
// "v2". A definition that no version holds yet is later than the last one:
// "v3+", or "unsaved" if there are none. Versions must be in order of their
// numbers and hold their codes.
func DefinitionLabel(versions []Version, code CodeID, definition ChangeID) string {
	for _, v := range versions {
		if slices.ContainsFunc(v.Codes, func(c Code) bool { return c.ID == code && c.DefinedBy == definition }) {
			return v.Label()
		}
	}
	return WorkingLabel(versions, "")
}
