// Package bundle is the file by which one copy of a project hands its events to
// another.
//
// Start with NewWriter and Read. A bundle is one line that says what it is,
// followed by a gzip stream of a JSON header and records, the last of which is
// the SHA-256 of everything before it: a bundle that was cut, or of which a byte
// was changed, is refused as a whole. It may be sealed, to a public key or with
// a passphrase, by age (filippo.io/age); see Seal and Open.
//
// The package knows records, not what they mean: package store fills and reads
// them.
package bundle

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"strings"
	"time"

	"concord/codebook"
	"concord/corpus"
)

// Format is the number of the bundle format that this program writes.
const Format = 1

const magic = "concord bundle 1\n"

// Header says what a bundle is.
type Header struct {
	Format  int              `json:"format"`
	Program string           `json:"program"`
	Project corpus.ProjectID `json:"project"`
	Title   string           `json:"title"`
	From    string           `json:"from"` // id of the copy that wrote it
	By      codebook.CoderID `json:"by,omitzero"`
	For     codebook.CoderID `json:"for,omitzero"` // whose eyes it was made for; zero for everybody's
	Time    time.Time        `json:"time"`
	State   string           `json:"state"` // of the copy that wrote it
	Events  int              `json:"events"`
	Texts   int              `json:"texts"`
	// Partial says that events the other side has were left out.
	Partial bool `json:"partial,omitempty"`
}

// Kind is what a record holds.
type Kind byte

// The kinds of records.
const (
	Event    Kind = 'E' // event key (24 bytes), event record
	Text     Kind = 'T' // text id (16), body
	Turns    Kind = 'U' // text id (16), turn table
	Secret   Kind = 'S' // text id (16), secret id (8), secret
	Original Kind = 'O' // SHA-256 (32), deflated bytes
	end      Kind = 'Z' // SHA-256 of all before
)

// keyLengths are the lengths of the records' keys.
var keyLengths = map[Kind]int{Event: 24, Text: 16, Turns: 16, Secret: 24, Original: 32}

// A Writer writes one bundle.
type Writer struct {
	zip *gzip.Writer
	out *bufio.Writer
	sum hash.Hash
}

// NewWriter begins a bundle. Close must be called, and its error looked at.
func NewWriter(w io.Writer, h Header) (*Writer, error) {
	if _, err := io.WriteString(w, magic); err != nil {
		return nil, err
	}
	b := &Writer{zip: gzip.NewWriter(w), sum: sha256.New()}
	b.out = bufio.NewWriter(io.MultiWriter(b.zip, b.sum))
	h.Format = Format
	line, err := json.Marshal(h)
	if err != nil {
		return nil, err
	}
	_, err = b.out.Write(append(line, '\n'))
	return b, err
}

// Put writes one record.
func (b *Writer) Put(k Kind, key, value []byte) error {
	if len(key) != keyLengths[k] {
		return fmt.Errorf("a record of kind %c has a key of %d bytes", k, len(key))
	}
	head := binary.AppendUvarint([]byte{byte(k)}, uint64(len(key)+len(value)))
	for _, part := range [][]byte{head, key, value} {
		if _, err := b.out.Write(part); err != nil {
			return err
		}
	}
	return nil
}

// Close writes the checksum and ends the bundle.
func (b *Writer) Close() error {
	if err := b.out.Flush(); err != nil {
		return err
	}
	sum := b.sum.Sum(nil)
	tail := append(binary.AppendUvarint([]byte{byte(end)}, uint64(len(sum))), sum...)
	if _, err := b.zip.Write(tail); err != nil {
		return err
	}
	return b.zip.Close()
}

// maxSize bounds what a bundle may unpack to.
const maxSize = 4 << 30

// Record is one record as read. Key and Value lie in the bundle's memory.
type Record struct {
	Kind       Kind
	Key, Value []byte
}

// Errors that a reader of bundles may want to tell apart.
var (
	ErrNotBundle = errors.New("it is not a Concord bundle")
	ErrDamaged   = errors.New("the bundle is damaged or was cut short; ask for it again")
	ErrNewer     = errors.New("it was written by a newer Concord; install the newer version")
)

// Read reads a whole bundle and proves its checksum before it gives any of it.
func Read(r io.Reader) (Header, []Record, error) {
	var h Header
	in := bufio.NewReader(r)
	line := make([]byte, len(magic))
	n, err := io.ReadFull(in, line)
	switch short := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF); {
	case err != nil && !short:
		return h, nil, ErrDamaged // what seals it was cut
	case err != nil && n > 0 && strings.HasPrefix(magic, string(line[:n])):
		return h, nil, ErrDamaged
	case err != nil || !bytes.HasPrefix(line, []byte("concord bundle ")):
		return h, nil, ErrNotBundle
	}
	if string(line) != magic {
		return h, nil, ErrNewer
	}
	zip, err := gzip.NewReader(in)
	if err != nil {
		return h, nil, ErrDamaged
	}
	content, err := io.ReadAll(io.LimitReader(zip, maxSize+1))
	switch {
	case err != nil:
		return h, nil, ErrDamaged
	case len(content) > maxSize:
		return h, nil, fmt.Errorf("the bundle unpacks to more than %d GB", maxSize>>30)
	}
	return parse(content)
}

func parse(content []byte) (Header, []Record, error) {
	var h Header
	n := bytes.IndexByte(content, '\n')
	if n < 0 || json.Unmarshal(content[:n], &h) != nil {
		return h, nil, ErrDamaged
	}
	if h.Format > Format {
		return h, nil, ErrNewer
	}
	var out []Record
	for at := n + 1; ; {
		if at >= len(content) {
			return h, nil, ErrDamaged // no checksum
		}
		began := at
		kind := Kind(content[at])
		size, used := binary.Uvarint(content[at+1:])
		if used <= 0 || size > uint64(len(content)-at-1-used) {
			return h, nil, ErrDamaged
		}
		at += 1 + used
		body := content[at : at+int(size)]
		at += int(size)
		if kind == end {
			sum := sha256.Sum256(content[:began])
			if !bytes.Equal(sum[:], body) || at != len(content) {
				return h, nil, ErrDamaged
			}
			return h, out, nil
		}
		length, known := keyLengths[kind]
		if !known || len(body) < length {
			return h, nil, ErrDamaged
		}
		out = append(out, Record{kind, body[:length], body[length:]})
	}
}
