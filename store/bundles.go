package store

import (
	"cmp"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"concord/codebook"
	"concord/corpus"
	"concord/store/bundle"
)

// BundleOptions say what goes into a bundle.
type BundleOptions struct {
	// For leaves out what this coder may not see: others' work in blind rounds
	// that are open. The zero coder gets everything.
	For codebook.CoderID
	// Since are bundles that the other side has read or written: their events
	// are left out.
	Since []io.Reader
	Key   bundle.Key // opens those of Since that are sealed
}

// WriteBundle writes the events that the other side lacks, and the texts they
// need.
func (p *Project) WriteBundle(ctx context.Context, by codebook.CoderID, w io.Writer, o BundleOptions) (bundle.Header, error) {
	has := map[EventID]bool{}
	for _, r := range o.Since {
		opened, err := bundle.Open(r, o.Key)
		if err != nil {
			return bundle.Header{}, err
		}
		h, records, err := bundle.Read(opened)
		if err != nil {
			return h, fmt.Errorf("reading the earlier bundle: %w", err)
		}
		if h.Project != p.id {
			return h, fmt.Errorf("reading the earlier bundle: it is of another project, “%s”", h.Title)
		}
		for _, rec := range records {
			if rec.Kind == bundle.Event {
				has[EventID(rec.Key[8:])] = true
			}
		}
	}
	var h bundle.Header
	err := p.view(ctx, func(v view) error {
		events, err := eventsFor(v, o.For, has)
		if err != nil {
			return err
		}
		texts, originals, err := textsOf(v, events)
		if err != nil {
			return err
		}
		rec, err := readTitle(v, p.id)
		if err != nil {
			return err
		}
		h = bundle.Header{Program: p.program, Project: p.id, Title: rec.Title, From: p.copy.String(), By: by, For: o.For,
			Time: p.now().UTC().Truncate(time.Millisecond), Events: len(events), Texts: len(texts), Partial: len(has) > 0}
		if h.State, err = stateName(v); err != nil {
			return err
		}
		out, err := bundle.NewWriter(w, h)
		if err != nil {
			return err
		}
		for _, e := range events {
			if err := out.Put(bundle.Event, e.key(), e.encode()); err != nil {
				return err
			}
		}
		if err := putTexts(v, out, texts, originals); err != nil {
			return err
		}
		return out.Close()
	})
	return h, err
}

// eventsFor gives the events that a reader may see and does not have.
func eventsFor(v view, reader codebook.CoderID, has map[EventID]bool) ([]*Event, error) {
	var blind blindness
	if !reader.IsZero() {
		var err error
		if blind, err = (Reader{coder: reader}).blind(v); err != nil {
			return nil, err
		}
	}
	var out []*Event
	err := v.scan(bucketEvent, nil, func(k, value []byte) error {
		if has[EventID(k[8:])] {
			return nil
		}
		e, err := decodeEvent(k, value)
		if err != nil {
			return err
		}
		hidden, err := blind.hides(v, e)
		if err == nil && !hidden {
			out = append(out, e)
		}
		return err
	})
	return out, err
}

// textsOf gives the texts and originals that transcripts named in events have.
func textsOf(v view, events []*Event) (texts []corpus.TextID, originals [][]byte, err error) {
	seen := map[[16]byte]bool{}
	for _, e := range events {
		if e.Thing.Class == ClassTranscript && !seen[e.Thing.ID] {
			seen[e.Thing.ID] = true
			th, err := fold(v, e.Thing, nil)
			if err != nil {
				return nil, nil, err
			}
			set, err := th.values()
			if err != nil {
				return nil, nil, err
			}
			for name, f := range set {
				named, ok := strings.CutPrefix(name, fieldText)
				if !ok || f.isNull() {
					continue
				}
				var id corpus.TextID
				var about textPayload
				if err := errors.Join(id.UnmarshalText([]byte(named)), json.Unmarshal(f.value, &about)); err != nil {
					return nil, nil, err
				}
				texts = append(texts, id)
				if sum, err := hex.DecodeString(about.SHA256); err == nil {
					originals = append(originals, sum)
				}
			}
		}
	}
	slices.SortFunc(texts, corpus.TextID.Compare)
	slices.SortFunc(originals, slices.Compare)
	return slices.Compact(texts), slices.CompactFunc(originals, slices.Equal), nil
}

func putTexts(v view, out *bundle.Writer, texts []corpus.TextID, originals [][]byte) error {
	for _, id := range texts {
		body := v.get(bucketText, id[:])
		if body == nil {
			continue // this copy never had it
		}
		err := errors.Join(out.Put(bundle.Text, id[:], body), out.Put(bundle.Turns, id[:], v.get(bucketTurns, id[:])),
			v.scan(bucketSecret, id[:], func(k, secret []byte) error { return out.Put(bundle.Secret, k, secret) }))
		if err != nil {
			return err
		}
	}
	for _, sum := range originals {
		if packed := v.get(bucketOriginal, sum); packed != nil {
			if err := out.Put(bundle.Original, sum, packed); err != nil {
				return err
			}
		}
	}
	return nil
}

// BundleReport says what reading a bundle did.
type BundleReport struct {
	Header bundle.Header `json:"header"`
	Events int           `json:"events"` // that were not here
	Texts  int           `json:"texts"`  // in the bundle
	// Counts are the codings by coder and code, before and after.
	Counts []BundleCount `json:"counts"`
	// Hidden says that the counts leave out what the reader may not see yet: the
	// work of others in a blind round that is open.
	Hidden bool `json:"hidden"`
	// Conflicts is the number of places where this copy and others changed the
	// same thing.
	Conflicts int `json:"conflicts"`
}

// BundleCount is how many codings of a code a coder has.
type BundleCount struct {
	Coder  string `json:"coder"`
	Code   string `json:"code"`
	Before int    `json:"before"`
	After  int    `json:"after"`
}

// ReadBundleOptions say for whom, and to whom, reading a bundle reports.
type ReadBundleOptions struct {
	// Reader is for whose eyes codings are counted; the zero coder sees all.
	Reader codebook.CoderID
	// Progress, if not nil, is told now and then what is being done and how far
	// it has come. It must not touch the project.
	Progress func(what string, done, of int)
}

// ReadBundle merges what a bundle holds: nothing is lost or doubled, whatever
// came before. A bundle of another project, a damaged one, and one with codings
// whose text or definition neither it nor this copy holds, are refused as a
// whole. When ctx is done before the end, nothing was changed.
func (p *Project) ReadBundle(ctx context.Context, r io.Reader, o ReadBundleOptions) (BundleReport, error) {
	var out BundleReport
	h, records, err := bundle.Read(r)
	out.Header = h
	if err != nil {
		return out, fmt.Errorf("reading the bundle: %w", err)
	}
	if h.Project != p.id {
		return out, fmt.Errorf("reading the bundle: it is of another project, “%s”; open that one, or make a copy of it with “concord init DIR --from BUNDLE”", h.Title)
	}
	d, err := deliveryOf(records)
	if err != nil {
		return out, fmt.Errorf("reading the bundle: %w", err)
	}
	defer p.announceIf(len(d.events) > 5000, "reading a bundle")()
	reader := p.As(o.Reader)
	before, err := readAll(ctx, reader, reader.countByName)
	if err != nil {
		return out, err
	}
	fresh, err := p.merge(ctx, d, preflight, steps{ctx, o.Progress})
	if err != nil {
		return out, fmt.Errorf("reading the bundle: %w; nothing was changed", err)
	}
	out.Events, out.Texts = len(fresh), len(d.texts)
	after, err := readAll(ctx, reader, reader.countByName)
	if err != nil {
		return out, err
	}
	out.Counts = compareCounts(before, after)
	if out.Hidden, err = reader.Blind(ctx); err != nil {
		return out, err
	}
	if out.Conflicts, err = readAll(ctx, p.As(codebook.CoderID{}), func(v view) (int, error) {
		n := 0
		err := v.scan(bucketConflict, nil, func(_, _ []byte) error { n++; return nil })
		return n, err
	}); err != nil {
		return out, err
	}
	return out, p.journal(ctx, fmt.Sprintf("read a bundle of %d events (%d new) that %s wrote", h.Events, out.Events, h.From))
}

// deliveryOf puts records together.
func deliveryOf(records []bundle.Record) (delivery, error) {
	d := delivery{originals: map[[32]byte][]byte{}}
	texts := map[corpus.TextID]*sharedText{}
	at := func(key []byte) *sharedText {
		id := corpus.TextID(key[:16])
		if texts[id] == nil {
			texts[id] = &sharedText{text: &corpus.Text{ID: id}, secrets: map[[8]byte][]byte{}}
		}
		return texts[id]
	}
	var order []corpus.TextID
	for _, r := range records {
		switch r.Kind {
		case bundle.Event:
			e, err := decodeEvent(r.Key, r.Value)
			if err != nil {
				return d, err
			}
			if err := plausible(e); err != nil {
				return d, err
			}
			d.events = append(d.events, e)
		case bundle.Text:
			at(r.Key).text.Body = string(r.Value)
			order = append(order, corpus.TextID(r.Key))
		case bundle.Turns:
			turns, err := corpus.DecodeTurns(r.Value)
			if err != nil {
				return d, err
			}
			at(r.Key).text.Turns = turns
		case bundle.Secret:
			at(r.Key).secrets[[8]byte(r.Key[16:])] = r.Value
		case bundle.Original:
			d.originals[[32]byte(r.Key)] = r.Value
		}
	}
	for _, id := range order {
		t := texts[id]
		if _, err := corpus.NewText(t.text.Body, t.text.Turns); err != nil {
			return d, err
		}
		d.texts = append(d.texts, *t)
	}
	return d, nil
}

// countByName counts codings by coder and code, in words.
func (r Reader) countByName(v view) (map[[2]string]int, error) {
	coders, err := readCoders(v)
	if err != nil {
		return nil, err
	}
	names := map[codebook.CoderID]string{}
	for _, c := range coders {
		names[c.ID] = c.Name
	}
	book, err := r.codebook(v)
	if err != nil {
		return nil, err
	}
	uses, err := r.uses(v)
	out := map[[2]string]int{}
	for _, u := range uses {
		path, name := book.Path(u.Code), names[u.Coder]
		if path == "" {
			path = u.Code.String()
		}
		if name == "" {
			name = u.Coder.String()
		}
		out[[2]string{name, path}] += u.N
	}
	return out, err
}

func compareCounts(before, after map[[2]string]int) []BundleCount {
	out := []BundleCount{}
	seen := map[[2]string]bool{}
	for _, m := range []map[[2]string]int{before, after} {
		for k := range m {
			if !seen[k] {
				seen[k] = true
				out = append(out, BundleCount{k[0], k[1], before[k], after[k]})
			}
		}
	}
	slices.SortFunc(out, func(a, b BundleCount) int { return cmp.Or(cmp.Compare(a.Coder, b.Coder), cmp.Compare(a.Code, b.Code)) })
	return out
}
