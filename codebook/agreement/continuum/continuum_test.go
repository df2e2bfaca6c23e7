package continuum_test

import (
	"slices"
	"strings"
	"testing"

	"concord/codebook/agreement/continuum"
	"concord/codebook/agreement/internal/spancase"
)

func TestNewRefusesWhatIsNotOne(t *testing.T) {
	one := func(s continuum.Span) []continuum.CoderSpans {
		return []continuum.CoderSpans{{Coder: "ana", Spans: []continuum.Span{s}}}
	}
	for _, c := range []struct {
		begin, end int
		coders     []continuum.CoderSpans
		want       string
	}{
		{5, 5, nil, "the end must be greater"},
		{0, 1 << 60, nil, "2^53"},
		{0, 9, []continuum.CoderSpans{{Coder: ""}}, "without a name"},
		{0, 9, []continuum.CoderSpans{{Coder: "ana"}, {Coder: "ana"}}, `"ana" twice`},
		{0, 9, one(continuum.Span{Start: 3, End: 3, Category: "x"}), "covers nothing"},
		{0, 9, one(continuum.Span{Start: 4, End: 2, Category: "x"}), "covers nothing"},
		{0, 9, one(continuum.Span{Start: 4, End: 10, Category: "x"}), "outside the continuum"},
		{2, 9, one(continuum.Span{Start: 1, End: 5, Category: "x"}), "outside the continuum"},
		{0, 9, one(continuum.Span{Start: 1, End: 5, Category: ""}), "no category"},
	} {
		_, err := continuum.New("t1", c.begin, c.end, c.coders)
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), `"t1"`) {
			t.Errorf("New(%d, %d, %v) = %v, want an error that names the transcript and says %q", c.begin, c.end, c.coders, err, c.want)
		}
	}
}

func TestASpanGivenTwiceCountsOnce(t *testing.T) {
	text := spancase.Must(t, 0, 9, continuum.CoderSpans{Coder: "ana", Spans: []continuum.Span{{Start: 4, End: 6, Category: "x"}, {Start: 1, End: 2, Category: "x"}, {Start: 4, End: 6, Category: "x"}, {Start: 4, End: 6, Category: "y"}}})
	got, ok := text.Spans("ana")
	if want := []continuum.Span{{Start: 1, End: 2, Category: "x"}, {Start: 4, End: 6, Category: "x"}, {Start: 4, End: 6, Category: "y"}}; !ok || !slices.Equal(got, want) {
		t.Errorf("spans %v, want %v", got, want)
	}
	if _, ok := text.Spans("ben"); ok {
		t.Error("a coder who took no part has spans")
	}
}
