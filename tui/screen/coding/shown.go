package coding

import (
	"cmp"
	"slices"

	"concord/codebook"
	"concord/corpus"
	"concord/tui/reader"
)

// shownCoding is a coding as the reading screen shows it.
type ShownCoding struct {
	codebook.Coding
	Code     codebook.CodeID // that it belongs to now
	standing codebook.CodingStatus
	mine     bool
	pending  bool // not saved yet
}

// refresh makes what is shown anew if codings, codes or the page's width have
// changed. The focus and the selection are no part of it.
func (s *openTranscript) refresh() {
	if s.fresh {
		return
	}
	s.fresh = true
	s.gather()
	s.assignLetters()
	s.Page.Marks, s.Page.Quotes, s.Page.Unsaved = s.Page.Marks[:0], nil, nil
	for _, c := range s.shown {
		s.Page.Marks = append(s.Page.Marks, reader.Mark{
			Span: c.Span, Letter: s.Letters[c.Code], Look: s.screen.Theme.Code(s.Data.Codebook.Position(c.Code)),
			Faint: !c.mine || c.pending, Auto: c.Auto,
		})
		if c.Quote && c.mine {
			s.Page.Quotes = append(s.Page.Quotes, c.Span.Start)
		}
		// What is saved at once needs no sign: it would only flicker.
		if c.pending && s.screen.Stuck != "" {
			s.Page.Unsaved = append(s.Page.Unsaved, c.Span.Start)
		}
	}
	s.Page.Segmented, s.Page.Segments = s.screen.segmentsOn(s.Data.Text)
	s.Page.Lanes = s.Page.NewLanesFor()
	s.Page.Notes = s.noted()
	s.Page.Differ = nil
	if s.screen.Habits.Others {
		s.Page.Differ = Differing(&s.Data.CodedTranscript, s.belongs)
	}
}

// gather lists the codings to be shown, in reading order: the coder's own,
// others' if asked for, those waiting to be saved, without those waiting to be
// removed.
func (s *openTranscript) gather() {
	hidden := map[codebook.CodingID]bool{}
	for _, j := range s.screen.Pending() {
		for _, id := range j.Hidden {
			hidden[id] = true
		}
	}
	me := s.screen.Coder().ID
	s.shown, s.coded = s.shown[:0], nil
	for _, c := range s.Data.Codings {
		code, standing := s.belongs(c)
		if hidden[c.ID] || standing == codebook.Hidden || c.Coder != me && !s.screen.Habits.Others {
			continue
		}
		s.shown = append(s.shown, ShownCoding{Coding: c, Code: code, standing: standing, mine: c.Coder == me})
	}
	for _, j := range s.screen.Pending() {
		for _, c := range j.Shown {
			if c.Transcript != s.Data.Transcript.ID || c.Text != s.Data.Text.ID {
				continue
			}
			code, standing := s.belongs(c)
			at, _ := slices.BinarySearchFunc(s.shown, c, func(x ShownCoding, c codebook.Coding) int { return x.Compare(c) })
			s.shown = slices.Insert(s.shown, at, ShownCoding{c, code, standing, true, true})
		}
	}
	clear(s.index)
	for i, c := range s.shown {
		s.index[c.ID] = i
	}
}

// applied is a code under one of its definitions.
type applied struct {
	code       codebook.CodeID
	definition codebook.ChangeID
}

// belonging is what the codebook says of codings of one applied.
type belonging struct {
	code     codebook.CodeID
	standing codebook.CodingStatus
}

// belongs says which code a coding belongs to now, and how it stands.
func (s *openTranscript) belongs(c codebook.Coding) (codebook.CodeID, codebook.CodingStatus) {
	key := applied{c.Code, c.Definition}
	b, ok := s.belonging[key]
	if !ok {
		code, standing, _ := s.Data.Codebook.StatusOf(c)
		b = belonging{code.ID, standing}
		s.belonging[key] = b
	}
	return b.code, b.standing
}

const alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

// assignLetters gives each code on the transcript a letter: in the order of the
// codebook at first, then the next free one, so that letters never change while
// one reads.
func (s *openTranscript) assignLetters() {
	var fresh []codebook.CodeID
	for _, c := range s.shown {
		if _, ok := s.Letters[c.Code]; !ok && !slices.Contains(fresh, c.Code) {
			fresh = append(fresh, c.Code)
		}
	}
	slices.SortFunc(fresh, func(a, b codebook.CodeID) int {
		return s.Data.Codebook.Position(a) - s.Data.Codebook.Position(b)
	})
	for _, id := range fresh {
		s.Letters[id] = rune(alphabet[len(s.Letters)%len(alphabet)])
	}
}

// on gives the codings shown on a span, in reading order.
func (s *openTranscript) on(span corpus.Span) []ShownCoding {
	s.refresh()
	var out []ShownCoding
	for _, i := range s.Page.Lanes.On(span) {
		out = append(out, s.shown[i])
	}
	return out
}

// here gives the codings on what a code would be applied to.
func (s *openTranscript) Here() []ShownCoding { return s.on(s.Target()) }

// focused gives the coding that has the focus, if it is shown.
func (s *openTranscript) Focused() (ShownCoding, bool) {
	s.refresh()
	if i, ok := s.index[s.Focus]; ok {
		return s.shown[i], true
	}
	return ShownCoding{}, false
}

// codedTurns says which turns the coder has coded.
func (s *openTranscript) CodedTurns() []bool {
	s.refresh()
	if s.coded != nil {
		return s.coded
	}
	s.coded = make([]bool, len(s.Data.Text.Turns))
	for _, c := range s.shown {
		if !c.mine {
			continue
		}
		from, to := s.Data.Text.TurnsIn(c.Span)
		for i := from; i < to; i++ {
			s.coded[i] = true
		}
	}
	return s.coded
}

// noted lists where memos on words and on codings shown begin, in order.
func (s *openTranscript) noted() []corpus.Offset {
	var out []corpus.Offset
	for _, m := range s.Data.Memos {
		if span, ok := s.memoSpan(m); ok {
			out = append(out, span.Start)
		}
	}
	slices.SortFunc(out, cmp.Compare)
	return out
}

// memoSpan is where in the text a memo belongs; ok is false if it is about
// something else, or about a coding that is not shown.
func (s *openTranscript) memoSpan(m codebook.Memo) (span corpus.Span, ok bool) {
	switch m.About.Kind {
	case codebook.AboutSpan:
		return m.About.Span, m.About.Text == s.Data.Text.ID
	case codebook.AboutCoding:
		i, ok := s.index[m.About.Coding]
		if !ok {
			return corpus.Span{}, false
		}
		return s.shown[i].Span, true
	}
	return corpus.Span{}, false
}
