package tui

import (
	"fmt"

	tea "github.com/charmbracelet/bubbletea"

	"concord/codebook"
	"concord/store/study"
	"concord/tui/theme"
)

// versionsScreen shows the log of the saved versions and, beside it, what
// changed: from the version before, or from one that was marked.
type versionsScreen struct {
	*host

	log    []versionRow
	names  map[codebook.CoderID]string
	at     int
	first  int
	from   string // label of the marked version; "" for the one before
	diff   *study.BookDiff
	err    string // why there is no diff
	top    int    // first line of the diff that is shown
	number int
}

// versionRow is a line of the log: a saved version, or what is not saved yet.
type versionRow struct {
	label   string // "" for the working codebook
	parents []string
	head    string
	about   []string
}

type versionsMsg struct {
	number int
	log    study.VersionLog
	names  map[codebook.CoderID]string
	err    error
}

type versionDiffMsg struct {
	number int
	diff   *study.BookDiff
	err    error
}

func (r *versionsScreen) Bindings() []binding {
	moves := moveKeys("version", "version", modeVersions, func() rows { return rows{&r.at, len(r.log), 5} })
	for i := range moves {
		do := moves[i].do
		moves[i].do = func() tea.Cmd {
			was := r.at
			do()
			if r.at == was {
				return nil
			}
			return r.compareVersions()
		}
	}
	none := func() string {
		if len(r.log) == 0 {
			return "no version of the codebook was saved yet; {book-save} on the codebook saves one"
		}
		return ""
	}
	scroll := func(n int) func() tea.Cmd {
		return func() tea.Cmd { r.top = max(0, r.top+n); return nil }
	}
	return append([]binding{
		{name: "diff-down", mode: modeVersions, keys: []string{"space", "shift+down", "}"}, help: "scroll what changed", foot: "scroll", do: scroll(8)},
		{name: "diff-up", mode: modeVersions, keys: []string{"shift+up", "{"}, help: "scroll it back", do: scroll(-8)},
		{name: "compare-from", mode: modeVersions, keys: []string{"f"}, help: "compare from this version; again: each with the one before", foot: "compare from this", why: none, do: func() tea.Cmd {
			v := r
			label := v.log[v.at].label
			if v.from == label {
				label = ""
			}
			v.from = label
			return r.compareVersions()
		}, live: func() string {
			if r.from != "" {
				return "from " + r.from
			}
			return "compare from this"
		}},
		{name: "version-open", mode: modeVersions, keys: []string{"enter", "right", "l"}, help: "the codebook as of this version, with its counts", foot: "open", why: none, do: func() tea.Cmd {
			r.Leave()
			r.Enter(modeBook)
			return r.GoTo(bookRequest{asOf: r.log[r.at].label})
		}},
		{name: "version-save", mode: modeVersions, keys: []string{"S"}, help: "save the working codebook as a version", foot: "save", do: func() tea.Cmd { return r.GoTo(saveVersionRequest{}) }, why: func() string {
			if len(r.over.Versions) > 0 && !r.over.Changed {
				return firstOf(r.noCoder(), "nothing changed since "+r.versionLabel())
			}
			return r.noCoder()
		}},
	}, moves...)
}

func (r *versionsScreen) openVersions() tea.Cmd {
	r.Enter(modeVersions)
	return r.readVersions()
}

func (r *versionsScreen) readVersions() tea.Cmd {
	r.number++
	s, ctx, number := r.study, r.ctx, r.number
	return func() tea.Msg {
		m := versionsMsg{number: number}
		if m.log, m.err = s.VersionLog(ctx); m.err == nil {
			m.names, m.err = s.CoderNames(ctx)
		}
		return m
	}
}

func (r *versionsScreen) takeVersions(m versionsMsg) tea.Cmd {
	v := r
	if m.number != v.number {
		return nil
	}
	if m.err != nil {
		r.warn(m.err.Error())
		return nil
	}
	was := ""
	if v.at < len(v.log) {
		was = v.log[v.at].label
	}
	v.log, v.names = nil, m.names
	if m.log.Unsaved != "" {
		v.log = append(v.log, versionRow{head: "not saved yet", about: []string{m.log.Unsaved}})
	}
	labels := map[codebook.VersionID]string{}
	for _, e := range m.log.Versions {
		labels[e.ID] = e.Label()
	}
	for _, e := range m.log.Versions {
		row := versionRow{label: e.Label(), head: fmt.Sprintf("%s  %s  %s, %s", e.Label(), e.Time.Local().Format("2006-01-02"), firstOf(e.By, "—"), counted(len(e.Codes), "code", "codes"))}
		for _, id := range e.Parents {
			row.parents = append(row.parents, labels[id])
		}
		for _, x := range []string{e.Reason, e.Changed} {
			if x != "" {
				row.about = append(row.about, x)
			}
		}
		v.log = append(v.log, row)
	}
	for i, row := range v.log {
		if row.label == was {
			v.at = i
		}
	}
	v.at = max(0, min(v.at, len(v.log)-1))
	return r.compareVersions()
}

// compareVersions asks for what changed up to the chosen version.
func (r *versionsScreen) compareVersions() tea.Cmd {
	v := r
	v.number++
	v.diff, v.err, v.top = nil, "", 0
	if len(v.log) == 0 {
		return nil
	}
	row := v.log[v.at]
	from := v.from
	switch {
	case from == row.label && from != "":
		v.err = from + " is what the others are compared with; choose another"
		return nil
	case from == "" && row.label != "" && len(row.parents) == 0:
		v.err = row.label + " is the first version: nothing came before it"
		return nil
	case from == "" && len(row.parents) > 0:
		from = row.parents[0]
	}
	s, ctx, number := r.study, r.ctx, v.number
	return func() tea.Msg {
		d, err := s.Diff(ctx, from, row.label)
		return versionDiffMsg{number, &d, err}
	}
}

func (r *versionsScreen) takeVersionDiff(m versionDiffMsg) {
	v := r
	switch {
	case m.number != v.number:
	case m.err != nil:
		v.err = m.err.Error()
	default:
		v.diff = m.diff
	}
}

func (r *versionsScreen) View() []string {
	v := r
	lines := []string{r.header(r.trail(r.over.Title, "codebook", "versions"), r.standing()), r.rule()}
	left := max(28, min(52, r.width*2/5))
	height := r.height - 3
	log := r.versionLog(left, height)
	side := r.diffLines(r.width - left - 4)
	v.top = max(0, min(v.top, len(side)-height))
	more := len(side) > v.top+height
	side = side[v.top:min(len(side), v.top+height)]
	if more {
		side[height-1] = theme.Paint(r.theme.Chrome, r.keys.expand("… {diff-down} scrolls"))
	}
	for i := range height {
		line := ""
		if i < len(log) {
			line = log[i]
		}
		line = pad(line, left) + theme.Paint(r.theme.Chrome, " │ ")
		if i < len(side) {
			line += side[i]
		}
		lines = append(lines, line)
	}
	return append(lines, r.bottom())
}

// versionLog paints the log, as many versions as fit with the chosen one in
// view.
func (r *versionsScreen) versionLog(width, height int) []string {
	v := r
	if len(v.log) == 0 {
		return wrapText(r.keys.expand("No version was saved yet. A saved version never changes: rounds are coded under one, and figures name theirs. {version-save} saves the codebook as it is."), width-1)
	}
	var blocks [][]string
	for i, row := range v.log {
		sign, look := "  ", ""
		if i == v.at {
			sign, look = "▶ ", r.theme.Accent
		}
		head := row.head
		if row.label != "" && row.label == v.from {
			head += " ◂ from"
		}
		block := []string{theme.Paint(look, fit(sign+head, width-1))}
		for _, x := range row.about {
			for _, l := range wrapText(x, width-5) {
				block = append(block, "    "+theme.Paint(r.theme.Quiet, l))
			}
		}
		blocks = append(blocks, append(block, ""))
	}
	v.first = min(v.first, v.at)
	for {
		n := 0
		for i := v.first; i <= v.at; i++ {
			n += len(blocks[i])
		}
		if n <= height || v.first == v.at {
			break
		}
		v.first++
	}
	var out []string
	for _, b := range blocks[v.first:] {
		out = append(out, b...)
	}
	return out[:min(len(out), height)]
}

// diffLines tells what changed, code by code, why, and what it means for the
// codings there are.
func (r *versionsScreen) diffLines(width int) []string {
	v := r
	if v.diff == nil {
		return wrapText(v.err, width)
	}
	d := v.diff
	lines := []string{theme.Paint(r.theme.Title, fit(d.From.Line+" → "+d.To.Line, width))}
	lines = append(lines, wrapText(d.Summary(), width)...)
	return append(lines, r.changedLines(d.Diff, func(id codebook.CodeID) string { return d.Effects[id].String() }, v.names, width)...)
}

// versionsRequest asks for the saved versions.
type versionsRequest struct{}

// show takes the request for the versions.
func (r *versionsScreen) Show(request any) (cmd tea.Cmd, mine bool) {
	if _, ok := request.(versionsRequest); ok {
		return r.openVersions(), true
	}
	return nil, false
}

// update takes what was read.
func (r *versionsScreen) Update(msg tea.Msg) (cmd tea.Cmd, mine bool) {
	switch m := msg.(type) {
	case versionsMsg:
		return r.takeVersions(m), true
	case versionDiffMsg:
		r.takeVersionDiff(m)
		return nil, true
	}
	return nil, false
}

// refreshed reads the versions again.
func (r *versionsScreen) Refreshed() tea.Cmd { return r.readVersions() }
