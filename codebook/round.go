package codebook

import (
	"slices"
	"time"

	"concord/corpus"
)

// Round is a planned piece of independent coding: which transcripts, by whom,
// under which codebook, in which units, blind or open.
type Round struct {
	ID      RoundID   `json:"id"`
	Name    string    `json:"name"`
	Version VersionID `json:"version"`
	// Unit is what agreement will be measured on: turn, sentence, paragraph,
	// segment or transcript. A segment has so many Words, is cut by Pattern, a
	// regular expression of what stands between two, or is one of the assignments'
	// Segments, which are those that the Segmentation of that name had when the
	// round was opened.
	Unit         string `json:"unit"`
	Words        int    `json:"words,omitempty"`
	Pattern      string `json:"pattern,omitempty"`
	Segmentation string `json:"segmentation,omitempty"`
	Blind        bool   `json:"blind"`
	// Standard is the round whose agreed layer this one trains against; zero
	// for an ordinary round.
	Standard RoundID `json:"standard,omitzero"`
	// How says in words how the transcripts and coders were chosen, for the
	// methods section.
	How         string       `json:"how"`
	Assignments []Assignment `json:"assignments"`
	Created     time.Time    `json:"created"`
	By          CoderID      `json:"by"`

	Open bool `json:"open"`
	// Closes are all the times the round was closed, oldest first. The last is
	// in force while the round is not open.
	Closes []Close `json:"closes,omitempty"`
	// Reopened are the reasons for which it was opened again, oldest first.
	Reopened []Reopening `json:"reopened,omitempty"`
}

// Assignment is one transcript of a round: the text to be coded, and by whom.
type Assignment struct {
	Transcript corpus.TranscriptID `json:"transcript"`
	Text       corpus.TextID       `json:"text"`
	Coders     []CoderID           `json:"coders"`
	Segments   []corpus.Span       `json:"segments,omitempty"`
}

// Close is the end of independent coding in a round: which completions count.
type Close struct {
	Time        time.Time      `json:"time"`
	By          CoderID        `json:"by"`
	Completions []CompletionID `json:"completions"`
}

// Reopening reverses a close.
type Reopening struct {
	Time   time.Time `json:"time"`
	By     CoderID   `json:"by"`
	Reason string    `json:"reason"`
}

// Assigned gives a transcript's part in the round.
func (r Round) Assigned(t corpus.TranscriptID) (Assignment, bool) {
	for _, a := range r.Assignments {
		if a.Transcript == t {
			return a, true
		}
	}
	return Assignment{}, false
}

// Codes reports whether a coder is to code a transcript in the round.
func (r Round) Codes(coder CoderID, t corpus.TranscriptID) bool {
	a, ok := r.Assigned(t)
	return ok && slices.Contains(a.Coders, coder)
}

// Coders lists everybody who codes in the round, in order of id.
func (r Round) Coders() []CoderID {
	var out []CoderID
	for _, a := range r.Assignments {
		out = append(out, a.Coders...)
	}
	slices.SortFunc(out, CoderID.Compare)
	return slices.Compact(out)
}

// Counting gives the completions of the round that count: those the last close
// named, or, while the round is open, the newest of each coder on each
// transcript. late are those that arrived after the close.
func (r Round) Counting(all []Completion) (counting, late []Completion) {
	newest := map[[2][16]byte]Completion{}
	for _, c := range all {
		if c.Round != r.ID || !r.Codes(c.Coder, c.Transcript) {
			continue
		}
		if a, _ := r.Assigned(c.Transcript); a.Text != c.Text {
			continue
		}
		key := [2][16]byte{c.Transcript, c.Coder}
		if old, ok := newest[key]; !ok || c.Newer(old) {
			newest[key] = c
		}
	}
	if r.Open || len(r.Closes) == 0 {
		for _, c := range newest {
			counting = append(counting, c)
		}
		return sortCompletions(counting), nil
	}
	named := r.Closes[len(r.Closes)-1].Completions
	for _, c := range all {
		if slices.Contains(named, c.ID) {
			counting = append(counting, c)
		}
	}
	for _, c := range newest {
		if !slices.Contains(named, c.ID) {
			late = append(late, c)
		}
	}
	return sortCompletions(counting), sortCompletions(late)
}

// Newer reports whether c was made after d; ids decide between equal times.
func (c Completion) Newer(d Completion) bool {
	return c.Time.After(d.Time) || c.Time.Equal(d.Time) && c.ID.Compare(d.ID) > 0
}

func sortCompletions(cs []Completion) []Completion {
	slices.SortFunc(cs, func(a, b Completion) int {
		if n := a.Transcript.Compare(b.Transcript); n != 0 {
			return n
		}
		if n := a.Coder.Compare(b.Coder); n != 0 {
			return n
		}
		return a.ID.Compare(b.ID)
	})
	return cs
}

// Decision is the recorded adjudication of a disagreement in one unit of one
// text: for each code in question whether it applies, and where. It never
// alters the codings it judged.
type Decision struct {
	ID         DecisionID          `json:"id"`
	Round      RoundID             `json:"round"`
	Transcript corpus.TranscriptID `json:"transcript"`
	Text       corpus.TextID       `json:"text"`
	Span       corpus.Span         `json:"span"` // the unit
	Answers    []Answer            `json:"answers"`
	// Parked says that the place was put off: nothing was decided.
	Parked  bool      `json:"parked,omitempty"`
	Outcome string    `json:"outcome"` // in a word: the coder followed, all, none, other code, bounds, parked
	Reason  string    `json:"reason,omitempty"`
	Present []string  `json:"present,omitempty"`
	By      CoderID   `json:"by"`
	Time    time.Time `json:"time"`
	Version VersionID `json:"version"`
	// Judged are the codings that were in question, and Completions the
	// statements they were made under.
	Judged      []CodingID     `json:"judged,omitempty"`
	Completions []CompletionID `json:"completions,omitempty"`
	// Clock orders decisions: of two on one place the later is in force.
	Clock uint64 `json:"clock"`
}

// Answer is one row of the ledger: whether a code applies to the unit.
type Answer struct {
	Code       CodeID      `json:"code"`
	Definition ChangeID    `json:"definition"`
	Applies    bool        `json:"applies"`
	Span       corpus.Span `json:"span,omitzero"` // where, if bounds were decided too
}

// Compare orders decisions as they take effect.
func (d Decision) Compare(e Decision) int {
	switch {
	case d.Clock < e.Clock:
		return -1
	case d.Clock > e.Clock:
		return 1
	}
	return d.ID.Compare(e.ID)
}
