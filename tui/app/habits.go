package app

import (
	"concord/codebook"
)

// habits are what a coder's hands know: kept in this copy, per coder.
type Habits struct {
	Last    codebook.CodeID            `json:"last"`   // for “.”
	Recent  []codebook.CodeID          `json:"recent"` // newest first
	Digits  map[string]codebook.CodeID `json:"digits"`
	Others  bool                       `json:"others"` // others' codings are shown
	Panel   Panel                      `json:"panel"`
	Picker  PickerOrder                `json:"picker"`  // of the codes to choose from
	Step    StopKind                   `json:"step"`    // what ] and [ go through
	Bright  bool                       `json:"bright"`  // interviewers' words are not dimmed
	Mouse   bool                       `json:"mouse"`   // the mouse is switched on
	Theme   string                     `json:"theme"`   // of the screen, once chosen
	Order   ListOrder                  `json:"order"`   // of the transcripts
	Discuss bool                       `json:"discuss"` // agreement is shown without coefficients
	Open    bool                       `json:"open"`    // open coding: the prompt for a code opens after each selection
	// Cut is the segmentation used last; with Segments it is shown while coding.
	Cut      codebook.SegmentationID `json:"cut"`
	Segments bool                    `json:"segments"`
}

// panel is what stands beside the text, where the screen is wide enough.
type Panel int

const (
	PanelCoding Panel = iota
	PanelBook
	PanelCase
	PanelNone
	PanelCount
)

// pickerOrder is how codes that match equally well are ordered: which code comes
// to hand first is a choice of method.
type PickerOrder string

const (
	PickRecent   PickerOrder = "" // the ones used last first
	PickAlphabet PickerOrder = "alphabet"
	PickBook     PickerOrder = "codebook"
)

// stopKind is what ] and [ go through.
type StopKind string

const (
	StopCodings   StopKind = "" // any coding shown
	StopMine      StopKind = "mine"
	StopCode      StopKind = "code" // of the focused code, or the last
	StopMemos     StopKind = "memos"
	StopBookmarks StopKind = "bookmarks"
	StopDiffer    StopKind = "differ"
	StopUncoded   StopKind = "uncoded"
)
