package codebook

import (
	"time"

	"concord/corpus"
)

// Coder is a person, or a named program, who codes.
type Coder struct {
	ID    CoderID   `json:"id"`
	Name  string    `json:"name"`
	About string    `json:"about,omitempty"`
	Added time.Time `json:"added"`
	// Joined is the coder whom this one turned out to be; zero for one who is
	// herself.
	Joined CoderID `json:"joined,omitzero"`
}

// Coding is the fact that a coder applied one code, with the definition it had
// then, to one span of one text. Editing the codebook never edits a coding.
type Coding struct {
	ID         CodingID            `json:"id"`
	Transcript corpus.TranscriptID `json:"transcript"`
	Text       corpus.TextID       `json:"text"`
	Span       corpus.Span         `json:"span"`
	Code       CodeID              `json:"code"`
	// Definition names the change that had last defined the code when the
	// coder applied, confirmed or re-assigned it.
	Definition ChangeID  `json:"definition"`
	Coder      CoderID   `json:"coder"`
	Created    time.Time `json:"created"`
	Quote      bool      `json:"quote,omitempty"` // flagged as worth quoting
	Auto       bool      `json:"auto,omitempty"`  // made by a search or pattern, not by reading
}

// Compare orders codings as a reader meets them: by transcript, place, and id.
func (c Coding) Compare(d Coding) int {
	if n := c.Transcript.Compare(d.Transcript); n != 0 {
		return n
	}
	if n := c.Span.Compare(d.Span); n != 0 {
		return n
	}
	return c.ID.Compare(d.ID)
}

// Completion is a coder's statement that she has finished a transcript, on one
// text and under one state of the codebook: where she is silent, she means it.
type Completion struct {
	ID         CompletionID        `json:"id"`
	Transcript corpus.TranscriptID `json:"transcript"`
	Text       corpus.TextID       `json:"text"`
	Coder      CoderID             `json:"coder"`
	Round      RoundID             `json:"round,omitzero"` // zero outside any round
	Time       time.Time           `json:"time"`
	// Definitions lists, sorted, the changes that defined the codes in force
	// at completion. Silence is an answer for these codes only.
	Definitions []ChangeID `json:"definitions"`
	// Codings is the number of the coder's codings on the transcript then, and
	// Digest the hex SHA-256 of their ids and of the events that last set them,
	// sorted, so that later work can be told from what was there.
	Codings int    `json:"codings"`
	Digest  string `json:"digest"`
	// Made lists the codings, so that they can be found again as they were.
	Made []CodingID `json:"made,omitempty"`
}

// Memo is a dated note on something in the study.
type Memo struct {
	ID      MemoID    `json:"id"`
	About   Subject   `json:"about"`
	Coder   CoderID   `json:"coder"`
	Text    string    `json:"text"`
	Created time.Time `json:"created"`
	Edited  time.Time `json:"edited,omitzero"`
}

// SubjectKind is what a memo is about.
type SubjectKind string

// The things a memo can be about.
const (
	AboutProject    SubjectKind = "project"
	AboutTranscript SubjectKind = "transcript"
	AboutSpan       SubjectKind = "span"
	AboutCase       SubjectKind = "case"
	AboutCode       SubjectKind = "code"
	AboutCoding     SubjectKind = "coding"
	AboutTheme      SubjectKind = "theme"
)

// Subject names what a memo is about. Only the fields its kind needs are set; a
// span needs transcript, text and span.
type Subject struct {
	Kind       SubjectKind         `json:"kind"`
	Transcript corpus.TranscriptID `json:"transcript,omitzero"`
	Text       corpus.TextID       `json:"text,omitzero"`
	Span       corpus.Span         `json:"span,omitzero"`
	Case       corpus.CaseID       `json:"case,omitzero"`
	Code       CodeID              `json:"code,omitzero"`
	Coding     CodingID            `json:"coding,omitzero"`
	Theme      ThemeID             `json:"theme,omitzero"`
}
