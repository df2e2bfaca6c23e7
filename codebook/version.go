package codebook

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"
)

// Version is an immutable saved codebook.
type Version struct {
	ID      VersionID   `json:"id"`
	Number  int         `json:"number"` // a label; identity is ID and Digest
	Digest  string      `json:"digest"` // hex SHA-256 of the content, see Digest
	Parents []VersionID `json:"parents,omitempty"`
	Author  CoderID     `json:"author"`
	Time    time.Time   `json:"time"`
	Reason  string      `json:"reason"`
	Codes   []Code      `json:"codes"`
}

// Label is how the version is called on screen and in exports: "v3".
func (v Version) Label() string { return fmt.Sprintf("v%d", v.Number) }

// ShortDigest is the beginning of the digest, as printed beside the label.
func (v Version) ShortDigest() string {
	if len(v.Digest) < 8 {
		return v.Digest
	}
	return v.Digest[:8]
}

// Codebook gives the codes of the version as a codebook.
func (v Version) Codebook() *Codebook { return New(v.Codes) }

// Digest is the hex SHA-256 of a codebook's content: the JSON of its codes in
// tree order. Two codebooks with the same digest hold the same codes with the
// same definitions made by the same changes.
func Digest(b *Codebook) string {
	content, err := json.Marshal(b.Codes())
	if err != nil {
		// Codes hold nothing that JSON cannot write.
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
		for _, c := range v.Codes {
			if c.ID == code && c.DefinedBy == definition {
				return v.Label()
			}
		}
	}
	if n := len(versions); n > 0 {
		return versions[n-1].Label() + "+"
	}
	return "unsaved"
}
