package versions

import (
	"fmt"

	tea "github.com/charmbracelet/bubbletea"

	"concord/codebook"
	"concord/store/study"
	"concord/tui/app"
	"concord/tui/keymap"
	"concord/tui/layout"
	"concord/tui/theme"
	"concord/tui/widget"
)

// versionsScreen shows the log of the saved versions and, beside it, what
// changed: from the version before, or from one that was marked.
type Screen struct {
	*app.Host

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

func (r *Screen) Bindings() []keymap.Binding {
	moves := keymap.MoveKeys("version", "version", keymap.ModeVersions, func() keymap.Rows { return keymap.Rows{At: &r.at, N: len(r.log), Page: 5} })
	for i := range moves {
		do := moves[i].Do
		moves[i].Do = func() tea.Cmd {
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
	return append([]keymap.Binding{
		{Name: "diff-down", Mode: keymap.ModeVersions, Keys: []string{"space", "shift+down", "}"}, Help: "scroll what changed", Foot: "scroll", Do: scroll(8)},
		{Name: "diff-up", Mode: keymap.ModeVersions, Keys: []string{"shift+up", "{"}, Help: "scroll it back", Do: scroll(-8)},
		{Name: "compare-from", Mode: keymap.ModeVersions, Keys: []string{"f"}, Help: "compare from this version; again: each with the one before", Foot: "compare from this", Why: none, Do: func() tea.Cmd {
			v := r
			label := v.log[v.at].label
			if v.from == label {
				label = ""
			}
			v.from = label
			return r.compareVersions()
		}, Live: func() string {
			if r.from != "" {
				return "from " + r.from
			}
			return "compare from this"
		}},
		{Name: "version-open", Mode: keymap.ModeVersions, Keys: []string{"enter", "right", "l"}, Help: "the codebook as of this version, with its counts", Foot: "open", Why: none, Do: func() tea.Cmd {
			r.Leave()
			r.Enter(keymap.ModeBook)
			return r.GoTo(app.BookRequest{AsOf: r.log[r.at].label})
		}},
		{Name: "version-save", Mode: keymap.ModeVersions, Keys: []string{"S"}, Help: "save the working codebook as a version", Foot: "save", Do: func() tea.Cmd { return r.GoTo(app.SaveVersionRequest{}) }, Why: func() string {
			if len(r.Over.Versions) > 0 && !r.Over.Changed {
				return layout.FirstOf(r.NoCoder(), "nothing changed since "+r.VersionLabel())
			}
			return r.NoCoder()
		}},
	}, moves...)
}

func (r *Screen) openVersions() tea.Cmd {
	r.Enter(keymap.ModeVersions)
	return r.readVersions()
}

func (r *Screen) readVersions() tea.Cmd {
	r.number++
	s, ctx, number := r.Study, r.Ctx, r.number
	return func() tea.Msg {
		m := versionsMsg{number: number}
		if m.log, m.err = s.VersionLog(ctx); m.err == nil {
			m.names, m.err = s.CoderNames(ctx)
		}
		return m
	}
}

func (r *Screen) takeVersions(m versionsMsg) tea.Cmd {
	v := r
	if m.number != v.number {
		return nil
	}
	if m.err != nil {
		r.Warn(m.err.Error())
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
		row := versionRow{label: e.Label(), head: fmt.Sprintf("%s  %s  %s, %s", e.Label(), e.Time.Local().Format("2006-01-02"), layout.FirstOf(e.By, "—"), layout.Counted(len(e.Codes), "code", "codes"))}
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
func (r *Screen) compareVersions() tea.Cmd {
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
	s, ctx, number := r.Study, r.Ctx, v.number
	return func() tea.Msg {
		d, err := s.Diff(ctx, from, row.label)
		return versionDiffMsg{number, &d, err}
	}
}

func (r *Screen) takeVersionDiff(m versionDiffMsg) {
	v := r
	switch {
	case m.number != v.number:
	case m.err != nil:
		v.err = m.err.Error()
	default:
		v.diff = m.diff
	}
}

func (r *Screen) View() []string {
	v := r
	lines := []string{r.Header(r.Trail(r.Over.Title, "codebook", "versions"), r.Standing()), r.Rule()}
	left := max(28, min(52, r.Width*2/5))
	height := r.Height - 3
	log := r.versionLog(left, height)
	side := r.diffLines(r.Width - left - 4)
	v.top = max(0, min(v.top, len(side)-height))
	more := len(side) > v.top+height
	side = side[v.top:min(len(side), v.top+height)]
	if more {
		side[height-1] = theme.Paint(r.Theme.Chrome, r.Keys.Expand("… {diff-down} scrolls"))
	}
	for i := range height {
		line := ""
		if i < len(log) {
			line = log[i]
		}
		line = layout.Pad(line, left) + theme.Paint(r.Theme.Chrome, " │ ")
		if i < len(side) {
			line += side[i]
		}
		lines = append(lines, line)
	}
	return append(lines, r.Bottom())
}

// versionLog paints the log, as many versions as fit with the chosen one in
// view.
func (r *Screen) versionLog(width, height int) []string {
	v := r
	if len(v.log) == 0 {
		return layout.WrapText(r.Keys.Expand("No version was saved yet. A saved version never changes: rounds are coded under one, and figures name theirs. {version-save} saves the codebook as it is."), width-1)
	}
	var blocks [][]string
	for i, row := range v.log {
		sign, look := "  ", ""
		if i == v.at {
			sign, look = "▶ ", r.Theme.Accent
		}
		head := row.head
		if row.label != "" && row.label == v.from {
			head += " ◂ from"
		}
		block := []string{theme.Paint(look, layout.Fit(sign+head, width-1))}
		for _, x := range row.about {
			for _, l := range layout.WrapText(x, width-5) {
				block = append(block, "    "+theme.Paint(r.Theme.Quiet, l))
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
func (r *Screen) diffLines(width int) []string {
	v := r
	if v.diff == nil {
		return layout.WrapText(v.err, width)
	}
	d := v.diff
	lines := []string{theme.Paint(r.Theme.Title, layout.Fit(d.From.Line+" → "+d.To.Line, width))}
	lines = append(lines, layout.WrapText(d.Summary(), width)...)
	return append(lines, widget.ChangedLines(r.Host, d.Diff, func(id codebook.CodeID) string { return d.Effects[id].String() }, v.names, width)...)
}

// show takes the request for the versions.
func (r *Screen) Show(request any) (cmd tea.Cmd, mine bool) {
	if _, ok := request.(app.VersionsRequest); ok {
		return r.openVersions(), true
	}
	return nil, false
}

// update takes what was read.
func (r *Screen) Update(msg tea.Msg) (cmd tea.Cmd, mine bool) {
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
func (r *Screen) Refreshed() tea.Cmd { return r.readVersions() }
