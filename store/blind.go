package store

import (
	"context"
	"encoding/binary"

	"concord/codebook"
	"concord/corpus"
)

// blindness is what a reader may not see because blind rounds are open in which
// she codes: nothing that derives from others' work on their transcripts. A
// reader who is not named is blind in all of them: she might be anybody.
type blindness struct {
	reader codebook.CoderID
	// since says for each transcript the clock at which its round was opened.
	since map[corpus.TranscriptID]uint64
	// with are the others who code in those rounds, with the earliest clock.
	with map[codebook.CoderID]uint64
}

// blind reads what the reader may not see. In the usual case that nothing is
// hidden it costs one look into an empty bucket.
func (r Reader) blind(v view) (blindness, error) {
	b := blindness{reader: r.coder}
	type seat struct {
		transcript corpus.TranscriptID
		coder      codebook.CoderID
		round      codebook.RoundID
		clock      uint64
	}
	var seats []seat
	mine := map[codebook.RoundID]bool{}
	err := v.scan(bucketBlind, nil, func(k, value []byte) error {
		s := seat{corpus.TranscriptID(k[:16]), codebook.CoderID(k[16:32]), codebook.RoundID(k[32:]), binary.BigEndian.Uint64(value)}
		seats = append(seats, s)
		if s.coder == r.coder || r.coder.IsZero() {
			mine[s.round] = true
		}
		return nil
	})
	if err != nil || len(mine) == 0 {
		return b, err
	}
	b.since, b.with = map[corpus.TranscriptID]uint64{}, map[codebook.CoderID]uint64{}
	for _, s := range seats {
		if !mine[s.round] {
			continue
		}
		if old, ok := b.since[s.transcript]; !ok || s.clock < old {
			b.since[s.transcript] = s.clock
		}
		if old, ok := b.with[s.coder]; s.coder != r.coder && (!ok || s.clock < old) {
			b.with[s.coder] = s.clock
		}
	}
	return b, nil
}

// Blind reports whether anything is hidden from the reader: she codes in a blind
// round that is open, or is nobody in particular while there is one.
func (r Reader) Blind(ctx context.Context) (bool, error) {
	return readAll(ctx, r, func(v view) (bool, error) {
		b, err := r.blind(v)
		return b.any(), err
	})
}

// any reports whether anything is hidden.
func (b blindness) any() bool { return len(b.since) > 0 }

// sees reports whether the reader may see a coder's work on a transcript.
func (b blindness) sees(t corpus.TranscriptID, coder codebook.CoderID) bool {
	_, hidden := b.since[t]
	return !hidden || coder == b.reader && !b.reader.IsZero()
}

// seesMemoOn reports whether the reader may see a memo. Memos of others in the
// round on codes may tell how they code.
func (b blindness) seesMemoOn(m codebook.Memo) bool {
	_, with := b.with[m.Coder]
	return !with || m.About.Kind != codebook.AboutCode
}

// seesCode reports whether the reader may see a code: not one that another in
// the round proposed after it was opened.
func (b blindness) seesCode(v view, c codebook.Code) (bool, error) {
	since, with := b.with[c.AddedBy]
	if !with {
		return true, nil
	}
	th, err := fold(v, Thing{ClassCode, c.ID}, nil)
	if err != nil {
		return false, err
	}
	added := th.added()
	return added == nil || added.Clock < since, nil
}

// codebook reads the working codebook as the reader may see it.
func (r Reader) codebook(v view) (*codebook.Codebook, error) {
	b, err := readCodebook(v)
	if err != nil {
		return b, err
	}
	blind, err := r.blind(v)
	if err != nil || !blind.any() {
		return b, err
	}
	var seen []codebook.Code
	for _, c := range b.Codes() {
		ok, err := blind.seesCode(v, c)
		if err != nil {
			return b, err
		}
		if ok {
			seen = append(seen, c)
		}
	}
	return codebook.New(seen, b.Themes()...), nil
}

// hides reports whether an event tells of others' work that the reader may not
// see. That somebody has finished a transcript is no secret.
func (b blindness) hides(v view, e *Event) (bool, error) {
	if !b.any() {
		return false, nil
	}
	th, err := fold(v, e.Thing, nil)
	if err != nil {
		return false, err
	}
	by := th.who.of(e.Coder)
	if by == b.reader && !b.reader.IsZero() {
		return false, nil
	}
	switch e.Thing.Class {
	case ClassCoding:
		// Where it stands is in the event that adds it, whatever became of it.
		r, err := codingOf(th.asAdded())
		if err != nil || r == nil {
			return true, err
		}
		return !b.sees(r.Transcript, r.Coder), nil
	case ClassMemo:
		_, _, value, err := jsonRecord(th.asAdded())
		m, ok := value.(codebook.Memo)
		if err != nil || !ok {
			return true, err
		}
		return !b.sees(m.About.Transcript, m.Coder) || !b.seesMemoOn(m), nil
	case ClassDecision:
		d, err := decisionOf(th.asAdded())
		if err != nil || d == nil {
			return true, err
		}
		_, hidden := b.since[d.Transcript]
		return hidden, nil
	case ClassCode:
		since, with := b.with[by]
		return with && e.Clock >= since, nil
	}
	return false, nil
}
