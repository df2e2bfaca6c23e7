package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"concord/codebook"
	"concord/corpus"
)

// Overview is what the first screen shows: read in one transaction, without
// reading a coding.
type Overview struct {
	Title       string
	About       string
	Transcripts []corpus.Transcript
	Cases       map[corpus.CaseID]corpus.Case
	Coders      []codebook.Coder
	Summaries   map[corpus.TranscriptID]map[codebook.CoderID]Summary
	Codebook    *codebook.Codebook
	Counts      map[codebook.CodeID]map[codebook.CoderID]int // see Reader.Counts
	Versions    []codebook.Version                           // without their codes and themes
	Changed     bool                                         // the working codebook differs from what was saved last
	Working     string                                       // how the working codebook is called: “v2”, “v2+” if it was changed since
	Waiting     int                                          // stale codings of the reader's, for the worklist
	Lead        codebook.CoderID                             // who leads; zero if nobody was named
	// Defined says which saved version first held a definition: "v2".
	Defined map[codebook.ChangeID]string
}

// Overview reads what the first screen shows.
func (r Reader) Overview(ctx context.Context) (Overview, error) {
	return readAll(ctx, r, func(v view) (Overview, error) {
		o := Overview{Cases: map[corpus.CaseID]corpus.Case{}}
		rec, err := readTitle(v, r.p.id)
		if err != nil {
			return o, err
		}
		o.Title, o.About, o.Lead = rec.Title, rec.About, rec.Lead
		if o.Transcripts, err = readTranscripts(v); err != nil {
			return o, err
		}
		cases, err := readCases(v)
		if err != nil {
			return o, err
		}
		for _, c := range cases {
			o.Cases[c.ID] = c
		}
		if o.Coders, err = readCoders(v); err != nil {
			return o, err
		}
		if o.Summaries, err = r.summaries(v); err != nil {
			return o, err
		}
		if o.Codebook, err = r.codebook(v); err != nil {
			return o, err
		}
		uses, err := r.uses(v)
		if err != nil {
			return o, err
		}
		counts := o.Codebook.Count(uses)
		o.Counts, o.Waiting = numbers(counts), counts.Waiting(r.coder)
		if o.Versions, err = readVersions(v); err != nil {
			return o, err
		}
		digest := codebook.Digest(o.Codebook)
		o.Working = codebook.WorkingLabel(o.Versions, digest)
		o.Changed = o.Codebook.Len() > 0 && !slices.ContainsFunc(codebook.Heads(o.Versions), func(h codebook.Version) bool { return h.Digest == digest })
		o.Defined = map[codebook.ChangeID]string{}
		for i, v := range o.Versions {
			for _, c := range v.Codes {
				if _, ok := o.Defined[c.DefinedBy]; !ok {
					o.Defined[c.DefinedBy] = v.Label()
				}
			}
			o.Versions[i].Codes, o.Versions[i].Themes = nil, nil
		}
		return o, nil
	})
}

func (r Reader) summaries(v view) (map[corpus.TranscriptID]map[codebook.CoderID]Summary, error) {
	out := map[corpus.TranscriptID]map[codebook.CoderID]Summary{}
	blind, err := r.blind(v)
	if err != nil {
		return nil, err
	}
	err = v.scan(bucketSummary, nil, func(k, value []byte) error {
		t, c := corpus.TranscriptID(k[:16]), codebook.CoderID(k[16:])
		if out[t] == nil {
			out[t] = map[codebook.CoderID]Summary{}
		}
		m := decodeSummary(value)
		if !blind.sees(t, c) {
			// Only whether she has finished, not even whether she has begun.
			if m = (Summary{Completed: m.Completed}); !m.Completed {
				return nil
			}
		}
		out[t][c] = m
		return nil
	})
	return out, err
}

// Reading is everything the reading pane needs of one transcript, read in one
// transaction.
type Reading struct {
	codebook.CodedTranscript
	Codebook *codebook.Codebook
}

// Reading reads one transcript.
func (r Reader) Reading(ctx context.Context, t corpus.TranscriptID) (Reading, error) {
	return readAll(ctx, r, func(v view) (Reading, error) {
		var out Reading
		var transcript corpus.Transcript
		if err := readJSON(v, bucketTranscript, t[:], &transcript); err != nil {
			return out, err
		}
		w, err := r.work(v, transcript)
		if err != nil {
			return out, err
		}
		out.CodedTranscript = *w
		if out.Memos, err = r.memos(v, func(m codebook.Memo) bool { return m.About.Transcript == t }); err != nil {
			return out, err
		}
		out.Codebook, err = r.codebook(v)
		return out, err
	})
}

// Works gives the transcripts for which wanted holds (all, for nil), each with
// its text and the work on it that the reader may see, in order of name.
func (r Reader) CodedTranscripts(ctx context.Context, wanted func(corpus.Transcript) bool) ([]*codebook.CodedTranscript, error) {
	return readAll(ctx, r, func(v view) ([]*codebook.CodedTranscript, error) {
		transcripts, err := readTranscripts(v)
		if err != nil {
			return nil, err
		}
		memos, err := r.memos(v, func(m codebook.Memo) bool { return !m.About.Transcript.IsZero() })
		if err != nil {
			return nil, err
		}
		memosOn := map[corpus.TranscriptID][]codebook.Memo{}
		for _, m := range memos {
			memosOn[m.About.Transcript] = append(memosOn[m.About.Transcript], m)
		}
		var out []*codebook.CodedTranscript
		for _, t := range transcripts {
			if wanted != nil && !wanted(t) {
				continue
			}
			w, err := r.work(v, t)
			if err != nil {
				return nil, err
			}
			w.Memos = memosOn[t.ID]
			out = append(out, w)
		}
		return out, nil
	})
}

// work reads everything about one transcript but its memos.
func (r Reader) work(v view, t corpus.Transcript) (*codebook.CodedTranscript, error) {
	w := &codebook.CodedTranscript{Transcript: t, Speakers: map[string]corpus.Speaker{}}
	var err error
	if w.Text, err = readText(v, t.Text()); err != nil {
		return nil, fmt.Errorf("%s: %w", t.Name, err)
	}
	speakers, err := readSpeakers(v, t.ID)
	if err != nil {
		return nil, err
	}
	for _, s := range speakers {
		w.Speakers[s.Label] = s
	}
	all, err := r.codings(v, t.ID)
	if err != nil {
		return nil, err
	}
	for _, c := range all {
		if c.Text == w.Text.ID {
			w.Codings = append(w.Codings, c)
		} else {
			w.Elsewhere++
		}
	}
	w.Completions, err = r.completions(v, t.ID[:])
	return w, err
}

// FindTranscript gives the transcript that a person means by s: a name or an
// id. An ambiguous name is an error that lists the choices.
func FindTranscript(all []corpus.Transcript, s string) (corpus.Transcript, error) {
	var found []corpus.Transcript
	for _, t := range all {
		if t.ID.String() == strings.ToLower(s) || t.Name == s {
			return t, nil
		}
		if equalFold(t.Name, s) {
			found = append(found, t)
		}
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return corpus.Transcript{}, fmt.Errorf("there is no transcript %q in the project; “concord transcripts” lists them", s)
	}
	return corpus.Transcript{}, fmt.Errorf("the transcript %q is ambiguous: %q or %q; give the name as written, or the id", s, found[0].Name, found[1].Name)
}
