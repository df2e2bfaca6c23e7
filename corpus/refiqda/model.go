package refiqda

import (
	"time"

	"github.com/google/uuid"

	"concord/corpus"
)

// GUID names an object of a project. The zero GUID means none.
type GUID = uuid.UUID

// Project is everything of a REFI-QDA project but its sources, which are read
// and written one by one.
type Project struct {
	Name         string
	Origin       string // the program that wrote it, with its version
	CreatingUser GUID
	Created      time.Time // zero if unknown
	Description  string

	Users     []User
	Codes     []Code
	Variables []Variable
	Cases     []Case
	Notes     []Note
	Links     []Link
	Sets      []Set
	NoteRefs  []GUID // notes on the project as a whole
}

// User is a coder.
type User struct {
	ID       GUID
	Name     string
	Initials string
}

// Code is one code with those below it.
type Code struct {
	ID          GUID
	Name        string
	Applicable  bool   // false for a heading that only groups codes
	Colour      string // "#RRGGBB", or ""
	Description string
	NoteRefs    []GUID
	Children    []Code
}

// VariableType says what the values of a variable are.
type VariableType string

// The types of variables there are.
const (
	TextVariable     VariableType = "Text"
	BooleanVariable  VariableType = "Boolean"
	IntegerVariable  VariableType = "Integer"
	FloatVariable    VariableType = "Float"
	DateVariable     VariableType = "Date"
	DateTimeVariable VariableType = "DateTime"
)

// Variable is an attribute that cases or sources may have.
type Variable struct {
	ID          GUID
	Name        string
	Type        VariableType
	Description string
}

// Value is what a case or source has for a variable, as XML Schema writes values
// of that type ("true", "12.5", "2026-03-11"). A missing value is no Value.
type Value struct {
	Variable GUID
	Text     string
}

// Case is a participant, site or organisation.
type Case struct {
	ID          GUID
	Name        string // "" for a case that only carries the attributes of one source
	Description string
	Codes       []GUID
	Values      []Value
	Sources     []GUID
	Selections  []GUID
}

// SourceKind says where the text of a source comes from.
type SourceKind string

// The kinds of sources with text.
const (
	PlainText  SourceKind = "text"       // a text source
	PDFText    SourceKind = "PDF"        // the text representation of a PDF
	Transcript SourceKind = "transcript" // of a recording
)

// Source is a text with what was done on it.
type Source struct {
	ID          GUID
	Kind        SourceKind
	Name        string
	Text        string // LF line ends, no byte order mark
	User        GUID
	Created     time.Time
	Description string
	Selections  []Selection
	Codings     []Coding // of the whole source
	Values      []Value
	NoteRefs    []GUID
	// Times are where moments of the recording lie in the text of a transcript,
	// in order of position.
	Times []TimeMark

	// Counting says how the positions of the file were read, and Evidence why;
	// writing ignores both.
	Counting Convention
	Evidence string
	// Encoding names the character set of the file where it was not UTF-8.
	Encoding string
}

// TimeMark ties a place in a text to a moment of a recording.
type TimeMark struct {
	At   corpus.Offset
	Time time.Duration
}

// Selection is a passage. One without codings is an annotation.
type Selection struct {
	ID          GUID
	Name        string // by custom the passage itself, shortened
	Span        corpus.Span
	User        GUID
	Created     time.Time
	Description string
	Codings     []Coding
	NoteRefs    []GUID
}

// Coding is the application of one code.
type Coding struct {
	ID       GUID
	Code     GUID
	User     GUID
	Created  time.Time
	NoteRefs []GUID
}

// Note is a memo. What it is about refers to it.
type Note struct {
	ID          GUID
	Name        string
	Text        string
	User        GUID
	Created     time.Time
	Description string
}

// Link ties two objects together.
type Link struct {
	ID        GUID
	Name      string
	Direction string // Associative, OneWay, Bidirectional, or ""
	Origin    GUID
	Target    GUID
}

// Set is a group of codes, sources and notes.
type Set struct {
	ID          GUID
	Name        string
	Description string
	Codes       []GUID
	Sources     []GUID
	Notes       []GUID
}

// Problem is something in a file that could not be taken as it is, or cannot be
// taken at all.
type Problem struct {
	Where string // the object, as a person would call it: “source KI-01”
	What  string
}

func (p Problem) String() string {
	if p.Where == "" {
		return p.What
	}
	return p.Where + ": " + p.What
}
