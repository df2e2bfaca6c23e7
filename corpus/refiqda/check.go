package refiqda

import (
	"encoding/xml"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
)

// elementRule is what the schema says of an element: its attributes, those that
// must be there first, and its children in their order.
type elementRule struct {
	required, optional []string
	children           []childRule
	// anyOrder is set for the one element whose children may come in any order.
	anyOrder bool
	// content is the pattern of its text, "" where any text may stand, none where
	// it has no text.
	content string
	// least is how many children it has at least.
	least int
}

type childRule struct {
	name string
	most int // 0 for any number
}

const noText = "none"

var (
	authored = []string{"creatingUser", "creationDateTime", "modifyingUser", "modifiedDateTime"}
	decimal  = `^[+-]?(\d+(\.\d*)?|\.\d+)$`
	integer  = `^[+-]?\d+$`
)

func one(names ...string) []childRule  { return children(1, names) }
func many(names ...string) []childRule { return children(0, names) }

func children(most int, names []string) []childRule {
	var out []childRule
	for _, n := range names {
		out = append(out, childRule{n, most})
	}
	return out
}

func rule(required, optional []string, children ...[]childRule) elementRule {
	return elementRule{required: required, optional: optional, children: slices.Concat(children...), content: noText}
}

func container(member string) elementRule {
	return elementRule{children: many(member), content: noText, least: 1}
}

func textual(pattern string) elementRule { return elementRule{content: pattern} }

func reference1() elementRule { return rule([]string{"targetGUID"}, nil) }

// rules holds the part of Project.xsd 1.0 that this package writes. Elements of
// recordings, pictures and graphs are not in it.
var rules = map[string]elementRule{
	"Project": rule([]string{"name"}, []string{"origin", "creatingUserGUID", "creationDateTime", "modifyingUserGUID", "modifiedDateTime", "basePath", "schemaLocation"},
		one("Users", "CodeBook", "Variables", "Cases", "Sources", "Notes", "Links", "Sets", "Graphs", "Description"), many("NoteRef")),
	"Users":              container("User"),
	"User":               rule([]string{"guid"}, []string{"name", "id"}),
	"CodeBook":           {children: one("Codes"), content: noText, least: 1},
	"Codes":              container("Code"),
	"Code":               rule([]string{"guid", "name", "isCodable"}, []string{"color"}, one("Description"), many("NoteRef", "Code")),
	"Variables":          container("Variable"),
	"Variable":           rule([]string{"guid", "name", "typeOfVariable"}, nil, one("Description")),
	"Cases":              container("Case"),
	"Case":               rule([]string{"guid"}, []string{"name"}, one("Description"), many("CodeRef", "VariableValue", "SourceRef", "SelectionRef")),
	"VariableValue":      {children: one("VariableRef", "TextValue", "BooleanValue", "IntegerValue", "FloatValue", "DateValue", "DateTimeValue"), content: noText, least: 1},
	"TextValue":          textual(""),
	"BooleanValue":       textual(`^(true|false|0|1)$`),
	"IntegerValue":       textual(integer),
	"FloatValue":         textual(decimal),
	"DateValue":          textual(`^-?\d{4,}-\d\d-\d\d(Z|[+-]\d\d:\d\d)?$`),
	"DateTimeValue":      textual(moments.String()),
	"Sources":            {children: many("TextSource", "PictureSource", "PDFSource", "AudioSource", "VideoSource"), anyOrder: true, content: noText, least: 1},
	"TextSource":         textSource,
	"PlainTextContent":   textual(""),
	"PlainTextSelection": rule([]string{"guid", "startPosition", "endPosition"}, append([]string{"name"}, authored...), one("Description"), many("Coding", "NoteRef")),
	"Coding":             rule([]string{"guid"}, authored[:2], one("CodeRef"), many("NoteRef")),
	"Notes":              container("Note"),
	"Note":               textSource,
	"Links":              container("Link"),
	"Link":               rule([]string{"guid"}, []string{"name", "direction", "color", "originGUID", "targetGUID"}, many("NoteRef")),
	"Sets":               container("Set"),
	"Set":                rule([]string{"guid", "name"}, nil, one("Description"), many("MemberCode", "MemberSource", "MemberNote")),
	"Description":        textual(""),
	"VariableRef":        reference1(), "CodeRef": reference1(), "NoteRef": reference1(), "SourceRef": reference1(), "SelectionRef": reference1(),
	"MemberCode": reference1(), "MemberSource": reference1(), "MemberNote": reference1(),
}

var textSource = rule([]string{"guid"}, append([]string{"name", "richTextPath", "plainTextPath"}, authored...),
	one("Description", "PlainTextContent"), many("PlainTextSelection", "Coding", "NoteRef", "VariableValue"))

var (
	guids   = regexp.MustCompile(`^(\{[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\}|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})$`)
	moments = regexp.MustCompile(`^-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?$`)
)

// lexical holds the pattern of each attribute's value.
var lexical = map[string]*regexp.Regexp{
	"guid": guids, "targetGUID": guids, "creatingUserGUID": guids, "modifyingUserGUID": guids, "creatingUser": guids, "modifyingUser": guids, "originGUID": guids,
	"creationDateTime": moments, "modifiedDateTime": moments,
	"isCodable":      regexp.MustCompile(`^(true|false|0|1)$`),
	"color":          regexp.MustCompile(`^#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})$`),
	"startPosition":  regexp.MustCompile(integer),
	"endPosition":    regexp.MustCompile(integer),
	"typeOfVariable": regexp.MustCompile(`^(Text|Boolean|Integer|Float|Date|DateTime)$`),
	"direction":      regexp.MustCompile(`^(Associative|OneWay|Bidirectional)$`),
	"plainTextPath":  regexp.MustCompile(`^internal://[^/\\]+$`),
}

// Check reads the XML of a project and says where it breaks the rules of the
// schema, as far as this package writes them, or uses a GUID twice. It is what
// an export holds its own file against.
func Check(r io.Reader) ([]Problem, error) {
	c := checker{in: xml.NewDecoder(r), ids: map[string]bool{}, patterns: map[string]*regexp.Regexp{}}
	for {
		token, err := c.in.Token()
		if err == io.EOF {
			return c.problems, nil
		}
		if err != nil {
			return c.problems, err
		}
		if e, ok := token.(xml.StartElement); ok {
			if e.Name.Local != "Project" || e.Name.Space != "urn:QDA-XML:project:1.0" {
				c.wrong(e, "the root element is not <Project> of the project name space")
			}
			if err := c.element(e); err != nil {
				return c.problems, err
			}
		}
	}
}

type checker struct {
	in       *xml.Decoder
	ids      map[string]bool
	patterns map[string]*regexp.Regexp
	problems []Problem
}

func (c *checker) wrong(e xml.StartElement, format string, a ...any) {
	line, _ := c.in.InputPos()
	c.problems = append(c.problems, Problem{fmt.Sprintf("line %d, <%s>", line, e.Name.Local), fmt.Sprintf(format, a...)})
}

func (c *checker) element(e xml.StartElement) error {
	rule, known := rules[e.Name.Local]
	if !known {
		c.wrong(e, "this element is not known")
		return c.in.Skip()
	}
	c.attributes(e, rule)
	var text strings.Builder
	at, count, total := 0, map[string]int{}, 0
	for {
		token, err := c.in.Token()
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.CharData:
			text.Write(t)
		case xml.EndElement:
			if total < rule.least {
				c.wrong(e, "it has no child, and must have one")
			}
			c.content(e, rule, text.String())
			return nil
		case xml.StartElement:
			total++
			name := t.Name.Local
			i := slices.IndexFunc(rule.children, func(r childRule) bool { return r.name == name })
			count[name]++
			switch {
			case i < 0:
				c.wrong(e, "<%s> may not stand in it", name)
			case i < at && !rule.anyOrder:
				c.wrong(e, "<%s> comes too late", name)
			case rule.children[i].most > 0 && count[name] > rule.children[i].most:
				c.wrong(e, "<%s> stands in it twice", name)
			}
			at = max(at, i)
			if err := c.element(t); err != nil {
				return err
			}
		}
	}
}

func (c *checker) attributes(e xml.StartElement, rule elementRule) {
	has := map[string]bool{}
	for _, a := range e.Attr {
		name := a.Name.Local
		if a.Name.Space == "xmlns" || name == "xmlns" {
			continue
		}
		has[name] = true
		if !slices.Contains(rule.required, name) && !slices.Contains(rule.optional, name) {
			c.wrong(e, "it may not have the attribute %s", name)
		}
		if p := lexical[name]; p != nil && !p.MatchString(a.Value) {
			c.wrong(e, "%s=%q is not valid", name, cut(a.Value))
		}
		if name == "guid" {
			id := strings.ToUpper(strings.Trim(a.Value, "{}"))
			if c.ids[id] {
				c.wrong(e, "the guid %s is used twice", id)
			}
			c.ids[id] = true
		}
	}
	for _, name := range rule.required {
		if !has[name] {
			c.wrong(e, "it lacks the attribute %s", name)
		}
	}
}

func (c *checker) content(e xml.StartElement, rule elementRule, text string) {
	switch rule.content {
	case "":
	case noText:
		if strings.TrimSpace(text) != "" {
			c.wrong(e, "it may not hold text")
		}
	default:
		if c.patterns[rule.content] == nil {
			c.patterns[rule.content] = regexp.MustCompile(rule.content)
		}
		if !c.patterns[rule.content].MatchString(strings.TrimSpace(text)) {
			c.wrong(e, "%q is not valid", cut(text))
		}
	}
}
