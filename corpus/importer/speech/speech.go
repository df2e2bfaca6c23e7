// Package speech reads transcripts that are lists of utterances with times: what
// speech programs write as JSON, and the tiers of ELAN, Praat and CHAT.
package speech

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"concord/corpus"
	"concord/corpus/importer/internal/chars"
	"concord/corpus/importer/turns"
	"concord/corpus/importer/utterances"
)

// Options are what a person can tell the readers.
type Options struct {
	// MergeGap is the silence that ends a turn; below 0 utterances are never
	// joined.
	MergeGap time.Duration
	// Tiers are the tiers to read, by name, in any case; nil for those that hold
	// speech by the reader's own rule.
	Tiers []string
}

// compose writes utterances that each have a speaker, or none.
func compose(list []utterances.Utterance, o Options, warnings []string) (turns.Transcript, error) {
	named := false
	for i := range list {
		list[i].Text = chars.JoinBlanks(list[i].Text)
		list[i].Speaker = turns.CleanLabel(list[i].Speaker)
		if list[i].Text != "" && list[i].Speaker != "" {
			named = true
		}
	}
	t := utterances.Compose(list, o.MergeGap)
	t.Warnings = warnings
	if len(t.Turns) == 0 {
		return t, fmt.Errorf("holds no words")
	}
	if !named {
		t.Warnings = append(t.Warnings, "no speakers are named in the file: turns name nobody and end with sentences")
	}
	return t, nil
}

// byTime sorts utterances of several tiers by their beginning; those without a
// time keep their place behind the one before them.
func byTime(list []utterances.Utterance) {
	at := make([]struct {
		u    utterances.Utterance
		time time.Duration
	}, len(list))
	last := time.Duration(0)
	for i, u := range list {
		if u.Start != corpus.NoTime {
			last = u.Start
		}
		at[i].u, at[i].time = u, last
	}
	slices.SortStableFunc(at, func(a, b struct {
		u    utterances.Utterance
		time time.Duration
	}) int {
		switch {
		case a.time < b.time:
			return -1
		case a.time > b.time:
			return 1
		}
		return 0
	})
	for i := range at {
		list[i] = at[i].u
	}
}

// maxSeconds bounds times: a recording of a year is none.
const maxSeconds = 366 * 24 * 3600

// seconds makes a time of seconds; NoTime for what cannot be one.
func seconds(s float64) time.Duration {
	if !(s >= 0 && s <= maxSeconds) {
		return corpus.NoTime
	}
	return time.Duration(s * float64(time.Second)).Round(time.Millisecond)
}

// wanted reports whether a tier is among those asked for.
func (o Options) wanted(tier string) bool {
	return slices.ContainsFunc(o.Tiers, func(t string) bool { return strings.EqualFold(t, tier) })
}
