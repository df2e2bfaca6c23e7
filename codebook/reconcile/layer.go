package reconcile

import (
	"time"

	"concord/codebook"
	"concord/corpus/id"
)

// AgreedCoder stands for the agreed layer wherever codings have a coder: in
// counts, excerpts and exports.
var AgreedCoder = codebook.Coder{
	ID:    codebook.CoderID(id.Derive[struct{}]([16]byte{}, []byte("concord"), []byte("agreed layer"))),
	Name:  "agreed",
	About: "what the coders agreed on, or decided",
}

// Coding gives an agreed code as a coding by AgreedCoder. Its id depends on the
// round, the unit and the code alone; at is the time of codes that nobody had
// to decide.
func (a Agreed) Coding(l *RatingMatrix, round codebook.RoundID, at time.Time) codebook.Coding {
	unit := l.Units[a.Unit].Segment.Span
	text := a.Work.Text.ID
	c := codebook.Coding{
		ID:         codebook.CodingID(id.Derive[struct{}](round, text[:], []byte(unit.String()), a.Code.ID[:])),
		Transcript: a.Work.Transcript.ID, Text: text, Span: a.Span,
		Code: a.Code.ID, Definition: a.Code.DefinedBy, Coder: AgreedCoder.ID, Created: at,
	}
	if a.Decision != nil {
		c.Created = a.Decision.Time
	}
	return c
}
