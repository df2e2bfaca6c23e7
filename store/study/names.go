package study

import (
	"context"

	"concord/codebook"
	"concord/corpus"
)

// Kind is a kind of thing that people call by name.
type Kind int

// The kinds of named things.
const (
	KindNone Kind = iota
	KindTranscript
	KindCode
	KindTheme
	KindCoder
	KindRound
	KindVersion
	KindSegmentation
)

// Names lists the names of a kind, as verbs take them: of codes the path where
// the name is not the only one of its kind.
func (s *Study) Names(ctx context.Context, kind Kind) ([]string, error) {
	r := s.Reader()
	switch kind {
	case KindTranscript:
		all, err := r.Transcripts(ctx)
		return named(all, err, func(t corpus.Transcript) string { return t.Name })
	case KindCode:
		return s.codeNames(ctx)
	case KindTheme:
		b, err := r.Codebook(ctx)
		if err != nil {
			return nil, err
		}
		return named(b.Themes(), nil, func(t codebook.Theme) string { return t.Name })
	case KindCoder:
		all, err := r.Coders(ctx)
		return named(all, err, func(c codebook.Coder) string { return c.Name })
	case KindRound:
		all, err := r.Rounds(ctx)
		return named(all, err, func(x codebook.Round) string { return x.Name })
	case KindVersion:
		all, err := r.Versions(ctx)
		return named(all, err, codebook.Version.Label)
	case KindSegmentation:
		all, err := r.Segmentations(ctx)
		return named(all, err, func(x codebook.Segmentation) string { return x.Name })
	}
	return nil, nil
}

func (s *Study) codeNames(ctx context.Context) ([]string, error) {
	b, err := s.Reader().Codebook(ctx)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, c := range b.All() {
		name := c.Name
		if found, err := b.Find(name); err != nil || found.ID != c.ID {
			name = b.Path(c.ID)
		}
		out = append(out, name)
	}
	return out, nil
}

func named[T any](all []T, err error, name func(T) string) ([]string, error) {
	var out []string
	for _, x := range all {
		out = append(out, name(x))
	}
	return out, err
}
