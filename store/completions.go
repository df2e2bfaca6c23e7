package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"concord/codebook"
	"concord/corpus"
)

// Complete records that a coder has finished a transcript: that she is silent
// on purpose where she is silent, for the codes there are now. coder is usually
// by; a lead may record it for codings that came from outside.
func (p *Project) Complete(ctx context.Context, by, coder codebook.CoderID, id corpus.TranscriptID) (codebook.Completion, error) {
	c := codebook.Completion{Transcript: id, Coder: coder}
	err := p.act(ctx, by, func(a *action) error {
		if coder.IsZero() {
			return a.named()
		}
		var tr corpus.Transcript
		if err := readJSON(a, bucketTranscript, id[:], &tr); err != nil {
			return err
		}
		if a.get(bucketCoder, coder[:]) == nil {
			return fmt.Errorf("the coder %s is not in this project", coder)
		}
		c.ID, c.Text, c.Time = codebook.CompletionID(newID()), tr.Text(), a.time
		c.Definitions = nil
		err := a.scan(bucketCode, nil, func(_, v []byte) error {
			var k codeRecord
			if err := json.Unmarshal(v, &k); err != nil {
				return err
			}
			if k.Applicable() {
				c.Definitions = append(c.Definitions, k.DefinedBy)
			}
			return nil
		})
		if err != nil {
			return err
		}
		slices.SortFunc(c.Definitions, codebook.ChangeID.Compare)
		if c.Codings, c.Digest, err = workDigest(a, id, coder); err != nil {
			return err
		}
		_, err = a.add(Thing{ClassCompletion, c.ID}, completionPayload{Completion: &c})
		return err
	})
	return c, err
}

// workDigest names the codings a coder has on a transcript: their number, and
// the hex SHA-256 of the last events about them, sorted.
func workDigest(v view, t corpus.TranscriptID, coder codebook.CoderID) (int, string, error) {
	var ids [][]byte
	err := v.scan(bucketCoding, t[:], func(k, value []byte) error {
		r, err := decodeCoding(k, value)
		if err == nil && r.Coder == coder {
			ids = append(ids, append(r.ID[:], r.lastKey[8:]...))
		}
		return err
	})
	slices.SortFunc(ids, slices.Compare)
	h := sha256.New()
	for _, id := range ids {
		h.Write(id)
	}
	return len(ids), hex.EncodeToString(h.Sum(nil)), err
}

// Reopen takes back a coder's statement that she has finished a transcript.
func (p *Project) Reopen(ctx context.Context, by, coder codebook.CoderID, id corpus.TranscriptID) error {
	return p.act(ctx, by, func(a *action) error {
		var found []codebook.Completion
		err := a.scan(bucketCompletion, pair(id, coder), func(_, v []byte) error {
			var c codebook.Completion
			err := json.Unmarshal(v, &c)
			found = append(found, c)
			return err
		})
		if err != nil {
			return err
		}
		if len(found) == 0 {
			return errors.New("the transcript was not marked as complete")
		}
		for _, c := range found {
			if _, err := a.event(Thing{ClassCompletion, c.ID}, "remove", completionPayload{Removed: ptr(true)}); err != nil {
				return err
			}
		}
		return nil
	})
}
