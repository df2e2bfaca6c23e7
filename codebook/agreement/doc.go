// Package agreement measures how far coders agree.
//
// It takes plain data (categories by unit and coder, sets of codes, or spans
// on a continuum) and gives plain numbers. It knows no transcripts, no codings,
// no versions and no files, and depends on the standard library alone.
//
// Every function states the definition and variant it computes, the range of
// the result, its edge cases and its source; METHODS.md, beside this file,
// holds the formulas. What cannot be computed is a Value that says why: no NaN
// or infinity leaves the package, and nothing undefined is disguised as 0 or 1.
package agreement
