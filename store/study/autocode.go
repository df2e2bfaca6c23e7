package study

import (
	"context"
	"fmt"
	"strings"

	"concord/codebook"
	"concord/corpus"
	"concord/corpus/search"
	"concord/corpus/segment"
	"concord/store"
)

// AutoUnit is how much of what a search finds is coded.
type AutoUnit string

// The units of auto-coding. Where a query asks for no words, such as
// speaker:P07, a turn is coded whole whatever the unit.
const (
	AutoTurn     AutoUnit = "turn"
	AutoSentence AutoUnit = "sentence" // the sentences that hold the words found
	AutoWords    AutoUnit = "words"    // the words found and no more
)

// ParseAutoUnit reads the name of a unit.
func ParseAutoUnit(name string) (AutoUnit, error) {
	for _, u := range []AutoUnit{AutoTurn, AutoSentence, AutoWords} {
		if strings.EqualFold(name, string(u)) {
			return u, nil
		}
	}
	return "", fmt.Errorf("auto-coding goes by turn, sentence or words, not by %q", name)
}

// AutoQuestion says what is to be coded by a search.
type AutoQuestion struct {
	Query string
	Unit  AutoUnit
	// Code says which passages have the code already; the zero id for none.
	Code codebook.CodeID
	// Interviewers counts interviewers' words too.
	Interviewers bool
}

// AutoPassage is a passage that a search found, to be coded or not.
type AutoPassage struct {
	Transcript corpus.Transcript
	Text       *corpus.Text
	Turn       corpus.TurnIndex
	Span       corpus.Span
	// Found is what of the passage the search was after; it may be all of it.
	Found []corpus.Span
	// Already is set where the coder has the code on words of the passage.
	Already bool
}

// NewCoding is the passage with a code, marked as made by a search.
func (p AutoPassage) NewCoding(code codebook.CodeID) store.NewCoding {
	return store.NewCoding{Transcript: p.Transcript.ID, Text: p.Text.ID, Span: p.Span, Code: code, Auto: true}
}

// AutoPassages finds what would be coded, in reading order and each place once.
// It changes nothing: what is to be coded of it is given to Apply, as one action.
func (s *Study) AutoPassages(ctx context.Context, q AutoQuestion) ([]AutoPassage, error) {
	a := autoCoder{study: s, q: q, transcripts: map[corpus.TranscriptID]corpus.Transcript{}, seen: map[corpus.Span]bool{}}
	var results *search.Results
	text := s.Reader().Text
	err := s.Snapshot(ctx, func(s *Study) (err error) {
		if results, err = s.search(ctx, q.Query, text); err != nil {
			return err
		}
		all, err := s.Reader().Transcripts(ctx)
		if err != nil {
			return err
		}
		for _, t := range all {
			a.transcripts[t.ID] = t
		}
		a.book, err = s.Reader().Codebook(ctx)
		return err
	})
	if err != nil {
		return nil, err
	}
	for hit, err := range results.All(ctx) {
		if err != nil {
			return nil, err
		}
		if err := a.take(ctx, hit); err != nil {
			return nil, err
		}
	}
	return a.out, nil
}

// autoCoder gathers passages; what it knows of a transcript is that of the last
// hit's.
type autoCoder struct {
	study       *Study
	q           AutoQuestion
	book        *codebook.Codebook
	transcripts map[corpus.TranscriptID]corpus.Transcript

	text   *corpus.Text
	bounds *segment.Bounds
	quiet  map[string]bool // interviewers' labels
	coded  []corpus.Span   // by the coder, with the code
	seen   map[corpus.Span]bool

	out []AutoPassage
}

func (a *autoCoder) take(ctx context.Context, hit search.Hit) error {
	if a.text == nil || a.text.ID != hit.Text {
		if err := a.open(ctx, hit); err != nil {
			return err
		}
	}
	if hit.Turn >= 0 && a.quiet[a.text.Turns[hit.Turn].Speaker] {
		return nil
	}
	for _, p := range a.passages(hit) {
		p.Span = a.text.Trim(p.Span)
		if p.Span.Empty() || a.seen[p.Span] {
			continue
		}
		a.seen[p.Span] = true
		for _, c := range a.coded {
			p.Already = p.Already || c.Overlaps(p.Span)
		}
		a.out = append(a.out, p)
	}
	return nil
}

func (a *autoCoder) open(ctx context.Context, hit search.Hit) (err error) {
	r := a.study.Reader()
	if a.text, err = r.Text(ctx, hit.Text); err != nil {
		return err
	}
	a.bounds = segment.NewBounds(a.text)
	a.quiet, a.coded = map[string]bool{}, nil
	clear(a.seen)
	speakers, err := r.Speakers(ctx, hit.Transcript)
	if err != nil {
		return err
	}
	for _, s := range speakers {
		a.quiet[s.Label] = s.Role == corpus.RoleInterviewer && !a.q.Interviewers
	}
	if a.q.Code.IsZero() {
		return nil
	}
	codings, err := r.Codings(ctx, hit.Transcript)
	if err != nil {
		return err
	}
	for _, c := range codings {
		if code, _ := a.book.Follow(c.Code); c.Coder == a.study.Coder.ID && c.Text == hit.Text && code.ID == a.q.Code {
			a.coded = append(a.coded, c.Span)
		}
	}
	return nil
}

// passages gives what of a hit is to be coded.
func (a *autoCoder) passages(hit search.Hit) []AutoPassage {
	p := AutoPassage{Transcript: a.transcripts[hit.Transcript], Text: a.text, Turn: hit.Turn, Span: hit.Span}
	for _, m := range hit.Marks {
		if m.Field == "" {
			p.Found = append(p.Found, m.Span)
		}
	}
	if len(p.Found) == 0 || a.q.Unit == AutoTurn {
		return []AutoPassage{p}
	}
	var out []AutoPassage
	for _, found := range corpus.Union(p.Found) {
		one := p
		one.Span, one.Found = found, []corpus.Span{found}
		if a.q.Unit == AutoSentence {
			first, ok1 := a.bounds.At(segment.Sentence, found.Start)
			last, ok2 := a.bounds.At(segment.Sentence, found.End-1)
			if ok1 && ok2 {
				one.Span = corpus.Span{Start: first.Start, End: last.End}
			}
		}
		if n := len(out); n > 0 && out[n-1].Span == one.Span {
			out[n-1].Found = append(out[n-1].Found, found)
			continue
		}
		out = append(out, one)
	}
	return out
}
