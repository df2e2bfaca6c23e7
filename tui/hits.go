package tui

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"concord/codebook"
	"concord/corpus"
	"concord/corpus/search"
	"concord/store"
	"concord/tui/reader"
	"concord/tui/theme"
)

// passageList is the list of passages that was made last: what a search found, or
// where coders differ. One steps through it while reading, too.
type passageList struct {
	title string
	query string // of the last search, to be changed
	rows  []hitRow
	at    int
	more  bool // there are more than are shown
	// searched is set if the passages are those of a search.
	searched bool
}

// hitsScreen shows the list of passages.
type hitsScreen struct {
	*host

	first  int
	number int // of the search asked for last; older answers are dropped
	busy   bool
}

// askSearchRequest asks what is to be searched.
type askSearchRequest struct{}

// passagesRequest asks for a list of passages to be shown.
type passagesRequest struct {
	title string
	rows  []hitRow
}

// searchRequest asks for a search; see hitsScreen.searchUnder.
type searchRequest struct{ query, version string }

// passageRequest asks for a passage to be read where it stands.
type passageRequest struct{ row hitRow }

// show takes the requests for passages.
func (r *hitsScreen) Show(request any) (cmd tea.Cmd, mine bool) {
	switch q := request.(type) {
	case askSearchRequest:
		return r.askSearch(), true
	case searchRequest:
		return r.searchUnder(q.query, q.version), true
	case passagesRequest:
		r.number++
		r.first = 0
		*r.passages = passageList{title: q.title, query: r.passages.query, rows: q.rows}
		r.Enter(modeHits)
		return nil, true
	}
	return nil, false
}

// hitRow is one passage with the words around it.
type hitRow struct {
	transcript corpus.TranscriptID
	name       string
	text       corpus.TextID
	turn       corpus.TurnIndex
	speaker    string
	span       corpus.Span
	marks      []corpus.Span
	words      string // the passage on one line
	at         []mark // what is marked in words, in bytes
	note       string // who coded it, say
}

type mark struct{ start, end int }

// hitsMsg is the answer of a search.
type hitsMsg struct {
	number int
	title  string
	rows   []hitRow
	more   bool
	err    error
}

const maxHits = 2000

func (r *hitsScreen) askSearch() tea.Cmd {
	p := newPrompt("search all transcripts", r.passages.query, func(q string) tea.Cmd {
		q = strings.TrimSpace(q)
		if q == "" {
			return nil
		}
		return r.search(q)
	})
	p.hint = `words “a phrase” begin* /regex/ code:trust coder:ana is:quoted county:… -not OR`
	r.Open(p)
	return nil
}

// search looks for a query in a command and shows the results.
func (r *hitsScreen) search(q string) tea.Cmd { return r.searchUnder(q, "") }

// searchUnder is search as codings count under a saved version of the codebook;
// "" for the working one.
func (r *hitsScreen) searchUnder(q, version string) tea.Cmd {
	r.passages.query = q
	r.number++
	r.busy = true
	number, s, ctx, transcripts := r.number, r.study, r.ctx, r.over.Transcripts
	r.tell("searching …")
	return func() tea.Msg {
		m := hitsMsg{number: number, title: "search “" + q + "”"}
		if version != "" {
			m.title += " under " + version
		}
		s, err := s.Under(ctx, version)
		if err != nil {
			m.err = err
			return m
		}
		results, err := s.Search(ctx, q)
		if err != nil {
			m.err = err
			return m
		}
		names := map[corpus.TranscriptID]string{}
		for _, t := range transcripts {
			names[t.ID] = t.Name
		}
		text := &corpus.Text{}
		for hit, err := range results.All(ctx) {
			if err != nil {
				m.err = err
				return m
			}
			if len(m.rows) == maxHits {
				m.more = true
				break
			}
			if text.ID != hit.Text {
				if text, err = s.Reader().Text(ctx, hit.Text); err != nil {
					m.err = err
					return m
				}
			}
			row := hitRow{transcript: hit.Transcript, name: names[hit.Transcript], text: hit.Text, turn: hit.Turn, span: hit.Span}
			for _, x := range hit.Marks {
				row.marks = append(row.marks, x.Span)
			}
			row.fill(text)
			m.rows = append(m.rows, row)
		}
		return m
	}
}

// fill writes the passage on one line, beginning shortly before its first mark.
func (h *hitRow) fill(text *corpus.Text) {
	if h.turn >= 0 && int(h.turn) < len(text.Turns) {
		h.speaker = text.Turns[h.turn].Speaker
	}
	span := h.span
	h.marks = corpus.Union(h.marks)
	if len(h.marks) > 0 && h.marks[0].Start > span.Start+60 && h.marks[0].Start < span.End {
		start := h.marks[0].Start - 50
		for start > span.Start && text.Body[start-1] != ' ' && text.Body[start-1] != '\n' {
			start--
		}
		span.Start = max(start, span.Start)
	}
	span.End = min(span.End, span.Start+600)
	for int(span.End) < len(text.Body) && text.Body[span.End]&0xC0 == 0x80 {
		span.End++
	}
	var b strings.Builder
	if span.Start > h.span.Start {
		b.WriteString("… ")
	}
	blank := false
	where := make(map[corpus.Offset]int)
	for i, c := range text.Slice(span) {
		where[span.Start+corpus.Offset(i)] = b.Len()
		if c == '\n' || c == '\t' || c == ' ' || !reader.Printable(c) {
			if !blank {
				b.WriteByte(' ')
			}
			blank = true
			continue
		}
		blank = false
		b.WriteRune(c)
	}
	where[span.End] = b.Len()
	h.words = b.String()
	for _, m := range h.marks {
		m = m.Intersect(span)
		start, ok1 := where[m.Start]
		end, ok2 := where[m.End]
		if ok1 && ok2 && end > start && m != h.span {
			h.at = append(h.at, mark{start, end})
		}
	}
}

// searchProblem says why a search gave no answer.
func searchProblem(err error) string {
	var q *search.QueryError
	switch {
	case errors.As(err, &q):
		return "the query: " + err.Error()
	case errors.Is(err, store.ErrBusy):
		return err.Error()
	}
	return "searching: " + err.Error()
}

func (r *hitsScreen) take(m hitsMsg) {
	if m.number != r.number {
		return
	}
	r.busy = false
	if m.err != nil {
		r.warn(searchProblem(m.err))
		return
	}
	r.passages.title, r.passages.rows, r.passages.more, r.passages.at, r.first, r.passages.searched = m.title, m.rows, m.more, 0, 0, true
	r.said = ""
	r.Enter(modeHits)
	if len(m.rows) == 0 {
		r.tell("nothing found")
	}
}

// marksIn gives what is to be marked in a text, ordered and separate.
func (l *passageList) marksIn(text corpus.TextID) []corpus.Span {
	var out []corpus.Span
	for _, row := range l.rows {
		if row.text == text {
			for _, m := range row.marks {
				if m != row.span {
					out = append(out, m)
				}
			}
		}
	}
	return corpus.Union(out)
}

func (r *hitsScreen) Bindings() []binding {
	moves := moveKeys("hits", "passage", modeHits, func() rows { return rows{&r.passages.at, len(r.passages.rows), r.passagesShown()} })
	moves[0].keys = append(moves[0].keys, "n")
	moves[1].keys = append(moves[1].keys, "N")
	moves[2].keys = append(moves[2].keys, "space")
	return append([]binding{
		{name: "open-hit", mode: modeHits, keys: []string{"enter", "right", "l"}, help: "read the passage where it stands", foot: "open", why: r.noHits, do: r.openHit},
		{name: "auto-hits", mode: modeHits, keys: []string{"a"}, help: "auto-code what the search found: choose the code, look through the list, apply", foot: "auto-code",
			do: func() tea.Cmd { return r.GoTo(autoRequest{r.passages.query}) }, why: func() string {
				if !r.passages.searched {
					return "this list does not come from a search; {auto} asks for one"
				}
				return firstOf(r.noHits(), r.noCoder())
			}},
	}, moves...)
}

func (r *hitsScreen) openHit() tea.Cmd {
	return r.GoTo(passageRequest{r.passages.rows[r.passages.at]})
}

// hitRows is how many lines a passage takes, and hitsTop where the first is.
const (
	hitRows = 3
	hitsTop = 2
)

func (r *hitsScreen) View() []string {
	h := r.passages
	n := counted(len(h.rows), "passage", "passages")
	if h.more {
		n = "the first " + n
	}
	lines := []string{r.header(r.trail(r.over.Title, h.title), theme.Paint(r.theme.Chrome, n+"   ")+r.standing()), r.rule()}
	r.first = window(r.first, h.at, len(h.rows), r.passagesShown())
	for i := r.first; i < len(h.rows) && i < r.first+r.passagesShown(); i++ {
		lines = append(lines, h.rows[i].lines(r.host, i == h.at, "", h.rows[i].note)...)
	}
	return r.fill(lines)
}

// passagesShown is how many passages a page of them shows.
func (r *host) passagesShown() int { return max(1, (r.height-4)/hitRows) }

// lines shows a passage: where it is, with a sign before it and a note behind,
// and its words below.
func (h hitRow) lines(r *host, chosen bool, sign, note string) []string {
	mark, look := "  ", r.theme.Chrome
	if chosen {
		mark, look = "▶ ", r.theme.Accent
	}
	where := h.name
	if h.turn >= 0 {
		where += fmt.Sprintf(" turn %d", h.turn.Number())
	}
	if h.speaker != "" {
		where += " " + h.speaker
	}
	head := theme.Paint(look, mark+sign+clean(where)) + theme.Paint(r.theme.Quiet, "  "+note)
	return append([]string{head}, h.paint(r, r.width-6, hitRows-1)...)
}

// paint breaks the passage into lines, its marks bold and underlined.
func (h hitRow) paint(r *host, width, height int) []string {
	wrapped := wrapText(h.words, width)
	var out []string
	at := 0
	for i := range height {
		if i >= len(wrapped) {
			out = append(out, "")
			continue
		}
		line := wrapped[i]
		if n := strings.Index(h.words[at:], line); n >= 0 {
			at += n
		}
		var b strings.Builder
		b.WriteString("    ")
		pos := 0
		for _, m := range h.at {
			start, end := max(m.start-at, 0), min(m.end-at, len(line))
			if start >= end || start < pos {
				continue
			}
			b.WriteString(line[pos:start])
			b.WriteString(theme.Paint("1;4", line[start:end]))
			pos = end
		}
		b.WriteString(line[pos:])
		if i == height-1 && len(wrapped) > height {
			out = append(out, ansi.Truncate(b.String(), width+2, "")+" …")
		} else {
			out = append(out, b.String())
		}
		at += len(line)
	}
	return out
}

// sortHits puts passages in reading order.
func sortHits(rows []hitRow, order map[corpus.TranscriptID]int) {
	slices.SortStableFunc(rows, func(a, b hitRow) int {
		if n := order[a.transcript] - order[b.transcript]; n != 0 {
			return n
		}
		return a.span.Compare(b.span)
	})
}

func (r *host) noHits() string {
	if len(r.passages.rows) == 0 {
		return "there are no hits; {search} searches"
	}
	return ""
}

// subjects is what a memo can be about here.
func (r *hitsScreen) Subjects() []subject {
	l := r.passages
	if l.at >= len(l.rows) {
		return nil
	}
	h := l.rows[l.at]
	return []subject{{codebook.Subject{Kind: codebook.AboutSpan, Transcript: h.transcript, Text: h.text, Span: h.span}, "this passage of " + h.name}}
}

// update takes what was found.
func (r *hitsScreen) Update(msg tea.Msg) (cmd tea.Cmd, mine bool) {
	if m, ok := msg.(hitsMsg); ok {
		r.take(m)
		return nil, true
	}
	return nil, false
}
