package store

import (
	"cmp"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"concord/codebook"
)

// Class is the kind of thing an event is about. Its number is part of the file
// format and never changes meaning.
type Class byte

// The classes of things that events make and change.
const (
	ClassProject      Class = 1
	ClassCoder        Class = 2
	ClassTranscript   Class = 3
	ClassSpeaker      Class = 4
	ClassCase         Class = 5
	ClassCode         Class = 6
	ClassVersion      Class = 7
	ClassCoding       Class = 8
	ClassCompletion   Class = 9
	ClassMemo         Class = 10
	ClassTheme        Class = 11
	ClassRound        Class = 20
	ClassDecision     Class = 21
	ClassSegmentation Class = 22
)

var classNames = map[Class]string{
	ClassProject: "project", ClassCoder: "coder", ClassTranscript: "transcript", ClassSpeaker: "speaker",
	ClassCase: "case", ClassCode: "code", ClassVersion: "version", ClassCoding: "coding",
	ClassCompletion: "completion", ClassMemo: "memo", ClassTheme: "theme", ClassRound: "round", ClassDecision: "decision",
	ClassSegmentation: "segmentation",
}

// ClassNames lists the classes of things that events are about, by name.
func ClassNames() []string { return slices.Sorted(maps.Values(classNames)) }

func (c Class) String() string {
	if n, ok := classNames[c]; ok {
		return n
	}
	return fmt.Sprintf("class %d", byte(c))
}

// Thing names one thing that events are about.
type Thing struct {
	Class Class
	ID    [16]byte
}

// Event is one change of one thing. Events are ordered by clock, then id, never
// by time or arrival.
type Event struct {
	ID     EventID
	Clock  uint64
	Action ActionID
	Coder  codebook.CoderID // who acted; zero if nobody was named
	Copy   CopyID
	Time   time.Time // UTC, whole milliseconds; for people
	Verb   string    // add, move, rename …; "undo" and "redo" for those
	Thing  Thing
	// Replaces is the last event that had set any of the values this one sets,
	// as far as its maker knew; zero if there was none.
	Replaces EventID
	// Undoes is the action this event takes back (or, for a redo, the undo it
	// takes back); zero for ordinary events.
	Undoes ActionID
	// Payload is a JSON object of the values set. A null takes a value away.
	Payload json.RawMessage
}

// Compare orders events as they take effect.
func (e *Event) Compare(f *Event) int {
	return cmp.Or(cmp.Compare(e.Clock, f.Clock), e.ID.Compare(f.ID))
}

const eventRecord = 1 // version of the record below

// encode writes the value of the event's record; clock and id are its key. See
// FORMAT.md.
func (e *Event) encode() []byte {
	b := make([]byte, 0, 128+len(e.Payload))
	b = append(b, eventRecord)
	b = append(b, e.Action[:]...)
	b = append(b, e.Coder[:]...)
	b = append(b, e.Copy[:]...)
	b = binary.BigEndian.AppendUint64(b, uint64(e.Time.UnixMilli()))
	b = append(b, byte(e.Thing.Class))
	b = append(b, e.Thing.ID[:]...)
	b = append(b, e.Replaces[:]...)
	b = append(b, e.Undoes[:]...)
	b = append(b, byte(len(e.Verb)))
	b = append(b, e.Verb...)
	return append(b, e.Payload...)
}

var errDamagedEvent = errors.New("an event record is damaged")

// decodeEvent reads a key and value of the event bucket. The event shares
// nothing with them.
func decodeEvent(key, value []byte) (*Event, error) {
	const fixed = 1 + 16*3 + 8 + 1 + 16*3 + 1
	if len(key) != eventKeyLen || len(value) < fixed || value[0] != eventRecord {
		return nil, errDamagedEvent
	}
	e := &Event{Clock: binary.BigEndian.Uint64(key)}
	copy(e.ID[:], key[8:])
	v := value[1:]
	take := func(to []byte) {
		copy(to, v)
		v = v[len(to):]
	}
	take(e.Action[:])
	take(e.Coder[:])
	take(e.Copy[:])
	e.Time = time.UnixMilli(int64(binary.BigEndian.Uint64(v))).UTC()
	v = v[8:]
	e.Thing.Class = Class(v[0])
	v = v[1:]
	take(e.Thing.ID[:])
	take(e.Replaces[:])
	take(e.Undoes[:])
	n := int(v[0])
	if len(v) < 1+n {
		return nil, errDamagedEvent
	}
	e.Verb = string(v[1 : 1+n])
	e.Payload = append(json.RawMessage(nil), v[1+n:]...)
	return e, nil
}
