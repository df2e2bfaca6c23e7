package agreement

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"concord/codebook"
	"concord/codebook/reconcile"
	"concord/codebook/report"
	"concord/corpus/exporter"
	"concord/store/study"
	"concord/tui/app"
	"concord/tui/keymap"
	"concord/tui/layout"
	"concord/tui/widget"
)

func (r *Screen) Bindings() []keymap.Binding {
	again := func(change func(a *agreeAsked)) func() tea.Cmd {
		return func() tea.Cmd {
			r.Asked.Gamma = false
			change(&r.Asked)
			return r.Measure()
		}
	}
	// Some things can be told of units only, and not before there are some.
	units := func() string {
		switch a := r; {
		case a.Asked.Rules.Unit == reconcile.UnitCharacter:
			return "characters are no units: {unit} chooses another"
		case a.Result == nil || a.Result.Spans != nil:
			return "nothing is measured yet"
		}
		return ""
	}
	keys := []keymap.Binding{
		{Name: "disagreements", Mode: keymap.ModeAgree, Keys: []string{"enter"}, Help: "the passages behind the row or the cell: where coders differ about this code", Foot: "passages",
			Do: r.openCell, Why: func() string { return layout.FirstOf(units(), r.NothingToOpen()) }},
	}
	keys = append(keys, keymap.MoveKeys("agree", "code", keymap.ModeAgree, func() keymap.Rows { return keymap.Rows{At: &r.At, N: r.TableHeight(), Page: max(4, r.Height/2)} })...)
	side := func(n int) func() tea.Cmd {
		return func() tea.Cmd {
			r.Column = max(0, min(r.Column+n, r.Columns()-1))
			return nil
		}
	}
	oneColumn := func() string {
		if r.Columns() < 2 {
			return "there are columns to go through in the parts ({parts}) and on the map ({confusion})"
		}
		return ""
	}
	return append(keys, []keymap.Binding{
		{Name: "agree-right", Mode: keymap.ModeAgree, Keys: []string{"right", "l"}, Help: "next column, of the parts or the map", Do: side(1), Why: oneColumn},
		{Name: "agree-left", Mode: keymap.ModeAgree, Keys: []string{"left", "h"}, Help: "column before", Do: side(-1), Why: oneColumn},
		{Name: "unit", Mode: keymap.ModeAgree, Keys: []string{"t"}, Help: "another unit: turn, sentence, paragraph, transcript, characters, and the segments of each segmentation", Foot: "unit", Do: r.nextUnit},
		{Name: "coefficient", Mode: keymap.ModeAgree, Keys: []string{"c"}, Help: "another coefficient", Foot: "coefficient", Why: func() string {
			if r.Habits.Discuss {
				return "no coefficients are shown; {discuss} brings them back"
			}
			return units()
		}, Do: func() tea.Cmd {
			a := r
			at := slices.Index(ShownCoefficients, a.Which)
			for range ShownCoefficients {
				at = (at + 1) % len(ShownCoefficients)
				if a.Result.Coefficient(ShownCoefficients[at]) >= 0 {
					break
				}
			}
			a.Hold(func() { a.Which = ShownCoefficients[at] })
			return nil
		}},
		{Name: "pairs", Mode: keymap.ModeAgree, Keys: []string{"p"}, Help: "two coders only: the next pair, and in the end everybody again", Foot: "pairs", Do: r.nextPair, Why: func() string {
			switch n := len(r.coders); {
			case n == 2:
				return "only two coders count, and they are what is shown"
			case n < 2:
				return "there are no two coders who count"
			}
			return ""
		}},
		{Name: "confusion", Mode: keymap.ModeAgree, Keys: []string{"x"}, Help: "the map of which code stood in for which; each cell opens its passages", Foot: "map", Why: units, Do: func() tea.Cmd {
			a := r
			if a.Shows == agreeMap {
				cmd, _ := a.LetGo()
				return cmd
			}
			a.Hold(func() { a.Shows, a.Column = agreeMap, 0 })
			return nil
		}},
		{Name: "sort", Mode: keymap.ModeAgree, Keys: []string{"s"}, Help: "in the order of the codebook; what would help most first; lowest first", Foot: "order", Why: units, Do: func() tea.Cmd {
			a := r
			a.order = (a.order + 1) % agreeOrders
			a.At, a.first = 0, 0
			r.Tell("codes " + a.order.String())
			return nil
		}},
		{Name: "parts", Mode: keymap.ModeAgree, Keys: []string{"b"}, Help: "figures by pair, transcript, codebook version, time (drift) or attribute", Foot: "by …", Do: r.chooseParts, Why: units},
		{Name: "round-work", Mode: keymap.ModeAgree, Keys: []string{"a"}, Help: "the work that counted in a closed round, in its units; then the next round; in the end all codings as they are now", Foot: "round", Do: r.nextRound, Why: func() string {
			if len(r.rounds) == 0 {
				return "no round was closed yet"
			}
			return ""
		}},
		{Name: "overlap", Mode: keymap.ModeAgree, Keys: []string{"o"}, Help: "another rule of overlap: any of a unit's words, half, all", Foot: "overlap", Why: units, Do: again(func(a *agreeAsked) {
			a.Rules.Overlap = reconcile.Overlaps[(slices.Index(reconcile.Overlaps, a.Rules.Overlap)+1)%len(reconcile.Overlaps)]
		})},
		{Name: "segments", Mode: keymap.ModeAgree, Keys: []string{"T"}, Help: "segments of so many words as the unit", Do: r.askSegments},
		{Name: "roll-up", Mode: keymap.ModeAgree, Keys: []string{"r"}, Help: "roll up: a coding counts for the codes above its own too; then themes in place of codes; then neither", Do: func() tea.Cmd {
			a := &r.Asked
			themes := a.Rules.RollUp && len(r.Over.Codebook.Themes()) > 0
			a.Gamma, a.Rules.RollUp, a.Rules.Themes = false, !a.Rules.RollUp && !a.Rules.Themes, themes
			return r.Measure()
		}},
		{Name: "speakers", Mode: keymap.ModeAgree, Keys: []string{"i"}, Help: "count interviewers' words too, or not", Do: again(func(a *agreeAsked) { a.Rules.AllSpeakers = !a.Rules.AllSpeakers })},
		{Name: "version", Mode: keymap.ModeAgree, Keys: []string{"v"}, Help: "under another saved version of the codebook", Foot: "version", Do: r.nextVersion,
			Why: func() string {
				if len(r.Over.Versions) == 0 {
					return "no version of the codebook was saved yet"
				}
				return ""
			}},
		{Name: "gamma", Mode: keymap.ModeAgree, Keys: []string{"y"}, Help: "compute γ over all codes, for characters; {back} gives it up", Foot: "γ", Do: again(func(a *agreeAsked) { a.Gamma = true }), Why: func() string {
			switch a := r; {
			case a.Asked.Rules.Unit != reconcile.UnitCharacter:
				return "γ is for spans: {unit} chooses characters"
			case a.Gamma != nil:
				return "γ is being computed; {back} gives it up"
			}
			return ""
		}},
		{Name: "discuss", Mode: keymap.ModeAgree, Keys: []string{"d"}, Help: "for discussion: the passages on which coders differ and how many, without any coefficient; or with them again", Do: func() tea.Cmd {
			return r.Toggle(&r.Habits.Discuss, "no coefficients: what counts is what the passages say; {discuss} brings them back", "coefficients are shown again")
		}, Why: units},
		{Name: "methods", Mode: keymap.ModeAgree, Keys: []string{"m"}, Help: "how these figures were made: the paragraph for the paper, and all that was left out", Foot: "methods", Do: r.showMethods, Why: r.nothingMeasured},
		{Name: "export-agreement", Mode: keymap.ModeAgree, Keys: []string{"e"}, Help: "write the table to a file: .docx, .tex, .csv or .txt", Foot: "export", Do: r.askExport, Why: r.nothingMeasured},
	}...)
}

func (r *Screen) nothingMeasured() string {
	if r.Result == nil {
		return "nothing is measured yet"
	}
	return ""
}

// nextUnit goes through the units, and the segmentations after them.
func (r *Screen) nextUnit() tea.Cmd {
	type unit struct {
		unit reconcile.UnitKind
		cut  string
	}
	order := []unit{{unit: reconcile.UnitTurn}, {unit: reconcile.UnitSentence}, {unit: reconcile.UnitParagraph}, {unit: reconcile.UnitTranscript}, {unit: reconcile.UnitCharacter}}
	for _, c := range r.Cuts {
		order = append(order, unit{reconcile.UnitSegment, c.Name})
	}
	a := &r.Asked
	next := order[(slices.Index(order, unit{a.Rules.Unit, a.Rules.Segmentation})+1)%len(order)]
	a.Rules.Words, a.Rules.Unit, a.Rules.Segmentation, a.Gamma = 0, next.unit, next.cut, false
	if next.unit == reconcile.UnitCharacter {
		a.by = ""
	}
	return r.Measure()
}

// nextVersion goes through the saved versions and back to the working codebook.
func (r *Screen) nextVersion() tea.Cmd {
	labels := []string{""}
	for _, v := range r.Over.Versions {
		labels = append(labels, v.Label())
	}
	a := &r.Asked
	a.Gamma, a.version = false, labels[(max(slices.Index(labels, a.version), 0)+1)%len(labels)]
	return r.Measure()
}

// nextRound goes through the closed rounds and back to all codings as they are.
func (r *Screen) nextRound() tea.Cmd {
	a := r
	at := slices.IndexFunc(a.rounds, func(c codebook.Round) bool { return c.ID == a.Asked.round }) + 1
	a.Asked.Gamma, a.Asked.version, a.Asked.pair = false, "", [2]codebook.CoderID{}
	if at >= len(a.rounds) {
		a.Asked.round = codebook.RoundID{}
		a.Asked.Rules = reconcile.DefaultRules
		return r.Measure()
	}
	rules, err := study.RoundRules(a.rounds[at])
	if err != nil {
		r.Warn(err.Error())
		return nil
	}
	a.Asked.round, a.Asked.Rules = a.rounds[at].ID, rules
	return r.Measure()
}

// nextPair goes through the pairs of coders and back to everybody.
func (r *Screen) nextPair() tea.Cmd {
	a := r
	pairs := [][2]codebook.CoderID{{}}
	for i, c := range a.coders {
		for _, d := range a.coders[i+1:] {
			pairs = append(pairs, [2]codebook.CoderID{c.ID, d.ID})
		}
	}
	a.Asked.Gamma = false
	a.Asked.pair = pairs[(max(slices.Index(pairs, a.Asked.pair), 0)+1)%len(pairs)]
	return r.Measure()
}

func (r *Screen) askSegments() tea.Cmd {
	words := "50"
	if n := r.Asked.Rules.Words; n > 0 {
		words = strconv.Itoa(n)
	}
	p := widget.NewPrompt("segments of how many words?", words, func(s string) tea.Cmd {
		n, err := strconv.Atoi(strings.TrimSpace(s))
		if err != nil || n < 1 {
			r.Warn(fmt.Sprintf("“%s” is no number of words", s))
			return nil
		}
		a := &r.Asked
		a.Rules.Unit, a.Rules.Words, a.Rules.Segmentation, a.Gamma = reconcile.UnitSegment, n, "", false
		return r.Measure()
	})
	p.Hint = "Enter measures · Esc back"
	r.Open(p)
	return nil
}

// chooseParts asks by what figures are to be parted.
func (r *Screen) chooseParts() tea.Cmd {
	kinds := []string{""}
	labels := []string{"all together"}
	for _, by := range study.By {
		kinds = append(kinds, by)
		labels = append(labels, "by "+by+map[string]string{"version": "   the same codings under each saved codebook", "round": "   the independent work of each closed round", "day": "   drift: when the last coder completed a transcript",
			"week": "   drift", "month": "   drift"}[by])
	}
	for _, name := range r.Attributes {
		kinds = append(kinds, "attribute:"+name)
		labels = append(labels, "by "+name)
	}
	c := &widget.Chooser{Title: "agreement in parts", Rows: labels, Enter: func(i int) tea.Cmd {
		a := r
		a.Asked.by, a.Column, a.leftest, a.Shows = kinds[i], 0, 0, AgreeCodes
		if kinds[i] != "" {
			a.Shows = agreeParts
		}
		return r.Measure()
	}}
	c.At = max(0, slices.Index(kinds, r.Asked.by))
	r.Open(c)
	return nil
}

// label is that of the coefficient shown.
func (a *Screen) label() report.Label {
	l, err := report.FindLabel(a.Which)
	if err != nil {
		return report.Labels[0]
	}
	return l
}

func (r *Screen) showMethods() tea.Cmd {
	a := r
	text := strings.Join(a.Result.Methods(a.label()), "\n\n")
	if r.Habits.Discuss {
		text = "No coefficient: the passages on which coders differ are for discussion."
	}
	for _, n := range r.agreeExport().Notes {
		text += "\n\n" + n
	}
	r.Open(&widget.Sheet{Title: "how these figures were made", Lines: widget.Prose(text)})
	return nil
}

// agreeExport is the table on the screen as it goes into a paper.
func (r *Screen) agreeExport() report.Table {
	a := r
	choice := report.Choice{Label: a.label()}
	if r.Habits.Discuss && a.Result.Spans == nil && a.Shows != agreeMap {
		if d, err := a.Result.Discuss(); err == nil {
			return d.Counts().Shown()
		}
	}
	switch {
	case a.Result.Spans == nil && a.Shows == agreeMap:
		return a.Result.ByExchange().Shown()
	case a.Result.Spans == nil && a.Shows == agreeParts:
		return a.Result.ByPart(choice).Shown()
	}
	if a.Result.Spans == nil {
		return a.Result.ByCode(choice).Shown()
	}
	if a.Result.Spans == nil {
		return a.Result.ByCode(choice).Shown()
	}
	if a.Result.Spans == nil {
		return a.Result.ByCode(choice).Shown()
	}
	return a.Result.Table(choice)
}

func (r *Screen) askExport() tea.Cmd {
	p := widget.NewPrompt("write the table to a file", "agreement.docx", func(path string) tea.Cmd {
		if path = strings.TrimSpace(path); path == "" {
			return nil
		}
		t := r.agreeExport()
		r.Tell("writing …")
		return func() tea.Msg { return app.WroteMsg{Path: path, Err: writeTable(path, t)} }
	})
	p.Hint = "Enter · .docx, .tex (booktabs), .csv or .txt, by the ending · Esc back"
	r.Open(p)
	return nil
}

// writeTable writes a table in the format that the name's ending asks for. A
// file that is there is left alone.
func writeTable(path string, t report.Table) error {
	write := exporter.TableText
	switch strings.ToLower(filepath.Ext(path)) {
	case ".docx":
		write = exporter.TableDocx
	case ".tex":
		write = exporter.TableTeX
	case ".csv":
		write = exporter.TableCSV
	case ".txt":
	default:
		return fmt.Errorf("%s: the ending says the format: .docx, .tex, .csv or .txt", path)
	}
	return app.WriteNew(path, func(w io.Writer) error { return write(w, t) })
}
