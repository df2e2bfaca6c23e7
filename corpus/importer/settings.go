package importer

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"concord/corpus/importer/captions"
	"concord/corpus/importer/speech"
	"concord/corpus/importer/turns"
)

// Settings are what a person can tell a reader. The zero value is right for
// most files. Settings can be compared with ==, and their String is stored with
// a source, so that it can be read again in the same way.
type Settings struct {
	// Encoding forces one of charset.Names; "" finds it out.
	Encoding string
	// Roster holds labels known to be speakers and NotSpeakers labels known to
	// be none; both are made with Labels. A label on the roster counts wherever
	// it stands at the beginning of a line.
	Roster      string
	NotSpeakers string
	// MergeGap is the longest silence between two captions that are one turn: 0
	// means DefaultMergeGap, anything below 0 never to join captions.
	MergeGap time.Duration
	// UndoRollUp drops from each caption the lines it repeats of the one before.
	UndoRollUp bool
	// Tiers are those to read of files that have tiers, made with Labels; "" for
	// those that hold speech by the reader's own rule.
	Tiers string
}

// DefaultMergeGap is the silence that ends a turn in captions.
const DefaultMergeGap = 2 * time.Second

// Labels writes labels in the form that Settings wants: each once, in
// alphabetical order, one a line. Case counts.
func Labels(labels ...string) string {
	var clean []string
	for _, l := range labels {
		if l = turns.CleanLabel(l); l != "" {
			clean = append(clean, l)
		}
	}
	slices.Sort(clean)
	return strings.Join(slices.Compact(clean), "\n")
}

// String writes the settings in one stable line that ParseSettings reads: "" for
// the zero value, else "encoding=windows-1250&gap=1s&roster=Ana" and the like,
// in the escapes of URL queries.
func (s Settings) String() string {
	v := url.Values{}
	if s.Encoding != "" {
		v.Set("encoding", s.Encoding)
	}
	if s.MergeGap != 0 {
		v.Set("gap", s.MergeGap.String())
	}
	if s.NotSpeakers != "" {
		v["not"] = strings.Split(s.NotSpeakers, "\n")
	}
	if s.Roster != "" {
		v["roster"] = strings.Split(s.Roster, "\n")
	}
	if s.Tiers != "" {
		v["tier"] = strings.Split(s.Tiers, "\n")
	}
	if s.UndoRollUp {
		v.Set("undo-roll-up", "true")
	}
	return v.Encode()
}

// ParseSettings reads what String wrote. It is an error if the line names a
// setting this version does not know, because the file could not be read again
// in the same way.
func ParseSettings(line string) (Settings, error) {
	var s Settings
	v, err := url.ParseQuery(line)
	if err != nil {
		return s, fmt.Errorf("the import settings %q are damaged: %w", line, err)
	}
	for key, values := range v {
		switch key {
		case "encoding":
			s.Encoding = values[0]
		case "gap":
			if s.MergeGap, err = time.ParseDuration(values[0]); err != nil {
				return s, fmt.Errorf("the import settings %q are damaged: %w", line, err)
			}
		case "not":
			s.NotSpeakers = strings.Join(values, "\n")
		case "roster":
			s.Roster = strings.Join(values, "\n")
		case "tier":
			s.Tiers = strings.Join(values, "\n")
		case "undo-roll-up":
			if s.UndoRollUp, err = strconv.ParseBool(values[0]); err != nil {
				return s, fmt.Errorf("the import settings %q are damaged: %w", line, err)
			}
		default:
			return s, fmt.Errorf("the import settings %q name %q, which this version does not know: use a newer one", line, key)
		}
	}
	return s, nil
}

// labels gives what is known about labels.
func (s Settings) labels() turns.Options {
	return turns.Options{Speakers: labelList(s.Roster), NotSpeakers: labelList(s.NotSpeakers)}
}

// captions gives what the readers of captions are told.
func (s Settings) captions() captions.Options {
	return captions.Options{Options: s.labels(), MergeGap: s.mergeGap(), UndoRollUp: s.UndoRollUp}
}

// speech gives what the readers of utterances are told.
func (s Settings) speech() speech.Options {
	return speech.Options{MergeGap: s.mergeGap(), Tiers: labelList(s.Tiers)}
}

// labelList takes apart what Labels wrote.
func labelList(labels string) []string {
	if labels == "" {
		return nil
	}
	return strings.Split(labels, "\n")
}

func (s Settings) mergeGap() time.Duration {
	if s.MergeGap == 0 {
		return DefaultMergeGap
	}
	return s.MergeGap
}
