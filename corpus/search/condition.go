package search

import (
	"strconv"
	"strings"

	"concord/corpus"
)

// A condition holds of a whole transcript, or of turns for who speaks in them.
// One of the two functions is set.
type condition struct {
	ofTranscript func(t Transcript) bool
	// ofSpeaker gets the speaker's entry in the transcript; only the label is
	// set if the transcript has no such entry.
	ofSpeaker func(s corpus.Speaker) bool
}

// sameAs gives the comparison of names with a value: the same up to case, or
// beginning with it where the value ended in a star.
func (v value) sameAs() func(name string) bool {
	want := foldName(v.text)
	return func(name string) bool {
		if v.beginning {
			return strings.HasPrefix(foldName(name), want)
		}
		return foldName(name) == want
	}
}

func transcriptCondition(v value) *condition {
	same := v.sameAs()
	return &condition{ofTranscript: func(t Transcript) bool { return same(t.Name) || same(t.ID.String()) }}
}

func speakerCondition(v value) *condition {
	same := v.sameAs()
	return &condition{ofSpeaker: func(s corpus.Speaker) bool { return same(s.Label) }}
}

// roleCondition holds speakers whose role nobody has decided for participants,
// as everywhere in Concord.
func roleCondition(role corpus.Role) *condition {
	return &condition{ofSpeaker: func(s corpus.Speaker) bool {
		switch role {
		case "unknown":
			return s.Role == corpus.RoleUnknown
		case corpus.RoleParticipant:
			return s.Role == corpus.RoleParticipant || s.Role == corpus.RoleUnknown
		}
		return s.Role == role
	}}
}

// attributeCondition holds of a transcript that has the attribute with the
// value, itself or through one of its cases. A value that begins with <, <=, >
// or >= is compared: as numbers if both are numbers, as dates if both are
// dates like 2026-03-09; else it does not hold.
func attributeCondition(name string, v value) *condition {
	holds := v.sameAs()
	for _, sign := range []string{"<=", ">=", "<", ">"} {
		if limit, ok := strings.CutPrefix(v.text, sign); ok && !v.beginning {
			limit = strings.TrimSpace(limit)
			holds = func(has string) bool { return compares(strings.TrimSpace(has), sign, limit) }
			break
		}
	}
	return &condition{ofTranscript: func(t Transcript) bool {
		for _, a := range t.Attributes {
			if foldName(a.Name) == name && holds(a.Value) {
				return true
			}
		}
		return false
	}}
}

func compares(has, sign, limit string) bool {
	var c int
	a, errA := strconv.ParseFloat(has, 64)
	b, errB := strconv.ParseFloat(limit, 64)
	switch {
	case errA == nil && errB == nil && a == a && b == b:
		switch {
		case a < b:
			c = -1
		case a > b:
			c = 1
		}
	case isDate(has) && isDate(limit):
		c = strings.Compare(has, limit)
	default:
		return false
	}
	switch sign {
	case "<":
		return c < 0
	case "<=":
		return c <= 0
	case ">":
		return c > 0
	}
	return c >= 0
}

// isDate reports whether s is written YYYY-MM-DD, which sorts as it reads.
func isDate(s string) bool {
	if len(s) != len("2006-01-02") {
		return false
	}
	for i := range len(s) {
		if digit := '0' <= s[i] && s[i] <= '9'; digit == (i == 4 || i == 7) || !digit && s[i] != '-' {
			return false
		}
	}
	return true
}
