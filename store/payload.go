package store

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"concord/codebook"
	"concord/corpus"
)

// The payloads of events: which values each class of thing has. Names are part
// of the file format. Every top-level field is decided on its own by the last
// event that sets it.

type projectPayload struct {
	Title   *string           `json:"title,omitempty"`
	About   *string           `json:"about,omitempty"`
	Lead    *codebook.CoderID `json:"lead,omitempty"`
	Removed *bool             `json:"removed,omitempty"`
}

type coderPayload struct {
	Name  *string `json:"name,omitempty"`
	About *string `json:"about,omitempty"`
	// Joined is the coder whom this one is the same person as.
	Joined  *codebook.CoderID `json:"joined,omitempty"`
	Removed *bool             `json:"removed,omitempty"`
}

// transcriptPayload has, besides these, a field "text/ID" for each text, which
// holds a textPayload, and a field "case/ID" (true) for each case and
// "attribute/NAME" for each attribute. A list would be one value, and of two
// copies that add to it one would win.
type transcriptPayload struct {
	Name     *string    `json:"name,omitempty"`
	Imported *time.Time `json:"imported,omitempty"`
	Removed  *bool      `json:"removed,omitempty"`
}

// textPayload says where a text came from and how long it is.
type textPayload struct {
	corpus.Source
	Turns int `json:"turns"`
	Words int `json:"words"`
}

type speakerPayload struct {
	Transcript *corpus.TranscriptID `json:"transcript,omitempty"`
	Label      *string              `json:"label,omitempty"`
	Role       *corpus.Role         `json:"role,omitempty"`
	Case       *corpus.CaseID       `json:"case,omitempty"`
	Removed    *bool                `json:"removed,omitempty"`
}

// casePayload has, besides these, a field "attribute/NAME" for each attribute.
type casePayload struct {
	Name    *string `json:"name,omitempty"`
	Removed *bool   `json:"removed,omitempty"`
}

type attributePayload struct {
	Value string               `json:"value"`
	Type  corpus.AttributeType `json:"type,omitempty"`
}

// codingPayload says nothing of the coder and the time where they are those of
// the event that adds the coding: most codings are, and there are many.
type codingPayload struct {
	Transcript *corpus.TranscriptID `json:"transcript,omitempty"`
	Coder      *codebook.CoderID    `json:"coder,omitempty"`
	Created    *time.Time           `json:"created,omitempty"`
	Place      *placePayload        `json:"place,omitempty"`
	Code       *appliedPayload      `json:"code,omitempty"`
	Quote      *bool                `json:"quote,omitempty"`
	Auto       *bool                `json:"auto,omitempty"`
	Removed    *bool                `json:"removed,omitempty"`
}

// placePayload says where a coding stands, with the digest of its quote.
type placePayload struct {
	Text   corpus.TextID `json:"text"`
	Start  corpus.Offset `json:"start"`
	End    corpus.Offset `json:"end"`
	Digest quoteDigest   `json:"digest"`
}

// appliedPayload is a code and the definition it was applied under.
type appliedPayload struct {
	Code       codebook.CodeID   `json:"code"`
	Definition codebook.ChangeID `json:"definition"`
}

type completionPayload struct {
	Completion *codebook.Completion `json:"completion,omitempty"`
	Removed    *bool                `json:"removed,omitempty"`
}

type memoPayload struct {
	About   *codebook.Subject `json:"about,omitempty"`
	Coder   *codebook.CoderID `json:"coder,omitempty"`
	Created *time.Time        `json:"created,omitempty"`
	Text    *memoText         `json:"text,omitempty"`
	Removed *bool             `json:"removed,omitempty"`
}

// memoText is a memo's words and when they were last changed.
type memoText struct {
	Words  string    `json:"words"`
	Edited time.Time `json:"edited,omitzero"`
}

type versionPayload struct {
	Version *codebook.Version `json:"version,omitempty"`
	Removed *bool             `json:"removed,omitempty"`
}

// roundPayload has, besides these, a field "close/ID" for each close and
// "reopen/ID" for each reopening.
type roundPayload struct {
	Round   *codebook.Round `json:"round,omitempty"` // without Open, Closes and Reopened
	Open    *bool           `json:"open,omitempty"`
	Removed *bool           `json:"removed,omitempty"`
}

type decisionPayload struct {
	Decision *codebook.Decision `json:"decision,omitempty"` // without Clock
	Removed  *bool              `json:"removed,omitempty"`
}

const (
	fieldClose  = "close/"
	fieldReopen = "reopen/"
)

const (
	fieldText      = "text/"
	fieldCase      = "case/"
	fieldAttribute = "attribute/"
)

func ptr[T any](v T) *T { return &v }

// withFields marshals a payload struct and adds fields with computed names.
func withFields(payload any, extra map[string]any) (json.RawMessage, error) {
	b, err := json.Marshal(payload)
	if err != nil {
		return nil, err
	}
	set, err := payloadFields(b)
	if err != nil {
		return nil, err
	}
	for name, value := range extra {
		raw, err := json.Marshal(value)
		if err != nil {
			return nil, err
		}
		set[name] = raw
	}
	return json.Marshal(set)
}

// attributesOf reads the attribute fields of a thing, in order of name.
func attributesOf(set map[string]field) ([]corpus.Attribute, error) {
	var out []corpus.Attribute
	for name, f := range set {
		rest, ok := strings.CutPrefix(name, fieldAttribute)
		if !ok || f.isNull() {
			continue
		}
		var a attributePayload
		if err := json.Unmarshal(f.value, &a); err != nil {
			return nil, fmt.Errorf("attribute %q: %w", rest, err)
		}
		out = append(out, corpus.Attribute{Name: rest, Value: a.Value, Type: a.Type})
	}
	sortAttributes(out)
	return out, nil
}
