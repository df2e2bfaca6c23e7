package store

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"encoding/json"
	"maps"
	"slices"
	"time"

	"concord/codebook"
	"concord/corpus"
)

// dirty collects what a set of new events touches, with what the coding and
// completion records were before, since their keys hold values.
type dirty struct {
	things map[Thing]*before
	book   *codes // the changes of codes, if they were read already
	told   steps
}

type before struct {
	coding     *codingRecord
	completion *codebook.Completion
	speaker    *corpus.Speaker
	round      *codebook.Round
	decision   *codebook.Decision
}

func newDirty() *dirty { return &dirty{things: map[Thing]*before{}} }

// touch must be called for each thing before the first new event about it is
// indexed.
func (d *dirty) touch(s state, t Thing) error {
	if d.things[t] != nil {
		return nil
	}
	b := &before{}
	d.things[t] = b
	th, err := fold(s, t, nil)
	if err != nil || len(th.events) == 0 {
		return err
	}
	switch t.Class {
	case ClassCoding:
		b.coding, err = codingOf(th)
	case ClassCompletion:
		b.completion, err = completionOf(th)
	case ClassSpeaker:
		b.speaker, err = speakerOf(th)
	case ClassRound:
		b.round, err = roundOf(th)
	case ClassDecision:
		b.decision, err = decisionOf(th)
	}
	return err
}

// coded names the work of one coder on one transcript.
type coded struct {
	transcript corpus.TranscriptID
	coder      codebook.CoderID
}

// counted names the use of one code under one definition by one coder.
func counted(r codingRecord) codebook.Use {
	return codebook.Use{Code: r.Code, Definition: r.Definition, Coder: r.Coder}
}

// settle brings the state up to date after the events about dirty things were
// indexed. It is the only writer of state: an action, a merge and a rebuild all
// come through here, which is what keeps them equal. keep is for rebuilding a
// past state, as in fold.
func settle(s state, d *dirty, keep func(*Event) bool) error {
	p := &projection{s: s, keep: keep, summaries: map[coded]bool{}, counts: map[codebook.Use]int{}, book: d.book}
	// Coders come first: who is whom decides whose everything else is.
	was, err := aliasesOf(s)
	if err != nil {
		return err
	}
	if err := p.things(d, func(c Class) bool { return c == ClassCoder }); err != nil {
		return err
	}
	now, err := aliasesOf(s)
	if err != nil {
		return err
	}
	if err := d.touchWorkOf(s, changedAliases(was, now)); err != nil {
		return err
	}
	if err := p.things(d, func(c Class) bool { return c != ClassCoder }); err != nil {
		return err
	}
	return p.finish()
}

// things projects the dirty things of some classes, in order.
func (p *projection) things(d *dirty, wanted func(Class) bool) error {
	things := slices.SortedFunc(maps.Keys(d.things), func(a, b Thing) int {
		return cmp.Or(cmp.Compare(a.Class, b.Class), bytes.Compare(a.ID[:], b.ID[:]))
	})
	for i, t := range things {
		if !wanted(t.Class) {
			continue
		}
		if err := d.told.at("working out what is in force", i, len(things)); err != nil {
			return err
		}
		if err := p.thing(t, d.things[t]); err != nil {
			return err
		}
	}
	return nil
}

type projection struct {
	s         state
	keep      func(*Event) bool
	codes     bool
	codings   []record // written together, sorted by key
	summaries map[coded]bool
	counts    map[codebook.Use]int // changes of the number of codings
	book      *codes               // if whoever calls has replayed the codes already
}

type record struct{ key, value []byte }

func (p *projection) thing(t Thing, was *before) error {
	th, err := fold(p.s, t, p.keep)
	if err != nil {
		return err
	}
	if err := p.conflicts(th); err != nil {
		return err
	}
	switch t.Class {
	case ClassCode:
		p.codes = true
		return nil
	case ClassCoding:
		return p.coding(th, was.coding)
	case ClassCompletion:
		return p.completion(th, was.completion)
	case ClassSpeaker:
		return p.speaker(th, was.speaker)
	case ClassRound:
		return p.round(th, was.round)
	case ClassDecision:
		return p.decision(th, was.decision)
	case ClassTranscript:
		if err := p.affected(corpus.TranscriptID(t.ID)); err != nil {
			return err
		}
	}
	b, key, value, err := jsonRecord(th)
	if err != nil {
		return err
	}
	if t.Class == ClassCoder {
		if err := p.join(value, codebook.CoderID(t.ID)); err != nil {
			return err
		}
	}
	return p.putJSON(b, key, value)
}

func (p *projection) putJSON(b bucket, key []byte, value any) error {
	if value == nil {
		return p.s.del(b, key)
	}
	encoded, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return p.s.put(b, key, encoded)
}

func (p *projection) coding(th *thing, was *codingRecord) error {
	now, err := codingOf(th)
	if err != nil {
		return err
	}
	if was != nil {
		p.counts[counted(*was)]--
		p.summaries[coded{was.Transcript, was.Coder}] = true
		if now == nil || !bytes.Equal(codingKey(was.Coding), codingKey(now.Coding)) {
			if err := p.s.del(bucketCoding, codingKey(was.Coding)); err != nil {
				return err
			}
		}
	}
	if now != nil {
		p.counts[counted(*now)]++
		p.summaries[coded{now.Transcript, now.Coder}] = true
		p.codings = append(p.codings, record{codingKey(now.Coding), now.encode()})
	}
	return nil
}

func (p *projection) completion(th *thing, was *codebook.Completion) error {
	now, err := completionOf(th)
	if err != nil {
		return err
	}
	if was != nil {
		p.summaries[coded{was.Transcript, was.Coder}] = true
		if err := p.s.del(bucketCompletion, completionKey(*was)); err != nil {
			return err
		}
	}
	if now == nil {
		return nil
	}
	p.summaries[coded{now.Transcript, now.Coder}] = true
	return p.putJSON(bucketCompletion, completionKey(*now), now)
}

func (p *projection) speaker(th *thing, was *corpus.Speaker) error {
	now, err := speakerOf(th)
	if err != nil {
		return err
	}
	if was != nil {
		if err := p.s.del(bucketSpeaker, pair(was.Transcript, was.ID)); err != nil {
			return err
		}
	}
	if now == nil {
		return nil
	}
	return p.putJSON(bucketSpeaker, pair(now.Transcript, now.ID), now)
}

// affected marks the summaries of a transcript whose text in force may have
// changed.
func (p *projection) affected(t corpus.TranscriptID) error {
	return p.s.scan(bucketSummary, t[:], func(k, _ []byte) error {
		var c codebook.CoderID
		copy(c[:], k[16:])
		p.summaries[coded{t, c}] = true
		return nil
	})
}

// conflicts keeps, for each event that several replaced at odds, which.
func (p *projection) conflicts(th *thing) error {
	found, err := th.conflicts()
	if err != nil {
		return err
	}
	var old [][]byte
	err = p.s.scan(bucketConflict, thingPrefix(th.Thing), func(k, _ []byte) error {
		old = append(old, bytes.Clone(k))
		return nil
	})
	if err != nil {
		return err
	}
	for _, k := range old {
		if err := p.s.del(bucketConflict, k); err != nil {
			return err
		}
	}
	for replaced, sides := range found {
		ids := make([]EventID, len(sides))
		for i, s := range sides {
			ids[i] = s.first
		}
		if err := p.putJSON(bucketConflict, append(thingPrefix(th.Thing), replaced[:]...), ids); err != nil {
			return err
		}
	}
	return nil
}

func (p *projection) finish() error {
	slices.SortFunc(p.codings, func(a, b record) int { return bytes.Compare(a.key, b.key) })
	for _, c := range p.codings {
		if err := p.s.put(bucketCoding, c.key, c.value); err != nil {
			return err
		}
	}
	if p.codes {
		if err := p.codebook(); err != nil {
			return err
		}
	}
	for u, n := range p.counts {
		if err := p.count(u, n); err != nil {
			return err
		}
	}
	return p.summarise()
}

// codeRecord is a code with its place in the order of adding, which puts
// siblings in order. A code added last changes no other's record.
type codeRecord struct {
	Order int `json:"order"`
	codebook.Code
}

func (p *projection) codebook() error {
	all := p.book
	if all == nil {
		var err error
		if all, err = readChanges(p.s, p.keep); err != nil {
			return err
		}
	}
	b, _ := all.replay()
	order := all.order()
	now := map[codebook.CodeID][]byte{}
	for _, c := range b.All() {
		encoded, err := json.Marshal(codeRecord{order[c.ID], c})
		if err != nil {
			return err
		}
		now[c.ID] = encoded
	}
	var gone [][]byte
	err := p.s.scan(bucketCode, nil, func(k, v []byte) error {
		id := codebook.CodeID(k)
		switch {
		case now[id] == nil:
			gone = append(gone, bytes.Clone(k))
		case bytes.Equal(now[id], v):
			delete(now, id)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, k := range gone {
		if err := p.s.del(bucketCode, k); err != nil {
			return err
		}
	}
	for _, id := range slices.SortedFunc(maps.Keys(now), codebook.CodeID.Compare) {
		if err := p.s.put(bucketCode, id[:], now[id]); err != nil {
			return err
		}
	}
	return nil
}

func (p *projection) count(u codebook.Use, change int) error {
	key := countKey(u)
	n := change
	if old := p.s.get(bucketCount, key); old != nil {
		n += int(binary.BigEndian.Uint64(old))
	}
	if n == 0 {
		return p.s.del(bucketCount, key)
	}
	return p.s.put(bucketCount, key, u64(uint64(n)))
}

// Summary is how far one coder has come with one transcript.
type Summary struct {
	CodedTurns int       // turns of the text in force that a coding touches
	Codings    int       // codings on any text of the transcript
	LastWorked time.Time // of the last event behind those codings and completions; for people
	Completed  bool      // there is a completion on the text in force
}

const summaryLen = 4 + 4 + 8 + 1

func (m Summary) encode() []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(m.CodedTurns))
	b = binary.BigEndian.AppendUint32(b, uint32(m.Codings))
	b = binary.BigEndian.AppendUint64(b, uint64(m.LastWorked.UnixMilli()))
	if m.Completed {
		return append(b, 1)
	}
	return append(b, 0)
}

func decodeSummary(v []byte) Summary {
	if len(v) != summaryLen {
		return Summary{}
	}
	return Summary{
		CodedTurns: int(binary.BigEndian.Uint32(v)), Codings: int(binary.BigEndian.Uint32(v[4:])),
		LastWorked: milli(v[8:]), Completed: v[16] == 1,
	}
}

// summarise makes the marked summaries anew from the records of their
// transcripts.
func (p *projection) summarise() error {
	byTranscript := map[corpus.TranscriptID]map[codebook.CoderID]bool{}
	for c := range p.summaries {
		if byTranscript[c.transcript] == nil {
			byTranscript[c.transcript] = map[codebook.CoderID]bool{}
		}
		byTranscript[c.transcript][c.coder] = true
	}
	for _, t := range slices.SortedFunc(maps.Keys(byTranscript), corpus.TranscriptID.Compare) {
		if err := p.summariseTranscript(t, byTranscript[t]); err != nil {
			return err
		}
	}
	return nil
}

func (p *projection) summariseTranscript(t corpus.TranscriptID, coders map[codebook.CoderID]bool) error {
	var inForce corpus.TextID
	var text corpus.Text
	if raw := p.s.get(bucketTranscript, t[:]); raw != nil {
		var tr corpus.Transcript
		if err := json.Unmarshal(raw, &tr); err != nil {
			return err
		}
		inForce = tr.Text()
		if table := p.s.get(bucketTurns, inForce[:]); table != nil {
			turns, err := corpus.DecodeTurns(table)
			if err != nil {
				return err
			}
			text.Turns = turns
		}
	}
	sums := map[codebook.CoderID]*Summary{}
	turns := map[codebook.CoderID]map[corpus.TurnIndex]bool{}
	sum := func(c codebook.CoderID, worked time.Time) *Summary {
		if sums[c] == nil {
			sums[c], turns[c] = &Summary{}, map[corpus.TurnIndex]bool{}
		}
		if worked.After(sums[c].LastWorked) {
			sums[c].LastWorked = worked
		}
		return sums[c]
	}
	err := p.s.scan(bucketCoding, t[:], func(k, v []byte) error {
		if len(v) == codingLen && !coders[codebook.CoderID(v[48:64])] {
			return nil
		}
		r, err := decodeCoding(k, v)
		if err != nil {
			return err
		}
		sum(r.Coder, r.worked).Codings++
		if r.Text == inForce {
			from, to := text.TurnsIn(r.Span)
			for i := from; i < to; i++ {
				turns[r.Coder][i] = true
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	err = p.s.scan(bucketCompletion, t[:], func(_, v []byte) error {
		var c codebook.Completion
		if err := json.Unmarshal(v, &c); err != nil || !coders[c.Coder] {
			return err
		}
		m := sum(c.Coder, c.Time)
		m.Completed = m.Completed || c.Text == inForce
		return nil
	})
	if err != nil {
		return err
	}
	for c := range coders {
		key := pair(t, c)
		if sums[c] == nil {
			if err := p.s.del(bucketSummary, key); err != nil {
				return err
			}
			continue
		}
		sums[c].CodedTurns = len(turns[c])
		if err := p.s.put(bucketSummary, key, sums[c].encode()); err != nil {
			return err
		}
	}
	return nil
}
