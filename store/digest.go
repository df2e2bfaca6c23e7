package store

import (
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"fmt"
	"unicode/utf8"

	"concord/corpus"
)

var errNoSecret = errors.New("no secret is kept with the text")

// findSecret gives the first of the secrets kept with a text.
func findSecret(v view, text corpus.TextID) (name [8]byte, secret []byte, err error) {
	stop := errors.New("stop")
	err = v.scan(bucketSecret, text[:], func(k, value []byte) error {
		copy(name[:], k[16:])
		secret = append([]byte(nil), value...)
		return stop
	})
	if errors.Is(err, stop) {
		return name, secret, nil
	}
	return name, nil, errors.Join(err, errNoSecret)
}

// digestOf makes the digest of a passage of a text.
func digestOf(v view, text corpus.TextID, quote []byte) (quoteDigest, error) {
	name, secret, err := findSecret(v, text)
	if err != nil {
		return quoteDigest{}, err
	}
	return keyedDigest(name, secret, quote), nil
}

func keyedDigest(name [8]byte, secret, quote []byte) quoteDigest {
	d := quoteDigest{Secret: name}
	mac := hmac.New(sha256.New, secret)
	mac.Write(quote)
	copy(d.Code[:], mac.Sum(nil))
	return d
}

// passage gives the bytes of a span, or says why the text has no such passage.
func passage(v view, text corpus.TextID, s corpus.Span) ([]byte, error) {
	body := v.get(bucketText, text[:])
	switch {
	case body == nil:
		return nil, errors.New("its text is not in this copy of the project")
	case s.Start < 0 || s.End > corpus.Offset(len(body)):
		return nil, fmt.Errorf("the span %v lies beyond the text, which has %d bytes", s, len(body))
	case s.Empty():
		return nil, fmt.Errorf("the span %v is empty", s)
	case !utf8.RuneStart(body[s.Start]) || int(s.End) < len(body) && !utf8.RuneStart(body[s.End]):
		return nil, fmt.Errorf("the span %v cuts a character in two", s)
	}
	return body[s.Start:s.End], nil
}
