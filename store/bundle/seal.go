package bundle

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"filippo.io/age"
)

// sealedBegin is how a sealed bundle begins.
const sealedBegin = "age-encryption.org/"

// Lock says how a bundle is sealed: to public keys ("age1…"), or with a
// passphrase. The zero Lock seals nothing.
type Lock struct {
	Recipients []string
	Passphrase string
}

// Seal gives a writer that seals what is written to it. It must be closed.
func Seal(w io.Writer, lock Lock) (io.WriteCloser, error) {
	var to []age.Recipient
	for _, s := range lock.Recipients {
		r, err := age.ParseX25519Recipient(strings.TrimSpace(s))
		if err != nil {
			return nil, fmt.Errorf("sealing the bundle: %q is no public key; one begins with age1", s)
		}
		to = append(to, r)
	}
	if lock.Passphrase != "" {
		if len(to) > 0 {
			return nil, errors.New("sealing the bundle: give public keys or a passphrase, not both")
		}
		r, err := age.NewScryptRecipient(lock.Passphrase)
		if err != nil {
			return nil, fmt.Errorf("sealing the bundle: %w", err)
		}
		to = append(to, r)
	}
	if len(to) == 0 {
		return notSealed{w}, nil
	}
	return age.Encrypt(w, to...)
}

type notSealed struct{ io.Writer }

func (notSealed) Close() error { return nil }

// Key opens what was sealed: private keys in the text form of age, or a
// passphrase.
type Key struct {
	Identities string
	Passphrase string
}

// ErrSealed says that a bundle is sealed and no key was given.
var ErrSealed = errors.New("the bundle is sealed; give the key it was sealed to, or its passphrase")

// Open gives a reader of what was sealed; of a bundle that is not sealed, the
// bundle itself.
func Open(r io.Reader, key Key) (io.Reader, error) {
	in := bufio.NewReader(r)
	begin, _ := in.Peek(len(sealedBegin))
	if !bytes.Equal(begin, []byte(sealedBegin)) {
		return in, nil
	}
	var keys []age.Identity
	if key.Identities != "" {
		ids, err := age.ParseIdentities(strings.NewReader(key.Identities))
		if err != nil {
			return nil, fmt.Errorf("opening the bundle: the key file holds no key that can be read: %w", err)
		}
		keys = ids
	}
	if key.Passphrase != "" {
		id, err := age.NewScryptIdentity(key.Passphrase)
		if err != nil {
			return nil, fmt.Errorf("opening the bundle: %w", err)
		}
		keys = append(keys, id)
	}
	if len(keys) == 0 {
		return nil, ErrSealed
	}
	opened, err := age.Decrypt(in, keys...)
	if err != nil {
		return nil, errors.New("opening the bundle: the key or passphrase does not fit")
	}
	return opened, nil
}

// NewKey makes a key: what is to be kept in a file that nobody else can read,
// and the public key to seal to.
func NewKey() (private, public string, err error) {
	id, err := age.GenerateX25519Identity()
	if err != nil {
		return "", "", err
	}
	public = id.Recipient().String()
	return fmt.Sprintf("# public key: %s\n%s\n", public, id), public, nil
}
