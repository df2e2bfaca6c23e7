package study

import (
	"context"

	"concord/codebook"
	"concord/corpus"
)

// Under gives the study as seen under a saved version of the codebook, such as
// “v2”: what is searched for by code, counted or excerpted then counts as it
// does under that version, and says so. An empty label is the working codebook.
func (s *Study) Under(ctx context.Context, label string) (*Study, error) {
	if label == "" {
		return s, nil
	}
	b, err := s.Book(ctx, label)
	if err != nil {
		return nil, err
	}
	under := *s
	under.under = &b
	return &under, nil
}

// book gives the codebook that views are under.
func (s *Study) book(ctx context.Context) (Book, error) {
	if s.under != nil {
		return *s.under, nil
	}
	if s.layered != nil {
		return Book{Codebook: s.layered.Codebook, Line: s.layered.VersionLine()}, nil
	}
	return s.Book(ctx, "")
}

// CodeCount is how often a code was used.
type CodeCount struct {
	Code        codebook.CodeID `json:"id"`
	Path        string          `json:"code"`
	Status      string          `json:"status"`
	ByCoder     map[string]int  `json:"by_coder"`
	Codings     int             `json:"codings"`     // of all coders, stale ones among them
	Stale       int             `json:"stale"`       // of these, nobody has looked since the code changed
	Hidden      int             `json:"hidden"`      // not among these: the code is retired or declined
	Transcripts int             `json:"transcripts"` // in how many it occurs
}

// CodeCounts is how often each code was used, under one codebook.
type CodeCounts struct {
	Codebook string      `json:"codebook"` // label and short digest
	State    string      `json:"state"`
	Coders   []string    `json:"coders"` // who used any
	Codes    []CodeCount `json:"codes"`  // in tree order
	// Notes say whose codings these are, where they are not simply everybody's.
	Notes []string `json:"notes,omitempty"`
	// Unknown is the number of codings whose code this codebook has not.
	Unknown int `json:"unknown"`
}

// Counts says how often each code was used, by whom and in how many
// transcripts, as far as the coder may see.
func (s *Study) Counts(ctx context.Context) (CodeCounts, error) {
	return inSnapshot(ctx, s, func(s *Study) (CodeCounts, error) { return s.readCounts(ctx) })
}

func (s *Study) readCounts(ctx context.Context) (CodeCounts, error) {
	var out CodeCounts
	b, err := s.book(ctx)
	if err != nil {
		return out, err
	}
	r := s.Reader()
	out.Codebook = b.Line
	if out.State, err = r.State(ctx); err != nil {
		return out, err
	}
	if s.layered != nil {
		out.Notes = s.layered.Notes
	}
	coders, err := s.source().Coders(ctx)
	if err != nil {
		return out, err
	}
	uses, err := s.source().Uses(ctx)
	if err != nil {
		return out, err
	}
	in, err := s.occurs(ctx, b)
	if err != nil {
		return out, err
	}
	counts := b.Count(uses)
	out.Unknown, out.Codes, out.Coders = counts.Unknown, []CodeCount{}, []string{}
	used := map[codebook.CoderID]bool{}
	for _, c := range b.All() {
		sum := counts.Of(c.ID)
		n := CodeCount{Code: c.ID, Path: b.Path(c.ID), Status: b.StatusLine(c), ByCoder: map[string]int{}, Codings: sum.Shown(), Stale: sum.Stale, Hidden: sum.Hidden, Transcripts: in[c.ID]}
		for _, coder := range coders {
			if t := counts.Codes[c.ID][coder.ID]; t.Shown() > 0 {
				n.ByCoder[coder.Name] = t.Shown()
				used[coder.ID] = true
			}
		}
		out.Codes = append(out.Codes, n)
	}
	for _, coder := range coders {
		if used[coder.ID] {
			out.Coders = append(out.Coders, coder.Name)
		}
	}
	return out, nil
}

// occurs counts the transcripts in which each code occurs.
func (s *Study) occurs(ctx context.Context, b Book) (map[codebook.CodeID]int, error) {
	type codeIn struct {
		code       codebook.CodeID
		transcript corpus.TranscriptID
	}
	seen, out := map[codeIn]bool{}, map[codebook.CodeID]int{}
	_, err := s.source().SelectCodings(ctx, func(c codebook.Coding) bool {
		r := b.Resolve(c.Code, c.Definition)
		if at := (codeIn{r.Code, c.Transcript}); r.Status <= codebook.Stale && !seen[at] {
			seen[at] = true
			out[r.Code]++
		}
		return false
	})
	return out, err
}
