package search

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"time"

	"github.com/blevesearch/bleve/v2/document"
	index "github.com/blevesearch/bleve_index_api"

	"concord/corpus"
)

// A batch is what is written at once: as many turns as index fastest (a single
// one takes almost as long as a hundred, thousands take much memory), or as
// many bytes, where turns are very long.
const (
	batchTurns = 1000
	batchBytes = 4 << 20
)

// syncPatience is how long a Sync that has begun waits for readers between two
// batches.
const syncPatience = 2 * time.Second

// The two fields of the index, one document a turn: words as they stand, with
// their positions (for phrases), and stems.
const (
	exactField = "exact"
	stemField  = "stem"
)

// Sync brings the index level with a source, and makes it anew if it is
// missing, damaged, foreign or of another version. Arrival is the number of
// the last thing that has come into the project; an index level with it is
// left alone without asking the source.
//
// Each batch is one transaction, and the index is closed after it, so that a
// long Sync keeps nobody waiting. A process killed, or a context ended, at any
// moment leaves an index that is behind and never one that is ahead or broken;
// the next Sync goes on from there. Sync gives ErrBusy if another process
// has the index: leave the work for later.
//
// An index from which a transcript must go is deleted and made anew, since
// bleve would keep its words in old files for a while.
func (x *Index) Sync(ctx context.Context, source Source, arrival uint64) error {
	if s, err := x.State(); err == nil && s.Arrival == arrival {
		return nil
	} else if errors.Is(err, ErrBusy) {
		return err
	}
	list, err := source.Transcripts(ctx)
	if err != nil {
		return fmt.Errorf("listing the transcripts for the search index: %w", err)
	}
	if err := x.sweep(); err != nil {
		return err
	}
	w := writer{index: x, source: source, list: list, arrival: arrival}
	anew := 0
	for begun := false; ; {
		level, err := w.batch(ctx)
		switch {
		case err == nil && level:
			return nil
		case err == nil:
			begun, w.waited = true, 0
		case errors.Is(err, ErrBusy) && begun:
			if err := w.wait(ctx); err != nil {
				return err
			}
		case errors.Is(err, ErrNoIndex) && anew < 3:
			anew++
			if err := x.discard(); err != nil {
				return err
			}
			if err := x.create(); err != nil {
				return err
			}
		case errors.Is(err, ErrNoIndex):
			return fmt.Errorf("writing the search index in %s: %w", x.dir, err)
		default:
			return err
		}
	}
}

// Rebuild makes the index anew.
func (x *Index) Rebuild(ctx context.Context, source Source, arrival uint64) error {
	if err := x.discard(); err != nil {
		return err
	}
	return x.Sync(ctx, source, arrival)
}

// writer brings an index level, a batch at a time.
type writer struct {
	index   *Index
	source  Source
	list    []Transcript
	arrival uint64
	text    *corpus.Text  // the last one read
	waited  time.Duration // since the last batch
}

func (w *writer) wait(ctx context.Context) error {
	if w.waited += patience; w.waited > syncPatience {
		return ErrBusy
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(patience / 10):
		return nil
	}
}

// batch writes one batch of what the index lacks. It reports whether the index
// is level. What is lacking is found anew each time: another process may have
// been at it meanwhile.
func (w *writer) batch(ctx context.Context) (level bool, err error) {
	if err := ctx.Err(); err != nil {
		return false, err
	}
	before, err := w.index.readNewest()
	if err != nil {
		return false, err
	}
	after := record{before.head, maps.Clone(before.progress)}
	b := index.NewBatch()
	if level, err = w.fill(ctx, b, &after); err != nil {
		return false, err
	}
	if level {
		after.head.Arrival = w.arrival
	}
	after.put(b)
	err = w.index.with(false, func(f *file) error {
		if now, err := w.index.recordOf(f); err != nil || !now.equal(before) {
			level = false
			return err
		}
		if err := f.apply(b); err != nil {
			return err
		}
		return f.settle(ctx)
	})
	return level && err == nil, err
}

// fill puts into a batch what the record says is missing, until the batch is
// full, and notes it in the record. It reports whether nothing more is missing.
func (w *writer) fill(ctx context.Context, b *index.Batch, r *record) (level bool, err error) {
	listed := map[corpus.TranscriptID]bool{}
	for _, t := range w.list {
		listed[t.ID] = !t.Text.IsZero()
	}
	for id := range r.progress {
		if !listed[id] {
			return false, fmt.Errorf("%w: the one there holds a transcript that is gone", ErrNoIndex)
		}
	}
	turns, bytes := 0, 0
	for _, t := range w.list {
		if t.Text.IsZero() {
			continue
		}
		p, known := r.progress[t.ID]
		if known && p.text == t.Text && p.whole() {
			continue
		}
		if turns >= batchTurns || bytes >= batchBytes {
			return false, nil
		}
		text, err := w.load(ctx, t)
		if err != nil {
			return false, err
		}
		if p.text != t.Text {
			for i := range p.done {
				b.Delete(turnID(t.ID, i))
			}
			p = progress{text: t.Text, turns: len(text.Turns)}
		}
		for ; p.done < p.turns && turns < batchTurns && bytes < batchBytes; p.done++ {
			said := speechOf(text, corpus.TurnIndex(p.done))
			if len(said.words) > 0 {
				b.Update(turnDocument(t.ID, p.done, said))
			}
			turns++
			bytes += len(said.words)
		}
		r.progress[t.ID] = p
		if !p.whole() {
			return false, nil
		}
	}
	return true, nil
}

func (w *writer) load(ctx context.Context, t Transcript) (*corpus.Text, error) {
	if w.text != nil && w.text.ID == t.Text {
		return w.text, nil
	}
	text, err := w.source.Text(ctx, t.Text)
	if err != nil {
		return nil, fmt.Errorf("reading the text of %q for the search index: %w", t.Name, err)
	}
	w.text = text
	return text, nil
}

// turnID is the id of a turn's document: the transcript's id and the turn's
// index, big-endian.
func turnID(t corpus.TranscriptID, turn int) string {
	return string(binary.BigEndian.AppendUint32(t[:len(t):len(t)], uint32(turn)))
}

// readTurnID reads what turnID wrote.
func readTurnID(s string) (corpus.TranscriptID, int, bool) {
	if len(s) != 20 {
		return corpus.TranscriptID{}, 0, false
	}
	return corpus.TranscriptID([]byte(s[:16])), int(binary.BigEndian.Uint32([]byte(s[16:]))), true
}

func turnDocument(t corpus.TranscriptID, turn int, said speech) *document.Document {
	a := &turnAnalysis{speech: said.words}
	return document.NewDocument(turnID(t, turn)).
		AddField(document.NewTextFieldCustom(exactField, nil, nil, index.IndexField|index.IncludeTermVectors, exactAnalyzer{a})).
		AddField(document.NewTextFieldCustom(stemField, nil, nil, index.IndexField|index.SkipFreqNorm, stemAnalyzer{a}))
}
