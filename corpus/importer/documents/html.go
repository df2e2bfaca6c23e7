package documents

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"concord/corpus/importer/internal/chars"
)

// ReadHTML extracts the text of a web page: blocks are lines, table cells are
// joined by TABs, white space collapses. Scripts, styles and the head are left
// out.
func ReadHTML(text string) (Text, error) {
	h := htmlReader{in: html.NewTokenizer(strings.NewReader(text))}
	if err := h.read(); err != nil {
		return Text{}, err
	}
	body := strings.TrimRight(h.b.String(), " \n") + "\n"
	if strings.TrimSpace(body) == "" {
		return Text{}, fmt.Errorf("holds no words, only markup")
	}
	return Text{Body: body}, nil
}

// ReadTimedHTML does what ReadHTML does for the HTML inside a transcript of
// oTranscribe, whose time stamps are elements: they are written in brackets.
func ReadTimedHTML(text string) (Text, error) {
	h := htmlReader{in: html.NewTokenizer(strings.NewReader(text)), stamps: true}
	if err := h.read(); err != nil {
		return Text{}, err
	}
	return Text{Body: strings.TrimRight(h.b.String(), " \n") + "\n"}, nil
}

var (
	htmlHidden = map[atom.Atom]bool{atom.Head: true, atom.Script: true, atom.Style: true, atom.Noscript: true, atom.Template: true,
		atom.Svg: true, atom.Iframe: true, atom.Object: true, atom.Select: true, atom.Textarea: true, atom.Title: true}
	htmlBlocks = map[atom.Atom]bool{atom.P: true, atom.Div: true, atom.Li: true, atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true,
		atom.H5: true, atom.H6: true, atom.Tr: true, atom.Dt: true, atom.Dd: true, atom.Blockquote: true, atom.Section: true, atom.Article: true,
		atom.Header: true, atom.Footer: true, atom.Pre: true, atom.Table: true, atom.Ul: true, atom.Ol: true, atom.Dl: true, atom.Figure: true,
		atom.Figcaption: true, atom.Main: true, atom.Nav: true, atom.Aside: true, atom.Address: true, atom.Hr: true, atom.Body: true}
)

type htmlReader struct {
	in     *html.Tokenizer
	b      strings.Builder
	line   bool // the line being written holds words
	blank  bool // a blank is due before the next word
	cells  int  // cells begun in the row being read
	pre    int  // depth of elements whose white space counts
	hidden atom.Atom
	depth  int // of elements called hidden within the hidden one
	stamps bool
	stamp  int // depth of spans within a time stamp, 0 outside
}

func (h *htmlReader) read() error {
	for {
		switch h.in.Next() {
		case html.ErrorToken:
			if err := h.in.Err(); !errors.Is(err, io.EOF) {
				return fmt.Errorf("is HTML that cannot be read: %w", err)
			}
			return nil
		case html.TextToken:
			if h.hidden == 0 {
				h.words(h.in.Token().Data)
			}
		case html.StartTagToken:
			h.start(h.in.Token(), false)
		case html.SelfClosingTagToken:
			h.start(h.in.Token(), true)
		case html.EndTagToken:
			h.end(h.in.Token().DataAtom)
		}
	}
}

func (h *htmlReader) start(t html.Token, closed bool) {
	if h.hidden != 0 {
		if t.DataAtom == h.hidden && !closed {
			h.depth++
		}
		return
	}
	switch {
	case htmlHidden[t.DataAtom]:
		if !closed {
			h.hidden, h.depth = t.DataAtom, 1
		}
		return
	case t.DataAtom == atom.Br:
		h.newline(true)
		return
	case t.DataAtom == atom.Body && h.hidden == atom.Head:
		h.hidden = 0
	case htmlBlocks[t.DataAtom]:
		h.newline(false)
	}
	switch t.DataAtom {
	case atom.Tr:
		h.cells = 0
	case atom.Td, atom.Th:
		if h.cells++; h.cells > 1 {
			h.b.WriteByte('\t')
			h.blank = false
		}
	case atom.Pre:
		h.pre++
	case atom.Span:
		if h.stamp > 0 {
			h.stamp++
		} else if h.stamps && isStampSpan(t) {
			h.words("[")
			h.stamp = 1
		}
	}
}

func (h *htmlReader) end(a atom.Atom) {
	if h.hidden != 0 {
		if a == h.hidden {
			if h.depth--; h.depth == 0 {
				h.hidden = 0
			}
		}
		return
	}
	switch {
	case a == atom.Pre:
		h.pre = max(0, h.pre-1)
	case a == atom.Span && h.stamp > 0:
		if h.stamp--; h.stamp == 0 {
			h.blank = false
			h.words("] ")
		}
	}
	if htmlBlocks[a] {
		h.newline(false)
	}
}

// newline ends a line; an empty one is written only if always is set.
func (h *htmlReader) newline(always bool) {
	if h.line || always {
		h.b.WriteByte('\n')
	}
	h.line, h.blank = false, false
}

func (h *htmlReader) words(s string) {
	if h.pre > 0 {
		s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
		h.b.WriteString(s)
		h.line = s != "" && !strings.HasSuffix(s, "\n")
		return
	}
	for _, r := range s {
		switch r {
		case ' ', '\t', '\n', '\r', '\f':
			h.blank = h.blank || h.line
			continue
		}
		if h.blank {
			h.b.WriteByte(' ')
		}
		h.blank, h.line = false, true
		h.b.WriteRune(r)
	}
}

func isStampSpan(t html.Token) bool {
	for _, a := range t.Attr {
		if a.Key == "data-timestamp" || a.Key == "class" && a.Val == "timestamp" {
			return true
		}
	}
	return false
}

var metaCharset = regexp.MustCompile(`(?i)<meta[^>]{0,200}charset\s*=\s*["']?\s*([a-z0-9_-]{1,40})`)

// HTMLEncoding gives the encoding that a page says it has, in lower case; "" if
// it says none.
func HTMLEncoding(content []byte) string {
	m := metaCharset.FindSubmatch(content[:min(len(content), 4096)])
	if m == nil {
		return ""
	}
	return chars.JoinBlanks(strings.ToLower(string(m[1])))
}
