package store

import (
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"concord/codebook"
	"concord/corpus"
)

// codingRecord is the fixed-width value of the coding bucket; transcript, span
// and id are its key. It is what makes reading 300,000 codings cheap.
//
//	 0  text id        16
//	16  code id        16
//	32  definition id  16
//	48  coder id       16
//	64  created, ms     8
//	72  flags           1   1 quote, 2 auto
//	73  digest: secret  8, code 16
//	97  last event: clock 8, id 16
//	121 last event's time, ms 8
type codingRecord struct {
	codebook.Coding
	digest  quoteDigest
	lastKey [eventKeyLen]byte
	worked  time.Time
}

const codingLen = 129

const (
	flagQuote = 1 << iota
	flagAuto
)

func (r codingRecord) encode() []byte {
	b := make([]byte, 0, codingLen)
	b = append(b, r.Text[:]...)
	b = append(b, r.Code[:]...)
	b = append(b, r.Definition[:]...)
	b = append(b, r.Coder[:]...)
	b = binary.BigEndian.AppendUint64(b, uint64(r.Created.UnixMilli()))
	var flags byte
	if r.Quote {
		flags |= flagQuote
	}
	if r.Auto {
		flags |= flagAuto
	}
	b = append(b, flags)
	b = append(b, r.digest.Secret[:]...)
	b = append(b, r.digest.Code[:]...)
	b = append(b, r.lastKey[:]...)
	return binary.BigEndian.AppendUint64(b, uint64(r.worked.UnixMilli()))
}

var errDamagedCoding = errors.New("a coding record is damaged")

func decodeCoding(k, v []byte) (codingRecord, error) {
	var r codingRecord
	if len(k) != 40 || len(v) != codingLen {
		return r, errDamagedCoding
	}
	copy(r.Transcript[:], k)
	r.Span.Start = corpus.Offset(binary.BigEndian.Uint32(k[16:]))
	r.Span.End = corpus.Offset(binary.BigEndian.Uint32(k[20:]))
	copy(r.ID[:], k[24:])
	copy(r.Text[:], v)
	copy(r.Code[:], v[16:])
	copy(r.Definition[:], v[32:])
	copy(r.Coder[:], v[48:])
	r.Created = milli(v[64:])
	r.Quote = v[72]&flagQuote != 0
	r.Auto = v[72]&flagAuto != 0
	copy(r.digest.Secret[:], v[73:])
	copy(r.digest.Code[:], v[81:])
	copy(r.lastKey[:], v[97:])
	r.worked = milli(v[121:])
	return r, nil
}

// codedBy reports whether a coding record is a coder's, without decoding it.
func codedBy(v []byte, coder codebook.CoderID) bool {
	return len(v) == codingLen && codebook.CoderID(v[48:64]) == coder
}

func milli(b []byte) time.Time {
	return time.UnixMilli(int64(binary.BigEndian.Uint64(b))).UTC()
}

// codingOf makes the record of a coding from its events; nil if there is none.
func codingOf(t *thing) (*codingRecord, error) {
	var p codingPayload
	if len(t.events) != 1 || t.added() == nil || !p.scan(t.events[0].Payload) {
		p = codingPayload{}
		if live, err := t.decode(&p); err != nil || !live {
			return nil, err
		}
	}
	if p.Transcript == nil || p.Place == nil || p.Code == nil {
		return nil, fmt.Errorf("%w: coding %x lacks a value", errDamagedEvent, t.ID)
	}
	added := t.added()
	r := &codingRecord{Coding: codebook.Coding{
		ID: codebook.CodingID(t.ID), Transcript: *p.Transcript, Text: p.Place.Text,
		Span: corpus.Span{Start: p.Place.Start, End: p.Place.End},
		Code: p.Code.Code, Definition: p.Code.Definition, Coder: added.Coder, Created: added.Time,
		Quote: p.Quote != nil && *p.Quote, Auto: p.Auto != nil && *p.Auto,
	}, digest: p.Place.Digest}
	if p.Coder != nil {
		r.Coder = *p.Coder
	}
	r.Coder = t.who.of(r.Coder)
	if p.Created != nil {
		r.Created = *p.Created
	}
	last := t.last()
	copy(r.lastKey[:], last.key())
	r.worked = last.Time
	return r, nil
}

// transcriptOf makes a transcript from its events; nil if there is none.
func transcriptOf(t *thing) (*corpus.Transcript, error) {
	var p transcriptPayload
	live, err := t.decode(&p)
	if err != nil || !live {
		return nil, err
	}
	set, err := t.values()
	if err != nil {
		return nil, err
	}
	out := &corpus.Transcript{ID: corpus.TranscriptID(t.ID)}
	if p.Name != nil {
		out.Name = *p.Name
	}
	if p.Imported != nil {
		out.Imported = *p.Imported
	}
	type text struct {
		id     corpus.TextID
		about  textPayload
		setter *Event
	}
	var texts []text
	for name, f := range set {
		if f.isNull() {
			continue
		}
		if hexID, ok := strings.CutPrefix(name, fieldText); ok {
			var x text
			if err := errors.Join(x.id.UnmarshalText([]byte(hexID)), json.Unmarshal(f.value, &x.about)); err != nil {
				return nil, err
			}
			x.setter = f.setter
			texts = append(texts, x)
		}
		if hexID, ok := strings.CutPrefix(name, fieldCase); ok {
			var id corpus.CaseID
			if err := id.UnmarshalText([]byte(hexID)); err != nil {
				return nil, err
			}
			out.Cases = append(out.Cases, id)
		}
	}
	slices.SortFunc(texts, func(a, b text) int {
		if n := a.setter.Compare(b.setter); n != 0 {
			return n
		}
		return a.id.Compare(b.id)
	})
	for i, x := range texts {
		if i == 0 {
			out.Source = x.about.Source
		}
		out.Texts = append(out.Texts, x.id)
		out.TurnCount, out.WordCount = x.about.Turns, x.about.Words
	}
	slices.SortFunc(out.Cases, corpus.CaseID.Compare)
	out.Attributes, err = attributesOf(set)
	return out, err
}

func sortAttributes(a []corpus.Attribute) {
	slices.SortFunc(a, func(x, y corpus.Attribute) int { return strings.Compare(x.Name, y.Name) })
}

// jsonRecord gives the state bucket, key and value of a thing whose record is
// plain JSON; a nil value if the thing is not there.
func jsonRecord(t *thing) (b bucket, key []byte, value any, err error) {
	switch t.Class {
	case ClassProject:
		var p projectPayload
		if live, err := t.decode(&p); err != nil || !live {
			return bucketProject, t.ID[:], nil, err
		}
		return bucketProject, t.ID[:], projectRecord{deref(p.Title), deref(p.About), deref(p.Lead)}, nil
	case ClassCoder:
		var p coderPayload
		live, err := t.decode(&p)
		if err != nil || !live {
			return bucketCoder, t.ID[:], nil, err
		}
		return bucketCoder, t.ID[:], codebook.Coder{ID: codebook.CoderID(t.ID), Name: deref(p.Name), About: deref(p.About),
			Added: t.added().Time, Joined: deref(p.Joined)}, nil
	case ClassTranscript:
		tr, err := transcriptOf(t)
		if tr == nil {
			return bucketTranscript, t.ID[:], nil, err
		}
		return bucketTranscript, t.ID[:], tr, err
	case ClassCase:
		var p casePayload
		live, err := t.decode(&p)
		if err != nil || !live {
			return bucketCase, t.ID[:], nil, err
		}
		set, err := t.values()
		if err != nil {
			return bucketCase, t.ID[:], nil, err
		}
		attributes, err := attributesOf(set)
		return bucketCase, t.ID[:], corpus.Case{ID: corpus.CaseID(t.ID), Name: deref(p.Name), Attributes: attributes}, err
	case ClassTheme:
		r, err := themeOf(t)
		if r == nil {
			return bucketTheme, t.ID[:], nil, err
		}
		return bucketTheme, t.ID[:], r, err
	case ClassSegmentation:
		s, err := segmentationOf(t)
		if s == nil {
			return bucketSegmentation, t.ID[:], nil, err
		}
		return bucketSegmentation, t.ID[:], s, err
	case ClassVersion:
		var p versionPayload
		live, err := t.decode(&p)
		if err != nil || !live || p.Version == nil {
			return bucketVersion, t.ID[:], nil, err
		}
		return bucketVersion, t.ID[:], *p.Version, nil
	case ClassMemo:
		var p memoPayload
		live, err := t.decode(&p)
		if err != nil || !live || p.Text == nil || p.About == nil {
			return bucketMemo, t.ID[:], nil, err
		}
		return bucketMemo, t.ID[:], codebook.Memo{ID: codebook.MemoID(t.ID), About: *p.About, Coder: t.who.of(deref(p.Coder)),
			Text: p.Text.Words, Created: deref(p.Created), Edited: p.Text.Edited}, nil
	}
	return "", nil, nil, fmt.Errorf("%s is not a class of things this version knows", t.Class)
}

type projectRecord struct {
	Title string           `json:"title"`
	About string           `json:"about,omitempty"`
	Lead  codebook.CoderID `json:"lead,omitzero"`
}

func deref[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}

// speakerOf and completionOf have keys that need their values.
func speakerOf(t *thing) (*corpus.Speaker, error) {
	var p speakerPayload
	live, err := t.decode(&p)
	if err != nil || !live || p.Transcript == nil {
		return nil, err
	}
	return &corpus.Speaker{ID: corpus.SpeakerID(t.ID), Transcript: *p.Transcript, Label: deref(p.Label), Role: deref(p.Role), Case: deref(p.Case)}, nil
}

func completionOf(t *thing) (*codebook.Completion, error) {
	var p completionPayload
	live, err := t.decode(&p)
	if err != nil || !live || p.Completion == nil {
		return nil, err
	}
	p.Completion.Coder = t.who.of(p.Completion.Coder)
	return p.Completion, nil
}

// quoteDigest proves that a coding's quote is what it was, without holding a
// word of it: a keyed hash whose random key lies with the text. Secret names the
// key; two copies that imported one file apart each have their own.
type quoteDigest struct {
	Secret [8]byte
	Code   [16]byte
}

// MarshalText writes the digest as two hex numbers with a dot between.
func (d quoteDigest) MarshalText() ([]byte, error) {
	return []byte(hex.EncodeToString(d.Secret[:]) + "." + hex.EncodeToString(d.Code[:])), nil
}

// UnmarshalText reads what MarshalText wrote.
func (d *quoteDigest) UnmarshalText(b []byte) error {
	secret, code, ok := strings.Cut(string(b), ".")
	if !ok || len(secret) != 16 || len(code) != 32 {
		return fmt.Errorf("%q is not a quote digest", b)
	}
	if _, err := hex.Decode(d.Secret[:], []byte(secret)); err != nil {
		return err
	}
	_, err := hex.Decode(d.Code[:], []byte(code))
	return err
}
