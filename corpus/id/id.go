// Package id holds the identities of everything in a study.
//
// An identity is a UUID, never a name: names may change at any time. Each kind
// of thing has an id type of its own, made from Of, so that a code's id cannot
// be passed where a coder's is wanted:
//
//	type codeKind struct{}
//	type CodeID = id.Of[codeKind]
//
// The package makes no randomness of its own. New ids come from whoever stands
// at the edge of the program; derived ids (version 5) are computed here.
package id

import (
	"bytes"
	"fmt"

	"github.com/google/uuid"
)

// Of is the id of one kind of thing K. The zero value means "none".
// It is comparable, and its byte order is its sort order.
type Of[K any] [16]byte

// Parse reads the usual text form of a UUID. Upper case, braces and the urn
// prefix are accepted, as other programs write them.
func Parse[K any](s string) (Of[K], error) {
	u, err := uuid.Parse(s)
	if err != nil {
		return Of[K]{}, fmt.Errorf("%q is not an id (expected a UUID such as 0190b0c2-7d1e-7c3a-9f00-1f2e3d4c5b6a)", s)
	}
	return Of[K](u), nil
}

// Derive computes the version 5 UUID of the given parts inside space: the same
// parts give the same id on every machine. Each part is preceded by its length,
// so that ("ab","c") and ("a","bc") differ.
func Derive[K any](space [16]byte, parts ...[]byte) Of[K] {
	var b bytes.Buffer
	for _, p := range parts {
		fmt.Fprintf(&b, "%d:", len(p))
		b.Write(p)
	}
	return Of[K](uuid.NewSHA1(uuid.UUID(space), b.Bytes()))
}

// IsZero reports whether o names nothing.
func (o Of[K]) IsZero() bool { return o == Of[K]{} }

// String gives the lower-case UUID, or "" for the zero id.
func (o Of[K]) String() string {
	if o.IsZero() {
		return ""
	}
	return uuid.UUID(o).String()
}

// Compare orders ids by their bytes: -1, 0 or 1.
func (o Of[K]) Compare(other Of[K]) int { return bytes.Compare(o[:], other[:]) }

// MarshalText writes the UUID, or nothing for the zero id.
func (o Of[K]) MarshalText() ([]byte, error) { return []byte(o.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (o *Of[K]) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*o = Of[K]{}
		return nil
	}
	v, err := Parse[K](string(b))
	if err != nil {
		return err
	}
	*o = v
	return nil
}
