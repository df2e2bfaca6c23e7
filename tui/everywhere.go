package tui

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"concord/store"
	"concord/store/study"
	"concord/tui/app"
	"concord/tui/keymap"
	"concord/tui/widget"
)

// newKeyTable is the table before the user's own keys are put into it.
func newKeyTable(r *root, screens registry) keymap.Table {
	var t keymap.Table
	for _, e := range screens {
		t = append(t, e.Bindings()...)
	}
	return append(t, keymap.Under("everywhere", r.anyKeys())...)
}

// defaultKeys is the table of a workbench that shows no study.
func defaultKeys() keymap.Table { return newRoot(context.Background(), nil, nil).Keys }

// anyKeys work on every screen.
func (r *root) anyKeys() []keymap.Binding {
	return []keymap.Binding{
		{Name: "undo", Mode: keymap.ModeAny, Keys: []string{"u"}, Help: "undo your last action; says what it takes back", Foot: "undo",
			Do: func() tea.Cmd { return undo(r.Host) }, Why: r.NoCoder, Live: r.UndoWords},
		{Name: "redo", Mode: keymap.ModeAny, Keys: []string{"ctrl+r", "U"}, Help: "redo what was undone last", Do: func() tea.Cmd { return redo(r.Host) }, Why: r.NoCoder},
		{Name: "search", Mode: keymap.ModeAny, Keys: []string{"/"}, Help: "search all transcripts: words, “phrases”, code:trust, coder:ana, county:…", Foot: "search",
			Do: func() tea.Cmd { return r.GoTo(app.AskSearchRequest{}) }},
		{Name: "auto", Mode: keymap.ModeAny &^ (keymap.ModeAuto | keymap.ModeSegment), Keys: []string{"@"}, Help: "auto-code what a search finds (words, a /pattern/, a speaker:…), after a look at the list", Do: func() tea.Cmd { return r.GoTo(app.AskAutoRequest{}) }, Why: r.NoCoder},
		{Name: "codebook", Mode: keymap.ModeList | keymap.ModeRead | keymap.ModeHits | keymap.ModeAgree, Keys: []string{"B"}, Help: "the codebook, with definitions and counts", Foot: "codebook",
			Do: func() tea.Cmd { r.Enter(keymap.ModeBook); return nil }},
		{Name: "worklist", Mode: keymap.ModeList | keymap.ModeHits | keymap.ModeAgree | keymap.ModeBook | keymap.ModeVersions, Keys: []string{"w"}, Help: "your passages that wait for a look since their code changed", Foot: "worklist",
			Do: func() tea.Cmd { return r.GoTo(app.WorklistRequest{}) }, Why: r.NoCoder},
		{Name: "agreement", Mode: keymap.ModeList | keymap.ModeRead | keymap.ModeHits | keymap.ModeBook, Keys: []string{"A"}, Help: "how far coders agree, code by code", Foot: "agreement",
			Do: func() tea.Cmd { return r.GoTo(app.AgreeRequest{}) }},
		{Name: "back", Mode: keymap.ModeAny &^ keymap.ModeList, Keys: []string{"esc", "q"}, Help: "back to where you were",
			Do: r.escape},
		{Name: "memo-on", Mode: keymap.ModeAny, Keys: []string{"M"}, Help: "memo on something here: coding, words, transcript, case, code, the whole study", Do: func() tea.Cmd { return widget.ChooseSubject(r.Host) }, Why: r.NoCoder},
		{Name: "quit", Mode: keymap.ModeList, Keys: []string{"q"}, Help: "leave Concord", Foot: "leave", Do: r.quit},
		{Name: "leave", Mode: keymap.ModeAny, Keys: []string{"Q"}, Help: "leave Concord from anywhere", Do: r.quit},
		{Name: "mouse", Mode: keymap.ModeAny, Keys: []string{"f2"}, Help: "the mouse, on or off: drag selects, click focuses, wheel scrolls", Do: r.toggleMouse},
		{Name: "theme", Mode: keymap.ModeAny, Keys: []string{"f3"}, Help: "another theme: dark, light, none", Do: r.nextTheme},
		{Name: "commands", Mode: keymap.ModeAny, Keys: []string{":", "ctrl+p"}, Help: "all commands by name", Do: func() tea.Cmd { r.dialog = newPalette(); return nil }},
		{Name: "help", Mode: keymap.ModeAny, Keys: []string{"?", "f1"}, Help: "the keys of this screen, and why one is off just now",
			Do: func() tea.Cmd { r.dialog = &helpDialog{}; return nil }},
	}
}

func undo(h *app.Host) tea.Cmd {
	var d store.ActionSummary
	return h.Do(&app.Job{What: "undo", Run: func(ctx context.Context, st *study.Study) (string, error) {
		var err error
		d, err = st.Project.Undo(ctx, st.Coder.ID)
		return "undone: " + d.Text, err
	}, After: func() tea.Cmd { return h.GoTo(app.UndoneRequest{Action: d}) }})
}

func redo(h *app.Host) tea.Cmd {
	return h.Do(&app.Job{What: "redo", Run: func(ctx context.Context, st *study.Study) (string, error) {
		d, err := st.Project.Redo(ctx, st.Coder.ID)
		return "done again: " + d.Text, err
	}})
}
