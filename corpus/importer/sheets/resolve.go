package sheets

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"concord/codebook"
	"concord/corpus"
	"concord/corpus/importer/internal/chars"
)

// Target is the project that rows of codings are looked up in.
type Target struct {
	Transcripts []corpus.Transcript
	Codebook    *codebook.Codebook
	Versions    []codebook.Version // with their codes
	Coders      []codebook.Coder
	// Text gives a text of one of the transcripts.
	Text func(corpus.TextID) (*corpus.Text, error)
}

// ResolvedCoding is a row with everything it names found; Coding has no id yet.
type ResolvedCoding struct {
	Line   int
	Coding codebook.Coding
	Memo   string
}

// maxRowErrors keeps the report of a wrong file readable.
const maxRowErrors = 20

// ResolveCodings finds what the rows of a codings file name: transcripts, codes
// and coders by id, path or name, positions in their texts. A quote that is
// given must be the very words at the positions. If any row cannot be resolved
// there is no result: the error has a line for each (the first twenty).
func ResolveCodings(file string, rows []CodingRow, target Target) ([]ResolvedCoding, error) {
	r := resolving{Target: target, rulers: map[corpus.TextID]*corpus.Ruler{}, texts: map[corpus.TextID]*corpus.Text{},
		codes: map[string]codebook.Code{}, transcripts: map[string]corpus.Transcript{}, coders: map[string]codebook.Coder{}}
	out := make([]ResolvedCoding, 0, len(rows))
	var wrong []error
	for _, row := range rows {
		c, err := r.row(row)
		if err != nil {
			if len(wrong) == maxRowErrors {
				wrong = append(wrong, fmt.Errorf("%s: … and more", file))
				break
			}
			wrong = append(wrong, fmt.Errorf("%s, line %d: %w", file, row.Line, err))
			continue
		}
		out = append(out, ResolvedCoding{row.Line, c, row.Memo})
	}
	if len(wrong) > 0 {
		return nil, errors.Join(wrong...)
	}
	return out, nil
}

type resolving struct {
	Target
	rulers      map[corpus.TextID]*corpus.Ruler
	texts       map[corpus.TextID]*corpus.Text
	codes       map[string]codebook.Code
	transcripts map[string]corpus.Transcript
	coders      map[string]codebook.Coder
}

func (r *resolving) row(row CodingRow) (codebook.Coding, error) {
	var c codebook.Coding
	t, err := r.transcript(row)
	if err != nil {
		return c, err
	}
	c.Transcript, c.Text = t.ID, t.Text()
	if row.Text != "" {
		if c.Text, err = textOf(t, row.Text); err != nil {
			return c, err
		}
	}
	if c.Span, err = r.span(c.Text, row); err != nil {
		return c, fmt.Errorf("%s: %w", t.Name, err)
	}
	code, err := r.code(row)
	if err != nil {
		return c, err
	}
	c.Code, c.Definition = code.ID, code.DefinedBy
	if row.Version != "" {
		if c.Definition, err = r.definition(code, row.Version); err != nil {
			return c, err
		}
	}
	coder, err := r.coder(row)
	if err != nil {
		return c, err
	}
	c.Coder = coder.ID
	if row.Created != "" {
		if c.Created, err = time.Parse(time.RFC3339Nano, row.Created); err != nil {
			return c, fmt.Errorf("%q is no time; times are written 2026-03-04T14:05:00Z", chars.Shorten(row.Created))
		}
	}
	return c, nil
}

func (r *resolving) transcript(row CodingRow) (corpus.Transcript, error) {
	key := row.TranscriptID + "\x00" + row.Transcript
	if t, ok := r.transcripts[key]; ok {
		return t, nil
	}
	for _, same := range []func(t corpus.Transcript) bool{
		func(t corpus.Transcript) bool {
			return row.TranscriptID != "" && strings.EqualFold(t.ID.String(), row.TranscriptID)
		},
		func(t corpus.Transcript) bool {
			return t.Name == row.Transcript || strings.EqualFold(t.ID.String(), row.Transcript)
		},
		func(t corpus.Transcript) bool { return strings.EqualFold(t.Name, row.Transcript) },
	} {
		for _, t := range r.Transcripts {
			if same(t) {
				r.transcripts[key] = t
				return t, nil
			}
		}
	}
	return corpus.Transcript{}, fmt.Errorf("there is no transcript %q in the project; import it first, or mend the name", row.Transcript)
}

func textOf(t corpus.Transcript, s string) (corpus.TextID, error) {
	for _, id := range t.Texts {
		if strings.EqualFold(id.String(), s) {
			return id, nil
		}
	}
	return corpus.TextID{}, fmt.Errorf("%s has no text %s here: the codings were made on another text; import the file they were made on", t.Name, chars.Shorten(s))
}

func (r *resolving) span(id corpus.TextID, row CodingRow) (corpus.Span, error) {
	text := r.texts[id]
	if text == nil {
		var err error
		if text, err = r.Text(id); err != nil {
			return corpus.Span{}, err
		}
		r.texts[id], r.rulers[id] = text, corpus.NewRuler(text.Body)
	}
	span, err := r.rulers[id].SpanOf(row.Start, row.End)
	if err != nil {
		return span, err
	}
	if words := text.Slice(span); row.Quote != "" && row.Quote != words {
		return span, fmt.Errorf("the words at %d to %d are “%s”, not the quote “%s”: the positions count another text", row.Start, row.End, chars.Shorten(chars.JoinBlanks(words)), chars.Shorten(chars.JoinBlanks(row.Quote)))
	}
	return span, nil
}

func (r *resolving) code(row CodingRow) (codebook.Code, error) {
	key := row.CodeID + "\x00" + row.Code
	if c, ok := r.codes[key]; ok {
		return c, nil
	}
	c, err := codebook.Code{}, error(nil)
	if row.CodeID != "" {
		c, err = r.Codebook.Find(row.CodeID)
	}
	if (row.CodeID == "" || err != nil) && row.Code != "" {
		c, err = r.Codebook.Find(row.Code)
	}
	if err == nil {
		r.codes[key] = c
	}
	return c, err
}

// definition finds the definition a code had in a version, as exports write
// it: "v2", or "v2+" for one set after v2, which is then taken to be today's.
func (r *resolving) definition(code codebook.Code, label string) (codebook.ChangeID, error) {
	if strings.HasSuffix(label, "+") || label == "unsaved" {
		return code.DefinedBy, nil
	}
	for _, v := range r.Versions {
		if !strings.EqualFold(v.Label(), label) {
			continue
		}
		for _, c := range v.Codes {
			if c.ID == code.ID {
				return c.DefinedBy, nil
			}
		}
		return codebook.ChangeID{}, fmt.Errorf("version %s of the codebook has no code “%s”", label, code.Name)
	}
	return codebook.ChangeID{}, fmt.Errorf("there is no version %q of the codebook here; leave the column empty to use today's definitions", chars.Shorten(label))
}

func (r *resolving) coder(row CodingRow) (codebook.Coder, error) {
	key := row.CoderID + "\x00" + row.Coder
	if c, ok := r.coders[key]; ok {
		return c, nil
	}
	var names []string
	for _, c := range r.Coders {
		if row.CoderID != "" && strings.EqualFold(c.ID.String(), row.CoderID) || row.CoderID == "" && strings.EqualFold(c.Name, row.Coder) {
			r.coders[key] = c
			return c, nil
		}
		names = append(names, c.Name)
	}
	for _, c := range r.Coders {
		if row.Coder != "" && strings.EqualFold(c.Name, row.Coder) {
			r.coders[key] = c
			return c, nil
		}
	}
	return codebook.Coder{}, fmt.Errorf("there is no coder %q; there are %s; “concord coder add %s” adds one", row.Coder, strings.Join(names, ", "), row.Coder)
}
