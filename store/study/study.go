package study

import (
	"context"

	"concord/codebook"
	"concord/corpus"
	"concord/corpus/exporter"
	"concord/corpus/search"
	"concord/store"
)

// Study is a project with the coder who sits at it.
type Study struct {
	*store.Project
	Coder codebook.Coder // the zero coder if nobody was named
	index *search.Index
}

// Open opens the project around dir for the coder of that name (see
// store.Project.WhoCodes; "" for the chosen one).
func Open(ctx context.Context, dir, coder string, options ...store.Option) (*Study, error) {
	found, err := store.Find(dir)
	if err != nil {
		return nil, err
	}
	p, err := store.Open(ctx, found, options...)
	if err != nil {
		return nil, err
	}
	who, err := p.WhoCodes(ctx, coder)
	if err != nil {
		return nil, err
	}
	return New(p, who), nil
}

// New makes a study of an open project.
func New(p *store.Project, coder codebook.Coder) *Study {
	return &Study{Project: p, Coder: coder, index: search.NewIndex(p.SearchDir(), p.ID())}
}

// Reader reads the project as the study's coder.
func (s *Study) Reader() store.Reader { return s.As(s.Coder.ID) }

// Material gathers what exports draw on: everything, or the transcripts for
// which wanted holds.
func (s *Study) Material(ctx context.Context, wanted func(corpus.Transcript) bool) (*exporter.Study, error) {
	r := s.Reader()
	o, err := r.Overview(ctx)
	if err != nil {
		return nil, err
	}
	m := &exporter.Study{Title: o.Title, Codebook: o.Codebook, Coders: o.Coders, Cases: o.Cases}
	if m.State, err = r.State(ctx); err != nil {
		return nil, err
	}
	if m.Versions, err = r.Versions(ctx); err != nil {
		return nil, err
	}
	m.Works, err = r.Works(ctx, wanted)
	return m, err
}

// Transcript finds a transcript by name or id.
func (s *Study) Transcript(ctx context.Context, name string) (corpus.Transcript, error) {
	all, err := s.Reader().Transcripts(ctx)
	if err != nil {
		return corpus.Transcript{}, err
	}
	return store.FindTranscript(all, name)
}
