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
//     the same letters; word~N where a word differs from it, as written, by at
//     most N edits (a character added, left out or changed, or two neighbours
//     exchanged: optimal string alignment). Words are those of Unicode's segmentation (UAX #29),
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
//   - A field whose facts are Absent (uncoded) holds in the turns that none of
//     them touches, and selects no facts.
//   - a RELATION b, where both sides select facts, selects those facts of a for
//     which b selects another fact in that relation, and holds in the turns of a
//     that they touch. It binds closer than NOT, and from left to right. The words
//     of a passage are the letters, digits and marks spoken in it. overlaps: both
//     have one of them; inside: the first has some, and the second all of these;
//     contains: the reverse. Two passages are at most N turns apart if a turn that
//     one touches is at most N from one that the other touches; before and after
//     ask in addition that the first's words (where it has none, its span) end
//     before, or begin after, the other's. What stands outside every turn, and what
//     is about a whole transcript, is in no relation.
//   - If a query has fact fields outside every NOT and each of its alternatives
//     has, and no word or expression outside every NOT, its hits are facts: all
//     those selected outside NOT that touch a turn where the whole query holds.
//     Otherwise its hits are turns.
//   - within N (a, b) holds in the turns where one side holds and the other does
//     at most N turns away in the same transcript.
//
// The same hits come from the index and from scanning, and are those of an
// evaluator that follows these sentences fact by fact and turn by turn; property
// tests keep it so.
//
// A query may have 20,000 bytes, 500 terms and 50 levels of brackets.
//
// # Why bleve, and how much of it
//
// Bleve is used as an inverted index (its storage engine scorch, its analysis,
// its readers of postings) and not as a search engine: no mapping, no query
// types, no scores. What a query gives is a set of turns or passages in reading
// order, which analysts count and report; a ranking by relevance would hide
// passages, and bleve's queries can express neither the turn as the unit, nor
// facts about passages, nor distances in turns, nor that scan and index agree to
// the last hit. So terms are looked up in bleve, all in one short reading, and
// the sets are joined here. The price is to know scorch's interfaces (file.go,
// checked.go, postings.go) and to pin its modules; the gain is a maintained
// on-disk index that several processes may read.
package search

import _ "embed"

// Help is a short explanation of queries, for people; Markdown that reads as
// plain text.
//
//go:embed QUERY.md
var Help string
