package codebook

import "concord/corpus"

// Work is one transcript with what was done on it: what agreement, excerpts and
// exports are made of.
type CodedTranscript struct {
	Transcript corpus.Transcript
	Text       *corpus.Text              // the text in force
	Speakers   map[string]corpus.Speaker // by label
	// Segments are the units of a segmentation, in order, where one was asked for.
	Segments []corpus.Span
	Codings  []Coding // on the text in force, in reading order
	// Elsewhere is the number of codings on earlier texts of the transcript.
	Elsewhere   int
	Completions []Completion
	Memos       []Memo // on the transcript, its spans and its codings
}

// SpokenBy gives the role of the speaker of a turn.
func (w *CodedTranscript) SpokenBy(i corpus.TurnIndex) corpus.Role {
	if int(i) < 0 || int(i) >= len(w.Text.Turns) {
		return corpus.RoleUnknown
	}
	return w.Speakers[w.Text.Turns[i].Speaker].Role
}

// LastCompletion gives a coder's newest completion on the text in force.
func (w *CodedTranscript) LastCompletion(coder CoderID) (Completion, bool) {
	var last Completion
	found := false
	for _, c := range w.Completions {
		if c.Coder != coder || c.Text != w.Text.ID {
			continue
		}
		if !found || c.Newer(last) {
			last, found = c, true
		}
	}
	return last, found
}
