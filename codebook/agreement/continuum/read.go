package continuum

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// Bounds says how long the texts are that spans lie on. What nobody marked
// counts too, so it cannot be read off the spans.
type Bounds struct {
	// Begin and End bound the only text. They are not used if Lengths is set.
	Begin, End int
	// Lengths is a CSV with a header and one line for each transcript, with
	// columns transcript,length (from 0) or transcript,begin,end.
	Lengths io.Reader
}

// Read reads spans from a CSV with a header line and the columns
// coder,start,end,category in any order, and optionally transcript; positions
// are whole numbers, end exclusive. Further columns are left out.
//
// A line with only a coder says that this coder looked at the text (at the
// transcript named, or, if none is named, at every transcript) and may have
// marked nothing. A coder without any line on a transcript did not look at it.
//
// Texts come in the order of Lengths, coders in the order in which the file
// first names them. notes are sentences about what was left out. Errors name
// line and column.
func Read(r io.Reader, bounds Bounds) (texts []Continuum, notes []string, err error) {
	list := []text{{begin: bounds.Begin, end: bounds.End}}
	if bounds.Lengths != nil {
		if list, err = readLengths(bounds.Lengths); err != nil {
			return nil, nil, err
		}
	}
	s := &reader{texts: list, lengths: bounds.Lengths != nil}
	if err := s.read(r); err != nil {
		return nil, nil, err
	}
	return s.continua()
}

// text is a text while its spans are read.
type text struct {
	name       string
	begin, end int
	coders     map[string][]Span
}

func (t *text) mark(coder string, spans ...Span) {
	if t.coders == nil {
		t.coders = map[string][]Span{}
	}
	t.coders[coder] = append(t.coders[coder], spans...)
}

type reader struct {
	texts      []text
	lengths    bool
	coders     []string // in order of appearance
	everywhere []string // coders who looked at every transcript
	ignored    []string
}

func (s *reader) read(r io.Reader) error {
	t, err := newTable(r, "spans", []string{"coder", "start", "end", "category"}, []string{"transcript"})
	if err != nil {
		return err
	}
	s.ignored = t.ignored
	if !s.lengths && s.texts[0].end <= s.texts[0].begin {
		return fmt.Errorf("reading the spans: the text runs from %d to %d: say where it ends, as what nobody marked counts too", s.texts[0].begin, s.texts[0].end)
	}
	if s.lengths && !t.has("transcript") && len(s.texts) != 1 {
		return fmt.Errorf("reading the spans: line %d: there are lengths of %d transcripts but no column \"transcript\" that says which a span lies on", t.line, len(s.texts))
	}
	for {
		more, err := t.next()
		if err != nil || !more {
			return err
		}
		if err := s.row(t); err != nil {
			return err
		}
	}
}

// row takes in one line.
func (s *reader) row(t *table) error {
	coder, category := t.cell("coder"), t.cell("category")
	if coder == "" {
		return t.fault("coder", "the coder is missing")
	}
	if !slices.Contains(s.coders, coder) {
		s.coders = append(s.coders, coder)
	}
	only := t.cell("start") == "" && t.cell("end") == "" && category == ""
	if only && t.has("transcript") && t.cell("transcript") == "" {
		if !slices.Contains(s.everywhere, coder) {
			s.everywhere = append(s.everywhere, coder)
		}
		return nil
	}
	text, err := s.text(t)
	if err != nil {
		return err
	}
	if only {
		text.mark(coder)
		return nil
	}
	start, err := t.whole("start")
	if err != nil {
		return err
	}
	end, err := t.whole("end")
	if err != nil {
		return err
	}
	switch {
	case category == "":
		return t.fault("category", "the category is missing")
	case end <= start:
		return t.fault("end", "the end %d is not greater than the start %d (ends are exclusive)", end, start)
	case start < text.begin:
		return t.fault("start", "the start %d lies before the text, which runs from %d to %d", start, text.begin, text.end)
	case end > text.end:
		return t.fault("end", "the end %d lies behind the text, which runs from %d to %d", end, text.begin, text.end)
	}
	span := Span{start, end, category}
	text.mark(coder, span)
	return nil
}

// text finds the text that a line is about. Without lengths there is only one,
// which takes its name from the first line.
func (s *reader) text(t *table) (*text, error) {
	if !t.has("transcript") {
		return &s.texts[0], nil
	}
	name := t.cell("transcript")
	if name == "" {
		return nil, t.fault("transcript", "the transcript is missing")
	}
	if !s.lengths && s.texts[0].name == "" {
		s.texts[0].name = name
	}
	at := slices.IndexFunc(s.texts, func(x text) bool { return x.name == name })
	switch {
	case at >= 0:
		return &s.texts[at], nil
	case s.lengths:
		return nil, t.fault("transcript", "there is no length for transcript %q", name)
	}
	return nil, t.fault("transcript", "%q is a second transcript after %q: give the length of each in a file with the columns transcript,length", name, s.texts[0].name)
}

// continua makes the texts, leaving out those nobody looked at.
func (s *reader) continua() (texts []Continuum, notes []string, err error) {
	if len(s.ignored) > 0 {
		notes = append(notes, "columns not used: "+strings.Join(s.ignored, ", "))
	}
	empty, double := 0, 0
	for i := range s.texts {
		t := &s.texts[i]
		for _, coder := range s.everywhere {
			t.mark(coder)
		}
		if len(t.coders) == 0 {
			empty++
			continue
		}
		var coders []CoderSpans
		given := 0
		for _, coder := range s.coders {
			if spans, ok := t.coders[coder]; ok {
				coders = append(coders, CoderSpans{coder, spans})
				given += len(spans)
			}
		}
		text, err := New(t.name, t.begin, t.end, coders)
		if err != nil {
			return nil, nil, fmt.Errorf("reading the spans: %w", err)
		}
		for _, g := range text.coders {
			given -= len(g.Spans)
		}
		double += given
		texts = append(texts, text)
	}
	if len(texts) == 0 {
		return nil, nil, fmt.Errorf("reading the spans: there is no line after the header")
	}
	if empty > 0 {
		notes = append(notes, fmt.Sprintf("transcripts left out because no coder looked at them: %d", empty))
	}
	if double > 0 {
		notes = append(notes, fmt.Sprintf("spans left out because the same coder's are given twice: %d", double))
	}
	return texts, notes, nil
}

// readLengths reads the lengths of transcripts.
func readLengths(r io.Reader) ([]text, error) {
	t, err := newTable(r, "lengths", []string{"transcript"}, []string{"length", "begin", "end"})
	if err != nil {
		return nil, err
	}
	bounds := t.has("begin") && t.has("end")
	if t.has("length") == (t.has("begin") || t.has("end")) || !t.has("length") && !bounds {
		return nil, fmt.Errorf("reading the lengths: line %d: the columns must be transcript,length or transcript,begin,end", t.line)
	}
	var list []text
	seen := map[string]bool{}
	for {
		more, err := t.next()
		if err != nil {
			return nil, err
		}
		if !more {
			break
		}
		text := text{name: t.cell("transcript")}
		last := "length"
		if bounds {
			last = "end"
			if text.begin, err = t.whole("begin"); err != nil {
				return nil, err
			}
		}
		if text.end, err = t.whole(last); err != nil {
			return nil, err
		}
		switch {
		case text.name == "":
			return nil, t.fault("transcript", "the transcript is missing")
		case seen[text.name]:
			return nil, t.fault("transcript", "transcript %q stands here a second time", text.name)
		case text.end <= text.begin && bounds:
			return nil, t.fault(last, "the end %d is not greater than the beginning %d", text.end, text.begin)
		case text.end <= text.begin:
			return nil, t.fault(last, "the length is %s: it must be at least 1", strconv.Itoa(text.end))
		}
		seen[text.name] = true
		list = append(list, text)
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("reading the lengths: there is no line after the header")
	}
	return list, nil
}
