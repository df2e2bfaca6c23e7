// Package reconcile lines coders up: it turns their codings on a set of
// transcripts into ratings of units, from which package agreement makes
// numbers, and into the list of places where they differ.
//
// Start with BuildRatings. The rules by which a coding becomes a rating, and silence
// an answer or nothing, are in Rules; every rule and what it left out is in the
// result, so that it can be printed beside the figures.
//
// The package is pure.
package reconcile
