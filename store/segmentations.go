package store

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"concord/codebook"
	"concord/corpus"
)

// segmentationPayload has, besides these, a field "text/ID" for each text: its
// segments as pairs of start and end, or null.
type segmentationPayload struct {
	Name    *string `json:"name,omitempty"`
	How     *string `json:"how,omitempty"`
	Removed *bool   `json:"removed,omitempty"`
}

// segmentationOf makes a segmentation from its events; nil if there is none.
func segmentationOf(t *thing) (*codebook.Segmentation, error) {
	var p segmentationPayload
	live, err := t.decode(&p)
	if err != nil || !live {
		return nil, err
	}
	set, err := t.values()
	if err != nil {
		return nil, err
	}
	added := t.added()
	out := &codebook.Segmentation{ID: codebook.SegmentationID(t.ID), Name: deref(p.Name), How: deref(p.How), By: t.who.of(added.Coder), Created: added.Time,
		Cuts: map[corpus.TextID][]corpus.Span{}}
	for name, f := range set {
		hexID, ok := strings.CutPrefix(name, fieldText)
		if !ok || f.isNull() {
			continue
		}
		var id corpus.TextID
		var pairs [][2]corpus.Offset
		if err := errors.Join(id.UnmarshalText([]byte(hexID)), json.Unmarshal(f.value, &pairs)); err != nil {
			return nil, err
		}
		for _, x := range pairs {
			out.Cuts[id] = append(out.Cuts[id], corpus.Span{Start: x[0], End: x[1]})
		}
	}
	return out, nil
}

// Segmentations gives the segmentations, oldest first.
func (r Reader) Segmentations(ctx context.Context) ([]codebook.Segmentation, error) {
	return readAll(ctx, r, readSegmentations)
}

func readSegmentations(v view) ([]codebook.Segmentation, error) {
	all, err := records[codebook.Segmentation](v, bucketSegmentation, nil)
	slices.SortFunc(all, func(a, b codebook.Segmentation) int { return cmp.Or(a.Created.Compare(b.Created), a.ID.Compare(b.ID)) })
	return all, err
}

// NewSegmentation keeps segments under a name, for the texts that cuts names.
// how says in words how they came about.
func (p *Project) NewSegmentation(ctx context.Context, by codebook.CoderID, name, how string, cuts map[corpus.TextID][]corpus.Span) (codebook.Segmentation, error) {
	var out codebook.Segmentation
	err := p.act(ctx, by, func(a *action) error {
		id := codebook.SegmentationID(newID())
		if err := a.freeSegmentation(name, id); err != nil {
			return err
		}
		fields, err := a.cutFields(cuts)
		if err != nil {
			return err
		}
		name := strings.TrimSpace(name)
		payload, err := withFields(segmentationPayload{Name: &name, How: &how}, fields)
		if err != nil {
			return err
		}
		if _, err := a.add(Thing{ClassSegmentation, id}, payload); err != nil {
			return err
		}
		out, err = a.segmentation(id)
		return err
	})
	if err != nil {
		return out, fmt.Errorf("making the segmentation “%s”: %w", name, err)
	}
	return out, nil
}

// SetSegments sets the segments of some texts; a text without any is no longer
// segmented. Rounds keep the segments that they were opened with.
func (p *Project) SetSegments(ctx context.Context, by codebook.CoderID, id codebook.SegmentationID, cuts map[corpus.TextID][]corpus.Span) (codebook.Segmentation, error) {
	return p.changeSegmentation(ctx, by, id, "segment", func(a *action) (any, error) {
		fields, err := a.cutFields(cuts)
		if err != nil {
			return nil, err
		}
		return withFields(segmentationPayload{}, fields)
	})
}

// ChangeSegments changes the segments of one text, as they are at the moment of
// writing: change gets them in order, and must not keep or alter them. It is an
// error if it leaves them as they were.
func (p *Project) ChangeSegments(ctx context.Context, by codebook.CoderID, id codebook.SegmentationID, text corpus.TextID, change func([]corpus.Span) []corpus.Span) (codebook.Segmentation, error) {
	return p.changeSegmentation(ctx, by, id, "segment", func(a *action) (any, error) {
		was, err := a.segmentation(id)
		if err != nil {
			return nil, err
		}
		now := change(was.Cuts[text])
		if slices.Equal(now, was.Cuts[text]) {
			return nil, errors.New("the segments are like that already")
		}
		fields, err := a.cutFields(map[corpus.TextID][]corpus.Span{text: now})
		if err != nil {
			return nil, err
		}
		return withFields(segmentationPayload{}, fields)
	})
}

// RenameSegmentation gives a segmentation another name.
func (p *Project) RenameSegmentation(ctx context.Context, by codebook.CoderID, id codebook.SegmentationID, name string) (codebook.Segmentation, error) {
	return p.changeSegmentation(ctx, by, id, "rename", func(a *action) (any, error) {
		name := strings.TrimSpace(name)
		return segmentationPayload{Name: &name}, a.freeSegmentation(name, id)
	})
}

// RemoveSegmentation removes a segmentation. Rounds that were opened with it
// keep its segments.
func (p *Project) RemoveSegmentation(ctx context.Context, by codebook.CoderID, id codebook.SegmentationID) error {
	_, err := p.changeSegmentation(ctx, by, id, "remove", func(*action) (any, error) {
		return segmentationPayload{Removed: ptr(true)}, nil
	})
	return err
}

func (p *Project) changeSegmentation(ctx context.Context, by codebook.CoderID, id codebook.SegmentationID, verb string, payload func(*action) (any, error)) (codebook.Segmentation, error) {
	var out codebook.Segmentation
	err := p.act(ctx, by, func(a *action) error {
		was, err := a.segmentation(id)
		if err != nil {
			return err
		}
		set, err := payload(a)
		if err != nil {
			return fmt.Errorf("%s of the segmentation “%s”: %w", verb, was.Name, err)
		}
		if _, err := a.event(Thing{ClassSegmentation, id}, verb, set); err != nil {
			return err
		}
		th, err := a.thing(Thing{ClassSegmentation, id})
		if err != nil {
			return err
		}
		now, err := segmentationOf(th)
		if now != nil {
			out = *now
		}
		return err
	})
	return out, err
}

func (a *action) segmentation(id codebook.SegmentationID) (codebook.Segmentation, error) {
	th, err := a.thing(Thing{ClassSegmentation, id})
	if err != nil {
		return codebook.Segmentation{}, err
	}
	s, err := segmentationOf(th)
	if err == nil && s == nil {
		return codebook.Segmentation{}, errors.New("this segmentation is not in the project any more")
	}
	if err != nil {
		return codebook.Segmentation{}, err
	}
	return *s, nil
}

// freeSegmentation refuses an empty name and one that another has.
func (a *action) freeSegmentation(name string, id codebook.SegmentationID) error {
	if strings.TrimSpace(name) == "" {
		return errors.New("a segmentation needs a name")
	}
	all, err := readSegmentations(a)
	if err != nil {
		return err
	}
	for _, s := range all {
		if s.ID != id && strings.EqualFold(s.Name, strings.TrimSpace(name)) {
			return errors.New("there is one of this name already")
		}
	}
	return nil
}

// cutFields checks segments against their texts and writes them as fields.
func (a *action) cutFields(cuts map[corpus.TextID][]corpus.Span) (map[string]any, error) {
	fields := map[string]any{}
	for id, spans := range cuts {
		text, err := readText(a, id)
		if err != nil {
			return nil, err
		}
		ordered, err := codebook.CheckSegments(text, spans)
		if err != nil {
			return nil, err
		}
		var pairs [][2]corpus.Offset // null for none
		for _, s := range ordered {
			pairs = append(pairs, [2]corpus.Offset{s.Start, s.End})
		}
		fields[fieldText+id.String()] = pairs
	}
	return fields, nil
}
