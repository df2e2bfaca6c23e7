package tui

import (
	"cmp"
	"slices"

	"concord/codebook"
	"concord/corpus"
	"concord/tui/reader"
)

// shownCoding is a coding as the reading screen shows it.
type shownCoding struct {
	codebook.Coding
	code     codebook.CodeID // that it belongs to now
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
	s.page.Marks, s.page.Quotes, s.page.Unsaved = s.page.Marks[:0], nil, nil
	for _, c := range s.shown {
		s.page.Marks = append(s.page.Marks, reader.Mark{
			Span: c.Span, Letter: s.letters[c.code], Look: s.screen.theme.Code(s.data.Codebook.Position(c.code)),
			Faint: !c.mine || c.pending, Auto: c.Auto,
		})
		if c.Quote && c.mine {
			s.page.Quotes = append(s.page.Quotes, c.Span.Start)
		}
		// What is saved at once needs no sign: it would only flicker.
		if c.pending && s.screen.stuck != "" {
			s.page.Unsaved = append(s.page.Unsaved, c.Span.Start)
		}
	}
	s.page.Segmented, s.page.Segments = s.screen.segmentsOn(s.data.Text)
	s.page.Lanes = s.page.NewLanesFor()
	s.page.Notes = s.noted()
	s.page.Differ = nil
	if s.screen.habits.Others {
		s.page.Differ = differing(&s.data.CodedTranscript, s.belongs)
	}
}

// gather lists the codings to be shown, in reading order: the coder's own,
// others' if asked for, those waiting to be saved, without those waiting to be
// removed.
func (s *openTranscript) gather() {
	hidden := map[codebook.CodingID]bool{}
	for _, j := range s.screen.Pending() {
		for _, id := range j.hidden {
			hidden[id] = true
		}
	}
	me := s.screen.coder().ID
	s.shown, s.coded = s.shown[:0], nil
	for _, c := range s.data.Codings {
		code, standing := s.belongs(c)
		if hidden[c.ID] || standing == codebook.Hidden || c.Coder != me && !s.screen.habits.Others {
			continue
		}
		s.shown = append(s.shown, shownCoding{Coding: c, code: code, standing: standing, mine: c.Coder == me})
	}
	for _, j := range s.screen.Pending() {
		for _, c := range j.shown {
			if c.Transcript != s.data.Transcript.ID || c.Text != s.data.Text.ID {
				continue
			}
			code, standing := s.belongs(c)
			at, _ := slices.BinarySearchFunc(s.shown, c, func(x shownCoding, c codebook.Coding) int { return x.Compare(c) })
			s.shown = slices.Insert(s.shown, at, shownCoding{c, code, standing, true, true})
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
		code, standing, _ := s.data.Codebook.StatusOf(c)
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
		if _, ok := s.letters[c.code]; !ok && !slices.Contains(fresh, c.code) {
			fresh = append(fresh, c.code)
		}
	}
	slices.SortFunc(fresh, func(a, b codebook.CodeID) int {
		return s.data.Codebook.Position(a) - s.data.Codebook.Position(b)
	})
	for _, id := range fresh {
		s.letters[id] = rune(alphabet[len(s.letters)%len(alphabet)])
	}
}

// on gives the codings shown on a span, in reading order.
func (s *openTranscript) on(span corpus.Span) []shownCoding {
	s.refresh()
	var out []shownCoding
	for _, i := range s.page.Lanes.On(span) {
		out = append(out, s.shown[i])
	}
	return out
}

// here gives the codings on what a code would be applied to.
func (s *openTranscript) Here() []shownCoding { return s.on(s.target()) }

// focused gives the coding that has the focus, if it is shown.
func (s *openTranscript) focused() (shownCoding, bool) {
	s.refresh()
	if i, ok := s.index[s.focus]; ok {
		return s.shown[i], true
	}
	return shownCoding{}, false
}

// codedTurns says which turns the coder has coded.
func (s *openTranscript) codedTurns() []bool {
	s.refresh()
	if s.coded != nil {
		return s.coded
	}
	s.coded = make([]bool, len(s.data.Text.Turns))
	for _, c := range s.shown {
		if !c.mine {
			continue
		}
		from, to := s.data.Text.TurnsIn(c.Span)
		for i := from; i < to; i++ {
			s.coded[i] = true
		}
	}
	return s.coded
}

// noted lists where memos on words and on codings shown begin, in order.
func (s *openTranscript) noted() []corpus.Offset {
	var out []corpus.Offset
	for _, m := range s.data.Memos {
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
		return m.About.Span, m.About.Text == s.data.Text.ID
	case codebook.AboutCoding:
		i, ok := s.index[m.About.Coding]
		if !ok {
			return corpus.Span{}, false
		}
		return s.shown[i].Span, true
	}
	return corpus.Span{}, false
}
