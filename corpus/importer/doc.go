// Package importer turns interview files into texts with their turns.
//
// Start with Read. The formats stand in one table, in formats.go; what they have
// in common lies in packages of their own:
//
//	charset     decodes text whose encoding nobody has named
//	turns       finds out who speaks where in running text
//	captions    WebVTT, SubRip
//	utterances  writes the text of formats that are lists of utterances
//	documents   the text of Word files, OpenDocument, RTF, web pages and PDF
//	speech      JSON of speech programs, ELAN, Praat, CHAT
//	tables      CSV and workbooks, as headers and rows
//	sheets      participants, codings, segments, surveys
//	codebooks   codebooks
//
// Callers open the files; nothing here touches a disk.
//
// What a reader promises:
//
//   - The text is decoded once. Of a .txt or .md file the body is the file's
//     text with LF line ends and without a leading byte order mark; nothing
//     else is touched. Bodies of .vtt and .srt files are written anew, "Name:
//     words" for each turn; the body of a .docx file is its paragraphs, as
//     package documents says.
//   - Labels and time stamps stay in the body, outside the speech of turns.
//   - The same bytes, name and settings always give the same text, and so the
//     same corpus.TextID. Whoever changes what a reader makes of a file must
//     raise that reader's version.
//   - Nothing is guessed in silence: what a person should look at comes as a
//     warning. Errors and warnings are sentences for her.
//
// Time and memory grow no faster than the size of a file, also for one of a
// single line.
package importer
