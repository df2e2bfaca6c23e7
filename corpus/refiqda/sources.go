package refiqda

import (
	"encoding/xml"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"concord/corpus"
)

// sources reads the sources one at a time.
func (r *reader) sources() error {
	return r.children(func(e xml.StartElement) error {
		var x xmlSource
		if err := r.in.DecodeElement(&x, &e); err != nil {
			return err
		}
		for range x.Unknown {
			r.out.Left[unknownElements]++
		}
		switch e.Name.Local {
		case "TextSource":
			return r.source(x, PlainText)
		case "PDFSource":
			r.count("areas of PDFs", len(x.PDFAreas))
			return r.derived(x, x.Representation, PDFText, "PDFs without a text")
		case "PictureSource":
			r.count("areas of pictures", len(x.PictureAreas))
			return r.derived(x, x.PictureText, PlainText, "pictures")
		case "AudioSource", "VideoSource":
			r.count("stretches of recordings", len(x.AudioStretches)+len(x.VideoStretches))
			if len(x.Transcripts) == 0 {
				r.out.Left["recordings without a transcript"]++
			}
			for i, t := range x.Transcripts {
				if t.Name == "" {
					t.Name = x.Name
					if len(x.Transcripts) > 1 {
						t.Name = fmt.Sprintf("%s (%d)", x.Name, i+1)
					}
				}
				if err := r.transcript(t); err != nil {
					return err
				}
			}
			return nil
		}
		r.out.Left[unknownElements]++
		return nil
	})
}

func (r *reader) count(what string, n int) {
	if n > 0 {
		r.out.Left[what] += n
	}
}

// derived reads the text that stands for a source that is none, with the
// attributes and whole codings of that source.
func (r *reader) derived(x xmlSource, text *xmlSource, kind SourceKind, without string) error {
	if text == nil {
		r.out.Left[without]++
		return nil
	}
	t := *text
	t.GUID, t.Values, t.Codings = x.GUID, append(t.Values, x.Values...), append(t.Codings, x.Codings...)
	t.NoteRefs = append(t.NoteRefs, x.NoteRefs...)
	if t.Name == "" {
		t.Name = x.Name
	}
	return r.source(t, kind)
}

// source reads a text and finds its passages in it.
func (r *reader) source(x xmlSource, kind SourceKind) error {
	s, raw, err := r.begin(x, kind)
	if err != nil || s == nil {
		return err
	}
	r.selections(s, raw, x.Selections)
	return r.emit(r.out, s)
}

// transcript reads the text of a recording: passages name moments.
func (r *reader) transcript(x xmlTranscript) error {
	s, raw, err := r.begin(x.xmlSource, Transcript)
	if err != nil || s == nil {
		return err
	}
	where := "source " + cut(s.Name)
	at := map[GUID]string{}
	var marks []passage
	var times []time.Duration
	for _, p := range x.Points {
		at[parseGUID(p.GUID)] = p.Position
		n, err1 := parsePosition(p.Position)
		ms, err2 := strconv.ParseInt(strings.TrimSpace(p.Time), 10, 64)
		if err1 != nil || err2 != nil || ms < 0 {
			r.problem(where, "a time mark cannot be read and is left out")
			continue
		}
		marks, times = append(marks, passage{start: n, end: n}), append(times, time.Duration(ms)*time.Millisecond)
	}
	for _, stretch := range x.Stretches {
		stretch.Start, stretch.End = at[parseGUID(stretch.From)], at[parseGUID(stretch.To)]
		x.Selections = append(x.Selections, stretch.xmlSelection)
	}
	r.selections(s, raw, x.Selections)
	spans, ok := raw.spans(s.Counting, marks)
	for i, span := range spans {
		if ok[i] {
			s.Times = append(s.Times, TimeMark{span.Start, times[i]})
		}
	}
	slices.SortFunc(s.Times, func(a, b TimeMark) int { return int(a.At - b.At) })
	return r.emit(r.out, s)
}

// begin reads all of a source but its passages; nil if it has no text.
func (r *reader) begin(x xmlSource, kind SourceKind) (*Source, rawText, error) {
	s := &Source{ID: parseGUID(x.GUID), Kind: kind, Name: strings.TrimSpace(x.Name), User: parseGUID(x.User), Created: parseTime(x.Created),
		Description: strings.TrimSpace(x.Description), Values: values(x.Values), NoteRefs: refs(x.NoteRefs)}
	if s.Name == "" {
		s.Name = strings.ToUpper(s.ID.String())
	}
	where := "source " + cut(s.Name)
	raw, encoding, err := r.text(x)
	if err != nil {
		codings := len(x.Codings)
		for _, sel := range x.Selections {
			codings += len(sel.Codings)
		}
		r.problem(where, "its text is missing (%v), so it is left out with its %d codings", err, codings)
		return nil, raw, nil
	}
	s.Text, s.Encoding = raw.normal(), encoding
	r.knowUser(s.User)
	for _, c := range x.Codings {
		if coding, ok := r.coding(where, c, s.User, s.Created); ok {
			s.Codings = append(s.Codings, coding)
		}
	}
	return s, raw, nil
}

// text reads the words of a source or note, inline or from its file.
func (r *reader) text(x xmlSource) (rawText, string, error) {
	if x.Content != nil && *x.Content != "" {
		return rawText{body: *x.Content}, "", nil
	}
	switch {
	case x.PlainPath == "" && x.Content != nil:
		return rawText{}, "", nil
	case x.PlainPath == "":
		return rawText{}, "", errors.New("it names no text file")
	case r.archive.files == nil:
		return rawText{}, "", errors.New("a .qde file comes without the texts; take the .qdpx archive")
	}
	f := r.archive.file(x.PlainPath)
	if f == nil {
		return rawText{}, "", fmt.Errorf("%s is not in the archive", cut(x.PlainPath))
	}
	content, err := readEntry(f, MaxText)
	if err != nil {
		return rawText{}, "", fmt.Errorf("%s cannot be read: %w", cut(x.PlainPath), err)
	}
	return decodeText(content)
}

// decodeText gives a file's text as UTF-8, and the name of its encoding where it
// was another.
func decodeText(content []byte) (rawText, string, error) {
	s := string(content)
	switch {
	case strings.HasPrefix(s, "\xEF\xBB\xBF"):
		s = s[3:]
		if utf8.ValidString(s) {
			return rawText{s, true}, "", nil
		}
	case strings.HasPrefix(s, "\xFF\xFE") || strings.HasPrefix(s, "\xFE\xFF"):
		out, err := unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().String(s)
		return rawText{out, true}, "UTF-16", err
	case utf8.ValidString(s):
		return rawText{body: s}, "", nil
	}
	out, err := charmap.Windows1252.NewDecoder().String(s)
	return rawText{body: out}, "Windows-1252", err
}

// selections finds out how positions were counted and places the passages.
func (r *reader) selections(s *Source, raw rawText, all []xmlSelection) {
	where := "source " + cut(s.Name)
	var passages []passage
	var kept []xmlSelection
	for _, x := range all {
		start, err1 := parsePosition(x.Start)
		end, err2 := parsePosition(x.End)
		if err := errors.Join(err1, err2); err != nil {
			r.problem(where, "a passage with %d codings is left out: %s", len(x.Codings), strings.ReplaceAll(err.Error(), "\n", "; "))
			continue
		}
		passages, kept = append(passages, passage{start, end, x.Name}), append(kept, x)
	}
	if r.options.Counting != nil {
		s.Counting, s.Evidence = *r.options.Counting, "as asked for"
	} else {
		s.Counting, s.Evidence = raw.counting(r.out.Project.Origin, passages)
	}
	spans, ok := raw.spans(s.Counting, passages)
	for i, x := range kept {
		span := spans[i]
		said := fmt.Sprintf("the passage %d–%d", passages[i].start, passages[i].end)
		switch {
		case !ok[i]:
			r.problem(where, "%s does not lie on the text; its %d codings are left out", said, len(x.Codings))
			continue
		case span.End < span.Start:
			r.problem(where, "%s ends before it begins; its %d codings are left out", said, len(x.Codings))
			continue
		case span.End == span.Start && len(x.Codings) > 0:
			r.problem(where, "%s is empty; its %d codings are left out", said, len(x.Codings))
			x.Codings = nil
		}
		s.Selections = append(s.Selections, r.selection(where, x, span))
	}
}

func (r *reader) selection(where string, x xmlSelection, span corpus.Span) Selection {
	out := Selection{ID: parseGUID(x.GUID), Name: x.Name, Span: span, User: parseGUID(x.User), Created: parseTime(x.Created),
		Description: strings.TrimSpace(x.Description), NoteRefs: refs(x.NoteRefs)}
	r.knowUser(out.User)
	for _, c := range x.Codings {
		if coding, ok := r.coding(where, c, out.User, out.Created); ok {
			out.Codings = append(out.Codings, coding)
		}
	}
	return out
}

// coding reads a coding. Where it names no coder it is the selection's; where
// neither does, the project's.
func (r *reader) coding(where string, x xmlCoding, user GUID, created time.Time) (Coding, bool) {
	c := Coding{parseGUID(x.GUID), x.Code.id(), parseGUID(x.User), parseTime(x.Created), refs(x.NoteRefs)}
	if c.User != (GUID{}) {
		r.codingUsers[c.User] = true
	}
	if user != (GUID{}) {
		r.selectionUsers[user] = true
	}
	if c.User == (GUID{}) || r.options.SelectionUsers && user != (GUID{}) {
		c.User = user
	}
	if c.User == (GUID{}) {
		c.User = r.out.Project.CreatingUser
	}
	if c.Created.IsZero() {
		c.Created = created
	}
	r.knowUser(c.User)
	if !r.codes[c.Code] {
		r.problem(where, "a coding names the code %s, which is not in the codebook; it is left out", strings.ToUpper(c.Code.String()))
		return c, false
	}
	return c, true
}
