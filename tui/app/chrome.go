package app

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"concord/tui/layout"
	"concord/tui/theme"
)

// The smallest screen that works, and those that show a panel, or two, beside the
// text.
const (
	MinWidth   = 60
	MinHeight  = 18
	PanelWidth = 34
	WideScreen = 110
	TwoPanels  = 170
)

func (r *Host) TooSmall() string {
	return layout.Fit(fmt.Sprintf("%d×%d is too small: Concord needs %d×%d", r.Width, r.Height, MinWidth, MinHeight), r.Width)
}

// rule is a line across the screen.
func (r *Host) Rule() string { return theme.Paint(r.Theme.Chrome, strings.Repeat("─", r.Width)) }

// ruleOf is a line across the screen with something written on it.
func (r *Host) RuleOf(look string, words ...string) string {
	if len(words) == 0 {
		return r.Rule()
	}
	line := layout.Fit("── "+strings.Join(words, " · ")+" ", r.Width)
	return theme.Paint(look, line) + theme.Paint(r.Theme.Chrome, strings.Repeat("─", max(0, r.Width-ansi.StringWidth(line))))
}

// header is the top line: where one is at the left, who and what at the right.
// The right gives way first.
func (r *Host) Header(left, right string) string {
	l, w := ansi.StringWidth(left), ansi.StringWidth(right)
	if l+w+3 > r.Width {
		return layout.Fit(" "+left, r.Width)
	}
	return " " + left + strings.Repeat(" ", r.Width-l-w-2) + right + " "
}

// trail is a title with what is below it: “study › KI-07”.
func (r *Host) Trail(parts ...string) string {
	for i, p := range parts {
		if i == len(parts)-1 {
			p = theme.Paint(r.Theme.Title, p)
		}
		parts[i] = p
	}
	return strings.Join(parts, theme.Paint(r.Theme.Chrome, " › "))
}

// standing says who codes, and under which codebook.
func (r *Host) Standing() string {
	who := r.Coder().Name
	if who == "" {
		who = "nobody codes"
	}
	return theme.Paint(r.Theme.Chrome, who+"   codebook "+r.VersionLabel())
}

// versionLabel is "v2", "v2+" if changed since, or "unsaved".
func (r *Host) VersionLabel() string {
	n := len(r.Over.Versions)
	switch {
	case n == 0:
		return "unsaved"
	case r.Over.Changed:
		return r.Over.Versions[n-1].Label() + "+"
	}
	return r.Over.Versions[n-1].Label()
}

// bottom gives the last line: the news if there are any, else the keys that
// matter here.
func (r *Host) Bottom() string {
	switch {
	case r.Stuck != "":
		return theme.Paint(r.Theme.Alert, layout.Fit(fmt.Sprintf(" NOT SAVED, trying again: %s. %s", layout.Counted(r.Unsaved, "change waits", "changes wait"), r.Stuck), r.Width))
	case r.Said != "" && r.Alert:
		return theme.Paint(r.Theme.Alert, layout.Fit(" "+r.Said, r.Width))
	case r.Said != "":
		return theme.Paint(r.Theme.Good, layout.Fit(" "+r.Said, r.Width))
	}
	return r.footer()
}

// footer lists the keys of the screen, as many as fit, from the table of keys.
func (r *Host) footer() string {
	end := r.Keys.Expand("{help} keys")
	line, room := "", r.Width-ansi.StringWidth(end)-2
	for _, b := range r.Keys.On(r.Mode) {
		if b.Foot == "" || len(b.Keys) == 0 || b.Off(r.Keys) != "" {
			continue
		}
		words := b.Label()
		if ansi.StringWidth(line)+ansi.StringWidth(b.Shown()+words)+5 > room {
			break
		}
		line += " " + theme.Paint(r.Theme.Accent, b.Shown()) + theme.Paint(r.Theme.Chrome, " "+words) + " "
	}
	return layout.Pad(line, room) + " " + theme.Paint(r.Theme.Chrome, end)
}

// undoWords say what undo would take back, where there is room for them.
func (r *Host) UndoWords() string {
	if r.Width < 100 {
		return "undo"
	}
	return strings.TrimSpace("undo " + layout.OneLine(r.Undoes, 24))
}
