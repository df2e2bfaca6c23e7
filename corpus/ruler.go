package corpus

import (
	"fmt"
	"slices"
	"unicode/utf8"
)

// Point is a position counted in Unicode code points, as JSON, CSV and
// REFI-QDA count. UTF16 is one counted in UTF-16 units, as NVivo counts.
type (
	Point int
	UTF16 int
)

// Ruler translates positions in one text between bytes, code points and UTF-16
// units. It keeps a mark every rulerStep bytes, so a translation reads at most
// that much text. Make it once a text and use it for many positions.
type Ruler struct {
	body  string
	marks []mark // marks[k] stands at or just before byte (k+1)*rulerStep
}

type mark struct {
	at     Offset
	points Point
	units  UTF16
}

const rulerStep = 1024

// NewRuler measures a text, which must be valid UTF-8.
func NewRuler(body string) *Ruler {
	r := &Ruler{body: body, marks: []mark{{}}}
	var m mark
	next := Offset(rulerStep)
	for i, c := range body {
		if Offset(i) >= next {
			m.at = Offset(i)
			r.marks = append(r.marks, m)
			next = Offset(i) + rulerStep
		}
		m.points++
		m.units += units(c)
	}
	return r
}

func units(c rune) UTF16 {
	if c > 0xFFFF {
		return 2
	}
	return 1
}

// Point gives the number of code points before at. An offset inside a code
// point counts as before it; one beyond the text as its end.
func (r *Ruler) Point(at Offset) Point { return r.walk(r.fromByte(at), untilByte(at)).points }

// UTF16 gives the number of UTF-16 units before at.
func (r *Ruler) UTF16(at Offset) UTF16 { return r.walk(r.fromByte(at), untilByte(at)).units }

// Offset gives the byte offset of a code-point position, or an error if the
// text ends before it.
func (r *Ruler) Offset(p Point) (Offset, error) {
	if p >= 0 {
		n, _ := slices.BinarySearchFunc(r.marks, p, func(m mark, p Point) int { return int(m.points - p) })
		m := r.walk(r.startBefore(n, func(m mark) bool { return m.points <= p }), func(m mark, _ rune) bool { return m.points >= p })
		if m.points == p {
			return m.at, nil
		}
	}
	return 0, fmt.Errorf("position %d lies beyond the text, which has %d characters", p, r.Len())
}

// OffsetUTF16 gives the byte offset of a UTF-16 position. It is an error if the
// text ends before it or it falls between the halves of a surrogate pair.
func (r *Ruler) OffsetUTF16(u UTF16) (Offset, error) {
	if u >= 0 {
		n, _ := slices.BinarySearchFunc(r.marks, u, func(m mark, u UTF16) int { return int(m.units - u) })
		m := r.walk(r.startBefore(n, func(m mark) bool { return m.units <= u }), func(m mark, _ rune) bool { return m.units >= u })
		switch {
		case m.units == u:
			return m.at, nil
		case m.units > u:
			return 0, fmt.Errorf("UTF-16 position %d falls inside a character", u)
		}
	}
	return 0, fmt.Errorf("UTF-16 position %d lies beyond the text", u)
}

// Len is the length of the text in code points.
func (r *Ruler) Len() Point { return r.Point(Offset(len(r.body))) }

// SpanOf translates a half-open range of code points into a Span.
func (r *Ruler) SpanOf(start, end Point) (Span, error) {
	if end <= start {
		return Span{}, fmt.Errorf("the range %d to %d is empty or reversed", start, end)
	}
	s, err := r.Offset(start)
	if err != nil {
		return Span{}, err
	}
	e, err := r.Offset(end)
	if err != nil {
		return Span{}, err
	}
	return Span{s, e}, nil
}

// Points translates a Span into a half-open range of code points.
func (r *Ruler) Points(s Span) (start, end Point) { return r.Point(s.Start), r.Point(s.End) }

func (r *Ruler) fromByte(at Offset) mark {
	n, _ := slices.BinarySearchFunc(r.marks, at, func(m mark, at Offset) int { return int(m.at - at) })
	return r.startBefore(n, func(m mark) bool { return m.at <= at })
}

func (r *Ruler) startBefore(n int, ok func(mark) bool) mark {
	for n = min(n, len(r.marks)-1); n > 0 && !ok(r.marks[n]); n-- {
	}
	return r.marks[n]
}

func untilByte(at Offset) func(mark, rune) bool {
	return func(m mark, c rune) bool { return m.at+Offset(utf8.RuneLen(c)) > at }
}

// walk goes forward from m one code point at a time until stop says so or the
// text ends. stop sees the position and the code point that follows it.
func (r *Ruler) walk(m mark, stop func(mark, rune) bool) mark {
	for _, c := range r.body[m.at:] {
		if stop(m, c) {
			return m
		}
		m.at += Offset(utf8.RuneLen(c))
		m.points++
		m.units += units(c)
	}
	return m
}
