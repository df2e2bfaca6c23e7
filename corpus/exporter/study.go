package exporter

import (
	"strings"

	"concord/codebook"
	"concord/corpus"
)

// Study is what exports draw on.
type Study struct {
	Title    string
	State    string // name of the project's state, printed for the record
	Codebook *codebook.Codebook
	Versions []codebook.Version // saved ones, in order of number, with their codes
	// Under names the codebook where it is a saved version: “v2 (1f3a9c00)”; ""
	// for the working one.
	Under  string
	Coders []codebook.Coder
	Cases  map[corpus.CaseID]corpus.Case
	Coded  []*codebook.CodedTranscript
	// Notes say in sentences whose codings these are, where they are not simply
	// everybody's as they stand.
	Notes []string
}

// coderName gives a coder's name, or her id if she is not in the study.
func (s *Study) coderName(id codebook.CoderID) string {
	for _, c := range s.Coders {
		if c.ID == id {
			return c.Name
		}
	}
	return id.String()
}

// codePath gives the path of the code that a coding belongs to now.
func (s *Study) codePath(c codebook.Coding) string {
	if code, ok := s.Codebook.Follow(c.Code); ok {
		return s.Codebook.Path(code.ID)
	}
	return c.Code.String()
}

// version says under which saved version's definition a coding was made.
func (s *Study) version(c codebook.Coding) string {
	return codebook.DefinitionLabel(s.Versions, c.Code, c.Definition)
}

// VersionLine names the codebook an export was made under: "v2 (1f3a9c00)", or
// "v2+ (…)" if it was changed since, or "unsaved (…)". The digest is that of
// the codebook in use.
func (s *Study) VersionLine() string {
	if s.Under != "" {
		return s.Under
	}
	digest := codebook.Digest(s.Codebook)
	return codebook.WorkingLabel(s.Versions, digest) + " (" + digest[:8] + ")"
}

// memosOn joins the memos on a coding.
func memosOn(w *codebook.CodedTranscript, id codebook.CodingID) string {
	var out []string
	for _, m := range w.Memos {
		if m.About.Kind == codebook.AboutCoding && m.About.Coding == id {
			out = append(out, m.Text)
		}
	}
	return strings.Join(out, "\n\n")
}

// casesOf gives the names and the attributes of a transcript's cases: the
// speaker's own case where the speaker has one.
func (s *Study) casesOf(w *codebook.CodedTranscript, speaker string) (names []string, attributes []corpus.Attribute) {
	ids := w.Transcript.Cases
	if own := w.Speakers[speaker].Case; !own.IsZero() {
		ids = []corpus.CaseID{own}
	}
	for _, id := range ids {
		if c, ok := s.Cases[id]; ok {
			names = append(names, c.Name)
			attributes = append(attributes, c.Attributes...)
		}
	}
	return names, append(attributes, w.Transcript.Attributes...)
}
