package refiqda

import (
	"archive/zip"
	"bufio"
	"bytes"
	"cmp"
	"fmt"
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"concord/corpus"
)

// Target is the program that is to read the file. Programs differ in how they
// count characters outside the Basic Multilingual Plane, mostly emoji; in all
// other texts the file is the same for every target.
type Target string

// The targets. ATLAS.ti and MAXQDA are taken to count UTF-16 units, as programs
// on their platforms do; no file that would prove it has been seen.
const (
	ForStandard  Target = "spec"
	ForNVivo     Target = "nvivo"
	ForATLASti   Target = "atlasti"
	ForMAXQDA    Target = "maxqda"
	ForQualCoder Target = "qualcoder"
)

// Targets lists the targets there are.
var Targets = []Target{ForStandard, ForNVivo, ForATLASti, ForMAXQDA, ForQualCoder}

func (t Target) unit() Unit {
	switch t {
	case ForNVivo, ForATLASti, ForMAXQDA:
		return UTF16Units
	}
	return CodePoints
}

// Report says what had to be changed for the file.
type Report struct {
	Sources, Selections, Codings int
	// Renamed names, by what it was, what had to be renamed because another has
	// the name: programs keyed by name would lose the second.
	Renamed []Problem
	// Replaced counts characters that XML cannot hold, written as U+FFFD in names
	// and descriptions. Texts themselves are files and keep everything.
	Replaced int
}

// Extra is a file of the archive that the standard does not know; readers pass
// over it.
type Extra struct {
	Path    string
	Content []byte
}

// Write writes a project as a .qdpx archive. The sources are gone through twice:
// once for the XML, which must come first, and once for the texts; both times
// they must be the same.
//
// The archive is the same, byte for byte, for the same project. It holds no
// paths and no user's name but those of coders. Ids must be unique in the whole
// project and not zero. Selections of one source should hold the codings of one
// coder each; they are written in order of their words.
func Write(w io.Writer, p *Project, sources iter.Seq2[*Source, error], target Target, extras ...Extra) (Report, error) {
	z := zip.NewWriter(w)
	entry, err := z.CreateHeader(&zip.FileHeader{Name: "project.qde", Method: zip.Deflate})
	if err != nil {
		return Report{}, err
	}
	x := &writer{out: bufio.NewWriterSize(entry, 1<<16), target: target, names: map[string]bool{}}
	if err := x.project(p, sources); err != nil {
		return x.report, err
	}
	if err := x.out.Flush(); err != nil {
		return x.report, err
	}
	text := func(id GUID, body string) error {
		entry, err := z.CreateHeader(&zip.FileHeader{Name: "sources/" + guid(textID(id)) + ".txt", Method: zip.Deflate})
		if err != nil {
			return err
		}
		_, err = io.WriteString(entry, body)
		return err
	}
	for s, err := range sources {
		if err != nil {
			return x.report, err
		}
		if err := text(s.ID, s.Text); err != nil {
			return x.report, err
		}
	}
	for _, n := range p.Notes {
		if err := text(n.ID, n.Text); err != nil {
			return x.report, err
		}
	}
	for _, e := range extras {
		entry, err := z.CreateHeader(&zip.FileHeader{Name: e.Path, Method: zip.Deflate})
		if err != nil {
			return x.report, err
		}
		if _, err := entry.Write(e.Content); err != nil {
			return x.report, err
		}
	}
	return x.report, z.Close()
}

// textID names the text file of a source or note: no two objects of a file may
// share a GUID.
func textID(id GUID) GUID { return uuid.NewSHA1(id, []byte("text")) }

// guid writes a GUID as every program accepts it.
func guid(id GUID) string { return strings.ToUpper(id.String()) }

type writer struct {
	out    *bufio.Writer
	target Target
	depth  int
	names  map[string]bool // of codes, in lower case, in use
	report Report
}

// attr is one attribute; one with an empty value is left out.
type attr struct{ name, value string }

func (x *writer) open(name string, attrs ...attr)  { x.element(name, ">", attrs); x.depth++ }
func (x *writer) empty(name string, attrs ...attr) { x.element(name, "/>", attrs) }

func (x *writer) element(name, end string, attrs []attr) {
	x.indent()
	x.out.WriteString("<" + name)
	for _, a := range attrs {
		if a.value != "" {
			x.out.WriteString(" " + a.name + `="`)
			x.escape(a.value)
			x.out.WriteByte('"')
		}
	}
	x.out.WriteString(end + "\n")
}

func (x *writer) close(name string) {
	x.depth--
	x.indent()
	x.out.WriteString("</" + name + ">\n")
}

func (x *writer) indent() {
	for range x.depth {
		x.out.WriteString("  ")
	}
}

// text writes an element with text; none for the empty text.
func (x *writer) text(name, content string) {
	if strings.TrimSpace(content) == "" {
		return
	}
	x.indent()
	x.out.WriteString("<" + name + ">")
	x.escape(content)
	x.out.WriteString("</" + name + ">\n")
}

// escape writes characters as XML has them. Line ends and tabs are written as
// references: in attributes a reader would make blanks of them.
func (x *writer) escape(s string) {
	for _, r := range s {
		switch {
		case r == '&':
			x.out.WriteString("&amp;")
		case r == '<':
			x.out.WriteString("&lt;")
		case r == '>':
			x.out.WriteString("&gt;")
		case r == '"':
			x.out.WriteString("&quot;")
		case r == '\t' || r == '\n' || r == '\r':
			fmt.Fprintf(x.out, "&#%d;", r)
		case r < 0x20 || r == 0xFFFE || r == 0xFFFF:
			x.report.Replaced++
			x.out.WriteRune(utf8.RuneError)
		default:
			x.out.WriteRune(r)
		}
	}
}

func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04:05Z")
}

func reference(id GUID) string {
	if id == (GUID{}) {
		return ""
	}
	return guid(id)
}

func (x *writer) project(p *Project, sources iter.Seq2[*Source, error]) error {
	x.out.WriteString(`<?xml version="1.0" encoding="utf-8"?>` + "\n")
	x.open("Project", attr{"xmlns", "urn:QDA-XML:project:1.0"}, attr{"xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"},
		attr{"xsi:schemaLocation", "urn:QDA-XML:project:1.0 http://schema.qdasoftware.org/versions/Project/v1.0/Project.xsd"},
		attr{"name", cmp.Or(p.Name, "Project")}, attr{"origin", p.Origin}, attr{"creatingUserGUID", reference(p.CreatingUser)}, attr{"creationDateTime", moment(p.Created)})
	list(x, "Users", p.Users, func(u User) {
		x.empty("User", attr{"guid", guid(u.ID)}, attr{"name", u.Name}, attr{"id", u.Initials})
	})
	if len(p.Codes) > 0 {
		x.open("CodeBook")
		list(x, "Codes", p.Codes, func(c Code) { x.code(c, "") })
		x.close("CodeBook")
	}
	list(x, "Variables", p.Variables, func(v Variable) {
		x.open("Variable", attr{"guid", guid(v.ID)}, attr{"name", v.Name}, attr{"typeOfVariable", string(v.Type)})
		x.text("Description", v.Description)
		x.close("Variable")
	})
	types := map[GUID]VariableType{}
	for _, v := range p.Variables {
		types[v.ID] = v.Type
	}
	list(x, "Cases", p.Cases, func(c Case) { x.oneCase(c, types) })
	if err := x.sources(sources, types); err != nil {
		return err
	}
	list(x, "Notes", p.Notes, x.note)
	list(x, "Links", p.Links, func(l Link) {
		x.empty("Link", attr{"guid", guid(l.ID)}, attr{"name", l.Name}, attr{"direction", l.Direction}, attr{"originGUID", reference(l.Origin)}, attr{"targetGUID", reference(l.Target)})
	})
	list(x, "Sets", p.Sets, func(s Set) {
		x.open("Set", attr{"guid", guid(s.ID)}, attr{"name", s.Name})
		x.text("Description", s.Description)
		x.references("MemberCode", s.Codes)
		x.references("MemberSource", s.Sources)
		x.references("MemberNote", s.Notes)
		x.close("Set")
	})
	x.text("Description", p.Description)
	x.references("NoteRef", p.NoteRefs)
	x.close("Project")
	return nil
}

// list writes a container with its members; an empty one would not be valid.
func list[T any](x *writer, name string, all []T, one func(T)) {
	if len(all) == 0 {
		return
	}
	x.open(name)
	for _, m := range all {
		one(m)
	}
	x.close(name)
}

func (x *writer) references(name string, ids []GUID) {
	for _, id := range ids {
		x.empty(name, attr{"targetGUID", guid(id)})
	}
}

// code writes a code and those below it, under a name that no other has.
func (x *writer) code(c Code, parent string) {
	name := x.unique("code", cmp.Or(strings.TrimSpace(c.Name), "(without a name)"), parent, x.names)
	x.open("Code", attr{"guid", guid(c.ID)}, attr{"name", name}, attr{"isCodable", strconv.FormatBool(c.Applicable)}, attr{"color", c.Colour})
	x.text("Description", c.Description)
	x.references("NoteRef", c.NoteRefs)
	for _, below := range c.Children {
		x.code(below, c.Name)
	}
	x.close("Code")
}

// unique gives a name that is not in use: the name itself, else with what stands
// above it, else with a number.
func (x *writer) unique(what, name, parent string, used map[string]bool) string {
	out := name
	if used[strings.ToLower(out)] && parent != "" {
		out = fmt.Sprintf("%s (%s)", name, parent)
	}
	base := out
	for n := 2; used[strings.ToLower(out)]; n++ {
		out = fmt.Sprintf("%s %d", base, n)
	}
	used[strings.ToLower(out)] = true
	if out != name {
		x.report.Renamed = append(x.report.Renamed, Problem{what + " " + name, "another has this name; it is written as “" + out + "”"})
	}
	return out
}

func (x *writer) oneCase(c Case, types map[GUID]VariableType) {
	x.open("Case", attr{"guid", guid(c.ID)}, attr{"name", c.Name})
	x.text("Description", c.Description)
	x.references("CodeRef", c.Codes)
	x.values(c.Values, types)
	x.references("SourceRef", c.Sources)
	x.references("SelectionRef", c.Selections)
	x.close("Case")
}

func (x *writer) values(all []Value, types map[GUID]VariableType) {
	for _, v := range all {
		if v.Text == "" {
			continue
		}
		x.open("VariableValue")
		x.empty("VariableRef", attr{"targetGUID", guid(v.Variable)})
		x.text(string(types[v.Variable])+"Value", v.Text)
		x.close("VariableValue")
	}
}

func (x *writer) sources(sources iter.Seq2[*Source, error], types map[GUID]VariableType) error {
	used := map[string]bool{}
	for s, err := range sources {
		if err != nil {
			return err
		}
		if x.report.Sources == 0 {
			x.open("Sources")
		}
		x.report.Sources++
		x.source(s, x.unique("source", s.Name, "", used), types)
	}
	if x.report.Sources > 0 {
		x.close("Sources")
	}
	return nil
}

func (x *writer) source(s *Source, name string, types map[GUID]VariableType) {
	x.open("TextSource", attr{"guid", guid(s.ID)}, attr{"name", name}, attr{"plainTextPath", "internal://" + guid(textID(s.ID)) + ".txt"},
		attr{"creatingUser", reference(s.User)}, attr{"creationDateTime", moment(s.Created)})
	x.text("Description", s.Description)
	ruler := corpus.NewRuler(s.Text)
	position := func(at corpus.Offset) string { return strconv.Itoa(int(ruler.Point(at))) }
	if x.target.unit() == UTF16Units {
		position = func(at corpus.Offset) string { return strconv.Itoa(int(ruler.UTF16(at))) }
	}
	selections := slices.Clone(s.Selections)
	slices.SortStableFunc(selections, func(a, b Selection) int {
		return cmp.Or(cmp.Compare(a.Span.Start, b.Span.Start), cmp.Compare(a.Span.End, b.Span.End), bytes.Compare(a.User[:], b.User[:]))
	})
	for _, sel := range selections {
		x.report.Selections++
		x.open("PlainTextSelection", attr{"guid", guid(sel.ID)}, attr{"name", cmp.Or(sel.Name, passageName(s.Text[sel.Span.Start:sel.Span.End]))},
			attr{"startPosition", position(sel.Span.Start)}, attr{"endPosition", position(sel.Span.End)},
			attr{"creatingUser", reference(sel.User)}, attr{"creationDateTime", moment(sel.Created)})
		x.text("Description", sel.Description)
		x.codings(sel.Codings)
		x.references("NoteRef", sel.NoteRefs)
		x.close("PlainTextSelection")
	}
	x.codings(s.Codings)
	x.references("NoteRef", s.NoteRefs)
	x.values(s.Values, types)
	x.close("TextSource")
}

func (x *writer) codings(all []Coding) {
	for _, c := range all {
		x.report.Codings++
		x.open("Coding", attr{"guid", guid(c.ID)}, attr{"creatingUser", reference(c.User)}, attr{"creationDateTime", moment(c.Created)})
		x.empty("CodeRef", attr{"targetGUID", guid(c.Code)})
		x.references("NoteRef", c.NoteRefs)
		x.close("Coding")
	}
}

func (x *writer) note(n Note) {
	x.open("Note", attr{"guid", guid(n.ID)}, attr{"name", cmp.Or(n.Name, "Memo")}, attr{"plainTextPath", "internal://" + guid(textID(n.ID)) + ".txt"},
		attr{"creatingUser", reference(n.User)}, attr{"creationDateTime", moment(n.Created)})
	x.text("Description", n.Description)
	x.close("Note")
}

// nameLength is how many characters of a passage its selection is named with.
const nameLength = 100

// passageName names a selection: the passage, with white space folded, cut at a
// whole character.
func passageName(words string) string {
	words = strings.Join(strings.Fields(words), " ")
	if utf8.RuneCountInString(words) <= nameLength {
		return words
	}
	r := []rune(words)
	return strings.TrimSpace(string(r[:nameLength-1])) + "…"
}
