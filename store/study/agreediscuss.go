package study

import (
	"cmp"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"concord/codebook/reconcile"
	"concord/corpus"
	"concord/corpus/exporter"
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

// where names the place of a passage.
func (q Differing) where() string {
	s := q.Transcript
	if q.Turn > 0 {
		s += fmt.Sprintf(", turn %d", q.Turn)
	}
	if q.Speaker != "" {
		s += ", " + q.Speaker
	}
	return s
}

func (q Differing) who() string {
	return strings.Join(q.Yes, ", ") + " yes · " + strings.Join(q.No, ", ") + " no"
}

// Table counts, code by code, without any coefficient.
func (d Discussion) Table() exporter.Table {
	t := exporter.Table{Title: fmt.Sprintf("Where %s read differently", cmp.Or(prose.And(d.RatingMatrix.CoderNames()), "nobody")), Columns: []exporter.Column{{Name: "code"}}}
	for _, name := range append([]string{"units"}, d.countHeads()...) {
		t.Columns = append(t.Columns, exporter.Column{Name: name, Numbers: true})
	}
	for _, c := range d.Codes {
		t.Rows = append(t.Rows, exporter.Row{Cells: append([]string{c.Path, fmt.Sprint(c.Pairable)}, d.counts(c)...)})
	}
	t.Notes = append(d.RatingMatrix.Sentences(), fmt.Sprintf("Codebook %s. %s", d.Codebook, d.programSentence()))
	return t
}

// WriteText writes the counts and below them the passages, for reading.
func (d Discussion) WriteText(w io.Writer) error {
	if err := exporter.TableText(w, d.Table()); err != nil {
		return err
	}
	code := ""
	for _, q := range d.Passages {
		if q.Code != code {
			code = q.Code
			if _, err := fmt.Fprintf(w, "\n%s\n", code); err != nil {
				return err
			}
		}
		if _, err := fmt.Fprintf(w, "  %s: %s\n    %s\n", q.where(), q.who(), strings.Join(strings.Fields(q.Quote), " ")); err != nil {
			return err
		}
	}
	return nil
}

// WriteDocx writes the counts and the passages as a document.
func (d Discussion) WriteDocx(w io.Writer) error {
	var doc exporter.Docx
	doc.Table(d.Table())
	code := ""
	for _, q := range d.Passages {
		if q.Code != code {
			code = q.Code
			doc.Heading(2, code)
		}
		doc.Paragraph(q.where() + ": " + q.who())
		doc.Quote(q.Quote)
	}
	return doc.Write(w)
}

// WriteCSV writes one row a passage.
func (d Discussion) WriteCSV(w io.Writer) error {
	c := csv.NewWriter(w)
	if err := c.Write([]string{"code", "transcript", "turn", "speaker", "time", "start", "end", "yes", "no", "quote"}); err != nil {
		return err
	}
	for _, q := range d.Passages {
		turn := ""
		if q.Turn > 0 {
			turn = strconv.Itoa(int(q.Turn))
		}
		err := c.Write([]string{q.Code, q.Transcript, turn, q.Speaker, q.Time, strconv.Itoa(int(q.Start)), strconv.Itoa(int(q.End)),
			strings.Join(q.Yes, "; "), strings.Join(q.No, "; "), q.Quote})
		if err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
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

// ExchangesTable is the confusion of codes as a list.
func (a *Agreement) ExchangesTable() exporter.Table {
	t := exporter.Table{Title: "Which code stood in for which", Columns: []exporter.Column{{Name: "code"}, {Name: "instead"}, {Name: "units", Numbers: true}, {Name: "of", Numbers: true}}}
	if names := a.RatingMatrix.CoderNames(); len(names) == 2 {
		t.Columns[0].Name, t.Columns[1].Name = names[0], names[1]
	}
	for _, e := range a.Exchanges() {
		t.Rows = append(t.Rows, exporter.Row{Cells: []string{e.Code, e.Instead, fmt.Sprint(e.Units), fmt.Sprint(e.Differ)}})
	}
	t.Notes = append(a.RatingMatrix.Sentences(), "Units to which one coder gave the code at the left and another, in its place, the other; “of”: units on which they differ about the code at the left.")
	return t
}
