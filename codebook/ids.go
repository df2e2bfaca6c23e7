package codebook

import "concord/corpus/id"

type (
	codeKind         struct{}
	themeKind        struct{}
	changeKind       struct{}
	versionKind      struct{}
	coderKind        struct{}
	codingKind       struct{}
	completionKind   struct{}
	memoKind         struct{}
	roundKind        struct{}
	decisionKind     struct{}
	segmentationKind struct{}
)

// Ids of the things in a codebook and of what coders make with it.
type (
	CodeID         = id.Of[codeKind]
	ThemeID        = id.Of[themeKind]
	VersionID      = id.Of[versionKind]
	CoderID        = id.Of[coderKind]
	CodingID       = id.Of[codingKind]
	CompletionID   = id.Of[completionKind]
	MemoID         = id.Of[memoKind]
	RoundID        = id.Of[roundKind]
	DecisionID     = id.Of[decisionKind]
	SegmentationID = id.Of[segmentationKind]
	// ChangeID names one change of the codebook. The change that last set a
	// code's definition names that definition.
	ChangeID = id.Of[changeKind]
)

func parseCodeID(s string) (CodeID, error) { return id.Parse[codeKind](s) }
