// Package refiqda reads and writes REFI-QDA projects, the exchange format of
// qualitative data analysis programs: .qdpx archives, and the bare XML (.qde)
// inside them. Begin with Open and Archive.Read, or with Write.
//
// The format is the REFI-QDA standard 1.5 (25 September 2019) with the schema
// Project.xsd 1.0. The standard fixes elements, attributes and their order. It
// leaves open how characters are counted, which line ends a text file has and
// which of two places names the coder, and programs differ in all three. The
// reader therefore finds out, text by text, how positions were counted (see
// Convention) and says what it found; the writer avoids every case in which it
// would matter: its text files are UTF-8 with LF line ends and no byte order
// mark, and one selection holds the codings of one coder only.
//
// Inside the package, and in everything it returns, texts have LF line ends and
// no byte order mark, and spans are half-open byte ranges in those texts, on
// code-point boundaries.
//
// Reading and writing hold one source at a time, so that memory is bounded by
// the largest interview and not by the project. Nothing here touches the disk:
// an archive comes as an io.ReaderAt and leaves as an io.Writer.
package refiqda
