package study

import (
	"fmt"
	"slices"
	"strings"

	"concord/codebook"
	"concord/codebook/agreement"
	"concord/codebook/reconcile"
	"concord/corpus"
	"concord/corpus/exporter"
)

// UnitReport is a unit of a round with what coders said of it, for print and
// JSON. Positions count code points of the stored text.
type UnitReport struct {
	Ref        string                `json:"ref"` // “KI-02:14”
	Transcript string                `json:"transcript"`
	Label      string                `json:"label"` // “turn 14”
	Speaker    string                `json:"speaker,omitempty"`
	Start      corpus.Point          `json:"start"`
	End        corpus.Point          `json:"end"`
	Text       string                `json:"text"`
	State      string                `json:"state"` // undecided, parked, decided, review
	Questions  []QuestionReport      `json:"questions"`
	Decision   *exporter.LedgerEntry `json:"decision,omitempty"`
	// Coders hold what each applied in the unit, whether in question or not.
	Coders []CoderReport `json:"coders,omitempty"`
}

// QuestionReport is one code on which coders differ.
type QuestionReport struct {
	Code string   `json:"code"` // path
	Kind string   `json:"kind"`
	Yes  []string `json:"yes"`
	No   []string `json:"no"`
}

// CoderReport is one coder's codings in a unit.
type CoderReport struct {
	Coder   string         `json:"coder"`
	Codings []CodingInUnit `json:"codings"`
	Silent  bool           `json:"silent"`  // she rated the unit and gave it no code
	Missing bool           `json:"missing"` // she did not rate it
}

// CodingInUnit is a coding as it touches a unit.
type CodingInUnit struct {
	Code  string `json:"code"`
	Quote string `json:"quote"`
	Memo  string `json:"memo,omitempty"`
}

// Report describes a place.
func (w *RoundWork) Report(d reconcile.Disagreement) UnitReport {
	l := &w.RatingMatrix
	x := l.Coded[d.Unit.Coded]
	span := d.Unit.Segment.Span
	ruler := corpus.NewRuler(x.Text.Body)
	out := UnitReport{Ref: l.Ref(d.Index), Transcript: x.Transcript.Name, Label: l.Label(d.Index), State: string(d.Stage()), Questions: []QuestionReport{},
		Start: ruler.Point(span.Start), End: ruler.Point(span.End), Text: strings.TrimSpace(x.Text.Slice(span))}
	if l.Rules.Unit != reconcile.UnitTranscript && l.Rules.Unit != reconcile.UnitSegment {
		out.Speaker = x.Text.Turns[d.Unit.Segment.Turn].Speaker
	}
	for _, q := range d.Questions {
		out.Questions = append(out.Questions, QuestionReport{l.Codebook.Path(q.Code.ID), string(q.Kind), w.names(q.Yes), w.names(q.No)})
	}
	if d.Decision != nil {
		e := w.entry(*d.Decision)
		out.Decision = &e
	}
	for i, c := range l.Coders {
		out.Coders = append(out.Coders, w.coderReport(d.Index, i, c))
	}
	return out
}

func (w *RoundWork) coderReport(unit, coder int, c codebook.Coder) CoderReport {
	l := &w.RatingMatrix
	x := l.Coded[l.Units[unit].Coded]
	out := CoderReport{Coder: c.Name, Codings: []CodingInUnit{}}
	for _, k := range l.CodingsIn(unit, coder) {
		in := CodingInUnit{Code: l.Codebook.Path(k.Code), Quote: x.Text.Slice(k.Span.Intersect(l.Units[unit].Segment.Span))}
		for _, m := range x.Memos {
			if m.About.Coding == k.ID {
				in.Memo = m.Text
			}
		}
		out.Codings = append(out.Codings, in)
	}
	rated := false
	for i := range l.Codes {
		rated = rated || l.Rating(unit, i, coder) != agreement.Missing
	}
	out.Missing, out.Silent = !rated, rated && len(out.Codings) == 0
	return out
}

func (w *RoundWork) names(coders []int) []string {
	out := []string{}
	for _, c := range coders {
		out = append(out, w.RatingMatrix.Coders[c].Name)
	}
	return out
}

// QueueFilter is a reconcile.Filter in the words of people.
type QueueFilter struct {
	Code, Transcript, Kind string
	Pair                   []string // two coders
	Undecided              bool
}

// Filter finds what a filter's words mean in the round.
func (w *RoundWork) Filter(f QueueFilter) (reconcile.Filter, error) {
	out := reconcile.Filter{Undecided: f.Undecided, Kind: reconcile.Kind(strings.ToLower(f.Kind))}
	if out.Kind != "" && !slices.Contains(reconcile.Kinds, out.Kind) {
		return out, fmt.Errorf("%q is no kind of disagreement; there are omission, other code and other bounds", f.Kind)
	}
	if f.Code != "" {
		c, err := w.RatingMatrix.Codebook.Find(f.Code)
		if err != nil {
			return out, err
		}
		out.Code = c.ID
	}
	if f.Transcript != "" {
		i := slices.IndexFunc(w.RatingMatrix.Coded, func(x *codebook.CodedTranscript) bool { return strings.EqualFold(x.Transcript.Name, f.Transcript) })
		if i < 0 {
			return out, fmt.Errorf("the round “%s” has no transcript %q with work that counts", w.Round.Name, f.Transcript)
		}
		out.Transcript = w.RatingMatrix.Coded[i].Transcript.ID
	}
	if len(f.Pair) > 0 && len(f.Pair) != 2 {
		return out, fmt.Errorf("a pair is two coders, and %d are named", len(f.Pair))
	}
	for _, name := range f.Pair {
		i := slices.IndexFunc(w.RatingMatrix.Coders, func(c codebook.Coder) bool { return strings.EqualFold(c.Name, name) })
		if i < 0 {
			return out, fmt.Errorf("%q does not code in the round “%s”", name, w.Round.Name)
		}
		out.Pair = append(out.Pair, w.RatingMatrix.Coders[i].ID)
	}
	return out, nil
}
