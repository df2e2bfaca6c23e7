package refiqda

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"

	"concord/corpus"
)

// Result is what reading a project gives beside its sources.
type Result struct {
	Project Project
	// Problems are what could not be taken as it is; an empty list means that
	// everything with a place in texts and codes was read.
	Problems []Problem
	// OneCoder is set where all codings name one user and the selections they stand
	// in several: some programs write whoever imported a project into every coding.
	// Reading again with Options.SelectionUsers takes the selections' users.
	OneCoder bool
	// Left counts, by what it is, what has no text: "areas of PDFs", "pictures",
	// "graphs", elements that the standard does not know.
	Left map[string]int
}

const unknownElements = "elements that the standard does not know"

// Options say how to read.
type Options struct {
	// SelectionUsers takes the user of the selection for the coder instead of the
	// coding's: see Result.OneCoder.
	SelectionUsers bool
	// Counting fixes how positions were counted; nil finds out, text by text.
	Counting *Convention
}

// Read reads the project. Each source with a text is passed to source as it is
// met, after users, codes, variables and cases; an error of source ends the
// reading and is returned. Result is complete only when Read returns: notes,
// links and sets stand behind the sources.
//
// What is wrong with single objects is listed in Problems and the rest goes in.
// An error is returned where the file as a whole is no project or ends half-way;
// sources already passed on are then of a file that cannot be trusted.
func (a *Archive) Read(options Options, source func(*Result, *Source) error) (*Result, error) {
	in, err := a.xml()
	if err != nil {
		return nil, fmt.Errorf("opening the project's XML: %w", err)
	}
	defer in.Close()
	r := &reader{archive: a, options: options, emit: source, out: &Result{Left: map[string]int{}}, seen: map[GUID]bool{}, codes: map[GUID]bool{},
		codingUsers: map[GUID]bool{}, selectionUsers: map[GUID]bool{}}
	r.in = xml.NewDecoder(skipMark(in))
	r.in.CharsetReader = func(label string, in io.Reader) (io.Reader, error) {
		e, err := htmlindex.Get(label)
		if err != nil {
			return nil, fmt.Errorf("its encoding %q is not known", cut(label))
		}
		return e.NewDecoder().Reader(in), nil
	}
	err = r.document()
	if syntax := (*xml.SyntaxError)(nil); errors.As(err, &syntax) {
		if strings.Contains(syntax.Msg, "unexpected EOF") {
			return nil, fmt.Errorf("line %d: the project ends in the middle: the file was cut off", syntax.Line)
		}
		return nil, fmt.Errorf("line %d: the project's XML is broken: %s", syntax.Line, syntax.Msg)
	}
	if err != nil {
		return nil, err
	}
	r.out.OneCoder = len(r.codingUsers) == 1 && len(r.selectionUsers) > 1
	return r.out, nil
}

// skipMark leaves out a byte order mark before the XML.
func skipMark(in io.Reader) io.Reader {
	head := make([]byte, 3)
	n, _ := io.ReadFull(in, head)
	if string(head[:n]) == "\xEF\xBB\xBF" {
		n = 0
	}
	return io.MultiReader(strings.NewReader(string(head[:n])), in)
}

type reader struct {
	archive *Archive
	options Options
	in      *xml.Decoder
	emit    func(*Result, *Source) error
	out     *Result
	seen    map[GUID]bool // users, for naming those that are missing
	codes   map[GUID]bool
	// Who codings and the selections around them name.
	codingUsers, selectionUsers map[GUID]bool
}

func (r *reader) problem(where, format string, a ...any) {
	r.out.Problems = append(r.out.Problems, Problem{where, fmt.Sprintf(format, a...)})
}

// document reads the root element.
func (r *reader) document() error {
	for {
		token, err := r.in.Token()
		if err == io.EOF {
			return errors.New("it holds no REFI-QDA project")
		}
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.Directive:
			return errors.New("the XML has a document type declaration, which no REFI-QDA project has; it is not read")
		case xml.StartElement:
			if t.Name.Local == "CodeBook" {
				return errors.New("this is a REFI-QDA codebook, not a project: read it with “concord codebook import”")
			}
			if t.Name.Local != "Project" || t.Name.Space != "" && !strings.HasPrefix(t.Name.Space, "urn:QDA-XML:") {
				return fmt.Errorf("this is no REFI-QDA project: it begins with <%s>", cut(t.Name.Local))
			}
			return r.project(t)
		}
	}
}

func (r *reader) project(root xml.StartElement) error {
	p := &r.out.Project
	for _, a := range root.Attr {
		if len(a.Value) > maxAttribute {
			return fmt.Errorf("the project's %s is longer than %d MB", a.Name.Local, maxAttribute>>20)
		}
		switch a.Name.Local {
		case "name":
			p.Name = a.Value
		case "origin":
			p.Origin = a.Value
		case "creatingUserGUID":
			p.CreatingUser = parseGUID(a.Value)
		case "creationDateTime":
			p.Created = parseTime(a.Value)
		}
	}
	return r.children(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "Users":
			return each(r, "User", r.user)
		case "CodeBook":
			return r.codebook()
		case "Variables":
			return each(r, "Variable", r.variable)
		case "Cases":
			return each(r, "Case", r.oneCase)
		case "Sources":
			return r.sources()
		case "Notes":
			return each(r, "Note", r.note)
		case "Links":
			return each(r, "Link", r.link)
		case "Sets":
			return each(r, "Set", r.set)
		case "NoteRef":
			var ref xmlRef
			err := r.in.DecodeElement(&ref, &e)
			p.NoteRefs = append(p.NoteRefs, ref.id())
			return err
		case "Description":
			return r.in.DecodeElement(&p.Description, &e)
		case "Graphs":
			return r.leave("graphs")
		}
		return r.leave(unknownElements)
	})
}

// children calls do for each element up to the end of the one being read.
func (r *reader) children(do func(xml.StartElement) error) error {
	for {
		token, err := r.in.Token()
		if err != nil {
			if err == io.EOF {
				return &xml.SyntaxError{Msg: "unexpected EOF"}
			}
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			if err := do(t); err != nil {
				return err
			}
		case xml.EndElement:
			return nil
		}
	}
}

// leave passes over the element at hand and counts it.
func (r *reader) leave(what string) error {
	r.out.Left[what]++
	return r.in.Skip()
}

// each decodes the children of one name.
func each[T any](r *reader, name string, take func(T)) error {
	return r.children(func(e xml.StartElement) error {
		if e.Name.Local != name {
			return r.leave(unknownElements)
		}
		var x T
		if err := r.in.DecodeElement(&x, &e); err != nil {
			return err
		}
		take(x)
		return nil
	})
}

func (r *reader) user(u xmlUser) {
	id := parseGUID(u.GUID)
	if id == (GUID{}) {
		r.problem("user "+cut(u.Name), "it has no readable guid and is left out")
		return
	}
	r.seen[id] = true
	r.out.Project.Users = append(r.out.Project.Users, User{id, u.Name, u.ID})
}

// knowUser makes a user of a GUID that is referred to and not listed.
func (r *reader) knowUser(id GUID) {
	if id == (GUID{}) || r.seen[id] {
		return
	}
	r.seen[id] = true
	name := "unknown " + strings.ToUpper(id.String()[:8])
	r.problem("users", "%s is referred to and not listed; it becomes “%s”", strings.ToUpper(id.String()), name)
	r.out.Project.Users = append(r.out.Project.Users, User{ID: id, Name: name})
}

func (r *reader) codebook() error {
	return r.children(func(e xml.StartElement) error {
		if e.Name.Local != "Codes" {
			return r.leave(unknownElements)
		}
		return r.children(func(e xml.StartElement) error {
			if e.Name.Local != "Code" {
				return r.leave(unknownElements)
			}
			var x xmlCode
			if err := r.in.DecodeElement(&x, &e); err != nil {
				return err
			}
			c, err := r.code(x, 1)
			if err != nil {
				return err
			}
			r.out.Project.Codes = append(r.out.Project.Codes, c)
			return nil
		})
	})
}

func (r *reader) code(x xmlCode, depth int) (Code, error) {
	c := Code{ID: parseGUID(x.GUID), Name: strings.TrimSpace(x.Name), Applicable: !isFalse(x.IsCodable), Colour: colour(x.Colour),
		Description: strings.TrimSpace(x.Description), NoteRefs: refs(x.NoteRefs)}
	if depth > MaxDepth {
		return c, fmt.Errorf("codes nest more than %d deep at %q", MaxDepth, cut(c.Name))
	}
	if c.ID == (GUID{}) {
		r.problem("code "+cut(c.Name), "it has no readable guid; codings cannot refer to it")
	}
	r.codes[c.ID] = true
	for _, child := range x.Codes {
		below, err := r.code(child, depth+1)
		if err != nil {
			return c, err
		}
		c.Children = append(c.Children, below)
	}
	return c, nil
}

func isFalse(s string) bool { s = strings.TrimSpace(s); return s == "false" || s == "0" }

// colour gives "#RRGGBB" for a colour that can be read, else "".
func colour(s string) string {
	s = strings.TrimPrefix(strings.TrimSpace(s), "#")
	if _, err := strconv.ParseUint(s, 16, 64); err != nil {
		return ""
	}
	switch len(s) {
	case 3:
		return strings.ToUpper("#" + s[:1] + s[:1] + s[1:2] + s[1:2] + s[2:] + s[2:])
	case 6:
		return strings.ToUpper("#" + s)
	case 8: // with transparency, which the standard does not know
		return strings.ToUpper("#" + s[:6])
	}
	return ""
}

func (r *reader) variable(v xmlVariable) {
	r.out.Project.Variables = append(r.out.Project.Variables, Variable{parseGUID(v.GUID), strings.TrimSpace(v.Name), VariableType(v.Type), strings.TrimSpace(v.Description)})
}

func (r *reader) oneCase(c xmlCase) {
	r.out.Project.Cases = append(r.out.Project.Cases, Case{parseGUID(c.GUID), strings.TrimSpace(c.Name), strings.TrimSpace(c.Description), refs(c.Codes), values(c.Values), refs(c.Sources), refs(c.Selections)})
}

func values(all []xmlValue) []Value {
	var out []Value
	for _, v := range all {
		if value, ok := v.value(); ok {
			out = append(out, value)
		}
	}
	return out
}

func (r *reader) link(l xmlLink) {
	r.out.Project.Links = append(r.out.Project.Links, Link{parseGUID(l.GUID), l.Name, l.Direction, parseGUID(l.Origin), parseGUID(l.Target)})
}

func (r *reader) set(s xmlSet) {
	r.out.Project.Sets = append(r.out.Project.Sets, Set{parseGUID(s.GUID), strings.TrimSpace(s.Name), strings.TrimSpace(s.Description), refs(s.Codes), refs(s.Sources), refs(s.Notes)})
}

func (r *reader) note(x xmlSource) {
	where := "note " + cut(x.Name)
	n := Note{ID: parseGUID(x.GUID), Name: x.Name, User: parseGUID(x.User), Created: parseTime(x.Created), Description: strings.TrimSpace(x.Description)}
	r.knowUser(n.User)
	text, _, err := r.text(x)
	switch {
	case err != nil && n.Description == "":
		r.problem(where, "its text is missing: %v", err)
	case err == nil:
		n.Text = text.normal()
	}
	if len(x.Selections) > 0 || len(x.Codings) > 0 {
		r.out.Left["codings of notes"] += len(x.Selections) + len(x.Codings)
	}
	r.out.Project.Notes = append(r.out.Project.Notes, n)
}

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
