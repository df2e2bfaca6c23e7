package store

import (
	"bytes"
	"encoding"
	"time"

	"concord/codebook"
	"concord/corpus"
)

// scan reads the payload of a coding in the very form in which this program
// writes it, several times as fast as encoding/json does: a project is mostly
// codings, and checking or rebuilding it mostly reading them. It reports whether
// the payload has that form; if not, p is not to be used.
func (p *codingPayload) scan(payload []byte) bool {
	s := scanner{payload}
	var place placePayload
	var code appliedPayload
	p.Transcript = new(corpus.TranscriptID)
	if !s.text(`{"transcript":`, p.Transcript) {
		return false
	}
	if s.begins(`,"coder":`) {
		p.Coder = new(codebook.CoderID)
		if !s.text(`,"coder":`, p.Coder) {
			return false
		}
	}
	if s.begins(`,"created":`) {
		p.Created = new(time.Time)
		if !s.text(`,"created":`, p.Created) {
			return false
		}
	}
	ok := s.text(`,"place":{"text":`, &place.Text) && s.number(`,"start":`, &place.Start) && s.number(`,"end":`, &place.End) &&
		s.text(`,"digest":`, &place.Digest) && s.text(`},"code":{"code":`, &code.Code) && s.text(`,"definition":`, &code.Definition)
	p.Place, p.Code = &place, &code
	return ok && string(s.rest) == "}}"
}

// scanner reads a known form from the beginning of what is left.
type scanner struct{ rest []byte }

func (s *scanner) begins(literal string) bool { return bytes.HasPrefix(s.rest, []byte(literal)) }

// text reads a literal and a string after it that holds no escapes.
func (s *scanner) text(literal string, into encoding.TextUnmarshaler) bool {
	if !s.begins(literal) || len(s.rest) == len(literal) || s.rest[len(literal)] != '"' {
		return false
	}
	s.rest = s.rest[len(literal)+1:]
	n := bytes.IndexByte(s.rest, '"')
	if n < 0 || bytes.IndexByte(s.rest[:n], '\\') >= 0 || into.UnmarshalText(s.rest[:n]) != nil {
		return false
	}
	s.rest = s.rest[n+1:]
	return true
}

// number reads a literal and a whole number after it, without a sign or leading
// zeros and of at most nine digits.
func (s *scanner) number(literal string, into *corpus.Offset) bool {
	if !s.begins(literal) {
		return false
	}
	s.rest = s.rest[len(literal):]
	n, k := corpus.Offset(0), 0
	for k < len(s.rest) && s.rest[k] >= '0' && s.rest[k] <= '9' {
		n, k = 10*n+corpus.Offset(s.rest[k]-'0'), k+1
		if k > 9 {
			return false
		}
	}
	*into, s.rest = n, s.rest[k:]
	return k > 0 && (k == 1 || n >= 10)
}
