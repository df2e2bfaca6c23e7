package study

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"concord/corpus"
)

// Speaker is a speaker of a transcript, with the transcript's name.
type Speaker struct {
	corpus.Speaker
	In string
}

// Speakers lists the speakers of all transcripts, by name of transcript.
func (s *Study) Speakers(ctx context.Context) ([]Speaker, error) {
	out := []Speaker{}
	err := s.Snapshot(ctx, func(s *Study) error {
		names, err := s.transcriptNames(ctx)
		if err != nil {
			return err
		}
		speakers, err := s.Reader().Speakers(ctx, corpus.TranscriptID{})
		for _, sp := range speakers {
			out = append(out, Speaker{sp, names[sp.Transcript]})
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(out, func(a, b Speaker) int { return cmp.Compare(a.In, b.In) })
	return out, nil
}

// ParseRole reads the name of a speaker's role; “none” is one not known.
func ParseRole(name string) (corpus.Role, error) {
	switch role := corpus.Role(strings.ToLower(name)); role {
	case corpus.RoleInterviewer, corpus.RoleParticipant, corpus.RoleOther, corpus.RoleUnknown:
		return role, nil
	case "none":
		return corpus.RoleUnknown, nil
	}
	return "", fmt.Errorf("%q is no role; roles are interviewer, participant, other and none", name)
}

// SetRoles gives labels a role in the transcripts named, or in all if none is,
// and tells how many speakers changed.
func (s *Study) SetRoles(ctx context.Context, role corpus.Role, labels, transcripts []string) (int, error) {
	var ids []corpus.TranscriptID
	for _, name := range transcripts {
		t, err := s.Transcript(ctx, name)
		if err != nil {
			return 0, err
		}
		ids = append(ids, t.ID)
	}
	return s.Project.SetRoles(ctx, s.Coder.ID, role, labels, ids...)
}
