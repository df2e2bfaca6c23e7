// Package exporter writes corpus and codebook values for the world outside:
// coded excerpts for papers, tables of codings for other programs, codebooks.
//
// Start with Study, the material an export draws on, and Excerpts, which makes
// labelled excerpts of passages. Positions leave in Unicode code points.
//
// Everything is written to an io.Writer and depends on its arguments alone: the
// same study gives the same bytes.
package exporter
