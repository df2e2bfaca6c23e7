// Package findings computes what a coded study shows: tables of codes by case,
// attribute or coder, codes that go together, saturation, the state of a
// framework matrix, cases that differ, where codes lie in an interview, and
// words in their context.
//
// It takes plain numbers (Data: which code, by whom, on which words and turns
// of which transcript) and gives plain numbers. It knows no files, no store, no
// clock and no randomness of its own: a seed comes in. Whoever fills Data
// decides which codings count, under which codebook, in which layer.
//
// Every function states its definition, variant and source, its denominator and
// its edge cases; METHODS.md, beside this file, holds the formulas. What is not
// defined for the data is an agreement.Value that says why.
package findings
