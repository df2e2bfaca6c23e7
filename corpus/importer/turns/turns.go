// Package turns finds out who speaks where in a text: it knows the ways in which
// transcripts name speakers and times, decides over the whole text which labels
// are speakers, and cuts the text into turns.
//
// Read it in this order: prefix.go (what the beginning of a line may say),
// scan.go (all lines of a text), detect.go (which labels are speakers), cut.go and
// builder.go (the turns).
package turns

import "concord/corpus"

// Options are what a person knows about the labels of a text. Case does not
// count.
type Options struct {
	// Speakers are labels known to be speakers, wherever they stand at the
	// beginning of a line; NotSpeakers are known to be none.
	Speakers, NotSpeakers []string

	captions bool
}

// Transcript is a text with its turns, which lie in it in order.
type Transcript struct {
	Body     string
	Turns    []corpus.Turn
	Warnings []string // sentences about what a person should check
}
