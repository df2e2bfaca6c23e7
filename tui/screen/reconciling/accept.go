package reconciling

import (
	"context"
	"fmt"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"concord/codebook/reconcile"
	"concord/store/study"
	"concord/tui/app"
	"concord/tui/layout"
	"concord/tui/theme"
	"concord/tui/widget"
)

// acceptDialog lists the places on which all coders agree, to be accepted in one
// step.
type acceptDialog struct {
	screen *Screen
	places []reconcile.Disagreement
	out    map[int]bool // left out, by unit
	at     int
	first  int
}

func (r *Screen) askAccept() tea.Cmd {
	d := &acceptDialog{screen: r, places: r.Rec.agreed, out: map[int]bool{}}
	r.Rec.Focus = -1
	if !r.Rec.asked {
		return r.askPresent(d)
	}
	r.Open(d)
	return nil
}

func (d *acceptDialog) Key(_ *app.Host, k string, _ tea.KeyMsg) (tea.Cmd, bool) {
	r := d.screen
	switch k {
	case "esc", "q":
		return nil, true
	case "down", "j":
		d.at++
	case "up", "k":
		d.at--
	case "pgdown":
		d.at += 5
	case "pgup":
		d.at -= 5
	case "space", "x":
		u := d.places[d.at].Index
		d.out[u] = !d.out[u]
		d.at++
	case "enter":
		chosen := slices.DeleteFunc(slices.Clone(d.places), func(p reconcile.Disagreement) bool { return d.out[p.Index] })
		if len(chosen) == 0 {
			r.Tell("no place is ticked")
			return nil, true
		}
		p := widget.NewPrompt(fmt.Sprintf("accept %s: why?", layout.Counted(len(chosen), "place", "places")), "", func(reason string) tea.Cmd {
			return r.accept(chosen, strings.TrimSpace(reason))
		})
		p.Hint = "in a line, or nothing · Enter accepts, as one step · Esc back"
		r.Open(p)
	}
	d.at = max(0, min(d.at, len(d.places)-1))
	return nil, false
}

func (r *Screen) accept(places []reconcile.Disagreement, reason string) tea.Cmd {
	s := r.Rec
	work, present := *s.Work, s.present
	work.Decisions = slices.Clip(work.Decisions)
	var units []int
	for _, p := range places {
		units = append(units, p.Index)
	}
	return r.Do(&app.Job{What: "accept " + layout.Counted(len(places), "place", "places"), Places: units, Run: func(ctx context.Context, st *study.Study) (string, error) {
		made, err := st.Accept(ctx, &work, places, reason, present)
		return fmt.Sprintf("%s accepted; {undo} takes all of it back", layout.Counted(len(made), "place", "places")), err
	}})
}

func (d *acceptDialog) View(_ *app.Host, width, height int) []string {
	r := d.screen
	s := r.Rec
	inner := min(width-4, 96)
	rows := max(3, min(height, r.Height-passageTop-passageRows(r.Height)-1)-4)
	d.first = layout.Window(d.first, d.at, len(d.places), rows)
	var lines []string
	for i := d.first; i < len(d.places) && i < d.first+rows; i++ {
		p := d.places[i]
		sign, look := "[x] ", ""
		if d.out[p.Index] {
			sign, look = "[ ] ", r.Theme.Chrome
		}
		mark := "  "
		if i == d.at {
			mark = theme.Paint(r.Theme.Accent, "▶ ")
		}
		var codes []string
		for _, q := range p.Questions {
			codes = append(codes, layout.Clean(q.Code.Name))
		}
		line := sign + layout.Pad(layout.Clean(s.Work.RatingMatrix.Ref(p.Index)), 10) + " " + strings.Join(codes, ", ") + "  "
		lines = append(lines, mark+theme.Paint(look, layout.Fit(line, inner-2))+theme.Paint(r.Theme.Quiet, layout.OneLine(s.textOf(p.Index).Slice(p.Unit.Segment.Span), max(2, inner-2-ansi.StringWidth(line)))))
	}
	n := 0
	for _, out := range d.out {
		if out {
			n++
		}
	}
	hint := fmt.Sprintf("%d of %d · Enter accepts them · Space leaves out · Esc back", len(d.places)-n, len(d.places))
	for i := range lines {
		lines[i] = layout.Pad(lines[i], inner)
	}
	return widget.Frame(r.Host, "all coders agree here", append(lines, theme.Paint(r.Theme.Chrome, hint)), width)
}
