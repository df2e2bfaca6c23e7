package corpus

import "concord/corpus/id"

type (
	projectKind      struct{}
	transcriptKind   struct{}
	textKind         struct{}
	speakerKind      struct{}
	caseKind         struct{}
	segmentationKind struct{}
)

// Ids of the things in a study; see package id.
type (
	ProjectID      = id.Of[projectKind]
	TranscriptID   = id.Of[transcriptKind]
	SpeakerID      = id.Of[speakerKind]
	CaseID         = id.Of[caseKind]
	SegmentationID = id.Of[segmentationKind]
	// TextID names a text by its content, see HashText. The same words in the
	// same turns have the same id in every copy of a project.
	TextID = id.Of[textKind]
)

// DeriveTranscriptID gives the id of the transcript that a part of a source
// file becomes in a project. Two copies of the project that import the same
// bytes agree on it. Part is "" where a file holds one transcript.
func DeriveTranscriptID(project ProjectID, sourceSHA256 [32]byte, part string) TranscriptID {
	return id.Derive[transcriptKind](project, []byte("transcript"), sourceSHA256[:], []byte(part))
}

// DeriveSpeakerID gives the id of the speaker with a label in a transcript.
func DeriveSpeakerID(transcript TranscriptID, label string) SpeakerID {
	return id.Derive[speakerKind](transcript, []byte("speaker"), []byte(label))
}

// DeriveCaseID gives the id of the case that a participants sheet calls name,
// so that two copies importing one sheet agree. Renaming a case later keeps it.
func DeriveCaseID(project ProjectID, name string) CaseID {
	return id.Derive[caseKind](project, []byte("case"), []byte(name))
}
