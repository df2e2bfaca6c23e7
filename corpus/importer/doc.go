// Package importer turns foreign files into the values of package corpus:
// interviews into texts with their turns, participants sheets into cases, and
// tables of codings into rows.
//
// Start with Read for an interview, and with ReadCases and ReadCodings for
// tables. Callers open the files; nothing here touches a disk.
//
// What a reader promises:
//
//   - The text is decoded once. Of a .txt or .md file the body is the file's
//     text with LF line ends and without a leading byte order mark; nothing
//     else is touched. Bodies of .vtt and .srt files are written anew, "Name:
//     words" for each turn; the body of a .docx file is its paragraphs, as
//     docxText says.
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
