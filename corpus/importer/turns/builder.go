package turns

import (
	"time"

	"concord/corpus"
	"concord/corpus/importer/internal/chars"
)

// openTurn is the turn that a cutter is reading.
type openTurn struct {
	isOpen   bool
	speaker  string
	from     int   // where the label begins
	speech   int   // where words may begin
	to       int   // end of the last line of words so far
	gaps     []gap // what is no speech behind the label, in order
	start    time.Duration
	question bool // a numbered question: it ends with its paragraph
}

// gap is a part of a turn that is no speech. Its time is corpus.NoTime if it is
// no stamp.
type gap struct {
	from, to int
	time     time.Duration
}

// pendingTime is a time that stands above the turn it belongs to.
type pendingTime time.Duration

const noPendingTime = pendingTime(corpus.NoTime)

// open begins a turn whose label stands at body[from:speech]; without a label
// the two are equal.
func (c *cutter) open(speaker string, from, speech int) {
	c.openTurn = openTurn{isOpen: true, speaker: speaker, from: from, speech: speech, to: speech, start: time.Duration(c.pending), gaps: c.gaps[:0]}
	c.pending = noPendingTime
}

// gap notes that body[from:to] is no speech. Gaps must come in order.
func (c *cutter) gap(from, to int, d time.Duration) {
	if c.isOpen && from < to {
		c.gaps = append(c.gaps, gap{from, to, d})
	}
}

// close ends the turn being read, if there is one. A paragraph that holds no
// more than a time stamp becomes no turn but dates the next.
func (c *cutter) close() {
	if !c.isOpen {
		return
	}
	c.isOpen = false
	t := corpus.Turn{Speaker: c.speaker, Start: c.start, End: corpus.NoTime}
	_, end := chars.TrimBlanks(c.body, c.from, c.speech)
	at := c.speech
	for _, g := range c.gaps {
		if g.from < at || g.to > c.to {
			continue // below the last words
		}
		if c.part(&t, at, g.from) {
			end = g.from
		}
		at = g.to
		switch {
		case g.time == corpus.NoTime:
			continue
		case t.Speech == nil && t.Start == corpus.NoTime:
			t.Start = g.time
		case g.time >= t.Start:
			t.End = g.time
		}
		end = g.to
	}
	if c.part(&t, at, max(at, c.to)) {
		end = c.to
	}
	labelled := c.speech > c.from
	if t.Speech == nil {
		if !labelled {
			c.pending = pendingTime(t.Start)
			return
		}
		c.empty++
		t.Speech = []corpus.Span{}
	}
	_, end = chars.TrimBlanks(c.body, c.from, end)
	t.Extent = corpus.Span{Start: corpus.Offset(c.from), End: corpus.Offset(end)}
	c.turns = append(c.turns, t)
}

// part adds body[from:to] to the speech of t, unless it is blank. A time noted
// before it is then not the end of the turn.
func (c *cutter) part(t *corpus.Turn, from, to int) bool {
	from, to = chars.TrimBlanks(c.body, from, to)
	if from == to {
		return false
	}
	t.Speech = append(t.Speech, corpus.Span{Start: corpus.Offset(from), End: corpus.Offset(to)})
	t.End = corpus.NoTime
	return true
}
