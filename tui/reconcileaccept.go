package tui

import (
	"context"
	"fmt"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"concord/codebook/reconcile"
	"concord/store/study"
	"concord/tui/theme"
)

// acceptDialog lists the places on which all coders agree, to be accepted in one
// step.
type acceptDialog struct {
	screen *reconcileScreen
	places []reconcile.Disagreement
	out    map[int]bool // left out, by unit
	at     int
	first  int
}

func (r *reconcileScreen) askAccept() tea.Cmd {
	d := &acceptDialog{screen: r, places: r.rec.agreed, out: map[int]bool{}}
	r.rec.focus = -1
	if !r.rec.asked {
		return r.askPresent(d)
	}
	r.Open(d)
	return nil
}

func (d *acceptDialog) Key(_ *host, k string, _ tea.KeyMsg) (tea.Cmd, bool) {
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
			r.tell("no place is ticked")
			return nil, true
		}
		p := newPrompt(fmt.Sprintf("accept %s: why?", counted(len(chosen), "place", "places")), "", func(reason string) tea.Cmd {
			return r.accept(chosen, strings.TrimSpace(reason))
		})
		p.hint = "in a line, or nothing · Enter accepts, as one step · Esc back"
		r.Open(p)
	}
	d.at = max(0, min(d.at, len(d.places)-1))
	return nil, false
}

func (r *reconcileScreen) accept(places []reconcile.Disagreement, reason string) tea.Cmd {
	s := r.rec
	work, present := *s.work, s.present
	work.Decisions = slices.Clip(work.Decisions)
	var units []int
	for _, p := range places {
		units = append(units, p.Index)
	}
	return r.Do(&job{what: "accept " + counted(len(places), "place", "places"), places: units, run: func(ctx context.Context, st *study.Study) (string, error) {
		made, err := st.Accept(ctx, &work, places, reason, present)
		return fmt.Sprintf("%s accepted; {undo} takes all of it back", counted(len(made), "place", "places")), err
	}})
}

func (d *acceptDialog) View(_ *host, width, height int) []string {
	r := d.screen
	s := r.rec
	inner := min(width-4, 96)
	rows := max(3, min(height, r.height-passageTop-passageRows(r.height)-1)-4)
	d.first = window(d.first, d.at, len(d.places), rows)
	var lines []string
	for i := d.first; i < len(d.places) && i < d.first+rows; i++ {
		p := d.places[i]
		sign, look := "[x] ", ""
		if d.out[p.Index] {
			sign, look = "[ ] ", r.theme.Chrome
		}
		mark := "  "
		if i == d.at {
			mark = theme.Paint(r.theme.Accent, "▶ ")
		}
		var codes []string
		for _, q := range p.Questions {
			codes = append(codes, clean(q.Code.Name))
		}
		line := sign + pad(clean(s.work.RatingMatrix.Ref(p.Index)), 10) + " " + strings.Join(codes, ", ") + "  "
		lines = append(lines, mark+theme.Paint(look, fit(line, inner-2))+theme.Paint(r.theme.Quiet, oneLine(s.textOf(p.Index).Slice(p.Unit.Segment.Span), max(2, inner-2-ansi.StringWidth(line)))))
	}
	n := 0
	for _, out := range d.out {
		if out {
			n++
		}
	}
	hint := fmt.Sprintf("%d of %d · Enter accepts them · Space leaves out · Esc back", len(d.places)-n, len(d.places))
	for i := range lines {
		lines[i] = pad(lines[i], inner)
	}
	return frame(r.host, "all coders agree here", append(lines, theme.Paint(r.theme.Chrome, hint)), width)
}
