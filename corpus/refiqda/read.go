package refiqda

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"golang.org/x/text/encoding/htmlindex"
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
