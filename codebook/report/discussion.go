package report

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"concord/codebook/reconcile"
	"concord/corpus"
	"concord/corpus/prose"
)

// Discussion is an agreement without figures, for analysis in which coding is
// interpretation: which passages coders read differently, and how many.
type Discussion struct {
	*Agreement
	Passages []Differing
}

// Differing is a passage that some gave a code and others did not.
type Differing struct {
	Code       string            `json:"code"`
	Transcript string            `json:"transcript"`
	Turn       corpus.TurnNumber `json:"turn"` // 0 where the unit spans several
	Speaker    string            `json:"speaker,omitempty"`
	Time       string            `json:"time,omitempty"`
	Start      corpus.Point      `json:"start"` // code points of the stored text, half-open
	End        corpus.Point      `json:"end"`
	Yes        []string          `json:"yes"`
	No         []string          `json:"no"`
	Quote      string            `json:"quote"`
}

// Discuss gathers the passages on which coders differ, code by code.
func (a *Agreement) Discuss() (Discussion, error) {
	if a.Spans != nil {
		return Discussion{}, errors.New("passages to discuss are units, and characters are none: choose another unit")
	}
	d := Discussion{Agreement: a}
	l := &a.RatingMatrix
	names, transcripts := l.CoderNames(), l.TranscriptNames()
	rulers := map[int]*corpus.Ruler{}
	pick := func(places []int) []string {
		out := []string{}
		for _, c := range places {
			out = append(out, names[c])
		}
		return out
	}
	for _, c := range a.Codes {
		for _, x := range l.Differences(c.Line) {
			p := l.Units[x.Unit]
			w := l.Coded[p.Coded]
			if rulers[p.Coded] == nil {
				rulers[p.Coded] = corpus.NewRuler(w.Text.Body)
			}
			q := Differing{Code: c.Path, Transcript: transcripts[p.Coded], Yes: pick(x.Yes), No: pick(x.No), Quote: w.Text.Slice(p.Segment.Span)}
			q.Start, q.End = rulers[p.Coded].Points(p.Segment.Span)
			if p.Segment.Turn >= 0 {
				turn := w.Text.Turns[p.Segment.Turn]
				q.Turn, q.Speaker, q.Time = p.Segment.Turn.Number(), turn.Speaker, corpus.FormatTime(turn.Start)
			}
			d.Passages = append(d.Passages, q)
		}
	}
	return d, nil
}

// Where names the place of a passage.
func (q Differing) Where() string {
	s := q.Transcript
	if q.Turn > 0 {
		s += fmt.Sprintf(", turn %d", q.Turn)
	}
	if q.Speaker != "" {
		s += ", " + q.Speaker
	}
	return s
}

// Who says who gave the code and who did not.
func (q Differing) Who() string {
	return strings.Join(q.Yes, ", ") + " yes · " + strings.Join(q.No, ", ") + " no"
}

// Counts is the report of the discussion, code by code and without any
// coefficient.
func (d Discussion) Counts() CodeReport {
	r := CodeReport{Title: fmt.Sprintf("Where %s read differently", cmp.Or(prose.And(d.RatingMatrix.CoderNames()), "nobody"))}
	for _, f := range d.codeFields(Choice{}) {
		if f.Key == "prevalence" {
			break // what comes from here on are figures
		}
		f.Write = nil
		r.Fields = append(r.Fields, f)
	}
	for _, c := range d.Codes {
		r.Rows = append(r.Rows, CodeRow{&d.Part, c, ""})
	}
	r.Notes = append(d.RatingMatrix.Sentences(), fmt.Sprintf("Codebook %s. %s", d.Codebook, d.programSentence()))
	return r
}

// ByPassage is the report of the passages that programs read, a row a passage.
func (d Discussion) ByPassage() Report[Differing] {
	text := func(key string, of func(Differing) string) Field[Differing] {
		return Field[Differing]{Key: key, Write: of}
	}
	return Report[Differing]{Rows: d.Passages, Fields: []Field[Differing]{
		text("code", func(q Differing) string { return q.Code }),
		text("transcript", func(q Differing) string { return q.Transcript }),
		text("turn", func(q Differing) string {
			if q.Turn == 0 {
				return ""
			}
			return strconv.Itoa(int(q.Turn))
		}),
		text("speaker", func(q Differing) string { return q.Speaker }),
		text("time", func(q Differing) string { return q.Time }),
		text("start", func(q Differing) string { return strconv.Itoa(int(q.Start)) }),
		text("end", func(q Differing) string { return strconv.Itoa(int(q.End)) }),
		text("yes", func(q Differing) string { return strings.Join(q.Yes, "; ") }),
		text("no", func(q Differing) string { return strings.Join(q.No, "; ") }),
		text("quote", func(q Differing) string { return q.Quote }),
	}}
}

// MarshalJSON gives the rules, the counts of each code and the passages.
func (d Discussion) MarshalJSON() ([]byte, error) {
	codes := object{}
	for _, c := range d.Codes {
		x := object{"units": c.Units, "units_pairable": c.Pairable, "all": c.All, "some": c.Some, "none": c.None}
		if len(c.Row.Coders) == 2 {
			x["both"], x["only_first"], x["only_second"], x["neither"] = c.Both, c.OnlyFirst, c.OnlySecond, c.Neither
		}
		codes[c.Path] = x
	}
	passages := d.Passages
	if passages == nil {
		passages = []Differing{}
	}
	out := object{"units": len(d.RatingMatrix.Units), "coders": notNil(d.RatingMatrix.CoderNames()), "transcripts": notNil(d.RatingMatrix.TranscriptNames()),
		"codes": codes, "passages": passages, "discuss": true, "overlap": d.RatingMatrix.Rules.Overlap}
	d.common(out, d.RatingMatrix.Rules, d.RatingMatrix.Sentences())
	return json.Marshal(out)
}

// Exchange is one cell of the confusion of codes: how many units one coder gave
// the one code where another gave the other.
type Exchange struct {
	Code    string `json:"code"`
	Instead string `json:"instead"`
	Units   int    `json:"units"`
	Differ  int    `json:"differ"` // units on which coders differ about Code
}

// Exchanges lists which codes stood in for which, the most frequent first. With
// two coders Code is the first one's; with more, each pair of codes is listed
// once, under the code that comes first.
func (p *Part) Exchanges() []Exchange {
	between := reconcile.BetweenAll
	if len(p.RatingMatrix.Coders) == 2 {
		between = reconcile.Between{First: 0, Second: 1}
	}
	c := p.RatingMatrix.Confusion(between)
	var out []Exchange
	for i, row := range c.Units {
		for j, n := range row {
			if n == 0 || i == j || between == reconcile.BetweenAll && j < i {
				continue
			}
			out = append(out, Exchange{p.Codes[i].Path, p.Codes[j].Path, n, c.Differ[i]})
		}
	}
	slices.SortStableFunc(out, func(a, b Exchange) int { return b.Units - a.Units })
	return out
}

// ByExchange is the report of the confusion of codes, as a list.
func (a *Agreement) ByExchange() Report[Exchange] {
	first, second := "code", "instead"
	if names := a.RatingMatrix.CoderNames(); len(names) == 2 {
		first, second = names[0], names[1]
	}
	field := func(key, title string, numbers bool, of func(Exchange) string) Field[Exchange] {
		return Field[Exchange]{Key: key, Title: title, Numbers: numbers, Show: of, Write: of}
	}
	return Report[Exchange]{Title: "Which code stood in for which", Rows: a.Exchanges(), Fields: []Field[Exchange]{
		field(first, first, false, func(e Exchange) string { return e.Code }),
		field(second, second, false, func(e Exchange) string { return e.Instead }),
		field("units", "units", true, func(e Exchange) string { return strconv.Itoa(e.Units) }),
		field("of", "of", true, func(e Exchange) string { return strconv.Itoa(e.Differ) }),
	}, Notes: append(a.RatingMatrix.Sentences(), "Units to which one coder gave the code at the left and another, in its place, the other; “of”: units on which they differ about the code at the left.")}
}
