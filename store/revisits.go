package store

import (
	"context"
	"encoding/json"

	"concord/codebook"
	"concord/corpus"
)

// Revisit is what a coder did when she looked at a coding of hers again: kept
// it, gave it another code, or took it away.
type Revisit struct {
	Coding codebook.CodingID
	Coder  codebook.CoderID
	// Code and Definition are what the coding was made under before.
	Code       codebook.CodeID
	Definition codebook.ChangeID
}

// Revisits gives what coders did with codings of theirs that had another code
// or definition before, and with those they removed, as far as the reader may
// see; each coding once, as it was left last.
func (r Reader) Revisits(ctx context.Context) ([]Revisit, error) {
	return readAll(ctx, r, func(v view) ([]Revisit, error) {
		who, err := aliasesOf(v)
		if err != nil {
			return nil, err
		}
		blind, err := r.blind(v)
		if err != nil {
			return nil, err
		}
		var out []Revisit
		var keys [][]byte // of the events of the coding at hand
		var at Thing
		finish := func() error {
			if len(keys) < 2 {
				return nil // made and never touched again: nearly all are
			}
			rv, in, err := revisitOf(v, keys)
			if err == nil && rv != nil {
				rv.Coding, rv.Coder = codebook.CodingID(at.ID), who.of(rv.Coder)
				if blind.sees(in, rv.Coder) {
					out = append(out, *rv)
				}
			}
			return err
		}
		err = v.scan(bucketThing, []byte{byte(ClassCoding)}, func(k, _ []byte) error {
			t, key := thingOfKey(k)
			if t != at {
				if err := finish(); err != nil {
					return err
				}
				at, keys = t, keys[:0]
			}
			keys = append(keys, key)
			return nil
		})
		if err != nil {
			return nil, err
		}
		return out, finish()
	})
}

// revisitOf reads the events of one coding; nil if nobody looked at it again.
func revisitOf(v view, keys [][]byte) (*Revisit, corpus.TranscriptID, error) {
	var out *Revisit
	var was appliedPayload
	var in corpus.TranscriptID
	for _, key := range keys {
		e, err := readEvent(v, key)
		if err != nil {
			return nil, in, err
		}
		var p codingPayload
		if err := json.Unmarshal(e.Payload, &p); err != nil {
			return nil, in, err
		}
		if p.Transcript != nil {
			in = *p.Transcript
		}
		removed := p.Removed != nil && *p.Removed
		if e.Verb == "undo" || e.Verb == "redo" {
			out = nil // as if it had not been done; a redo is rare enough
		} else if was != (appliedPayload{}) && (removed || p.Code != nil && *p.Code != was) {
			out = &Revisit{Coder: e.Coder, Code: was.Code, Definition: was.Definition}
		}
		if p.Code != nil {
			was = *p.Code
		}
	}
	return out, in, nil
}
