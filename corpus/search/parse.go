package search

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxDepth limits how deep brackets nest.
const maxDepth = 50

// maxDistance limits the distance of within and near, in turns.
const maxDistance = 10000

// A query that a person types stays far below these limits; a longer one would
// keep the program busy for minutes.
const (
	maxQuery = 20_000 // bytes
	maxTerms = 500
)

// parser reads a query. It works on the characters themselves, since what a
// character means depends on where it stands.
type parser struct {
	query string
	at    int
	depth int
	lists int      // of how many lists we are inside: there, a comma ends a term
	terms int      // read so far
	words []string // typed without quotes
}

// parse reads a query. QUERY.md says what it may hold. bare are the words that
// stand in it without quotes.
func parse(query string) (n node, bare []string, err error) {
	p := &parser{query: query}
	switch {
	case !utf8.ValidString(query):
		return nil, nil, p.wrong(0, "it is not valid UTF-8")
	case len(query) > maxQuery:
		return nil, nil, p.wrong(maxQuery, "it is too long; a query may have %d bytes", maxQuery)
	}
	if n, err = p.or(); err != nil {
		return nil, nil, err
	}
	if p.skip(); p.at < len(p.query) {
		return nil, nil, p.wrong(p.at, "this bracket closes nothing")
	}
	return n, p.words, nil
}

func (p *parser) wrong(at int, format string, args ...any) error {
	return &QueryError{p.query, at, fmt.Sprintf(format, args...)}
}

func (p *parser) or() (node, error) {
	var of []node
	for {
		n, err := p.and()
		if err != nil {
			return nil, err
		}
		of = append(of, n)
		if !p.keyword("OR") {
			break
		}
	}
	if len(of) == 1 {
		return of[0], nil
	}
	return &orNode{of: of}, nil
}

func (p *parser) and() (node, error) {
	var of []node
	for {
		n, err := p.not()
		if err != nil {
			return nil, err
		}
		of = append(of, n)
		if !p.keyword("AND") && p.ends() {
			break
		}
	}
	if len(of) == 1 {
		return of[0], nil
	}
	return &andNode{of: of}, nil
}

// ends reports whether no further term follows here.
func (p *parser) ends() bool {
	p.skip()
	if p.at == len(p.query) || p.query[p.at] == ')' || p.lists > 0 && p.query[p.at] == ',' {
		return true
	}
	at := p.at
	or := p.keyword("OR")
	p.at = at
	return or
}

func (p *parser) not() (node, error) {
	p.skip()
	start := p.at
	minus := strings.HasPrefix(p.query[p.at:], "-")
	if minus {
		p.at++
		if r, _ := utf8.DecodeRuneInString(p.query[p.at:]); p.at == len(p.query) || unicode.IsSpace(r) || r == ')' {
			return nil, p.wrong(start, `a minus must touch the term it excludes; to look for a minus write "-"`)
		}
	} else if !p.keyword("NOT") {
		return p.related()
	}
	if p.depth++; p.depth > maxDepth {
		return nil, p.wrong(start, "too much is nested here")
	}
	defer func() { p.depth-- }()
	p.skip()
	bracketed := strings.HasPrefix(p.query[p.at:], "(")
	n, err := p.not()
	return &notNode{of: n, bracketed: bracketed}, err
}

func (p *parser) primary() (node, error) {
	p.skip()
	start := p.at
	if p.terms++; p.terms > maxTerms {
		return nil, p.wrong(start, "there are too many terms; a query may have %d", maxTerms)
	}
	if p.at == len(p.query) {
		if strings.TrimSpace(p.query) == "" {
			return nil, p.wrong(p.at, "it is empty; type a word")
		}
		return nil, p.wrong(len(p.query), "a term is missing here")
	}
	switch r, size := utf8.DecodeRuneInString(p.query[p.at:]); {
	case r == '(':
		return p.group()
	case r == ')' || r == ',' && p.lists > 0:
		return nil, p.wrong(start, "a term is missing before this")
	case isQuote(r):
		return p.quotedTerm()
	case r == '/':
		return p.expression()
	case r == '=':
		p.at += size
		return p.exactWord(start)
	}
	for _, k := range []string{"AND", "OR", "NOT"} {
		if p.keyword(k) {
			return nil, p.wrong(start, `a term is missing before %s; to look for the word write "%s"`, k, k)
		}
	}
	if n, ok, err := p.within(); ok {
		return n, err
	}
	return p.wordOrField()
}

func (p *parser) group() (node, error) {
	start := p.at
	if p.depth++; p.depth > maxDepth {
		return nil, p.wrong(start, "too much is nested here")
	}
	defer func() { p.depth-- }()
	lists := p.lists
	p.lists = 0
	p.at++
	n, err := p.or()
	if err != nil {
		return nil, err
	}
	p.lists = lists
	if !p.take(")") {
		return nil, p.wrong(start, "this bracket is never closed")
	}
	return n, nil
}

// within reads within N (a, b), if it stands here.
func (p *parser) within() (n node, ok bool, err error) {
	start := p.at
	back := func() (node, bool, error) { p.at = start; return nil, false, nil }
	if !p.keyword("within") && !p.keyword("WITHIN") {
		return back()
	}
	p.skip()
	at := p.at
	for p.at < len(p.query) && '0' <= p.query[p.at] && p.query[p.at] <= '9' {
		p.at++
	}
	number := p.query[at:p.at]
	if number == "" || !p.take("(") {
		return back()
	}
	distance, convErr := strconv.Atoi(number)
	if convErr != nil || distance > maxDistance {
		return nil, true, p.wrong(at, "so many turns are too many; the most is %d", maxDistance)
	}
	if p.depth++; p.depth > maxDepth {
		return nil, true, p.wrong(start, "too much is nested here")
	}
	p.lists++
	defer func() { p.depth--; p.lists-- }()
	a, err := p.or()
	if err != nil {
		return nil, true, err
	}
	if !p.take(",") {
		return nil, true, p.wrong(p.at, "within needs two parts with a comma between them: within %d (a, b)", distance)
	}
	b, err := p.or()
	if err != nil {
		return nil, true, err
	}
	if !p.take(")") {
		return nil, true, p.wrong(p.at, "within takes two parts and a closing bracket: within %d (a, b)", distance)
	}
	return &nearNode{distance, a, b}, true, nil
}

// skip goes over white space.
func (p *parser) skip() {
	rest := strings.TrimLeftFunc(p.query[p.at:], unicode.IsSpace)
	p.at = len(p.query) - len(rest)
}

// take goes over a sign, if it comes next.
func (p *parser) take(sign string) bool {
	p.skip()
	if !strings.HasPrefix(p.query[p.at:], sign) {
		return false
	}
	p.at += len(sign)
	return true
}

// keyword goes over a word, if it comes next and stands by itself.
func (p *parser) keyword(word string) bool {
	p.skip()
	rest, ok := strings.CutPrefix(p.query[p.at:], word)
	if !ok {
		return false
	}
	r, _ := utf8.DecodeRuneInString(rest)
	if rest != "" && !unicode.IsSpace(r) && r != '(' && r != ')' && !isQuote(r) {
		return false
	}
	p.at += len(word)
	return true
}
