package importer

import (
	"fmt"
	"maps"
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
	// Answers are the columns of a table that hold answers to open questions, made
	// with Labels; "" for those that look like it.
	Answers string
	// Renames give labels other names, so that two spellings are one speaker, and
	// Roles give labels roles instead of those that are guessed. Both are made
	// with Pairs; roles go by the new name.
	Renames string
	Roles   string
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

// Pairs writes what belongs to labels in the form that Settings wants: a label, a
// TAB and its value on each line, in alphabetical order.
func Pairs(values map[string]string) string {
	var lines []string
	for label, value := range values {
		if label, value = turns.CleanLabel(label), turns.CleanLabel(value); label != "" && value != "" {
			lines = append(lines, label+"\t"+value)
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// pairs takes apart what Pairs wrote.
func pairs(lines string) map[string]string {
	out := map[string]string{}
	for line := range strings.SplitSeq(lines, "\n") {
		if label, value, ok := strings.Cut(line, "\t"); ok {
			out[label] = value
		}
	}
	return out
}

// Merge gives the settings with those of more laid over them: values that more
// has replace, lists are joined.
func (s Settings) Merge(more Settings) Settings {
	if more.Encoding != "" {
		s.Encoding = more.Encoding
	}
	if more.MergeGap != 0 {
		s.MergeGap = more.MergeGap
	}
	s.UndoRollUp = s.UndoRollUp || more.UndoRollUp
	for _, list := range []struct {
		mine *string
		more string
	}{{&s.Roster, more.Roster}, {&s.NotSpeakers, more.NotSpeakers}, {&s.Tiers, more.Tiers}, {&s.Answers, more.Answers}} {
		*list.mine = Labels(append(labelList(*list.mine), labelList(list.more)...)...)
	}
	for _, p := range []struct {
		mine *string
		more string
	}{{&s.Renames, more.Renames}, {&s.Roles, more.Roles}} {
		all := pairs(*p.mine)
		maps.Copy(all, pairs(p.more))
		*p.mine = Pairs(all)
	}
	return s
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
	if s.Answers != "" {
		v["answers"] = strings.Split(s.Answers, "\n")
	}
	if s.Renames != "" {
		v["rename"] = strings.Split(s.Renames, "\n")
	}
	if s.Roles != "" {
		v["role"] = strings.Split(s.Roles, "\n")
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
		case "answers":
			s.Answers = strings.Join(values, "\n")
		case "rename":
			s.Renames = strings.Join(values, "\n")
		case "role":
			s.Roles = strings.Join(values, "\n")
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
	known := labelList(s.Roster)
	for label := range pairs(s.Renames) {
		known = append(known, label) // who renames a label says that it is one
	}
	slices.Sort(known)
	return turns.Options{Speakers: known, NotSpeakers: labelList(s.NotSpeakers)}
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
