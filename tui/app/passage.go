package app

import (
	"errors"
	"slices"

	"concord/corpus"
	"concord/corpus/search"
	"concord/store"
)

// passageList is the list of passages that was made last: what a search found, or
// where coders differ. One steps through it while reading, too.
type PassageList struct {
	Title string
	Query string // of the last search, to be changed
	Rows  []PassageRow
	At    int
	More  bool // there are more than are shown
	// searched is set if the passages are those of a search.
	Searched bool
}

// hitRow is one passage with the words around it.
type PassageRow struct {
	Transcript corpus.TranscriptID
	Name       string
	Text       corpus.TextID
	Turn       corpus.TurnIndex
	speaker    string
	Span       corpus.Span
	Marks      []corpus.Span
	words      string // the passage on one line
	at         []mark // what is marked in words, in bytes
	Note       string // who coded it, say
}

type mark struct{ start, end int }

// searchProblem says why a search gave no answer.
func SearchProblem(err error) string {
	var q *search.QueryError
	switch {
	case errors.As(err, &q):
		return "the query: " + err.Error()
	case errors.Is(err, store.ErrBusy):
		return err.Error()
	}
	return "searching: " + err.Error()
}

// hitRows is how many lines a passage takes, and hitsTop where the first is.
const (
	HitRows = 3
	HitsTop = 2
)

// passagesShown is how many passages a page of them shows.
func (r *Host) PassagesShown() int { return max(1, (r.Height-4)/HitRows) }

// sortHits puts passages in reading order.
func SortHits(rows []PassageRow, order map[corpus.TranscriptID]int) {
	slices.SortStableFunc(rows, func(a, b PassageRow) int {
		if n := order[a.Transcript] - order[b.Transcript]; n != 0 {
			return n
		}
		return a.Span.Compare(b.Span)
	})
}

func (r *Host) NoHits() string {
	if len(r.Passages.Rows) == 0 {
		return "there are no hits; {search} searches"
	}
	return ""
}
