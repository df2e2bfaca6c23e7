package store

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"concord/codebook"
	"concord/corpus"
)

// NewCoding is a code to be applied. What is zero is filled in: the coder is
// who acts, the text is the one in force, the definition the one in force, the
// time now.
type NewCoding struct {
	Transcript corpus.TranscriptID
	Text       corpus.TextID
	Span       corpus.Span
	Code       codebook.CodeID
	Definition codebook.ChangeID
	Coder      codebook.CoderID
	Created    time.Time
	Quote      bool
	Auto       bool
	Memo       string // becomes a memo on the coding
}

// Applied is what became of a NewCoding.
type Applied struct {
	Coding codebook.Coding
	// Already: the very same coding was there; nothing was added.
	Already bool
	// Widened: an earlier coding of the same code by the same coder overlapped
	// and was widened instead; Before is where it stood.
	Widened bool
	Before  corpus.Span
}

// Apply adds codings as one action: all of them, or, on an error, none. Where
// the coder has the same code, under the same definition, on overlapping (not
// merely touching) words, that coding is widened instead; but not one that counts
// for a round in which she has completed the transcript.
func (p *Project) Apply(ctx context.Context, by codebook.CoderID, codings ...NewCoding) ([]Applied, error) {
	return p.apply(ctx, by, true, codings)
}

// ImportCodings adds codings made elsewhere, as they are, as one action. What
// is already there (same coder, code and words) is not added again. Coders are
// given by the codings; by is who imports them.
func (p *Project) ImportCodings(ctx context.Context, by codebook.CoderID, codings []NewCoding) ([]Applied, error) {
	defer p.announceIf(len(codings) > 5000, "importing codings")()
	return p.apply(ctx, by, false, codings)
}

func (p *Project) announceIf(long bool, what string) func() {
	if long {
		return p.announce(what)
	}
	return func() {}
}

func (p *Project) apply(ctx context.Context, by codebook.CoderID, widen bool, codings []NewCoding) ([]Applied, error) {
	var out []Applied
	err := p.act(ctx, by, func(a *action) error {
		out = make([]Applied, 0, len(codings))
		w := newApplying(a, widen)
		for i, n := range codings {
			done, err := w.one(n)
			if err != nil {
				if len(codings) > 1 {
					return fmt.Errorf("coding %d of %d: %w", i+1, len(codings), err)
				}
				return err
			}
			out = append(out, done)
		}
		return nil
	})
	return out, err
}

// applying caches what many codings in one action look up.
type applying struct {
	*action
	widen  bool
	codes  map[codebook.CodeID]codebook.Code
	coders map[codebook.CoderID]bool
	texts  map[corpus.TranscriptID]*corpus.Transcript
	own    map[coded][]codebook.Coding
	// counted are the codings that a completion in a round names.
	counted map[codebook.CodingID]bool
}

func newApplying(a *action, widen bool) *applying {
	return &applying{action: a, widen: widen, codes: map[codebook.CodeID]codebook.Code{},
		coders: map[codebook.CoderID]bool{}, texts: map[corpus.TranscriptID]*corpus.Transcript{}, own: map[coded][]codebook.Coding{}, counted: map[codebook.CodingID]bool{}}
}

func (w *applying) one(n NewCoding) (Applied, error) {
	if n.Coder.IsZero() {
		if err := w.named(); err != nil {
			return Applied{}, err
		}
		n.Coder = w.by
	}
	if !w.coders[n.Coder] && w.get(bucketCoder, n.Coder[:]) == nil {
		return Applied{}, fmt.Errorf("the coder %s is not in this project", n.Coder)
	}
	w.coders[n.Coder] = true
	code, err := w.code(n.Code)
	if err != nil {
		return Applied{}, err
	}
	if n.Definition.IsZero() {
		if err := cannotApply(code); err != nil {
			return Applied{}, err
		}
		n.Definition = code.DefinedBy
	}
	tr, err := w.transcript(n.Transcript)
	if err != nil {
		return Applied{}, err
	}
	if n.Text.IsZero() {
		n.Text = tr.Text()
	}
	if n.Created.IsZero() {
		n.Created = w.time
	}
	n.Created = n.Created.UTC().Truncate(time.Millisecond)
	own, err := w.codingsOf(coded{n.Transcript, n.Coder})
	if err != nil {
		return Applied{}, err
	}
	for i, c := range own {
		if c.Code != n.Code || c.Text != n.Text {
			continue
		}
		if c.Span == n.Span && c.Definition == n.Definition {
			return Applied{Coding: c, Already: true}, w.note(c, n.Memo)
		}
		if w.widen && c.Definition == n.Definition && c.Span.Overlaps(n.Span) && !w.counted[c.ID] {
			return w.widened(own, i, n)
		}
	}
	return w.fresh(n)
}

func (w *applying) fresh(n NewCoding) (Applied, error) {
	place, err := w.place(n.Text, n.Span)
	if err != nil {
		return Applied{}, err
	}
	c := codebook.Coding{ID: codebook.CodingID(newID()), Transcript: n.Transcript, Text: n.Text, Span: n.Span, Code: n.Code,
		Definition: n.Definition, Coder: n.Coder, Created: n.Created, Quote: n.Quote, Auto: n.Auto}
	payload := codingPayload{Transcript: &c.Transcript, Place: place, Code: &appliedPayload{c.Code, c.Definition}}
	if c.Coder != w.by {
		payload.Coder = &c.Coder
	}
	if !c.Created.Equal(w.time) {
		payload.Created = &c.Created
	}
	if c.Quote {
		payload.Quote = &c.Quote
	}
	if c.Auto {
		payload.Auto = &c.Auto
	}
	if _, err := w.add(Thing{ClassCoding, c.ID}, payload); err != nil {
		return Applied{}, err
	}
	key := coded{c.Transcript, c.Coder}
	w.own[key] = append(w.own[key], c)
	return Applied{Coding: c}, w.note(c, n.Memo)
}

func (w *applying) widened(own []codebook.Coding, i int, n NewCoding) (Applied, error) {
	c := own[i]
	was := c.Span
	c.Span = corpus.Span{Start: min(c.Span.Start, n.Span.Start), End: max(c.Span.End, n.Span.End)}
	if c.Span == was {
		return Applied{Coding: c, Already: true}, w.note(c, n.Memo)
	}
	place, err := w.place(c.Text, c.Span)
	if err != nil {
		return Applied{}, err
	}
	if _, err := w.event(Thing{ClassCoding, c.ID}, "move", codingPayload{Place: place}); err != nil {
		return Applied{}, err
	}
	own[i] = c
	return Applied{Coding: c, Widened: true, Before: was}, w.note(c, n.Memo)
}

func (w *applying) note(c codebook.Coding, memo string) error {
	if memo == "" {
		return nil
	}
	return w.addMemo(codebook.Memo{About: codebook.Subject{Kind: codebook.AboutCoding, Coding: c.ID, Transcript: c.Transcript}, Coder: c.Coder, Text: memo, Created: c.Created})
}

func (a *action) place(text corpus.TextID, s corpus.Span) (*placePayload, error) {
	quote, err := passage(a, text, s)
	if err != nil {
		return nil, err
	}
	digest, err := digestOf(a, text, quote)
	if err != nil {
		return nil, err
	}
	return &placePayload{text, s.Start, s.End, digest}, nil
}

func (w *applying) code(id codebook.CodeID) (codebook.Code, error) {
	if c, ok := w.codes[id]; ok {
		return c, nil
	}
	c, err := readCode(w, id)
	w.codes[id] = c
	return c, err
}

func readCode(v view, id codebook.CodeID) (codebook.Code, error) {
	raw := v.get(bucketCode, id[:])
	if raw == nil {
		return codebook.Code{}, fmt.Errorf("the code %s is not in the codebook", id)
	}
	var r codeRecord
	err := json.Unmarshal(raw, &r)
	return r.Code, err
}

func (w *applying) transcript(id corpus.TranscriptID) (*corpus.Transcript, error) {
	if t := w.texts[id]; t != nil {
		return t, nil
	}
	var t corpus.Transcript
	if err := readJSON(w, bucketTranscript, id[:], &t); err != nil {
		return nil, err
	}
	w.texts[id] = &t
	return &t, nil
}

func (w *applying) codingsOf(key coded) ([]codebook.Coding, error) {
	if own, ok := w.own[key]; ok {
		return own, nil
	}
	err := w.scan(bucketCoding, key.transcript[:], func(k, v []byte) error {
		if !codedBy(v, key.coder) {
			return nil
		}
		r, err := decodeCoding(k, v)
		w.own[key] = append(w.own[key], r.Coding)
		return err
	})
	if w.own[key] == nil {
		w.own[key] = []codebook.Coding{}
	}
	if err != nil || !w.widen {
		return w.own[key], err
	}
	completions, err := records[codebook.Completion](w, bucketCompletion, pair(key.transcript, key.coder))
	for _, c := range completions {
		for _, id := range c.Made {
			w.counted[id] = w.counted[id] || !c.Round.IsZero()
		}
	}
	return w.own[key], err
}

// changeCoding runs f on one of the coder's own codings; nobody may change
// another's.
func (p *Project) changeCoding(ctx context.Context, by codebook.CoderID, id codebook.CodingID, verb string, f func(*action, codebook.Coding) (codingPayload, error)) error {
	return p.changeCodings(ctx, by, []codebook.CodingID{id}, verb, f)
}

// changeCodings is changeCoding for several, as one action: all, or, on an
// error, none.
func (p *Project) changeCodings(ctx context.Context, by codebook.CoderID, ids []codebook.CodingID, verb string, f func(*action, codebook.Coding) (codingPayload, error)) error {
	return p.act(ctx, by, func(a *action) error {
		if err := a.named(); err != nil {
			return err
		}
		for _, id := range ids {
			if err := a.changeCoding(id, verb, f); err != nil && !errors.Is(err, errNothingToDo) {
				return err
			}
		}
		return nil
	})
}

func (a *action) changeCoding(id codebook.CodingID, verb string, f func(*action, codebook.Coding) (codingPayload, error)) error {
	th, err := a.thing(Thing{ClassCoding, id})
	if err != nil {
		return err
	}
	r, err := codingOf(th)
	switch {
	case err != nil:
		return err
	case r == nil:
		return errors.New("this coding is no longer there; it was removed")
	case r.Coder != a.by:
		return errors.New("this coding is another coder's; only she may change it")
	}
	payload, err := f(a, r.Coding)
	if err != nil {
		return err
	}
	_, err = a.event(th.Thing, verb, payload)
	return err
}

// MoveCoding gives a coding other bounds on the same text. Whoever moves the
// bounds has looked: a stale coding is kept under the definition in force, as
// Confirm does, unless its code was split.
func (p *Project) MoveCoding(ctx context.Context, by codebook.CoderID, id codebook.CodingID, s corpus.Span) error {
	return p.changeCoding(ctx, by, id, "move", func(a *action, c codebook.Coding) (codingPayload, error) {
		if c.Span == s {
			return codingPayload{}, errNothingToDo
		}
		place, err := a.place(c.Text, s)
		if err != nil {
			return codingPayload{}, err
		}
		applied, err := looked(a, c)
		if err != nil || *applied == (appliedPayload{c.Code, c.Definition}) {
			applied = nil // it was not stale, or cannot be kept as it is
		}
		return codingPayload{Place: place, Code: applied}, nil
	})
}

// Recode gives a coding another code, under the definition now in force. Its
// bounds and memos stay.
func (p *Project) Recode(ctx context.Context, by codebook.CoderID, id codebook.CodingID, code codebook.CodeID) error {
	return p.RecodeAll(ctx, by, code, id)
}

// RecodeAll gives several codings another code, as one action.
func (p *Project) RecodeAll(ctx context.Context, by codebook.CoderID, code codebook.CodeID, ids ...codebook.CodingID) error {
	return p.recode(ctx, by, ids, func(codebook.CodingID) codebook.CodeID { return code })
}

// RecodeEach gives each coding the code that is named for it, as one action.
func (p *Project) RecodeEach(ctx context.Context, by codebook.CoderID, codes map[codebook.CodingID]codebook.CodeID) error {
	ids := slices.SortedFunc(maps.Keys(codes), func(a, b codebook.CodingID) int { return bytes.Compare(a[:], b[:]) })
	return p.recode(ctx, by, ids, func(id codebook.CodingID) codebook.CodeID { return codes[id] })
}

func (p *Project) recode(ctx context.Context, by codebook.CoderID, ids []codebook.CodingID, to func(codebook.CodingID) codebook.CodeID) error {
	return p.changeCodings(ctx, by, ids, "recode", func(a *action, c codebook.Coding) (codingPayload, error) {
		code := to(c.ID)
		k, err := readCode(a, code)
		if err != nil {
			return codingPayload{}, err
		}
		if err := cannotApply(k); err != nil {
			return codingPayload{}, err
		}
		return codingPayload{Code: &appliedPayload{code, k.DefinedBy}}, nil
	})
}

// Confirm keeps codings, as one action, under the definition that their code has
// now: somebody has looked, and they still hold. What came by a merge is kept
// under the survivor. It is an error if the code was split, or is no longer in
// use.
func (p *Project) Confirm(ctx context.Context, by codebook.CoderID, ids ...codebook.CodingID) error {
	return p.changeCodings(ctx, by, ids, "confirm", func(a *action, c codebook.Coding) (codingPayload, error) {
		applied, err := looked(a, c)
		if err == nil && *applied == (appliedPayload{c.Code, c.Definition}) {
			err = errNothingToDo
		}
		return codingPayload{Code: applied}, err
	})
}

// looked gives what a coder says who looks at a coding of hers and keeps it: the
// code it leads to now, as it is defined now. A code that is not stale stays.
func looked(a *action, c codebook.Coding) (*appliedPayload, error) {
	own, err := readCode(a, c.Code)
	if err != nil {
		return nil, err
	}
	end, stale := own, own.DefinedBy != c.Definition
	for seen := map[codebook.CodeID]bool{}; end.Status == codebook.Merged && !seen[end.ID]; {
		seen[end.ID] = true
		under := end.Under
		if end, err = readCode(a, end.Into[0]); err != nil {
			return nil, err
		}
		stale = stale || !under.IsZero() && under != end.DefinedBy
	}
	switch {
	case end.Status == codebook.Split:
		return nil, fmt.Errorf("the code “%s” was split; say which of its parts it is", end.Name)
	case !end.InUse():
		return nil, fmt.Errorf("the code “%s” is %s; the passage is hidden, and kept", end.Name, end.Status)
	case !stale:
		return &appliedPayload{c.Code, c.Definition}, nil
	}
	return &appliedPayload{end.ID, end.DefinedBy}, nil
}

// FlagQuote marks a coding as worth quoting, or takes the mark away.
func (p *Project) FlagQuote(ctx context.Context, by codebook.CoderID, id codebook.CodingID, quote bool) error {
	return p.changeCoding(ctx, by, id, "flag", func(*action, codebook.Coding) (codingPayload, error) {
		return codingPayload{Quote: &quote}, nil
	})
}

// RemoveCoding takes codings away, as one action; undo brings them back.
func (p *Project) RemoveCoding(ctx context.Context, by codebook.CoderID, ids ...codebook.CodingID) error {
	return p.changeCodings(ctx, by, ids, "remove", func(*action, codebook.Coding) (codingPayload, error) {
		return codingPayload{Removed: ptr(true)}, nil
	})
}
