package study

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"concord/codebook"
	"concord/corpus"
)

// Worklist is what waits for a look: a coder's codings whose code was redefined
// or split since she made them, or came by a merge into a code that was.
type Worklist struct {
	Codebook string     `json:"codebook"` // label and short digest of the working codebook
	Waiting  []Waiting  `json:"waiting"`  // the coder's, by code, then in reading order
	Progress []LookedAt `json:"progress"` // of all coders who have or had something to look at
}

// LookedAt is how far one coder has come with her worklist. Looked counts the
// codings that would wait still, had she not kept, recoded or removed them.
type LookedAt struct {
	Coder   codebook.CoderID `json:"coder_id"`
	Name    string           `json:"coder"`
	Looked  int              `json:"looked"`
	Waiting int              `json:"waiting"`
}

// Of gives the progress of one coder.
func (w Worklist) Of(coder codebook.CoderID) LookedAt {
	for _, p := range w.Progress {
		if p.Coder == coder {
			return p
		}
	}
	return LookedAt{Coder: coder}
}

// Waiting is a coding that waits for a look, with what its coder needs to
// decide: what the code meant then and means now, and why that changed.
type Waiting struct {
	Coding     codebook.Coding   `json:"-"`
	ID         codebook.CodingID `json:"id"`
	Transcript corpus.Transcript `json:"-"`
	Text       *corpus.Text      `json:"-"`
	Where      string            `json:"where"` // “KI-07, turn 14”
	Words      string            `json:"words"`

	Code   codebook.Code `json:"-"` // that the coding was made with, as it is now
	Now    codebook.Code `json:"-"` // that it would count as; or that was split
	Path   string        `json:"code"`
	Reason string        `json:"reason"` // it completes “the passage does not count, because …”

	Was Meaning `json:"was"`
	Is  Meaning `json:"is"`
	// Choices are what it may be now: the code itself, the survivor of a merge,
	// or the parts of a split. It can be kept if Keep.
	Choices []codebook.Code `json:"-"`
	Keep    bool            `json:"keep"`
	Changes []Why           `json:"changes"` // that made it wait, oldest first
	Memos   []codebook.Memo `json:"-"`       // on the coding

	// Guess is the choice that a search suggests, and By the query; see Guess.
	Guess codebook.CodeID `json:"guess,omitzero"`
	By    string          `json:"by,omitempty"`
}

// Meaning is a definition with the version of the codebook that first held it.
type Meaning struct {
	codebook.Definition
	Version string `json:"version"`
}

// Why is a change with who made it and for what reason.
type Why struct {
	codebook.Recorded `json:"-"`
	What              string `json:"what"` // “redefined”
	By                string `json:"by"`
	Reason            string `json:"reason"`
}

// String tells the change: “redefined by ana, 2026-03-23: “too broad””.
func (w Why) String() string {
	out := w.What + " by " + cmp.Or(w.By, "—") + ", " + w.Time.Local().Format("2006-01-02")
	if w.Reason != "" {
		out += ": “" + w.Reason + "”"
	}
	return out
}

// Worklist gives what waits for a look by the study's coder, and how far all
// coders have come.
func (s *Study) Worklist(ctx context.Context) (Worklist, error) {
	return inSnapshot(ctx, s, func(s *Study) (Worklist, error) { return s.readWorklist(ctx) })
}

func (s *Study) readWorklist(ctx context.Context) (Worklist, error) {
	out := Worklist{Waiting: []Waiting{}, Progress: []LookedAt{}}
	b, err := s.Book(ctx, "")
	if err != nil {
		return out, err
	}
	out.Codebook = b.Line
	if out.Progress, err = s.progress(ctx, b); err != nil {
		return out, err
	}
	if out.Of(s.Coder.ID).Waiting == 0 {
		return out, nil
	}
	m, err := s.meanings(ctx)
	if err != nil {
		return out, err
	}
	r := s.Reader()
	codings, err := r.Codings(ctx, corpus.TranscriptID{})
	if err != nil {
		return out, err
	}
	transcripts, err := r.Transcripts(ctx)
	if err != nil {
		return out, err
	}
	order := map[corpus.TranscriptID]int{}
	for i, t := range transcripts {
		order[t.ID] = i
	}
	memos, err := r.Memos(ctx, func(m codebook.Memo) bool { return m.About.Kind == codebook.AboutCoding })
	if err != nil {
		return out, err
	}
	texts := map[corpus.TextID]*corpus.Text{}
	for _, c := range codings {
		resolved := b.Resolve(c.Code, c.Definition)
		if c.Coder != s.Coder.ID || resolved.Status != codebook.Stale {
			continue
		}
		if texts[c.Text] == nil {
			if texts[c.Text], err = r.Text(ctx, c.Text); err != nil {
				return out, err
			}
		}
		w := m.waiting(b, c, resolved)
		w.Transcript, w.Text = transcripts[order[c.Transcript]], texts[c.Text]
		w.Where, w.Words = place(w.Transcript.Name, w.Text, c.Span), w.Text.Slice(c.Span)
		for _, memo := range memos {
			if memo.About.Coding == c.ID {
				w.Memos = append(w.Memos, memo)
			}
		}
		out.Waiting = append(out.Waiting, w)
	}
	slices.SortStableFunc(out.Waiting, func(x, y Waiting) int {
		return cmp.Or(b.Position(x.Code.ID)-b.Position(y.Code.ID), order[x.Coding.Transcript]-order[y.Coding.Transcript], x.Coding.Span.Compare(y.Coding.Span))
	})
	return out, nil
}

// progress counts for each coder what waits, and what she has looked at.
func (s *Study) progress(ctx context.Context, b Book) ([]LookedAt, error) {
	r := s.Reader()
	coders, err := r.Coders(ctx)
	if err != nil {
		return nil, err
	}
	uses, err := r.Uses(ctx)
	if err != nil {
		return nil, err
	}
	revisits, err := r.Revisits(ctx)
	if err != nil {
		return nil, err
	}
	out := []LookedAt{}
	for _, c := range coders {
		p := LookedAt{Coder: c.ID, Name: c.Name}
		for _, u := range uses {
			if u.Coder == c.ID && b.Resolve(u.Code, u.Definition).Status == codebook.Stale {
				p.Waiting += u.N
			}
		}
		for _, v := range revisits {
			if v.Coder == c.ID && b.Resolve(v.Code, v.Definition).Status == codebook.Stale {
				p.Looked++
			}
		}
		if p.Waiting+p.Looked > 0 {
			out = append(out, p)
		}
	}
	return out, nil
}

// meanings knows every definition that codes have had, and their changes.
type meanings struct {
	said     map[codebook.ChangeID]codebook.Definition
	versions []codebook.Version
	history  []codebook.Recorded
	names    map[codebook.CoderID]string
}

func (s *Study) meanings(ctx context.Context) (*meanings, error) {
	m := &meanings{said: map[codebook.ChangeID]codebook.Definition{}}
	var err error
	if m.versions, err = s.Reader().Versions(ctx); err != nil {
		return nil, err
	}
	if m.names, err = s.CoderNames(ctx); err != nil {
		return nil, err
	}
	if m.history, err = s.Reader().History(ctx); err != nil {
		return nil, err
	}
	for _, r := range m.history {
		if id, ok := defines(r.Change); ok {
			m.said[id] = r.Values.Defined.Definition // the latest wording
		}
	}
	return m, nil
}

// defines names the definition that a change gives its code, if it gives one.
func defines(c codebook.Change) (codebook.ChangeID, bool) {
	switch {
	case c.Values.Defined == nil:
		return codebook.ChangeID{}, false
	case c.Values.Defined.By.IsZero():
		return c.ID, true
	}
	return c.Values.Defined.By, true
}

func (m *meanings) waiting(b Book, c codebook.Coding, r codebook.Resolution) Waiting {
	w := Waiting{Coding: c, ID: c.ID, Reason: r.Reason, Path: b.Path(c.Code), Changes: []Why{}}
	w.Code, _ = b.Code(c.Code)
	w.Now, _ = b.Code(r.Code)
	w.Was = Meaning{m.said[c.Definition], codebook.DefinitionLabel(m.versions, c.Code, c.Definition)}
	w.Is = Meaning{w.Now.Definition, codebook.DefinitionLabel(m.versions, w.Now.ID, w.Now.DefinedBy)}
	w.Choices = b.Choices(c.Code)
	w.Keep = w.Now.InUse()
	// The changes since: of the code itself, and of those it was merged into
	// since they took it in.
	at, since := w.Code, c.Definition
	for range b.Len() {
		for _, x := range m.since(at.ID, since) {
			w.Changes = append(w.Changes, Why{x, Done(x.Kind), m.names[x.Author], x.Reason()})
		}
		if at.Status != codebook.Merged || len(at.Into) == 0 {
			break
		}
		since = at.Under
		at, _ = b.Code(at.Into[0])
	}
	return w
}

// since gives the changes that made codings of a code stale or moved them after
// it was defined so.
func (m *meanings) since(code codebook.CodeID, definition codebook.ChangeID) []codebook.Recorded {
	var out []codebook.Recorded
	for _, r := range m.history {
		if r.Code != code || r.TakenBack {
			continue
		}
		if id, ok := defines(r.Change); ok && id == definition {
			out = nil // what came before it made nothing stale
			continue
		}
		if r.Kind == codebook.Redefine || r.Kind == codebook.Merge || r.Kind == codebook.SplitUp {
			out = append(out, r)
		}
	}
	return out
}

// Guess is a choice for the passages that a search finds.
type Guess struct {
	Code  codebook.Code
	Query string
}

// ParseGuess reads “CODE=QUERY”.
func ParseGuess(b *codebook.Codebook, s string) (Guess, error) {
	name, query, ok := strings.Cut(s, "=")
	if !ok || strings.TrimSpace(query) == "" {
		return Guess{}, fmt.Errorf("%q is no guess; write CODE=QUERY, such as 'trust under risk=arrest OR overdose'", s)
	}
	c, err := b.Find(strings.TrimSpace(name))
	return Guess{c, strings.TrimSpace(query)}, err
}

// Prefill suggests for each passage the code whose search finds words in it. A
// passage that the searches of two codes find, or that may not have the code,
// gets none. It gives the number of passages with a suggestion.
func (s *Study) Prefill(ctx context.Context, waiting []Waiting, guesses []Guess) (int, error) {
	found := make([]map[codebook.CodeID]string, len(waiting))
	in := map[corpus.TextID][]int{}
	for i, w := range waiting {
		found[i] = map[codebook.CodeID]string{}
		in[w.Coding.Text] = append(in[w.Coding.Text], i)
	}
	for _, g := range guesses {
		results, err := s.Search(ctx, g.Query)
		if err != nil {
			return 0, err
		}
		for hit, err := range results.All(ctx) {
			if err != nil {
				return 0, err
			}
			spans := []corpus.Span{hit.Span}
			if len(hit.Marks) > 0 {
				spans = spans[:0]
				for _, m := range hit.Marks {
					spans = append(spans, m.Span)
				}
			}
			for _, i := range in[hit.Text] {
				w := waiting[i]
				if slices.ContainsFunc(spans, w.Coding.Span.Overlaps) && slices.ContainsFunc(w.Choices, func(c codebook.Code) bool { return c.ID == g.Code.ID }) {
					found[i][g.Code.ID] = g.Query
				}
			}
		}
	}
	n := 0
	for i := range waiting {
		waiting[i].Guess, waiting[i].By = codebook.CodeID{}, ""
		if len(found[i]) == 1 {
			for code, query := range found[i] {
				waiting[i].Guess, waiting[i].By = code, query
				n++
			}
		}
	}
	return n, nil
}
