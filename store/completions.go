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
// by; a lead may record it for codings that came from outside. It counts in the
// one open round in which the coder codes the transcript, if there is one.
func (p *Project) Complete(ctx context.Context, by, coder codebook.CoderID, id corpus.TranscriptID) (codebook.Completion, error) {
	return p.CompleteIn(ctx, codebook.RoundID{}, by, coder, id)
}

// CompleteIn is Complete for a round that is named. With the zero id it is an
// error if the transcript is in several open rounds of the coder.
func (p *Project) CompleteIn(ctx context.Context, round codebook.RoundID, by, coder codebook.CoderID, id corpus.TranscriptID) (codebook.Completion, error) {
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
		var err error
		if c.Round, err = roundFor(a, tr, coder, round); err != nil {
			return err
		}
		err = a.scan(bucketCode, nil, func(_, v []byte) error {
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
		work, err := workOf(a, id, coder)
		if err != nil {
			return err
		}
		c.Codings, c.Digest, c.Made = len(work), digestOfWork(work), nil
		for _, r := range work {
			c.Made = append(c.Made, r.ID)
		}
		_, err = a.add(Thing{ClassCompletion, c.ID}, completionPayload{Completion: &c})
		return err
	})
	return c, err
}

// workOf gives the codings that a coder has on a transcript now, by id.
func workOf(v view, t corpus.TranscriptID, coder codebook.CoderID) ([]codingRecord, error) {
	var out []codingRecord
	err := v.scan(bucketCoding, t[:], func(k, value []byte) error {
		if !codedBy(value, coder) {
			return nil
		}
		r, err := decodeCoding(k, value)
		out = append(out, r)
		return err
	})
	slices.SortFunc(out, func(a, b codingRecord) int { return a.ID.Compare(b.ID) })
	return out, err
}

// digestOfWork names codings as they are: the hex SHA-256 of their ids, each
// with the id of the last event about it, in order of id.
func digestOfWork(work []codingRecord) string {
	h := sha256.New()
	for _, r := range work {
		h.Write(r.ID[:])
		h.Write(r.lastKey[8:])
	}
	return hex.EncodeToString(h.Sum(nil))
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
		kept, removed := "", false
		for _, c := range found {
			r, counts, err := countsIn(a, c.ID)
			if err != nil {
				return err
			}
			if counts {
				kept = r.Name
				continue
			}
			if _, err := a.event(Thing{ClassCompletion, c.ID}, "remove", completionPayload{Removed: ptr(true)}); err != nil {
				return err
			}
			removed = true
		}
		if !removed {
			return fmt.Errorf("it counts in the round “%s”, which is closed; you can go on coding here, and that round stays as it is", kept)
		}
		return nil
	})
}
