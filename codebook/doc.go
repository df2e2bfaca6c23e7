// Package codebook holds what a study's analysts agree and disagree about:
// codes and their changes, saved versions, coders, codings, completions and
// memos.
//
// Start with Codebook (the codes at one moment) and Replay, which makes one
// from the changes that led to it; then Coding, the fact that a coder applied a
// code, as then defined, to a span of a text.
//
// The package is pure: times and ids come in as arguments, and nothing here
// reads a disk or paints a screen.
package codebook
