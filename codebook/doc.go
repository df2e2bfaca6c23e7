// Package codebook holds what a study's analysts say about its interviews, and
// the codes they say it with.
//
// # Codes
//
// A Code is a concept that may be applied to a passage: a name, a Definition with
// what it includes and excludes, Examples, a parent in the tree of codes, and
// where it came from: theory (Deductive), the material (Inductive) or a speaker's
// own words (InVivo). A Theme gathers codes above the tree, with a narrative, for
// writing up.
//
// A Codebook is the codes and themes of one moment. A Change leads from one to the
// next: add, rename, redefine, move, merge, split, retire, restore and their kin,
// each with its author, time and reason. A Version is a codebook that was saved
// and never changes; its identity is its id and the digest of its content, its
// number only a label.
//
// # Coding
//
// A Coder is a person, or a named program, who codes. A Coding is a fact: one coder
// applied one code, as it was then defined, to one span of one text. Editing the
// codebook edits no coding; under another codebook a coding resolves to a code
// (Codebook.Resolve) and is current, stale until somebody has looked at it again,
// or hidden. A Memo is a dated note on a project, transcript, passage, case, code,
// coding or theme.
//
// A Completion says that a coder has finished a transcript: where she is silent
// she means no. Without one her silence says nothing.
//
// # Coding apart and together
//
// A Round is a planned piece of independent coding: transcripts, coders, a saved
// version, a unit, and whether it is blind. A Decision records what was settled
// where coders differ, and alters no coding. Package reconcile finds the
// disagreements, package agreement measures them.
//
// # Where to start
//
// With Codebook, and Replay, which makes one from the changes that led to it; then
// Coding. The package is pure: times and ids come in as arguments, and nothing here
// reads a disk or paints a screen.
package codebook
