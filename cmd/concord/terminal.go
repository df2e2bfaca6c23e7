package main

import (
	"io"
	"os"
	"unicode/utf8"

	"golang.org/x/term"

	"concord/corpus/prose"
)

// screenWriter is where a terminal's user reads. What comes from data, a title, a
// memo, a word of an interview, may hold control characters: they are written
// out and do nothing. A program that draws asks for the file itself (unescaped).
type screenWriter struct {
	w        io.Writer
	terminal bool
	rest     []byte // the beginning of a character whose end is not here yet
}

func (s *screenWriter) Write(p []byte) (int, error) {
	all := append(s.rest, p...)
	s.rest = nil
	if cut := len(all) - incomplete(all); cut < len(all) {
		s.rest = append(s.rest, all[cut:]...)
		all = all[:cut]
	}
	if _, err := io.WriteString(s.w, prose.Visible(string(all))); err != nil {
		return 0, err
	}
	return len(p), nil
}

// incomplete is the number of bytes at the end of b that begin a character.
func incomplete(b []byte) int {
	for n := 1; n < utf8.UTFMax && n <= len(b); n++ {
		if c := b[len(b)-n]; utf8.RuneStart(c) {
			if utf8.FullRune(b[len(b)-n:]) {
				return 0
			}
			return n
		}
	}
	return 0
}

// results is where results go: to a terminal with control characters written
// out, into a file or a pipe as they are.
func results(w io.Writer) io.Writer {
	if isTerminal(w) {
		return &screenWriter{w: w, terminal: true}
	}
	return w
}

// diagnostics is where everything else goes, for people to read: with control
// characters always written out.
func diagnostics(w io.Writer) io.Writer { return &screenWriter{w: w, terminal: isTerminal(w)} }

// unescaped is the writer below a screenWriter, for reports of progress that are
// drawn on a terminal and hold no data.
func unescaped(w io.Writer) io.Writer {
	if s, ok := w.(*screenWriter); ok {
		return s.w
	}
	return w
}

// isTerminal reports whether a reader or writer is a terminal.
func isTerminal(w any) bool {
	switch w := w.(type) {
	case *screenWriter:
		return w.terminal
	case *os.File:
		return term.IsTerminal(int(w.Fd()))
	}
	return false
}
