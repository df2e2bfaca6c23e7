package app

import (
	"concord/codebook"
	"concord/corpus"
	"concord/store"
)

// agreeRequest asks for the agreement.
type AgreeRequest struct{}

// askAutoRequest asks what is to be searched for, and coded.
type AskAutoRequest struct{}

// autoRequest asks for what a query finds to be coded.
type AutoRequest struct{ Query string }

// bookRequest asks for the codebook, as of a saved version where one is named.
type BookRequest struct{ AsOf string }

// meaningRequest asks what a code is to mean from now on, with a reason to begin
// with.
type MeaningRequest struct {
	Code codebook.Code
	Why  string
}

// saveVersionRequest asks for the working codebook to be saved.
type SaveVersionRequest struct{}

// transcriptRequest asks for a transcript to be read, at a passage or where the
// coder left it.
type TranscriptRequest struct {
	Transcript corpus.TranscriptID
	At         *corpus.Span
}

// conflictsRequest asks for the conflicts.
type ConflictsRequest struct{}

// askSearchRequest asks what is to be searched.
type AskSearchRequest struct{}

// passagesRequest asks for a list of passages to be shown.
type PassagesRequest struct {
	Title string
	Rows  []PassageRow
}

// searchRequest asks for a search; see hitsScreen.searchUnder.
type SearchRequest struct{ Query, Version string }

// passageRequest asks for a passage to be read where it stands.
type PassageRequest struct{ Row PassageRow }

// reconcileRequest asks for the disagreements of a round; ledgerRequest for its
// decisions in a file.
type (
	ReconcileRequest struct{ Round codebook.Round }
	LedgerRequest    struct{ Round codebook.Round }
)

// undoneRequest says what was undone, for screens that go back to it.
type UndoneRequest struct{ Action store.ActionSummary }

// roundsRequest asks for the rounds.
type RoundsRequest struct{}

// versionsRequest asks for the saved versions.
type VersionsRequest struct{}

// worklistRequest asks for the worklist.
type WorklistRequest struct{}
