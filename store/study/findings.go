package study

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"concord/codebook"
	"concord/codebook/findings"
	"concord/corpus"
	"concord/corpus/exporter"
)

// material is the study as package findings takes it, with the way back.
type material struct {
	*findings.Study
	m       *exporter.Study
	codes   []codebook.Code   // by index
	codings []codebook.Coding // by index
	rounds  []codebook.Round  // by index
	cases   []corpus.Case     // by index
	words   [][]corpus.Span   // of each transcript, if they were asked for
	leftOut int               // transcripts that nobody has coded or finished, where they were to be left out
	at      map[corpus.CaseID]int
}

// FindingsHead is what every finding says about where it comes from.
type FindingsHead struct {
	Codebook string   `json:"codebook"` // label and short digest
	State    string   `json:"state"`
	Rules    []string `json:"rules"` // what was counted and how, in sentences
}

func (f *material) head(rules ...string) FindingsHead {
	h := FindingsHead{Codebook: f.m.VersionLine(), State: f.m.State, Rules: append([]string{}, rules...)}
	h.Rules = append(h.Rules, f.m.Notes...)
	return h
}

// CountedCodings is the rule by which findings choose codings.
const CountedCodings = "Counted are the codings that code: finds in a search: every coder's, whoever speaks, under the codebook named; hidden ones (of retired and declined codes) are not."

// gathering says what findings are computed from.
type gathering struct {
	// query chooses codings: the passages that are its hits, and, where hits are
	// turns, the passages that touch one. "" is all.
	query string
	// words asks for the words to be numbered, which reads all texts through.
	words bool
	// codedOnly leaves out transcripts that nobody has coded or finished.
	codedOnly bool
}

// findings gathers codings.
func (s *Study) findings(ctx context.Context, g gathering) (*material, error) {
	m, err := s.Material(ctx, nil)
	if err != nil {
		return nil, err
	}
	f := &material{m: m, at: map[corpus.CaseID]int{}}
	if g.codedOnly {
		f.leftOut = f.uncoded()
		m.Coded = slices.DeleteFunc(slices.Clone(m.Coded), untouched)
	}
	query, words := g.query, g.words
	if f.rounds, err = s.Reader().Rounds(ctx); err != nil {
		return nil, err
	}
	found, err := s.chosen(ctx, query)
	if err != nil {
		return nil, err
	}
	var d findings.Data
	codes := f.addCodes(&d)
	f.addCases(&d)
	coders := f.addCoders(&d)
	speakers := map[string]int{}
	for i, w := range m.Coded {
		var at []corpus.Span
		t := f.transcript(w, speakers)
		if words {
			at = numberWords(w.Text, t)
			f.words = append(f.words, at)
		}
		d.Transcripts = append(d.Transcripts, *t)
		for _, c := range w.Codings {
			r := m.Codebook.Resolve(c.Code, c.Definition)
			code, used := codes[r.Code]
			coder, known := coders[c.Coder]
			from, to := w.Text.TurnsIn(c.Span)
			if !used || !known || !shown(r) || !found.holds(w, c, from, to) {
				continue
			}
			coding := findings.Coding{Code: int32(code), Coder: int32(coder), Transcript: int32(i), Turns: findings.Span{Start: int32(from), End: int32(to)}}
			if words {
				coding.Words = wordsIn(at, w.Text.TrimToWords(c.Span))
			}
			d.Codings = append(d.Codings, coding)
			f.codings = append(f.codings, c)
		}
	}
	d.Speakers = make([]string, len(speakers))
	for label, i := range speakers {
		d.Speakers[i] = label
	}
	f.addRounds(&d, coders)
	f.Study, err = findings.New(d)
	return f, err
}

// uncoded is the number of transcripts that nobody has coded or finished: that
// they do not mention a code says nothing.
func (f *material) uncoded() int {
	n := 0
	for _, w := range f.m.Coded {
		if untouched(w) {
			n++
		}
	}
	return n
}

func untouched(w *codebook.CodedTranscript) bool {
	return len(w.Codings) == 0 && len(w.Completions) == 0
}

func (f *material) addCodes(d *findings.Data) map[codebook.CodeID]int {
	index := map[codebook.CodeID]int{}
	for _, c := range f.m.Codebook.All() {
		if !c.InUse() {
			continue
		}
		parent := findings.None
		for up, ok := f.m.Codebook.Code(c.Parent); ok && parent == findings.None; up, ok = f.m.Codebook.Code(up.Parent) {
			if i, used := index[up.ID]; used {
				parent = i
			}
		}
		index[c.ID] = len(d.Codes)
		f.codes = append(f.codes, c)
		d.Codes = append(d.Codes, findings.Code{Name: f.m.Codebook.Path(c.ID), Parent: parent})
	}
	for _, t := range f.m.Codebook.Themes() {
		theme := findings.Theme{Name: t.Name}
		for _, id := range t.Codes {
			if code, ok := f.m.Codebook.Follow(id); ok {
				if i, used := index[code.ID]; used && !slices.Contains(theme.Codes, i) {
					theme.Codes = append(theme.Codes, i)
				}
			}
		}
		d.Themes = append(d.Themes, theme)
	}
	return index
}

func (f *material) addCases(d *findings.Data) {
	f.cases = slices.SortedFunc(maps.Values(f.m.Cases), func(a, b corpus.Case) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), a.ID.Compare(b.ID))
	})
	for i, c := range f.cases {
		f.at[c.ID] = i
		d.Cases = append(d.Cases, c.Name)
	}
}

func (f *material) addCoders(d *findings.Data) map[codebook.CoderID]int {
	index := map[codebook.CoderID]int{}
	for i, c := range f.m.Coders {
		index[c.ID] = i
		coder := findings.Coder{Name: c.Name}
		for t, w := range f.m.Coded {
			if _, finished := w.LastCompletion(c.ID); finished {
				coder.Transcripts = append(coder.Transcripts, t)
			}
		}
		d.Coders = append(d.Coders, coder)
	}
	return index
}

func (f *material) addRounds(d *findings.Data, coders map[codebook.CoderID]int) {
	for _, r := range f.rounds {
		round := findings.Round{Name: r.Name}
		for t, w := range f.m.Coded {
			a, ok := r.Assigned(w.Transcript.ID)
			if !ok {
				continue
			}
			assigned := findings.Assignment{Transcript: t}
			for _, id := range a.Coders {
				if i, known := coders[id]; known {
					assigned.Coders = append(assigned.Coders, i)
				}
			}
			round.Assignments = append(round.Assignments, assigned)
		}
		d.Rounds = append(d.Rounds, round)
	}
}

func (f *material) transcript(w *codebook.CodedTranscript, speakers map[string]int) *findings.Transcript {
	t := &findings.Transcript{Name: w.Transcript.Name}
	for _, id := range w.Transcript.Cases {
		if i, ok := f.at[id]; ok {
			t.Cases = append(t.Cases, i)
		}
	}
	for _, turn := range w.Text.Turns {
		out := findings.Turn{Speaker: findings.None, Case: findings.None}
		if turn.Speaker != "" {
			i, known := speakers[turn.Speaker]
			if !known {
				i = len(speakers)
				speakers[turn.Speaker] = i
			}
			out.Speaker = i
		}
		if i, ok := f.at[w.Speakers[turn.Speaker].Case]; ok {
			out.Case = i
		}
		t.Turns = append(t.Turns, out)
	}
	return t
}

// numberWords gives the spoken words of a text and numbers them in a transcript's
// turns. A word is a run of characters without white space that holds a letter or
// a digit, as corpus.CountWords counts them, without the signs around it.
func numberWords(text *corpus.Text, t *findings.Transcript) []corpus.Span {
	var out []corpus.Span
	for i := range text.Turns {
		start := int32(len(out))
		for _, part := range text.Turns[i].Speech {
			first, last := corpus.Offset(-1), corpus.Offset(-1) // of the letters of the word being read
			end := func() {
				if first >= 0 {
					out = append(out, corpus.Span{Start: first, End: last})
				}
				first = -1
			}
			for at, r := range text.Slice(part) {
				switch here := part.Start + corpus.Offset(at); {
				case unicode.IsSpace(r):
					end()
				case unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r):
					if first < 0 {
						first = here
					}
					last = here + corpus.Offset(utf8.RuneLen(r))
				}
			}
			end()
		}
		t.Turns[i].Words = findings.Span{Start: start, End: int32(len(out))}
	}
	t.Words = len(out)
	return out
}

// wordsIn gives the words that a span covers at least a part of.
func wordsIn(words []corpus.Span, s corpus.Span) findings.Span {
	from, _ := slices.BinarySearchFunc(words, s.Start, func(w corpus.Span, at corpus.Offset) int { return cmp.Compare(w.End, at+1) })
	to, _ := slices.BinarySearchFunc(words, s.End, func(w corpus.Span, at corpus.Offset) int { return cmp.Compare(w.Start, at) })
	return findings.Span{Start: int32(from), End: int32(max(from, to))}
}

// chosen is what a query finds, to choose codings by.
type chosen struct {
	all     bool
	codings map[[16]byte]bool
	turns   map[corpus.TranscriptID]map[corpus.TurnIndex]bool
}

func (s *Study) chosen(ctx context.Context, query string) (chosen, error) {
	out := chosen{all: strings.TrimSpace(query) == "", codings: map[[16]byte]bool{}, turns: map[corpus.TranscriptID]map[corpus.TurnIndex]bool{}}
	if out.all {
		return out, nil
	}
	results, err := s.Search(ctx, query)
	if err != nil {
		return out, err
	}
	for hit, err := range results.All(ctx) {
		if err != nil {
			return out, err
		}
		if hit.Fact != [16]byte{} {
			out.codings[hit.Fact] = true
			continue
		}
		if out.turns[hit.Transcript] == nil {
			out.turns[hit.Transcript] = map[corpus.TurnIndex]bool{}
		}
		out.turns[hit.Transcript][hit.Turn] = true
	}
	return out, nil
}

func (c chosen) holds(w *codebook.CodedTranscript, coding codebook.Coding, from, to corpus.TurnIndex) bool {
	if c.all || c.codings[coding.ID] {
		return true
	}
	for i := from; i < to; i++ {
		if c.turns[w.Transcript.ID][i] {
			return true
		}
	}
	return false
}

// rulesFor says what was counted.
func rulesFor(query string) []string {
	if strings.TrimSpace(query) == "" {
		return []string{CountedCodings}
	}
	return []string{CountedCodings, fmt.Sprintf("Of these only what the query finds: %s", query)}
}

// axis reads what rows or columns are to be: codes, themes, cases, transcripts,
// speakers, coders, rounds, segments (of the study's only segmentation) or
// segments:NAME, or the name of an attribute, attribute:NAME where it is also one
// of these. edges cut an attribute's numbers or dates.
func (s *Study) axis(ctx context.Context, f *material, name string, edges []string) (findings.Axis, error) {
	for kind := findings.ByCode; kind < findings.ByAttribute; kind++ {
		if kind == findings.BySegment {
			continue
		}
		if strings.EqualFold(name, kind.String()) {
			return findings.Axis{Kind: kind}, nil
		}
	}
	if rest, ok := strings.CutPrefix(name, findings.BySegment.String()); ok && (rest == "" || rest[0] == ':') {
		return s.segmentAxis(ctx, f, strings.TrimPrefix(rest, ":"))
	}
	attribute := strings.TrimPrefix(name, "attribute:")
	all := Attributes(f.m)
	i := slices.IndexFunc(all, func(s string) bool { return strings.EqualFold(s, attribute) })
	if i < 0 {
		return findings.Axis{}, fmt.Errorf("rows and columns cannot be %q: choose codes, themes, cases, transcripts, speakers, coders, rounds, segments, or an attribute (%s)",
			name, none(all, "there are none yet"))
	}
	var values findings.Values
	kind, first := findings.TextValues, true
	add := func(of []corpus.Attribute) []string {
		var out []string
		for _, x := range of {
			if x.Name != all[i] || x.Value == "" {
				continue
			}
			k := map[corpus.AttributeType]findings.ValueKind{corpus.AttributeNumber: findings.NumberValues, corpus.AttributeDate: findings.DateValues}[x.Type]
			if first {
				kind, first = k, false
			} else if k != kind {
				kind = findings.TextValues
			}
			out = append(out, x.Value)
		}
		return out
	}
	for _, c := range f.cases {
		values.Cases = append(values.Cases, add(c.Attributes))
	}
	for _, w := range f.m.Coded {
		values.Transcripts = append(values.Transcripts, add(w.Transcript.Attributes))
	}
	groups, err := findings.GroupsBy(all[i], kind, values, edges)
	return findings.Axis{Kind: findings.ByAttribute, Groups: groups}, err
}

func (s *Study) segmentAxis(ctx context.Context, f *material, name string) (findings.Axis, error) {
	x := findings.Axis{Kind: findings.BySegment}
	all, err := s.Reader().Segmentations(ctx)
	if err != nil {
		return x, err
	}
	var names []string
	var cut *codebook.Segmentation
	for i, c := range all {
		names = append(names, c.Name)
		if strings.EqualFold(c.Name, name) || name == "" && len(all) == 1 {
			cut = &all[i]
		}
	}
	if cut == nil {
		return x, fmt.Errorf("rows and columns cannot be segments of %q: choose segments:NAME with one of %s", name, none(names, "no segmentation yet; “concord segments” makes one"))
	}
	for i, w := range f.m.Coded {
		for k, span := range cut.Cuts[w.Text.ID] {
			x.Segments = append(x.Segments, findings.Segment{Name: fmt.Sprintf("%s:%d", w.Transcript.Name, k+1), Transcript: i, Words: wordsIn(f.words[i], w.Text.TrimToWords(span))})
		}
	}
	return x, nil
}
