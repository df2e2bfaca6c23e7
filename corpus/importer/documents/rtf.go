package documents

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"

	"concord/corpus/importer/internal/chars"
)

// maxGroups bounds how deep groups of RTF nest.
const maxGroups = 1_000

// ReadRTF extracts the text of a file in Rich Text Format: \par, \line and \row
// are LF, \tab and \cell TAB. Bytes are read in the code page of their font or of
// the file, \u as Unicode. Tables of fonts and styles, pictures, headers and
// footers, field codes and deleted text are left out; annotations are comments,
// footnotes footnotes.
func ReadRTF(content []byte) (Text, error) {
	r := rtfReader{in: content, fonts: map[int]encoding.Encoding{}, page: charmap.Windows1252}
	r.state.skip = 1
	if err := r.read(); err != nil {
		return Text{}, err
	}
	t := Text{Body: r.out.String()}
	if strings.TrimSpace(t.Body) == "" {
		return Text{}, fmt.Errorf("holds no words: is the transcript a picture inside the file?")
	}
	for _, n := range r.notes {
		n.Text = strings.TrimSpace(n.Text)
		n.Span = place(t.Body, int(n.Span.Start), int(n.Span.End))
		if n.Text != "" && n.Span.Len() > 0 {
			t.Notes = append(t.Notes, n)
		}
	}
	if len(r.groups) > 0 {
		t.Warnings = append(t.Warnings, "the file ends in the middle: it may have been cut off")
	}
	if r.damaged > 0 {
		t.Warnings = append(t.Warnings, fmt.Sprintf("%s could not be read in the file's code page and show as \uFFFD", chars.Count(r.damaged, "character", "characters")))
	}
	return t, nil
}

// rtfState is what a group of RTF inherits and its end restores.
type rtfState struct {
	hidden bool // nothing in the group is text
	skip   int  // characters that stand in for a \u, for readers that do not know it
	font   int
	note   *Note // the note that the group's text goes to
	author bool  // the group's text is the author of the next annotation
	table  bool  // the font table: \f defines fonts
}

type rtfReader struct {
	in      []byte
	at      int
	state   rtfState
	groups  []rtfState
	fonts   map[int]encoding.Encoding
	page    encoding.Encoding // the file's code page
	bytes   []byte            // text in a code page, not yet decoded
	high    rune              // first half of a surrogate pair
	pass    int               // characters still to be passed over after a \u
	cells   int               // ends of cells that no text has followed yet
	out     strings.Builder
	notes   []Note
	author  string
	damaged int
}

func (r *rtfReader) read() error {
	for r.at < len(r.in) {
		c := r.in[r.at]
		r.at++
		switch c {
		case '{':
			r.flush()
			if len(r.groups) >= maxGroups {
				return fmt.Errorf("is an RTF file with groups more than %d deep: it is damaged, save it anew in a word processor", maxGroups)
			}
			r.groups = append(r.groups, r.state)
			r.pass = 0
		case '}':
			r.flush()
			r.pass = 0
			n := len(r.groups)
			if n == 0 {
				return nil // what follows the last group is no RTF
			}
			if note := r.state.note; note != nil && r.groups[n-1].note != note {
				r.notes = append(r.notes, *note)
			}
			r.state = r.groups[n-1]
			r.groups = r.groups[:n-1]
			if n == 1 {
				return nil
			}
		case '\\':
			r.control()
		case '\r', '\n':
		default:
			r.byte(c)
		}
	}
	r.flush()
	return nil
}

// byte takes in one byte of text.
func (r *rtfReader) byte(c byte) {
	if r.pass > 0 {
		r.pass--
		return
	}
	if !r.state.hidden {
		r.bytes = append(r.bytes, c)
	}
}

// flush decodes the bytes read since the last control word.
func (r *rtfReader) flush() {
	if len(r.bytes) == 0 {
		return
	}
	e := r.fonts[r.state.font]
	if e == nil {
		e = r.page
	}
	text, err := e.NewDecoder().Bytes(r.bytes)
	if err != nil || !utf8.Valid(text) {
		text = []byte(strings.ToValidUTF8(string(text), "\uFFFD"))
	}
	r.damaged += strings.Count(string(text), "\uFFFD")
	r.bytes = r.bytes[:0]
	r.write(string(text))
}

// write puts text where the group's text goes.
func (r *rtfReader) write(s string) {
	switch {
	case r.high != 0 && s != "":
		r.damaged++
		r.high = 0
		r.write("\uFFFD")
		r.write(s)
	case r.state.hidden && !r.state.author:
	case r.state.author:
		r.author += s
	case r.state.note != nil:
		r.state.note.Text += s
	default:
		if s == "\n" {
			r.cells = 0 // no TAB behind the last cell of a row
		}
		for ; r.cells > 0; r.cells-- {
			r.out.WriteByte('\t')
		}
		r.out.WriteString(s)
	}
}

// control reads a control word or symbol; the backslash is read.
func (r *rtfReader) control() {
	if r.at >= len(r.in) {
		return
	}
	c := r.in[r.at]
	if c < 'a' || c > 'z' {
		if c < 'A' || c > 'Z' {
			r.at++
			r.symbol(c)
			return
		}
	}
	from := r.at
	for r.at < len(r.in) && r.at-from < 40 && isLetter(r.in[r.at]) {
		r.at++
	}
	word := string(r.in[from:r.at])
	from = r.at
	if r.at < len(r.in) && r.in[r.at] == '-' {
		r.at++
	}
	for r.at < len(r.in) && r.at-from < 12 && chars.IsDigit(r.in[r.at]) {
		r.at++
	}
	number, err := strconv.Atoi(string(r.in[from:r.at]))
	given := err == nil
	if r.at < len(r.in) && r.in[r.at] == ' ' {
		r.at++
	}
	r.word(word, number, given)
}

func isLetter(c byte) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }

// symbol takes in a control symbol: \'hh, \~, \{ and so on.
func (r *rtfReader) symbol(c byte) {
	switch c {
	case '\'':
		n := min(2, len(r.in)-r.at)
		v, err := strconv.ParseUint(string(r.in[r.at:r.at+n]), 16, 8)
		r.at += n
		if err == nil {
			r.byte(byte(v))
		}
	case '\\', '{', '}':
		r.byte(c)
	case '~':
		r.character("\u00A0")
	case '_':
		r.character("\u2011")
	case '-':
		r.character("\u00AD")
	case '\r', '\n':
		r.character("\n")
	case '*':
		r.flush()
		r.destination()
	}
}

// character writes one character that the file names.
func (r *rtfReader) character(s string) {
	r.flush()
	if r.pass > 0 {
		r.pass--
		return
	}
	r.write(s)
}

// rtfCharacters are control words that stand for text.
var rtfCharacters = map[string]string{
	"par": "\n", "line": "\n", "row": "\n", "sect": "\n", "page": "\n", "tab": "\t", "nestrow": "\n",
	"emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•",
	"emspace": "\u2003", "enspace": "\u2002", "zwj": "\u200D", "zwnj": "\u200C",
}

// rtfHidden are destinations without text of the document.
var rtfHidden = chars.WordSet(`colortbl,stylesheet,info,pict,header,headerl,headerr,headerf,footer,footerl,footerr,footerf,object,
	fldinst,filetbl,listtable,listoverridetable,revtbl,rsidtbl,generator,xmlnstbl,themedata,colorschememapping,datastore,
	latentstyles,pgdsctbl,bkmkstart,bkmkend,nonshppict,listtext,pntext,template,atntime,atndate,atnid,atnref,atrfstart,atrfend`)

// destination decides about a group that begins with \*: those that are not known
// are no text.
func (r *rtfReader) destination() {
	rest := string(r.in[r.at:min(len(r.in), r.at+24)])
	for _, known := range []string{`\annotation`, `\footnote`, `\atnauthor`, `\shptxt`} {
		if strings.HasPrefix(rest, known) {
			return
		}
	}
	r.state.hidden = true
}

func (r *rtfReader) word(word string, number int, given bool) {
	if s, ok := rtfCharacters[word]; ok {
		r.character(s)
		return
	}
	r.flush()
	switch word {
	case "cell", "nestcell":
		if r.state.note == nil && !r.state.hidden {
			r.cells++
		}
	case "u":
		if r.pass = r.state.skip; given {
			r.unicode(number)
		}
	case "uc":
		r.state.skip = max(0, min(number, 16))
	case "bin":
		if given && number > 0 {
			r.at = min(len(r.in), r.at+number)
		}
	case "ansicpg":
		if e := codePage(number); e != nil {
			r.page = e
		}
	case "mac":
		r.page = charmap.Macintosh
	case "pc":
		r.page = charmap.CodePage437
	case "pca":
		r.page = charmap.CodePage850
	case "fonttbl":
		r.state.table, r.state.hidden = true, true
	case "f":
		r.state.font = number
	case "plain":
		r.state.font = 0
	case "fcharset":
		if r.state.table {
			if e := fontCharset(number); e != nil {
				r.fonts[r.state.font] = e
			}
		}
	case "deleted":
		r.state.hidden = !given || number != 0
	case "annotation", "footnote":
		kind := Footnote
		if word == "annotation" {
			kind = Comment
		}
		r.state.note = &Note{Kind: kind, Author: strings.TrimSpace(r.author)}
		r.state.note.Span.Start, r.state.note.Span.End = at(r.out.Len()), at(r.out.Len())
		r.author = ""
	case "atnauthor":
		r.author, r.state.author = "", true
	default:
		if rtfHidden[word] {
			r.state.hidden = true
		}
	}
}

// unicode writes a UTF-16 unit; those above 32,767 are written as negative
// numbers, and pairs come as two.
func (r *rtfReader) unicode(number int) {
	if number < 0 {
		number += 1 << 16
	}
	u := rune(number)
	if number < 0 || number > 0xFFFF {
		u = utf8.RuneError
	}
	switch {
	case r.high != 0:
		full := utf16.DecodeRune(r.high, u)
		r.high = 0
		if full != utf8.RuneError {
			r.write(string(full))
			return
		}
		r.damaged++
		r.write("\uFFFD")
		r.unicode(number)
	case u >= 0xD800 && u < 0xDC00:
		r.high = u
	case utf16.IsSurrogate(u):
		r.damaged++
		r.write("\uFFFD")
	default:
		r.write(string(u))
	}
}

// codePage is the encoding of a Windows code page; nil if it is not known.
func codePage(number int) encoding.Encoding {
	return map[int]encoding.Encoding{
		437: charmap.CodePage437, 850: charmap.CodePage850, 852: charmap.CodePage852, 866: charmap.CodePage866, 874: charmap.Windows874,
		932: japanese.ShiftJIS, 936: simplifiedchinese.GBK, 949: korean.EUCKR, 950: traditionalchinese.Big5,
		1250: charmap.Windows1250, 1251: charmap.Windows1251, 1252: charmap.Windows1252, 1253: charmap.Windows1253,
		1254: charmap.Windows1254, 1255: charmap.Windows1255, 1256: charmap.Windows1256, 1257: charmap.Windows1257,
		1258: charmap.Windows1258, 10000: charmap.Macintosh,
	}[number]
}

// fontCharset is the encoding of a font's \fcharset; nil where the file's own
// code page holds.
func fontCharset(number int) encoding.Encoding {
	page, ok := map[int]int{
		77: 10000, 128: 932, 129: 949, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258, 177: 1255, 178: 1256, 186: 1257, 204: 1251,
		222: 874, 238: 1250, 255: 437,
	}[number]
	if !ok {
		return nil
	}
	return codePage(page)
}
