// Package corpus holds what a study's interviews are made of: transcripts and
// their immutable texts, turns and speakers, spans and segments, cases and
// their attributes.
//
// Start with Text, which is where every position points, and Ruler, which
// translates positions for the outside world.
//
// The package is pure: it knows no disk, no screen, no clock and no
// randomness. Positions are byte offsets (type Offset) everywhere inside
// Concord; code points and UTF-16 units exist only at the borders.
package corpus
