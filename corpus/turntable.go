package corpus

import (
	"encoding/binary"
	"fmt"
	"time"
)

// EncodeTurns writes a turn table in its one canonical form: the same turns
// always give the same bytes, which HashText relies on. All numbers are
// unsigned varints (encoding/binary):
//
//	number of labels, then each label as length and UTF-8 bytes, in order of
//	first use ("" included where used)
//	number of turns, then for each turn
//	  label's index
//	  extent: start less the end of the turn before, length
//	  number of speech parts; for each: start less the end of the part before
//	  (of the extent's start for the first), length
//	  start time + 1 in nanoseconds, 0 if unknown; end time likewise
func EncodeTurns(turns []Turn) []byte {
	index := map[string]int{}
	var labels []string
	for _, t := range turns {
		if _, ok := index[t.Speaker]; !ok {
			index[t.Speaker] = len(labels)
			labels = append(labels, t.Speaker)
		}
	}
	b := binary.AppendUvarint(nil, uint64(len(labels)))
	for _, l := range labels {
		b = binary.AppendUvarint(b, uint64(len(l)))
		b = append(b, l...)
	}
	b = binary.AppendUvarint(b, uint64(len(turns)))
	var end Offset
	for _, t := range turns {
		b = binary.AppendUvarint(b, uint64(index[t.Speaker]))
		b = appendSpan(b, t.Extent, end)
		end = t.Extent.End
		b = binary.AppendUvarint(b, uint64(len(t.Speech)))
		at := t.Extent.Start
		for _, s := range t.Speech {
			b = appendSpan(b, s, at)
			at = s.End
		}
		b = appendTime(b, t.Start)
		b = appendTime(b, t.End)
	}
	return b
}

func appendSpan(b []byte, s Span, after Offset) []byte {
	b = binary.AppendUvarint(b, uint64(s.Start-after))
	return binary.AppendUvarint(b, uint64(s.Len()))
}

func appendTime(b []byte, d time.Duration) []byte {
	if d < 0 {
		return binary.AppendUvarint(b, 0)
	}
	return binary.AppendUvarint(b, uint64(d)+1)
}

// DecodeTurns reads what EncodeTurns wrote. The turns are not checked against
// a body; NewText does that.
func DecodeTurns(b []byte) ([]Turn, error) {
	d := tableReader{b: b}
	labels := make([]string, d.count(1))
	for i := range labels {
		labels[i] = d.bytes(d.count(1))
	}
	turns := make([]Turn, d.count(5))
	var end Offset
	for i := range turns {
		t := &turns[i]
		if l := d.number(); l < uint64(len(labels)) {
			t.Speaker = labels[l]
		} else {
			d.bad = true
		}
		t.Extent = d.span(end)
		end = t.Extent.End
		t.Speech = make([]Span, d.count(2))
		at := t.Extent.Start
		for k := range t.Speech {
			t.Speech[k] = d.span(at)
			at = t.Speech[k].End
		}
		t.Start, t.End = d.time(), d.time()
		if d.bad {
			break
		}
	}
	if d.bad || len(d.b) > 0 {
		return nil, fmt.Errorf("the turn table is damaged")
	}
	return turns, nil
}

// tableReader takes values off the front of b; bad is set, and stays set, when
// b ends too soon or a number makes no sense.
type tableReader struct {
	b   []byte
	bad bool
}

func (d *tableReader) number() uint64 {
	v, n := binary.Uvarint(d.b)
	if n <= 0 || v > 1<<62 {
		d.bad, d.b = true, nil
		return 0
	}
	d.b = d.b[n:]
	return v
}

// count reads a number of items that take at least size bytes each, so that a
// damaged table cannot ask for more memory than it has bytes.
func (d *tableReader) count(size int) int {
	n := d.number()
	if n > uint64(len(d.b)/size) {
		d.bad, d.b = true, nil
		return 0
	}
	return int(n)
}

func (d *tableReader) bytes(n int) string {
	if n > len(d.b) {
		d.bad = true
		return ""
	}
	s := string(d.b[:n])
	d.b = d.b[n:]
	return s
}

func (d *tableReader) span(after Offset) Span {
	start := after + Offset(d.number())
	return Span{start, start + Offset(d.number())}
}

func (d *tableReader) time() time.Duration {
	v := d.number()
	if v == 0 {
		return NoTime
	}
	return time.Duration(v - 1)
}
