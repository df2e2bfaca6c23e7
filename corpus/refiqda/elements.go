package refiqda

import (
	"encoding/xml"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
)

// The elements of the XML as encoding/xml decodes them. Names carry no name
// space: programs have written several.

type xmlUser struct {
	GUID string `xml:"guid,attr"`
	Name string `xml:"name,attr"`
	ID   string `xml:"id,attr"`
}

type xmlCode struct {
	GUID        string    `xml:"guid,attr"`
	Name        string    `xml:"name,attr"`
	IsCodable   string    `xml:"isCodable,attr"`
	Colour      string    `xml:"color,attr"`
	Description string    `xml:"Description"`
	NoteRefs    []xmlRef  `xml:"NoteRef"`
	Codes       []xmlCode `xml:"Code"`
}

type xmlRef struct {
	Target string `xml:"targetGUID,attr"`
	GUID   string `xml:"guid,attr"` // as codebooks write it
}

func (r xmlRef) id() GUID {
	if r.Target == "" {
		return parseGUID(r.GUID)
	}
	return parseGUID(r.Target)
}

type xmlVariable struct {
	GUID        string `xml:"guid,attr"`
	Name        string `xml:"name,attr"`
	Type        string `xml:"typeOfVariable,attr"`
	Description string `xml:"Description"`
}

type xmlValue struct {
	Variable xmlRef  `xml:"VariableRef"`
	Text     *string `xml:"TextValue"`
	Boolean  *string `xml:"BooleanValue"`
	Integer  *string `xml:"IntegerValue"`
	Float    *string `xml:"FloatValue"`
	Date     *string `xml:"DateValue"`
	DateTime *string `xml:"DateTimeValue"`
}

// value gives the value there is; ok is false for a missing one.
func (v xmlValue) value() (value Value, ok bool) {
	for _, s := range []*string{v.Text, v.Boolean, v.Integer, v.Float, v.Date, v.DateTime} {
		if s != nil && strings.TrimSpace(*s) != "" {
			return Value{v.Variable.id(), strings.TrimSpace(*s)}, true
		}
	}
	return Value{}, false
}

type xmlCase struct {
	GUID        string     `xml:"guid,attr"`
	Name        string     `xml:"name,attr"`
	Description string     `xml:"Description"`
	Codes       []xmlRef   `xml:"CodeRef"`
	Values      []xmlValue `xml:"VariableValue"`
	Sources     []xmlRef   `xml:"SourceRef"`
	Selections  []xmlRef   `xml:"SelectionRef"`
}

type xmlSource struct {
	GUID        string         `xml:"guid,attr"`
	Name        string         `xml:"name,attr"`
	RichPath    string         `xml:"richTextPath,attr"`
	PlainPath   string         `xml:"plainTextPath,attr"`
	User        string         `xml:"creatingUser,attr"`
	Created     string         `xml:"creationDateTime,attr"`
	Description string         `xml:"Description"`
	Content     *string        `xml:"PlainTextContent"`
	Selections  []xmlSelection `xml:"PlainTextSelection"`
	Codings     []xmlCoding    `xml:"Coding"`
	NoteRefs    []xmlRef       `xml:"NoteRef"`
	Values      []xmlValue     `xml:"VariableValue"`

	// Of pictures, PDFs and recordings.
	Representation *xmlSource         `xml:"Representation"`
	Transcripts    []xmlTranscript    `xml:"Transcript"`
	PDFAreas       []xmlElsewhere     `xml:"PDFSelection"`
	PictureAreas   []xmlElsewhere     `xml:"PictureSelection"`
	AudioStretches []xmlElsewhere     `xml:"AudioSelection"`
	VideoStretches []xmlElsewhere     `xml:"VideoSelection"`
	PictureText    *xmlSource         `xml:"TextDescription"`
	Unknown        []xmlUnknownMember `xml:",any"`
}

// xmlElsewhere is a passage of something that is no text.
type xmlElsewhere struct {
	Codings []xmlCoding `xml:"Coding"`
}

type xmlUnknownMember struct{ XMLName xml.Name }

type xmlSelection struct {
	GUID        string      `xml:"guid,attr"`
	Name        string      `xml:"name,attr"`
	Start       string      `xml:"startPosition,attr"`
	End         string      `xml:"endPosition,attr"`
	User        string      `xml:"creatingUser,attr"`
	Created     string      `xml:"creationDateTime,attr"`
	Description string      `xml:"Description"`
	Codings     []xmlCoding `xml:"Coding"`
	NoteRefs    []xmlRef    `xml:"NoteRef"`
}

type xmlCoding struct {
	GUID     string   `xml:"guid,attr"`
	User     string   `xml:"creatingUser,attr"`
	Created  string   `xml:"creationDateTime,attr"`
	Code     xmlRef   `xml:"CodeRef"`
	NoteRefs []xmlRef `xml:"NoteRef"`
}

// xmlTranscript is the text of a recording. Its passages name moments, which
// stand at positions of the text.
type xmlTranscript struct {
	xmlSource
	Points    []xmlPoint   `xml:"SyncPoint"`
	Stretches []xmlStretch `xml:"TranscriptSelection"`
}

type xmlPoint struct {
	GUID     string `xml:"guid,attr"`
	Time     string `xml:"timeStamp,attr"` // milliseconds
	Position string `xml:"position,attr"`
}

type xmlStretch struct {
	xmlSelection
	From string `xml:"fromSyncPoint,attr"`
	To   string `xml:"toSyncPoint,attr"`
}

type xmlLink struct {
	GUID      string `xml:"guid,attr"`
	Name      string `xml:"name,attr"`
	Direction string `xml:"direction,attr"`
	Origin    string `xml:"originGUID,attr"`
	Target    string `xml:"targetGUID,attr"`
}

type xmlSet struct {
	GUID        string   `xml:"guid,attr"`
	Name        string   `xml:"name,attr"`
	Description string   `xml:"Description"`
	Codes       []xmlRef `xml:"MemberCode"`
	Sources     []xmlRef `xml:"MemberSource"`
	Notes       []xmlRef `xml:"MemberNote"`
}

// parseGUID reads a GUID in any form that programs write; the zero GUID is one
// that cannot be read.
func parseGUID(s string) GUID {
	id, err := uuid.Parse(strings.TrimSpace(s))
	if err != nil {
		return GUID{}
	}
	return id
}

func refs(all []xmlRef) []GUID {
	var out []GUID
	for _, r := range all {
		out = append(out, r.id())
	}
	return out
}

// parseTime reads a moment; programs leave out the zone, which is taken as UTC,
// and some write a blank for the T. Zero if it cannot be read.
func parseTime(s string) time.Time {
	s = strings.TrimSpace(s)
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "2006-01-02 15:04:05.999999999", "2006-01-02"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t
		}
	}
	return time.Time{}
}

func parsePosition(s string) (int64, error) {
	n, err := strconv.ParseInt(strings.TrimSpace(s), 10, 64)
	switch {
	case errors.Is(err, strconv.ErrRange):
		return 0, fmt.Errorf("the position %s is too large", cut(s))
	case err != nil:
		return 0, fmt.Errorf("%q is no position", cut(s))
	case n < 0:
		return 0, fmt.Errorf("the position %d lies before the text", n)
	}
	return n, nil
}

// cut shortens what a file says for a message.
func cut(s string) string {
	const most = 60
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
