package store

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// fieldSettles, followed by the id of an event that was replaced twice, is a
// field that says a conflict has been looked at and resolved.
const fieldSettles = "settles/"

// side is one of the branches of a conflict: an event and what followed on it in
// ignorance of the others.
type side struct {
	first  EventID
	values map[string]field // the last value of each field set in the branch
}

// conflicts gives, by the event replaced, the branches that set the same values at
// odds: events that replace the same one, neither of which knew the other. Each
// has two sides or more, in order of their first events. Those that set
// different values of a thing do not conflict.
func (t *thing) conflicts() (map[EventID][]side, error) {
	children := map[EventID][]*Event{}
	forks := false
	for _, e := range t.events {
		if !e.Replaces.IsZero() {
			children[e.Replaces] = append(children[e.Replaces], e)
			forks = forks || len(children[e.Replaces]) > 1
		}
	}
	if !forks {
		return nil, nil
	}
	out := map[EventID][]side{}
	for replaced, firsts := range children {
		if len(firsts) < 2 {
			continue
		}
		var sides []side
		for _, e := range firsts {
			s := side{e.ID, map[string]field{}}
			if err := s.follow(e, replaced, children); err != nil {
				return nil, err
			}
			sides = append(sides, s)
		}
		shared := sharedFields(sides)
		sides = slices.DeleteFunc(sides, func(s side) bool {
			return !slices.ContainsFunc(shared, func(name string) bool { _, sets := s.values[name]; return sets })
		})
		if len(sides) > 1 {
			out[replaced] = sides
		}
	}
	return out, nil
}

// follow gathers what an event and those that follow on it set, up to the one
// that resolved the conflict: what that says is no side's.
func (s *side) follow(e *Event, replaced EventID, children map[EventID][]*Event) error {
	set, err := payloadFields(e.Payload)
	if err != nil {
		return err
	}
	if _, settles := set[fieldSettles+replaced.String()]; settles {
		return nil
	}
	for name, value := range set {
		if old, ok := s.values[name]; !ok || e.Compare(old.setter) > 0 {
			s.values[name] = field{value, e}
		}
	}
	for _, c := range children[e.ID] {
		if c.Compare(e) <= 0 {
			continue // nobody replaces what is to come; whoever says so would lead in circles
		}
		if err := s.follow(c, replaced, children); err != nil {
			return err
		}
	}
	return nil
}

// sharedFields names the fields that two sides or more set to different values,
// sorted. The reason of a change is no value of a thing.
func sharedFields(sides []side) []string {
	count := map[string]map[string]bool{}
	setters := map[string]int{}
	for _, s := range sides {
		for name, f := range s.values {
			if name == "reason" || strings.HasPrefix(name, fieldSettles) {
				continue
			}
			if count[name] == nil {
				count[name] = map[string]bool{}
			}
			count[name][canonical(f.value)] = true
			setters[name]++
		}
	}
	maps.DeleteFunc(setters, func(name string, n int) bool { return n < 2 || len(count[name]) < 2 })
	return slices.Sorted(maps.Keys(setters))
}

// canonical writes a value so that equal ones are equal.
func canonical(raw json.RawMessage) string {
	var v any
	if json.Unmarshal(raw, &v) != nil {
		return string(raw)
	}
	b, _ := json.Marshal(v)
	return string(b)
}
