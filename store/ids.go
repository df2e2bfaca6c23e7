package store

import (
	"github.com/google/uuid"

	"concord/corpus/id"
)

type (
	eventKind  struct{}
	actionKind struct{}
	copyKind   struct{}
)

// EventID, ActionID and CopyID name events, the actions they belong to, and the
// copies of a project in which they were made.
type (
	EventID  = id.Of[eventKind]
	ActionID = id.Of[actionKind]
	CopyID   = id.Of[copyKind]
)

// newID makes a version 7 UUID, which sorts by the time it was made.
func newID() [16]byte { return uuid.Must(uuid.NewV7()) }
