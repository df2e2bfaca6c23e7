package speech

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"concord/corpus"
	"concord/corpus/importer/internal/chars"
	"concord/corpus/importer/turns"
	"concord/corpus/importer/utterances"
)

// ReadTextGrid reads TextGrid files of Praat, in the long or the short form, as
// one talk: each tier is a speaker. Several files are those of one recording with
// a speaker each. Intervals without words are silence.
func ReadTextGrid(texts []string, o Options) (turns.Transcript, error) {
	var list []utterances.Utterance
	var warnings []string
	seen := map[string]bool{}
	for _, text := range texts {
		tiers, err := parseTextGrid(text)
		if err != nil {
			return turns.Transcript{}, err
		}
		var left []string
		for _, t := range tiers {
			if o.Tiers != nil && !o.wanted(t.name) {
				left = append(left, "“"+chars.Shorten(t.name)+"”")
				continue
			}
			for i, u := range t.list {
				if strings.TrimSpace(u.Text) == "" {
					continue
				}
				t.list[i].Speaker = t.name
				list = append(list, t.list[i])
			}
			if seen[strings.ToLower(t.name)] {
				warnings = append(warnings, fmt.Sprintf("two tiers are called “%s”: they were read as one speaker", chars.Shorten(t.name)))
			}
			seen[strings.ToLower(t.name)] = true
		}
		if left != nil {
			warnings = append(warnings, "tiers left out: "+strings.Join(left, ", "))
		}
	}
	byTime(list)
	return compose(list, o, warnings)
}

// IsTextGrid reports whether a text begins as TextGrid files do.
func IsTextGrid(start string) bool {
	return strings.HasPrefix(start, "File type = \"ooTextFile") && strings.Contains(start, "TextGrid\"")
}

type tier struct {
	name string
	list []utterances.Utterance
}

const damagedTextGrid = "is a TextGrid file that is damaged or cut off: open it in Praat and save it anew"

// maxTiers bounds the tiers of one file.
const maxTiers = 1_000

// parseTextGrid reads the values of a TextGrid in their order: both forms have
// the same, the long one with names before them.
func parseTextGrid(text string) ([]tier, error) {
	g := gridScanner{text: text}
	if kind := g.str(); !strings.HasPrefix(kind, "ooTextFile") {
		return nil, fmt.Errorf("is not a TextGrid of Praat")
	}
	if class := g.str(); class != "TextGrid" {
		return nil, fmt.Errorf("is a file of Praat, but no TextGrid (%s): save the TextGrid", chars.Shorten(class))
	}
	g.number()
	g.number()
	n := int(g.number()) // behind the flag <exists>
	if g.bad || n < 0 || n > maxTiers {
		return nil, errors.New(damagedTextGrid)
	}
	var out []tier
	for range n {
		class, name := g.str(), g.str()
		g.number()
		g.number()
		count := int(g.number())
		if g.bad {
			return nil, errors.New(damagedTextGrid)
		}
		t := tier{name: chars.JoinBlanks(name)}
		for range count {
			var u utterances.Utterance
			u.Start, u.End = seconds(g.number()), corpus.NoTime
			if class == "IntervalTier" {
				u.End = seconds(g.number())
			}
			if u.Text = g.str(); g.bad {
				return nil, errors.New(damagedTextGrid)
			}
			if u.End < u.Start {
				u.End = corpus.NoTime
			}
			t.list = append(t.list, u)
		}
		if class == "IntervalTier" { // point tiers hold marks
			out = append(out, t)
		}
	}
	return out, nil
}

// gridScanner reads strings in quotation marks and numbers, and passes over all
// else. bad is set, and stays set, at the end of the text.
type gridScanner struct {
	text string
	at   int
	bad  bool
}

// str reads the next string; "" inside one is a quotation mark.
func (g *gridScanner) str() string {
	n := strings.IndexByte(g.text[g.at:], '"')
	if n < 0 {
		g.bad = true
		return ""
	}
	g.at += n + 1
	var b strings.Builder
	for {
		n := strings.IndexByte(g.text[g.at:], '"')
		if n < 0 {
			g.bad = true
			return ""
		}
		b.WriteString(g.text[g.at : g.at+n])
		g.at += n + 1
		if g.at >= len(g.text) || g.text[g.at] != '"' {
			return b.String()
		}
		b.WriteByte('"')
		g.at++
	}
}

// number reads the next number that is not part of a name, such as the 1 in
// "intervals [1]:".
func (g *gridScanner) number() float64 {
	for g.at < len(g.text) {
		c := g.text[g.at]
		switch {
		case c == '"':
			g.bad = true
			return 0
		case c == '[':
			n := strings.IndexByte(g.text[g.at:], ']')
			if n < 0 {
				g.bad = true
				return 0
			}
			g.at += n + 1
			continue
		case chars.IsDigit(c) || c == '-':
			from := g.at
			for g.at < len(g.text) && strings.IndexByte("0123456789.eE+-", g.text[g.at]) >= 0 {
				g.at++
			}
			if v, err := strconv.ParseFloat(g.text[from:g.at], 64); err == nil {
				return v
			}
			continue
		}
		g.at++
	}
	g.bad = true
	return 0
}
