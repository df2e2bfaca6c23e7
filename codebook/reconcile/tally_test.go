package reconcile

import (
	"testing"

	"concord/codebook"
)

func TestTallyCountsEachPlaceOnce(t *testing.T) {
	code := codebook.Code{ID: codebook.CodeID{1}}
	q := []Question{{Code: code, Kind: Omission}}
	answered := &codebook.Decision{Answers: []codebook.Answer{{Code: code.ID, Applies: true}}}
	ds := []Disagreement{
		{Questions: q},
		{Questions: q, Decision: &codebook.Decision{Parked: true}},
		{Questions: q, Decision: answered},
		{Questions: q, Decision: answered, Review: true},
		{Questions: append(q, Question{Code: codebook.Code{ID: codebook.CodeID{2}}, Kind: OtherCode}), Decision: answered},
	}
	got := Count(ds)
	if want := (Tally{Places: 5, Decided: 1, Parked: 1, Review: 1}); got != want || got.Waiting() != 2 || got.Left() != 4 {
		t.Errorf("%+v, %d wait, %d left", got, got.Waiting(), got.Left())
	}
	if s := got.String(); s != "1 of 5 decided, 1 parked, 1 to review" {
		t.Error(s)
	}
	if applies, ok := ds[2].Answer(q[0]); !applies || !ok {
		t.Error("the answer is not found")
	}
	if _, ok := ds[0].Answer(q[0]); ok {
		t.Error("an answer where nothing was decided")
	}
}
