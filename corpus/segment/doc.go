// Package segment cuts a text into units of analysis and finds the words,
// sentences and graphemes around a position.
//
// Start with Sentences, which stands for all the whole-text cuts (Turns,
// Paragraphs, FixedWords, Pattern), and with Bounds, which answers the screen's
// questions about one place.
//
// Every cut keeps three promises. Segments are ordered and separate. Each lies
// within one turn, begins and ends with spoken text, and carries the turn's
// index; labels, and time stamps at its ends, are never part of it. All of a
// text's words lie in exactly one segment (but for Pattern, whose delimiters
// lie in none).
//
// A time stamp in the middle of a segment is inside the segment's span, since a
// span is one stretch of bytes and a sentence stays one sentence when a
// transcriber noted the time within it. Whoever counts words or characters
// intersects the span with the turn's Speech.
//
// # What a paragraph is
//
// A line that is blank (or holds nothing but quotation marks ">") always ends a
// paragraph. Whether a single line end does depends on the text. Where lines
// were broken to fit a width, as WrapWidth finds out, a line end means no more
// than a blank: paragraphs and sentences run across it. Elsewhere one line is
// one paragraph, and no sentence runs across its end.
//
// Positions are byte offsets into the text's body and spans are half-open, as
// everywhere in package corpus.
package segment
