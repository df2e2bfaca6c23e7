package app

import (
	"concord/codebook"
	"concord/corpus"
)

// subject is something that a memo can be about, with its name for people.
type Subject struct {
	codebook.Subject
	Name string
}

func (r *Host) TranscriptSubjects(t corpus.Transcript) []Subject {
	out := []Subject{{codebook.Subject{Kind: codebook.AboutTranscript, Transcript: t.ID}, t.Name}}
	for _, id := range t.Cases {
		out = append(out, Subject{codebook.Subject{Kind: codebook.AboutCase, Case: id}, "the case " + r.Over.Cases[id].Name})
	}
	return out
}

func CodeSubject(c codebook.Code) Subject {
	return Subject{codebook.Subject{Kind: codebook.AboutCode, Code: c.ID}, "the code " + c.Name}
}
