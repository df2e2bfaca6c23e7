package codebooks

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/google/uuid"
	"golang.org/x/text/encoding/htmlindex"

	"concord/codebook"
	"concord/corpus/importer/charset"
	"concord/corpus/importer/internal/chars"
)

// Names of the REFI-QDA exchange formats.
const (
	qdcSpace     = "urn:QDA-XML:codebook:1.0"
	projectSpace = "urn:QDA-XML:project:1.0"
)

// readQDC reads a codebook in the REFI-QDA exchange format. A code that cannot be
// applied (isCodable) is a heading; a set is a theme; a description is taken
// apart where “concord codebook export” put it together, see takeApart. What
// other programs add to the format is left out.
func readQDC(content []byte) (Sheet, error) {
	wide := bytes.HasPrefix(content, []byte("\xFF\xFE")) || bytes.HasPrefix(content, []byte("\xFE\xFF")) // UTF-16
	if wide {
		d, err := charset.Decode(content, "")
		if err != nil {
			return Sheet{}, err
		}
		content = []byte(d.Text)
	}
	q := qdcReader{in: xml.NewDecoder(bytes.NewReader(content)), ids: map[uuid.UUID]int{}}
	q.in.CharsetReader = func(label string, r io.Reader) (io.Reader, error) {
		if wide {
			return r, nil
		}
		e, err := htmlindex.Get(label)
		if err != nil {
			return nil, fmt.Errorf("its encoding %q is not known", label)
		}
		return e.NewDecoder().Reader(r), nil
	}
	q.sheet.Told = map[string]bool{codebook.PartName: true, codebook.PartParent: true, codebook.PartColour: true, codebook.PartHeading: true}
	err := q.read()
	if syntax := (*xml.SyntaxError)(nil); errors.As(err, &syntax) {
		what := syntax.Msg
		if strings.Contains(what, "unexpected EOF") {
			what = "the file ends in the middle: it was cut off"
		}
		err = fmt.Errorf("line %d: %s", syntax.Line, what)
	}
	return q.sheet, err
}

type qdcReader struct {
	in    *xml.Decoder
	sheet Sheet
	ids   map[uuid.UUID]int // rows by id
	seen  bool              // the root element
	codes bool              // the list of codes
	line  int               // where the element at hand begins
}

func (q *qdcReader) wrong(format string, a ...any) error {
	return fmt.Errorf("line %d: "+format, append([]any{q.line}, a...)...)
}

func (q *qdcReader) next() (xml.Token, error) {
	q.line, _ = q.in.InputPos()
	return q.in.Token()
}

func (q *qdcReader) read() error {
	for {
		token, err := q.next()
		switch {
		case err == io.EOF && !q.seen:
			return fmt.Errorf("it holds no codebook")
		case err == io.EOF && !q.codes:
			return fmt.Errorf("its codebook has no list of codes")
		case err == io.EOF:
			return nil
		case err != nil:
			return err
		}
		e, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		switch {
		case !q.seen && e.Name.Space == projectSpace:
			return q.wrong("this is a REFI-QDA project, not a codebook: “concord import” reads projects; export the codebook alone as .qdc")
		case !q.seen && (e.Name.Local != "CodeBook" || e.Name.Space != qdcSpace):
			return q.wrong("this is no REFI-QDA codebook: it begins with <%s> of the namespace %q, not with <CodeBook> of %q", chars.Shorten(e.Name.Local), chars.Shorten(e.Name.Space), qdcSpace)
		case !q.seen:
			q.seen = true
		case e.Name.Space != qdcSpace:
			err = q.in.Skip()
		case e.Name.Local == "Codes":
			q.codes = true
		case e.Name.Local == "Code":
			err = q.code(e, nil)
		case e.Name.Local == "Set":
			err = q.set(e)
		case e.Name.Local != "Sets":
			err = q.in.Skip()
		}
		if err != nil {
			return err
		}
	}
}

// maxCodeDepth bounds how deep codes nest.
const maxCodeDepth = 100

func attribute(e xml.StartElement, name string) (string, bool) {
	for _, a := range e.Attr {
		if a.Name.Local == name && a.Name.Space == "" {
			return a.Value, true
		}
	}
	return "", false
}

func (q *qdcReader) id(e xml.StartElement) (uuid.UUID, error) {
	guid, ok := attribute(e, "guid")
	if !ok {
		return uuid.UUID{}, q.wrong("the <%s> has no guid", e.Name.Local)
	}
	id, err := uuid.Parse(strings.TrimSpace(guid))
	if err != nil {
		return uuid.UUID{}, q.wrong("%q is no guid", chars.Shorten(guid))
	}
	return id, nil
}

// code reads a code and those below it.
func (q *qdcReader) code(e xml.StartElement, above []string) error {
	c := CodeRow{At: fmt.Sprintf("line %d", q.line)}
	id, err := q.id(e)
	if err != nil {
		return err
	}
	c.ID = codebook.CodeID(id)
	name, _ := attribute(e, "name")
	c.Path = append(append([]string{}, above...), strings.Join(strings.Fields(name), " "))
	if err := c.check(); err != nil {
		return err
	}
	if len(c.Path) > maxCodeDepth {
		return q.wrong("the code %q stands below %d others: that cannot be meant", chars.Shorten(name), len(above))
	}
	if first, twice := q.ids[id]; twice {
		return q.wrong("the code %q has the guid of “%s”, in %s", chars.Shorten(name), codebook.JoinPath(q.sheet.Rows[first].Path...), q.sheet.Rows[first].At)
	}
	if codable, ok := attribute(e, "isCodable"); ok {
		can, err := parseYes(strings.TrimSpace(codable))
		if err != nil {
			return q.wrong("isCodable of the code %q: %w", chars.Shorten(name), err)
		}
		c.Heading = !can
	}
	if colour, ok := attribute(e, "color"); ok {
		if c.Colour, err = parseColour(longColour(strings.TrimSpace(colour))); err != nil {
			return q.wrong("the code %q: %w", chars.Shorten(name), err)
		}
	}
	at := len(q.sheet.Rows)
	q.ids[id] = at
	q.sheet.Rows = append(q.sheet.Rows, c)
	return q.children(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "Description":
			words, err := q.words(e)
			if err == nil && words != "" {
				row := &q.sheet.Rows[at]
				row.Definition, row.Examples, row.Aliases = takeApart(words)
				for _, part := range []string{codebook.PartDefinition, codebook.PartInclude, codebook.PartExclude} {
					q.sheet.Told[part] = true
				}
			}
			return err
		case "Code":
			return q.code(e, c.Path)
		}
		return q.in.Skip()
	})
}

// children goes through the elements of the format within the one that began
// last; do reads each to its end. Others are passed over.
func (q *qdcReader) children(do func(e xml.StartElement) error) error {
	for {
		token, err := q.next()
		if err != nil {
			return cutOff(err)
		}
		switch e := token.(type) {
		case xml.EndElement:
			return nil
		case xml.StartElement:
			if e.Name.Space != qdcSpace {
				err = q.in.Skip()
			} else {
				err = do(e)
			}
			if err != nil {
				return cutOff(err)
			}
		}
	}
}

func cutOff(err error) error {
	if err == io.EOF {
		return &xml.SyntaxError{Msg: "unexpected EOF"}
	}
	return err
}

func (q *qdcReader) words(e xml.StartElement) (string, error) {
	var s string
	err := q.in.DecodeElement(&s, &e)
	return strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n")), err
}

// longColour makes #rrggbb of the short form #rgb, which the format knows too.
func longColour(s string) string {
	if len(s) == 4 && s[0] == '#' {
		return "#" + strings.Repeat(s[1:2], 2) + strings.Repeat(s[2:3], 2) + strings.Repeat(s[3:4], 2)
	}
	return s
}

// set reads a set of codes: a theme.
func (q *qdcReader) set(e xml.StartElement) error {
	id, err := q.id(e)
	if err != nil {
		return err
	}
	name, _ := attribute(e, "name")
	t := ThemeRow{ID: codebook.ThemeID(id), Name: strings.Join(strings.Fields(name), " ")}
	if wrong := codebook.CheckName(t.Name); wrong != "" {
		return q.wrong("set %q: %s", chars.Shorten(name), strings.Replace(wrong, "code", "set", 1))
	}
	err = q.children(func(e xml.StartElement) (err error) {
		switch e.Name.Local {
		case "Description":
			t.Narrative, err = q.words(e)
			return err
		case "MemberCode":
			id, err := q.id(e)
			if err != nil {
				return err
			}
			n, ok := q.ids[id]
			if !ok {
				return q.wrong("the set %q holds a code that the file does not have: %s", chars.Shorten(name), id)
			}
			t.Codes = append(t.Codes, n)
		}
		return q.in.Skip()
	})
	q.sheet.Themes = append(q.sheet.Themes, t)
	return err
}

// takeApart finds in one description what “concord codebook export” puts
// together there: paragraphs that begin with “Use when:”, “Not when:”,
// “Example:”, “Near miss:” and “Also called:”. What stands before the first of
// them is the definition.
func takeApart(words string) (d codebook.Definition, x codebook.Examples, aliases []string) {
	part := ""
	for _, p := range strings.Split(words, "\n\n") {
		rest := p
		for _, lead := range []string{codebook.LeadInclude, codebook.LeadExclude, codebook.LeadExample, codebook.LeadNearMiss, codebook.LeadAliases} {
			if s, ok := strings.CutPrefix(p, lead); ok {
				part, rest = lead, strings.TrimSpace(s)
				switch part {
				case codebook.LeadExample:
					x.Typical = append(x.Typical, "")
				case codebook.LeadNearMiss:
					x.NearMisses = append(x.NearMisses, "")
				}
			}
		}
		var to *string
		switch part {
		case "":
			to = &d.Text
		case codebook.LeadInclude:
			to = &d.Include
		case codebook.LeadExclude:
			to = &d.Exclude
		case codebook.LeadExample:
			to = &x.Typical[len(x.Typical)-1]
		case codebook.LeadNearMiss:
			to = &x.NearMisses[len(x.NearMisses)-1]
		case codebook.LeadAliases:
			aliases = append(aliases, splitList(rest)...)
			continue
		}
		if *to != "" {
			rest = "\n\n" + rest
		}
		*to += rest
	}
	return d, x, aliases
}
