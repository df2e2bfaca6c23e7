// Package search finds words, phrases, expressions and coded passages in a
// project's transcripts.
//
// Start with Searcher, whose Search reads a query and gives Results, page by
// page; with Index, whose Sync keeps the bleve index level with the project;
// and with Literal, Regexp and Find, the exact finder, for auto-coding and for
// looking inside one text.
//
// # What a query means
//
// QUERY.md, which the program prints (see Help), says how queries are written.
// Precisely:
//
//   - The unit is the turn. A part of a query holds in a set of turns of a
//     transcript; AND is the intersection of such sets, OR the union, NOT the
//     rest of the transcript's turns. What stands outside every turn (a title)
//     counts as one more turn for facts, speaks no words, and is never a hit
//     itself.
//   - A word holds in a turn whose speech has a word with the same stem; a
//     phrase, =word or word* where words of the speech follow each other with
//     the same letters. Words are those of Unicode's segmentation (UAX #29),
//     the stem is Porter's. Comparison is in NFC, by simple case folding, with
//     one apostrophe. The speech of a turn is its spoken parts with blanks
//     between. A term in which there is no word is a literal; an expression
//     sees the speech of one turn.
//   - speaker: and role: hold in the turns of speakers with the label or role;
//     transcript: and attributes in all of a transcript or nowhere.
//   - A fact field selects facts (of Facts), and holds in the turns that they
//     touch. Parts of an AND that select facts of one kind, and whose field
//     names differ, select the facts that all of them select, by id. Of parts
//     that have a name in common, each (with those that conflict with none) selects
//     facts of its own. A negated fact field in an AND, if it is not in brackets,
//     takes its facts away from those selections of its kind whose names it does
//     not share; if there are none, and in every other case, NOT is by turns.
//   - If a query has fact fields outside every NOT and each of its alternatives
//     has, and no word or expression outside every NOT, its hits are facts: all
//     those selected outside NOT that touch a turn where the whole query holds.
//     Otherwise its hits are turns.
//   - within N (a, b) holds in the turns where one side holds and the other does
//     at most N turns away in the same transcript.
//
// The same hits come from the index and from scanning; property tests keep it
// so. There is no ranking: hits come in reading order.
package search

import _ "embed"

// Help is a short explanation of queries, for people; Markdown that reads as
// plain text.
//
//go:embed QUERY.md
var Help string
