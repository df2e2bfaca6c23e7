package tui

import (
	"fmt"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"concord/codebook/agreement"
	"concord/codebook/reconcile"
	"concord/corpus"
	"concord/store/study"
	"concord/tui/theme"
)

// agreeScreen shows how far coders agree, code by code.
type agreeScreen struct {
	result *study.Agreement
	number int
	busy   bool
	err    error

	rules   reconcile.Rules
	version string // of the codebook; "" for the working one
	which   int    // coefficient shown, by place in shownCoefficients
	worst   bool   // worst first, not in the order of the codebook
	at      int
	first   int
}

// agreeMsg is a measurement.
type agreeMsg struct {
	number int
	result *study.Agreement
	err    error
}

// shownCoefficients are those that the key k goes through, with how they are
// headed.
var shownCoefficients = []struct{ name, head string }{
	{"krippendorff_alpha_nominal", "α nominal"}, {"cohen_kappa", "κ Cohen"}, {"fleiss_kappa", "κ Fleiss"}, {"gwet_ac1", "AC1"},
	{"positive_agreement", "PA+"}, {"percent_agreement", "percent"},
}

// screenResamples is enough for the eye; the command line takes more for print.
const screenResamples = 1000

func agreeKeys() []binding {
	move := func(n int) func(r *root) tea.Cmd {
		return func(r *root) tea.Cmd {
			r.agree.at = max(0, min(r.agree.at+n, len(r.agree.rows())-1))
			return nil
		}
	}
	again := func(change func(a *agreeScreen)) func(r *root) tea.Cmd {
		return func(r *root) tea.Cmd {
			change(&r.agree)
			return r.measure()
		}
	}
	return []binding{
		{name: "disagreements", mode: modeAgree, keys: []string{"enter", "right", "l"}, help: "the passages on which coders differ about this code", foot: "where they differ",
			do: (*root).openDisagreements, why: func(r *root) string {
				if row, ok := r.agree.chosen(); !ok || row.Some == 0 {
					return "coders do not differ about this code"
				}
				return ""
			}},
		{name: "agree-down", mode: modeAgree, keys: []string{"down", "j"}, help: "next code", do: move(1)},
		{name: "agree-up", mode: modeAgree, keys: []string{"up", "k"}, help: "code before", do: move(-1)},
		{name: "agree-page-down", mode: modeAgree, keys: []string{"pgdown", "space", "ctrl+d"}, help: "a page down", do: move(12)},
		{name: "agree-page-up", mode: modeAgree, keys: []string{"pgup", "ctrl+u"}, help: "a page up", do: move(-12)},
		{name: "coefficient", mode: modeAgree, keys: []string{"c"}, help: "another coefficient", foot: "coefficient", do: func(r *root) tea.Cmd {
			r.agree.which = (r.agree.which + 1) % len(shownCoefficients)
			return nil
		}},
		{name: "unit", mode: modeAgree, keys: []string{"t"}, help: "another unit: turn, sentence, paragraph, transcript", foot: "unit", do: again(func(a *agreeScreen) {
			next := map[reconcile.Unit]reconcile.Unit{reconcile.UnitTurn: reconcile.UnitSentence, reconcile.UnitSentence: reconcile.UnitParagraph,
				reconcile.UnitParagraph: reconcile.UnitTranscript, reconcile.UnitTranscript: reconcile.UnitTurn}
			a.rules.Unit = next[a.rules.Unit]
		})},
		{name: "overlap", mode: modeAgree, keys: []string{"o"}, help: "another rule of overlap: any of a unit's words, half, all", foot: "overlap", do: again(func(a *agreeScreen) {
			next := map[reconcile.Overlap]reconcile.Overlap{reconcile.OverlapAny: reconcile.OverlapHalf, reconcile.OverlapHalf: reconcile.OverlapAll, reconcile.OverlapAll: reconcile.OverlapAny}
			a.rules.Overlap = next[a.rules.Overlap]
		})},
		{name: "speakers", mode: modeAgree, keys: []string{"i"}, help: "count interviewers' words too, or not", do: again(func(a *agreeScreen) { a.rules.AllSpeakers = !a.rules.AllSpeakers })},
		{name: "version", mode: modeAgree, keys: []string{"v"}, help: "under another saved version of the codebook", foot: "version", do: (*root).nextVersion,
			why: func(r *root) string {
				if len(r.over.Versions) == 0 {
					return "no version of the codebook was saved yet"
				}
				return ""
			}},
		{name: "sort", mode: modeAgree, keys: []string{"s"}, help: "worst first, or in the order of the codebook", foot: "worst first", do: func(r *root) tea.Cmd {
			r.agree.worst = !r.agree.worst
			r.agree.at, r.agree.first = 0, 0
			return nil
		}, live: func(r *root) string {
			if r.agree.worst {
				return "codebook order"
			}
			return "worst first"
		}},
	}
}

func (r *root) openAgree() tea.Cmd {
	if r.agree.rules == (reconcile.Rules{}) {
		r.agree.rules = reconcile.DefaultRules
	}
	r.enter(modeAgree)
	return r.measure()
}

// nextVersion goes through the saved versions and back to the working codebook.
func (r *root) nextVersion() tea.Cmd {
	labels := []string{""}
	for _, v := range r.over.Versions {
		labels = append(labels, v.Label())
	}
	at := max(slices.Index(labels, r.agree.version), 0)
	r.agree.version = labels[(at+1)%len(labels)]
	return r.measure()
}

func (r *root) measure() tea.Cmd {
	a := &r.agree
	a.number++
	a.busy = true
	number, s, ctx := a.number, r.study, r.ctx
	q := study.AgreementQuestion{Rules: a.rules, Version: a.version, Bootstrap: screenResamples, Seed: 1}
	return func() tea.Msg {
		result, err := s.Agreement(ctx, q)
		return agreeMsg{number, result, err}
	}
}

func (a *agreeScreen) take(r *root, m agreeMsg) {
	if m.number != a.number {
		return
	}
	a.busy, a.result, a.err = false, m.result, m.err
	a.at = max(0, min(a.at, len(a.rows())-1))
	if m.err != nil {
		r.warn("measuring agreement: " + m.err.Error())
	}
}

// rows gives the codes in the order shown. Codes that no unit was rated for
// come last.
func (a *agreeScreen) rows() []study.CodeAgreement {
	if a.result == nil {
		return nil
	}
	rows := slices.Clone(a.result.Codes)
	if !a.worst {
		return rows
	}
	k := a.coefficient()
	value := func(c study.CodeAgreement) float64 {
		if k < 0 || k >= len(c.Estimates) || !c.Estimates[k].Value.Defined() {
			return 2
		}
		return c.Estimates[k].Value.Number
	}
	slices.SortStableFunc(rows, func(x, y study.CodeAgreement) int {
		switch a, b := value(x), value(y); {
		case a < b:
			return -1
		case a > b:
			return 1
		}
		return 0
	})
	return rows
}

func (a *agreeScreen) chosen() (study.CodeAgreement, bool) {
	rows := a.rows()
	if a.at < 0 || a.at >= len(rows) {
		return study.CodeAgreement{}, false
	}
	return rows[a.at], true
}

// coefficient gives the place of the one shown among those measured; -1 if it
// was not measured (Cohen's κ for three coders).
func (a *agreeScreen) coefficient() int {
	if a.result == nil {
		return -1
	}
	return a.result.Coefficient(shownCoefficients[a.which].name)
}

func (r *root) agreeView() []string {
	a := &r.agree
	version := r.versionLabel()
	if a.version != "" {
		version = a.version
	}
	right := fmt.Sprintf("unit %s · overlap %s · codebook %s", a.rules.Unit, a.rules.Overlap, version)
	lines := []string{r.header(r.trail(r.over.Title, "agreement"), theme.Paint(r.theme.Chrome, right)), r.rule()}
	switch {
	case a.result == nil && a.err != nil:
		lines = append(lines, "", " "+a.err.Error())
	case a.result == nil:
		lines = append(lines, "", " measuring …")
	case len(a.result.Lineup.Places) == 0:
		lines = append(lines, "")
		for _, l := range wrapText("No coder has marked a transcript as complete, so silence cannot be told from work not done, and nothing can be measured. C on a transcript marks it as complete.", r.width-4) {
			lines = append(lines, "  "+l)
		}
	default:
		lines = append(lines, r.agreeTable()...)
	}
	for len(lines) < r.height-1 {
		lines = append(lines, "")
	}
	return append(lines[:r.height-1], r.bottom())
}

// The interval is drawn on a scale from 0 to 1.
const scaleCells = 21

func (r *root) agreeTable() []string {
	a := &r.agree
	rows := a.rows()
	notes := r.agreeNotes()
	height := max(3, r.height-5-len(notes))
	k := a.coefficient()
	name := 10
	for _, c := range rows {
		name = max(name, ansi.StringWidth(shortPath(c)))
	}
	wide := r.width >= 104
	name = min(name, max(16, r.width-2-4*6-8-13-8-map[bool]int{true: scaleCells + 3}[wide]))
	head := pad("  code", name+2) + fmt.Sprintf("%6s%6s%6s%6s  %-9s", "units", "all", "some", "none", shownCoefficients[a.which].head)
	if wide {
		head += " " + pad("0"+strings.Repeat("─", 12)+"⅔"+"─"+".8"+strings.Repeat("─", 3)+"1", scaleCells+1)
	}
	head += "  95 %         used"
	lines := []string{theme.Paint(r.theme.Chrome, head)}
	a.first = window(a.first, a.at, len(rows), height)
	for i := a.first; i < len(rows) && i < a.first+height; i++ {
		c := rows[i]
		sign, look := "  ", ""
		if i == a.at {
			sign, look = "▶ ", r.theme.Accent
		}
		line := theme.Paint(look, sign+pad(shortPath(c), name)) + fmt.Sprintf("%6d%6d%6d%6d  ", c.Pairable, c.All, c.Some, c.None)
		shown, scale, interval := "—", strings.Repeat(" ", scaleCells), ""
		if k >= 0 && k < len(c.Estimates) && c.Estimates[k].Value.Defined() {
			v := c.Estimates[k].Value.Number
			shown = decimals(v)
			if ci := a.result.Interval(c, k); ci.Defined() {
				scale, interval = drawInterval(v, ci), decimals(ci.Low)+" to "+decimals(ci.High)
			}
		}
		line += theme.Paint(r.theme.Title, pad(shown, 9))
		if wide {
			line += " " + theme.Paint(r.theme.Quiet, scale) + " "
		}
		used := "—"
		if c.Prevalence.Defined() {
			used = fmt.Sprintf("%.0f %%", 100*c.Prevalence.Number)
		}
		line += "  " + pad(interval, 13) + theme.Paint(r.theme.Chrome, used)
		lines = append(lines, line)
	}
	for len(lines) < height+1 {
		lines = append(lines, "")
	}
	return append(lines, notes...)
}

// shortPath indents a code by its depth.
func shortPath(c study.CodeAgreement) string {
	depth := strings.Count(strings.ReplaceAll(c.Path, `\/`, ""), "/")
	return strings.Repeat("  ", depth) + c.Code.Name
}

// drawInterval draws a value and its interval from 0 to 1; what lies below 0
// stands at the left edge.
func drawInterval(v float64, ci agreement.CI) string {
	place := func(x float64) int { return max(0, min(scaleCells-1, int(x*float64(scaleCells-1)+0.5))) }
	cells := []rune(strings.Repeat(" ", scaleCells))
	lo, hi := place(ci.Low), place(ci.High)
	for i := lo; i <= hi; i++ {
		cells[i] = '─'
	}
	cells[lo], cells[hi] = '├', '┤'
	cells[place(v)] = '●'
	return string(cells)
}

// decimals writes a coefficient as papers do: two decimals, no leading zero.
func decimals(x float64) string {
	s := strings.Replace(fmt.Sprintf("%.2f", x), "0.", ".", 1)
	if s == "-.00" {
		return ".00"
	}
	return s
}

// agreeNotes are the lines below the table: what is to be known about the
// chosen code, and the rules.
func (r *root) agreeNotes() []string {
	a := &r.agree
	var say []string
	if c, ok := a.chosen(); ok {
		if remark := remark(a, c); remark != "" {
			say = append(say, c.Code.Name+": "+remark)
		}
	}
	var names []string
	for _, c := range a.result.Lineup.Coders {
		names = append(names, c.Name)
	}
	say = append(say, "Coders: "+strings.Join(names, ", ")+". "+strings.Join(a.result.Lineup.Sentences(), " "), a.result.IntervalSentence())
	var lines []string
	for i, s := range say {
		look := r.theme.Chrome
		if i == 0 && len(say) == 3 {
			look = r.theme.Accent
		}
		for _, l := range wrapText(s, r.width-3) {
			lines = append(lines, " "+theme.Paint(look, l))
		}
	}
	most := max(4, (r.height-6)/3)
	if len(lines) > most {
		lines = append(lines[:most-1], theme.Paint(r.theme.Chrome, " … “concord agree” prints all of it"))
	}
	return lines
}

// rareUse is the share of ratings below which chance-corrected coefficients
// collapse although coders agree on nearly every unit.
const rareUse = 0.05

// remark explains what is easily misread about a code's figures.
func remark(a *agreeScreen, c study.CodeAgreement) string {
	k := a.coefficient()
	switch {
	case len(c.Estimates) == 0:
		return "no unit was rated."
	case k < 0:
		return shownCoefficients[a.which].head + " is for two coders."
	case !c.Estimates[k].Value.Defined():
		return "undefined: " + c.Estimates[k].Value.Undefined + "."
	case c.Prevalence.Defined() && c.Prevalence.Number > 0 && c.Prevalence.Number < rareUse:
		percent, positive := a.result.Coefficient("percent_agreement"), a.result.Coefficient("positive_agreement")
		s := fmt.Sprintf("rare (%.1f %% of ratings). With so few uses α and κ can be low although coders agree on %.0f %% of units", 100*c.Prevalence.Number, 100*c.Estimates[percent].Value.Number)
		if p := c.Estimates[positive].Value; p.Defined() {
			s += fmt.Sprintf("; where one coder applied it, the others did so %.0f %% of the time (PA+)", 100*p.Number)
		}
		return s + "."
	}
	return ""
}

// openDisagreements lists the units on which coders differ about a code.
func (r *root) openDisagreements() tea.Cmd {
	a := &r.agree
	c, _ := a.chosen()
	l := a.result.Lineup
	n := len(l.Coders)
	var rows []hitRow
	for u, p := range l.Places {
		yes, no := []string{}, []string{}
		for g, coder := range l.Coders {
			switch l.Lines[c.Line].Marks[u*n+g] {
			case 1:
				yes = append(yes, coder.Name)
			case 0:
				no = append(no, coder.Name)
			}
		}
		if len(yes) == 0 || len(no) == 0 {
			continue
		}
		w := l.Works[p.Work]
		row := hitRow{transcript: w.Transcript.ID, name: w.Transcript.Name, text: w.Text.ID, turn: p.Segment.Turn, span: p.Segment.Span,
			note: strings.Join(yes, ", ") + " yes · " + strings.Join(no, ", ") + " no"}
		for _, x := range w.Codings {
			if k, _, _ := l.Codebook.Standing(x); k.ID == c.Code.ID && x.Span.Overlaps(row.span) {
				row.marks = append(row.marks, x.Span)
			}
		}
		row.fill(w.Text)
		rows = append(rows, row)
	}
	order := map[corpus.TranscriptID]int{}
	for i, t := range r.over.Transcripts {
		order[t.ID] = i
	}
	sortHits(rows, order)
	r.hits.number++
	r.hits.title, r.hits.rows, r.hits.more, r.hits.at, r.hits.first, r.hits.searched = "where coders differ about “"+c.Code.Name+"”", rows, false, 0, 0, false
	if !r.habits.Others {
		r.habits.Others = true
		r.tell("others' codings are shown while you read; O hides them")
	}
	r.enter(modeHits)
	return nil
}
