package corpus

import "time"

// Transcript is one interview: where it came from and which text is in force.
type Transcript struct {
	ID   TranscriptID `json:"id"`
	Name string       `json:"name"`
	// Texts lists every text of the transcript, the imported one first, then
	// corrections. The last is in force.
	Texts []TextID `json:"texts"`
	// Cases are the participants, sites or organisations the transcript is
	// about.
	Cases      []CaseID    `json:"cases,omitempty"`
	Attributes []Attribute `json:"attributes,omitempty"`
	Source     Source      `json:"source"`
	Imported   time.Time   `json:"imported"`
	// TurnCount and WordCount are those of the text in force; words are spoken
	// ones.
	TurnCount int `json:"turns"`
	WordCount int `json:"words"`
}

// Text is the text in force; the zero id if there is none yet.
func (t Transcript) Text() TextID {
	if len(t.Texts) == 0 {
		return TextID{}
	}
	return t.Texts[len(t.Texts)-1]
}

// Source says which bytes a text was read from, and by what.
type Source struct {
	File     string `json:"file"`           // base name of the file, never a path
	SHA256   string `json:"sha256"`         // of the original bytes, lower-case hex
	Part     string `json:"part,omitempty"` // which part of a file of several transcripts
	Format   string `json:"format"`         // txt, md, vtt, srt, docx
	Importer string `json:"importer"`       // name and version of the reader
	Encoding string `json:"encoding"`       // utf-8, utf-16le, utf-16be, windows-1252
	// Settings are what the reader was told, in its own form, so that the file
	// can be read again in the same way; "" for nothing.
	Settings string `json:"settings,omitempty"`
}

// Role says what a speaker is in the interview.
type Role string

// The roles a speaker can have. RoleUnknown is what nobody has decided yet; it
// is treated as a participant, so that no one's words are left out by accident.
const (
	RoleUnknown     Role = ""
	RoleInterviewer Role = "interviewer"
	RoleParticipant Role = "participant"
	RoleOther       Role = "other"
)

// Speaker is a label on turns of one transcript.
type Speaker struct {
	ID         SpeakerID    `json:"id"`
	Transcript TranscriptID `json:"transcript"`
	Label      string       `json:"label"`
	Role       Role         `json:"role,omitempty"`
	Case       CaseID       `json:"case,omitzero"`
}

// Case is a participant, site or organisation with attributes.
type Case struct {
	ID         CaseID      `json:"id"`
	Name       string      `json:"name"`
	Attributes []Attribute `json:"attributes,omitempty"`
}

// Attribute is a named value of a case or a transcript. Values are kept as
// written ("007" stays "007"); Type says how to compare them.
type Attribute struct {
	Name  string        `json:"name"`
	Value string        `json:"value"`
	Type  AttributeType `json:"type,omitempty"`
}

// AttributeType is how an attribute's values compare and sort.
type AttributeType string

// The types of attribute. The zero value means text.
const (
	AttributeText    AttributeType = "text"
	AttributeNumber  AttributeType = "number"
	AttributeDate    AttributeType = "date"
	AttributeBoolean AttributeType = "boolean"
)

// AttributeValue gives the value of the named attribute, and whether it is there.
func AttributeValue(attributes []Attribute, name string) (string, bool) {
	for _, a := range attributes {
		if a.Name == name {
			return a.Value, true
		}
	}
	return "", false
}

// Segment is a Span that a Segmentation declares to be a unit of analysis.
type Segment struct {
	Span Span      `json:"span"`
	Turn TurnIndex `json:"turn"` // the turn it lies in; -1 where it spans several
}

// Segmentation is an ordered, non-overlapping set of segments over a text.
type Segmentation struct {
	ID         SegmentationID `json:"id"`
	Transcript TranscriptID   `json:"transcript"`
	Text       TextID         `json:"text"`
	Name       string         `json:"name"`
	// How says what made it, with its settings: "turn", "sentence",
	// "paragraph", "pattern …", "fixed 200 words", "by hand".
	How      string    `json:"how"`
	By       string    `json:"by,omitempty"`
	Segments []Segment `json:"segments"`
}
