package search

import (
	"context"

	"concord/corpus"
)

// Source is a project's texts, as one reader may see them.
type Source interface {
	// Transcripts lists the transcripts to search, in the order in which hits
	// come.
	Transcripts(ctx context.Context) ([]Transcript, error)
	// Text gives a text by its id. It must not be changed by anybody.
	Text(ctx context.Context, id corpus.TextID) (*corpus.Text, error)
}

// Transcript is what searching needs to know of one.
type Transcript struct {
	ID   corpus.TranscriptID
	Name string
	// Text is the text in force. A transcript that has none (the zero id) is
	// passed over.
	Text corpus.TextID
	// Attributes are the transcript's own and those of its cases.
	Attributes []corpus.Attribute
	Speakers   []corpus.Speaker
}
