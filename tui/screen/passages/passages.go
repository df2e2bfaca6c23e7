package passages

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"concord/codebook"
	"concord/corpus"
	"concord/tui/app"
	"concord/tui/keymap"
	"concord/tui/layout"
	"concord/tui/theme"
	"concord/tui/widget"
)

// hitsScreen shows the list of passages.
type Screen struct {
	*app.Host

	first  int
	number int // of the search asked for last; older answers are dropped
	busy   bool
}

// show takes the requests for passages.
func (r *Screen) Show(request any) (cmd tea.Cmd, mine bool) {
	switch q := request.(type) {
	case app.AskSearchRequest:
		return r.askSearch(), true
	case app.SearchRequest:
		return r.searchUnder(q.Query, q.Version), true
	case app.PassagesRequest:
		r.number++
		r.first = 0
		*r.Passages = app.PassageList{Title: q.Title, Query: r.Passages.Query, Rows: q.Rows}
		r.Enter(keymap.ModeHits)
		return nil, true
	}
	return nil, false
}

// hitsMsg is the answer of a search.
type hitsMsg struct {
	number int
	title  string
	rows   []app.PassageRow
	more   bool
	err    error
}

const maxHits = 2000

func (r *Screen) askSearch() tea.Cmd {
	p := widget.NewPrompt("search all transcripts", r.Passages.Query, func(q string) tea.Cmd {
		q = strings.TrimSpace(q)
		if q == "" {
			return nil
		}
		return r.search(q)
	})
	p.Hint = `words “a phrase” begin* /regex/ code:trust coder:ana is:quoted county:… -not OR`
	r.Open(p)
	return nil
}

// search looks for a query in a command and shows the results.
func (r *Screen) search(q string) tea.Cmd { return r.searchUnder(q, "") }

// searchUnder is search as codings count under a saved version of the codebook;
// "" for the working one.
func (r *Screen) searchUnder(q, version string) tea.Cmd {
	r.Passages.Query = q
	r.number++
	r.busy = true
	number, s, ctx, transcripts := r.number, r.Study, r.Ctx, r.Over.Transcripts
	r.Tell("searching …")
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
			row := app.PassageRow{Transcript: hit.Transcript, Name: names[hit.Transcript], Text: hit.Text, Turn: hit.Turn, Span: hit.Span}
			for _, x := range hit.Marks {
				row.Marks = append(row.Marks, x.Span)
			}
			row.Fill(text)
			m.rows = append(m.rows, row)
		}
		return m
	}
}

func (r *Screen) take(m hitsMsg) {
	if m.number != r.number {
		return
	}
	r.busy = false
	if m.err != nil {
		r.Warn(app.SearchProblem(m.err))
		return
	}
	r.Passages.Title, r.Passages.Rows, r.Passages.More, r.Passages.At, r.first, r.Passages.Searched = m.title, m.rows, m.more, 0, 0, true
	r.Said = ""
	r.Enter(keymap.ModeHits)
	if len(m.rows) == 0 {
		r.Tell("nothing found")
	}
}

func (r *Screen) Bindings() []keymap.Binding {
	moves := keymap.MoveKeys("hits", "passage", keymap.ModeHits, func() keymap.Rows {
		return keymap.Rows{At: &r.Passages.At, N: len(r.Passages.Rows), Page: r.PassagesShown()}
	})
	moves[0].Keys = append(moves[0].Keys, "n")
	moves[1].Keys = append(moves[1].Keys, "N")
	moves[2].Keys = append(moves[2].Keys, "space")
	return append([]keymap.Binding{
		{Name: "open-hit", Mode: keymap.ModeHits, Keys: []string{"enter", "right", "l"}, Help: "read the passage where it stands", Foot: "open", Why: r.NoHits, Do: r.openHit},
		{Name: "auto-hits", Mode: keymap.ModeHits, Keys: []string{"a"}, Help: "auto-code what the search found: choose the code, look through the list, apply", Foot: "auto-code",
			Do: func() tea.Cmd { return r.GoTo(app.AutoRequest{Query: r.Passages.Query}) }, Why: func() string {
				if !r.Passages.Searched {
					return "this list does not come from a search; {auto} asks for one"
				}
				return layout.FirstOf(r.NoHits(), r.NoCoder())
			}},
	}, moves...)
}

func (r *Screen) openHit() tea.Cmd {
	return r.GoTo(app.PassageRequest{Row: r.Passages.Rows[r.Passages.At]})
}

func (r *Screen) View() []string {
	h := r.Passages
	n := layout.Counted(len(h.Rows), "passage", "passages")
	if h.More {
		n = "the first " + n
	}
	lines := []string{r.Header(r.Trail(r.Over.Title, h.Title), theme.Paint(r.Theme.Chrome, n+"   ")+r.Standing()), r.Rule()}
	r.first = layout.Window(r.first, h.At, len(h.Rows), r.PassagesShown())
	for i := r.first; i < len(h.Rows) && i < r.first+r.PassagesShown(); i++ {
		lines = append(lines, h.Rows[i].Lines(r.Host, i == h.At, "", h.Rows[i].Note)...)
	}
	return r.Fill(lines)
}

// subjects is what a memo can be about here.
func (r *Screen) Subjects() []app.Subject {
	l := r.Passages
	if l.At >= len(l.Rows) {
		return nil
	}
	h := l.Rows[l.At]
	return []app.Subject{{Subject: codebook.Subject{Kind: codebook.AboutSpan, Transcript: h.Transcript, Text: h.Text, Span: h.Span}, Name: "this passage of " + h.Name}}
}

// update takes what was found.
func (r *Screen) Update(msg tea.Msg) (cmd tea.Cmd, mine bool) {
	if m, ok := msg.(hitsMsg); ok {
		r.take(m)
		return nil, true
	}
	return nil, false
}
