package transcripts

import (
	"fmt"
	"slices"
	"strings"

	"concord/corpus"
	"concord/tui/app"
)

var fixedOrders = []string{app.OrderName, app.OrderWords, app.OrderMine, app.OrderLast}

// filterTerm is one condition on a transcript: words that its name, a case or an
// attribute holds, or, with a field, the value of an attribute.
type filterTerm struct{ field, value string }

// parseFilter takes a filter apart: words and field:value, with quotes around
// what has blanks.
func parseFilter(s string) []filterTerm {
	var terms []filterTerm
	var t filterTerm
	var word strings.Builder
	quoted, any := false, false
	end := func() {
		if any {
			t.value = word.String()
			terms = append(terms, t)
		}
		t, any = filterTerm{}, false
		word.Reset()
	}
	for _, c := range s {
		switch {
		case c == '"' || c == '“' || c == '”':
			quoted, any = !quoted, true
		case c == ' ' && !quoted:
			end()
		case c == ':' && !quoted && t.field == "" && any:
			t.field = strings.ToLower(word.String())
			word.Reset()
		default:
			word.WriteRune(c)
			any = true
		}
	}
	end()
	return terms
}

// matches reports whether a transcript fulfils a condition. Case does not
// matter, and a part of a word is enough.
func (t filterTerm) matches(x *app.ListItem) bool {
	holds := func(s string) bool { return strings.Contains(strings.ToLower(s), strings.ToLower(t.value)) }
	yes := func(is bool) bool { return strings.HasPrefix("yes", strings.ToLower(t.value)) == is }
	switch t.field {
	case "":
		return holds(x.Name) || holds(x.About)
	case "name":
		return holds(x.Name)
	case "case":
		return slices.ContainsFunc(x.Cases, holds)
	case "coded":
		return yes(x.Mine.Codings > 0)
	case "complete":
		return yes(x.Mine.Completed)
	}
	return slices.ContainsFunc(x.Attributes, func(a corpus.Attribute) bool { return strings.EqualFold(a.Name, t.field) && holds(a.Value) })
}

// checkFilter says which field of a filter nobody has.
func checkFilter(terms []filterTerm, names []string) string {
	known := append([]string{"name", "case", "coded", "complete"}, names...)
	for _, t := range terms {
		if t.field != "" && !slices.ContainsFunc(known, func(n string) bool { return strings.EqualFold(n, t.field) }) {
			return fmt.Sprintf("no transcript has “%s”; there are %s", t.field, strings.Join(known, ", "))
		}
	}
	return ""
}
