// Package agreement measures how far coders agree on fixed units.
//
// It takes plain data (categories by unit and coder, or sets of codes) and gives
// plain numbers. It knows no transcripts, no codings, no versions and no files, and
// depends on the standard library alone.
//
// Ratings, Marks or SetRatings become a Table, which holds the distinct patterns of
// ratings and their counts; a Coefficient is computed from these counts, for the
// table and for its resamples (Bootstrap, Jackknife). Panel computes all that a table
// allows. Beside it lie
//
//   - continuum: spans that coders marked on a text, and how they are read
//   - span: agreement on spans, by character, span, boundary and unitizing alpha
//   - gamma: γ, agreement on place and category of spans
//   - planning: thresholds, scales of interpretation, sample sizes, Shaffer's rho
//
// Every function states the definition and variant it computes, the range of
// the result, its edge cases and its source; METHODS.md, beside this file,
// holds the formulas. What cannot be computed is a Value that says why: no NaN
// or infinity leaves the package, and nothing undefined is disguised as 0 or 1.
package agreement
