package codebook

import "strings"

// Sentences gives a definition for people, a part each: what the code means, when
// it is used and when not. Many codebooks begin the latter two with “Use when” and
// “Not when” themselves; the others get the words.
func (d Definition) Sentences() []string {
	var out []string
	for _, part := range []struct{ lead, words string }{{"", d.Text}, {"Use when: ", d.Include}, {"Not when: ", d.Exclude}} {
		if part.words == "" {
			continue
		}
		if first, _, _ := strings.Cut(part.lead, " "); first != "" && strings.HasPrefix(part.words, first) {
			part.lead = ""
		}
		out = append(out, part.lead+part.words)
	}
	return out
}
