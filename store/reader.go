package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"

	"concord/codebook"
	"concord/corpus"
)

// Reader reads a project as one coder. Every reading names its reader, because
// what she may see of others' work depends on her; nothing outside this file
// and reading.go reads state for display. A reading is one short transaction;
// what it returns is the caller's. Two readings may see two states: what must
// fit together is read in one Snapshot.
type Reader struct {
	p        *Project
	coder    codebook.CoderID
	past     *memoryState // nil for the present
	snapshot *snapshot    // nil for a transaction a reading
}

// snapshot is the read transaction that the readings of one Snapshot share.
type snapshot struct {
	view  view
	ended atomic.Bool
}

// errSnapshotEnded is what a reader gives that was kept after its snapshot.
var errSnapshotEnded = errors.New("reading the project: the snapshot it was to be read from has ended; this is a fault in the program")

// Snapshot runs f with a reader whose readings are all of one state, in one read
// transaction. The reader ends with f; what it read stays the caller's. While f
// runs nobody can write, so it should read and leave computing for later, and it
// must not use the project but through its reader: an action in f would wait for
// the snapshot that waits for it. A snapshot within a snapshot is the same one.
func (r Reader) Snapshot(ctx context.Context, f func(Reader) error) error {
	if r.snapshot != nil {
		return f(r)
	}
	return r.p.view(ctx, func(v view) error {
		r.snapshot = &snapshot{view: v}
		defer r.snapshot.ended.Store(true)
		return f(r)
	})
}

// Coder is who reads; zero for nobody in particular.
func (r Reader) Coder() codebook.CoderID { return r.coder }

// Title gives what the project is called and what it is about.
func (r Reader) Title(ctx context.Context) (title, about string, err error) {
	rec, err := readAll(ctx, r, func(v view) (projectRecord, error) { return readTitle(v, r.p.id) })
	return rec.Title, rec.About, err
}

func readTitle(v view, id corpus.ProjectID) (projectRecord, error) {
	var rec projectRecord
	raw := v.get(bucketProject, id[:])
	if raw == nil {
		return rec, nil
	}
	return rec, json.Unmarshal(raw, &rec)
}

// Coders gives the coders in order of their names. One who was joined to
// another is not listed.
func (r Reader) Coders(ctx context.Context) ([]codebook.Coder, error) {
	return readAll(ctx, r, readCoders)
}

func readCoders(v view) ([]codebook.Coder, error) {
	coders, err := records[codebook.Coder](v, bucketCoder, nil)
	coders = slices.DeleteFunc(coders, func(c codebook.Coder) bool { return !c.Joined.IsZero() })
	slices.SortFunc(coders, func(a, b codebook.Coder) int {
		if n := strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)); n != 0 {
			return n
		}
		return a.ID.Compare(b.ID)
	})
	return coders, err
}

// Transcripts gives the transcripts in order of their names, numbers in names
// counting as numbers.
func (r Reader) Transcripts(ctx context.Context) ([]corpus.Transcript, error) {
	return readAll(ctx, r, readTranscripts)
}

func readTranscripts(v view) ([]corpus.Transcript, error) {
	ts, err := records[corpus.Transcript](v, bucketTranscript, nil)
	slices.SortFunc(ts, func(a, b corpus.Transcript) int {
		if n := compareNames(a.Name, b.Name); n != 0 {
			return n
		}
		return a.ID.Compare(b.ID)
	})
	return ts, err
}

// Cases gives the cases in order of their names.
func (r Reader) Cases(ctx context.Context) ([]corpus.Case, error) {
	return readAll(ctx, r, readCases)
}

func readCases(v view) ([]corpus.Case, error) {
	cs, err := records[corpus.Case](v, bucketCase, nil)
	slices.SortFunc(cs, func(a, b corpus.Case) int { return compareNames(a.Name, b.Name) })
	return cs, err
}

// Speakers gives the speakers of a transcript (of all, for the zero id), in
// order of label.
func (r Reader) Speakers(ctx context.Context, t corpus.TranscriptID) ([]corpus.Speaker, error) {
	return readAll(ctx, r, func(v view) ([]corpus.Speaker, error) { return readSpeakers(v, t) })
}

func readSpeakers(v view, t corpus.TranscriptID) ([]corpus.Speaker, error) {
	var prefix []byte
	if !t.IsZero() {
		prefix = t[:]
	}
	ss, err := records[corpus.Speaker](v, bucketSpeaker, prefix)
	slices.SortFunc(ss, func(a, b corpus.Speaker) int {
		if n := a.Transcript.Compare(b.Transcript); n != 0 {
			return n
		}
		return strings.Compare(a.Label, b.Label)
	})
	return ss, err
}

// Codebook gives the working codebook.
func (r Reader) Codebook(ctx context.Context) (*codebook.Codebook, error) {
	return readAll(ctx, r, r.codebook)
}

func readCodebook(v view) (*codebook.Codebook, error) {
	rs, err := records[codeRecord](v, bucketCode, nil)
	slices.SortFunc(rs, func(a, b codeRecord) int { return a.Order - b.Order })
	if err != nil {
		return nil, err
	}
	codes := make([]codebook.Code, len(rs))
	for i, r := range rs {
		codes[i] = r.Code
	}
	themes, err := readThemes(v)
	return codebook.New(codes, themes...), err
}

// Versions gives the saved versions of the codebook in order of their numbers.
func (r Reader) Versions(ctx context.Context) ([]codebook.Version, error) {
	return readAll(ctx, r, readVersions)
}

// Codings gives the codings that the reader may see on a transcript (on all,
// for the zero id), in reading order.
func (r Reader) Codings(ctx context.Context, t corpus.TranscriptID) ([]codebook.Coding, error) {
	return readAll(ctx, r, func(v view) ([]codebook.Coding, error) { return r.codings(v, t) })
}

// SelectCodings gives those of the codings that the reader may see for which
// match holds, by transcript in order of id. It keeps no others in memory.
func (r Reader) SelectCodings(ctx context.Context, match func(codebook.Coding) bool) ([]codebook.Coding, error) {
	return readAll(ctx, r, func(v view) ([]codebook.Coding, error) { return r.selectCodings(v, nil, match) })
}

func (r Reader) codings(v view, t corpus.TranscriptID) ([]codebook.Coding, error) {
	if t.IsZero() {
		return r.selectCodings(v, nil, nil)
	}
	out, err := r.selectCodings(v, t[:], nil)
	slices.SortFunc(out, codebook.Coding.Compare)
	return out, err
}

// selectCodings reads the codings below a prefix for which match holds (all, for
// nil).
func (r Reader) selectCodings(v view, prefix []byte, match func(codebook.Coding) bool) ([]codebook.Coding, error) {
	blind, err := r.blind(v)
	if err != nil {
		return nil, err
	}
	var out []codebook.Coding
	err = v.scan(bucketCoding, prefix, func(k, value []byte) error {
		c, err := decodeCoding(k, value)
		if err == nil && blind.sees(c.Transcript, c.Coder) && (match == nil || match(c.Coding)) {
			out = append(out, c.Coding)
		}
		return err
	})
	return out, err
}

// Memos gives the memos that match, oldest first; all for a nil match.
func (r Reader) Memos(ctx context.Context, match func(codebook.Memo) bool) ([]codebook.Memo, error) {
	return readAll(ctx, r, func(v view) ([]codebook.Memo, error) { return r.memos(v, match) })
}

func (r Reader) memos(v view, match func(codebook.Memo) bool) ([]codebook.Memo, error) {
	blind, err := r.blind(v)
	if err != nil {
		return nil, err
	}
	ms, err := records[codebook.Memo](v, bucketMemo, nil)
	ms = slices.DeleteFunc(ms, func(m codebook.Memo) bool {
		return match != nil && !match(m) || !blind.sees(m.About.Transcript, m.Coder) || !blind.seesMemoOn(m)
	})
	slices.SortFunc(ms, func(a, b codebook.Memo) int {
		if n := a.Created.Compare(b.Created); n != 0 {
			return n
		}
		return a.ID.Compare(b.ID)
	})
	return ms, err
}

// Completions gives the completions, by transcript and coder, oldest first.
func (r Reader) Completions(ctx context.Context) ([]codebook.Completion, error) {
	return readAll(ctx, r, func(v view) ([]codebook.Completion, error) { return r.completions(v, nil) })
}

// completions reads completions; of others in a blind round only that they are
// there.
func (r Reader) completions(v view, prefix []byte) ([]codebook.Completion, error) {
	blind, err := r.blind(v)
	if err != nil {
		return nil, err
	}
	cs, err := records[codebook.Completion](v, bucketCompletion, prefix)
	for i, c := range cs {
		if !blind.sees(c.Transcript, c.Coder) {
			cs[i].Codings, cs[i].Digest, cs[i].Made, cs[i].Definitions = 0, "", nil, nil
		}
	}
	return cs, err
}

// Original gives the bytes a transcript was imported from.
func (r Reader) Original(ctx context.Context, sum [32]byte) ([]byte, error) {
	return readAll(ctx, r, func(v view) ([]byte, error) {
		packed := v.get(bucketOriginal, sum[:])
		if packed == nil {
			return nil, fmt.Errorf("the original is not in this copy of the project")
		}
		return unpackOriginal(packed)
	})
}

// Text gives a text with its turns.
func (r Reader) Text(ctx context.Context, id corpus.TextID) (*corpus.Text, error) {
	return readAll(ctx, r, func(v view) (*corpus.Text, error) { return readText(v, id) })
}

func readText(v view, id corpus.TextID) (*corpus.Text, error) {
	body, table := v.get(bucketText, id[:]), v.get(bucketTurns, id[:])
	if body == nil || table == nil {
		return nil, fmt.Errorf("the text %s is not in this copy of the project", id)
	}
	turns, err := corpus.DecodeTurns(table)
	if err != nil {
		return nil, err
	}
	return &corpus.Text{ID: id, Body: string(body), Turns: turns}, nil
}

// readAll runs f in a read transaction: the snapshot's, or one of its own.
func readAll[T any](ctx context.Context, r Reader, f func(view) (T, error)) (T, error) {
	var out T
	err := r.read(ctx, func(v view) (err error) {
		if r.past != nil {
			v = pastView{r.past, v}
		}
		out, err = f(v)
		return err
	})
	return out, err
}

// read runs f on the state of now.
func (r Reader) read(ctx context.Context, f func(view) error) error {
	switch {
	case r.snapshot == nil:
		return r.p.view(ctx, f)
	case r.snapshot.ended.Load():
		return errSnapshotEnded
	case ctx.Err() != nil:
		return ctx.Err()
	}
	return f(r.snapshot.view)
}

// records decodes the JSON records of a bucket below a prefix.
func records[T any](v view, b bucket, prefix []byte) ([]T, error) {
	var out []T
	err := v.scan(b, prefix, func(_, raw []byte) error {
		var x T
		if err := json.Unmarshal(raw, &x); err != nil {
			return fmt.Errorf("a record of the bucket %q is damaged: %w", b, err)
		}
		out = append(out, x)
		return nil
	})
	return out, err
}
