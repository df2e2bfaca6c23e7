// Package corpus holds what a study's interviews are made of.
//
// # Words
//
// A Transcript is one interview: its texts, oldest first, with the name people
// call it by. A Text is what an importer decoded from a file, once and for ever:
// it is named by its hash, and a correction is a new text beside it.
//
// A Turn is one speaker's stretch of a text until somebody else speaks, with its
// label and time apart from its words. Turns are counted from zero inside
// (TurnIndex) and from one in print (TurnNumber). A Speaker is a label on turns
// with a Role: interviewer, participant or other.
//
// A Span is a half-open range of bytes [Start, End) of one text, on code-point
// boundaries; an Offset is one such position. A segment is a span that a
// segmentation declares to be a unit of analysis; turns, sentences and paragraphs
// are units too (package segment cuts them).
//
// A Case is what the study is about: a participant, a site, an organisation. It
// has Attributes, named values such as a county or a role, and transcripts belong
// to it; a transcript may have attributes of its own.
//
// # Positions
//
// Start with Text, which is where every position points, and Ruler, which
// translates positions for the outside world: inside Concord they are bytes, in
// JSON, CSV and REFI-QDA code points (Point), in some programs UTF-16 units.
//
// The package is pure: it knows no disk, no screen, no clock and no randomness.
package corpus
