package tui

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"concord/corpus"
	"concord/corpus/search"
	"concord/store"
	"concord/tui/reader"
	"concord/tui/theme"
)

// hitsScreen lists passages: what a search found, or where coders differ.
type hitsScreen struct {
	title  string
	query  string // of the last search, to be changed
	rows   []hitRow
	at     int
	first  int
	number int  // of the search asked for last; older answers are dropped
	more   bool // there are more than are shown
	busy   bool
	// searched is set if the passages are those of a search.
	searched bool
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

func (h *hitsScreen) count() int { return len(h.rows) }

func (r *root) askSearch() tea.Cmd {
	p := newPrompt("search all transcripts", r.hits.query, func(r *root, q string) tea.Cmd {
		q = strings.TrimSpace(q)
		if q == "" {
			return nil
		}
		return r.search(q)
	})
	p.hint = `words “a phrase” begin* /regex/ code:trust coder:ana is:quoted county:… -not OR`
	r.dialog = p
	return nil
}

// search looks for a query in a command and shows the results.
func (r *root) search(q string) tea.Cmd { return r.searchUnder(q, "") }

// searchUnder is search as codings count under a saved version of the codebook;
// "" for the working one.
func (r *root) searchUnder(q, version string) tea.Cmd {
	r.hits.query = q
	r.hits.number++
	r.hits.busy = true
	number, s, ctx, transcripts := r.hits.number, r.study, r.ctx, r.over.Transcripts
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

func (h *hitsScreen) take(r *root, m hitsMsg) {
	if m.number != h.number {
		return
	}
	h.busy = false
	if m.err != nil {
		r.warn(searchProblem(m.err))
		return
	}
	h.title, h.rows, h.more, h.at, h.first, h.searched = m.title, m.rows, m.more, 0, 0, true
	r.said = ""
	r.enter(modeHits)
	if len(m.rows) == 0 {
		r.tell("nothing found")
	}
}

// marksIn gives what is to be marked in a text, ordered and separate.
func (h *hitsScreen) marksIn(text corpus.TextID) []corpus.Span {
	var out []corpus.Span
	for _, row := range h.rows {
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

func hitsKeys() []binding {
	moves := moveKeys("hits", "passage", modeHits, func(r *root) rows { return rows{&r.hits.at, len(r.hits.rows), r.passagesShown()} })
	moves[0].keys = append(moves[0].keys, "n")
	moves[1].keys = append(moves[1].keys, "N")
	moves[2].keys = append(moves[2].keys, "space")
	return append([]binding{
		{name: "open-hit", mode: modeHits, keys: []string{"enter", "right", "l"}, help: "read the passage where it stands", foot: "open", why: noHits, do: (*root).openHit},
		{name: "auto-hits", mode: modeHits, keys: []string{"a"}, help: "auto-code what the search found: choose the code, look through the list, apply", foot: "auto-code",
			do: func(r *root) tea.Cmd { return r.chooseAutoCode(r.hits.query) }, why: func(r *root) string {
				if !r.hits.searched {
					return "this list does not come from a search; {auto} asks for one"
				}
				return firstOf(noHits(r), r.noCoder())
			}},
	}, moves...)
}

func (r *root) openHit() tea.Cmd { return r.openPassage(r.hits.rows[r.hits.at]) }

// openPassage reads a passage where it stands.
func (r *root) openPassage(row hitRow) tea.Cmd {
	span := row.span
	if r.read != nil && r.read.data.Text.ID == row.text {
		r.read.goTo(span)
		r.read.hits = r.hits.marksIn(row.text)
		r.enter(modeRead)
		return nil
	}
	return tea.Batch(r.keepPlace(), r.openCmd(row.transcript, &span))
}

// stepHit goes from hit to hit while reading.
func (r *root) stepHit(n int) tea.Cmd {
	at := r.hits.at + n
	if at < 0 || at >= len(r.hits.rows) {
		r.tell("no more hits in this direction")
		return nil
	}
	r.hits.at = at
	r.tell(fmt.Sprintf("hit %d of %d", at+1, len(r.hits.rows)))
	return r.openPassage(r.hits.rows[at])
}

// hitRows is how many lines a passage takes, and hitsTop where the first is.
const (
	hitRows = 3
	hitsTop = 2
)

func (r *root) hitsView() []string {
	h := &r.hits
	n := counted(len(h.rows), "passage", "passages")
	if h.more {
		n = "the first " + n
	}
	lines := []string{r.header(r.trail(r.over.Title, h.title), theme.Paint(r.theme.Chrome, n+"   ")+r.standing()), r.rule()}
	h.first = window(h.first, h.at, len(h.rows), r.passagesShown())
	for i := h.first; i < len(h.rows) && i < h.first+r.passagesShown(); i++ {
		lines = append(lines, h.rows[i].lines(r, i == h.at, "", h.rows[i].note)...)
	}
	return r.fill(lines)
}

// passagesShown is how many passages a page of them shows.
func (r *root) passagesShown() int { return max(1, (r.height-4)/hitRows) }

// lines shows a passage: where it is, with a sign before it and a note behind,
// and its words below.
func (h hitRow) lines(r *root, chosen bool, sign, note string) []string {
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
func (h hitRow) paint(r *root, width, height int) []string {
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
