package search

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

func isQuote(r rune) bool { return r == '"' || r == '“' || r == '”' || r == '„' }

// wordOrField reads a word, a word*, NAME:VALUE or NAME(VALUE, …).
func (p *parser) wordOrField() (node, error) {
	start := p.at
	v, colon, err := p.bare(true)
	if err != nil {
		return nil, err
	}
	switch {
	case colon:
		p.at++
		return p.field(start, v.text)
	case strings.HasPrefix(p.query[p.at:], "(") && v.text != "" && !v.beginning:
		return p.call(start, v.text)
	}
	switch v.text {
	case "&", "&&", "|", "||":
		return nil, p.wrong(start, `terms are joined by AND, OR and NOT; to look for the sign write "%s"`, v.text)
	case "":
		return nil, p.wrong(start, "a star needs the beginning of a word before it")
	}
	if v.beginning {
		return p.term(start)(newPhrase(v.text, true))
	}
	raw := p.query[start:p.at]
	switch word, edits, ok, err := splitFuzzy(v.text, raw); {
	case err != nil:
		return nil, p.wrong(start, "%v", err)
	case ok:
		return p.term(start)(newFuzzy(word, edits))
	}
	n, err := p.term(start)(newWord(v.text))
	if err != nil {
		return nil, err
	}
	if v.text == uncodedField && raw == v.text {
		return p.uncoded(start, n)
	}
	p.words = append(p.words, v.text)
	return n, nil
}

// uncoded reads what may follow the word: by CODER.
func (p *parser) uncoded(start int, word node) (node, error) {
	n := &fieldNode{at: start, name: uncodedField, word: word}
	if !p.keyword("by") {
		return n, nil
	}
	p.skip()
	named, err := p.field(start, uncodedField)
	if err != nil {
		return nil, err
	}
	if n.values = named.(*fieldNode).values; len(n.values) == 0 {
		return nil, p.wrong(p.at, "uncoded by needs a coder, as in uncoded by ana")
	}
	return n, nil
}

// term turns an error about a term into one about the query.
func (p *parser) term(at int) func(*term, error) (node, error) {
	return func(t *term, err error) (node, error) {
		if err != nil {
			return nil, p.wrong(at, "%v", err)
		}
		return t, nil
	}
}

// bare reads characters to the next blank, bracket or quote; in a list, to the
// next comma; and, if names is set, to a colon after a name, which is reported.
// A backslash takes the next character as it is.
func (p *parser) bare(names bool) (v value, colon bool, err error) {
	v.at = p.at
	var b strings.Builder
	name := names
	for p.at < len(p.query) {
		r, size := utf8.DecodeRuneInString(p.query[p.at:])
		switch {
		case unicode.IsSpace(r), r == '(', r == ')', isQuote(r), r == ',' && p.lists > 0:
			v.text = b.String()
			return v, false, nil
		case r == ':' && name && b.Len() > 0:
			v.text = b.String()
			return v, true, nil
		case r == '*':
			p.at++
			if next, _ := utf8.DecodeRuneInString(p.query[p.at:]); p.at < len(p.query) &&
				!unicode.IsSpace(next) && next != ')' && next != '(' && !(next == ',' && p.lists > 0) {
				return v, false, p.wrong(p.at-1, `a star may only stand at the end of a word; for more use an expression, as in /over\w*dose/`)
			}
			v.text, v.beginning = b.String(), true
			return v, false, nil
		case r == '\\':
			if p.at++; p.at == len(p.query) {
				return v, false, p.wrong(p.at-1, "a backslash needs a character after it")
			}
			r, size = utf8.DecodeRuneInString(p.query[p.at:])
			name = false
		}
		name = name && (unicode.IsLetter(r) || b.Len() > 0 && (isWordRune(r) || r == '_' || r == '-' || r == '.'))
		b.WriteRune(r)
		p.at += size
	}
	v.text = b.String()
	return v, false, nil
}

// quoted reads "…", in which a backslash takes the next character as it is,
// and a star at the end makes the last word a beginning.
func (p *parser) quoted() (value, error) {
	v := value{at: p.at}
	var b strings.Builder
	_, size := utf8.DecodeRuneInString(p.query[p.at:])
	for p.at += size; p.at < len(p.query); {
		r, size := utf8.DecodeRuneInString(p.query[p.at:])
		p.at += size
		switch {
		case isQuote(r):
			v.text = b.String()
			before := p.query[:p.at-size]
			if strings.HasSuffix(before, "*") && !strings.HasSuffix(before, `\*`) && v.text != "*" {
				v.text, v.beginning = v.text[:len(v.text)-1], true
			}
			return v, nil
		case r == '\\' && p.at < len(p.query):
			r, size = utf8.DecodeRuneInString(p.query[p.at:])
			p.at += size
		}
		b.WriteRune(r)
	}
	return v, p.wrong(v.at, "this quote is never closed")
}

// quotedTerm reads a phrase, or a quoted name of a field with its value.
func (p *parser) quotedTerm() (node, error) {
	v, err := p.quoted()
	if err != nil {
		return nil, err
	}
	if strings.HasPrefix(p.query[p.at:], ":") && v.text != "" && !v.beginning {
		p.at++
		return p.field(v.at, v.text)
	}
	return p.phrase(v)
}

func (p *parser) phrase(v value) (node, error) {
	if strings.TrimSpace(v.text) == "" {
		return nil, p.wrong(v.at, "there are no words in these quotes")
	}
	return p.term(v.at)(newPhrase(v.text, v.beginning))
}

// exactWord reads what follows =, a word or phrase.
func (p *parser) exactWord(start int) (node, error) {
	if r, _ := utf8.DecodeRuneInString(p.query[p.at:]); isQuote(r) {
		v, err := p.quoted()
		if err != nil {
			return nil, err
		}
		return p.phrase(v)
	}
	v, _, err := p.bare(false)
	if err != nil {
		return nil, err
	}
	if v.text == "" {
		return nil, p.wrong(start, "= needs a word right after it, as in =waiting")
	}
	return p.term(start)(newPhrase(v.text, v.beginning))
}

// expression reads /…/ and its flag.
func (p *parser) expression() (node, error) {
	start := p.at
	var b strings.Builder
	for p.at++; ; {
		if p.at >= len(p.query) {
			return nil, p.wrong(start, `this expression has no / at its end; to look for a slash write "/"`)
		}
		c := p.query[p.at]
		p.at++
		if c == '/' {
			break
		}
		if c == '\\' && p.at < len(p.query) {
			if p.query[p.at] != '/' {
				b.WriteByte(c)
			}
			c = p.query[p.at]
			p.at++
		}
		b.WriteByte(c)
	}
	o := Options{MatchCase: true}
	flags := p.at
	v, _, err := p.bare(false)
	if err != nil {
		return nil, err
	}
	switch v.text {
	case "":
	case "i":
		o.MatchCase = false
	default:
		return nil, p.wrong(flags, "after an expression only i (upper and lower case are the same) may follow")
	}
	if b.Len() == 0 {
		return nil, p.wrong(start, "the expression is empty")
	}
	pattern, err := Regexp(b.String(), o)
	return p.term(start)(newPattern(pattern), err)
}

// field reads the value after NAME: and makes the field's node.
func (p *parser) field(start int, name string) (node, error) {
	n := &fieldNode{at: start, name: name}
	r, _ := utf8.DecodeRuneInString(p.query[p.at:])
	var v value
	var err error
	if isQuote(r) {
		v, err = p.quoted()
	} else {
		v, _, err = p.bare(false)
	}
	if err != nil {
		return nil, err
	}
	if v.typed() != "" || isQuote(r) {
		n.values = append(n.values, v)
	}
	return n, nil
}

// call reads the values in NAME(VALUE, VALUE).
func (p *parser) call(start int, name string) (node, error) {
	open := p.at
	n := &fieldNode{at: start, name: name}
	p.at++
	p.lists++
	defer func() { p.lists-- }()
	for !p.take(")") {
		if len(n.values) > 0 && !p.take(",") {
			return nil, p.wrong(p.at, "a comma or a closing bracket is missing here")
		}
		p.skip()
		if p.at == len(p.query) {
			return nil, p.wrong(open, "this bracket is never closed")
		}
		r, _ := utf8.DecodeRuneInString(p.query[p.at:])
		var v value
		var err error
		if isQuote(r) {
			v, err = p.quoted()
		} else {
			v, _, err = p.bare(false)
		}
		if err != nil {
			return nil, err
		}
		if v.typed() == "" {
			return nil, p.wrong(p.at, "a value is missing here")
		}
		n.values = append(n.values, v)
	}
	return n, nil
}
