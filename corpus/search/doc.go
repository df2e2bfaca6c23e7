// Package search finds words, phrases, expressions and coded passages in a
// project's transcripts.
package search
