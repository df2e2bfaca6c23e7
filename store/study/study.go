package study

import (
	"context"
	"slices"

	"concord/codebook"
	"concord/corpus"
	"concord/corpus/exporter"
	"concord/corpus/search"
	"concord/store"
)

// Study is a project with the coder who sits at it.
type Study struct {
	// Project is the project itself. It knows neither AsOf nor layers nor views:
	// what shows something goes through the methods of Study.
	Project *store.Project
	Coder   codebook.Coder // the zero coder if nobody was named
	index   *search.Index

	reader  *store.Reader   // of a past moment, or within a snapshot; nil for the present
	layered *exporter.Study // what a layer shows; nil for codings as they are
	cut     string          // the segmentation whose segments the layer's works hold
	under   *Book           // the saved version that views are under; nil for the working codebook
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

// Reader reads the project as the study's coder: as it is, or of the moment that
// AsOf chose.
func (s *Study) Reader() store.Reader {
	if s.reader != nil {
		return *s.reader
	}
	return s.Project.As(s.Coder.ID)
}

// Snapshot runs f with the study in one state: whatever f asks of it is read in
// the same transaction, so that what it finds fits together and is of the state
// that Reader().State names. See store.Reader.Snapshot for what f must not do.
func (s *Study) Snapshot(ctx context.Context, f func(*Study) error) error {
	return s.Reader().Snapshot(ctx, func(r store.Reader) error {
		in := *s
		in.reader = &r
		return f(&in)
	})
}

// inSnapshot answers a question in one snapshot.
func inSnapshot[T any](ctx context.Context, s *Study, f func(*Study) (T, error)) (T, error) {
	var out T
	err := s.Snapshot(ctx, func(s *Study) (err error) {
		out, err = f(s)
		return err
	})
	return out, err
}

// AsOf gives the study as it was at a moment; see store.Reader.AsOf. It is for
// reports: what is written is written now.
func (s *Study) AsOf(ctx context.Context, moment string) (*Study, error) {
	then, err := s.Project.As(s.Coder.ID).AsOf(ctx, moment)
	if err != nil {
		return nil, err
	}
	out := *s
	out.reader = &then
	return &out, nil
}

// Material gathers what exports draw on, of one state: everything, or the
// transcripts for which wanted holds.
func (s *Study) Material(ctx context.Context, wanted func(corpus.Transcript) bool) (*exporter.Study, error) {
	if s.layered != nil {
		m := *s.layered
		m.Coded = slices.DeleteFunc(slices.Clone(m.Coded), func(w *codebook.CodedTranscript) bool { return wanted != nil && !wanted(w.Transcript) })
		if s.under != nil {
			m.Codebook, m.Under = s.under.Codebook, s.under.Line
		}
		return &m, nil
	}
	return inSnapshot(ctx, s, func(s *Study) (*exporter.Study, error) {
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
		if s.under != nil {
			m.Codebook, m.Under = s.under.Codebook, s.under.Line
		}
		m.Coded, err = r.CodedTranscripts(ctx, wanted)
		return m, err
	})
}

// Transcript finds a transcript by name or id.
func (s *Study) Transcript(ctx context.Context, name string) (corpus.Transcript, error) {
	all, err := s.Reader().Transcripts(ctx)
	if err != nil {
		return corpus.Transcript{}, err
	}
	return store.FindTranscript(all, name)
}
