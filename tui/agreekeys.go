package tui

import (
	"errors"
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
	"concord/store/wholefile"
)

func (r *agreeScreen) Bindings() []binding {
	again := func(change func(a *agreeAsked)) func() tea.Cmd {
		return func() tea.Cmd {
			r.asked.gamma = false
			change(&r.asked)
			return r.measure()
		}
	}
	// Some things can be told of units only, and not before there are some.
	units := func() string {
		switch a := r; {
		case a.asked.rules.Unit == reconcile.UnitCharacter:
			return "characters are no units: {unit} chooses another"
		case a.result == nil || a.result.Spans != nil:
			return "nothing is measured yet"
		}
		return ""
	}
	keys := []binding{
		{name: "disagreements", mode: modeAgree, keys: []string{"enter"}, help: "the passages behind the row or the cell: where coders differ about this code", foot: "passages",
			do: r.openCell, why: func() string { return firstOf(units(), r.nothingToOpen()) }},
	}
	keys = append(keys, moveKeys("agree", "code", modeAgree, func() rows { return rows{&r.at, r.tableHeight(), max(4, r.height/2)} })...)
	side := func(n int) func() tea.Cmd {
		return func() tea.Cmd {
			r.column = max(0, min(r.column+n, r.columns()-1))
			return nil
		}
	}
	oneColumn := func() string {
		if r.columns() < 2 {
			return "there are columns to go through in the parts ({parts}) and on the map ({confusion})"
		}
		return ""
	}
	return append(keys, []binding{
		{name: "agree-right", mode: modeAgree, keys: []string{"right", "l"}, help: "next column, of the parts or the map", do: side(1), why: oneColumn},
		{name: "agree-left", mode: modeAgree, keys: []string{"left", "h"}, help: "column before", do: side(-1), why: oneColumn},
		{name: "unit", mode: modeAgree, keys: []string{"t"}, help: "another unit: turn, sentence, paragraph, transcript, characters, and the segments of each segmentation", foot: "unit", do: r.nextUnit},
		{name: "coefficient", mode: modeAgree, keys: []string{"c"}, help: "another coefficient", foot: "coefficient", why: func() string {
			if r.habits.Discuss {
				return "no coefficients are shown; {discuss} brings them back"
			}
			return units()
		}, do: func() tea.Cmd {
			a := r
			at := slices.Index(shownCoefficients, a.which)
			for range shownCoefficients {
				at = (at + 1) % len(shownCoefficients)
				if a.result.Coefficient(shownCoefficients[at]) >= 0 {
					break
				}
			}
			a.Hold(func() { a.which = shownCoefficients[at] })
			return nil
		}},
		{name: "pairs", mode: modeAgree, keys: []string{"p"}, help: "two coders only: the next pair, and in the end everybody again", foot: "pairs", do: r.nextPair, why: func() string {
			switch n := len(r.coders); {
			case n == 2:
				return "only two coders count, and they are what is shown"
			case n < 2:
				return "there are no two coders who count"
			}
			return ""
		}},
		{name: "confusion", mode: modeAgree, keys: []string{"x"}, help: "the map of which code stood in for which; each cell opens its passages", foot: "map", why: units, do: func() tea.Cmd {
			a := r
			if a.shows == agreeMap {
				cmd, _ := a.LetGo()
				return cmd
			}
			a.Hold(func() { a.shows, a.column = agreeMap, 0 })
			return nil
		}},
		{name: "sort", mode: modeAgree, keys: []string{"s"}, help: "in the order of the codebook; what would help most first; lowest first", foot: "order", why: units, do: func() tea.Cmd {
			a := r
			a.order = (a.order + 1) % agreeOrders
			a.at, a.first = 0, 0
			r.tell("codes " + a.order.String())
			return nil
		}},
		{name: "parts", mode: modeAgree, keys: []string{"b"}, help: "figures by pair, transcript, codebook version, time (drift) or attribute", foot: "by …", do: r.chooseParts, why: units},
		{name: "round-work", mode: modeAgree, keys: []string{"a"}, help: "the work that counted in a closed round, in its units; then the next round; in the end all codings as they are now", foot: "round", do: r.nextRound, why: func() string {
			if len(r.rounds) == 0 {
				return "no round was closed yet"
			}
			return ""
		}},
		{name: "overlap", mode: modeAgree, keys: []string{"o"}, help: "another rule of overlap: any of a unit's words, half, all", foot: "overlap", why: units, do: again(func(a *agreeAsked) {
			a.rules.Overlap = reconcile.Overlaps[(slices.Index(reconcile.Overlaps, a.rules.Overlap)+1)%len(reconcile.Overlaps)]
		})},
		{name: "segments", mode: modeAgree, keys: []string{"T"}, help: "segments of so many words as the unit", do: r.askSegments},
		{name: "roll-up", mode: modeAgree, keys: []string{"r"}, help: "roll up: a coding counts for the codes above its own too; then themes in place of codes; then neither", do: func() tea.Cmd {
			a := &r.asked
			themes := a.rules.RollUp && len(r.over.Codebook.Themes()) > 0
			a.gamma, a.rules.RollUp, a.rules.Themes = false, !a.rules.RollUp && !a.rules.Themes, themes
			return r.measure()
		}},
		{name: "speakers", mode: modeAgree, keys: []string{"i"}, help: "count interviewers' words too, or not", do: again(func(a *agreeAsked) { a.rules.AllSpeakers = !a.rules.AllSpeakers })},
		{name: "version", mode: modeAgree, keys: []string{"v"}, help: "under another saved version of the codebook", foot: "version", do: r.nextVersion,
			why: func() string {
				if len(r.over.Versions) == 0 {
					return "no version of the codebook was saved yet"
				}
				return ""
			}},
		{name: "gamma", mode: modeAgree, keys: []string{"y"}, help: "compute γ over all codes, for characters; {back} gives it up", foot: "γ", do: again(func(a *agreeAsked) { a.gamma = true }), why: func() string {
			switch a := r; {
			case a.asked.rules.Unit != reconcile.UnitCharacter:
				return "γ is for spans: {unit} chooses characters"
			case a.gamma != nil:
				return "γ is being computed; {back} gives it up"
			}
			return ""
		}},
		{name: "discuss", mode: modeAgree, keys: []string{"d"}, help: "for discussion: the passages on which coders differ and how many, without any coefficient; or with them again", do: func() tea.Cmd {
			return r.toggle(&r.habits.Discuss, "no coefficients: what counts is what the passages say; {discuss} brings them back", "coefficients are shown again")
		}, why: units},
		{name: "methods", mode: modeAgree, keys: []string{"m"}, help: "how these figures were made: the paragraph for the paper, and all that was left out", foot: "methods", do: r.showMethods, why: r.nothingMeasured},
		{name: "export-agreement", mode: modeAgree, keys: []string{"e"}, help: "write the table to a file: .docx, .tex, .csv or .txt", foot: "export", do: r.askExport, why: r.nothingMeasured},
	}...)
}

func (r *agreeScreen) nothingMeasured() string {
	if r.result == nil {
		return "nothing is measured yet"
	}
	return ""
}

// nextUnit goes through the units, and the segmentations after them.
func (r *agreeScreen) nextUnit() tea.Cmd {
	type unit struct {
		unit reconcile.UnitKind
		cut  string
	}
	order := []unit{{unit: reconcile.UnitTurn}, {unit: reconcile.UnitSentence}, {unit: reconcile.UnitParagraph}, {unit: reconcile.UnitTranscript}, {unit: reconcile.UnitCharacter}}
	for _, c := range r.cuts {
		order = append(order, unit{reconcile.UnitSegment, c.Name})
	}
	a := &r.asked
	next := order[(slices.Index(order, unit{a.rules.Unit, a.rules.Segmentation})+1)%len(order)]
	a.rules.Words, a.rules.Unit, a.rules.Segmentation, a.gamma = 0, next.unit, next.cut, false
	if next.unit == reconcile.UnitCharacter {
		a.by = ""
	}
	return r.measure()
}

// nextVersion goes through the saved versions and back to the working codebook.
func (r *agreeScreen) nextVersion() tea.Cmd {
	labels := []string{""}
	for _, v := range r.over.Versions {
		labels = append(labels, v.Label())
	}
	a := &r.asked
	a.gamma, a.version = false, labels[(max(slices.Index(labels, a.version), 0)+1)%len(labels)]
	return r.measure()
}

// nextRound goes through the closed rounds and back to all codings as they are.
func (r *agreeScreen) nextRound() tea.Cmd {
	a := r
	at := slices.IndexFunc(a.rounds, func(c codebook.Round) bool { return c.ID == a.asked.round }) + 1
	a.asked.gamma, a.asked.version, a.asked.pair = false, "", [2]codebook.CoderID{}
	if at >= len(a.rounds) {
		a.asked.round = codebook.RoundID{}
		a.asked.rules = reconcile.DefaultRules
		return r.measure()
	}
	rules, err := study.RoundRules(a.rounds[at])
	if err != nil {
		r.warn(err.Error())
		return nil
	}
	a.asked.round, a.asked.rules = a.rounds[at].ID, rules
	return r.measure()
}

// nextPair goes through the pairs of coders and back to everybody.
func (r *agreeScreen) nextPair() tea.Cmd {
	a := r
	pairs := [][2]codebook.CoderID{{}}
	for i, c := range a.coders {
		for _, d := range a.coders[i+1:] {
			pairs = append(pairs, [2]codebook.CoderID{c.ID, d.ID})
		}
	}
	a.asked.gamma = false
	a.asked.pair = pairs[(max(slices.Index(pairs, a.asked.pair), 0)+1)%len(pairs)]
	return r.measure()
}

func (r *agreeScreen) askSegments() tea.Cmd {
	words := "50"
	if n := r.asked.rules.Words; n > 0 {
		words = strconv.Itoa(n)
	}
	p := newPrompt("segments of how many words?", words, func(s string) tea.Cmd {
		n, err := strconv.Atoi(strings.TrimSpace(s))
		if err != nil || n < 1 {
			r.warn(fmt.Sprintf("“%s” is no number of words", s))
			return nil
		}
		a := &r.asked
		a.rules.Unit, a.rules.Words, a.rules.Segmentation, a.gamma = reconcile.UnitSegment, n, "", false
		return r.measure()
	})
	p.hint = "Enter measures · Esc back"
	r.Open(p)
	return nil
}

// chooseParts asks by what figures are to be parted.
func (r *agreeScreen) chooseParts() tea.Cmd {
	kinds := []string{""}
	labels := []string{"all together"}
	for _, by := range study.By {
		kinds = append(kinds, by)
		labels = append(labels, "by "+by+map[string]string{"version": "   the same codings under each saved codebook", "round": "   the independent work of each closed round", "day": "   drift: when the last coder completed a transcript",
			"week": "   drift", "month": "   drift"}[by])
	}
	for _, name := range r.attributes {
		kinds = append(kinds, "attribute:"+name)
		labels = append(labels, "by "+name)
	}
	c := &chooser{title: "agreement in parts", rows: labels, enter: func(i int) tea.Cmd {
		a := r
		a.asked.by, a.column, a.leftest, a.shows = kinds[i], 0, 0, agreeCodes
		if kinds[i] != "" {
			a.shows = agreeParts
		}
		return r.measure()
	}}
	c.at = max(0, slices.Index(kinds, r.asked.by))
	r.Open(c)
	return nil
}

// label is that of the coefficient shown.
func (a *agreeScreen) label() report.Label {
	l, err := report.FindLabel(a.which)
	if err != nil {
		return report.Labels[0]
	}
	return l
}

func (r *agreeScreen) showMethods() tea.Cmd {
	a := r
	text := strings.Join(a.result.Methods(a.label()), "\n\n")
	if r.habits.Discuss {
		text = "No coefficient: the passages on which coders differ are for discussion."
	}
	for _, n := range r.agreeExport().Notes {
		text += "\n\n" + n
	}
	r.Open(&sheet{title: "how these figures were made", lines: prose(text)})
	return nil
}

// agreeExport is the table on the screen as it goes into a paper.
func (r *agreeScreen) agreeExport() report.Table {
	a := r
	choice := report.Choice{Label: a.label()}
	if r.habits.Discuss && a.result.Spans == nil && a.shows != agreeMap {
		if d, err := a.result.Discuss(); err == nil {
			return d.Counts().Shown()
		}
	}
	switch {
	case a.result.Spans == nil && a.shows == agreeMap:
		return a.result.ByExchange().Shown()
	case a.result.Spans == nil && a.shows == agreeParts:
		return a.result.ByPart(choice).Shown()
	}
	if a.result.Spans == nil {
		return a.result.ByCode(choice).Shown()
	}
	if a.result.Spans == nil {
		return a.result.ByCode(choice).Shown()
	}
	if a.result.Spans == nil {
		return a.result.ByCode(choice).Shown()
	}
	return a.result.Table(choice)
}

func (r *agreeScreen) askExport() tea.Cmd {
	p := newPrompt("write the table to a file", "agreement.docx", func(path string) tea.Cmd {
		if path = strings.TrimSpace(path); path == "" {
			return nil
		}
		t := r.agreeExport()
		r.tell("writing …")
		return func() tea.Msg { return wroteMsg{path, writeTable(path, t)} }
	})
	p.hint = "Enter · .docx, .tex (booktabs), .csv or .txt, by the ending · Esc back"
	r.Open(p)
	return nil
}

// wroteMsg says that a file was written, or why not.
type wroteMsg struct {
	path string
	err  error
}

func (m wroteMsg) tell(r *host) {
	if m.err != nil {
		r.warn("writing the file: " + m.err.Error())
		return
	}
	if full, err := filepath.Abs(m.path); err == nil {
		m.path = full
	}
	r.tell("wrote " + m.path)
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
	return writeNew(path, func(w io.Writer) error { return write(w, t) })
}

// writeNew makes a file; one that is there is left alone.
func writeNew(path string, write func(io.Writer) error) error {
	err := wholefile.Write(path, false, write)
	if errors.Is(err, wholefile.ErrThere) {
		return fmt.Errorf("%s is there already: choose another name", path)
	}
	return err
}
