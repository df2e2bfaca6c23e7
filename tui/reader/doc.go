// Package reader lays a transcript out in rows and paints them: the words, the
// gutter beside them, and the lanes of codings between the two.
//
// Start with New, which prepares a text, and Page.Paint, which makes the lines
// of the screen. Everything is a function of the text, the width and what is to
// be marked; nothing here knows the terminal or the project.
//
// Positions are byte offsets into the text, never rows: a row is where an offset
// happens to stand at the present width.
package reader
