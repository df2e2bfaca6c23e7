package findings

import "fmt"

// places cuts all transcripts into places, in reading order; the first of each
// transcript is what stands outside every turn.
func (s *Study) places(q MatrixQuestion) (placeIndex, error) {
	segments := q.Rows.Segments
	if q.Columns.Kind == BySegment {
		segments = q.Columns.Segments
	}
	if q.Rows.Kind != BySegment && q.Columns.Kind != BySegment {
		segments = nil
	}
	for i, g := range segments {
		if g.Transcript < 0 || g.Transcript >= len(s.Transcripts) || !lies(g.Words, s.Transcripts[g.Transcript].Words) ||
			i > 0 && (g.Transcript < segments[i-1].Transcript || g.Transcript == segments[i-1].Transcript && g.Words.Start < segments[i-1].Words.End) {
			return placeIndex{}, fmt.Errorf("segment %d (%s) does not lie in a transcript, after the segment before it", i, g.Name)
		}
	}
	x := placeIndex{first: make([][]int32, len(s.Transcripts))}
	next := 0
	for t := range s.Transcripts {
		end := next
		for end < len(segments) && segments[end].Transcript == t {
			end++
		}
		x.cut(t, s.Transcripts[t].Turns, segments[next:end], next)
		next = end
	}
	return x, nil
}

// placeIndex finds places.
type placeIndex struct {
	all   []place
	first [][]int32 // by transcript: of what is outside turns, of each turn, and the end
}

// cut adds the places of one transcript. segments are its own, the first of
// them number from of all.
func (x *placeIndex) cut(transcript int, turns []Turn, segments []Segment, from int) {
	add := func(turn int, segment int, words Span) {
		x.all = append(x.all, place{int32(transcript), int32(turn), int32(segment), words})
	}
	first := make([]int32, 0, len(turns)+2)
	first = append(first, int32(len(x.all)))
	add(None, None, Span{})
	k := 0
	for i, turn := range turns {
		first = append(first, int32(len(x.all)))
		at := turn.Words.Start
		for k < len(segments) && segments[k].Words.End <= at {
			k++
		}
		for j := k; j < len(segments) && segments[j].Words.Start < turn.Words.End; j++ {
			in := segments[j].Words.intersect(turn.Words)
			if in.Len() == 0 {
				continue
			}
			if at < in.Start {
				add(i, None, Span{at, in.Start})
			}
			add(i, from+j, in)
			at = in.End
		}
		if at < turn.Words.End || int(first[i+1]) == len(x.all) {
			add(i, None, Span{at, turn.Words.End})
		}
	}
	x.first[transcript] = append(first, int32(len(x.all)))
}

// of gives the places that a coding covers words of; where it covers none of a
// turn that it touches, the turn's first.
func (x *placeIndex) of(c *Coding, each func(p *place, words Span)) {
	first := x.first[c.Transcript]
	if c.Turns.Len() == 0 {
		each(&x.all[first[0]], Span{})
		return
	}
	for turn := c.Turns.Start; turn < c.Turns.End; turn++ {
		some := false
		for i := first[turn+1]; i < first[turn+2]; i++ {
			p := &x.all[i]
			if words := p.words.intersect(c.Words); words.Len() > 0 {
				each(p, words)
				some = true
			}
		}
		if !some {
			p := &x.all[first[turn+1]]
			each(p, Span{p.words.Start, p.words.Start})
		}
	}
}
