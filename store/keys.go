package store

import (
	"encoding/binary"

	"concord/codebook"
	"concord/corpus"
)

// bucket is one of the file's buckets.
type bucket string

const (
	bucketMeta  bucket = "meta"  // format, project id; see meta.go
	bucketLocal bucket = "local" // this copy's own: never an event, never travels

	// The truth.
	bucketEvent    bucket = "event"    // clock, event id → record
	bucketText     bucket = "text"     // text id → body
	bucketTurns    bucket = "turns"    // text id → turn table
	bucketOriginal bucket = "original" // SHA-256 of the source bytes → deflated bytes
	bucketSecret   bucket = "secret"   // text id, secret id → key of quote digests

	// Order of arrival in this copy, and this copy's undo stacks.
	bucketArrival bucket = "arrival" // number → event key
	bucketUndo    bucket = "undo"    // coder, u or r, depth → action

	// Indexes and state, which the events lead to.
	bucketThing        bucket = "thing" // class, thing id, event key → nothing
	bucketProject      bucket = "project"
	bucketCoder        bucket = "coder"
	bucketJoin         bucket = "join" // coder id → id of the coder she is the same person as
	bucketTranscript   bucket = "transcript"
	bucketSpeaker      bucket = "speaker" // transcript id, speaker id
	bucketCase         bucket = "case"
	bucketCode         bucket = "code"
	bucketTheme        bucket = "theme"
	bucketVersion      bucket = "version"
	bucketCoding       bucket = "coding"     // transcript id, start, end, coding id
	bucketCompletion   bucket = "completion" // transcript id, coder id, completion id
	bucketMemo         bucket = "memo"
	bucketRound        bucket = "round"
	bucketBlind        bucket = "blind"    // transcript id, coder id, round id: who may not see others' work now
	bucketDecision     bucket = "decision" // round id, transcript id, start, end, decision id
	bucketSegmentation bucket = "segmentation"
	bucketSummary      bucket = "summary" // transcript id, coder id
	bucketCount        bucket = "count"   // code id, definition id, coder id
	bucketConflict     bucket = "clash"   // class, thing id, replaced event id
)

var allBuckets = []bucket{
	bucketMeta, bucketLocal, bucketEvent, bucketText, bucketTurns, bucketOriginal, bucketSecret,
	bucketArrival, bucketUndo, bucketThing, bucketProject, bucketCoder, bucketJoin, bucketTranscript, bucketSpeaker,
	bucketCase, bucketCode, bucketTheme, bucketVersion, bucketCoding, bucketCompletion, bucketMemo, bucketRound, bucketBlind, bucketDecision,
	bucketSegmentation, bucketSummary, bucketCount, bucketConflict,
}

// stateBuckets are a function of the set of events: check rebuilds and compares
// them, and two copies with the same events hold the same bytes in them.
var stateBuckets = []bucket{
	bucketThing, bucketProject, bucketCoder, bucketJoin, bucketTranscript, bucketSpeaker, bucketCase, bucketCode, bucketTheme,
	bucketVersion, bucketCoding, bucketCompletion, bucketMemo, bucketRound, bucketBlind, bucketDecision,
	bucketSegmentation, bucketSummary, bucketCount, bucketConflict,
}

// Keys are fixed-width ids and big-endian numbers, so that byte order is
// reading order.

const eventKeyLen = 8 + 16

func eventKey(clock uint64, id EventID) []byte {
	return append(binary.BigEndian.AppendUint64(make([]byte, 0, eventKeyLen), clock), id[:]...)
}

func (e *Event) key() []byte { return eventKey(e.Clock, e.ID) }

func u64(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }

func thingPrefix(t Thing) []byte { return append([]byte{byte(t.Class)}, t.ID[:]...) }

func thingKey(t Thing, eventKey []byte) []byte { return append(thingPrefix(t), eventKey...) }

// thingOfKey reads a key of the thing bucket.
func thingOfKey(k []byte) (t Thing, eventKey []byte) {
	t.Class = Class(k[0])
	copy(t.ID[:], k[1:17])
	return t, k[17:]
}

func pair(a, b [16]byte) []byte { return append(a[:], b[:]...) }

func codingKey(c codebook.Coding) []byte {
	k := append(make([]byte, 0, 40), c.Transcript[:]...)
	k = binary.BigEndian.AppendUint32(k, uint32(c.Span.Start))
	k = binary.BigEndian.AppendUint32(k, uint32(c.Span.End))
	return append(k, c.ID[:]...)
}

func completionKey(c codebook.Completion) []byte {
	return append(pair(c.Transcript, c.Coder), c.ID[:]...)
}

func decisionKey(d codebook.Decision) []byte {
	k := pair(d.Round, d.Transcript)
	k = binary.BigEndian.AppendUint32(k, uint32(d.Span.Start))
	k = binary.BigEndian.AppendUint32(k, uint32(d.Span.End))
	return append(k, d.ID[:]...)
}

func blindKey(t corpus.TranscriptID, c codebook.CoderID, r codebook.RoundID) []byte {
	return append(pair(t, c), r[:]...)
}

func secretKey(text corpus.TextID, secret [8]byte) []byte {
	return append(append(make([]byte, 0, 24), text[:]...), secret[:]...)
}

func countKey(u codebook.Use) []byte {
	return append(pair(u.Code, u.Definition), u.Coder[:]...)
}

// useOf reads a key of the count bucket with its value.
func useOf(k, n []byte) codebook.Use {
	return codebook.Use{Code: codebook.CodeID(k[:16]), Definition: codebook.ChangeID(k[16:32]), Coder: codebook.CoderID(k[32:48]), N: int(binary.BigEndian.Uint64(n))}
}

func undoKey(coder codebook.CoderID, stack byte, depth uint32) []byte {
	return binary.BigEndian.AppendUint32(append(append(make([]byte, 0, 21), coder[:]...), stack), depth)
}
